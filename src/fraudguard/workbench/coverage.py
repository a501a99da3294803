"""How much of a rule its own examples show: each condition both ways, each threshold and window from both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.workbench.needs import Need, needs
from fraudguard.workbench.portioning import run_rules
from fraudguard.workbench.probing import Probe, Watched, watch

__all__ = ["RuleCoverage", "coverage_of", "rule_coverage"]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """What a rule's examples should show, and what they do not. ``file`` is where the rule stands."""

    rule: str
    title: str
    file: str
    examples: int
    needs: int
    gaps: tuple[Need, ...]

    @property
    def covered(self) -> int:
        """How many of the needs are met."""
        return self.needs - len(self.gaps)


def coverage_of(
    pack: CheckedPack, chosen: Callable[[CheckedRule], bool] = lambda _rule: True, jobs: int = 1
) -> Iterator[RuleCoverage]:
    """The coverage of the chosen rules, in the pack's order. Drafts have no examples that run, and are left out."""
    yield from run_rules(pack, [rule for rule in pack.rules if chosen(rule)], rule_coverage, jobs)


def rule_coverage(pack: CheckedPack, rule: CheckedRule) -> RuleCoverage:
    """What the examples of one rule show of it."""
    wanted = needs(pack, rule)
    numbers: dict[Probe, int] = {}
    for probe in _probes(wanted):
        numbers.setdefault(probe, len(numbers))
    seen = watch(pack, rule, tuple(numbers))
    gaps = tuple(need for need in wanted if not any(_shows(one, need, numbers) for one in seen))
    file = rule.place.file if rule.place is not None else ""
    return RuleCoverage(rule.id, rule.title, file, len(rule.examples), len(wanted), gaps)


def _probes(wanted: Iterable[Need]) -> Iterator[Probe]:
    for need in wanted:
        yield need.fires
        if need.silent is not None:
            yield need.silent


def _shows(example: Watched, need: Need, numbers: dict[Probe, int]) -> bool:
    """Whether an example shows what is needed, on the event under test or anywhere."""
    moments = example.fired if need.anywhere else example.fired[-1:]
    yes = numbers[need.fires]
    no = numbers[need.silent] if need.silent is not None else -1
    if need.kind == "step":  # the others came, and the chain was never complete
        return any(yes in one for one in moments) and not any(no in one for one in moments)
    return any(yes in one and no not in one for one in moments)

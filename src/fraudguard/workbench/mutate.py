"""Run the mutants of rules on the rules' own examples: the ones that none notices are questions the author forgot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.workbench.mutants import Mutant, mutants
from fraudguard.workbench.portioning import run_rules
from fraudguard.workbench.probing import Watched, watch
from fraudguard.workbench.proving import Prover

__all__ = ["RuleMutation", "mutate", "mutate_rule"]


@dataclass(frozen=True, slots=True)
class RuleMutation:
    """
    How many mutants of a rule were made, and those that no example noticed.

    ``failing`` are the titles of examples that the rule itself fails: they prove nothing and are left aside.
    """

    rule: str
    title: str
    file: str
    examples: int
    mutants: int
    survivors: tuple[Mutant, ...]
    failing: tuple[str, ...]

    @property
    def killed(self) -> int:
        """How many mutants an example noticed."""
        return self.mutants - len(self.survivors)


def mutate(
    pack: CheckedPack, chosen: Callable[[CheckedRule], bool] = lambda _rule: True, jobs: int = 1
) -> Iterator[RuleMutation]:
    """The mutants of the chosen rules, in the pack's order. Drafts have no examples that run, and are left out."""
    yield from run_rules(pack, [rule for rule in pack.rules if chosen(rule)], _Mutating(), jobs)


class _Mutating:
    """`mutate_rule` for rule after rule of one pack, with what was proved about it so far."""

    def __init__(self) -> None:
        self._pack: CheckedPack | None = None
        self._prover: Prover | None = None

    def __call__(self, pack: CheckedPack, rule: CheckedRule) -> RuleMutation:
        if self._prover is None or self._pack is not pack:
            self._pack, self._prover = pack, Prover(pack)
        return mutate_rule(pack, rule, self._prover)


def mutate_rule(pack: CheckedPack, rule: CheckedRule, prover: Prover | None = None) -> RuleMutation:
    """The mutants of one rule on its own examples. ``prover`` may be shared by rules of one pack."""
    made = mutants(pack, rule, prover)
    seen = watch(pack, rule, [mutant.probe for mutant in made])
    failing = tuple(one.example.title for one in seen if one.rule_fired[-1] != _wanted(one))
    sound = [one for one in seen if one.rule_fired[-1] == _wanted(one)]
    survivors = tuple(
        mutant for number, mutant in enumerate(made) if all((number in one.fired[-1]) == _wanted(one) for one in sound)
    )
    file = rule.place.file if rule.place is not None else ""
    return RuleMutation(rule.id, rule.title, file, len(rule.examples), len(made), survivors, failing)


def _wanted(one: Watched) -> bool:
    return one.example.label == "hit"

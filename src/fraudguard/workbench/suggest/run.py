"""Suggestions for rules: examples that show what coverage misses and notice mutants that none notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from fraudguard.pack.checked import CheckedPack, CheckedRule, Example
from fraudguard.workbench.portioning import run_rules
from fraudguard.workbench.suggest.aims import Aim, aims_of
from fraudguard.workbench.suggest.choosing import choose
from fraudguard.workbench.suggest.search import Candidate, candidates
from fraudguard.workbench.suggest.streams import written_events
from fraudguard.workbench.suggest.titles import title_of

__all__ = ["RuleSuggestions", "Suggestion", "suggest", "suggest_rule"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example and the aims it reaches. It says what the rule does today, not what it should do."""

    example: Example
    reaches: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class RuleSuggestions:
    """What is suggested for a rule, and the aims for which no example was found."""

    rule: str
    title: str
    file: str
    suggestions: tuple[Suggestion, ...]
    left: tuple[Aim, ...]


def suggest(
    pack: CheckedPack, chosen: Callable[[CheckedRule], bool] = lambda _rule: True, jobs: int = 1
) -> Iterator[RuleSuggestions]:
    """Suggestions for the chosen rules, in the pack's order. Drafts have no examples that run, and are left out."""
    yield from run_rules(pack, [rule for rule in pack.rules if chosen(rule)], suggest_rule, jobs)


def suggest_rule(pack: CheckedPack, rule: CheckedRule) -> RuleSuggestions:
    """Suggestions for one rule. Each was scored: it comes out as labelled, and reaches what it says it does."""
    aims = aims_of(pack, rule)
    file = rule.place.file if rule.place is not None else ""
    found = candidates(pack, rule, aims) if aims and rule.examples else []
    picked = choose(found, [one.events for one in rule.examples if one.label == "hit"])
    taken = {one.title for one in rule.examples}
    made = []
    for one in picked:
        example = _example(rule, one, taken)
        taken.add(example.title)
        made.append(Suggestion(example, tuple(aims[i] for i in sorted(one.reached))))
    reached = {i for one in picked for i in one.reached}
    left = tuple(aim for i, aim in enumerate(aims) if i not in reached)
    return RuleSuggestions(rule.id, rule.title, file, tuple(made), left)


def _example(rule: CheckedRule, one: Candidate, taken: set[str]) -> Example:
    label: Literal["hit", "miss"] = "hit" if one.hit else "miss"
    return Example(label, title_of(one, taken, rule.examples[one.seed].title), tuple(written_events(one.stream)))

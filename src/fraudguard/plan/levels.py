"""The order of evaluation: what must have fired before what, as levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fraudguard.pack.checked import CheckedPack, CheckedRule, Step
from fraudguard.pack.tree import Expression, Fired, walk

__all__ = ["levels", "step_level"]


def _read(nodes: Iterable[Expression | None]) -> set[str]:
    """The rules that conditions ask about with ``fired``."""
    return {part.rule for node in nodes if node is not None for part in walk(node) if isinstance(part, Fired)}


def step_level(step: Step, known: Mapping[str, int]) -> int:
    """The level at which an inline step can be decided."""
    return max((known[rule] + 1 for rule in _read([step.when])), default=0)


def levels(pack: CheckedPack) -> dict[str, int]:
    """
    The level of every rule.

    A rule stands above every rule it asks about; a sequence beside the rules it is made of (it is
    matched after them) and above any sequence among them.
    """
    known: dict[str, int] = {}
    sequences = {rule.id for rule in pack.rules if rule.sequence is not None}
    for rule in pack.rules:  # in evaluation order: what a rule reads stands before it
        known[rule.id] = _level(rule, known, sequences)
    return known


def _level(rule: CheckedRule, known: Mapping[str, int], sequences: set[str]) -> int:
    if rule.sequence is None:
        return max((known[read] + 1 for read in _read([rule.when, *rule.unless])), default=0)
    level = 0
    for step in rule.sequence.steps:
        level = max(level, step_level(step, known))
    for part in [*(step.rule for step in rule.sequence.steps if step.rule), *rule.sequence.unless]:
        level = max(level, known[part] + (1 if part in sequences else 0))
    return level

"""Lints on sequences: steps that nothing fulfils, and times too short for what the steps ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from fraudguard.pack.checked import Sequence, Step
from fraudguard.pack.tree import Arithmetic, Compare, Expression, Field, HourOf, Literal, Type
from fraudguard.workbench.lints.domains import Domain, Numbers
from fraudguard.workbench.lints.lint import Found, Lint, Looked, conjuncts
from fraudguard.workbench.lints.solver import Solver
from fraudguard.workbench.thresholds import holds, lasting

__all__ = ["DeadStep", "ShortSequence"]

_HOUR = 3_600_000_000
_SECOND = 1_000_000


class DeadStep(Lint):
    """
    A step of a sequence that nothing can fulfil: its conditions contradict one another, or its rule never fires.

    With `at_least` the others may still be enough; without it the sequence never is complete.
    """

    name = "dead_step"
    example = "steps: [{on: call, when: [duration_s > 600, duration_s < 60]}, …]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Steps with conditions of their own, and rules that `contradiction` has something against."""
        by_id = {rule.id: rule for rule in at.everything}
        for rule in at.rules:
            for step in rule.sequence.steps if rule.sequence is not None else ():
                named = by_id.get(step.rule)
                dead = named is not None and at.never_fires(named)
                if dead or (step.when is not None and not at.solver.satisfiable(step.when)):
                    place = step.when.place if step.when is not None and step.when.place else rule.place
                    yield Found("lint.dead_step", rule.id, place, {"id": rule.id, "step": step.rule or step.name})


class ShortSequence(Lint):
    """
    A sequence whose time is too short for what its steps ask.

    Two things are proved: a step demands more time since an earlier one than `within` leaves (`at - first.at >= 7_200`
    within 1h), or two steps are bound to hours of the day that lie further apart.
    """

    name = "short_sequence"
    example = "within: 1h, steps: [{on: call, when: [hour(at) < 6]}, {on: transaction, when: [hour(at) >= 20]}]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Sequences that need all their steps, in order."""
        for rule in at.rules:
            sequence = rule.sequence
            if sequence is None or sequence.any_order or 0 < sequence.at_least < len(sequence.steps):
                continue
            short = _too_soon(sequence, at.solver) or _hours_apart(sequence)
            if short:
                params = {"id": rule.id, "within": lasting(sequence.within), "step": short}
                yield Found("lint.short_sequence", rule.id, rule.place, params)


def _too_soon(sequence: Sequence, plain: Solver) -> str:
    """The step that asks for more time than there is; empty when none does."""
    kinds = {step.name: step.kind for step in sequence.steps}
    for step in sequence.steps:
        if step.when is None or not plain.satisfiable(step.when):
            continue  # that step is told by `dead_step`
        if not Solver(_since(step, kinds, sequence.within)).satisfiable(step.when):
            return step.name
    return ""


def _since(step: Step, kinds: Mapping[str, str], within: int) -> dict[Expression, Domain]:
    """How many seconds a step can lie after an earlier one: none to less than the whole time."""
    time = Numbers(0, within / _SECOND)
    own = Field("", step.kind, "at", Type.TIME)
    return {
        Arithmetic("-", own, Field(name, kind, "at", Type.TIME), Type.NUMBER): time
        for name, kind in kinds.items()
        if name != step.name
    }


def _hours_apart(sequence: Sequence) -> str:
    """The later of two steps whose hours no chain can join; empty when there are none."""
    for first, second in combinations(sequence.steps, 2):
        before, after = _hours(first), _hours(second)
        gap = min(((b - a) % 24 - 1 if a != b else 0 for a in before for b in after), default=0)
        if gap * _HOUR >= sequence.within:
            return second.name
    return ""


def _hours(step: Step) -> list[int]:
    """The hours of the day in which a step's own conditions leave it."""
    limits = [found for item in conjuncts(step.when) if (found := _limit(item, step)) is not None]
    return [hour for hour in range(24) if all(holds(op, hour, limit) for op, limit in limits)]


def _limit(item: Expression, step: Step) -> tuple[str, float] | None:
    if isinstance(item, Compare) and isinstance(item.right, Literal) and not isinstance(item.right.value, str):
        own = Field("", step.kind, "at", Type.TIME)
        return (item.op, item.right.value) if item.left == HourOf(own) else None
    return None

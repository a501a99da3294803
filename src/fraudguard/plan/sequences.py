"""Sequences to plans: what each step captures, and the conditions that join steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.tree import Compare, Expression, Field, Literal
from fraudguard.plan.coder import Coder, Constants, is_text
from fraudguard.plan.records import Slot
from fraudguard.plan.scopes import conjuncts, scopes

__all__ = ["Join", "SequencePlan", "StepPlan", "plan_sequence"]


@dataclass(frozen=True, slots=True)
class Join:
    """
    A condition of step ``step`` that reads earlier ones too.

    ``steps`` are all it reads, ascending; ``name`` is its function, which takes their captured values.
    ``equal`` says of a plain equality of two steps which captured values must be the same.
    """

    step: int
    steps: tuple[int, ...]
    name: str
    source: str
    equal: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step: the conditions it can decide alone, and the values it keeps for later joins."""

    name: str
    rule: str
    kind: str
    alone: tuple[Expression, ...]
    captures: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class SequencePlan:
    """
    A sequence rule: ``need`` of its steps, joined, within ``within`` microseconds.

    ``kept`` are the steps that a later event can build on; the last step of an ordered sequence is
    not among them.
    """

    number: int
    rule: str
    within: int
    by: tuple[str, ...]
    steps: tuple[StepPlan, ...]
    need: int
    any_order: bool
    unless: tuple[str, ...]
    joins: tuple[Join, ...]
    kept: frozenset[int]


class _JoinCoder(Coder):
    """Codes a join over ``v0, v1, …``: for every step it reads the tuple of its captured values."""

    def __init__(
        self,
        constants: Constants,
        token: Callable[[str], str],
        step: int,
        names: dict[str, int],
        captures: list[list[Slot]],
    ) -> None:
        super().__init__(constants, token)
        self.step = step
        self.names = names
        self.captures = captures
        self.reads: set[int] = set()

    def _captured(self, step: int, slot: Slot) -> str:
        kept = self.captures[step]
        if slot not in kept:
            kept.append(slot)
        return f"v{step}[{kept.index(slot)}]"

    def truth(self, node: Expression, wanted: bool = True) -> str:
        if scopes(node) <= {""}:
            return self._captured(self.step, Slot("true" if wanted else "false", node))
        return super().truth(node, wanted)

    def value(self, node: Expression) -> str:
        if isinstance(node, Literal):
            return super().value(node)
        if scopes(node) <= {""}:
            return self._captured(self.step, Slot("token" if is_text(node) else "value", node))
        return super().value(node)

    def field(self, node: Field) -> str:
        other = self.names[node.scope]
        self.reads.add(other)
        bare = Field("", node.kind, node.path, node.type)
        return self._captured(other, Slot("token" if is_text(node) else "value", bare))

    def opaque(self, node: Expression) -> bool:
        return is_text(node) and not isinstance(node, Literal)

    def always(self, node: Expression) -> bool:
        return False


def plan_sequence(rule: CheckedRule, number: int, constants: Constants, token: Callable[[str], str]) -> SequencePlan:
    """The plan of one sequence rule."""
    sequence = rule.sequence
    assert sequence is not None  # the caller picks sequence rules
    names = {step.name: i for i, step in enumerate(sequence.steps) if step.name}
    captures: list[list[Slot]] = [[] for _ in sequence.steps]
    joins: list[Join] = []
    alone: list[tuple[Expression, ...]] = []
    for i, step in enumerate(sequence.steps):
        parts = conjuncts(step.when) if step.when is not None else ()
        alone.append(tuple(part for part in parts if scopes(part) <= {""}))
        for part in parts:
            if not scopes(part) <= {""}:
                joins.append(_join(part, i, number, len(joins), names, captures, constants, token))
    steps = tuple(
        StepPlan(step.name, step.rule, step.kind, alone[i], tuple(captures[i])) for i, step in enumerate(sequence.steps)
    )
    return SequencePlan(
        number=number,
        rule=rule.id,
        within=sequence.within,
        by=sequence.by,
        steps=steps,
        need=sequence.at_least or len(steps),
        any_order=sequence.any_order,
        unless=sequence.unless,
        joins=tuple(joins),
        kept=frozenset(range(len(steps) if sequence.any_order else len(steps) - 1)),
    )


def _join(
    part: Expression,
    step: int,
    number: int,
    count: int,
    names: dict[str, int],
    captures: list[list[Slot]],
    constants: Constants,
    token: Callable[[str], str],
) -> Join:
    coder = _JoinCoder(constants, token, step, names, captures)
    body = coder.truth(part)
    name = f"j{number}_{count}"
    steps = tuple(sorted({step} | coder.reads))
    arguments = ", ".join(f"v{one}" for one in steps)
    return Join(step, steps, name, f"def {name}({arguments}):\n    return {body}", _equal(part, step, names, captures))


def _equal(part: Expression, step: int, names: dict[str, int], captures: list[list[Slot]]) -> tuple[int, int] | None:
    """The places of the earlier and of the own step's value, when a condition says that these two are equal."""
    if not isinstance(part, Compare) or part.op != "==":
        return None
    own, other = part.left, part.right
    if isinstance(own, Field) and own.scope:
        own, other = other, own
    if not isinstance(other, Field) or other.scope not in names or not scopes(own) <= {""} or isinstance(own, Literal):
        return None
    bare = Field("", other.kind, other.path, other.type)
    mine, theirs = captures[step], captures[names[other.scope]]
    slots = Slot("token" if is_text(own) else "value", own), Slot("token" if is_text(bare) else "value", bare)
    if slots[0].form != slots[1].form or slots[0] not in mine or slots[1] not in theirs:
        return None
    return theirs.index(slots[1]), mine.index(slots[0])

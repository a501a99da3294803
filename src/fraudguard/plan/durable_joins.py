"""
Conditions between steps as durable-rules can hold them: choices of plain comparisons, or why not.

durable-rules stops reading a group of conditions too early or too late when groups stand in each other, so a condition
with ``or`` becomes several choices (the disjunctive normal form), each of which will be a rule of its own. Every value
is a number there: texts are numbered, for it compares by hashes and can fail on text that is not ASCII.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from fraudguard.errors import Fault, Place
from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    Field,
    HourOf,
    InList,
    InSet,
    IsMultiple,
    Literal,
    Not,
    Or,
    Pick,
    Type,
    WeekdayOf,
    children,
)
from fraudguard.plan.coder import OPPOSITE, is_text
from fraudguard.plan.records import Slot
from fraudguard.plan.scopes import scopes

__all__ = [
    "EXACT",
    "Choice",
    "Comparison",
    "InexpressibleError",
    "JoinReader",
    "Number",
    "Operand",
    "Operation",
    "Value",
]

EXACT = 2**53
"""Up to here a whole number and its double are the same; beyond it durable-rules would round or overflow."""

_MOST_CHOICES = 64  # of one condition: more could never become a ruleset

_SHOWN: Mapping[type, str] = {
    IsMultiple: "`is_multiple()`",
    HourOf: "`hour()`",
    WeekdayOf: "`weekday()`",
    InList: "`in_list()`",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A constant; of a text its number."""

    value: int | float


@dataclass(frozen=True, slots=True)
class Value:
    """What a step keeps of its event: the ``index``-th of its captured values."""

    step: int
    index: int


@dataclass(frozen=True, slots=True)
class Operation:
    """``left op right`` with op one of ``+ - *``."""

    op: str
    left: Operand
    right: Operand


Operand = Number | Value | Operation


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left op right``, op one of ``< <= > >= !=``; true only when each value is known. ``==`` is two of these."""

    op: str
    left: Operand
    right: Operand

    @property
    def values(self) -> frozenset[Value]:
        """All captured values it reads."""
        return frozenset(_values(self.left)) | frozenset(_values(self.right))

    @property
    def most(self) -> int:
        """Up to which size its values may go so that no result on the way leaves `EXACT`; 0 when none may."""
        for power in range(53, -1, -1):
            sizes = [size for side in (self.left, self.right) for size in _sizes(side, 1 << power)]
            if max(sizes) <= EXACT and sum(_sizes(side, 1 << power)[0] for side in (self.left, self.right)) <= EXACT:
                return 1 << power
        return 0


Choice = tuple[Comparison, ...]
"""Comparisons that must all hold."""


class InexpressibleError(Exception):
    """What durable-rules cannot hold; the faults say which conditions and where."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].code)
        self.faults = faults


class JoinReader:
    """
    Reads the conditions of one step that name other steps.

    ``captures`` are the values that each step keeps (`StepPlan.captures`), ``names`` the numbers of the named steps,
    ``number`` gives a text its number; ``place`` stands for conditions that have no place of their own.
    """

    def __init__(
        self,
        step: int,
        captures: Sequence[Sequence[Slot]],
        names: Mapping[str, int],
        token: Callable[[str], str],
        number: Callable[[str], int],
        place: Place | None,
    ) -> None:
        self.step = step
        self.captures = captures
        self.names = names
        self.token = token
        self.number = number
        self.place = place

    def choices(self, node: Expression, wanted: bool = True) -> list[Choice]:
        """The choices of which one must hold for ``node`` to be known ``wanted``."""
        if scopes(node) <= {""}:
            kept = self._kept(self.step, Slot("true" if wanted else "false", node))
            return [(Comparison(">=", kept, Number(1)),)]
        match node:
            case Not():
                return self.choices(node.item, not wanted)
            case And() | Or():
                each = [self.choices(item, wanted) for item in node.items]
                return self._all(node, each) if isinstance(node, And) is wanted else _either(each)
            case AtLeast():
                need = node.count if wanted else 1 + len(node.items) - node.count
                each = [self.choices(item, wanted) for item in node.items]
                return _either(self._all(node, some) for some in combinations(each, need))
            case Compare():
                return self._compared(node, wanted)
            case InSet():
                return self._in_set(node, wanted)
            case Field():
                return [(Comparison(">=" if wanted else "<", self._value(node), Number(1)),)]
        raise self._cannot(node)

    def _all(self, node: Expression, each: Sequence[Sequence[Choice]]) -> list[Choice]:
        """Every way to hold one choice of each."""
        total = 1
        for some in each:
            total *= len(some)
            if total > _MOST_CHOICES:
                raise InexpressibleError(Fault("durable.choices", {"most": _MOST_CHOICES}, node.place or self.place))
        return [tuple(one for choice in chosen for one in choice) for chosen in product(*each)]

    def _compared(self, node: Compare, wanted: bool) -> list[Choice]:
        text = any(is_text(side) and not isinstance(side, Literal) for side in (node.left, node.right))
        left, right = (self._value(side, text=text) for side in (node.left, node.right))
        return self._checked(node, _comparisons(node.op, left, right, wanted))

    def _in_set(self, node: InSet, wanted: bool) -> list[Choice]:
        if getattr(node.item, "type", None) is Type.TEXTS:
            raise self._cannot(node)
        item = self._value(node.item)
        each = [_comparisons("==", item, self._literal(one, text=is_text(node.item)), wanted) for one in node.values]
        return self._checked(node, _either(each) if wanted else self._all(node, each))

    def _checked(self, node: Expression, found: list[Choice]) -> list[Choice]:
        if not all(one.most for choice in found for one in choice):
            raise InexpressibleError(Fault("durable.number", {}, node.place or self.place))
        return found

    def _value(self, node: Expression, *, text: bool = False) -> Operand:
        if isinstance(node, Literal):
            return self._literal(node, text=text)
        if text and not is_text(node):
            raise self._cannot(node)
        slot = Slot("token" if is_text(node) else "value", node)
        if scopes(node) <= {""}:
            return self._kept(self.step, slot)
        if isinstance(node, Field) and node.type is not Type.TEXTS:
            bare = Field("", node.kind, node.path, node.type)
            return self._kept(self.names[node.scope], Slot(slot.form, bare))
        sides = [getattr(side, "type", None) for side in children(node)]
        if isinstance(node, Arithmetic) and node.op in {"+", "-", "*"} and Type.TIME not in sides:
            return Operation(node.op, self._value(node.left), self._value(node.right))
        raise self._cannot(node)

    def _literal(self, node: Literal, *, text: bool) -> Number:
        if isinstance(node.value, str):
            return Number(self.number(self.token(node.value) if text else node.value))
        return Number(node.value + 0)  # a truth becomes a number

    def _kept(self, step: int, slot: Slot) -> Value:
        return Value(step, list(self.captures[step]).index(slot))

    def _cannot(self, node: Expression) -> InexpressibleError:
        what = _SHOWN.get(type(node), "a value of another kind")
        if isinstance(node, Arithmetic):
            what = "`/`" if node.op == "/" else "a difference of times"
        elif isinstance(node, Pick):
            what = f"`{node.function}()`"
        return InexpressibleError(Fault("durable.condition", {"what": what}, node.place or self.place))


def _comparisons(op: str, left: Operand, right: Operand, wanted: bool) -> list[Choice]:
    op = op if wanted else OPPOSITE[op]
    if op == "==":
        return [(Comparison("<=", left, right), Comparison(">=", left, right))]
    return [(Comparison(op, left, right),)]


def _either(each: Iterator[list[Choice]] | Sequence[list[Choice]]) -> list[Choice]:
    return [choice for some in each for choice in some]


def _values(operand: Operand) -> Iterator[Value]:
    if isinstance(operand, Value):
        yield operand
    elif isinstance(operand, Operation):
        yield from _values(operand.left)
        yield from _values(operand.right)


def _sizes(operand: Operand, most: int) -> list[int | float]:
    """How large an operand can get, then the same of all its parts."""
    if isinstance(operand, Number):
        return [abs(operand.value)]
    if isinstance(operand, Value):
        return [most]
    left, right = _sizes(operand.left, most), _sizes(operand.right, most)
    whole = left[0] * right[0] if operand.op == "*" else left[0] + right[0]
    return [whole, *left, *right]

"""Typed expressions to Polars: the same three-valued truth over whole columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

import polars as pl

from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    Field,
    Fired,
    HourOf,
    InList,
    InSet,
    IsMultiple,
    IsWarning,
    Literal,
    Matches,
    Mentions,
    ModelValue,
    Not,
    Or,
    Pick,
    Type,
    WeekdayOf,
    Window,
)

__all__ = ["EXACT", "InexactError", "Source", "TextLeaf", "truth", "value"]

EXACT = 2**53
"""Whole numbers up to here are the same as floats: columns and Python reckon alike."""

_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_EAST_8 = 8 * _HOUR  # Asia/Shanghai

TextLeaf = Mentions | Matches | IsWarning | InList


class InexactError(Exception):
    """A condition whose numbers may grow beyond what columns hold exactly: it has to be worked out event by event."""


class Source(Protocol):
    """Where the values of an expression stand."""

    def field(self, node: Field) -> pl.Expr:
        """The column of a field."""

    def window(self, node: Window) -> pl.Expr:
        """The column of a window's values."""

    def text(self, node: TextLeaf) -> pl.Expr:
        """The column of what was found in a text: true, false or unknown."""

    def fired(self, node: Fired) -> pl.Expr:
        """The column that says whether a rule fired on the event."""

    def most(self, node: Field | Window) -> float:
        """The largest size of any number in a field's or window's column."""


def truth(node: Expression, source: Source) -> pl.Expr:
    """
    A Boolean column: true, false, null for unknown.

    Raises `InexactError` for arithmetic whose results might differ from Python's whole numbers.
    """
    match node:
        case Not():
            return ~truth(node.item, source)
        case And():
            return _all_of([truth(item, source) for item in node.items])
        case Or():
            return _any_of([truth(item, source) for item in node.items])
        case AtLeast():
            return _at_least(node, source)
        case Compare():
            return _compare(node, source)
        case InSet():
            return _in_set(node, source)
        case Mentions() | Matches() | IsWarning() | InList():
            return source.text(node)
        case IsMultiple():
            return _is_multiple(value(node.item, source), value(node.of, source))
        case Fired():
            return source.fired(node)
        case Literal():
            return pl.lit(bool(node.value))
    return value(node, source)


def value(node: Expression, source: Source) -> pl.Expr:
    """The column of a value, null where unknown. Raises `InexactError` as `truth` does."""
    match node:
        case Literal():
            return pl.lit(node.value)
        case Field():
            return source.field(node)
        case Window():
            return source.window(node)
        case Arithmetic():
            return _arithmetic(node, source)
        case HourOf():
            return (value(node.item, source) + _EAST_8) // _HOUR % 24
        case WeekdayOf():
            return ((value(node.item, source) + _EAST_8) // _DAY + 3) % 7 + 1
        case Pick():
            left, right = value(node.left, source), value(node.right, source)
            first = left >= right if node.function == "larger" else left <= right
            return pl.when(first.is_null()).then(None).when(first).then(left).otherwise(right)
        case ModelValue():
            raise InexactError("model")
    return truth(node, source)


def _at_least(node: AtLeast, source: Source) -> pl.Expr:
    items = [truth(item, source) for item in node.items]
    sure: pl.Expr = reduce(_add, [item.fill_null(False).cast(pl.UInt32) for item in items])
    possible: pl.Expr = reduce(_add, [item.fill_null(True).cast(pl.UInt32) for item in items])
    return pl.when(sure >= node.count).then(True).when(possible < node.count).then(False).otherwise(None)


_COMPARED: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


def _compare(node: Compare, source: Source) -> pl.Expr:
    return _COMPARED[node.op](value(node.left, source), value(node.right, source))


def _in_set(node: InSet, source: Source) -> pl.Expr:
    values: list[Any] = [literal.value for literal in node.values]
    item = value(node.item, source)
    if getattr(node.item, "type", None) is Type.TEXTS:
        return item.list.eval(pl.element().is_in(values)).list.any()
    if all(isinstance(one, str) for one in values):
        return item.is_in(values)
    return _any_of([item == one for one in values])


def _is_multiple(item: pl.Expr, of: pl.Expr) -> pl.Expr:
    divisor = pl.when(of != 0).then(of)
    return pl.when(divisor.is_not_null()).then((item != 0) & (item % divisor == 0))


def _arithmetic(node: Arithmetic, source: Source) -> pl.Expr:
    left, right = value(node.left, source), value(node.right, source)
    if node.op == "-" and _is_time(node.left) and _is_time(node.right):
        return _divided((left - right).cast(pl.Float64), pl.lit(1_000_000.0))
    if _size(node, source) > EXACT:
        raise InexactError(node.op)
    left, right = left.cast(pl.Float64), right.cast(pl.Float64)
    match node.op:
        case "+":
            found = left + right
        case "-":
            found = left - right
        case "*":
            found = left * right
        case _:
            found = _divided(left, pl.when(right != 0).then(right))
    return pl.when(found.is_finite()).then(found)


def _divided(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Divided as Python divides: by a constant Polars multiplies with its inverse, so the divisor is made a column."""
    return left / (right + left * 0.0)


def _size(node: Expression, source: Source) -> float:
    """An upper bound of the size of a number, the steps on the way to it included."""
    match node:
        case Literal():
            return abs(float(node.value)) if not isinstance(node.value, str) else 0.0
        case Field() | Window():
            return source.most(node)
        case Arithmetic():
            left, right = _size(node.left, source), _size(node.right, source)
            if max(left, right) > EXACT:
                return max(left, right)
            if node.op == "/":
                return 0.0  # a float here and in Python: what follows is rounded alike
            return left * right if node.op == "*" else left + right
        case Pick():
            return max(_size(node.left, source), _size(node.right, source))
    return 0.0


def _is_time(node: Expression) -> bool:
    return getattr(node, "type", None) is Type.TIME


def _add(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return left + right


def _all_of(tests: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(and_, tests)


def _any_of(tests: Sequence[pl.Expr]) -> pl.Expr:
    return reduce(or_, tests)

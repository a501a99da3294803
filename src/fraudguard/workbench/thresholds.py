"""The numeric thresholds of a condition: the unit in which each is counted, and how near to it is near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fraudguard.pack.tree import (
    Arithmetic,
    Compare,
    Expression,
    Field,
    HourOf,
    Literal,
    Pick,
    Type,
    WeekdayOf,
    Window,
    children,
)

__all__ = [
    "NEAR_PERCENT",
    "Threshold",
    "always",
    "domain",
    "holds",
    "lasting",
    "least",
    "near_window",
    "own_windows",
    "shown",
    "threshold",
    "window_unit",
]

NEAR_PERCENT = 5
"""Near is within so many hundredths of a threshold or of a window's length, or within one unit if that is more."""

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_FEN = 100
_SECOND = 1_000_000
_MINUTE, _HOUR, _DAY = 60 * _SECOND, 3_600 * _SECOND, 86_400 * _SECOND


@dataclass(frozen=True, slots=True)
class Threshold:
    """
    A comparison of a value with a number: ``value op limit``, the number on the right.

    ``unit`` is one yuan (100 fen), one of what is counted, one second; 0 where the value is a share or a mean, which
    has no unit. ``near`` is how far from the limit a value may be to count as near it. ``money`` says that limit, unit
    and near are fen.
    """

    value: Expression
    op: str
    limit: Literal
    unit: int
    near: float
    money: bool

    @property
    def number(self) -> float:
        """The limit as a number."""
        assert not isinstance(self.limit.value, str)
        return self.limit.value


def threshold(node: Compare) -> Threshold | None:
    """The threshold in a comparison; ``None`` where no side is a number by itself, or both are."""
    op, value, limit = node.op, node.left, node.right
    if isinstance(value, Literal):
        op, value, limit = _MIRRORED[op], limit, value
    if not isinstance(limit, Literal) or isinstance(value, Literal) or limit.type not in {Type.NUMBER, Type.MONEY}:
        return None
    assert not isinstance(limit.value, str)
    money = limit.type is Type.MONEY
    unit = (_FEN if money else 1) if _whole(value) else 0
    return Threshold(value, op, limit, unit, max(abs(limit.value) * NEAR_PERCENT / 100, unit), money)


def _whole(value: Expression) -> bool:
    """Whether a value comes in units: amounts and counts do, shares and means do not."""
    match value:
        case Field() | HourOf() | WeekdayOf() | Literal():
            return True
        case Window():
            return value.function != "mean"
        case Pick():
            return _whole(value.left) and _whole(value.right)
        case Arithmetic():
            return value.op in {"+", "-"} and _whole(value.left) and _whole(value.right)
    return False


def domain(value: Expression) -> range | None:
    """All values there are of hours, weekdays and counts (these without an end); ``None`` for anything else."""
    match value:
        case HourOf():
            return range(24)
        case WeekdayOf():
            return range(1, 8)
        case Window(function="count" | "distinct"):
            return range(1 << 31)
    return None


def least(value: Expression) -> float:
    """The least value there is: counts and times since are not below nothing."""
    never_less = isinstance(value, Window) and value.function in {"count", "distinct", "seconds_since"}
    return 0 if never_less else float("-inf")


def always(node: Compare) -> bool:
    """Whether a comparison is true of every value there is, as in ``seconds_since(…) >= 0``: that there was one."""
    limit = threshold(node)
    return limit is not None and limit.op == ">=" and limit.number <= least(limit.value)


def holds(op: str, value: float, limit: float) -> bool:
    """Whether ``value op limit``."""
    match op:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case ">=":
            return value >= limit
        case "==":
            return value == limit
    return value != limit


def shown(number: float, *, money: bool, separator: str = ",") -> str:
    """A number as people write it, money in yuan."""
    value = number / _FEN if money else number
    whole = round(value)
    return f"{whole:{separator}}" if value == whole else f"{value:{separator}.10g}"


def window_unit(length: int) -> int:
    """The unit of a length of time: an hour from a day on, a minute below, a second below two minutes."""
    if length >= _DAY:
        return _HOUR
    return _MINUTE if length >= 2 * _MINUTE else _SECOND


def near_window(length: int) -> int:
    """How far from the edge of a window of this length an event may be to count as near it, in microseconds."""
    return max(length * NEAR_PERCENT // 100, window_unit(length))


def lasting(length: int) -> str:
    """A length of time in the words of a rule: ``24h``, ``90s``, ``4321h``."""
    for unit, name in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "m")):
        if length % unit == 0 and (unit != _DAY or length > _DAY):
            return f"{length // unit}{name}"
    return f"{length / _SECOND:g}s"


def own_windows(node: Expression) -> Iterator[Window]:
    """The windows that a condition reads."""
    if isinstance(node, Window):
        yield node
        return
    for child in children(node):
        yield from own_windows(child)

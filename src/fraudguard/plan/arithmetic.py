"""Arithmetic with an unknown: what generated code and the explainer call for ``+ - * /``."""

from __future__ import annotations

import math

__all__ = ["HOUR", "add", "divide", "hour_of", "is_multiple", "larger", "multiply", "smaller", "subtract", "weekday_of"]

HOUR = 3_600_000_000  # microseconds
_DAY = 24 * HOUR
_EAST_8 = 8 * HOUR  # Asia/Shanghai has kept +08:00 since 1991


def _finite(value: int | float) -> int | float | None:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def add(left: int | float | None, right: int | float | None) -> int | float | None:
    """The sum; unknown when a side is unknown or the result is not finite."""
    if left is None or right is None:
        return None
    try:
        return _finite(left + right)
    except OverflowError:
        return None


def subtract(left: int | float | None, right: int | float | None) -> int | float | None:
    """The difference; unknown when a side is unknown or the result is not finite."""
    if left is None or right is None:
        return None
    try:
        return _finite(left - right)
    except OverflowError:
        return None


def multiply(left: int | float | None, right: int | float | None) -> int | float | None:
    """The product; unknown when a side is unknown or the result is not finite."""
    if left is None or right is None:
        return None
    try:
        return _finite(left * right)
    except OverflowError:
        return None


def divide(left: int | float | None, right: int | float | None) -> float | None:
    """The true quotient; unknown when a side is unknown, the divisor is 0 or the result is not finite."""
    if left is None or right is None or right == 0:
        return None
    try:
        return _finite(left / right)
    except OverflowError:
        return None


def hour_of(at: int | None) -> int | None:
    """Hour 0-23 in Asia/Shanghai of an instant in microseconds UTC."""
    return None if at is None else (at + _EAST_8) // HOUR % 24


def weekday_of(at: int | None) -> int | None:
    """Monday 1 to Sunday 7 in Asia/Shanghai; 1970-01-01 was a Thursday."""
    return None if at is None else ((at + _EAST_8) // _DAY + 3) % 7 + 1


def is_multiple(value: int | float | None, of: int | float | None) -> bool | None:
    """Whether ``value`` is ``of`` times a whole number other than 0; unknown when ``of`` is 0 or on overflow."""
    if value is None or of is None or of == 0:
        return None
    try:
        return value != 0 and value % of == 0
    except OverflowError:
        return None


def larger(left: int | float | None, right: int | float | None) -> int | float | None:
    """The larger of two; unknown when either is unknown."""
    if left is None or right is None:
        return None
    return max(left, right)


def smaller(left: int | float | None, right: int | float | None) -> int | float | None:
    """The smaller of two; unknown when either is unknown."""
    if left is None or right is None:
        return None
    return min(left, right)

"""Which rules must have fired before a window has anything to count, and what it says when they have not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from fraudguard.pack.tree import And, Compare, Expression, Fired, Literal, Or, Window

__all__ = ["EMPTY", "HOLDS", "asked_rules", "fails_empty"]

EMPTY: Mapping[str, int | bool] = {"count": 0, "sum": 0, "distinct": 0, "first_seen": True}
"""The value of an empty window by function; of the others it is unknown."""

HOLDS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
"""What a comparison of two known values says."""


def asked_rules(window: Window) -> tuple[frozenset[str], ...]:
    """Sets of rules, of each of which one at least must have fired for the window not to be empty."""
    return () if window.where is None else tuple(_needed(window.where))


def fails_empty(node: Compare, wanted: bool = True) -> bool:
    """Whether a comparison of a window is surely not known to be ``wanted`` when the window is empty."""
    if not isinstance(node.left, Window):
        return False
    value = EMPTY.get(node.left.function)
    if value is None:
        return True
    return isinstance(node.right, Literal) and HOLDS[node.op](value, node.right.value) is not wanted


def _needed(node: Expression) -> list[frozenset[str]]:
    match node:
        case Fired():
            return [frozenset({node.rule})]
        case And():
            return [found for item in node.items for found in _needed(item)]
        case Or():
            each = [_needed(item) for item in node.items]
            return [frozenset().union(*(found[0] for found in each))] if all(each) else []
    return []

"""
Whether conditions hold on rows: true, false, unknown elsewhere.

Comparisons of single fields and windows, and what joins them, are worked out here on plain arrays; everything else is
a query of Polars (`fraudguard.plan.to_polars`), whose fixed costs are many times those of a comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from fraudguard.pack.tree import (
    And,
    Compare,
    Expression,
    Field,
    Fired,
    InList,
    InSet,
    IsWarning,
    Literal,
    Matches,
    Mentions,
    Not,
    Or,
    Type,
    Window,
)
from fraudguard.plan.asking import HOLDS
from fraudguard.plan.to_polars import TextLeaf

__all__ = ["Known", "Place", "Truth", "decided", "known", "truth_of"]

Flags = npt.NDArray[np.bool_]

Known = tuple[Any, Flags | None]
"""Values as an array (or one for all rows), anything where they are not known; ``None``: all are."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a condition is true and where it is false."""

    true: Flags
    false: Flags


class Place(Protocol):
    """Rows that conditions are asked about."""

    @property
    def height(self) -> int:
        """How many rows there are."""

    def known(self, node: Field | Window) -> Known | None:
        """The values of a field or window, ``None`` for texts."""

    def leaf(self, node: TextLeaf | InSet | Compare) -> Truth:
        """What a condition says that reads one text field."""

    def flags(self, node: Fired) -> Flags:
        """Whether a rule fired."""

    def queried(self, node: Expression) -> Truth:
        """Any condition, by a query."""


def decided(node: Expression, place: Place) -> Truth:
    """What a condition says. Raises `InexactError` as `fraudguard.plan.to_polars.truth` does."""
    match node:
        case Not():
            inner = decided(node.item, place)
            return Truth(inner.false, inner.true)
        case And():
            return _joined([decided(item, place) for item in node.items], every=True)
        case Or():
            return _joined([decided(item, place) for item in node.items], every=False)
        case Fired():
            flags = place.flags(node)
            return Truth(flags, ~flags)
        case Mentions() | Matches() | IsWarning() | InList():
            return place.leaf(node)
        case InSet(item=Field() as item) if item.type in (Type.TEXT, Type.ENUM):
            return place.leaf(node)
        case Compare(op="==" | "!=", left=Field() as item, right=Literal(value=str())) if item.type is not Type.TEXTS:
            return place.leaf(node)
        case Compare():
            found = _compared(node, place)
            if found is not None:
                return found
        case Field(type=Type.BOOL):
            found = _flagged(place.known(node), place.height)
            if found is not None:
                return found
    return place.queried(node)


def truth_of(series: pl.Series) -> Truth:
    """The truth in a column of true, false and null."""
    if not series.null_count():
        true = series.to_numpy()
        return Truth(true, ~true)
    values = series.cast(pl.UInt8).to_numpy()  # not a number where unknown
    return Truth(values == 1, values == 0)


def known(series: pl.Series) -> Known | None:
    """The values of a column of numbers, times or flags."""
    if not _plain(series):
        return None
    if not series.null_count():
        return series.to_numpy(), None
    filled: Any = False if series.dtype == pl.Boolean else 0
    return series.fill_null(filled).to_numpy(), series.is_not_null().to_numpy()


def _plain(series: pl.Series) -> bool:
    return series.dtype.is_numeric() or series.dtype == pl.Boolean


def _joined(each: Iterable[Truth], *, every: bool) -> Truth:
    parts = list(each)
    true = reduce(and_ if every else or_, [part.true for part in parts])
    false = reduce(or_ if every else and_, [part.false for part in parts])
    return Truth(true, false)


def _operand(node: Expression, place: Place) -> Known | None:
    if isinstance(node, Literal):
        return None if isinstance(node.value, str) else (node.value, None)
    return place.known(node) if isinstance(node, Field | Window) else None


def _compared(node: Compare, place: Place) -> Truth | None:
    left = _operand(node.left, place)
    right = None if left is None else _operand(node.right, place)
    if left is None or right is None:
        return None
    found = np.broadcast_to(np.asarray(HOLDS[node.op](left[0], right[0]), dtype=np.bool_), (place.height,))
    sure = [one for _, one in (left, right) if one is not None]
    return Truth(reduce(and_, sure, found), reduce(and_, sure, ~found))


def _flagged(found: Known | None, height: int) -> Truth | None:
    if found is None:
        return None
    values, sure = found
    true: Flags = np.broadcast_to(values, (height,))
    return Truth(true, ~true) if sure is None else Truth(true & sure, ~true & sure)

"""Rows by key and time: where the window of each event begins and ends among the rows it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from fraudguard.scoring.columns import Flags, KindColumns, Rows

__all__ = ["ABSENT", "UNKNOWN", "SortedKeys", "Stretches", "sorted_keys"]

UNKNOWN, ABSENT = -1, -2
"""The number of a key that is not known, and of one that no counted event has."""

_LARGEST = 2**62
_ALL = 4  # when a quarter of the rows was asked for, the others are worked out along with them: in order it is cheap


@dataclass(eq=False, slots=True)
class SortedKeys:
    """
    The rows of a kind by (key, position).

    ``codes`` are the numbers of the keys of all rows, from 0 to ``size``. ``rows`` are those whose key is known;
    ``places`` of them are key and position in one number, ``clock`` key and instant, ``None`` when that would be too
    large. ``parts`` number the combinations of a key of several fields.
    """

    codes: Rows
    rows: Rows
    places: Rows
    clock: Rows | None
    size: int
    parts: tuple[tuple[int, Rows], ...]


def sorted_keys(columns: KindColumns, paths: Sequence[str]) -> SortedKeys:
    """The rows of a kind by the values of some fields."""
    code, size = columns.key(paths[0]), columns.numbers(paths[0])
    parts = []
    for path in paths[1:]:
        radix = columns.numbers(path) or 1
        code, combinations = _combined(code, columns.key(path), radix)
        size = len(combinations)
        parts.append((radix, combinations))
    known = np.flatnonzero(code >= 0)
    many = max(len(columns), 1)
    both = np.sort(code[known] * many + known)  # much faster than an order of the codes
    keys = both // many
    rows = both - keys * many
    order = columns.order
    clock = keys * order.span + (columns.at[rows] - order.at[0]) if size * order.span < _LARGEST else None
    return SortedKeys(code, rows, keys * len(order) + columns.position[rows], clock, size, tuple(parts))


def _combined(code: Rows, other: Rows, radix: int) -> tuple[Rows, Rows]:
    """Numbers for the pairs of two codes, and the pairs in one number each, ascending."""
    known = np.flatnonzero((code >= 0) & (other >= 0))
    pairs = code[known] * radix + other[known]
    order = np.argsort(pairs)
    ascending = pairs[order]
    new = np.ones(len(pairs), dtype=np.bool_)
    new[1:] = ascending[1:] != ascending[:-1]
    found = np.full(len(code), UNKNOWN, dtype=np.int64)
    found[known[order]] = np.cumsum(new) - 1
    return found, ascending[new]


@dataclass(eq=False)
class Stretches:
    """
    Where the windows of a kind's events begin and end in the sorted rows of the kind they count.

    ``paths`` are the fields of the events under test that make the key; ``known`` is `None` when there is nothing to
    count. Places that many windows share are worked out once.
    """

    own: KindColumns
    paths: tuple[str, ...]
    known: SortedKeys | None
    same: bool
    _found: dict[tuple[str, int], Rows] = field(default_factory=dict)
    _asked: Counter[tuple[str, int]] = field(default_factory=Counter)

    @cached_property
    def codes(self) -> Rows:
        """Of every event under test the number its key has among the counted ones."""
        if self.same and self.known is not None:
            return self.known.codes
        columns = [self.own.key(path) for path in self.paths]
        unknown = np.zeros(len(self.own), dtype=np.bool_)
        for column in columns:
            unknown |= column < 0
        if self.known is None:
            return np.where(unknown, UNKNOWN, ABSENT)
        code = columns[0]
        for (radix, combinations), column in zip(self.known.parts, columns[1:], strict=True):
            code = _places(combinations, code * radix + column, (code >= 0) & (column >= 0))
        code = np.where(code >= self.known.size, ABSENT, code)
        return np.where(unknown, UNKNOWN, code)

    def starts(self, within: int, rows: Rows) -> Rows:
        """The place of the first row inside the window of each of ``rows``, whose keys are known."""

        def search(asked: Rows) -> Rows:
            known, order = self._counted, self.own.order
            if known.clock is None:
                lowest = order.after(self.own.at[asked] - within)
                return np.searchsorted(known.places, self.codes[asked] * len(order) + lowest)
            since = np.maximum(self.own.at[asked] - (order.at[0] + within), -1)  # before the first: the whole key
            wanted: Rows = self.codes[asked] * order.span + since
            return np.searchsorted(known.clock, wanted, side="right")

        return self._shared("start", within, rows, search)

    def ends(self, rows: Rows, *, before: bool) -> Rows:
        """The place after the last row at or (``before``) strictly before each of ``rows``."""
        past = 0 if before else 1

        def search(asked: Rows) -> Rows:
            if self.same and len(asked) == len(self._order):
                return np.arange(past, len(asked) + past, dtype=np.int64)
            wanted = self.codes[asked] * len(self.own.order) + self.own.position[asked] + past
            return np.searchsorted(self._counted.places, wanted)

        return self._shared("end", past, rows, search)

    @property
    def _counted(self) -> SortedKeys:
        assert self.known is not None  # whose keys are known, is said above
        return self.known

    def _shared(self, what: str, which: int, rows: Rows, search: Callable[[Rows], Rows]) -> Rows:
        """Places by a search that is done for all rows, in their order, when many of them were asked for."""
        index = what, which
        found = self._found.get(index)
        if found is None:
            self._asked[index] += len(rows)
            if self._asked[index] * _ALL < len(self.own) - self.own.carried:
                return search(rows)
            found = np.zeros(len(self.own), dtype=np.int32)
            found[self._order] = search(self._order)
            self._found[index] = found
        return found[rows].astype(np.int64)

    @cached_property
    def _order(self) -> Rows:
        """The rows with a key that is counted, by (key, position)."""
        if self.same and self.known is not None:
            return self.known.rows
        rows = np.flatnonzero(self.codes[self.own.carried :] >= 0) + self.own.carried
        many = max(len(self.own), 1)
        return np.sort(self.codes[rows] * many + rows) % many


def _places(combinations: Rows, wanted: Rows, known: Flags) -> Rows:
    """The numbers of combinations, `ABSENT` for one that does not occur."""
    place = np.searchsorted(combinations, wanted)
    inside = known & (place < len(combinations))
    inside[inside] = combinations[place[inside]] == wanted[inside]
    return np.where(inside, place, ABSENT)

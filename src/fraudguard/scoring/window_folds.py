"""What a window makes of the events it counts: counts, sums, extremes and different values over stretches of rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from fraudguard.pack.tree import Type, Window
from fraudguard.scoring.columns import Flags, KindColumns, Rows

__all__ = ["Fold", "blocks", "expanded", "same_before"]

_PAIRS = 2_000_000  # pairs of events that are looked at together: some hundred megabytes
_CROWDED = 2_048  # events in one window from which distinct values are counted along the key


@dataclass(slots=True)
class Fold:
    """
    What a window makes of the rows it counts.

    ``at`` are the instants of the events under test; ``before`` is `same_before` of the rows where it is known already.
    """

    node: Window
    counted: KindColumns
    at: Rows
    before: Rows | None = None

    def over(self, rows: Rows, first: Rows, last: Rows, asked: Rows) -> pl.Series:
        """The values over ``rows[first:last]``, stretch by stretch."""
        node = self.node
        match node.function:
            case "count":
                return pl.Series(last - first, dtype=pl.Int64)
            case "first_seen":
                return pl.Series(last <= first)
            case "seconds_since":
                before = _newest(rows, last)
                return _known((self.at[asked] - self.counted.at[before]) / 1_000_000, last > first)
            case "latest":
                values = self.counted.column(node.path).gather(_newest(rows, last))
                return pl.select(pl.when(pl.Series(last > first)).then(values)).to_series()
            case "distinct":
                return pl.Series(self._distinct(rows, first, last), dtype=pl.Int64)
            case "sum" | "mean":
                return self._sum(rows, first, last)
        return self._extreme(rows, first, last)

    def _sum(self, rows: Rows, first: Rows, last: Rows) -> pl.Series:
        node, sizes = self.node, last - first
        values = self.counted.column(node.path).gather(rows).fill_null(0).to_numpy()
        whole = values.astype(np.int64)
        if (whole == values).all():
            sums = np.concatenate([[0], np.cumsum(whole)])
            total = sums[last] - sums[first]
        else:
            total = np.array([math.fsum(values[a:b]) for a, b in zip(first, last, strict=True)], dtype=np.float64)
        if node.function == "mean":
            return _known(total / np.maximum(sizes, 1), sizes > 0)
        return pl.Series(total, dtype=pl.Int64 if node.type is Type.MONEY else pl.Float64, strict=False)

    def _extreme(self, rows: Rows, first: Rows, last: Rows) -> pl.Series:
        column = self.counted.column(self.node.path)
        values = column.gather(rows).fill_null(0).to_numpy()
        pick = np.minimum if self.node.function == "min" else np.maximum
        sizes = last - first
        found = np.zeros(len(first), dtype=values.dtype)
        level, table = 0, values  # table[i] is the extreme of the 2**level values from i on
        while True:
            here = np.flatnonzero((sizes >> level) == 1)
            found[here] = pick(table[first[here]], table[last[here] - (1 << level)])
            if not (sizes >> (level + 1)).any():
                break
            table = pick(table[: -(1 << level)], table[1 << level :])
            level += 1
        known = pl.Series(found).cast(column.dtype)
        return pl.select(pl.when(pl.Series(sizes > 0)).then(known)).to_series()

    def _distinct(self, rows: Rows, first: Rows, last: Rows) -> Rows:
        codes = self.counted.key(self.node.path)[rows]
        sizes = last - first
        found = np.zeros(len(first), dtype=np.int64)
        crowded = sizes > _CROWDED
        few = np.flatnonzero(~crowded)
        before = same_before(codes) if self.before is None else self.before
        for block in blocks(sizes[few]):
            chosen = few[block]
            pair, place = expanded(first[chosen], sizes[chosen])
            new = before[place] < first[chosen][pair]  # the first of its value in the stretch
            found[chosen] = np.bincount(pair[new], minlength=len(chosen))
        many = np.flatnonzero(crowded)
        if len(many):
            many = many[np.argsort(last[many], kind="stable")]
            found[many] = list(_along(codes.tolist(), first[many].tolist(), last[many].tolist()))
        return found


def same_before(codes: Rows) -> Rows:
    """Of each place the last one before it with the same code, -1 where there is none."""
    many = max(len(codes), 1)
    both = np.sort(codes * many + np.arange(len(codes)))
    place = both % many
    found = np.full(len(codes), -1, dtype=np.int64)
    same = both[1:] // many == both[:-1] // many
    found[place[1:][same]] = place[:-1][same]
    return found


def _along(codes: Sequence[int], first: Sequence[int], last: Sequence[int]) -> Iterator[int]:
    """The number of distinct codes in each stretch; stretches come in the order of their ends."""
    counts: Counter[int] = Counter()
    low = high = 0
    for start, end in zip(first, last, strict=True):
        if start >= high or start < low:
            counts.clear()
            low = high = start
        for code in codes[high:end]:
            counts[code] += 1
        for code in codes[low:start]:
            counts[code] -= 1
            if not counts[code]:
                del counts[code]
        low, high = start, end
        yield len(counts)


def expanded(first: Rows, sizes: Rows) -> tuple[Rows, Rows]:
    """Every place of every stretch, and the number of its stretch."""
    pair = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    starts = np.cumsum(sizes) - sizes
    return pair, np.arange(len(pair), dtype=np.int64) - starts[pair] + first[pair]


def blocks(sizes: Rows) -> Iterator[slice]:
    """Slices of stretches that hold no more than so many places together (or are one stretch)."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        base = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, base + _PAIRS, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def _newest(rows: Rows, last: Rows) -> Rows:
    """The last row of each stretch; any row for an empty one."""
    if not len(rows):
        return np.zeros(len(last), dtype=np.int64)
    return rows[np.maximum(last - 1, 0)]


def _known(values: np.ndarray, known: Flags) -> pl.Series:
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values, dtype=pl.Float64))).to_series()

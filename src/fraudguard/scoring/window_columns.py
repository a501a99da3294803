"""Windows over columns: binary search in sorted keys, running sums, and pairs where a condition needs both events."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from fraudguard.pack.tree import Arithmetic, Compare, Expression, Field, Literal, Type, Window
from fraudguard.plan.asking import EMPTY
from fraudguard.plan.scopes import conjuncts, scopes
from fraudguard.plan.windows import EARLIER_ONLY
from fraudguard.scoring.columns import Flags, KindColumns, Rows, Where

__all__ = ["Windows", "equal_paths"]

_PAIRS = 2_000_000  # pairs of events that are looked at together: some hundred megabytes
_CROWDED = 2_048  # events in one window from which distinct values are counted along the key
_UNKNOWN, _ABSENT = -1, -2  # a key that is not known; one that no counted event has


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rows of a kind by (key, position); ``parts`` number the combinations of a key of several fields."""

    rows: Rows
    keys: Rows
    size: int
    parts: tuple[tuple[int, Rows], ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a window counts: rows by (key, position), ``places`` both in one number; ``present`` which keys occur."""

    rows: Rows
    places: Rows
    present: Flags


@dataclass(eq=False)
class Windows:
    """
    The windows of one kind's rules.

    ``kinds`` are the columns of all kinds; ``shared`` is kept for the windows of all kinds together. Values that were
    worked out are kept, each with the rows it is known for.
    """

    own: KindColumns
    kinds: Mapping[str, KindColumns]
    shared: dict[Any, Any] = field(default_factory=dict)
    _known: dict[Window, tuple[Rows, pl.Series]] = field(default_factory=dict)

    def values(self, node: Window, rows: Rows | None) -> pl.Series:
        """The window's value on ``rows`` (ascending), null where unknown."""
        if rows is None:
            rows = np.arange(len(self.own), dtype=np.int64)
        if node not in self._known:
            self._known[node] = rows, self._evaluate(node, rows)
            return self._known[node][1]
        have, values = self._known[node]
        fresh = rows[~_among(rows, have)]
        if len(fresh):
            both = np.concatenate([have, fresh])
            order = np.argsort(both, kind="stable")
            have = both[order]
            values = pl.concat([values, self._evaluate(node, fresh)]).gather(order)
            self._known[node] = have, values
        return values.gather(np.searchsorted(have, rows))

    def most(self, node: Window) -> float:
        """The largest size its values can have."""
        counted = self.kinds.get(node.kind)
        if counted is None:
            return 0.0
        if node.function == "sum":
            return float(counted.column(node.path).cast(pl.Float64).abs().sum())
        if node.function in ("mean", "min", "max", "latest"):
            return counted.size(node.path)
        return node.within / 1e6 if node.function == "seconds_since" else float(len(counted))

    def still_seen(self, node: Window, now: int) -> Rows:
        """The rows that the window of an event at ``now`` or later may still count."""
        counted = self.kinds[node.kind]
        alike, residual = _split(node.where)
        base = self._counted(node, counted, self._sorted(node.kind, _counted_paths(node)), alike)
        rows = base.rows[counted.at[base.rows] > now - node.within]
        rest = _supersedes(residual) if node.function in EARLIER_ONLY else None
        if rest is None:
            return rows
        # Only the newest is ever asked for; with an age that it must have, the newest of those old enough by now.
        age, equal = rest
        old = rows[counted.at[rows] <= now - age]
        keys = np.zeros(len(counted), dtype=np.int64)
        keys[base.rows] = base.places // len(counted.order)
        group = keys[old]
        for path in equal:
            group = np.unique(group, return_inverse=True)[1] * (counted.numbers[path] + 1) + counted.keys[path][old] + 1
        _, newest = np.unique(group[::-1], return_index=True)
        return np.concatenate([old[::-1][newest], rows[counted.at[rows] > now - age]])

    # -- one window -------------------------------------------------------------------------------

    def _evaluate(self, node: Window, rows: Rows) -> pl.Series:
        counted = self.kinds.get(node.kind)
        if counted is None:
            return _all_empty(node, self._keys(node, rows, None) == _UNKNOWN)
        known = self._sorted(node.kind, _counted_paths(node))
        keys = self._keys(node, rows, known)
        alike, residual = _split(node.where)
        base = self._counted(node, counted, known, alike)
        ask = np.flatnonzero(keys >= 0)
        ask = ask[base.present[keys[ask]]]
        many = len(self.own.order)
        low = keys[ask] * many + self.own.lowest(node.within)[rows[ask]]
        high = keys[ask] * many + self.own.position[rows[ask]]
        first = np.searchsorted(base.places, low, side="left")
        last = np.searchsorted(base.places, high, side="left" if node.function in EARLIER_ONLY else "right")
        some = last > first
        ask, first, last = ask[some], first[some], last[some]
        fold = _Fold(node, counted, self.own.at)
        if not residual:
            found = fold.over(base.rows, first, last, rows[ask])
        else:
            parts = []
            for block in _blocks(last - first):
                asked = rows[ask[block]]
                inner, start, end = self._pairs(base.rows, first[block], last[block], asked, counted, residual)
                parts.append(fold.over(inner, start, end, asked))
            found = pl.concat(parts) if parts else fold.over(base.rows, first, last, rows[ask])
        return _spread(node, found, ask, keys == _UNKNOWN)

    def _pairs(
        self, rows: Rows, first: Rows, last: Rows, asked: Rows, counted: KindColumns, residual: Sequence[Expression]
    ) -> tuple[Rows, Rows, Rows]:
        """The counted rows that meet a condition on both events, and where those of each event under test stand."""
        sizes = last - first
        pair, place = _expanded(first, sizes)
        inner = rows[place]
        where = Where(counted, inner, others={"this": (self.own, asked[pair])})
        true = where.true(residual)
        counts = np.bincount(pair[true], minlength=len(asked))
        end = np.cumsum(counts)
        return inner[true], end - counts, end

    # -- keys -------------------------------------------------------------------------------------

    def _sorted(self, kind: str, paths: tuple[str, ...]) -> _Sorted:
        index = ("sorted", kind, paths)
        if index not in self.shared:
            self.shared[index] = _sort(self.kinds[kind], paths)
        return self.shared[index]  # type: ignore[no-any-return]  # as put there

    def _keys(self, node: Window, rows: Rows, known: _Sorted | None) -> Rows:
        """The key of each event under test as a number of the counted ones."""
        paths = [part.this.path for part in node.by]
        if node.function == "first_seen":
            paths.append(node.path)
        columns = [self.own.keys[path][rows] for path in paths]
        unknown = np.zeros(len(rows), dtype=np.bool_)
        for column in columns:
            unknown |= column < 0
        if known is None:
            return np.where(unknown, _UNKNOWN, _ABSENT)
        code = columns[0]
        for (radix, combinations), column in zip(known.parts, columns[1:], strict=True):
            code = _places(combinations, code * radix + column, (code >= 0) & (column >= 0))
        code = np.where(code >= known.size, _ABSENT, code)
        return np.where(unknown, _UNKNOWN, code)

    def _counted(self, node: Window, columns: KindColumns, known: _Sorted, alike: tuple[Expression, ...]) -> _Counted:
        needs = node.path if node.path and node.function not in ("first_seen", "count") else ""
        index = ("counted", node.kind, _counted_paths(node), alike, needs)
        if index not in self.shared:
            rows, keys = known.rows, known.keys
            if alike or needs:
                flags = Where(columns).true(alike)
                if needs:
                    flags = flags & columns.column(needs).is_not_null().to_numpy()
                kept = flags[rows]
                rows, keys = rows[kept], keys[kept]
            present = np.zeros(known.size, dtype=np.bool_)
            present[keys] = True
            places = keys * len(columns.order) + columns.position[rows]
            self.shared[index] = _Counted(rows, places, present)
        return self.shared[index]  # type: ignore[no-any-return]  # as put there


@dataclass(slots=True)
class _Fold:
    """What a window makes of the rows it counts. ``at`` are the instants of the events under test."""

    node: Window
    counted: KindColumns
    at: Rows

    def over(self, rows: Rows, first: Rows, last: Rows, asked: Rows) -> pl.Series:
        """The values over ``rows[first:last]``, stretch by stretch."""
        node = self.node
        match node.function:
            case "count":
                return pl.Series(last - first, dtype=pl.Int64)
            case "first_seen":
                return pl.Series(last <= first)
            case "seconds_since":
                before = _newest(rows, first, last)
                return _known((self.at[asked] - self.counted.at[before]) / 1_000_000, last > first)
            case "latest":
                values = self.counted.column(node.path).gather(_newest(rows, first, last))
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
        codes = self.counted.keys[self.node.path][rows]
        radix = self.counted.numbers[self.node.path] or 1
        sizes = last - first
        found = np.zeros(len(first), dtype=np.int64)
        crowded = sizes > _CROWDED
        few = np.flatnonzero(~crowded)
        for block in _blocks(sizes[few]):
            chosen = few[block]
            pair, place = _expanded(first[chosen], sizes[chosen])
            different = np.unique(pair * radix + codes[place])
            found[chosen] = np.bincount(different // radix, minlength=len(chosen))
        many = np.flatnonzero(crowded)
        if len(many):
            many = many[np.argsort(last[many], kind="stable")]
            found[many] = list(_along(codes.tolist(), first[many].tolist(), last[many].tolist()))
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


def _split(where: Expression | None) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """The conditions on the counted event alone, and those that look at the event under test too."""
    parts = () if where is None else conjuncts(where)
    alike = tuple(part for part in parts if "this" not in scopes(part))
    return alike, tuple(part for part in parts if "this" in scopes(part))


def _supersedes(residual: Sequence[Expression]) -> tuple[int, tuple[str, ...]] | None:
    """
    When a later counted event takes the place of an earlier one, whatever the event under test: the age in
    microseconds both need, and the fields in which they must be equal. ``None``: it cannot be told.
    """
    age, equal = 0, []
    for part in residual:
        found = _least_age(part)
        path = _equal_path(part)
        if found is not None:
            age = max(age, found)
        elif path:
            equal.append(path)
        else:
            return None
    return age, tuple(equal)


def equal_paths(node: Window) -> Iterator[str]:
    """The counted event's fields by which `Windows.still_seen` tells events apart, beside the key."""
    rest = _supersedes(_split(node.where)[1]) if node.function in EARLIER_ONLY else None
    yield from () if rest is None else rest[1]


def _least_age(node: Expression) -> int | None:
    """``this.at - at >= seconds`` in microseconds."""
    if not isinstance(node, Compare) or node.op not in (">=", ">") or not isinstance(node.right, Literal):
        return None
    left = node.left
    if not isinstance(left, Arithmetic) or left.op != "-":
        return None
    sides = [(side.scope, side.path) if isinstance(side, Field) else ("", "") for side in (left.left, left.right)]
    if sides != [("this", "at"), ("", "at")] or isinstance(node.right.value, str):
        return None
    return math.ceil(node.right.value * 1_000_000) + 1


def _equal_path(node: Expression) -> str:
    """The counted event's field of an equality with a field of the event under test."""
    if not isinstance(node, Compare) or node.op != "==":
        return ""
    sides = [side for side in (node.left, node.right) if isinstance(side, Field)]
    bare = [side.path for side in sides if side.scope == ""]
    return bare[0] if len(sides) == 2 and len(bare) == 1 else ""


def _counted_paths(node: Window) -> tuple[str, ...]:
    paths = tuple(part.counted for part in node.by)
    return (*paths, node.path) if node.function == "first_seen" else paths


def _sort(columns: KindColumns, paths: Sequence[str]) -> _Sorted:
    code = columns.keys[paths[0]]
    size = columns.numbers[paths[0]]
    parts = []
    for path in paths[1:]:
        other, radix = columns.keys[path], columns.numbers[path] or 1
        both = (code >= 0) & (other >= 0)
        combined = code * radix + other
        combinations = np.unique(combined[both])
        code = np.where(both, np.searchsorted(combinations, combined), _UNKNOWN)
        size = len(combinations)
        parts.append((radix, combinations))
    rows = np.flatnonzero(code >= 0)
    rows = rows[np.argsort(code[rows], kind="stable")].astype(np.int64)
    return _Sorted(rows, code[rows], size, tuple(parts))


def _places(combinations: Rows, wanted: Rows, known: Flags) -> Rows:
    """The numbers of combinations, `_ABSENT` for one that does not occur."""
    place = np.searchsorted(combinations, wanted)
    inside = known & (place < len(combinations))
    inside[inside] = combinations[place[inside]] == wanted[inside]
    return np.where(inside, place, _ABSENT)


def _among(rows: Rows, have: Rows) -> Flags:
    """Which of ``rows`` stand in ``have``, which is sorted."""
    place = np.searchsorted(have, rows)
    inside = place < len(have)
    inside[inside] = have[place[inside]] == rows[inside]
    return inside


def _expanded(first: Rows, sizes: Rows) -> tuple[Rows, Rows]:
    """Every place of every stretch, and the number of its stretch."""
    pair = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    starts = np.cumsum(sizes) - sizes
    return pair, np.arange(len(pair), dtype=np.int64) - starts[pair] + first[pair]


def _blocks(sizes: Rows) -> Iterator[slice]:
    """Slices of stretches that hold no more than so many places together (or are one stretch)."""
    ends = np.cumsum(sizes)
    start = 0
    while start < len(sizes):
        base = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, base + _PAIRS, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def _newest(rows: Rows, first: Rows, last: Rows) -> Rows:
    """The last row of each stretch; any row for an empty one."""
    if not len(rows):
        return np.zeros(len(last), dtype=np.int64)
    return rows[np.maximum(last - 1, 0)]


def _known(values: np.ndarray, known: Flags) -> pl.Series:
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values, dtype=pl.Float64))).to_series()


def _all_empty(node: Window, unknown: Flags) -> pl.Series:
    """The column of a window that nothing can be in."""
    none = pl.Series([], dtype=_type(node))
    return _spread(node, none, np.zeros(0, dtype=np.int64), unknown)


def _type(node: Window) -> Any:
    if node.function in ("count", "distinct"):
        return pl.Int64
    if node.function == "first_seen":
        return pl.Boolean
    return {Type.MONEY: pl.Int64, Type.TIME: pl.Int64, Type.NUMBER: pl.Float64, Type.BOOL: pl.Boolean}.get(
        node.type, pl.String
    )


def _spread(node: Window, found: pl.Series, places: Rows, unknown: Flags) -> pl.Series:
    """Values at their places among all that were asked, the value of an empty window elsewhere, null where unknown."""
    empty = EMPTY.get(node.function)
    whole = pl.Series([empty], dtype=found.dtype, strict=False).new_from_index(0, len(unknown))
    if len(places):
        whole = whole.scatter(places, found)
    return pl.select(pl.when(~pl.Series(unknown)).then(whole)).to_series() if unknown.any() else whole

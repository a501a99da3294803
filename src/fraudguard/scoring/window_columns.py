"""Windows over columns: places in sorted keys, running sums, and pairs where a condition needs both events."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from fraudguard.pack.tree import Arithmetic, Compare, Expression, Field, Literal, Type, Window
from fraudguard.plan.asking import EMPTY
from fraudguard.plan.scopes import conjuncts, scopes
from fraudguard.plan.windows import EARLIER_ONLY
from fraudguard.scoring.columns import Flags, KindColumns, Rows, Where
from fraudguard.scoring.sorted_keys import UNKNOWN, SortedKeys, Stretches, sorted_keys
from fraudguard.scoring.window_folds import Fold, blocks, expanded, same_before

__all__ = ["Windows"]

_NOTHING: Rows = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Counted:
    """
    What a window counts: ``rows`` by (key, position).

    ``before`` says of each place among all sorted rows how many of them stand before it; ``None``: all are counted.
    """

    rows: Rows
    before: npt.NDArray[np.int32] | None
    earlier: dict[str, Rows] = field(default_factory=dict)

    def place(self, places: Rows) -> Rows:
        """The places among what is counted."""
        return places if self.before is None else self.before[places].astype(np.int64)

    def same_before(self, path: str, columns: KindColumns) -> Rows:
        """Of each place the last one before it with the same value of a field; worked out once."""
        if path not in self.earlier:
            self.earlier[path] = same_before(columns.key(path)[self.rows])
        return self.earlier[path]


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
        known = self._known.get(node)
        if known is None:
            values = self._evaluate(node, rows)
            self._known[node] = rows, values
            return values
        have, values = known
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

    def sizes(self, node: Window, rows: Rows) -> Rows:
        """How many events the window of each of ``rows`` holds at most."""
        stretches = self._stretches(node)
        found = np.zeros(len(rows), dtype=np.int64)
        ask = np.flatnonzero(stretches.codes[rows] >= 0)
        if stretches.known is not None:
            base = self._counted(node, self.kinds[node.kind], stretches.known, _split(node.where)[0])
            first, last = _stretch(node, stretches, base, rows[ask])
            found[ask] = last - first
        return found

    def still_seen(self, node: Window, now: int) -> Rows:
        """The rows that the window of an event at ``now`` or later may still count."""
        alike, residual = _split(node.where)
        if any(_is_this(part) for part in residual):
            return _NOTHING  # an event of a later chunk has another id
        counted = self.kinds[node.kind]
        known = self._sorted(node.kind, _counted_paths(node))
        base = self._counted(node, counted, known, alike)
        rows = base.rows[counted.at[base.rows] > now - node.within]
        rest = _supersedes(residual) if node.function in EARLIER_ONLY else None
        if rest is None:
            return rows
        # Only the newest is ever asked for; with an age that it must have, the newest of those old enough by now.
        age, equal = rest
        old = rows[counted.at[rows] <= now - age]
        group = known.codes[old]
        for path in equal:
            group = np.unique(group, return_inverse=True)[1] * (counted.numbers(path) + 1) + counted.key(path)[old] + 1
        _, newest = np.unique(group[::-1], return_index=True)
        return np.concatenate([old[::-1][newest], rows[counted.at[rows] > now - age]])

    # -- one window -------------------------------------------------------------------------------

    def _evaluate(self, node: Window, rows: Rows) -> pl.Series:
        stretches = self._stretches(node)
        keys = stretches.codes[rows]
        alike, residual = _split(node.where)
        if node.function == "count" and stretches.same and any(_is_this(part) for part in residual):
            return self._itself(alike, residual, rows, keys == UNKNOWN)
        counted = self.kinds.get(node.kind)
        base = None if counted is None else self._counted(node, counted, stretches.known, alike)
        if counted is None or base is None or not len(base.rows):
            return _all_empty(node, keys == UNKNOWN)
        ask = np.flatnonzero(keys >= 0)
        first, last = _stretch(node, stretches, base, rows[ask])
        some = last > first
        ask, first, last = ask[some], first[some], last[some]
        fold = Fold(node, counted, self.own.at)
        if not residual:
            if node.function == "distinct":
                fold.before = base.same_before(node.path, counted)
            found = fold.over(base.rows, first, last, rows[ask])
        else:
            parts = []
            for block in blocks(last - first):
                asked = rows[ask[block]]
                inner, start, end = self._pairs(base.rows, first[block], last[block], asked, counted, residual)
                parts.append(fold.over(inner, start, end, asked))
            found = pl.concat(parts) if parts else fold.over(base.rows, first, last, rows[ask])
        return _spread(node, found, ask, keys == UNKNOWN)

    def _itself(
        self, alike: tuple[Expression, ...], residual: tuple[Expression, ...], rows: Rows, unknown: Flags
    ) -> pl.Series:
        """A count of nothing but the event under test itself: what rules ask to learn whether another one fired."""
        tests = [part for part in (*alike, *residual) if not _is_this(part)]
        true = Where(self.own, rows, others={"this": (self.own, rows)}).true(tests)
        counted = pl.Series(true).cast(pl.Int64)
        return pl.select(pl.when(~pl.Series(unknown)).then(counted)).to_series() if unknown.any() else counted

    def _pairs(
        self, rows: Rows, first: Rows, last: Rows, asked: Rows, counted: KindColumns, residual: Sequence[Expression]
    ) -> tuple[Rows, Rows, Rows]:
        """The counted rows that meet a condition on both events, and where those of each event under test stand."""
        sizes = last - first
        pair, place = expanded(first, sizes)
        inner = rows[place]
        where = Where(counted, inner, others={"this": (self.own, asked[pair])})
        true = where.true(residual)
        counts = np.bincount(pair[true], minlength=len(asked))
        end = np.cumsum(counts)
        return inner[true], end - counts, end

    # -- keys -------------------------------------------------------------------------------------

    def _sorted(self, kind: str, paths: tuple[str, ...]) -> SortedKeys:
        index = ("sorted", kind, paths)
        if index not in self.shared:
            self.shared[index] = sorted_keys(self.kinds[kind], paths)
        return self.shared[index]  # type: ignore[no-any-return]  # as put there

    def _stretches(self, node: Window) -> Stretches:
        counted = _counted_paths(node)
        paths = tuple(part.this.path for part in node.by)
        if node.function == "first_seen":
            paths = (*paths, node.path)
        index = ("stretches", self.own.kind, node.kind, paths, counted)
        if index not in self.shared:
            known = self._sorted(node.kind, counted) if node.kind in self.kinds else None
            same = self.own.kind == node.kind and paths == counted
            self.shared[index] = Stretches(self.own, paths, known, same)
        return self.shared[index]  # type: ignore[no-any-return]  # as put there

    def _counted(
        self, node: Window, columns: KindColumns, known: SortedKeys | None, alike: tuple[Expression, ...]
    ) -> _Counted:
        assert known is not None
        needs = node.path if node.path and node.function not in ("first_seen", "count") else ""
        index = ("counted", node.kind, _counted_paths(node), alike, needs)
        if index not in self.shared:
            kept = self._holding(columns, alike, needs)[known.rows] if alike or needs else None
            self.shared[index] = _counted_rows(known.rows, kept)
        return self.shared[index]  # type: ignore[no-any-return]  # as put there

    def _holding(self, columns: KindColumns, alike: tuple[Expression, ...], needs: str) -> Flags:
        """The rows on which all of ``alike`` is true and ``needs`` is known."""
        index = ("holding", columns.kind, alike)
        if index not in self.shared:
            self.shared[index] = Where(columns).true(alike)
        flags: Flags = self.shared[index]
        return flags & columns.column(needs).is_not_null().to_numpy() if needs else flags


def _counted_rows(rows: Rows, kept: Flags | None) -> _Counted:
    """Those of some sorted rows that are kept; ``None``: all are."""
    if kept is None:
        return _Counted(rows, None)
    before = np.zeros(len(kept) + 1, dtype=np.int32)
    np.cumsum(kept, out=before[1:])
    return _Counted(rows[kept], before)


def _stretch(node: Window, stretches: Stretches, base: _Counted, rows: Rows) -> tuple[Rows, Rows]:
    """Where the window of each of ``rows``, whose keys are known, begins and ends in what is counted."""
    first = base.place(stretches.starts(node.within, rows))
    return first, base.place(stretches.ends(rows, before=node.function in EARLIER_ONLY))


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


def _is_this(node: Expression) -> bool:
    """``id == this.id``: only the event under test itself."""
    if not isinstance(node, Compare) or node.op != "==":
        return False
    sides = {(side.scope, side.path) for side in (node.left, node.right) if isinstance(side, Field)}
    return sides == {("", "id"), ("this", "id")}


def _counted_paths(node: Window) -> tuple[str, ...]:
    paths = tuple(part.counted for part in node.by)
    return (*paths, node.path) if node.function == "first_seen" else paths


def _among(rows: Rows, have: Rows) -> Flags:
    """Which of ``rows`` stand in ``have``, which is sorted."""
    place = np.searchsorted(have, rows)
    inside = place < len(have)
    inside[inside] = have[place[inside]] == rows[inside]
    return inside


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

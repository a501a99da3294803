"""The events of a run as columns in one order: what the columnar engine reads fields, keys and findings from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from fraudguard.events.tables import table_schema
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.tree import Compare, Expression, Field, Fired, InList, InSet, Literal, Window
from fraudguard.plan.asking import HOLDS
from fraudguard.plan.scopes import rescoped, scopes
from fraudguard.plan.to_polars import InexactError, TextLeaf, truth, value
from fraudguard.scoring.coding import coded
from fraudguard.scoring.deciding import Known, Truth, decided, known, truth_of
from fraudguard.scoring.text_columns import Phrases, TextColumn, listed

__all__ = ["KindColumns", "Order", "Where", "columns_of", "families_of"]

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Order:
    """The total order over all kinds: ``at[p]`` is the instant of the event at position ``p``."""

    at: Rows

    def __len__(self) -> int:
        return len(self.at)

    @property
    def span(self) -> int:
        """One more than the microseconds from the first event to the last."""
        return int(self.at[-1] - self.at[0]) + 1

    def after(self, instants: Rows) -> Rows:
        """Of each instant the position of the first event that is later than it."""
        return np.searchsorted(self.at, instants, side="right").astype(np.int64)


@dataclass(eq=False)
class KindColumns:
    """
    The events of one kind, ordered.

    ``carried`` is how many rows at the start were scored before: windows see them, nothing is asked about them.
    ``fired`` maps a rule to the rows on which it fired. ``numbering`` numbers the fields that something is found by.
    """

    kind: str
    frame: pl.DataFrame
    position: Rows
    at: Rows
    carried: int
    pack: CheckedPack
    order: Order
    phrases: Phrases
    schema: Mapping[str, Any]
    numbering: Numbering
    fired: dict[str, Flags] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    texts: dict[str, TextColumn] = field(default_factory=dict)
    leaves: dict[Expression, Truth] = field(default_factory=dict)
    values: dict[str, Known | None] = field(default_factory=dict)
    words: dict[str, tuple[pl.Series, Flags | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.frame.height

    def column(self, path: str) -> pl.Series:
        """A field's column; one the table does not have is unknown everywhere."""
        found = self.frame.get_column(path, default=None)
        if found is not None:
            return cast("pl.Series", found)
        return pl.Series(path, [None], dtype=self.schema[path]).new_from_index(0, len(self))

    def key(self, path: str) -> Rows:
        """A field as numbers that are the same for the same value in every kind; -1 is unknown."""
        return self.numbering.of(self.kind, path)

    def numbers(self, path: str) -> int:
        """How many different values a field has in all kinds, together with the fields it is compared with."""
        return self.numbering.size(path)

    def value(self, path: str, row: int) -> Any:
        """The value of a field of one event."""
        found = self.frame.get_column(path, default=None)
        return None if found is None else found[row]

    def known(self, path: str) -> Known | None:
        """The values of a field as an array, ``None`` for texts."""
        if path not in self.values:
            self.values[path] = known(self.column(path))
        return self.values[path]

    def leaf(self, node: TextLeaf | InSet | Compare) -> Truth:
        """What a condition on one text field says of each row."""
        found = self.leaves.get(node)
        if found is None:
            found = self.leaves[node] = self._leaf(node)
        return found

    def _leaf(self, node: TextLeaf | InSet | Compare) -> Truth:
        if isinstance(node, InList):
            items = Where(self).series(node.item)
            return truth_of(listed(self.pack.value_lists[node.list], items, self.column("at")))
        if isinstance(node, InSet):
            assert isinstance(node.item, Field)  # as `fraudguard.scoring.deciding` sees to
            return self._one_of(node.item.path, [str(one.value) for one in node.values])
        if isinstance(node, Compare):
            assert isinstance(node.left, Field)
            assert isinstance(node.right, Literal)
            same = self._one_of(node.left.path, [str(node.right.value)])
            return same if node.op == "==" else Truth(same.false, same.true)
        path = node.item.path
        if path not in self.texts:
            self.texts[path] = TextColumn(self.column(path), self.phrases)
        return self.texts[path].says(node)

    def _one_of(self, path: str, wanted: Sequence[str]) -> Truth:
        """Where a text is one of some."""
        if path not in self.words:
            column = self.column(path)
            sure = column.is_not_null().to_numpy() if column.null_count() else None
            self.words[path] = column if sure is None else column.fill_null(""), sure
        texts, sure = self.words[path]
        true = np.zeros(len(self), dtype=np.bool_)
        for one in wanted:
            true |= (texts == one).to_numpy()
        return Truth(true, ~true) if sure is None else Truth(true & sure, ~true & sure)

    def fired_on(self, rule: str) -> Flags:
        """Whether a rule fired, by row; of one that never did, no row."""
        found = self.fired.get(rule)
        if found is None:
            found = self.fired[rule] = np.zeros(len(self), dtype=np.bool_)
        return found

    def size(self, path: str) -> float:
        """The largest size of any number in a field."""
        if path not in self.sizes:
            most = self.column(path).cast(pl.Float64).abs().max()
            self.sizes[path] = float(most) if isinstance(most, (int, float)) else 0.0
        return self.sizes[path]


@dataclass(slots=True)
class Where:
    """
    Some rows of a kind as the place where expressions read their values; see `fraudguard.plan.to_polars.Source`.

    Collects the columns that are asked for: `frame` is the table to select from. ``others`` are the rows of other
    scopes beside these, one by one. ``windows`` answers for the windows of the rows.
    """

    columns: KindColumns
    rows: Rows | None = None
    windows: Any = None
    others: Mapping[str, tuple[KindColumns, Rows]] = field(default_factory=dict)
    got: dict[str, pl.Series] = field(default_factory=dict)

    def field(self, node: Field) -> pl.Expr:
        """The column of a field of this scope or of another."""
        kind, rows = self._scope(node.scope)
        name = f"{node.scope}:{node.path}"
        if name not in self.got:
            if node.path not in kind.frame.columns:
                return pl.lit(None, dtype=kind.schema[node.path])
            self.got[name] = _taken(kind.column(node.path), rows)
        return pl.col(name)

    def window(self, node: Window) -> pl.Expr:
        """The column of a window."""
        if self.windows is None:
            raise InexactError("window")
        key = f"window:{id(node)}"
        if key not in self.got:
            self.got[key] = self.windows.values(node, self.rows)
        return pl.col(key)

    def text(self, node: TextLeaf) -> pl.Expr:
        """The column of what a text says."""
        name = f"text:{id(node)}"
        if name not in self.got:
            found = self.leaf(node)
            self.got[name] = _told(found)
        return pl.col(name)

    def fired(self, node: Fired) -> pl.Expr:
        """The column of a rule's findings."""
        name = f"fired:{node.rule}"
        if name not in self.got:
            self.got[name] = pl.Series(self.flags(node))
        return pl.col(name)

    def most(self, node: Field | Window) -> float:
        """The largest size of any number in a column."""
        if isinstance(node, Window):
            return float(self.windows.most(node))
        return self._scope(node.scope)[0].size(node.path)

    def _scope(self, scope: str) -> tuple[KindColumns, Rows | None]:
        return self.others.get(scope, (self.columns, self.rows))

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.columns) if self.rows is None else len(self.rows)

    def select(self, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
        """Evaluate expressions that were made over this place."""
        frame = pl.DataFrame([series.alias(name) for name, series in self.got.items()])
        if frame.width == 0:
            frame = pl.DataFrame({"": pl.Series(np.zeros(self.height, dtype=np.int8))})
        named = [one.alias(str(number)) for number, one in enumerate(expressions)]
        return frame.lazy().select(named).collect()

    def true(self, nodes: Iterable[Expression], unless: Iterable[Expression] = ()) -> Flags:
        """Where all of ``nodes`` are true and none of ``unless`` is."""
        found = np.ones(self.height, dtype=np.bool_)
        for node in nodes:
            found &= self._true(node)
        for node in unless:
            found &= ~self._true(node)
        return found

    def _true(self, node: Expression) -> Flags:
        if isinstance(node, Compare) and isinstance(node.left, Window) and isinstance(node.right, Literal):
            window, least = node.left, node.right.value
            if window.function == "distinct" and node.op in (">", ">=") and self.windows is not None:
                rows = np.arange(len(self.columns), dtype=np.int64) if self.rows is None else self.rows
                enough: Flags = np.asarray(HOLDS[node.op](self.windows.sizes(window, rows), least))
                if not enough.all():  # fewer events, fewer different values
                    inner = Where(self.columns, rows[enough], self.windows)
                    enough[enough] = decided(node, inner).true
                    return enough
        return decided(node, self).true

    # what `fraudguard.scoring.deciding` asks

    def known(self, node: Field | Window) -> Known | None:
        """The values of a field or window, ``None`` for texts."""
        if isinstance(node, Window):
            if self.windows is None:
                raise InexactError("window")
            return known(self.windows.values(node, self.rows))
        kind, rows = self._scope(node.scope)
        found = kind.known(node.path)
        if found is None or rows is None:
            return found
        values, sure = found
        return values[rows], None if sure is None else sure[rows]

    def leaf(self, node: TextLeaf | InSet | Compare) -> Truth:
        """What a condition on one text field says."""
        scope = next(iter(scopes(node)), "")
        kind, rows = self._scope(scope)
        found = kind.leaf(rescoped(node, scope, ""))  # type: ignore[arg-type]  # the same node
        return found if rows is None else Truth(found.true[rows], found.false[rows])

    def flags(self, node: Fired) -> Flags:
        """Whether a rule fired."""
        found = self.columns.fired_on(node.rule)
        return found if self.rows is None else found[self.rows]

    def queried(self, node: Expression) -> Truth:
        """Any condition, by a query."""
        return truth_of(self.series(node, condition=True))

    def series(self, node: Expression, *, condition: bool = False) -> pl.Series:
        """A value's column, null where unknown."""
        made = truth(node, self) if condition else value(node, self)
        return _full(self.select([made])["0"], self.height)


def _full(series: pl.Series, height: int) -> pl.Series:
    """A column of constants as long as the others."""
    return series if len(series) == height else series.new_from_index(0, height)


def _told(truth: Truth) -> pl.Series:
    """A truth as a column of true, false and null."""
    series = pl.Series(truth.true)
    sure = truth.true | truth.false
    return series if sure.all() else series.zip_with(pl.Series(sure), pl.Series([None], dtype=pl.Boolean))


def _taken(series: pl.Series, rows: Rows | None) -> pl.Series:
    return series if rows is None else series.gather(rows)


def columns_of(
    frames: Mapping[str, pl.DataFrame],
    carried: Mapping[str, int],
    pack: CheckedPack,
    phrases: Phrases,
    families: Mapping[str, tuple[str, ...]],
) -> dict[str, KindColumns]:
    """
    The tables of all kinds in one order, (at, id).

    Every frame has the columns of `fraudguard.events.tables.table_schema` and is in that order; ``families`` is as in
    `Numbering`.
    """
    positions, instants = _positions(frames)
    order = Order(instants)
    extras = {name: declared.value for name, declared in pack.settings.extra.items()}
    schemas = {kind: table_schema(kind, extras) for kind in frames}
    made: dict[str, KindColumns] = {}
    numbering = Numbering(made, families)
    for kind, frame in frames.items():
        made[kind] = KindColumns(
            kind,
            frame,
            positions[kind],
            _numbers(frame["at"]),
            carried.get(kind, 0),
            pack,
            order,
            phrases,
            schemas[kind],
            numbering,
        )
    return made


@dataclass(eq=False)
class Numbering:
    """
    Numbers for the values of fields by which events are found again, worked out when they are asked for.

    ``families`` maps a field to all fields that windows compare with it; their values are numbered together.
    """

    kinds: Mapping[str, KindColumns]
    families: Mapping[str, tuple[str, ...]]
    _found: dict[tuple[str, str], Rows] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str, path: str) -> Rows:
        """The numbers of a kind's field, -1 where it is unknown."""
        if path not in self._sizes:
            self._number(self.families.get(path, (path,)))
        return self._found[kind, path]

    def size(self, path: str) -> int:
        """How many different values the family of a field has."""
        if path not in self._sizes:
            self._number(self.families.get(path, (path,)))
        return self._sizes[path]

    def _number(self, paths: Iterable[str]) -> None:
        columns = [(own, path) for path in paths for own in self.kinds.values() if path in own.schema]
        series = [own.column(path) for own, path in columns]
        if any(one.dtype != pl.String for one in series):  # whole and other numbers are compared too; -0.0 is 0.0
            series = [one.cast(pl.Float64) + 0.0 for one in series]
        codes, values = coded(series)
        for (own, path), code in zip(columns, codes, strict=True):
            self._found[own.kind, path] = code
        self._sizes |= dict.fromkeys(paths, len(values))


def families_of(windows: Iterable[Window]) -> dict[str, tuple[str, ...]]:
    """The fields that windows compare with each other."""
    found: dict[str, set[str]] = {}
    for window in windows:
        for part in window.by:
            together = found.get(part.counted, {part.counted}) | found.get(part.this.path, {part.this.path})
            found |= dict.fromkeys(together, together)
    return {path: tuple(sorted(together)) for path, together in found.items()}


def _numbers(series: pl.Series) -> Rows:
    return series.to_numpy().astype(np.int64, copy=False)


def _positions(frames: Mapping[str, pl.DataFrame]) -> tuple[dict[str, Rows], Rows]:
    """Of each kind the positions of its rows in the total order; the instants in that order."""
    if len(frames) == 1:
        kind, frame = next(iter(frames.items()))
        return {kind: np.arange(frame.height, dtype=np.int64)}, _numbers(frame["at"])
    parts = [
        frame.select("at", "id", pl.lit(number, dtype=pl.UInt8).alias("kind"))
        for number, frame in enumerate(frames.values())
    ]
    whole = pl.concat(parts).sort("at", "id", maintain_order=True)
    kinds = whole["kind"].to_numpy()
    positions = {kind: np.flatnonzero(kinds == number).astype(np.int64) for number, kind in enumerate(frames)}
    return positions, _numbers(whole["at"])

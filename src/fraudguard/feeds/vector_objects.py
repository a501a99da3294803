"""JSON lines that are events as tables: what the reader of single lines and the door of events make of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic_core import from_json

from fraudguard.events import FIELDS, KINDS
from fraudguard.events.moment import SHANGHAI, parse_time
from fraudguard.feeds.blocks import Flags, Rows
from fraudguard.feeds.distinct import Outcome, Reading, flagged, nulls
from fraudguard.feeds.instants import read_instants
from fraudguard.feeds.lines import Line
from fraudguard.feeds.reader import SERIALS
from fraudguard.feeds.vector_ids import PLAIN_ID

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ObjectTable", "ObjectTables"]

_SPACED = re.compile(r'"\s+:')  # with these a name that stands twice could be missed
_ZONED = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(?:Z|[+-][0-9]{2}:[0-9]{2})$"
_PADDED = r"^[\s\x00-\x1f]|[\s\x00-\x1f]$"
_MOST_FEN = 10**13
_OWN = ("kind", "id", "at")
_Form = tuple[tuple[str, ...], tuple[tuple[str, Any], ...]]
"""The names in an object, and those in each of its objects."""


@dataclass(slots=True)
class ObjectTable:
    """
    Lines of one kind: ``lines`` are their places among those read, ``values`` columns by field.

    ``dirty`` are lines that must be read one by one.
    """

    kind: str
    lines: Rows
    at: pl.Series
    ids: pl.Series
    values: dict[str, pl.Series]
    dirty: Flags


class ObjectTables:
    """Reads lines that are events in JSON; those it is not sure of are in no table or dirty in it."""

    def __init__(self) -> None:
        self._readings: dict[tuple[str, str], _ValueReading] = {}

    def read(self, lines: Sequence[Line]) -> Iterator[ObjectTable]:
        """The tables of some lines, one a kind."""
        kinds: dict[str, list[_Shape]] = {}
        for shape in _shapes(lines):
            if all(self._reading(shape.kind, name).known for name in shape.names):
                kinds.setdefault(shape.kind, []).append(shape)
        for kind, shapes in kinds.items():
            names = dict.fromkeys(name for shape in shapes for name in shape.names)
            columns: dict[str, list[Any]] = {name: [] for name in names}
            for shape in shapes:
                there = dict(zip(shape.names, zip(*shape.rows, strict=True), strict=True))
                missing = [None] * len(shape.rows)
                for name in names:
                    columns[name] += there.get(name, missing)
            places = np.array([place for shape in shapes for place in shape.lines], dtype=np.int64)
            yield self._table(kind, places, columns)

    def _reading(self, kind: str, path: str) -> _ValueReading:
        if (kind, path) not in self._readings:
            self._readings[kind, path] = _ValueReading(kind, path)
        return self._readings[kind, path]

    def _table(self, kind: str, lines: Rows, columns: Mapping[str, Sequence[Any]]) -> ObjectTable:
        dirty = np.zeros(len(lines), dtype=np.bool_)
        values: dict[str, pl.Series] = {}
        for path, column in columns.items():
            if path not in _OWN:
                values[path], bad = self._reading(kind, path).column(column)
                if bad is not None:
                    dirty |= bad
        at = _instants(columns.get("at", [None] * len(lines)))
        ids = _ids(kind, columns)
        dirty |= at.is_null().to_numpy() | ~ids.str.contains(PLAIN_ID).fill_null(False).to_numpy()
        if kind == "message" and "is_otp" in columns and "text" in columns:  # it says which digits may be kept
            digits = _texts(columns["text"]).str.contains(r"\d").fill_null(False)
            dirty |= (values["is_otp"].is_not_null() & digits).to_numpy()
        return ObjectTable(kind, lines, at.fill_null(0), ids, values, dirty)


@dataclass(slots=True)
class _Shape:
    """Lines of one kind with the same names; ``count`` is how many names a line has, those of objects too."""

    kind: str
    names: tuple[str, ...]
    count: int
    lines: list[int]
    rows: list[list[Any]]


def _shapes(lines: Sequence[Line]) -> Iterator[_Shape]:
    """The plain events among some lines, by kind and names."""
    found: dict[tuple[str, _Form], _Shape | None] = {}
    for place, line in enumerate(lines):
        text = line.text or ""
        data = _event(text)
        if data is None:
            continue
        values: list[Any] = []
        name = data["kind"], _taken_apart(data, values)
        if name not in found:
            names = _names(name[1], "")
            found[name] = None if names is None else _Shape(name[0], names[0], names[1], [], [])
        shape = found[name]
        # As many names as there are in the line: else one stands twice. Nor may it be that one cannot be seen.
        if shape and text.count('":') == shape.count and not _SPACED.search(text):
            shape.lines.append(place)
            shape.rows.append(values)
    yield from (shape for shape in found.values() if shape is not None and shape.rows)


def _event(text: str) -> dict[str, Any] | None:
    """The object in a line if it says that it is an event that tables can hold."""
    try:
        data = from_json(text, allow_inf_nan=False)
    except ValueError:
        return None
    kind = data.get("kind") if type(data) is dict else None
    return data if type(kind) is str and kind in KINDS and kind != "retraction" else None


def _taken_apart(data: dict[str, Any], values: list[Any]) -> _Form:
    """Put the values of an object into a list, those of its objects last; what names it has, its objects' too."""
    inner = [(name, value) for name, value in data.items() if type(value) is dict]
    if not inner:
        values += data.values()
        return tuple(data), ()
    values += [value for value in data.values() if type(value) is not dict]
    return tuple(data), tuple((name, _taken_apart(value, values)) for name, value in inner)


def _names(form: _Form, before: str) -> tuple[tuple[str, ...], int] | None:
    """The names with dots, in the order of the values, and how many names a line has; ``None`` for odd ones."""
    outer, inner = form
    if not all(name and "." not in name for name in outer):
        return None
    objects = dict(inner)
    names = [before + name for name in outer if name not in objects]
    count = len(outer)
    for name, part in inner:
        found = _names(part, f"{before}{name}.")
        if found is None or not found[0]:  # an empty object says nothing, and it could be one that events do not have
            return None
        names += found[0]
        count += found[1]
    return tuple(names), count


def _instants(given: Sequence[Any]) -> pl.Series:
    """The instants that name their offset; null elsewhere."""
    import polars as pl

    texts = pl.Series([one if type(one) is str else None for one in given], dtype=pl.String)
    sure = texts.str.contains(_ZONED).fill_null(False)
    if not sure.all():
        texts = texts.zip_with(sure, nulls(pl.String, len(texts)))
    return read_instants(texts, None, lambda time, _date: parse_time(time, field="at"), SHANGHAI, plain=True).values


def _ids(kind: str, columns: Mapping[str, Sequence[Any]]) -> pl.Series:
    """The ids of rows that have one, or a source and a serial; null elsewhere."""
    import polars as pl

    if "id" in columns:
        return _texts(columns["id"])
    serial = columns.get(SERIALS.get(kind, ""))
    if serial is None:
        return nulls(pl.String, len(columns["kind"]))
    source = _texts(columns.get("source", [None] * len(serial)))
    prefix = source.replace("", "feed").fill_null("feed")
    prefix = prefix.zip_with(~prefix.str.contains(_PADDED), nulls(pl.String, len(prefix)))
    return prefix + f":{kind}:" + _texts(serial).replace("", None)


def _texts(values: Sequence[Any]) -> pl.Series:
    import polars as pl

    return pl.Series([one if type(one) is str else None for one in values], dtype=pl.String)


class _ValueReading(Reading):
    """How values of JSON become a field: texts by their form, as cells do, all others by the door of events."""

    def __init__(self, kind: str, path: str) -> None:
        money = path in FIELDS[kind] and FIELDS[kind][path].type == "money"
        super().__init__(kind, path, "money" if money else "text", "yuan" if money else "", str)
        self.known = self.known or path in _OWN

    def column(self, values: Sequence[Any]) -> tuple[pl.Series, Flags | None]:
        """The values of a column, and which of them only the reader of single lines may judge."""
        import polars as pl

        kinds = set(map(type, values)) - {type(None)}
        if kinds <= {str}:
            cells = self.read(pl.Series(values, dtype=pl.String))
            return cells.values, cells.bad
        if kinds == {bool} and self.type == "bool":
            return pl.Series(values, dtype=pl.Boolean), None
        if kinds <= {int, float} and self.type == "money":
            return self._fen(values)
        return self._by_door(values)

    def _fen(self, values: Sequence[Any]) -> tuple[pl.Series, Flags | None]:
        """Amounts in yuan as numbers with at most two decimals, in fen."""
        import polars as pl

        yuan = np.array([np.nan if one is None else float(one) for one in values])
        with np.errstate(invalid="ignore"):
            fen = np.round(yuan * 100)
            sure = (fen / 100 == yuan) & (fen >= 0) & (fen < _MOST_FEN)
        missing = np.array([one is None for one in values], dtype=np.bool_)
        column = pl.Series(np.where(sure, fen, 0).astype(np.int64)).set(pl.Series(~sure), None)
        return column, ~sure & ~missing

    def _by_door(self, values: Sequence[Any]) -> tuple[pl.Series, Flags | None]:
        """Each different value once through the door."""
        import polars as pl

        numbers: dict[tuple[type, Any], int] = {}
        outcomes: list[Outcome] = []
        codes: list[int | None] = []
        for value in values:
            if value is None:
                codes.append(None)
                continue
            name = (type(value), tuple(map(str, value)) if type(value) is list else value)
            number = numbers.get(name)
            if number is None:
                number = numbers[name] = len(outcomes)
                outcomes.append(self._listed(value) if type(value) is list else self._given(value))
            codes.append(number)
        places = pl.Series(codes, dtype=pl.UInt32)
        return self._looked_up(outcomes, places), flagged([one.bad for one in outcomes], places)

    def _listed(self, value: list[Any]) -> Outcome:
        return self._given(value) if all(type(one) is str for one in value) else Outcome(bad=True)

    def _given(self, value: Any) -> Outcome:
        return self._through_the_door(value, 0, signed=False)

    def _judged(self, text: str) -> Outcome:
        """A text is what it is; an empty one is missing."""
        return Outcome() if text == "" else self._given(text)

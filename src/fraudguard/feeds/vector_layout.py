"""Many rows under one header as a table of fields: what `Layout.read` and the door of events make of each, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fraudguard.events import FIELDS
from fraudguard.feeds.blocks import Flags
from fraudguard.feeds.cells import INVISIBLE, MISSING
from fraudguard.feeds.columns import column_name
from fraudguard.feeds.distinct import Cells, Numbered, Reading, constant, nulls
from fraudguard.feeds.instants import read_instants
from fraudguard.feeds.layout import Column, Layout, Span

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Fields", "LayoutReader", "coalesced"]

_PARTY = "counterparty."
_SIDES = ("payee.", "payer.")
_NEVER = ("id", "kind", "at")  # of a row of fields: they stand in the row itself, not among what it says
_LONGEST = 30 * 86_400


@dataclass(slots=True)
class Fields:
    """
    The fields of some rows of one kind.

    ``values`` are the columns of the kind's table, ``given`` what the readers gave, for ids and digests. ``at`` is in
    microseconds. ``dirty`` are rows that must be read one by one; nothing said of them here counts. ``told`` are, by
    field, marks of rows that had a cell left out.
    """

    kind: str
    at: pl.Series
    values: dict[str, pl.Series]
    given: dict[str, Cells]
    dirty: Flags
    told: list[tuple[str, Flags]] = field(default_factory=list)
    incoming: Flags | None = None
    same_person: Flags | None = None
    sources: Mapping[str, tuple[Cells, ...]] = field(default_factory=dict)

    def left_out(self, clean: Flags) -> Counter[str]:
        """How many cells of clean rows were left out, by field."""
        found: Counter[str] = Counter()
        for path, marks in self.told:
            if count := int((marks & clean).sum()):
                found[path] += count
        return found


class LayoutReader:
    """
    Reads tables under the header of a layout as events of ``kind``.

    Whether it can is said by ``able``: a mapping that sets one side of a payment twice is left to the other reader.
    """

    def __init__(self, layout: Layout, kind: str) -> None:
        self.layout, self.kind = layout, kind
        self._readings: dict[tuple[str, int], Reading] = {}
        self._numbered: dict[int, Numbered] = {}
        self._shared: dict[tuple[int, object], Cells] = {}
        self._columns = [one for one in layout.columns if one.path not in _NEVER]
        paths = {one.path for one in self._columns} | {path for path, _ in layout.fixed_values}
        moved = any(path.startswith(_PARTY) for path in paths) or bool(layout.mapping.same_person)
        self.able = not (moved and any(path.startswith(_SIDES) for path in paths)) and kind != "retraction"
        for one in layout.columns:
            for place, reader in one.cells:
                self._readings[one.path, place] = self._reading(one.path, place, reader)

    def _reading(self, path: str, place: int, reader: Any) -> Reading:
        entry = self.layout.mapping.fields[path]
        unit = self.layout.units[place] or entry.unit or "yuan"
        target = path.replace(_PARTY, "payee.", 1) if path.startswith(_PARTY) else path
        if path == _PARTY + "id_card":
            target = "person.ids.id_card"
        minus = self.layout.mapping.negative == "out"
        return Reading(self.kind, target, entry.reading, unit, reader, self.layout, path, minus=minus)

    def read(self, frame: pl.DataFrame) -> Fields:
        """The fields of rows; columns of ``frame`` are named by their places, an empty cell is null."""
        import polars as pl

        self._numbered.clear()
        self._shared.clear()
        height = frame.height
        dirty = np.zeros(height, dtype=np.bool_)
        for places, words in self.layout.only:
            dirty |= ~self._says(frame, places[:1], words)
        for places, words in self.layout.retracts:
            dirty |= self._says(frame, places, words)
        made = Fields(self.kind, pl.Series([], dtype=pl.Int64), {}, {}, dirty)
        made.at = self._instants(frame, made)
        said: dict[str, tuple[Cells, ...]] = {}
        for path, value in self.layout.fixed_values:
            if path not in _NEVER:
                self._take(path, (constant(self.kind, self._target(path), value, height),), made, said)
        if "source" not in said:
            self._take("source", (constant(self.kind, "source", self.layout.mapping.name, height),), made, said)
        for one in self._columns:
            self._take_column(one, frame, made, said)
        for span in self.layout.spans:
            self._take_span(span, frame, made, said)
        made.sources = said
        self._complete(made, said)
        return made

    def given_of(self, path: str, frame: pl.DataFrame) -> Cells | None:
        """What the cells of a column say, for the columns that are no fields; ``None`` without one."""
        found = [
            self._readings[path, place] for one in self.layout.columns if one.path == path for place, _ in one.cells
        ]
        places = [place for one in self.layout.columns if one.path == path for place, _ in one.cells]
        return found[0].read(frame[str(places[0])]) if found else None

    # -- cells ------------------------------------------------------------------------------------

    def _says(self, frame: pl.DataFrame, places: Iterable[int], words: Iterable[str]) -> Flags:
        """Whether one of some cells is one of some words."""
        found = np.zeros(frame.height, dtype=np.bool_)
        for place in places:
            texts = frame[str(place)].fill_null("")
            hits = [text for text in texts.unique().to_list() if column_name(text) in words]
            found |= texts.is_in(hits).to_numpy()
        return found

    def _instants(self, frame: pl.DataFrame, made: Fields) -> pl.Series:
        found = self._moments(frame, self.layout.at, self.layout.date, made)
        made.dirty |= found.is_null().to_numpy()
        return found.fill_null(0) + round(self.layout.offset.total_seconds() * 1_000_000)

    def _moments(self, frame: pl.DataFrame, places: Sequence[int], dates: Sequence[int], made: Fields) -> pl.Series:
        """The instants in the first cells that say something."""
        entry = self.layout.mapping.fields["at"]
        plain = not entry.formats and entry.reading != "steps"
        date = _first_said(frame, dates) if dates else None
        times = _first_said(frame, places)
        found = read_instants(times, date, self.layout.moment_of, self.layout.mapping.zone, plain=plain)
        made.dirty |= found.bad
        return found.values

    def _take_column(self, one: Column, frame: pl.DataFrame, made: Fields, said: dict[str, tuple[Cells, ...]]) -> None:
        """A field from the first of its cells that gives something."""
        reading = self._readings[one.path, one.cells[0][0]]
        if not reading.known:
            for place, _ in one.cells:
                made.dirty |= frame[str(place)].is_not_null().to_numpy()
            return
        cells: list[Cells] = []
        open_rows = None
        for place, _ in one.cells:
            texts = frame[str(place)]
            if open_rows is None:
                found = self._whole(self._readings[one.path, place], place, texts)
            elif open_rows.any():
                texts = texts.zip_with(open_rows, nulls(texts.dtype, len(texts)))
                found = self._readings[one.path, place].read(texts)
            else:
                break
            cells.append(found)
            empty = found.values.is_null()
            open_rows = empty if open_rows is None else open_rows & empty
        self._take(one.path, tuple(cells), made, said)
        if one.required and open_rows is not None and open_rows.any():
            made.dirty |= open_rows.to_numpy()

    def _whole(self, reading: Reading, place: int, texts: pl.Series) -> Cells:
        """What a column says, with what other fields of the same column have found out about it."""
        door = reading.door
        if door is not None and (place, door) in self._shared:
            return self._shared[place, door]
        seen = None
        if not reading.by_form:
            seen = self._numbered.get(place) or Numbered(texts)
            self._numbered[place] = seen
        found = reading.read(texts, seen)
        if door is not None:
            self._shared[place, door] = found
        return found

    def _take(self, path: str, cells: tuple[Cells, ...], made: Fields, said: dict[str, tuple[Cells, ...]]) -> None:
        """What cells say, before what was said of the field already."""
        for one in cells:
            if one.bad is not None:
                made.dirty |= one.bad
            if one.told is not None:
                made.told.append((path, one.told))
        said[path] = (*cells, *said.get(path, ()))

    def _take_span(self, span: Span, frame: pl.DataFrame, made: Fields, said: dict[str, tuple[Cells, ...]]) -> None:
        """The seconds from one time to another, for rows that have both."""
        import polars as pl

        begin = self._moments(frame, span.begin, (), made)
        end = self._moments(frame, span.end, (), made)
        lasts = end - begin
        made.told.append((span.path, (lasts < 0).fill_null(False).to_numpy()))
        seconds = pl.select(pl.when(lasts >= 0).then(lasts / 1_000_000)).to_series()
        texts = seconds.cast(pl.String)
        reading = Reading(self.kind, span.path, "span", "", _seconds)
        if not reading.known:
            made.dirty |= seconds.is_not_null().to_numpy()
            return
        found = reading.read(texts)
        made.dirty |= found.bad if found.bad is not None else False
        said[span.path] = (found, *said.get(span.path, ()))

    # -- what fields mean together ----------------------------------------------------------------

    def _target(self, path: str) -> str:
        return path.replace(_PARTY, "payee.", 1)

    def _complete(self, made: Fields, said: Mapping[str, tuple[Cells, ...]]) -> None:
        """Put the counterparty on its side, let a minus be money that goes out, and add what a call lasted."""
        import polars as pl

        values = {path: coalesced([one.values for one in cells]) for path, cells in said.items()}
        direction = values.get("direction")
        signed = _any([one.signed for one in said.get("amount", ())])
        if signed is not None:
            before = direction if direction is not None else nulls(pl.String, len(made.at))
            made.dirty |= signed & (before == "in").fill_null(False).to_numpy()
            direction = values["direction"] = (
                pl.Series(["out"]).new_from_index(0, len(made.at)).zip_with(pl.Series(signed), before)
            )
            said = {**said, "direction": (_words(direction),)}
            made.sources = said
        self._sides(made, values, said, direction)
        plus = self.layout.plus
        if plus and plus in said:
            seconds = values[plus].cast(pl.Float64)
            whole = (seconds == seconds.round()) & (seconds >= 0) & (seconds <= _LONGEST)
            made.dirty |= (~whole).fill_null(False).to_numpy()
            made.at = made.at + (seconds.fill_null(0.0) * 1_000_000).round().cast(pl.Int64)
        made.values = values
        if self.kind == "message" and "is_otp" in values and "text" in values:
            made.dirty |= values["is_otp"].is_not_null().to_numpy()

    def _sides(
        self,
        made: Fields,
        values: dict[str, pl.Series],
        said: Mapping[str, tuple[Cells, ...]],
        direction: pl.Series | None,
    ) -> None:
        import polars as pl

        same = self.layout.mapping.same_person
        if same and direction is not None:
            given = [column for path in same if (column := _given(said, path)) is not None]
            if len(given) == len(same):
                equal = given[0].is_not_null()
                for one in given[1:]:
                    equal &= given[0].eq_missing(one)
                made.same_person = equal.to_numpy()
        party = {path: values.pop(path) for path in list(values) if path.startswith(_PARTY)}
        party.pop(_PARTY + "id_card", None)
        if direction is None:
            return
        made.incoming = (direction == "in").fill_null(False).to_numpy()
        out = direction.is_not_null() & ~pl.Series(made.incoming)
        if made.same_person is not None and made.same_person.any():
            kind = party.get(_PARTY + "kind")
            own = nulls(pl.String, len(made.at))
            own = own.set(pl.Series(made.same_person), "self")
            party[_PARTY + "kind"] = own if kind is None else coalesced([kind, own])
        for path, column in party.items():
            for side, rows in zip(_SIDES, (out, pl.Series(made.incoming)), strict=True):
                target = path.replace(_PARTY, side, 1)
                chosen = column.zip_with(rows, nulls(column.dtype, len(column)))
                if chosen.null_count() == len(chosen):
                    continue
                if target not in FIELDS[self.kind]:
                    made.dirty |= chosen.is_not_null().to_numpy()
                else:
                    values[target] = chosen


def _seconds(text: str) -> int | float:
    seconds = float(text)
    return int(seconds) if seconds.is_integer() else seconds


def _words(texts: pl.Series) -> Cells:
    """Words that are given as they are."""
    import polars as pl

    none = nulls(pl.UInt32, len(texts))
    return Cells(texts, texts, texts.is_not_null(), none)


def _given(said: Mapping[str, tuple[Cells, ...]], path: str) -> pl.Series | None:
    cells = said.get(path)
    return None if cells is None else coalesced([one.given() for one in cells])


def coalesced(columns: Sequence[pl.Series]) -> pl.Series:
    """Of each row the first value there is."""
    import polars as pl

    first, *rest = columns
    if not rest or first.null_count() == 0:
        return first
    return pl.select(pl.coalesce(list(columns))).to_series()


def _any(flags: Sequence[Flags | None]) -> Flags | None:
    there = [one for one in flags if one is not None]
    return np.logical_or.reduce(there) if there else None


def _first_said(frame: pl.DataFrame, places: Sequence[int]) -> pl.Series:
    """Of each row the first of some cells that says something, as it stands."""
    import polars as pl

    if len(places) == 1:
        return frame[str(places[0])]
    empty = sorted(MISSING)
    cells = [pl.col(str(place)) for place in places]
    said = [pl.when(~cell.str.strip_chars(INVISIBLE).is_in(empty)).then(cell) for cell in cells]
    return frame.select(pl.coalesce(said).alias("said"))["said"]

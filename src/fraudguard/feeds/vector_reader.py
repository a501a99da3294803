"""A feed as tables of events, many rows at once; a row that is anything but plain goes through the reader of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from fraudguard.errors import EventError
from fraudguard.events import FIELDS, KINDS, Event, People, from_microseconds, parse_event, resolve
from fraudguard.events.resolving import resolved_table
from fraudguard.events.tables import event_of, table_of
from fraudguard.feeds.blocks import BLOCK_BYTES, Block, Flags, Rows, blocks_of
from fraudguard.feeds.cells import clean
from fraudguard.feeds.distinct import extra_name
from fraudguard.feeds.layout import Layout
from fraudguard.feeds.lines import Line
from fraudguard.feeds.reader import Feed, Row
from fraudguard.feeds.records import read_records
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.vector_ids import names_of
from fraudguard.feeds.vector_layout import LayoutReader
from fraudguard.feeds.vector_objects import ObjectTable, ObjectTables

if TYPE_CHECKING:
    import polars as pl

__all__ = ["OWN", "Part", "VectorReader", "event_in"]

OWN = ("_feed", "_line", "_offset", "_size", "_counted", "_layout")
"""The columns beside the fields of an event: where its row stands, whether its id wants a number, what read it."""

_AT_ONCE = 20_000  # rows read one by one that become a part
_SAMPLE = "001" * 2
"""Stands for the number of an identical row where it is not known yet."""

Frames = dict[str, "pl.DataFrame"]


@dataclass(slots=True)
class Part:
    """
    Some rows of a feed: events by kind, in no order, and rejects.

    Beside the fields of `fraudguard.events.tables`, persons worked out, the tables have the columns of `OWN` and for
    each value of the feed's own a column ``extra.<name>|<type>``. ``rows`` is how many rows there were.
    """

    frames: Frames = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    rows: int = 0


def event_in(kind: str, row: dict[str, Any], people: People | None) -> Event:
    """The event that a row of a part stands for."""
    data = {name: value for name, value in row.items() if name not in OWN and not name.startswith("extra.")}
    extras: dict[str, str] = {}
    for name, value in row.items():
        if name.startswith("extra.") and value is not None:
            path, _, type_ = name.rpartition("|")
            data[path], extras[path[6:]] = value, type_
    return event_of(kind, data, people, extras)


@dataclass(slots=True)
class _Read:
    """What became of the plain rows of a stretch of lines: their numbers in the block, which are dirty, and tables."""

    lines: Rows
    dirty: Flags
    frames: list[tuple[str, Rows, pl.DataFrame, Any]] = field(default_factory=list)


class VectorReader:
    """
    Reads one feed that is a table of text. Its events, ids, rejects and counts are those of `Feed.rows`.

    What the two readers share is the reading of single cells; rows with an odd cell, quotes out of order, another
    number of cells or bytes that cannot be read are handed to the row reader, in their places.
    """

    def __init__(self, feed: Feed, people: People | None, block: int = BLOCK_BYTES) -> None:
        self.feed, self.people, self.block = feed, people, block
        self._readers: dict[tuple[int, str], LayoutReader] = {}
        self._layouts: list[Layout] = []
        self._delimiter = ","
        self._done = 0  # the place up to which the row reader has read

    def parts(self) -> Iterator[Part]:
        """All rows of the feed, block by block. Raises `FeedError` as `Feed.rows` does."""
        feed = self.feed
        feed.skipped.clear()
        if not feed.is_table():
            yield from self._objects()
            return
        self._delimiter, layout, before = feed.find_header()
        self._take_layout(layout)
        offset = next(line.offset + line.size for line in feed.source.lines() if line.number == before)
        for block in blocks_of(feed.source, offset, before, self.block):
            yield self._part(block)

    def _objects(self) -> Iterator[Part]:
        """The parts of a feed of JSON lines."""
        feed, tables, shapes = self.feed, ObjectTables(), self.feed.shapes()
        feed.layout = None
        lines = feed.source.lines()
        while some := list(islice(lines, _AT_ONCE)):
            part = Part()
            slow = np.ones(len(some), dtype=np.bool_)
            for table in tables.read(some):
                clean = self._add_table(table, some, part)
                slow[table.lines[clean]] = False
            part.rows += int((~slow).sum())
            events: list[tuple[Event, Row, str]] = []
            for place in np.flatnonzero(slow).tolist():
                self._take(feed.object_item(some[place], shapes), part, events)
            self._add_events(events, part)
            yield part

    def _add_table(self, table: ObjectTable, lines: Sequence[Line], part: Part) -> Flags:
        """Add the lines of a table that are sure; which they are."""
        import polars as pl

        where = [lines[place] for place in table.lines.tolist()]
        places = np.array([(line.number, line.offset, line.size) for line in where], dtype=np.int64)
        counted = np.zeros(len(where), dtype=np.bool_)
        own = self._own(places[:, 0], places[:, 1], places[:, 2], counted, "")
        frame, unborn = self._frame(table.kind, {**table.values, "id": table.ids, "at": table.at}, own)
        clean: Flags = ~(table.dirty | unborn)
        _add(part.frames, table.kind, frame if clean.all() else frame.filter(pl.Series(clean)))
        return clean

    def _take_layout(self, layout: Layout) -> None:
        self.feed.layout = layout
        self._layouts.append(layout)  # kept alive: readers are found by identity

    def _part(self, block: Block) -> Part:
        part = Part()
        first = int(np.searchsorted(block.starts[:-1], self._done))
        while first < len(block):
            first = self._stretch(block, first, part)
        return part

    def _stretch(self, block: Block, first: int, part: Part) -> int:
        """Read the lines from ``first`` on under the header in force; the line that is next, after a new header."""
        layout = self.feed.layout
        assert layout is not None
        read = self._plainly(block, first, layout)
        slow = np.ones(len(block), dtype=np.bool_)
        slow[:first] = False
        slow[read.lines[~read.dirty]] = False
        taken = np.zeros(len(block), dtype=np.bool_)  # lines that belong to rows read one by one
        end = self._slowly(block, np.flatnonzero(slow), taken, layout, part)
        clean = ~read.dirty & ~taken[read.lines] & (read.lines < end)
        part.rows += int(clean.sum())
        for kind, rows, frame, fields in read.frames:
            kept = clean[rows]
            for path, count in fields.left_out(kept).items():
                layout.unmapped[path] += count
            _add(part.frames, kind, frame if kept.all() else frame.filter(kept))
        return end

    # -- plain rows -------------------------------------------------------------------------------

    def _plainly(self, block: Block, first: int, layout: Layout) -> _Read:
        places = _places(layout)
        lines, table = block.table(self._delimiter, layout.width, places, first)
        read = _Read(lines, np.ones(len(lines), dtype=np.bool_))
        for kind, rows in self._kinds(layout, table):
            reader = self._reader(layout, kind)
            if not reader.able or not len(rows):
                continue
            some = table if len(rows) == table.height else table[rows]
            fields = reader.read(some)
            names = names_of(fields, layout.mapping, reader.given_of("id", some))
            dirty = fields.dirty | names.dirty
            where = lines[rows]
            sizes = block.starts[where + 1] - block.starts[where]
            own = self._own(block.before + where + 1, block.starts[where], sizes, names.counted, self.feed.layout_name)
            frame, unborn = self._frame(fields.kind, {**fields.values, "id": names.ids, "at": fields.at}, own)
            read.dirty[rows] = dirty | unborn
            read.frames.append((kind, rows, frame, fields))
        return read

    def _kinds(self, layout: Layout, table: pl.DataFrame) -> Iterator[tuple[str, Rows]]:
        """The kinds of event in a table, and the rows of each; rows of no kind are left to the row reader."""
        if layout.mapping.kind:
            yield layout.mapping.kind, np.arange(table.height, dtype=np.int64)
            return
        place = next(cells[0][0] for path, _, _, cells, _ in layout.columns if path == "kind")
        column = table[str(place)]
        for kind in column.drop_nulls().unique().sort().to_list():
            if kind in KINDS and clean(kind) == kind:
                yield kind, np.flatnonzero((column == kind).fill_null(False).to_numpy()).astype(np.int64)

    def _reader(self, layout: Layout, kind: str) -> LayoutReader:
        name = (id(layout), kind)
        if name not in self._readers:
            self._readers[name] = LayoutReader(layout, kind)
        return self._readers[name]

    def _own(self, lines: Rows, offsets: Rows, sizes: Rows, counted: Flags, layout: str) -> dict[str, pl.Series]:
        import polars as pl

        return {
            "_feed": pl.Series([self.feed.number], dtype=pl.Int32).new_from_index(0, len(lines)),
            "_line": pl.Series(lines),
            "_offset": pl.Series(offsets),
            "_size": pl.Series(sizes),
            "_counted": pl.Series(counted),
            "_layout": pl.Series([layout]).new_from_index(0, len(lines)),
        }

    def _frame(self, kind: str, values: dict[str, pl.Series], own: dict[str, pl.Series]) -> tuple[pl.DataFrame, Flags]:
        """The table of some rows, and which of them are no events after all."""
        import polars as pl

        columns: dict[str, pl.Series] = {}
        for path, column in values.items():
            if path.startswith("extra."):
                columns[_extra_column(path, column)] = column
            elif path in FIELDS[kind] and (path in ("id", "at") or column.null_count() < len(column)):
                columns[path] = column
        table, unborn = resolved_table(pl.DataFrame(columns), self.people)
        return table.with_columns(**own), unborn.to_numpy()

    # -- rows one by one --------------------------------------------------------------------------

    def _slowly(self, block: Block, slow: Rows, taken: Flags, layout: Layout, part: Part) -> int:
        """Read some lines one by one; the end of the block, or the line after that of a new header."""
        events: list[tuple[Event, Row, str]] = []
        place = 0
        while place < len(slow):
            line = int(slow[place])
            offset = int(block.starts[line])
            if offset < self._done:
                place += 1
                continue
            lines = self.feed.source.lines(offset, block.before + line)
            for record in read_records(lines, self._delimiter, self.feed.width):
                item = self.feed.item_of(record)
                self._done = record.offset + record.size
                after = int(np.searchsorted(block.starts, self._done))
                taken[record.number - block.before - 1 : after] = True
                self._take(item, part, events)
                if self.feed.layout is not None and self.feed.layout is not layout:
                    self._layouts.append(self.feed.layout)
                    self._add_events(events, part)
                    return min(after, len(block))
                place = int(np.searchsorted(slow, after))
                if place >= len(slow) or int(slow[place]) != after:
                    break
        self._add_events(events, part)
        return len(block)

    def _take(self, item: Row | Reject | None, part: Part, events: list[tuple[Event, Row, str]]) -> None:
        if item is None:
            return
        part.rows += 1
        if isinstance(item, Reject):
            part.rejects.append(item)
            return
        number = _SAMPLE if item.counted else ""
        try:
            event = parse_event({**item.data, "id": item.id + number, "at": from_microseconds(item.at)})
        except EventError as error:
            part.rejects.append(self.feed.reject(error, item.line, item.offset, item.size))
        else:
            events.append((resolve(event, self.people), item, self.feed.layout_name))

    def _add_events(self, events: list[tuple[Event, Row, str]], part: Part) -> None:
        """Events that were read one by one, as tables."""
        import polars as pl

        for kind in dict.fromkeys(event.kind for event, _, _ in events):
            of_kind = [one for one in events if one[0].kind == kind]
            some = [row for _, row, _ in of_kind]
            table = table_of(kind, [event for event, _, _ in of_kind], {}, None)
            table = table.with_columns(
                *_extras([event for event, _, _ in of_kind]),
                pl.Series("id", [row.id for row in some]),
                pl.Series("_feed", [row.feed for row in some], dtype=pl.Int32),
                pl.Series("_line", [row.line for row in some], dtype=pl.Int64),
                pl.Series("_offset", [row.offset for row in some], dtype=pl.Int64),
                pl.Series("_size", [row.size for row in some], dtype=pl.Int64),
                pl.Series("_counted", [row.counted for row in some]),
                pl.Series("_layout", [layout for _, _, layout in of_kind], dtype=pl.String),
            )
            _add(part.frames, kind, table)


def _places(layout: Layout) -> list[int]:
    """The columns that are read."""
    places = {place for one in layout.columns for place, _ in one.cells}
    places |= {place for span in layout.spans for place in (*span.begin, *span.end)}
    places |= {place for marks in (layout.only, layout.retracts) for found, _ in marks for place in found}
    return sorted(places | {*layout.at, *layout.date})


def _add(frames: Frames, kind: str, frame: pl.DataFrame) -> None:
    import polars as pl

    if frame.height:
        frames[kind] = pl.concat([frames[kind], frame], how="diagonal") if kind in frames else frame


def _extra_column(path: str, column: pl.Series) -> str:
    import polars as pl

    sample: Any = True if column.dtype == pl.Boolean else 0.0 if column.dtype.is_numeric() else ""
    return extra_name(path, sample)


def _extras(events: list[Event]) -> list[pl.Series]:
    import polars as pl

    columns: dict[str, list[Any]] = {}
    for place, event in enumerate(events):
        for name, value in event.extra.items():
            column = columns.setdefault(extra_name(f"extra.{name}", value), [None] * len(events))
            column[place] = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return [pl.Series(name, values) for name, values in columns.items()]

"""A feed from its first byte to rows that can be scored; what cannot be read comes out as a reject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from fraudguard.errors import EventError, FeedError, Language
from fraudguard.events import parse_event, parse_time
from fraudguard.events.masking import mask_text
from fraudguard.events.moment import microseconds
from fraudguard.feeds.columns import column_name
from fraudguard.feeds.headers import header_error
from fraudguard.feeds.layout import Layout, best_layout, digest_of
from fraudguard.feeds.lines import Line, Source
from fraudguard.feeds.mapping import FeedMapping
from fraudguard.feeds.mapping_files import shipped_mappings
from fraudguard.feeds.objects import Shapes, read_object
from fraudguard.feeds.paths import fields_mapping, path_layout
from fraudguard.feeds.records import Record, read_records
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.sources import open_sources

__all__ = ["SERIALS", "Feed", "Row", "open_feed", "open_feeds"]

_SHOWN = 60
_HEAD = 60  # lines in which the header must stand
_DELIMITERS = (",", "\t", ";", "|")
_TOTALS = ("合计", "总计", "小计", "累计", "total")
SERIALS = {"transaction": "txn_id", "call": "call_id"}
"""The field that names an event of a kind for good."""


class Row(NamedTuple):
    """
    One row that could be read, not yet checked as an event.

    ``at`` is in microseconds since 1970 UTC. ``counted`` says that the id names the row's content and needs the
    number of that identical row in its file. ``data`` is what `parse_event` takes, without ``id`` and ``at``.
    """

    at: int
    id: str
    feed: int
    line: int
    offset: int
    size: int
    counted: bool
    data: dict[str, Any]


def _nothing() -> None:
    """Nobody wants to hear."""


@dataclass(slots=True, eq=False)
class Feed:
    """
    One file of events.

    ``skipped`` counts lines that are no rows: blank ones, what stands before the header, the header. ``total`` is the
    number of rows that can be read, once it is known. ``tick`` is called for each of them. ``before`` are the lines
    that stand before the header, ``left_out`` the other sheets of its workbook, which have no header that is known.
    """

    source: Source
    number: int
    mappings: Sequence[FeedMapping]
    lang: Language = "en"
    layout: Layout | None = None
    skipped: Counter[str] = field(default_factory=Counter)
    total: int | None = None
    tick: Callable[[], None] = _nothing
    before: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The path as it was given."""
        return self.source.name

    @property
    def layout_name(self) -> str:
        """The name of the mapping that reads the row at hand; empty for plain events."""
        return self.layout.mapping.name if self.layout else ""

    def rows(self) -> Iterator[Row | Reject]:
        """Every row of the feed, in the order of the file. Can be asked for again."""
        self.skipped = Counter()
        first = self._first_line()
        if first is None:
            return iter(())
        return self._json_rows() if self._is_json(first) else self._table_rows()

    def is_table(self) -> bool:
        """Whether the rows are lines of cells under a header; not so where they are JSON or there are none."""
        first = self._first_line()
        return first is not None and not self._is_json(first)

    def _first_line(self) -> Line | None:
        return next((line for line in self.source.lines() if line.text is None or line.text.strip("\ufeff \t")), None)

    def _is_json(self, first: Line) -> bool:
        return self.source.form == "text" and (first.text or "").lstrip("\ufeff \t").startswith(("{", "["))

    def has_header(self) -> bool:
        """Whether a header that is known stands in the table."""
        try:
            self.find_header()
        except FeedError:
            return False
        return True

    def reject(self, error: FeedError | EventError, line: int, offset: int, size: int) -> Reject:
        """The reject of the row at a place."""
        return Reject.of(error, self.name, line, self.source.raw(offset, size), self.lang)

    def _table_rows(self) -> Iterator[Row | Reject]:
        delimiter, layout, before = self.find_header()
        self.layout = layout
        for record in read_records(_after(self.source.lines(), before), delimiter, self.width):
            if (item := self.item_of(record)) is not None:
                yield item

    def item_of(self, record: Record) -> Row | Reject | None:
        """What a record of a table is: a row, a reject, or nothing when all its cells are empty."""
        cells = record.cells
        try:
            if cells is None:
                raise FeedError(record.code)  # noqa: TRY301 - one place turns errors into rejects
            return self._table_row(record, cells)
        except (FeedError, EventError) as error:
            better = error if cells is None else self._no_payment(cells) or error
            return self.reject(better, record.number, record.offset, record.size)

    def width(self) -> int:
        """How many cells a row has; 0 before the header is found."""
        return self.layout.width if self.layout else 0

    def _table_row(self, record: Record, cells: list[str]) -> Row | None:
        """The row of a record, or ``None`` when all its cells are empty."""
        layout = self.layout
        assert layout is not None
        if len(cells) != layout.width:
            if not any(cell and not cell.isspace() for cell in cells):
                self.skipped["blank"] += 1
                return None
            if len(cells) < layout.width or any(cell.strip() for cell in cells[layout.width :]):
                raise FeedError("feed.columns", found=len(cells), expected=layout.width)
        try:
            at, data = layout.read(cells)
        except FeedError:
            if any(cell and not cell.isspace() for cell in cells):
                raise
            self.skipped["blank"] += 1
            return None
        return self._row(at, data, record.number, record.offset, record.size)

    def _no_payment(self, cells: list[str]) -> FeedError | None:
        """Why a row that could not be read is none: a repeated header (another one is followed from here on), sums."""
        layout = self.layout
        assert layout is not None
        if layout.is_header(cells):
            return FeedError("feed.repeated_header")
        if any(column_name(cell).startswith(_TOTALS) for cell in cells[:3]):
            return FeedError("feed.total_line")
        if sum(bool(cell.strip()) for cell in cells) == 1 and len(cells) < layout.width:
            return FeedError("feed.note_line")
        try:
            other = self._layout_of(cells)
        except FeedError:
            return None
        if other is None:
            return None
        other.unmapped = layout.unmapped  # one count for the feed: rows under the first header may be counted later
        other.stood_before(self.before)
        self.layout = other
        return FeedError("feed.repeated_header")

    def find_header(self) -> tuple[str, Layout, int]:
        """The delimiter, the layout and the number of the header's last line. Raises `FeedError` without a header."""
        head = list(islice(self.source.lines(), _HEAD))
        found: list[tuple[int, int, str, Layout]] = []
        for delimiter in _DELIMITERS:
            for record in read_records(head, delimiter):
                layout = record.cells and self._layout_of(record.cells)
                if layout:
                    found.append((record.number, -layout.known_columns, delimiter, layout))
                    break
        if not found:
            first = next((line.text for line in head if line.text), "")
            rows = ((one.number, one.cells) for mark in _DELIMITERS for one in read_records(head, mark) if one.cells)
            known = (*self.mappings, *shipped_mappings(), fields_mapping())
            raise header_error(self.name, _masked(first[:_SHOWN]), rows, known)
        number, _, delimiter, layout = min(found, key=lambda entry: entry[:2])
        last = next(r for r in read_records(head, delimiter) if r.number == number)
        end = next((line.number for line in reversed(head) if line.offset < last.offset + last.size), number)
        self.skipped["header"] += 1
        if number > 1:
            self.skipped["preamble"] += number - 1
            self.before = [line.text for line in head if line.number < number and line.text]
            layout.stood_before(self.before)
        return delimiter, layout, end

    def _layout_of(self, cells: Sequence[str]) -> Layout | None:
        return best_layout(self.mappings, cells) or path_layout(cells) or best_layout(shipped_mappings(), cells)

    def _json_rows(self) -> Iterator[Row | Reject]:
        self.layout = None
        shapes = self.shapes()
        for line in self.source.lines():
            if (item := self.object_item(line, shapes)) is not None:
                yield item

    def shapes(self) -> Shapes:
        """The layouts of objects that are no events, none met yet."""
        return Shapes(lambda names: best_layout(self.mappings, names) or best_layout(shipped_mappings(), names))

    def object_item(self, line: Line, shapes: Shapes) -> Row | Reject | None:
        """What a line of JSON is: a row, a reject, or nothing when it is blank."""
        if line.text is not None and not line.text.strip("\ufeff \t"):
            self.skipped["blank"] += 1
            return None
        try:
            return self._json_row(line, shapes)
        except (FeedError, EventError) as error:
            return self.reject(error, line.number, line.offset, line.size)

    def _json_row(self, line: Line, shapes: Shapes) -> Row:
        if line.text is None:
            raise FeedError(line.code)
        data = read_object(line.text.lstrip("\ufeff"))
        layout = None if "kind" in data else shapes.layout_of(data)
        if layout is None:
            at = _instant_of(data)
        else:
            self.layout = layout
            at, data = layout.read(shapes.cells(data))
        return self._row(at, data, line.number, line.offset, line.size)

    def _row(self, at: datetime, data: dict[str, Any], line: int, offset: int, size: int) -> Row:
        """A row with its id: its own, source and serial, or source and a digest of what it says (DESIGN 4.2)."""
        self.tick()
        event_id = data.pop("id", None)
        data.pop("at", None)
        if isinstance(event_id, str) and event_id.strip():
            return Row(microseconds(at), event_id.strip(), self.number, line, offset, size, False, data)
        kind, source = data.get("kind"), data.get("source")
        prefix = (source.strip() if isinstance(source, str) else "") or "feed"
        serial = data.get(SERIALS.get(kind, "")) if isinstance(kind, str) else None
        if isinstance(serial, str) and serial.strip():
            event_id = f"{prefix}:{kind}:{serial.strip()}"
            return Row(microseconds(at), event_id, self.number, line, offset, size, False, data)
        if event_id is not None and event_id != "":
            raise FeedError("feed.id", given=type(event_id).__name__)
        event_id = f"{prefix}:{digest_of(data, at)}:"
        return Row(microseconds(at), event_id, self.number, line, offset, size, True, data)


def open_feeds(
    path: str | Path, number: int, spool: Path, mappings: Sequence[FeedMapping], lang: Language
) -> list[Feed]:
    """
    The feeds of a file: one, or one for each sheet of a workbook that has a header that is known.

    ``number`` is the place of the first among the feeds of the run, ``spool`` room for copies. Raises `FeedError` when
    the file cannot be read.
    """
    sources = open_sources(Path(path), spool, mappings)
    feeds = [Feed(source, number + place, mappings, lang) for place, source in enumerate(sources)]
    if len(feeds) == 1:
        return feeds
    tables = [feed for feed in feeds if feed.has_header()]
    if not tables:
        next(feeds[0].rows(), None)  # says what is wrong with the header
    for place, feed in enumerate(tables):
        feed.number = number + place
    tables[0].left_out = [feed.name for feed in feeds if feed not in tables]
    return tables


def open_feed(path: str | Path, number: int, spool: Path, mappings: Sequence[FeedMapping], lang: Language) -> Feed:
    """The first of `open_feeds`, for a file that has one."""
    return open_feeds(path, number, spool, mappings, lang)[0]


def _instant_of(data: Mapping[str, Any]) -> datetime:
    """The time of a plain event; one that the event's own door refuses raises what that door says."""
    try:
        return parse_time(data.get("at"), field="at")
    except EventError:
        event = parse_event({"id": "-", **data})
        return event.at


def _masked(text: str) -> str:
    """A line that may be somebody's row, its numbers masked."""
    return "".join(mask_text(part) for part in re.split(r"([,\t;|])", text))


def _after(lines: Iterator[Line], number: int) -> Iterator[Line]:
    return (line for line in lines if line.number > number)

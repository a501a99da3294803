"""From a header to a reader of its rows: which column is which field, and one mapping per row."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from fraudguard.errors import EventError, FeedError
from fraudguard.events.masking import mask_text
from fraudguard.events.moment import microseconds
from fraudguard.feeds import cells as read
from fraudguard.feeds.columns import bare_name, column_name
from fraudguard.feeds.mapping import FeedMapping, FieldMapping
from fraudguard.feeds.readings import MINUS, Read, fixed_value, instant_reader, reader_of

__all__ = ["Column", "Layout", "Span", "best_layout", "digest_of", "serial_rest"]

_FOLLOWS = r"\s*[:=,\[(]+\s*[\[(\"']?([^\s\])\",;']{1,60})"
_LONGEST = 30 * 86_400


class Column(NamedTuple):
    """Where one field comes from in this feed: positions of columns, best first, and how to read each."""

    path: str
    folders: tuple[str, ...]
    leaf: str
    cells: tuple[tuple[int, Read], ...]
    required: bool


class Span(NamedTuple):
    """A duration that runs from one cell to another."""

    path: str
    begin: list[int]
    end: list[int]


class Layout:
    """
    How the rows under one header are read.

    ``mapped`` tells for each field the column it comes from, ``ignored`` the columns nobody reads. ``unmapped`` counts,
    per field, cells that were left out: a word that no table knows, a balance below zero. The plan of the reading
    (``columns``, ``spans``, ``fixed_values``, ``at``, ``date``, ``only``, ``retracts``: positions of columns, best
    first) is what `fraudguard.feeds.vector_layout` reads many rows by.
    """

    def __init__(self, mapping: FeedMapping, header: Sequence[str]) -> None:
        self.mapping = mapping
        self.header = tuple(column_name(cell) for cell in header)
        self.width = len(header)
        self.unmapped: Counter[str] = Counter()
        self._places, self.units = _places(self.header)
        self.columns: list[Column] = []
        self.spans: list[Span] = []
        self.fixed_values: list[tuple[str, Any]] = []
        self.at = self._positions(mapping.fields["at"].columns)
        self.date = self._positions(mapping.fields["at"].date)
        self.moment_of = instant_reader(mapping.fields["at"], mapping.zone)
        self.offset, self.plus = mapping.clock_offset, mapping.fields["at"].plus
        self.only = self._marks(mapping.only)
        self.retracts = self._marks(mapping.retracts)
        for path, entry in mapping.fields.items():
            if path != "at":
                self._find(path, entry)
        self._name_columns(header)

    def _marks(self, marks: Mapping[str, Iterable[str]]) -> list[tuple[list[int], frozenset[str]]]:
        """Columns and the words in them that say what a row is."""
        return [(self._positions([name]), frozenset(map(column_name, words))) for name, words in marks.items()]

    def _find(self, path: str, entry: FieldMapping) -> None:
        """Where a field comes from under this header."""
        if entry.value:
            self.fixed_values.append((path, fixed_value(self.mapping, path, entry.value, entry)))
        found, begin = self._positions(entry.columns), self._positions(entry.begin)
        if found and begin:
            self.spans.append(Span(path, begin, found))
        elif found and not entry.begin:
            told = self._tell(path)
            readers = tuple((at, reader_of(self.mapping, path, entry, self.units[at], told)) for at in found)
            *folders, leaf = path.split(".")
            self.columns.append(Column(path, tuple(folders), leaf, readers, path in self.mapping.required))

    def _name_columns(self, header: Sequence[str]) -> None:
        names = [str(cell).strip() for cell in header]
        taken = {path: [place for place, _ in cells] for path, _, _, cells, _ in self.columns}
        taken |= {span.path: [*span.begin, *span.end] for span in self.spans}
        taken["at"] = [*self.date, *self.at]
        self.mapped = {path: [names[place] for place in places] for path, places in taken.items()}
        marks = (places for places, _ in (*self.only, *self.retracts))
        used = {place for places in (*taken.values(), *marks) for place in places}
        self.ignored = [name for place, name in enumerate(names) if place not in used and name]

    @property
    def fits(self) -> bool:
        """Whether the header has a column for every field the layout needs."""
        return all(self.mapped.get(path) for path in self.mapping.need) and all(places for places, _ in self.only)

    @property
    def known_columns(self) -> int:
        """How many columns are read: the better of two fitting layouts reads more."""
        return self.width - len(self.ignored)

    @property
    def fixed(self) -> dict[str, Any]:
        """The fields that have one value on all rows, as they may be shown."""
        return {path: mask_text(value) if isinstance(value, str) else value for path, value in self.fixed_values}

    def stood_before(self, lines: Iterable[str]) -> None:
        """Take the fields that stand in the lines before the header, such as the account of a statement."""
        text = [unicodedata.normalize("NFKC", line) for line in lines]
        for path, entry in self.mapping.fields.items():
            for word in entry.preamble:
                form = re.compile(re.escape(unicodedata.normalize("NFKC", word)) + _FOLLOWS)
                if found := next((hit[1] for line in text if (hit := form.search(line))), ""):
                    self._take_fixed(path, found, entry)
                    break

    def _take_fixed(self, path: str, text: str, entry: FieldMapping) -> None:
        """A value from before the header; one that cannot be what it should is left out and counted."""
        try:
            value = fixed_value(self.mapping, path, text, entry)
        except (FeedError, EventError):
            value = None
        if value is None:
            self.unmapped[path] += 1
        else:
            self.fixed_values.append((path, value))

    def is_header(self, row: Sequence[str]) -> bool:
        """Whether a row repeats the header."""
        return tuple(column_name(cell) for cell in row) == self.header

    def read(self, row: Sequence[str]) -> tuple[datetime, dict[str, Any]]:
        """
        The instant and the fields of one row, as `parse_event` takes them.

        Raises `FeedError` or `EventError` when a cell cannot be what its column says.
        """
        for places, words in self.only:
            if column_name(row[places[0]]) not in words:
                raise FeedError("feed.other_kind", column=self.header[places[0]], given=row[places[0]])
        at = self._moment(row)
        values: dict[str, Any] = {}
        event: dict[str, Any] = {"kind": self.mapping.kind, "source": self.mapping.name}
        for path, value in self.fixed_values:
            values[path] = value
            _put(event, path, value)
        for path, folders, leaf, cells, required in self.columns:
            value = None
            for place, reader in cells:
                text = row[place]
                if text and (text := text.strip(read.INVISIBLE)) not in read.MISSING:
                    value = reader(text)
                    if value is not None:
                        break
            if value is None:
                if required:
                    raise FeedError("feed.cell_missing", column=self.mapped[path][0])
                continue
            values[path] = value
            part = event
            for name in folders:
                part = part.setdefault(name, {})
            part[leaf] = value
        for span in self.spans:
            seconds = self._seconds(row, span)
            if seconds is not None:
                values[span.path] = seconds
                _put(event, span.path, seconds)
        self._complete(event, values)
        if self.retracts and self._takes_back(row):
            event = _retraction(event)
        if self.plus in values:
            at += _length(values[self.plus])
        return at, event

    def _takes_back(self, row: Sequence[str]) -> bool:
        return any(column_name(row[place]) in words for places, words in self.retracts for place in places)

    def _moment(self, row: Sequence[str]) -> datetime:
        date = next((text for place in self.date if (text := read.clean(row[place]))), "")
        for place in self.at:
            if text := read.clean(row[place]):
                return self.moment_of(text, date) + self.offset
        raise FeedError("feed.cell_missing", column=self.mapped["at"][-1])

    def _seconds(self, row: Sequence[str], span: Span) -> float | None:
        """The seconds from one time to another; ``None`` when one is missing or the end stands before the beginning."""
        begin = next((text for place in span.begin if (text := read.clean(row[place]))), "")
        end = next((text for place in span.end if (text := read.clean(row[place]))), "")
        if not begin or not end:
            return None
        seconds = (self.moment_of(end, "") - self.moment_of(begin, "")).total_seconds()
        if seconds < 0:
            self.unmapped[span.path] += 1
            return None
        return int(seconds) if seconds.is_integer() else seconds

    def _complete(self, event: dict[str, Any], values: dict[str, Any]) -> None:
        """Put the counterparty on its side, take the sign off the amount, and name the row by its serial."""
        mapping = self.mapping
        amount = values.get("amount")
        if isinstance(amount, str) and amount[:1] in MINUS:
            event["amount"] = self._positive(amount, event)
        party = event.pop("counterparty", {})
        if "direction" in event:
            party.pop("id_card", None)
            if mapping.same_person and len({values.get(path, path) for path in mapping.same_person}) == 1:
                party.setdefault("kind", "self")
            if party:
                event["payer" if event["direction"] == "in" else "payee"] = party
        serial = [str(values[path]) for path in mapping.serial if path in values]
        if serial and mapping.serial[0] in values and "id" not in event:
            event["id"] = _serial_id(event["source"], mapping.kind, serial)

    def _positive(self, amount: str, event: dict[str, Any]) -> str:
        """A negative amount without its sign, where the layout says that minus means money going out."""
        if self.mapping.negative != "out" or event.get("direction") == "in":
            raise FeedError("feed.sign", given=amount)
        event["direction"] = "out"
        return amount.strip("-－−()（）")

    def _positions(self, names: Iterable[str]) -> list[int]:
        found = (self._places.get(column_name(name)) for name in names)
        return [place for place in found if place is not None]

    def _tell(self, path: str) -> Callable[[str], None]:
        def tell(_word: str) -> None:
            self.unmapped[path] += 1

        return tell


def best_layout(mappings: Iterable[FeedMapping], header: Sequence[str]) -> Layout | None:
    """The layout that fits a header and reads most of its columns, or ``None``."""
    names = {bare_name(column_name(cell))[0] for cell in header}
    possible = [mapping for mapping in mappings if all(names & columns for columns in mapping.needed)]
    fitting = [layout for mapping in possible if (layout := Layout(mapping, header)).fits]
    return max(fitting, key=lambda layout: layout.known_columns, default=None)


def digest_of(data: dict[str, Any], at: datetime) -> str:
    """A digest of everything a row says, for rows without a serial. Equal rows have equal digests."""
    text = json.dumps([microseconds(at), data], sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _serial_id(source: object, kind: str, serial: Sequence[str]) -> str:
    """Source and serial; what else belongs to the serial, such as the account, enters as a digest."""
    rest = serial_rest("\x1f".join(serial)) if len(serial) > 1 else ""
    return f"{source}:{kind}:{serial[0]}" + (f":{rest}" if rest else "")


def serial_rest(joined: str) -> str:
    """The digest of all parts of a serial, joined by the separator of units."""
    return hashlib.blake2b(joined.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _retraction(event: dict[str, Any]) -> dict[str, Any]:
    """What takes back the event of a serial. Raises `FeedError` when the row has none."""
    target = event.get("id")
    if not target:
        raise FeedError("feed.retracts_nothing")
    said = {"kind": "retraction", "source": event["source"], "target": target, "id": f"{target}:retracted"}
    return said | ({"person": event["person"]} if "person" in event else {})


def _length(seconds: float) -> timedelta:
    """A length of time that is added. Raises `FeedError` when nothing lasts so long."""
    if not 0 <= seconds <= _LONGEST:
        raise FeedError("feed.duration", given=seconds)
    return timedelta(seconds=seconds)


def _put(event: dict[str, Any], path: str, value: Any) -> None:
    *folders, leaf = path.split(".")
    part = event
    for name in folders:
        part = part.setdefault(name, {})
    part[leaf] = value


def _places(header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Column names to positions, with and without a unit in brackets, and the unit of each column."""
    places: dict[str, int] = {}
    units = [""] * len(header)
    for place, name in enumerate(header):
        bare, units[place] = bare_name(name)
        if bare:
            places.setdefault(bare, place)
    return places, units

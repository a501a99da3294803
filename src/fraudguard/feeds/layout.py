"""From a header to a reader of its rows: which column is which field, and one mapping per row."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timezone
from typing import Any, NamedTuple

from fraudguard.errors import FeedError
from fraudguard.events.moment import microseconds, parse_feed_time
from fraudguard.feeds import cells as read
from fraudguard.feeds.mapping import FeedMapping, FieldMapping
from fraudguard.feeds.times import read_time

__all__ = ["Layout", "best_layout", "column_name", "digest_of"]

Read = Callable[[str], Any]

_READERS: dict[str, Read] = {
    "text": read.read_text,
    "account": read.read_account,
    "phone": read.read_phone,
    "id_card": read.read_text,
    "money": read.read_text,
    "number": read.read_number,
    "flag": read.read_flag,
    "list": read.read_list,
}
_MONEY_UNITS = {"分": read.read_fen, "fen": read.read_fen, "cent": read.read_fen, "cents": read.read_fen}
_MONEY_UNITS |= dict.fromkeys(("元", "yuan", "rmb", "cny", "人民币", "人民币元"), read.read_text)
_MONEY_UNITS |= dict.fromkeys(("万元", "万"), read.read_wan)
_MINUS = frozenset("-－−(（")
_UNIT = re.compile(r"(.+?)(?:\(([^()]*)\)|_(fen|cents?|yuan))", re.ASCII)
_HIDDEN = re.compile(r"[\s\u200b-\u200d\u2060\ufeff'\"]+")


def column_name(cell: str) -> str:
    """A column's name as names are compared: half width, lower case, without blanks and line breaks, 帐 as 账."""
    return _HIDDEN.sub("", unicodedata.normalize("NFKC", cell)).lower().replace("帐", "账")


class _Column(NamedTuple):
    """Where one field comes from in this feed: positions of columns, best first, and how to read each."""

    path: str
    folders: tuple[str, ...]
    leaf: str
    cells: tuple[tuple[int, Read], ...]
    required: bool


class Layout:
    """
    How the rows under one header are read.

    ``mapped`` tells for each field the column it comes from, ``ignored`` the columns nobody reads. ``unmapped`` counts,
    per field, cells that were left out: a word that no table knows, a balance below zero.
    """

    def __init__(self, mapping: FeedMapping, header: Sequence[str]) -> None:
        self.mapping = mapping
        self.header = tuple(column_name(cell) for cell in header)
        self.width = len(header)
        self.unmapped: Counter[str] = Counter()
        self._places, self._units = _places(self.header)
        self._columns: list[_Column] = []
        self._at: list[int] = []
        self._date: list[int] = []
        for entry in mapping.fields:
            if entry.path == "at":
                self._at, self._date = self._positions(entry.columns), self._positions(entry.date)
            elif found := self._positions(entry.columns):
                readers = tuple((place, self._reader(entry, place)) for place in found)
                *folders, leaf = entry.path.split(".")
                required = entry.path in mapping.required
                self._columns.append(_Column(entry.path, tuple(folders), leaf, readers, required))
        taken = {place for column in self._columns for place, _ in column.cells} | set(self._at) | set(self._date)
        names = [str(cell).strip() for cell in header]
        self.mapped = {column.path: [names[place] for place, _ in column.cells] for column in self._columns}
        self.mapped["at"] = [names[place] for place in (*self._date, *self._at)]
        self.ignored = [name for place, name in enumerate(names) if place not in taken and name]

    @property
    def fits(self) -> bool:
        """Whether the header has a column for every field the layout needs."""
        return all(self.mapped.get(path) for path in self.mapping.need)

    @property
    def known_columns(self) -> int:
        """How many columns are read: the better of two fitting layouts reads more."""
        return self.width - len(self.ignored)

    def is_header(self, row: Sequence[str]) -> bool:
        """Whether a row repeats the header."""
        return tuple(column_name(cell) for cell in row) == self.header

    def read(self, row: Sequence[str]) -> tuple[datetime, dict[str, Any]]:
        """
        The instant and the fields of one row, as `parse_event` takes them.

        Raises `FeedError` or `EventError` when a cell cannot be what its column says.
        """
        at = self._moment(row)
        values: dict[str, Any] = {}
        event: dict[str, Any] = {"kind": self.mapping.kind, "source": self.mapping.name}
        for path, folders, leaf, cells, required in self._columns:
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
        self._complete(event, values)
        return at, event

    def _moment(self, row: Sequence[str]) -> datetime:
        date = next((text for place in self._date if (text := read.clean(row[place]))), "")
        for place in self._at:
            if text := read.clean(row[place]):
                return read_time(text, self.mapping.zone, date)
        raise FeedError("feed.cell_missing", column=self.mapped["at"][-1])

    def _complete(self, event: dict[str, Any], values: dict[str, Any]) -> None:
        """Put the counterparty on its side, take the sign off the amount, and name the row by its serial."""
        mapping = self.mapping
        amount = values.get("amount")
        if isinstance(amount, str) and amount[:1] in _MINUS:
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

    def _reader(self, entry: FieldMapping, place: int) -> Read:
        if entry.reading in {"money", "balance"}:
            plain = _MONEY_UNITS.get(self._units[place], read.read_text)
            return plain if entry.reading == "money" else _balance_reader(plain, self._tell(entry.path))
        if entry.reading == "word":
            told = self._tell(entry.path) if entry.unknown == "missing" else None
            return read.word_reader(entry.words, contains=entry.contains, unmapped=told)
        if entry.reading == "time":
            return _time_reader(self.mapping.zone)
        if entry.reading == "day":
            return _day_reader(self.mapping.zone)
        return _READERS[entry.reading]

    def _tell(self, path: str) -> Callable[[str], None]:
        def tell(_word: str) -> None:
            self.unmapped[path] += 1

        return tell


def best_layout(mappings: Iterable[FeedMapping], header: Sequence[str]) -> Layout | None:
    """The layout that fits a header and reads most of its columns, or ``None``."""
    fitting = [layout for mapping in mappings if (layout := Layout(mapping, header)).fits]
    return max(fitting, key=lambda layout: layout.known_columns, default=None)


def digest_of(data: dict[str, Any], at: datetime) -> str:
    """A digest of everything a row says, for rows without a serial. Equal rows have equal digests."""
    text = json.dumps([microseconds(at), data], sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _serial_id(source: object, kind: str, serial: Sequence[str]) -> str:
    """Source and serial; what else belongs to the serial, such as the account, enters as a digest."""
    rest = hashlib.blake2b("\x1f".join(serial).encode("utf-8", "replace"), digest_size=6).hexdigest()
    return f"{source}:{kind}:{serial[0]}" + (f":{rest}" if len(serial) > 1 else "")


def _places(header: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Column names to positions, with and without a unit in brackets, and the unit of each column."""
    places: dict[str, int] = {}
    units = [""] * len(header)
    for place, name in enumerate(header):
        found = _UNIT.fullmatch(name)
        unit = (found[2] or found[3] or "") if found else ""
        if found and unit in _MONEY_UNITS:
            units[place] = unit
            name = found[1]  # noqa: PLW2901 - the name goes on without its unit
        if name:
            places.setdefault(name, place)
    return places, units


def _balance_reader(plain: Read, told: Callable[[str], None]) -> Read:
    """A balance in yuan; one below zero, as of an overdraft, is left out and counted: events hold no debts."""

    def reader(text: str) -> Any:
        if text[0] in _MINUS:
            told(text)
            return None
        return plain(text)

    return reader


def _time_reader(zone: timezone) -> Read:
    return lambda text: read_time(text, zone).isoformat()


def _day_reader(zone: timezone) -> Read:
    return lambda text: parse_feed_time(text, zone).isoformat()

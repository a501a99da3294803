"""How the cells of one column are read: the reading a mapping names, with its unit, words, formats and zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from fraudguard.errors import EventError, FeedError
from fraudguard.events import FIELDS
from fraudguard.events.moment import parse_feed_time
from fraudguard.feeds import cells as read
from fraudguard.feeds.mapping import FeedMapping, FieldMapping
from fraudguard.feeds.mapping_check import field_of
from fraudguard.feeds.times import FIRST_YEAR, LAST_YEAR, read_format, read_time

__all__ = ["MINUS", "Read", "fixed_value", "instant_reader", "reader_of"]

Read = Callable[[str], Any]

MINUS = frozenset("-－−(（")
"""How an amount below zero begins."""

_MONEY: dict[str, Read] = {"yuan": read.read_text, "fen": read.read_fen, "wan": read.read_wan}
_PLAIN: dict[str, Read] = {
    "text": read.read_text,
    "name": read.read_name,
    "account": read.read_account,
    "phone": read.read_phone,
    "id_card": read.read_id_card,
    "number": read.read_number,
    "duration": read.read_duration,
    "flag": read.read_flag,
    "list": read.read_list,
}
_STEP = re.compile(r"\d{1,9}(?:\.0*)?", re.ASCII)
_LONGEST_WAY = 20 * 366 * 86_400  # seconds from step 0


def reader_of(
    mapping: FeedMapping, path: str, entry: FieldMapping, header_unit: str, told: Callable[[str], None]
) -> Read:
    """
    The reader of a column; it raises `FeedError` or `EventError` for a cell that cannot be what the column says.

    ``header_unit`` is the unit of money in the header, which goes before that of the mapping. ``told`` hears of each
    cell that is left out.
    """
    if entry.reading in {"money", "balance"}:
        plain = _MONEY[header_unit or entry.unit or "yuan"]
        return plain if entry.reading == "money" else _balance_reader(plain, told)
    if entry.reading == "word":
        table: dict[str, Any] = dict(entry.table)
        if _type_of(mapping, path) == "bool":
            table = {word: value == "true" for word, value in table.items()}
        unmapped = {"refuse": None, "missing": told, "silent": _unheard}[entry.unknown]
        return read.word_reader(table, contains=entry.contains, unmapped=unmapped)
    if entry.reading in {"time", "steps"}:
        moment = instant_reader(entry, mapping.zone)
        return lambda text: (moment(text, "") + mapping.clock_offset).isoformat()
    if entry.reading == "day":
        return _day_reader(entry, mapping.zone)
    return _PLAIN[entry.reading]


def instant_reader(entry: FieldMapping, zone: timezone) -> Callable[[str, str], datetime]:
    """The reader of a time, from its cell and that of the date beside it."""
    since, step = entry.since, entry.step
    if entry.reading == "steps" and since is not None and step is not None:
        return lambda text, _date: _after_steps(text, since, step)
    if not entry.formats:
        return lambda text, date: read_time(text, zone, date)

    def formatted(text: str, date: str) -> datetime:
        for form in entry.formats:
            moment = read_format(f"{date} {text}" if date else text, form, zone)
            if moment is not None:
                if not FIRST_YEAR <= moment.year <= LAST_YEAR:
                    raise FeedError("feed.time_range", given=text)
                return moment
        return read_time(text, zone, date)

    return formatted


def fixed_value(mapping: FeedMapping, path: str, text: str, entry: FieldMapping) -> Any:
    """The value a field has on all rows."""
    kind = _type_of(mapping, path)
    if kind == "bool":
        return text == "true"
    return read.read_number(text) if kind == "number" else _PLAIN.get(entry.reading, read.read_text)(text)


def _unheard(_word: str) -> None:
    """Nobody counts a word that most cells of a column may hold."""


def _type_of(mapping: FeedMapping, path: str) -> str:
    real = field_of(mapping.kind, path)
    return FIELDS[mapping.kind][real].type if real else ""


def _after_steps(text: str, since: datetime, step: timedelta) -> datetime:
    plain = unicodedata.normalize("NFKC", text)
    if not _STEP.fullmatch(plain):
        raise FeedError("feed.number", given=text)
    seconds = float(plain) * step.total_seconds()
    if abs(seconds) > _LONGEST_WAY:
        raise FeedError("feed.time_range", given=text)
    return since + timedelta(seconds=seconds)


def _balance_reader(plain: Read, told: Callable[[str], None]) -> Read:
    """A balance in yuan; one below zero, as of an overdraft, is left out and counted: events hold no debts."""

    def reader(text: str) -> Any:
        if text[0] in MINUS:
            told(text)
            return None
        return plain(text)

    return reader


def _day_reader(entry: FieldMapping, zone: timezone) -> Read:
    def reader(text: str) -> str:
        for form in entry.formats:
            if (moment := read_format(text, form, zone)) is not None:
                return moment.isoformat()
        try:
            return parse_feed_time(text, zone).isoformat()
        except EventError:
            raise FeedError("feed.time_date", given=text) from None

    return reader

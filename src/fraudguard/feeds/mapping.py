"""What a mapping file says: which column of a layout is which field, and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator
from pydantic_core import PydanticCustomError

from fraudguard.errors import EventError
from fraudguard.events import SHANGHAI
from fraudguard.events.moment import parse_time
from fraudguard.feeds.columns import column_name
from fraudguard.feeds.times import read_duration, read_zone

__all__ = ["FeedMapping", "FieldMapping", "Matching", "Reading", "Unit"]

Reading = Literal[
    "text", "name", "account", "phone", "id_card", "money", "balance", "time", "day", "steps", "word", "flag", "number",
    "duration", "list",
]  # fmt: skip
"""How the cells of a column are read."""

Unit = Literal["yuan", "fen", "wan"]
"""What one of a column of money is: yuan, a hundredth, ten thousand."""

_Texts = tuple[Annotated[str, Field(max_length=200)], ...]
_Name = Annotated[str, Field(min_length=1, max_length=80)]


def _zone(value: object) -> timezone:
    zone = value if isinstance(value, timezone) else read_zone(value) if isinstance(value, str) else None
    if zone is None:
        raise PydanticCustomError("zone", "")
    return zone


def _duration(value: object) -> timedelta:
    span = value if isinstance(value, timedelta) else read_duration(value) if isinstance(value, str) else None
    if span is None:
        raise PydanticCustomError("duration", "")
    return span


def _instant(value: object) -> datetime:
    try:
        return parse_time(value)
    except EventError:
        raise PydanticCustomError("instant", "") from None


def _columns(value: object) -> object:
    """A list alone stands for the columns of a field that is read as text."""
    return {"columns": value} if isinstance(value, (list, tuple)) else value


_Zone = Annotated[timezone, PlainValidator(_zone)]
_Span = Annotated[timedelta, PlainValidator(_duration)]
_Instant = Annotated[datetime, PlainValidator(_instant)]


class _Part(BaseModel):
    """A frozen part of a mapping file; a key it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, populate_by_name=True)


class FieldMapping(_Part):
    """
    One field of the event and the columns it may come from, best first.

    ``columns`` are tried in turn until one has a cell that says something. A field without columns has one ``value``
    for all rows, or the text that follows one of the words of ``preamble`` in the lines before the header. ``words``
    lists for each value of the field what the feed calls it. ``unknown`` is what happens to another word: ``refuse``
    rejects the row, ``missing`` leaves the field unknown and counts the word, ``silent`` does not even count it.
    ``contains`` also finds a word inside a longer text. ``unit`` is that of money where the header names none.

    ``date`` are columns with the date of a clock, ``formats`` are tried before the usual forms of a time, ``since`` and
    ``step`` are the start and the length of numbered steps, ``begin`` are the columns of the time from which a duration
    runs. ``plus`` names the field, in seconds, to be added to a time: a call is known when it ends.
    """

    columns: _Texts = ()
    reading: Reading = Field(default="text", alias="as")
    value: Annotated[str, Field(max_length=200)] = ""
    preamble: _Texts = ()
    words: Mapping[str, _Texts] = Field(default_factory=dict)
    unknown: Literal["refuse", "missing", "silent"] = "refuse"
    contains: bool = False
    unit: Unit | None = None
    date: _Texts = ()
    formats: _Texts = ()
    since: _Instant | None = None
    step: _Span | None = None
    begin: _Texts = ()
    plus: str = ""

    @cached_property
    def table(self) -> Mapping[str, str]:
        """What the feed says to what the field holds."""
        return {word: value for value, words in self.words.items() for word in words}


class Matching(_Part):
    """
    When a row of this feed tells of the same payment as a row of another one (DOMAIN 10.9, item 7).

    ``feeds`` are the names of other mappings. Two rows are one event when the fields of ``fields`` are all there and
    equal and their times are no further apart than ``within``, at most an hour; ``person`` among them is whom the
    directory says the event is about.
    """

    feeds: Annotated[_Texts, Field(min_length=1, alias="with")]
    fields: Annotated[_Texts, Field(min_length=1, alias="on")]
    within: _Span = timedelta(seconds=60)


class FeedMapping(_Part):
    """
    A known layout of rows.

    ``need``: fields whose columns a header must have to be of this layout. ``required``: fields that no row may leave
    empty. ``serial``: fields that together name a row for good. ``negative``: what a negative amount means: ``refuse``,
    or money going ``out``. ``same_person``: two fields whose equality says that a payment stays with one person.
    ``only``: columns and the words that rows of this layout have there; other rows are no events of this kind.
    ``retracts``: columns and the words by which a row takes back what an earlier one of the same serial told.
    ``clock_offset``: what is added to every time of the feed, whose clock goes wrong. ``match``: other feeds in which
    the same payment stands.
    """

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\s:]+$")]
    title: Annotated[str, Field(max_length=80)] = ""
    kind: str
    zone: _Zone = SHANGHAI
    clock_offset: _Span = timedelta()
    need: Annotated[_Texts, Field(min_length=1)]
    required: _Texts = ()
    serial: _Texts = ()
    negative: Literal["refuse", "out"] = "refuse"
    same_person: _Texts = ()
    only: Mapping[_Name, _Texts] = Field(default_factory=dict)
    retracts: Mapping[_Name, _Texts] = Field(default_factory=dict)
    match: Matching | None = None
    fields: Mapping[_Name, Annotated[FieldMapping, BeforeValidator(_columns)]]

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """For each field that a header must have, the names of its columns as they are compared."""
        fields = (self.fields[path] for path in self.need)
        return tuple(frozenset(map(column_name, entry.columns)) for entry in fields)

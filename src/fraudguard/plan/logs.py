"""The events of one key in order, and what a long log knows by heart so that nobody scans it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import Any, Protocol

from fraudguard.plan.shelf import Shelf

__all__ = ["LONG", "Index", "Log", "as_log", "part", "put"]

LONG = 64
"""Up to so many events a scan costs less than an index: some microseconds."""

_position = itemgetter(0, 1)
Record = Any


class Index(Protocol):
    """What a window knows of the first ``covered`` events of a log."""

    covered: int

    def cut(self, length: int) -> None:
        """Forget everything from the event of number ``length`` on."""


class Log(list[Record]):
    """
    A log of more than `LONG` events, in the order of (at, id).

    ``indexes`` are by window and grow with the log when they are asked; an event that comes late or is
    taken back cuts them down to where it stands. ``parts`` are the same events by other fields of theirs.
    """

    __slots__ = ("indexes", "parts", "used")

    def __init__(self, records: Iterable[Record] = ()) -> None:
        super().__init__(records)
        self.indexes: dict[object, Index] = {}
        self.parts: dict[int, _Parts] = {}
        self.used = True

    def cut(self, length: int) -> None:
        """Before the events from number ``length`` on are moved: nothing is known of them any more."""
        for index in self.indexes.values():
            if index.covered > length:
                index.cut(length)
        for parts in self.parts.values():
            parts.cut(self, length)

    def keep(self, records: Iterable[Record]) -> None:
        """Other events instead, of which nothing is known yet."""
        self.indexes.clear()
        self.parts.clear()
        self[:] = records


class _Parts:
    """The first ``covered`` events of a log by the value of one slot."""

    __slots__ = ("by", "covered", "slot")

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.covered = 0
        self.by: dict[Any, Log] = {}

    def cut(self, log: Log, length: int) -> None:
        for record in reversed(log[length : self.covered]):
            own = self.by[record[self.slot]]
            own.cut(len(own) - 1)
            own.pop()
        self.covered = min(self.covered, length)

    def extend(self, log: Log) -> None:
        by, slot = self.by, self.slot
        for record in log[self.covered :]:
            value = record[slot]
            found = by.get(value)
            if found is None:
                by[value] = Log((record,))
            else:
                found.append(record)
        self.covered = len(log)


def as_log(records: list[Record]) -> list[Record]:
    """The same events, as a `Log` when they are many."""
    return Log(records) if len(records) > LONG and type(records) is list else records


def part(log: Log, slot: int, value: object) -> Log:
    """The events of a log that hold ``value``."""
    parts = log.parts.get(slot)
    if parts is None:
        parts = log.parts[slot] = _Parts(slot)
    if parts.covered < len(log):
        parts.extend(log)
    found = parts.by.get(value)
    return _NOTHING if found is None else found


def put(store: Shelf[Any, list[Record]], key: object, record: Record) -> None:
    """Insert a record into its key's log, which is kept in the order of (at, id)."""
    records = store.find(key)
    if records is None:
        store.add(key, [record])
        return
    last = records[-1]
    if last[0] < record[0] or (last[0] == record[0] and last[1] <= record[1]):
        records.append(record)
    else:
        place = bisect_right(records, (record[0], record[1]), key=_position)
        if type(records) is Log:
            records.cut(place)
        records.insert(place, record)
    if len(records) > LONG:
        _grown(store, key, records)


def _grown(store: Shelf[Any, list[Record]], key: object, records: list[Record]) -> None:
    if type(records) is Log:
        records.used = True
    else:
        store[key] = Log(records)


_NOTHING = Log()

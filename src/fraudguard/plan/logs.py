"""The events of one key in order, and what a log knows by heart so that nobody scans it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any, Protocol, Self

from fraudguard.plan.shelf import Shelf

__all__ = ["LONG", "NOTHING", "Index", "Log", "fired", "part", "put", "settled"]

LONG = 64
"""Up to so many events in a window a scan costs less than an index: some microseconds."""

_NONE: frozenset[str] = frozenset()
_SETS: dict[frozenset[str], frozenset[str]] = {}
_MOST_SETS = 65_536  # then begun anew: sharing saves memory and must not take it for ever
_FIRED = 2  # where a record says which rules fired on its event

_position = itemgetter(0, 1)
Record = Any


class Index(Protocol):
    """What a window knows of the first ``covered`` events of a log."""

    covered: int

    def cut(self, length: int) -> None:
        """Forget everything from the event of number ``length`` on."""


class Log(list[Record]):
    """
    Events of one key in the order of (at, id).

    ``fired`` holds every rule that fired on one of them, and maybe others that fired on an event that has
    gone: a window that counts the findings of a rule need not look where it never fired. ``indexes`` are by window
    and grow with the log when they are asked; an event that comes late or is taken back cuts them down to where it
    stands. ``parts`` are the same events by other fields of theirs. ``used`` says that a log of more than `LONG`
    events was lately added to.
    """

    __slots__ = ("fired", "indexes", "parts", "used")

    def __init__(self, records: Iterable[Record] = (), fired: frozenset[str] = _NONE) -> None:
        super().__init__(records)
        self.fired = _shared(fired)
        self.indexes: dict[object, Index] | None = None  # most logs never need any
        self.parts: dict[int, _Parts] | None = None
        self.used = False

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        """A log of records that say which rules fired."""
        log = cls(records)
        log.fired = _shared(_NONE.union(*(record[_FIRED] for record in log if record[_FIRED])))
        return log

    def cut(self, length: int) -> None:
        """Before the events from number ``length`` on are moved: nothing is known of them any more."""
        for index in self.indexes.values() if self.indexes else ():
            if index.covered > length:
                index.cut(length)
        for parts in self.parts.values() if self.parts else ():
            parts.cut(self, length)

    def keep(self, records: Iterable[Record]) -> None:
        """Other events instead, of which nothing is known yet."""
        self.indexes = self.parts = None
        self[:] = records


def _shared(rules: frozenset[str]) -> frozenset[str]:
    """One object that stands for a set of rules: few sets occur, in a great many logs."""
    if len(_SETS) >= _MOST_SETS:
        _SETS.clear()
    return _SETS.setdefault(rules, rules)


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


def part(log: Log, slot: int, value: object) -> Log:
    """The events of a log that hold ``value``."""
    if log.parts is None:
        log.parts = {}
    parts = log.parts.get(slot)
    if parts is None:
        parts = log.parts[slot] = _Parts(slot)
    if parts.covered < len(log):
        parts.extend(log)
    found = parts.by.get(value)
    return NOTHING if found is None else found


def put(store: Shelf[Any, Log], key: object, record: Record) -> Log:
    """Insert a record into its key's log, which is kept in the order of (at, id)."""
    records: Log | None = store.find(key)
    if records is None:
        store.add(key, records := Log((record,)))
        return records
    last = records[-1]
    if last[0] < record[0] or (last[0] == record[0] and last[1] <= record[1]):
        records.append(record)
    else:
        place = bisect_right(records, (record[0], record[1]), key=_position)
        records.cut(place)
        records.insert(place, record)
    if len(records) > LONG:
        records.used = True
    return records


def fired(
    stores: Sequence[Shelf[Any, Log]], keys: Iterable[tuple[int, object]], asked: frozenset[str], rules: Iterable[str]
) -> None:
    """Note in the logs of an event, by number of the store and key, which of the ``asked`` rules fired on it."""
    rules = asked.intersection(rules)
    for number, key in keys:
        log = stores[number].find(key)
        if log is not None and not rules <= log.fired:
            log.fired = _shared(log.fired | rules)


def settled(stores: Sequence[Shelf[Any, Log]], keys: Iterable[tuple[int, object]], record: list[Any]) -> None:
    """
    The rules have run on an event: from now on a tuple stands for it in its logs.

    The garbage collector stops looking at a tuple of plain values; a list it would look at for months.
    """
    kept = (*record[:_FIRED], tuple(record[_FIRED]), *record[_FIRED + 1 :])
    for number, key in keys:
        log = stores[number].find(key)
        if log:
            log[-1 if log[-1] is record else next(i for i, one in enumerate(log) if one is record)] = kept


NOTHING = Log()
"""The log of a key of which nothing is known."""

"""What windows know of a long log: each answers over any stretch of it without scanning it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from fraudguard.plan.arithmetic import divide
from fraudguard.plan.logs import Log

__all__ = ["INDEXED", "indexed", "total"]

_position = itemgetter(0, 1)
_instant = itemgetter(0)
_BLOCK = 64
Record = Any
Value = Callable[[Record], Any]
"""What an event brings to a window: ``None`` when it does not count."""


class _Sums:
    """Running count and sum; sums of whole numbers are differences, others are added up anew, exactly."""

    __slots__ = ("_odd", "_sums", "_values", "covered")

    def __init__(self) -> None:
        self.covered = 0
        self._values: list[Any] = []
        self._sums: list[tuple[int, int, int]] = [(0, 0, 0)]  # events that count, whole sum, how many are not whole

    def push(self, _record: Record, value: Any) -> None:
        self.covered += 1
        self._values.append(value)
        count, whole, odd = self._sums[-1]
        if value is None:
            self._sums.append(self._sums[-1])
        elif type(value) is int:
            self._sums.append((count + 1, whole + value, odd))
        else:
            self._sums.append((count + 1, whole, odd + 1))

    def cut(self, length: int) -> None:
        self.covered = length
        del self._values[length:]
        del self._sums[length + 1 :]

    def over(self, low: int, high: int, own: Any) -> tuple[int, Any]:
        first, last = self._sums[low], self._sums[high]
        count, whole = last[0] - first[0], last[1] - first[1]
        if own is not None:
            count += 1
        if last[2] == first[2] and (own is None or type(own) is int):
            return count, whole + (own or 0)
        values = [value for value in self._values[low:high] if value is not None]
        return count, total(values if own is None else [*values, own])


class _Extreme:
    """The values, and the extreme of each full block of them."""

    __slots__ = ("_best", "_blocks", "_values", "covered")

    def __init__(self, best: Callable[..., Any]) -> None:
        self.covered = 0
        self._best = best
        self._values: list[Any] = []
        self._blocks: list[Any] = []

    def push(self, _record: Record, value: Any) -> None:
        self.covered += 1
        values = self._values
        values.append(value)
        if self.covered % _BLOCK == 0:
            self._blocks.append(self._of(values[-_BLOCK:]))

    def cut(self, length: int) -> None:
        self.covered = length
        del self._values[length:]
        del self._blocks[length // _BLOCK :]

    def over(self, low: int, high: int, own: Any) -> Any:
        first, last = -(-low // _BLOCK), high // _BLOCK
        if first >= last:
            return self._of([*self._values[low:high], own])
        ends = self._values[low : first * _BLOCK] + self._values[last * _BLOCK : high]
        return self._of([*self._blocks[first:last], *ends, own])

    def _of(self, values: list[Any]) -> Any:
        return self._best((value for value in values if value is not None), default=None)


class _Distinct:
    """How often each value stands between two marks, which follow the window."""

    __slots__ = ("_counts", "_high", "_low", "_values", "covered")

    def __init__(self) -> None:
        self.covered = 0
        self._values: list[Any] = []
        self._low = self._high = 0
        self._counts: dict[Any, int] = {}

    def push(self, _record: Record, value: Any) -> None:
        self.covered += 1
        self._values.append(value)

    def cut(self, length: int) -> None:
        self._move(min(self._low, length), min(self._high, length))
        self.covered = length
        del self._values[length:]

    def over(self, low: int, high: int, own: Any) -> int:
        self._move(low, high)
        return len(self._counts) + (own is not None and own not in self._counts)

    def _move(self, low: int, high: int) -> None:
        values = self._values
        if low >= self._high or high <= self._low:
            self._counts.clear()
            self._low = self._high = low
        self._add(values[low : self._low])
        self._add(values[self._high : high])
        self._take(values[self._low : low])
        self._take(values[high : self._high])
        self._low, self._high = low, high

    def _add(self, values: list[Any]) -> None:
        counts = self._counts
        for value in values:
            if value is not None:
                counts[value] = counts.get(value, 0) + 1

    def _take(self, values: list[Any]) -> None:
        counts = self._counts
        for value in values:
            if value is not None:
                left = counts[value] - 1
                if left:
                    counts[value] = left
                else:
                    del counts[value]


class _Last:
    """For each event the latest one up to it that counts, with its value."""

    __slots__ = ("_found", "covered")

    def __init__(self) -> None:
        self.covered = 0
        self._found: list[tuple[Record, Any] | None] = []

    def push(self, record: Record, value: Any) -> None:
        self.covered += 1
        if value is not None:
            self._found.append((record, value))
        else:
            self._found.append(self._found[-1] if self._found else None)

    def cut(self, length: int) -> None:
        self.covered = length
        del self._found[length:]

    def before(self, high: int) -> tuple[Record, Any] | None:
        return self._found[high - 1] if high else None


class _Seen:
    """The latest event of each value, and for each event the one before it of the same value."""

    __slots__ = ("_before", "_latest", "covered")

    def __init__(self) -> None:
        self.covered = 0
        self._latest: dict[Any, int] = {}
        self._before: list[tuple[Any, int]] = []

    def push(self, _record: Record, value: Any) -> None:
        number = self.covered
        self.covered += 1
        self._before.append((value, self._latest.get(value, -1)))
        if value is not None:
            self._latest[value] = number

    def cut(self, length: int) -> None:
        for value, before in reversed(self._before[length:]):
            if before >= 0:
                self._latest[value] = before
            else:
                self._latest.pop(value, None)
        del self._before[length:]
        self.covered = length

    def before(self, value: Any, high: int) -> int:
        number = self._latest.get(value, -1)
        while number >= high:
            number = self._before[number][1]
        return number


def indexed(function: str, value: Value) -> Callable[..., Any]:
    """
    The window ``function`` over a long log: ``(log, at, id, low, own, wanted)`` to its worth.

    ``value`` is what an event brings; ``own`` is the record of the event under test, of which more may
    become known while its rules run, so it is looked at last and never indexed. ``wanted`` is the
    value that `first_seen` looks for.
    """
    make = _INDEXES[function]
    worth = _WORTH[function]
    earlier_only = function in _EARLIER_ONLY
    name = object()

    def look(log: Log, at: int, id_: str, low: int, own: Record, wanted: Any = None) -> Any:
        if log.indexes is None:
            log.indexes = {}
        index: Any = log.indexes.get(name)
        if index is None:
            index = log.indexes[name] = make()
        high = bisect_left(log, (at, id_), key=_position)
        for record in log[index.covered : high]:
            index.push(record, value(record))
        if earlier_only:
            return worth(index, log, high, at, low, wanted)
        mine = value(own) if _holds(log, high, own) else None
        return worth(index, bisect_right(log, low, 0, high, key=_instant), high, mine)

    return look


def _holds(log: Log, place: int, own: Record) -> bool:
    """Whether the event under test is one of a log: those of its position stand from ``place`` on."""
    if own is None:
        return False
    for number in range(place, len(log)):
        record = log[number]
        if record is own:
            return True
        if record[0] != own[0] or record[1] != own[1]:
            break
    return False


def _mean(index: Any, low: int, high: int, own: Any) -> Any:
    count, whole = index.over(low, high, own)
    return divide(whole, count)


def _first_seen(index: _Seen, log: Log, high: int, _at: int, low: int, wanted: Any) -> bool:
    number = index.before(wanted, high)
    return number < 0 or log[number][0] <= low


def _seconds_since(index: _Last, _log: Log, high: int, at: int, low: int, _wanted: Any) -> Any:
    found = index.before(high)
    return None if found is None or found[0][0] <= low else divide(at - found[0][0], 1_000_000)


def _latest(index: _Last, _log: Log, high: int, _at: int, low: int, _wanted: Any) -> Any:
    found = index.before(high)
    return None if found is None or found[0][0] <= low else found[1]


_EARLIER_ONLY = frozenset({"first_seen", "seconds_since", "latest"})
_INDEXES: dict[str, Callable[[], Any]] = {
    "count": _Sums,
    "sum": _Sums,
    "mean": _Sums,
    "min": lambda: _Extreme(min),
    "max": lambda: _Extreme(max),
    "distinct": _Distinct,
    "first_seen": _Seen,
    "seconds_since": _Last,
    "latest": _Last,
}
_WORTH: dict[str, Callable[..., Any]] = {
    "count": lambda index, low, high, own: index.over(low, high, own)[0],
    "sum": lambda index, low, high, own: index.over(low, high, own)[1],
    "mean": _mean,
    "min": lambda index, low, high, own: index.over(low, high, own),
    "max": lambda index, low, high, own: index.over(low, high, own),
    "distinct": lambda index, low, high, own: index.over(low, high, own),
    "first_seen": _first_seen,
    "seconds_since": _seconds_since,
    "latest": _latest,
}

INDEXED = tuple(_INDEXES)
"""The window functions that have an index."""


def total(values: Sequence[int | float]) -> int | float:
    """An exact sum: whole numbers as they are, others correctly rounded whatever their order."""
    if all(type(value) is int for value in values):
        return sum(values)
    return math.fsum(values)

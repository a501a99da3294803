"""Rows of many feeds in the total order of events, with bounded memory."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from fraudguard.feeds.reader import Feed, Row
from fraudguard.feeds.reject import Reject

__all__ = ["KEPT_ROWS", "arrival_rows", "sorted_rows"]

KEPT_ROWS = 50_000
"""Rows held in memory at a time, over all feeds."""

_MOST_OPEN = 64  # runs on disk merged at a time

Sink = Callable[[Feed, Reject], None]


@dataclass(slots=True)
class _Run:
    """Rows in order that begin with ``first``; they are opened only when their turn comes."""

    first: Row
    rows: Callable[[], Iterator[Row]]


class _DiskRuns:
    """Sorted runs in temporary files of JSON lines."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0

    def write(self, rows: Iterable[Row]) -> _Run:
        """A run with the given rows, which are in order and at least one."""
        self.made += 1
        path = self.folder / f"run-{self.made}.jsonl"
        first: Row | None = None
        with path.open("w", encoding="ascii") as handle:
            for row in rows:
                first = first or row
                handle.write(json.dumps(row, separators=(",", ":")) + "\n")
        assert first is not None
        return _Run(first, lambda: _read_run(path))


def sorted_rows(
    feeds: Sequence[Feed],
    reject: Sink,
    folder: Path,
    *,
    kept: int = KEPT_ROWS,
    told: Callable[[str], None] | None = None,
) -> Iterator[Row]:
    """
    All rows of ``feeds`` by (time, id), equal ones by feed and line; ids of rows without a serial get their number.

    A feed that fits into ``kept`` rows is sorted in memory. A larger one is read through once to see whether its times
    ascend: then it is streamed, else it is sorted in runs on disk under ``folder``. ``told`` hears of each feed sorted
    on disk. Rejected rows go to ``reject`` once.
    """
    runs: list[_Run] = []
    disk = _DiskRuns(folder)
    room = kept
    for feed in feeds:
        items = list(islice(feed.rows(), room + 1))
        if len(items) <= room:
            room -= len(items)
            runs += _memory_run(feed, items, reject)
        elif (first := _first_if_ascending(feed, kept)) is not None:
            runs.append(_Run(first, lambda feed=feed: _numbered(_streamed(feed, reject))))  # type: ignore[misc]
        else:
            if told is not None:
                told(feed.name)
            runs += _sorted_on_disk(feed, reject, disk, kept)
    return _merged(runs)


def arrival_rows(feeds: Sequence[Feed], reject: Sink) -> Iterator[Row]:
    """
    All rows as they stand, feed by feed.

    Rows without a serial are remembered by a digest for as long as their feed lasts, to number identical ones.
    """
    for feed in feeds:
        yield from _numbered(_accepted(feed, reject), per_instant=False)


def _accepted(feed: Feed, reject: Sink) -> Iterator[Row]:
    for item in feed.rows():
        if isinstance(item, Reject):
            reject(feed, item)
        else:
            yield item


def _memory_run(feed: Feed, items: list[Row | Reject], reject: Sink) -> list[_Run]:
    rows = []
    for item in items:
        if isinstance(item, Reject):
            reject(feed, item)
        else:
            rows.append(item)
    feed.total = len(rows)
    rows.sort()
    return [_Run(rows[0], lambda: _numbered(rows))] if rows else []


def _first_if_ascending(feed: Feed, kept: int) -> Row | None:
    """The first row of a feed whose times never go back, with at most ``kept`` rows of one instant; else ``None``."""
    first: Row | None = None
    last = same = total = 0
    for item in feed.rows():
        if isinstance(item, Reject):
            continue
        total += 1
        if first is None or (item.at == first.at and item < first):
            first = item
        same = same + 1 if item.at == last else 1
        if item.at < last or same > kept:
            return None
        last = item.at
    feed.total = total
    return first


def _streamed(feed: Feed, reject: Sink) -> Iterator[Row]:
    """The rows of a feed in ascending time; those of one instant by id."""
    instant: list[Row] = []
    for row in _accepted(feed, reject):
        if instant and row.at != instant[0].at:
            instant.sort()
            yield from instant
            instant.clear()
        instant.append(row)
    instant.sort()
    yield from instant


def _sorted_on_disk(feed: Feed, reject: Sink, disk: _DiskRuns, kept: int) -> list[_Run]:
    source = _accepted(feed, reject)
    runs = []
    feed.total = 0
    while rows := list(islice(source, kept)):
        feed.total += len(rows)
        rows.sort()
        runs.append(disk.write(rows))
    while len(runs) > _MOST_OPEN:
        runs = [disk.write(_merged(runs[i : i + _MOST_OPEN])) for i in range(0, len(runs), _MOST_OPEN)]
    return [_Run(min(run.first for run in runs), lambda: _numbered(_merged(runs)))] if runs else []


def _read_run(path: Path) -> Iterator[Row]:
    with path.open(encoding="ascii") as handle:
        for line in handle:
            yield Row(*json.loads(line))
    path.unlink()


def _merged(runs: Sequence[_Run]) -> Iterator[Row]:
    """The rows of all runs in order. A run is opened when its first row is due: a year of days opens one by one."""
    waiting = sorted(runs, key=lambda run: run.first, reverse=True)
    heap: list[tuple[Row, int, Iterator[Row]]] = []
    opened = 0
    while heap or waiting:
        while waiting and (not heap or waiting[-1].first <= heap[0][0]):
            rows = waiting.pop().rows()
            opened += 1
            if (row := next(rows, None)) is not None:
                heapq.heappush(heap, (row, opened, rows))
        if not heap:
            continue
        row, number, rows = heap[0]
        yield row
        following = next(rows, None)
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, (following, number, rows))


def _numbered(rows: Iterable[Row], *, per_instant: bool = True) -> Iterator[Row]:
    """
    The rows of one feed, the ids of those without a serial completed by the number of that identical row.

    Identical rows share their time, so in sorted order the counts of one instant are enough.
    """
    seen: Counter[str] = Counter()
    at = None
    for row in rows:
        if row.counted:
            if per_instant and row.at != at:
                seen.clear()
                at = row.at
            seen[row.id] += 1
            yield row._replace(id=f"{row.id}{seen[row.id]:06d}")
        else:
            yield row

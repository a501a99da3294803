"""The records of one key in order of (at, id), with what windows have already worked out of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

__all__ = ["Log", "put"]


class Log(list[Any]):
    """
    The records of one key.

    ``found`` holds, by the number of an index, what its windows know of the first so many records: a cache that can be
    rebuilt from the records at any time and is no part of a snapshot. Records are only ever appended; whoever takes one
    out or puts one between others makes a new log or calls `disturbed`.
    """

    __slots__ = ("found",)

    found: dict[int, list[Any]]

    def __init__(self, records: Iterable[Any] = ()) -> None:
        super().__init__(records)
        self.found = {}

    def disturbed(self) -> None:
        """Forget what was worked out: the records are no longer the ones it was worked out from."""
        self.found = {}


def put(store: dict[Any, Log], key: object, record: list[Any]) -> None:
    """Insert a record into its key's log, which is kept in the order of (at, id)."""
    records = store.get(key)
    if records is None:
        store[key] = Log((record,))
        return
    last = records[-1]
    if last[0] < record[0] or (last[0] == record[0] and last[1] <= record[1]):
        records.append(record)
    else:
        records.insert(bisect_right(records, (record[0], record[1]), key=lambda r: (r[0], r[1])), record)
        records.disturbed()

"""Tables of other forms as text: one row a line, in UTF-8 with commas, so that one reader serves them all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from fraudguard.errors import FeedError

__all__ = ["LARGEST_TABLE", "write_table"]

LARGEST_TABLE = 4 << 30
"""Bytes that a table may have as text: more is no feed of a day but a file made to fill a disk."""

_CHECKED_EVERY = 10_000


def write_table(rows: Iterable[Sequence[str]], target: Path, file: str) -> None:
    """
    Write rows of cells to ``target``, each on one line: breaks inside a cell become blanks.

    Raises `FeedError` when the table grows past `LARGEST_TABLE`.
    """
    with target.open("w", encoding="utf-8", errors="replace", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        for number, row in enumerate(rows, 1):
            writer.writerow([" ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell for cell in row])
            if number % _CHECKED_EVERY == 0 and handle.tell() > LARGEST_TABLE:
                raise FeedError("feed.bomb", file=file)

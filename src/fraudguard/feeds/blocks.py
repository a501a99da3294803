"""A text table in blocks of lines: those that are plainly rows as columns of cells, the others by their places."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import numpy.typing as npt

from fraudguard.feeds.lines import MAX_LINE_BYTES, Source

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BLOCK_BYTES", "Block", "Flags", "Rows", "blocks_of"]

BLOCK_BYTES = 48 << 20
"""Bytes read at a time: some hundred thousand rows of a wide table."""

_CHUNK = 1 << 20
_NEWLINE, _QUOTE, _RETURN = b'\n"\r'

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_NOWHERE: Rows = np.zeros(0, dtype=np.int64)


@dataclass(slots=True, eq=False)
class Block:
    """
    Some lines of a table.

    ``before`` is how many lines stand before them in the file; ``starts`` are the places of the lines in it and, last,
    where they end. ``text`` are the lines in UTF-8, each ended by a newline; ``odd`` marks those that cannot be cut
    into cells without a second look.
    """

    before: int
    starts: Rows
    text: bytes
    ends: Rows
    odd: Flags
    quotes: Rows

    def __len__(self) -> int:
        return len(self.odd)

    def table(self, delimiter: str, width: int, places: Collection[int], first: int) -> tuple[Rows, pl.DataFrame]:
        """
        The lines from ``first`` on that are rows of ``width`` cells, and the cells at some places of each.

        A column is named by its place; an empty cell is null. Every other line needs the reader that goes row by row.
        """
        plain = ~self.odd
        plain[:first] = False
        marks = _places(self.text, ord(delimiter))
        counts = self._counts(marks)
        quotes = len(self.quotes) > 0
        if quotes:
            well, inside = self._quoted(marks, ord(delimiter))
            plain &= well
            counts = counts - inside
        plain &= counts == width - 1
        chosen = np.flatnonzero(plain).astype(np.int64)
        return chosen, _cells(self._joined(chosen), delimiter, sorted(places), len(chosen), quotes=quotes)

    def _counts(self, marks: Rows) -> Rows:
        """How many delimiters each line has."""
        each = len(marks) // len(self)
        if each and each * len(self) == len(marks):  # mostly all lines have as many, which is quickly seen
            rows = marks.reshape(len(self), each)
            if (rows[:, -1] < self.ends).all() and (rows[1:, 0] > self.ends[:-1]).all():
                return np.full(len(self), each, dtype=np.int64)
        return np.diff(np.searchsorted(marks, self.ends), prepend=0).astype(np.int64)

    def _quoted(self, marks: Rows, delimiter: int) -> tuple[Flags, Rows]:
        """Of each line whether all its quotes stand around whole cells, and how many delimiters are inside quotes."""
        count = len(self)
        line = np.searchsorted(self.ends, self.quotes)
        each = np.bincount(line, minlength=count)
        well = each % 2 == 0
        rank = np.arange(len(line)) - np.repeat(np.cumsum(each) - each, each)
        opens = rank % 2 == 0
        around = np.concatenate([np.array([_NEWLINE], dtype=np.uint8), np.frombuffer(self.text, dtype=np.uint8)])
        beside = np.where(opens, around[self.quotes], around[np.minimum(self.quotes + 2, len(around) - 1)])
        well[line[(beside != delimiter) & (beside != _NEWLINE)]] = False
        whole = well[line]
        begins, ends = self.quotes[whole & opens], self.quotes[whole & ~opens]
        held = np.searchsorted(marks, ends) - np.searchsorted(marks, begins)
        inside = np.bincount(line[whole & opens], weights=held, minlength=count)
        return well, inside.astype(np.int64)

    def _joined(self, chosen: Rows) -> bytes:
        """The text of some lines."""
        if len(chosen) == len(self):
            return self.text
        if not len(chosen):
            return b""
        breaks = np.flatnonzero(np.diff(chosen) != 1)
        firsts, lasts = chosen[np.append(0, breaks + 1)], chosen[np.append(breaks, len(chosen) - 1)]
        begins = np.where(firsts > 0, self.ends[firsts - 1] + 1, 0)
        view = memoryview(self.text)
        return b"".join(view[a:b] for a, b in zip(begins.tolist(), (self.ends[lasts] + 1).tolist(), strict=True))


def blocks_of(source: Source, offset: int, before: int, size: int = BLOCK_BYTES) -> Iterator[Block]:
    """The lines of a table from a place on, before which ``before`` lines stand, some ``size`` bytes at a time."""
    with source.path.open("rb") as handle:
        handle.seek(offset)
        rest = b""
        while data := rest + handle.read(size):
            cut = data.rfind(b"\n") + 1
            if len(data) < size + len(rest):
                cut = cut if data.endswith(b"\n") else len(data)
            elif not cut:
                block, rest = _endless(data, offset, before, handle)
                yield block
                offset, before = int(block.starts[-1]), before + 1
                continue
            raw, rest = data[:cut], data[cut:]
            block = _block(raw, offset, before, source.encoding.name)
            yield block
            offset += cut
            before += len(block)


def _endless(data: bytes, offset: int, before: int, handle: BinaryIO) -> tuple[Block, bytes]:
    """A line that fills a block and goes on: it is of no use, and only its end is looked for."""
    size, rest = len(data), b""
    while chunk := handle.read(_CHUNK):
        cut = chunk.find(b"\n") + 1
        size += cut or len(chunk)
        if cut:
            rest = chunk[cut:]
            break
    starts = np.array([offset, offset + size], dtype=np.int64)
    return Block(before, starts, b"\n", np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.bool_), _NOWHERE), rest


def _block(raw: bytes, offset: int, before: int, codec: str) -> Block:
    bounds = _places(raw, _NEWLINE) + 1
    if not raw.endswith(b"\n"):
        bounds = np.append(bounds, len(raw))
    starts = np.concatenate([np.zeros(1, dtype=np.int64), bounds]) + offset
    odd = np.diff(starts) >= MAX_LINE_BYTES
    text, unreadable = _utf8(raw, codec)
    odd[unreadable] = True
    if not raw.endswith(b"\n"):
        text += b"\n"
    if _RETURN in text:
        text = text.replace(b"\r\n", b"\n")
    ends = _places(text, _NEWLINE)
    for mark in (_RETURN, 0):
        if mark in text:
            odd[np.searchsorted(ends, _places(text, mark))] = True
    return Block(before, starts, text, ends, odd, _places(text, _QUOTE) if _QUOTE in text else _NOWHERE)


def _places(text: bytes, mark: int) -> Rows:
    return np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == mark).astype(np.int64)


def _utf8(raw: bytes, codec: str) -> tuple[bytes, list[int]]:
    """The lines in UTF-8, and the numbers of those that cannot be read, which are left empty."""
    try:
        text = raw.decode(codec)
        return (raw if codec == "utf-8" else text.encode()), []
    except UnicodeError:
        pass
    lines, bad = raw.split(b"\n"), []
    for number, line in enumerate(lines):
        try:
            lines[number] = line.decode(codec).encode()
        except UnicodeError:
            bad.append(number)
            lines[number] = b""
    return b"\n".join(lines), bad


def _cells(text: bytes, delimiter: str, places: list[int], height: int, *, quotes: bool) -> pl.DataFrame:
    import polars as pl

    names = [str(place) for place in places]
    if not height:
        return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    frame = pl.read_csv(
        text,
        has_header=False,
        separator=delimiter,
        quote_char='"' if quotes else None,
        infer_schema=False,
        columns=places,
    )
    assert frame.height == height, "every line that was chosen is a row"
    frame.columns = names
    return frame

"""A text table in blocks of lines: those that are plainly rows as columns of cells, the others by their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
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
_NEWLINE, _QUOTE, _RETURN = b"\n\"\r"

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class Block:
    """
    Some lines of a table.

    ``before`` is how many lines stand before them in the file; ``starts`` are the places of the lines in it and, last,
    where they end. ``text`` are the lines in UTF-8, each ended by a newline; ``odd`` marks those that cannot be cut
    into cells at their delimiters without a second look.
    """

    before: int
    starts: Rows
    text: bytes
    ends: Rows
    odd: Flags
    quoted: Rows = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.odd)

    def table(self, delimiter: str, width: int, places: Collection[int], first: int) -> tuple[Rows, pl.DataFrame]:
        """
        The lines from ``first`` on that are rows of ``width`` cells, and the cells at some places of each.

        A column is named by its place; an empty cell is null. Every other line needs the reader that goes row by row.
        """
        plain = ~self.odd
        plain[:first] = False
        counts = self._counts(delimiter)
        well = self._well_quoted(delimiter, width, plain)
        plain &= counts == width - 1
        plain[self.quoted] = False
        plain[well] = True
        chosen = np.flatnonzero(plain).astype(np.int64)
        return chosen, _cells(self._joined(chosen), delimiter, sorted(places), len(chosen), quotes=len(well) > 0)

    def _counts(self, delimiter: str) -> Rows:
        """How many delimiters each line has."""
        marks = np.flatnonzero(np.frombuffer(self.text, dtype=np.uint8) == ord(delimiter))
        return np.diff(np.searchsorted(marks, self.ends), prepend=0).astype(np.int64)

    def _well_quoted(self, delimiter: str, width: int, plain: Flags) -> Rows:
        """The lines with quotes that are whole rows, each quote around a whole cell."""
        if not len(self.quoted):
            return self.quoted
        mark = re.escape(delimiter)
        cell = rf'(?:"[^"]*"|[^"{mark}]*)'
        form = re.compile(rf"{cell}(?:{mark}{cell}){{{width - 1}}}".encode())
        found = (row for row in self.quoted.tolist() if plain[row] and form.fullmatch(self._line(row)))
        return np.fromiter(found, dtype=np.int64)

    def _line(self, row: int) -> bytes:
        begin = int(self.ends[row - 1]) + 1 if row else 0
        return self.text[begin : int(self.ends[row])]

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
        return b"".join(
            view[a:b] for a, b in zip(begins.tolist(), (self.ends[lasts] + 1).tolist(), strict=True)
        )


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
    return Block(before, starts, b"\n", np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.bool_)), rest


def _block(raw: bytes, offset: int, before: int, codec: str) -> Block:
    bounds = _places(raw, _NEWLINE) + 1
    if not raw.endswith(b"\n"):
        bounds = np.append(bounds, len(raw))
    starts = np.concatenate([np.zeros(1, dtype=np.int64), bounds]) + offset
    odd = np.diff(starts) >= MAX_LINE_BYTES
    text, unreadable = _utf8(raw, codec)
    odd[unreadable] = True
    if not text.endswith(b"\n"):
        text += b"\n"
    if _RETURN in text:
        text = text.replace(b"\r\n", b"\n")
    ends = _places(text, _NEWLINE)
    for mark in (_RETURN, 0):
        if mark in text:
            odd[np.searchsorted(ends, _places(text, mark))] = True
    quoted = np.unique(np.searchsorted(ends, _places(text, _QUOTE))) if _QUOTE in text else np.zeros(0, dtype=np.int64)
    return Block(before, starts, text, ends, odd, quoted.astype(np.int64))


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

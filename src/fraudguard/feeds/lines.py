"""The physical lines of a feed, with their numbers and places, one at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fraudguard.errors import FeedError
from fraudguard.feeds.encoding import Encoding, detect_encoding, require_file
from fraudguard.feeds.filetypes import FileType

__all__ = ["MAX_LINE_BYTES", "Line", "Source", "open_source"]

MAX_LINE_BYTES = 1 << 20
_CHUNK = 1 << 20
_PROBED = 1 << 16


class Line(NamedTuple):
    """
    One line without its break.

    ``text`` is ``None`` when the line cannot be read: ``code`` says why. ``offset`` and ``size`` place its bytes in
    the file that `Source.path` names, so that the raw line can be read again for a reject.
    """

    number: int
    offset: int
    size: int
    text: str | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """
    A feed whose lines can be cut on bytes.

    ``path`` is the feed itself, or a copy in UTF-8 where its encoding, its line ends or its ``form`` do not allow that.
    """

    name: str
    path: Path
    size: int
    encoding: Encoding
    form: FileType = "text"

    def lines(self, offset: int | None = None, before: int = 0) -> Iterator[Line]:
        """
        Every line of the feed, in order, or those from a place on before which ``before`` lines stand.

        A line that its encoding cannot read, or that is longer than a megabyte, comes out without text.
        """
        codec = self.encoding.name
        with self.path.open("rb") as handle:
            offset = self.encoding.skip if offset is None else offset
            handle.seek(offset)
            number = before
            while raw := handle.readline(MAX_LINE_BYTES):
                number += 1
                size = len(raw)
                if size == MAX_LINE_BYTES and not raw.endswith(b"\n"):
                    while (rest := handle.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                        size += len(rest)
                    yield Line(number, offset, size + len(rest), None, "feed.line_too_long")
                    offset += size + len(rest)
                    continue
                try:
                    text = raw.decode(codec)
                except UnicodeDecodeError:
                    yield Line(number, offset, size, None, "feed.bytes")
                else:
                    if "\x00" in text:
                        text = text.replace("\x00", "")
                    yield Line(number, offset, size, text.rstrip("\r\n"))
                offset += size

    def raw(self, offset: int, size: int) -> str:
        """The bytes at a place as text, for a reject; what cannot be decoded is escaped."""
        with self.path.open("rb") as handle:
            handle.seek(offset)
            data = handle.read(min(size, MAX_LINE_BYTES))
        return data.decode(self.encoding.name, "backslashreplace").rstrip("\r\n")


def open_source(path: Path, spool: Path) -> Source:
    """
    A feed ready to be read line by line.

    ``spool`` is where a UTF-8 copy goes when the feed is in UTF-16 or UTF-32 or ends its lines with a bare carriage
    return. Raises `FeedError` when the file cannot be read or is in no known encoding.
    """
    size = require_file(path)
    encoding = detect_encoding(path)
    if not encoding.by_line:
        _copy(path, encoding, spool)
    elif _ends_lines_with_cr(path):
        with path.open("rb") as source, spool.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk.replace(b"\r", b"\n"))
        return Source(str(path), spool, spool.stat().st_size, encoding)
    else:
        return Source(str(path), path, size, encoding)
    return Source(str(path), spool, spool.stat().st_size, Encoding("utf-8"))


def _ends_lines_with_cr(path: Path) -> bool:
    with path.open("rb") as handle:
        head = handle.read(_PROBED)
    return b"\r" in head and b"\n" not in head


def _copy(path: Path, encoding: Encoding, spool: Path) -> None:
    """Write a feed whose line break is not one byte as UTF-8."""
    try:
        with path.open("rb") as binary, spool.open("w", encoding="utf-8", newline="\n") as target:
            binary.seek(encoding.skip)
            reader = io.TextIOWrapper(binary, encoding=encoding.name, newline="")
            while text := reader.read(_CHUNK):
                target.write(text)
    except UnicodeError:
        raise FeedError("feed.encoding", file=str(path)) from None

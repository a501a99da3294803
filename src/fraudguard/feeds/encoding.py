"""Which encoding a feed is written in, found by probing without loading the file."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fraudguard.errors import FeedError
from fraudguard.feeds.refusals import unreadable

__all__ = ["Encoding", "detect_encoding", "require_file"]

_CHUNK = 1 << 20
_PROBED = 1 << 20  # bytes looked at from the first line on that is not plain ASCII
_DAMAGED_SHARE = 10  # at most one line in ten may be damaged, or the encoding is the wrong one

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """
    The name of a codec and how many bytes of byte order mark to skip.

    ``by_line`` is true where a line break is the single byte 10, so that lines can be cut before they are decoded.
    """

    name: str
    skip: int = 0

    @property
    def by_line(self) -> bool:
        """Whether lines can be cut on bytes."""
        return self.name in {"utf-8", "gb18030"}


def require_file(path: Path) -> int:
    """The size in bytes of a readable regular file. Raises `FeedError` for everything else."""
    try:
        if path.exists() and not path.is_file():
            raise FeedError("feed.not_a_file", file=str(path))
        with path.open("rb") as handle:
            return handle.seek(0, 2)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def detect_encoding(path: Path) -> Encoding:
    """
    The encoding of a feed: byte order mark, else UTF-8, else GB18030 (DOMAIN 10.8).

    The choice is made once for the whole file, on the first megabyte that is not plain ASCII: a short GBK text can be
    valid UTF-8 by chance, a file of them cannot. A few damaged lines do not change the choice; they are rejected one
    by one when they are read. Raises `FeedError` when neither encoding fits.
    """
    with path.open("rb") as handle:
        head = handle.read(4)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return Encoding(name, len(mark))
        handle.seek(0)
        lines = [line for line in _probe(handle) if not line.isascii()]
    bad = {name: sum(not _decodes(line, name) for line in lines) for name in ("utf-8", "gb18030")}
    name = min(bad, key=lambda codec: bad[codec])
    if bad[name] * _DAMAGED_SHARE > len(lines):
        raise FeedError("feed.encoding", file=str(path))
    return Encoding(name)


def _probe(handle: BinaryIO) -> list[bytes]:
    """The lines of about a megabyte, beginning with the first that is not plain ASCII."""
    rest = b""
    while chunk := handle.read(_CHUNK):
        if not chunk.isascii():
            break
        rest = chunk[chunk.rfind(b"\n") + 1 :] or rest
    else:
        return []
    window = rest[-_CHUNK:] + chunk + handle.read(_PROBED)
    lines = window.split(b"\n")
    return lines[:-1] if len(window) >= _PROBED and len(lines) > 1 else lines


def _decodes(line: bytes, name: str) -> bool:
    try:
        codecs.decode(line, name)
    except UnicodeDecodeError:
        return False
    return True

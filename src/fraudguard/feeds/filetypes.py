"""What kind of file a feed is, by its first bytes: text, or a form whose tables are unpacked first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from fraudguard.errors import FeedError

__all__ = ["FileType", "file_type"]

FileType = Literal["text", "parquet", "workbook", "xml"]

_HEAD = 4096
_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "workbook"),
    (b"\xd0\xcf\x11\xe0", "workbook"),
)
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml|!--|!DOCTYPE|[A-Za-z_])")


def file_type(path: Path) -> FileType:
    """The kind of a readable file. Raises `FeedError` for a compressed one."""
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(_PACKED):
        raise FeedError("feed.compressed", file=str(path))
    return "xml" if _XML.match(head.replace(b"\x00", b"")) else "text"

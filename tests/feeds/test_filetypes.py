"""What a feed is by its first bytes."""

from pathlib import Path

import pytest

from fraudguard.errors import FeedError
from fraudguard.feeds.filetypes import file_type


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"PK\x03\x04\x14", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1", "workbook"),
        (b"PAR1\x15", "parquet"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><a/>", "xml"),
        ("<a/>".encode("utf-16"), "xml"),
        (b"<!-- x --><a/>", "xml"),
        (b"a,b\n", "text"),
        (b'{"kind": "call"}\n', "text"),
        (b"<5,1\n", "text"),
        (b"", "text"),
    ],
)
def test_forms_are_told_apart(tmp_path: Path, content: bytes, expected: str) -> None:
    """Tables, messages and text, whatever the name of the file."""
    (tmp_path / "feed.csv").write_bytes(content)
    assert expected == file_type(tmp_path / "feed.csv")


@pytest.mark.parametrize(
    "head", [b"\x1f\x8b\x08\x00", b"7z\xbc\xaf", b"Rar!\x1a", b"BZh9", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"]
)
def test_a_compressed_file_is_named(tmp_path: Path, head: bytes) -> None:
    """It is to be unpacked by whoever sends it: nothing is unpacked here that is no table."""
    (tmp_path / "feed").write_bytes(head)
    with pytest.raises(FeedError, match=r"feed\.compressed"):
        file_type(tmp_path / "feed")

"""The encoding of a feed, its physical lines, and what happens to damaged ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.errors import FeedError
from fraudguard.feeds.encoding import Encoding, detect_encoding, require_file
from fraudguard.feeds.lines import MAX_LINE_BYTES, open_source

Lines = Callable[[bytes], list[str | None]]
CHINESE = "摘要,转账\n您好,向张三付款\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", Encoding("utf-8")),
        (b"plain,ascii\n", Encoding("utf-8")),
        (CHINESE.encode(), Encoding("utf-8")),
        (CHINESE.encode("utf-8-sig"), Encoding("utf-8", 3)),
        (CHINESE.encode("gb18030"), Encoding("gb18030")),
        (b"\x84\x31\x95\x33" + CHINESE.encode("gb18030"), Encoding("gb18030", 4)),
        (b"\xff\xfe" + CHINESE.encode("utf-16-le"), Encoding("utf-16-le", 2)),
        ("𠮷,䶮,•,€\n".encode("gb18030"), Encoding("gb18030")),
    ],
)
def test_the_encoding_is_found_by_content(tmp_path: Path, content: bytes, expected: Encoding) -> None:
    """Byte order mark, else UTF-8, else GB18030."""
    path = tmp_path / "feed"
    path.write_bytes(content)
    assert expected == detect_encoding(path)


def test_text_after_megabytes_of_ascii_still_decides(tmp_path: Path) -> None:
    """The probe begins at the first line that is not plain ASCII, however late it comes."""
    path = tmp_path / "feed"
    path.write_bytes(b"1,2,3\n" * 400_000 + CHINESE.encode("gb18030"))
    assert "gb18030" == detect_encoding(path).name


def test_gbk_that_looks_like_utf8_in_one_line_is_decided_by_the_file(lines: Lines) -> None:
    """The bytes of 联通 in GBK are valid UTF-8; among other Chinese lines they are read as GBK."""
    assert ["您好", "联通", "张三"] == lines("您好\n联通\n张三\n".encode("gb18030"))


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    """A file that neither encoding can read is refused as a whole, with a cure."""
    path = tmp_path / "feed"
    path.write_bytes(b"\xff\xff\x80\n" * 50)
    with pytest.raises(FeedError, match=r"feed\.encoding"):
        detect_encoding(path)


def test_a_damaged_line_does_not_stop_the_file(lines: Lines) -> None:
    """One line in the wrong bytes comes out without text, the others as they are."""
    content = "您好\n".encode() * 20 + b"\xc4\xe3\xba\xc3,\xff\n" + "再见\n".encode()
    assert ["您好"] * 20 + [None, "再见"] == lines(content)


def test_utf16_is_read(lines: Lines) -> None:
    """A spreadsheet's Unicode text is read through a copy in UTF-8."""
    assert ["摘要,转账", "您好,向张三付款"] == lines(b"\xff\xfe" + CHINESE.encode("utf-16-le"))


def test_broken_utf16_is_refused(tmp_path: Path) -> None:
    """A byte order mark that lies is an error of the file."""
    path = tmp_path / "feed"
    path.write_bytes(b"\xff\xfe\x00\xd8\x00")
    with pytest.raises(FeedError, match=r"feed\.encoding"):
        open_source(path, tmp_path / "spool")


@pytest.mark.parametrize(
    ("content", "expected"), [(b"a\r\nb\r\n", ["a", "b"]), (b"a\rb\r", ["a", "b"]), (b"a\nb", ["a", "b"])]
)
def test_all_line_ends_are_known(lines: Lines, content: bytes, expected: list[str]) -> None:
    """Windows, old Macintosh and Unix line ends, and a last line without one."""
    assert expected == lines(content)


def test_nul_bytes_are_dropped(lines: Lines) -> None:
    """A NUL says nothing."""
    assert ["a,b"] == lines(b"a\x00,b\x00\n")


def test_an_endless_line_is_passed_over(lines: Lines) -> None:
    """A line over the limit has no text; at the limit it is read."""
    assert [None, "b"] == lines(b"a" * MAX_LINE_BYTES + b"\nb\n")
    found = lines(b"a" * (MAX_LINE_BYTES - 1) + b"\nb\n")
    assert [MAX_LINE_BYTES - 1, 1] == [len(text or "") for text in found]
    assert [None] == lines(b"a" * (MAX_LINE_BYTES * 2))


def test_lines_know_their_bytes(tmp_path: Path) -> None:
    """A raw line can be read again from its place."""
    path = tmp_path / "feed"
    path.write_bytes("您好\n张三\n".encode("gb18030"))
    source = open_source(path, tmp_path / "spool")
    assert ["您好", "张三"] == [source.raw(line.offset, line.size) for line in source.lines()]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A missing file and a folder are errors in words."""
    with pytest.raises(FeedError, match=r"feed\.no_file"):
        require_file(tmp_path / "nothing")
    with pytest.raises(FeedError, match=r"feed\.not_a_file"):
        require_file(tmp_path)

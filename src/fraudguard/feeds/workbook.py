"""Spreadsheet workbooks: each visible sheet as a table of text, digits as the bank wrote them or refused later."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from fraudguard.errors import FeedError
from fraudguard.feeds.tables import write_table

__all__ = ["LARGEST_WORKBOOK", "write_sheets"]

LARGEST_WORKBOOK = 1 << 30
"""Bytes that a workbook may unpack to; a full sheet of 34 columns takes about as much."""

_SUSPICIOUS = 50 << 20  # above this size ...
_MOST_PACKED = 200  # ... real sheets are packed to a tenth or a thirtieth, not to a two-hundredth
_MOST_PARTS = 10_000
_CHUNK = 1 << 20
_DIGITS = 15  # that a spreadsheet keeps of a number


def write_sheets(path: Path, spool: Path) -> list[tuple[str, Path]]:
    """
    Names of the visible sheets that hold anything, and for each the table it was written to, beside ``spool``.

    Row n of a sheet is line n of its table. Raises `FeedError` when the workbook is damaged, locked by a password or
    made to unpack without end, and when the extra `feeds` is not installed.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        raise FeedError("feed.needs_extra", file=str(path), extra="feeds") from None
    refuse_bomb(path)
    found = []
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.visible != calamine.SheetVisibleEnum.Visible or sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            table = book.get_sheet_by_index(number)
            if table.start is None:
                continue
            target = spool.with_name(f"{spool.name}-{number}")
            write_table(_lines(table), target, str(path))
            found.append((sheet.name, target))
    except calamine.PasswordError:
        raise FeedError("feed.locked", file=str(path)) from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError):
        raise FeedError("feed.workbook", file=str(path)) from None
    if not found:
        raise FeedError("feed.no_sheet", file=str(path))
    return found


def refuse_bomb(path: Path) -> None:
    """
    Raise `FeedError` for an archive that unpacks to more than a workbook may have.

    It is unpacked to count: what its own index says is not believed.
    """
    if not zipfile.is_zipfile(path):
        return  # the older form is not compressed
    packed = path.stat().st_size
    limit = min(LARGEST_WORKBOOK, max(_SUSPICIOUS, packed * _MOST_PACKED))
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise FeedError("feed.bomb", file=str(path))
            for part in parts:
                part.file_size = limit - total + _CHUNK + 1  # read on past the size that the index names
                with archive.open(part) as handle:
                    while chunk := handle.read(_CHUNK):
                        total += len(chunk)
                        if total > limit:
                            raise FeedError("feed.bomb", file=str(path))
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, RuntimeError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in {None, errno.EINVAL}:  # a place before the file's start
            raise
        raise FeedError("feed.workbook", file=str(path)) from None


def _lines(table: Any) -> Iterator[Sequence[str]]:
    """
    The rows of a sheet from its first on, empty ones included.

    Midnight comes out of a workbook as a date alone; in a column where other cells have a clock it gets its clock back.
    """
    clocked = {place for row in table.iter_rows() for place, value in enumerate(row) if isinstance(value, datetime)}
    for row in table.iter_rows():
        yield [_cell(value, clock=place in clocked) for place, value in enumerate(row)]


def _cell(value: Any, *, clock: bool = False) -> str:
    """A cell as a bank's CSV would have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        moment = value + timedelta(microseconds=500_000)  # a serial day holds a time to about a tenth of a second
        return moment.replace(microsecond=0).isoformat(" ")
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00" if clock else value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, timedelta):
        return str(round(value.total_seconds()))
    return ""


def _number(value: float) -> str:
    """A number of up to fifteen digits as it is; a longer one has lost its last digits and says so."""
    if abs(value) >= 10**_DIGITS:
        return f"{value:.{_DIGITS - 1}E}"
    if float(value).is_integer():
        return str(int(value))
    return format(value, f".{_DIGITS}g")

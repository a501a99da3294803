"""The tables of a file, whatever its form: a text as it is, the others unpacked to text first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fraudguard.feeds.encoding import Encoding, require_file
from fraudguard.feeds.filetypes import FileType, file_type
from fraudguard.feeds.lines import Source, open_source
from fraudguard.feeds.mapping import FeedMapping

__all__ = ["open_sources"]


def open_sources(path: Path, spool: Path, mappings: Sequence[FeedMapping]) -> list[Source]:
    """
    The tables of a feed, at least one: a workbook has one a sheet.

    Copies go to ``spool`` and names that begin with it. Raises `FeedError` when the file cannot be read.
    """
    require_file(path)
    form = file_type(path)
    if form == "parquet":
        from fraudguard.feeds.parquet import write_parquet_table

        known = {name for mapping in mappings for entry in mapping.fields.values() for name in entry.columns}
        write_parquet_table(path, spool, known)
        return [_unpacked(str(path), spool, form)]
    if form == "workbook":
        from fraudguard.feeds.workbook import write_sheets

        sheets = write_sheets(path, spool)
        names = [str(path)] if len(sheets) == 1 else [f"{path}[{name}]" for name, _ in sheets]
        return [_unpacked(name, table, form) for name, (_, table) in zip(names, sheets, strict=True)]
    if form == "xml":
        from fraudguard.feeds.iso20022 import write_payments

        write_payments(path, spool)
        return [_unpacked(str(path), spool, form)]
    return [open_source(path, spool)]


def _unpacked(name: str, table: Path, form: FileType) -> Source:
    return Source(name, table, table.stat().st_size, Encoding("utf-8"), form)

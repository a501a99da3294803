"""The labels that a simulation left beside its events, read back as the truth to measure against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fraudguard.errors import UsageError
from fraudguard.feeds.refusals import unreadable
from fraudguard.workbench.quality.truth import TABLES, truth_of_rows

__all__ = ["Labels", "read_labels"]

Labels = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of each table of labels."""


def read_labels(path: str | Path) -> Labels:
    """
    The labels at ``path``: the folder of `fraudguard simulate`, its ``labels/``, or one of the files in there.

    Raises `FeedError` when a file cannot be read, `UsageError` (``workbench.labels``) when one is not what the
    simulator writes.
    """
    given = Path(path)
    folder = given.parent if given.is_file() else given / "labels" if (given / "labels").is_dir() else given
    rows = {name: _rows(folder, name) for name in TABLES}
    try:
        truth_of_rows(rows, 0, 0)
    except (KeyError, TypeError) as error:
        raise UsageError("workbench.labels", path=str(folder), why=f"{error}") from None
    return rows


def _rows(folder: Path, name: str) -> Sequence[Mapping[str, Any]]:
    table, lines = folder / f"{name}.parquet", folder / f"{name}.jsonl"
    try:
        if table.is_file():
            import polars as pl

            return pl.read_parquet(table).to_dicts()
        return [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise unreadable(lines, error) from None
    except ValueError as error:
        raise UsageError("workbench.labels", path=str(lines), why=str(error)) from None

"""Events in files as tables, and the tables of features that are worked out from them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from fraudguard.classifier.behaviour.features import FED, KINDS, expressions
from fraudguard.errors import ModelError
from fraudguard.feeds.reader import open_feed
from fraudguard.feeds.vector_reader import VectorReader
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.feature_columns import feature_tables

__all__ = ["READ", "event_frames", "feature_rows", "is_folder_of_events", "texts_in"]

_WORDS = {"transaction": "memo", "call": "transcript", "message": "text", "report": "text"}
READ = (*FED, "report")
"""The kinds of event whose features or words are looked at."""


def event_frames(paths: Sequence[Path]) -> dict[str, pl.DataFrame]:
    """
    By kind the events in files: a feed as `score` reads it, or a folder of ``KIND.parquet``.

    Raises `FeedError` for a file that cannot be read, `ModelError` for a row that is no event, with its line.
    """
    parts: dict[str, list[pl.DataFrame]] = {}
    for path in paths:
        for kind, frame in (_folder(path) if path.is_dir() else _lines(path)).items():
            parts.setdefault(kind, []).append(frame)
    return {kind: pl.concat(some, how="diagonal").sort("at", "id") for kind, some in parts.items()}


def feature_rows(frames: Mapping[str, pl.DataFrame], pack: CheckedPack) -> Mapping[str, Any]:
    """By kind the features of all events in tables."""
    read = {kind: frame for kind, frame in frames.items() if kind in FED}
    return feature_tables({kind: expressions(kind) for kind in KINDS}, read, pack)


def texts_in(frames: Mapping[str, pl.DataFrame]) -> list[str]:
    """The words that events bring: of messages, calls, reports, and remarks on payments."""
    found = [frames[kind][field] for kind, field in _WORDS.items() if kind in frames and field in frames[kind].columns]
    return [text for column in found for text in column.drop_nulls().to_list()]


def is_folder_of_events(path: Path) -> bool:
    """Whether a folder has a table of events."""
    return any((path / f"{kind}.parquet").exists() for kind in READ)


def _folder(path: Path) -> dict[str, pl.DataFrame]:
    files = {kind: path / f"{kind}.parquet" for kind in READ}
    try:
        found = {kind: pl.read_parquet(file) for kind, file in files.items() if file.exists()}
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise ModelError("model.data_file", path=path, reason=type(error).__name__) from None
    if not found:
        raise ModelError("model.data_file", path=path, reason="KIND.parquet")
    return {kind: frame.with_columns(pl.col(pl.String).replace("", None)) for kind, frame in found.items()}


def _lines(path: Path) -> dict[str, pl.DataFrame]:
    """The events of a file, by the reader of `score`; here a row that is none is an error."""
    found: dict[str, list[pl.DataFrame]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for part in VectorReader(open_feed(path, 0, Path(folder) / "spool", (), "en"), None).parts():
            for reject in part.rejects:
                raise ModelError("model.data_file", path=path, reason=f"{reject.line}: {reject.reason}")
            for kind, frame in part.frames.items():
                if kind in READ:
                    found.setdefault(kind, []).append(frame.select(pl.exclude("^_.*$", "^extra[.].*$")))
    return {kind: pl.concat(frames, how="diagonal") for kind, frames in found.items()}

"""Events in files as tables, and the tables of features that are worked out from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from fraudguard.classifier.behaviour.features import KINDS, expressions
from fraudguard.errors import FraudguardError, ModelError
from fraudguard.events import Event, parse_event, resolve
from fraudguard.events.tables import table_of
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.feature_columns import feature_tables

__all__ = ["event_frames", "feature_rows", "is_folder_of_events", "texts_in"]

_READ = ("transaction", "call", "message", "device_event")
_WORDS = {"transaction": "memo", "call": "transcript", "message": "text", "report": "text"}


def event_frames(paths: Sequence[Path]) -> dict[str, pl.DataFrame]:
    """
    By kind the events in files: lines of JSON as `score` reads them, or a folder of ``KIND.parquet``.

    Raises `ModelError` for a file that cannot be read, with the line that is no event.
    """
    parts: dict[str, list[pl.DataFrame]] = {}
    for path in paths:
        for kind, frame in (_folder(path) if path.is_dir() else _lines(path)).items():
            parts.setdefault(kind, []).append(frame)
    return {kind: pl.concat(some, how="diagonal").sort("at", "id") for kind, some in parts.items()}


def feature_rows(frames: Mapping[str, pl.DataFrame], pack: CheckedPack) -> Mapping[str, Any]:
    """By kind the features of all events in tables."""
    read = {kind: frame for kind, frame in frames.items() if kind in _READ}
    return feature_tables({kind: expressions(kind) for kind in KINDS}, read, pack)


def texts_in(frames: Mapping[str, pl.DataFrame]) -> list[str]:
    """The words that events bring: of messages, calls, reports, and remarks on payments."""
    found = [frames[kind][field] for kind, field in _WORDS.items() if kind in frames and field in frames[kind].columns]
    return [text for column in found for text in column.drop_nulls().to_list()]


def is_folder_of_events(path: Path) -> bool:
    """Whether a folder has a table of events."""
    return any((path / f"{kind}.parquet").exists() for kind in (*_READ, "report"))


def _folder(path: Path) -> dict[str, pl.DataFrame]:
    files = {kind: path / f"{kind}.parquet" for kind in (*_READ, "report")}
    try:
        found = {kind: pl.read_parquet(file) for kind, file in files.items() if file.exists()}
    except Exception as error:  # noqa: BLE001 - whatever Polars finds wrong
        raise ModelError("model.data_file", path=path, reason=type(error).__name__) from None
    if not found:
        raise ModelError("model.data_file", path=path, reason="KIND.parquet")
    return {kind: frame.with_columns(pl.col(pl.String).replace("", None)) for kind, frame in found.items()}


def _lines(path: Path) -> dict[str, pl.DataFrame]:
    import json

    by_kind: dict[str, list[Event]] = {}
    number = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):  # noqa: B007  # the error says where it stopped
                if line.strip():
                    event = resolve(parse_event(json.loads(line)), None)
                    if event.kind in _READ or event.kind in _WORDS:
                        by_kind.setdefault(event.kind, []).append(event)
    except (OSError, ValueError, FraudguardError) as error:
        raise ModelError("model.data_file", path=path, reason=f"{number}: {type(error).__name__}") from None
    return {kind: table_of(kind, some, {}, lambda value, _: value) for kind, some in by_kind.items()}

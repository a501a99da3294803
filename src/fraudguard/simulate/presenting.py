"""Frames of events as the mappings that a guard reads, in the order of (at, id)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import polars as pl

__all__ = ["equal_runs", "instants", "present"]

_MONEY = frozenset({"amount", "balance_before", "balance_after", "lost", "at_risk", "stopped"})
_TIMES = frozenset({"at", "pushed_at", "payee.opened_on", "payer.opened_on"})
_CHUNK = 50_000
_NONE = np.empty(0, dtype=np.int64)


def present(events: Mapping[str, pl.DataFrame], cards: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events of all frames, each with its person's card of ids; what is missing is left out."""
    kinds = sorted(events)
    streams = [_of_kind(kind, events[kind], cards) for kind in kinds]
    for kind in _order([events[kind] for kind in kinds]):
        yield next(streams[kind])


def instants(events: Mapping[str, pl.DataFrame]) -> list[int]:
    """The instants of `present`'s events, in order."""
    found: list[int] = np.sort(np.concatenate([_NONE, *(frame["at"].to_numpy() for frame in events.values())])).tolist()
    return found


def _order(frames: Sequence[pl.DataFrame]) -> list[int]:
    """From which frame each next event comes, every frame being in the order of (at, id) itself."""
    at = np.concatenate([_NONE, *(frame["at"].to_numpy() for frame in frames)])
    source = np.repeat(np.arange(len(frames)), [frame.height for frame in frames])
    row = np.concatenate([_NONE, *(np.arange(frame.height) for frame in frames)])
    order = np.argsort(at, kind="stable")
    at, source, row = at[order], source[order], row[order]
    for first, last in equal_runs(at):  # seldom, at microseconds
        run = sorted(
            (frames[one]["id"][where], one)
            for one, where in zip(source[first:last].tolist(), row[first:last].tolist(), strict=True)
        )
        source[first:last] = [one for _, one in run]
    return source.tolist()


def equal_runs(at: np.ndarray) -> Iterator[tuple[int, int]]:
    """The stretches of equal values in a sorted array, as (first, end)."""
    same = np.concatenate([[False], np.diff(at) == 0, [False]])
    edges = np.flatnonzero(np.diff(same.astype(np.int8)))
    for first, last in edges.reshape(-1, 2).tolist():
        yield first, last + 1


def _of_kind(kind: str, frame: pl.DataFrame, cards: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """One frame's events; a group of fields such as ``payee`` is there only if one of them is."""
    shown = [name for name in frame.columns if not name.startswith("_") and not frame[name].is_null().all()]
    plain = [name for name in shown if "." not in name]
    groups: dict[str, list[str]] = {}
    for name in shown:
        if "." in name:
            groups.setdefault(name.partition(".")[0], []).append(name)
    for start in range(0, frame.height, _CHUNK):
        part = frame.slice(start, _CHUNK)
        rows = _rows(part, plain, plain, kind=kind)
        inner = [(group, _rows(part, names, [n.partition(".")[2] for n in names])) for group, names in groups.items()]
        for person, event in zip(part["_person"].to_list(), rows, strict=True):
            if person is not None:
                event["person"] = cards[person]
            for group, fields in inner:
                if found := next(fields):
                    event[group] = found
            yield event


def _rows(frame: pl.DataFrame, columns: Sequence[str], names: Sequence[str], **same: str) -> Iterator[dict[str, Any]]:
    """Row by row what is the ``same`` for all and what is there of the columns, under their ``names``."""
    names = [*same, *names]
    values = zip(*map(itertools.repeat, same.values()), *(_values(frame, column) for column in columns), strict=False)
    if not any(frame[column].has_nulls() for column in columns):
        for row in values:
            yield dict(zip(names, row, strict=True))
        return
    for row in values:
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _values(frame: pl.DataFrame, name: str) -> list[Any]:
    import polars as pl

    column = frame[name]
    if name in _MONEY:
        return [None if fen is None else fen / 100 for fen in column.to_list()]  # a frame multiplies by 0.01: not exact
    if name in _TIMES:
        return column.cast(pl.Datetime("us")).dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_list()
    return column.to_list()

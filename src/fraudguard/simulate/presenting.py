"""Frames of events as the mappings that a guard reads, in the order of (at, id)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

__all__ = ["present"]

_MONEY = frozenset({"amount", "balance_before", "balance_after", "lost", "at_risk", "stopped"})
_TIMES = frozenset({"at", "pushed_at", "payee.opened_on", "payer.opened_on"})
_CHUNK = 50_000
_Position = tuple[int, str]


def present(events: Mapping[str, pl.DataFrame], cards: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events of all frames, each with its person's card of ids; what is missing is left out."""
    streams = [_of_kind(kind, frame, cards) for kind, frame in sorted(events.items())]
    for _, event in heapq.merge(*streams, key=_position):
        yield event


def _position(item: tuple[_Position, dict[str, Any]]) -> _Position:
    return item[0]


def _of_kind(
    kind: str, frame: pl.DataFrame, cards: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[_Position, dict[str, Any]]]:
    """One frame's events; a group of fields such as ``payee`` is there only if one of them is."""
    shown = [name for name in frame.columns if not name.startswith("_") and not frame[name].is_null().all()]
    plain = [name for name in shown if "." not in name]
    groups: dict[str, list[str]] = {}
    for name in shown:
        if "." in name:
            groups.setdefault(name.partition(".")[0], []).append(name)
    for start in range(0, frame.height, _CHUNK):
        part = frame.slice(start, _CHUNK)
        positions = list(zip(part["at"].to_list(), part["id"].to_list(), strict=True))
        persons = part["_person"].to_list()
        own = zip(*(_values(part, name) for name in plain), strict=True)
        nested = {group: zip(*(_values(part, name) for name in names), strict=True) for group, names in groups.items()}
        inner = {group: [name.partition(".")[2] for name in names] for group, names in groups.items()}
        for position, person, row in zip(positions, persons, own, strict=True):
            event: dict[str, Any] = {"kind": kind}
            for name, value in zip(plain, row, strict=True):
                if value is not None:
                    event[name] = value
            if person is not None:
                event["person"] = cards[person]
            for group, rows in nested.items():
                fields = {
                    name: value for name, value in zip(inner[group], next(rows), strict=True) if value is not None
                }
                if fields:
                    event[group] = fields
            yield position, event


def _values(frame: pl.DataFrame, name: str) -> list[Any]:
    import polars as pl

    column = frame[name]
    if name in _MONEY:
        return [None if fen is None else fen / 100 for fen in column.to_list()]  # a frame multiplies by 0.01: not exact
    if name in _TIMES:
        return column.cast(pl.Datetime("us", "UTC")).to_list()
    return column.to_list()

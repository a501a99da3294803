"""Columns of events while they are made: plain arrays by dotted field, one row an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fraudguard.events.catalogue import FIELDS
from fraudguard.simulate.story import Flat

if TYPE_CHECKING:
    import polars as pl

__all__ = ["TYPES", "Block", "frame_of_block", "frame_of_events", "names_of"]

_BESIDE = ("_id", "_person", "_story", "_stage", "_loss", "_mule")
_MASKED = frozenset({"balance_before", "balance_after", "payee.opened_on", "payer.opened_on"})


@dataclass(frozen=True, slots=True)
class Block:
    """
    Events of one kind from one habit, told apart by ``name``.

    ``fields`` are columns of equal length, with ``_person`` (the person's number) and ``at`` among them; money is in
    fen, times in microseconds. A masked value is None in a column of objects and -1 in one of whole numbers.
    """

    name: str
    kind: str
    fields: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.fields["at"])


TYPES: Mapping[str, str] = {
    "at": "int", "_person": "int", "amount": "int", "balance_before": "int", "balance_after": "int",
    "payee.opened_on": "int", "payer.opened_on": "int", "pushed_at": "int", "duration_s": "int", "call_count": "int",
    "call_seconds": "int", "lost": "int", "at_risk": "int", "stopped": "int", "_settles": "int",
    "is_contact": "bool", "answered": "bool", "sender_known": "bool", "is_otp": "bool", "callback_confirmed": "bool",
    "device.is_new": "bool", "device.remote_control": "bool", "device.screen_sharing": "bool", "device.in_call": "bool",
    "_loss": "bool", "url_hosts": "texts",
}  # fmt: skip
"""What a column holds that is not text."""


def names_of(kind: str) -> list[str]:
    """The columns of a kind: what a story or a habit may say of an event, and what the town keeps beside it."""
    own = [name for name in FIELDS[kind] if not name.startswith("person.") and name not in {"id", "source", "kind"}]
    return [*own, *_BESIDE]


def frame_of_block(block: Block) -> pl.DataFrame:
    """A habit's events; what it does not say is missing."""
    import polars as pl

    count = len(block)
    numbers = pl.Series(np.arange(count)).cast(pl.String)
    given = {name: _series(name, column) for name, column in block.fields.items()}
    given["_id"] = pl.Series("_id", f"{block.name}-" + numbers)
    return _whole(pl.DataFrame(given), block.kind)


def frame_of_events(kind: str, events: Sequence[Flat]) -> pl.DataFrame:
    """Flat events of one kind, each with ``_id`` and ``_story`` set."""
    import polars as pl

    names = [name for name in names_of(kind) if any(name in event for event in events)]
    data = {name: pl.Series(name, [event.get(name) for event in events], _type(name), strict=False) for name in names}
    return _whole(pl.DataFrame(data), kind)


def _whole(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    import polars as pl

    missing = [pl.lit(None, _type(name)).alias(name) for name in names_of(kind) if name not in frame.columns]
    return frame.with_columns(missing).select(names_of(kind))


def _series(name: str, column: np.ndarray) -> pl.Series:
    import polars as pl

    if column.dtype == object:
        return pl.Series(name, column.tolist(), _type(name))
    made = pl.Series(name, column)
    if name in _MASKED:
        made = made.set(made < 0, None)
    return made.cast(_type(name))


def _type(name: str) -> Any:
    import polars as pl

    types = {"int": pl.Int64, "bool": pl.Boolean, "texts": pl.List(pl.String), "float": pl.Float64}
    return types.get(TYPES.get(name, ""), pl.String)

"""Columns of events while they are made: plain arrays by dotted field, one row an event, and what tells rows apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fraudguard.events.catalogue import FIELDS
from fraudguard.simulate.story import Flat

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Block",
    "Column",
    "Picked",
    "frame_of_block",
    "frame_of_events",
    "maybe",
    "mixed",
    "names_of",
    "serials",
    "stacked",
]

_BESIDE = ("_id", "_person", "_story", "_stage", "_loss", "_mule")
_MASKED = frozenset({"balance_before", "balance_after", "payee.opened_on", "payer.opened_on"})
_GOLDEN = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Picked:
    """A column of words, each row the number of one of ``words``; -1 is missing."""

    words: Sequence[str] | np.ndarray
    place: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> Picked:
        """The same column for some rows only."""
        return Picked(self.words, self.place[rows])


Column = np.ndarray | Picked | str | bool
"""An array (masked values None, or -1 in whole numbers), words by number, or one value for every row."""


@dataclass(frozen=True, slots=True)
class Block:
    """
    Events of one kind from one habit, told apart by ``name``.

    ``fields`` are columns of equal length, with the arrays ``_person`` (the person's number) and ``at`` among them;
    money is in fen, times in microseconds.
    """

    name: str
    kind: str
    fields: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.array("at"))

    def array(self, name: str) -> np.ndarray:
        """A column that is an array."""
        column = self.fields[name]
        assert isinstance(column, np.ndarray)
        return column


TYPES: Mapping[str, str] = {
    "at": "int", "_person": "int", "amount": "int", "balance_before": "int", "balance_after": "int",
    "payee.opened_on": "int", "payer.opened_on": "int", "pushed_at": "int", "duration_s": "int", "call_count": "int",
    "call_seconds": "int", "lost": "int", "at_risk": "int", "stopped": "int", "_settles": "int",
    "is_contact": "bool", "answered": "bool", "sender_known": "bool", "is_otp": "bool", "callback_confirmed": "bool",
    "device.is_new": "bool", "device.remote_control": "bool", "device.screen_sharing": "bool", "device.in_call": "bool",
    "_loss": "bool", "url_hosts": "texts", "_id": "serial",
}  # fmt: skip
"""What a column holds that is not text."""


def names_of(kind: str) -> list[str]:
    """The columns of a kind: what a story or a habit may say of an event, and what the town keeps beside it."""
    own = [name for name in FIELDS[kind] if not name.startswith("person.") and name not in {"id", "source", "kind"}]
    return [*own, *_BESIDE]


def maybe(rng: np.random.Generator, share: float, value: str | bool, size: int) -> np.ndarray:
    """``value`` in this share of rows, missing in the others."""
    return _or_none(rng.random(size) < share, value)


def _or_none(holds: np.ndarray, value: str | bool) -> np.ndarray:
    column = np.full(len(holds), None, dtype=object)
    column[holds] = value
    return column


def mixed(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers of 64 bits scattered over all of them, one to one (the finaliser of splitmix64)."""
    z = numbers.astype(np.uint64)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def serials(seed: str, town: int, name: str, count: int) -> np.ndarray:
    """
    What tells the events of one habit or story apart from all others.

    A serial says nothing of where it came from, so that nobody can read the truth off an event's id.
    """
    first = hashlib.blake2b(f"{seed}\x1f{town}\x1f{name}".encode(), digest_size=8).digest()
    steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_GOLDEN)
    return mixed(steps + np.uint64(int.from_bytes(first, "big")))


def frame_of_block(block: Block, ids: np.ndarray) -> pl.DataFrame:
    """A habit's events; what it does not say has no column."""
    import polars as pl

    given = [_series(name, column, len(ids)) for name, column in block.fields.items()]
    return pl.DataFrame([*given, pl.Series("_id", ids)])


def frame_of_events(kind: str, events: Sequence[Flat]) -> pl.DataFrame:
    """Flat events of one kind, each with ``_id`` and ``_story`` set."""
    import polars as pl

    names = [name for name in names_of(kind) if any(name in event for event in events)]
    data = {name: pl.Series(name, [event.get(name) for event in events], _type(name), strict=False) for name in names}
    return pl.DataFrame(data)


def stacked(kind: str, frames: Sequence[pl.DataFrame], needed: Sequence[str] = ()) -> pl.DataFrame:
    """One frame of several: the columns that any of them has or that are ``needed``, in the order of the catalogue."""
    import polars as pl

    least = {name: _type(name) for name in ("at", "_id", "_person")}
    whole = pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema=least)
    whole = whole.with_columns(pl.lit(None, _type(name)).alias(name) for name in needed if name not in whole.columns)
    order = [name for name in names_of(kind) if name in whole.columns]
    return whole.select(*order, *(name for name in whole.columns if name not in order))


def _series(name: str, column: Column, size: int) -> pl.Series:
    import polars as pl

    if isinstance(column, Picked):
        place = pl.Series(column.place)
        if len(column.place) and int(column.place.min()) < 0:
            place = place.set(place < 0, None)
        return pl.Series(list(column.words), dtype=pl.String).gather(place).alias(name)
    if not isinstance(column, np.ndarray):
        return pl.repeat(column, size, dtype=_type(name), eager=True).alias(name)
    if column.dtype == object:
        return pl.Series(name, column.tolist(), _type(name))
    made = pl.Series(name, column)
    if name in _MASKED:
        made = made.set(made < 0, None)
    return made.cast(_type(name))


def _type(name: str) -> Any:
    import polars as pl

    types = {"int": pl.Int64, "bool": pl.Boolean, "texts": pl.List(pl.String), "serial": pl.UInt64}
    return types.get(TYPES.get(name, ""), pl.String)

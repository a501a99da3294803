"""The ids of many rows: their own, source and serial, or source and a digest of what each row says (DESIGN 4.2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fraudguard.feeds.blocks import Flags
from fraudguard.feeds.distinct import Cells, nulls
from fraudguard.feeds.layout import serial_rest
from fraudguard.feeds.mapping import FeedMapping
from fraudguard.feeds.reader import SERIALS
from fraudguard.feeds.vector_layout import Fields, coalesced

if TYPE_CHECKING:
    import polars as pl

__all__ = ["PLAIN_ID", "Names", "names_of"]

PLAIN_ID = r"^[^\s\x00-\x1f].{0,254}[^\s\x00-\x1f]$"
"""The form of ids that the door leaves as they are."""
_PARTY = "counterparty."


@dataclass(slots=True)
class Names:
    """
    The ids of rows, those that are ``counted`` without the number of that identical row.

    ``dirty`` are rows whose id only the reader for single rows may make.
    """

    ids: pl.Series
    counted: Flags
    dirty: Flags


def names_of(fields: Fields, mapping: FeedMapping, own: Cells | None) -> Names:
    """The ids of rows with ``fields``; ``own`` are the cells of a column of ids."""
    import polars as pl

    height = len(fields.at)
    source = _given(fields, "source")
    assert source is not None, "every row has a source: its mapping, if nothing else"
    dirty = np.zeros(height, dtype=np.bool_)
    ids = nulls(pl.String, height)
    if own is not None:
        ids = own.given()
        dirty |= own.bad if own.bad is not None else False
    first = _given(fields, mapping.serial[0]) if mapping.serial else None
    if first is not None:
        ids = coalesced([ids, _by_serial(fields, mapping.serial, source, first)])
    serial = _given(fields, SERIALS.get(fields.kind, ""))
    if serial is not None:
        ids = coalesced([ids, _joined(source, fields.kind, serial)])
    counted = (ids.is_null() & ~pl.Series(dirty | fields.dirty)).to_numpy()
    if counted.any():
        ids = coalesced([ids, source + ":" + _digests(fields, counted) + ":"])
    dirty |= ~ids.str.contains(PLAIN_ID).fill_null(False).to_numpy()
    return Names(ids, counted, dirty)


def _given(fields: Fields, path: str) -> pl.Series | None:
    cells = fields.sources.get(path)
    return None if cells is None else coalesced([one.given() for one in cells])


def _joined(source: pl.Series, kind: str, serial: pl.Series) -> pl.Series:
    return source + f":{kind}:" + serial


def _by_serial(fields: Fields, paths: Sequence[str], source: pl.Series, first: pl.Series) -> pl.Series:
    """The ids of rows that say the first part of their serial."""
    import polars as pl

    plain = _joined(source, fields.kind, first)
    others = [one for one in (_given(fields, path) for path in paths[1:]) if one is not None]
    if not others:
        return plain
    more = np.logical_or.reduce([one.is_not_null().to_numpy() for one in others])
    whole = pl.select(pl.concat_str([first, *others], separator="\x1f", ignore_nulls=True)).to_series()
    rest = pl.Series([serial_rest(text) for text in whole.to_list()], dtype=pl.String)
    return (plain + ":" + rest).zip_with(pl.Series(more), plain)


# -- digests --------------------------------------------------------------------------------------


def _digests(fields: Fields, rows: Flags) -> pl.Series:
    """`fraudguard.feeds.layout.digest_of` of some rows, null on the others."""
    import polars as pl

    chosen = pl.Series(rows)
    said = {path: coalesced([one.as_json() for one in cells]) for path, cells in fields.sources.items()}
    said |= _sides(fields, said)
    parts = {path: column.filter(chosen) for path, column in said.items() if not path.startswith(_PARTY)}
    parts["kind"] = pl.Series([json.dumps(fields.kind)]).new_from_index(0, int(rows.sum()))
    data = _object(parts)
    texts = "[" + fields.at.filter(chosen).cast(pl.String) + ", " + data + "]"
    found = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts.to_list()]
    every = np.full(len(rows), None, dtype=object)
    every[rows] = found
    return pl.Series(every.tolist(), dtype=pl.String)


def _sides(fields: Fields, said: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
    """What was said of the counterparty, under the side on which it stands."""
    import polars as pl

    if fields.incoming is None:
        return {}
    direction = coalesced([one.values for one in fields.sources["direction"]])
    party = {path: one for path, one in said.items() if path.startswith(_PARTY) and path != _PARTY + "id_card"}
    if fields.same_person is not None and fields.same_person.any():
        own = pl.select(pl.when(pl.Series(fields.same_person)).then(pl.lit('"self"'))).to_series()
        kind = party.get(_PARTY + "kind")
        party[_PARTY + "kind"] = own if kind is None else coalesced([kind, own])
    sides = {"payer.": pl.Series(fields.incoming), "payee.": direction.is_not_null() & ~pl.Series(fields.incoming)}
    none = nulls(pl.String, len(direction))
    return {
        path.replace(_PARTY, side, 1): one.zip_with(rows, none)
        for path, one in party.items()
        for side, rows in sides.items()
    }


def _object(parts: Mapping[str, pl.Series]) -> pl.Series:
    """JSON objects with sorted names, as `json.dumps` writes them; null where nothing is said."""
    import polars as pl

    names: dict[str, dict[str, pl.Series]] = {}
    members = {}
    for path, column in parts.items():
        name, _, rest = path.partition(".")
        if rest:
            names.setdefault(name, {})[rest] = column
        else:
            members[name] = column
    members |= {name: _object(inner) for name, inner in names.items()}
    written = [pl.lit(f"{json.dumps(name)}: ") + members[name] for name in sorted(members)]
    frame = (
        pl.DataFrame().select() if not written else pl.select(pl.concat_str(written, separator=", ", ignore_nulls=True))
    )
    text = frame.to_series()
    return pl.select(pl.when(text != "").then(pl.lit("{") + text + "}")).to_series()

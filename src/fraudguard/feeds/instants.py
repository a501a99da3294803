"""Times of many rows: the common forms at once, every other one by its distinct cells and the reader of single rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np

from fraudguard.errors import EventError, FeedError
from fraudguard.events.moment import microseconds
from fraudguard.feeds.blocks import Flags
from fraudguard.feeds.cells import clean
from fraudguard.feeds.distinct import nulls

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Instants", "read_instants"]

_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_PLAIN = rf"^20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK}$"
_OFFSET = rf"^20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}[T ]{_CLOCK}(?:\.[0-9]{{1,6}})?[+-](?:0[0-9]|1[0-4]):[0-5][0-9]$"
_OTHER = rf"^20[0-9]{{2}}/[0-9]{{2}}/[0-9]{{2}} {_CLOCK}$"
_PACKED = r"^20[0-9]{6}(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$"

Moment = Callable[[str, str], datetime]


class Instants:
    """
    The instants in a column of times, with the column of dates beside it.

    ``values`` are microseconds since 1970 UTC before the clock of the feed is corrected, null where there is none;
    ``bad`` are rows that only the reader for single rows may judge.
    """

    def __init__(self, values: pl.Series, bad: Flags) -> None:
        self.values = values
        self.bad = bad


def read_instants(
    times: pl.Series, dates: pl.Series | None, moment: Moment, zone: timezone, *, plain: bool
) -> Instants:
    """
    The instants that cells name; an empty cell is null.

    ``moment`` reads a single one, from the cell of the time and that of the date. Without ``plain`` the mapping has
    forms of its own and the usual ones mean nothing.
    """
    import polars as pl

    offset = round(zone.utcoffset(None) / timedelta(microseconds=1))
    found = nulls(pl.Int64, len(times))
    if plain:
        found = _usual(times, offset)
        if found.null_count() == 0:
            return Instants(found, np.zeros(len(times), dtype=np.bool_))
    pairs = pl.DataFrame({"time": times, "found": found})
    pairs = pairs.with_columns(pl.lit("").alias("date") if dates is None else dates.fill_null("").alias("date"))
    rest = pairs.filter(pl.col("found").is_null() & pl.col("time").is_not_null()).select("time", "date").unique()
    read = [_one(time, date, moment) for time, date in rest.iter_rows()]
    values = [value for value, _ in read]
    told = rest.with_columns(
        other=pl.Series(values, dtype=pl.Int64), bad=pl.Series([bad for _, bad in read], dtype=pl.Boolean)
    )
    whole = pairs.join(told, on=["time", "date"], how="left", maintain_order="left")
    whole = whole.with_columns(bad=pl.col("bad").fill_null(False) & pl.col("found").is_null())
    made = whole.select(pl.coalesce("found", "other"), "bad")
    return Instants(made["found"], made["bad"].to_numpy())


def _one(time: str, date: str, moment: Moment) -> tuple[int | None, bool]:
    text = clean(time)
    if not text:
        return None, False
    try:
        return microseconds(moment(text, clean(date))), False
    except (FeedError, EventError):
        return None, True


def _usual(times: pl.Series, offset: int) -> pl.Series:
    """The instants of cells in the forms that most feeds have; null elsewhere."""
    import polars as pl

    column = pl.col("time")
    frame = pl.DataFrame({"time": times})
    found: list[pl.Expr] = []
    for form, pattern in ((_PLAIN, "%Y-%m-%d %H:%M:%S"), (_OTHER, "%Y/%m/%d %H:%M:%S"), (_PACKED, "%Y%m%d%H%M%S")):
        if times.str.contains(form).any():
            text = column.str.replace("T", " ", literal=True) if form == _PLAIN else column
            read = pl.when(column.str.contains(form)).then(text).str.to_datetime(pattern, strict=False, time_unit="us")
            found.append(read.cast(pl.Int64) - offset)
    if times.str.contains(_OFFSET).any():
        found.append(pl.when(column.str.contains(_OFFSET)).then(_with_offset(column)))
    if not found:
        return nulls(pl.Int64, len(times))
    return frame.select(pl.coalesce(found).alias("found"))["found"]


def _with_offset(column: pl.Expr) -> pl.Expr:
    """The instants of times that name their offset."""
    import polars as pl

    local = column.str.slice(0, 19).str.replace("T", " ", literal=True)
    naive = local.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us").cast(pl.Int64)
    fraction = column.str.extract(r"\.([0-9]{1,6})", 1).fill_null("0").str.pad_end(6, "0").cast(pl.Int64, strict=False)
    sign = pl.when(column.str.slice(-6, 1) == "-").then(-1).otherwise(1)
    hours = column.str.slice(-5, 2).cast(pl.Int64, strict=False)
    minutes = column.str.slice(-2).cast(pl.Int64, strict=False)
    return naive + fraction - sign * (hours * 3600 + minutes * 60) * 1_000_000

"""Whom the events of a table concern: `resolve` for many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fraudguard.events.identifiers import birth_of
from fraudguard.events.moment import SHANGHAI
from fraudguard.events.people import MASKABLE, People
from fraudguard.events.person import ID_TYPES

if TYPE_CHECKING:
    import polars as pl

__all__ = ["resolved_table"]

_SHANGHAI_US = round(SHANGHAI.utcoffset(None).total_seconds()) * 1_000_000


def resolved_table(table: pl.DataFrame, people: People | None) -> tuple[pl.DataFrame, pl.Series]:
    """
    The table with ``person.key`` and ``person.age`` as `fraudguard.events.people.resolve` sets them, and the rows whose
    paper names somebody who was born after the event: those are no events.
    """
    import polars as pl

    keys = [key for name in ID_TYPES if f"person.ids.{name}" in table.columns for key in _keys(table, name, people)]
    known = [column for sure, column in keys if sure]
    own = [column for sure, column in keys if not sure]
    if "person.key" in table.columns:
        own.append(table["person.key"])
    if keys:
        table = table.with_columns(pl.coalesce([*known, *own]).alias("person.key"))
    if "person.ids.id_card" not in table.columns:
        return table, pl.Series([False]).new_from_index(0, table.height)
    born = _born(table)
    unborn = born.select(pl.col("born") > pl.col("day")).to_series().fill_null(False)
    years = pl.col("day").dt.year() - pl.col("born").dt.year()
    before = _in_year("day") < _in_year("born")
    age = born.select((years - before.cast(pl.Int32)).cast(pl.Int64)).to_series()
    ages = [table["person.age"]] if "person.age" in table.columns else []
    return table.with_columns(pl.coalesce([*ages, age]).alias("person.age")), unborn


def _keys(table: pl.DataFrame, name: str, people: People | None) -> list[tuple[bool, pl.Series]]:
    """Columns of keys from one type of id: those of the directory, which go first, and that of the id itself."""
    import polars as pl

    column = table[f"person.ids.{name}"]
    if name in MASKABLE:
        masked = column.str.contains("*", literal=True).fill_null(False)
        if masked.any():
            column = column.zip_with(~masked, pl.Series([None], dtype=pl.String).new_from_index(0, len(column)))
    own = f"{name}:" + column
    if people is None or not len(column):
        return [(False, own)]
    distinct = column.drop_nulls().unique()
    dated = [value for value in distinct.to_list() if people.is_dated(name, value)]
    persons = pl.Series([people.person_of(name, value, 0) for value in distinct.to_list()], dtype=pl.String)
    known = column.replace_strict(distinct, persons, default=None, return_dtype=pl.String)
    if dated:
        rows = column.is_in(dated)
        pairs = zip(column.filter(rows).to_list(), table["at"].filter(rows).to_list(), strict=True)
        found = [people.person_of(name, value, at) for value, at in pairs]
        known = known.scatter(rows.arg_true(), pl.Series(found, dtype=pl.String))
    return [(True, known), (False, own)]


def _in_year(name: str) -> pl.Expr:
    """Where in its year a day stands."""
    import polars as pl

    return pl.col(name).dt.month().cast(pl.Int32) * 100 + pl.col(name).dt.day()


def _born(table: pl.DataFrame) -> pl.DataFrame:
    """The birthday on the paper and the day of the event in Shanghai."""
    import polars as pl

    papers = table["person.ids.id_card"]
    distinct = papers.drop_nulls().unique()
    births = pl.Series([birth_of(paper) for paper in distinct.to_list()], dtype=pl.Date)
    day = pl.from_epoch(table["at"] + _SHANGHAI_US, time_unit="us").cast(pl.Date)
    return pl.DataFrame(
        {"born": papers.replace_strict(distinct, births, default=None, return_dtype=pl.Date), "day": day}
    )

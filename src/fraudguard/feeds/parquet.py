"""Parquet feeds: the columns of a table as the cells a bank's CSV would have."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fraudguard.errors import FeedError
from fraudguard.events import FIELDS
from fraudguard.feeds.tables import LARGEST_TABLE

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write_parquet_table"]

_ROWS = 50_000  # unpacked at a time
_EXACT = 1e15  # from here on a floating number does not hold all digits of an account
_MONEY = frozenset(spec.path for fields in FIELDS.values() for spec in fields.values() if spec.type == "money")


def write_parquet_table(path: Path, target: Path, known: Collection[str]) -> None:
    """
    Write a Parquet file as a table of text, a part at a time; parts of records become columns with dots.

    ``known`` are the columns that a mapping of the caller's reads. Raises `FeedError` when the file is damaged, unpacks
    to more than a table may have, or has whole numbers under the name of a field of money: nothing says whether
    such a column is in yuan or fen.
    """
    import polars as pl

    try:
        table = _flat(pl.scan_parquet(path, glob=False))
        schema = table.collect_schema()
        for name, dtype in schema.items():
            if dtype.is_integer() and name in _MONEY and name not in known:
                raise FeedError("feed.parquet_unit", file=str(path), column=name)
        texts = table.select(_text(name, dtype) for name, dtype in schema.items())
        size = _write(texts, target, str(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise FeedError("feed.parquet", file=str(path)) from None
    if not size:
        target.write_text(",".join(f'"{name}"' for name in schema.names()) + "\n", encoding="utf-8")


def _write(texts: pl.LazyFrame, target: Path, file: str) -> int:
    """How many rows were written."""
    import polars as pl

    total = rows = 0
    with target.open("wb") as handle:
        for frame in _frames(texts):
            total += int(frame.select(pl.sum_horizontal(pl.all().str.len_bytes().sum())).item() or 0)
            if total > LARGEST_TABLE:
                raise FeedError("feed.bomb", file=file)
            frame.write_csv(handle, include_header=rows == 0, quote_style="necessary")
            rows += frame.height
    return rows


def _frames(texts: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    start = 0
    while True:
        frame = texts.slice(start, _ROWS).collect()
        if frame.is_empty():
            return
        yield frame
        if frame.height < _ROWS:
            return
        start += _ROWS


def _flat(table: pl.LazyFrame) -> pl.LazyFrame:
    """The table with the parts of its records as columns named ``record.part``."""
    import polars as pl

    while structs := {name: dtype for name, dtype in table.collect_schema().items() if isinstance(dtype, pl.Struct)}:
        columns: list[Any] = []
        for name in table.collect_schema().names():
            if name in structs:
                parts = [part.name for part in structs[name].fields]
                columns += [pl.col(name).struct.field(part).alias(f"{name}.{part}") for part in parts]
            else:
                columns.append(pl.col(name))
        table = table.select(columns)
    return table


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column as text in the forms that feeds write."""
    import polars as pl

    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return column.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.f%:z")
    if isinstance(dtype, pl.Date):
        return column.dt.strftime("%Y-%m-%d")
    if isinstance(dtype, pl.Time):
        return column.dt.strftime("%H:%M:%S")
    if isinstance(dtype, pl.Duration):
        return column.dt.total_seconds().cast(pl.String)
    if dtype.is_float():
        power = column.abs().log10().floor()
        digits = (column.abs() / pl.lit(10.0).pow(power) * 100_000).floor() / 100_000
        return (
            pl.when(column.abs() >= _EXACT)
            .then(pl.format("{}E+{}", digits, power.cast(pl.Int64, strict=False)))
            .otherwise(column.round_sig_figs(15).cast(pl.String))
            .alias(name)
        )
    if isinstance(dtype, pl.List):
        return column.cast(pl.List(pl.String)).list.join(";").str.replace_all(r"[\r\n]+", " ")
    if dtype.is_nested() or isinstance(dtype, (pl.Binary, pl.Object)):
        return pl.lit(None, dtype=pl.String).alias(name)
    return column.cast(pl.String).str.replace_all(r"[\r\n]+", " ")

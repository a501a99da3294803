"""Many events as columns: one table per kind, a column per field, and back to single events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fraudguard.events.catalogue import FIELDS, read
from fraudguard.events.moment import from_microseconds
from fraudguard.events.parse import Event, parse_event
from fraudguard.events.people import People, resolve

if TYPE_CHECKING:
    import polars as pl

__all__ = ["event_of", "paths_of", "table_of", "table_schema"]

_WHOLE = frozenset({"person.age", "call_count"})
"""Number fields that hold whole numbers only."""


def paths_of(kind: str) -> tuple[str, ...]:
    """The columns of a kind's table, declared extras apart: every field but the kind itself."""
    return tuple(path for path in FIELDS[kind] if path != "kind")


def table_schema(kind: str, extras: Mapping[str, str]) -> dict[str, pl.DataType | type[pl.DataType]]:
    """
    The type of each column of a kind's table.

    ``extras`` maps the extras a pack declares to their types (values of `fraudguard.pack.tree.Type`); their columns
    are ``extra.<name>``, in any form that fits the type as rules read it. Money is whole fen, times are microseconds
    since 1970 UTC, missing is null.
    """
    types = {path: FIELDS[kind][path].type for path in paths_of(kind)}
    types |= {f"extra.{name}": declared for name, declared in extras.items()}
    return {path: _dtype(path, declared) for path, declared in types.items()}


def table_of(kind: str, events: Sequence[Event], extras: Mapping[str, str], typed: Any) -> pl.DataFrame:
    """
    The table of events of one kind, in their order, persons as `resolve` left them; fields that none has are left out.

    ``typed(value, type)`` reads a declared extra, as `fraudguard.pack.extras.typed` does.
    """
    import polars as pl

    columns = {}
    for path, dtype in table_schema(kind, extras).items():
        name = path.removeprefix("extra.")
        if name != path:
            values: Iterable[Any] = (typed(event.extra.get(name), extras[name]) for event in events)
        else:
            values = (read(event, path) for event in events)
        if dtype == pl.List(pl.String):
            values = (None if value is None else list(value) for value in values)
        elif dtype == pl.Float64:
            values = (None if value is None else float(value) for value in values)
        column = pl.Series(path, list(values), dtype=dtype, strict=True)
        if path in ("id", "at") or column.null_count() < len(column):
            columns[path] = column
    return pl.DataFrame(columns)


def event_of(kind: str, row: Mapping[str, Any], people: People | None, extras: Mapping[str, str]) -> Event:
    """The event that a row of a table stands for, its person worked out."""
    data: dict[str, Any] = {"kind": kind}
    schema = FIELDS[kind]
    for path, value in row.items():
        if value is None:
            continue
        name = path.removeprefix("extra.")
        if name != path:
            data.setdefault("extra", {})[name] = _given(value, extras[name])
            continue
        *outer, last = path.split(".")
        inner = data
        for part in outer:
            inner = inner.setdefault(part, {})
        inner[last] = _given(value, schema[path].type)
    return resolve(parse_event(data), people)


def _given(value: Any, declared: str) -> Any:
    """A value as a feed would give it."""
    if declared == "money":
        return f"{value // 100}.{value % 100:02d}"
    if declared == "time":
        return from_microseconds(value).isoformat()
    if declared == "number":
        return int(value) if float(value).is_integer() else value
    return value


def _dtype(path: str, declared: str) -> pl.DataType | type[pl.DataType]:
    import polars as pl

    match declared:
        case "bool":
            return pl.Boolean
        case "number":
            return pl.Int64 if path in _WHOLE else pl.Float64
        case "money" | "time":
            return pl.Int64
        case "texts":
            return pl.List(pl.String)
    return pl.String

"""Tables of finished words, and how they look on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.errors import Language

__all__ = ["Column", "Table", "print_tables", "table_of"]

Column = tuple[str, str, str]
"""The key of a row that a column shows, and its heading in Chinese and in English."""

_SHARES = frozenset({"recall", "before_last", "red_share", "saved_share", "precision"})


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of its columns and its rows; every cell is a finished word or number."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], lang: Language) -> Table:
    """Rows of plain values as a table; a share is shown with three places, what is not known as a dash."""
    heads = tuple(column[1 if lang == "zh" else 2] for column in columns)
    return Table(title, heads, tuple(tuple(_cell(name, row[name]) for name, _, _ in columns) for row in rows))


def print_tables(tables: Iterable[Table]) -> None:
    """Print tables one below the other: the first column to the left, the others to the right."""
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    from fraudguard.cli.show import console

    screen = console()
    for one in tables:
        drawn = Drawn(title=one.title, title_justify="left", box=box.SIMPLE_HEAD)
        for number, column in enumerate(one.columns):
            drawn.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
        for row in one.rows:
            drawn.add_row(*map(Text, row))
        screen.print(drawn)


def _cell(column: str, value: Any) -> str:
    if value is None:
        return "-"
    if column in _SHARES:
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)

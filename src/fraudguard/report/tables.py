"""Tables of finished words, for pages and terminals alike."""

from __future__ import annotations

from dataclasses import dataclass

from fraudguard.report.markup import Markup, element

__all__ = ["Table", "table"]


@dataclass(frozen=True, slots=True)
class Table:
    """
    A title, the names of the columns, and rows of finished words; ``note`` says how to read it.

    The first ``words`` columns hold words and stand left, the others hold numbers and stand right.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: int = 1


def table(shown: Table) -> Markup:
    """The table as HTML; its head is repeated on every printed page."""
    head = element("tr", *(element("th", name, class_=_side(shown, n)) for n, name in enumerate(shown.columns)))
    body = [
        element("tr", *(element("td", cell, class_=_side(shown, n)) for n, cell in enumerate(row)))
        for row in shown.rows
    ]
    parts = [element("table", element("thead", head), element("tbody", *body))]
    if shown.note:
        parts.append(element("p", shown.note, class_="note"))
    return Markup("".join(parts))


def _side(shown: Table, place: int) -> str | None:
    return None if place < shown.words else "n"

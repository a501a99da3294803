"""What to say of a table whose header no layout fits: which layout comes nearest, what it lacks, what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fraudguard.errors import FeedError, closest
from fraudguard.events.masking import mask_text
from fraudguard.feeds.columns import column_name
from fraudguard.feeds.layout import Layout
from fraudguard.feeds.mapping import FeedMapping

__all__ = ["header_error"]

_MOST_SHOWN = 8
_LONGEST = 40
_WIDEST = 300  # cells of a row; a wider one is no header that anybody could mend
_ENOUGH = 2
_MOST_COMPARED = 5  # rows taken as headers whose names are compared with those that are known
_MOST_NAMES = 40
_MEANT = {"time": "at", "datetime": "at", "timestamp": "at", "date": "at", "phone": "person.ids.phone",
          "id_card": "person.ids.id_card", "age": "person.age", "payee_account": "payee.account",
          "payee_name": "payee.name", "payee": "payee.account", "from": "sender", "number": "peer"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row taken as the header of a layout."""

    line: int
    layout: Layout
    meant: dict[str, str]

    @property
    def near(self) -> int:
        """How many columns are read, or would be under a name that was probably meant."""
        return self.layout.known_columns * 2 + len(self.meant)


def header_error(
    file: str, first: str, rows: Iterable[tuple[int, Sequence[str]]], mappings: Sequence[FeedMapping]
) -> FeedError:
    """
    The error for a table without a header that can be used.

    ``rows`` are the numbered rows among which the header was looked for, ``first`` the first line as it may be shown.
    """
    tables = [(line, Layout(one, cells)) for line, cells in rows if 1 < len(cells) <= _WIDEST for one in mappings]
    tables.sort(key=lambda table: table[1].known_columns, reverse=True)
    best = max((_candidate(*table) for table in tables[:_MOST_COMPARED]), key=lambda one: one.near, default=None)
    if best is None or best.near < _ENOUGH:
        return FeedError("feed.header", file=file, given=first)
    layout = best.layout
    missing = [path for path in layout.mapping.need if not layout.mapped.get(path)]
    if not missing:
        return FeedError("feed.header", file=file, given=first)
    columns = {path: entry.columns for path, entry in layout.mapping.fields.items()}
    return FeedError(
        "feed.header_lacks",
        file=file,
        line=best.line,
        layout=layout.mapping.title or layout.mapping.name,
        missing=", ".join(" / ".join(f"`{name}`" for name in columns[path][:3]) for path in missing),
        unread=_listed(layout.ignored),
        suggestion=", ".join(f"{_name(name)} → {meant}" for name, meant in list(best.meant.items())[:_MOST_SHOWN]),
    )


def _candidate(line: int, layout: Layout) -> _Candidate:
    free = [entry.columns for path, entry in layout.mapping.fields.items() if not layout.mapped.get(path)]
    names = {name: columns for columns in free for name in columns}
    meant = {}
    for given in layout.ignored[:_MOST_NAMES]:
        name = column_name(given)
        guess = _MEANT.get(name, "")
        guess = guess if guess in names else closest(name, names)
        if guess:  # of the names of one field, the first that contains what was written
            meant[given] = next((one for one in names[guess] if name in one), guess)
    return _Candidate(line, layout, meant)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(_name(name) for name in names[:_MOST_SHOWN])
    return (shown + (" …" if len(names) > _MOST_SHOWN else "")) or "-"


def _name(name: str) -> str:
    return mask_text(name[:_LONGEST])

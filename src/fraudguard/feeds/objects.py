"""One line of JSON as an event's data, or as the cells of a table whose columns are the names in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fraudguard.errors import FeedError
from fraudguard.feeds.layout import Layout

__all__ = ["Shapes", "read_object"]

_DEEPEST = 8
_MOST_NAMES = 2_000  # in all objects of a file; names beyond are not read


def read_object(text: str) -> dict[str, Any]:
    """One JSON object. Raises `FeedError` for anything else, for NaN and for a name that stands twice."""
    try:
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise FeedError("feed.json", why=str(error).split("\n")[0]) from None
    if not isinstance(data, dict):
        raise FeedError("feed.json_object", found=type(data).__name__)
    return data


def _no_constant(name: str) -> None:
    raise FeedError("feed.json_number", given=name)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise FeedError("feed.json_twice", name=twice)
    return data


class Shapes:
    """
    The layouts of objects that are rows of a table, by the names in them.

    ``find`` gives the layout of a header. A name that an earlier object had and this one has not is an empty cell.
    """

    def __init__(self, find: Callable[[Sequence[str]], Layout | None]) -> None:
        self._find = find
        self._names: dict[str, None] = {}
        self._layout: Layout | None = None

    def layout_of(self, data: Mapping[str, Any]) -> Layout | None:
        """The layout that reads an object, or ``None`` when its names are those of none."""
        names = dict.fromkeys(name for name, _ in _cells(data, "", 0))
        if (self._layout is None or not names.keys() <= self._names.keys()) and len(self._names) < _MOST_NAMES:
            columns = self._names | names
            found = self._find(list(columns))
            if found is None:
                return self._layout
            if self._layout is not None:
                found.unmapped = self._layout.unmapped
            self._layout, self._names = found, columns
        return self._layout

    def cells(self, data: Mapping[str, Any]) -> list[str]:
        """
        The cells of an object for the layout found last: parts of parts by names with dots, lists joined by ``;``.

        Numbers are as JSON has them, so that an account written as a number of nineteen digits keeps them all, and one
        in scientific form is refused.
        """
        values = dict(_cells(data, "", 0))
        return [values.get(name, "") for name in self._names]


def _cells(data: Mapping[str, Any], before: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        if isinstance(value, Mapping) and depth < _DEEPEST:
            yield from _cells(value, f"{before}{name}.", depth + 1)
        elif isinstance(value, list):
            yield f"{before}{name}", ";".join(_cell(part) for part in value)
        else:
            yield f"{before}{name}", _cell(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)

"""The layout whose columns are the fields of events by their own names, such as ``payee.account``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from fraudguard.errors import FeedError
from fraudguard.events import FIELDS, KINDS
from fraudguard.feeds.columns import bare_name, column_name
from fraudguard.feeds.layout import Layout
from fraudguard.feeds.mapping import FeedMapping, FieldMapping, Reading

__all__ = ["fields_mapping", "path_layout"]

_READINGS: dict[str, Reading] = {"bool": "flag", "number": "number", "money": "money", "time": "time", "texts": "list"}
_COMMON = {"id", "kind", "at", "source"}
_ENOUGH = 3  # columns that must be known before a header counts as one of this layout


@cache
def _fields() -> dict[str, FieldMapping]:
    """Every field of every kind, read by its type. Fields of one name have one type, whatever the kind."""
    found = {}
    for kind in KINDS:
        for spec in FIELDS[kind].values():
            reading: Reading = "day" if spec.path.endswith("opened_on") else _READINGS.get(spec.type, "text")
            found[spec.path] = FieldMapping(columns=(spec.path,), reading=reading)
    return found


def path_layout(header: Sequence[str]) -> Layout | None:
    """
    The layout of a header of field paths, or ``None`` when it is none.

    Times without an offset are in Shanghai. Raises `FeedError` when there is no ``kind`` column and the fields could
    belong to several kinds of event.
    """
    names = {bare_name(column_name(cell))[0] for cell in header}
    known = {path for path in _fields() if column_name(path) in names}
    if "at" not in known or len(known) < _ENOUGH:
        return None
    kind = "" if "kind" in known else _kind_of(known)
    mapping = FeedMapping(
        name="fields",
        title="event fields",
        kind=kind,
        fields={path: _fields()[path] for path in sorted(known)},
        need=("at",),
        required=() if kind else ("kind",),
    )
    return Layout(mapping, header)


def fields_mapping() -> FeedMapping:
    """The layout of all fields, to compare a header with that is none."""
    return FeedMapping(name="fields", title="event fields", kind="", fields=_fields(), need=("at",))


def _kind_of(known: Iterable[str]) -> str:
    own = {path for path in known if path not in _COMMON and not path.startswith("person.")}
    kinds = [kind for kind in KINDS if own <= set(FIELDS[kind])]
    if len(kinds) != 1:
        raise FeedError("feed.kind", fields=", ".join(sorted(own)))
    return kinds[0]

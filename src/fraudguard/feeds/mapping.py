"""Mapping files: which column of a known layout is which field, and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timezone
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fraudguard.errors import FeedError, closest
from fraudguard.feeds.times import read_zone

__all__ = ["READINGS", "FeedMapping", "FieldMapping", "load_mapping", "shipped_mappings"]

READINGS = ("text", "account", "phone", "id_card", "money", "balance", "time", "day", "word", "flag", "number", "list")
"""How the cells of a column are read."""

_TOP = {"name", "title", "kind", "zone", "need", "required", "serial", "negative", "same_person", "fields"}
_FIELD = {"columns", "as", "words", "unknown", "contains", "date"}
_MAX_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """
    One field of the event and the columns it may come from, best first.

    ``path`` is the field; ``counterparty.*`` stands for the payee of an outgoing and the payer of an incoming payment.
    ``words`` maps what the feed says to what the field holds. ``unknown`` is what happens to another word: ``refuse``
    rejects the row, ``missing`` leaves the field unknown and counts the word. ``contains`` also finds a word inside a
    longer text.
    """

    path: str
    columns: tuple[str, ...]
    reading: str = "text"
    words: Mapping[str, str] = field(default_factory=dict)
    unknown: str = "refuse"
    contains: bool = False
    date: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedMapping:
    """
    A known layout of rows.

    ``need``: fields whose columns a header must have to be of this layout. ``required``: fields that no row may leave
    empty. ``serial``: fields that together name a row for good. ``negative``: what a negative amount means: ``refuse``
    or ``out``. ``same_person``: two columns whose equality says that a payment stays with one person.
    """

    name: str
    title: str
    kind: str
    zone: timezone
    fields: tuple[FieldMapping, ...]
    need: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    negative: str = "refuse"
    same_person: tuple[str, ...] = ()


@cache
def shipped_mappings() -> tuple[FeedMapping, ...]:
    """The layouts that come with the package, by name."""
    folder = files("fraudguard.feeds") / "mappings"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(_read(name, (folder / name).read_text(encoding="utf-8")) for name in names)


def load_mapping(path: str | Path) -> FeedMapping:
    """A mapping file of the user's own. Raises `FeedError` when it cannot be read or is not one."""
    try:
        with Path(path).open("rb") as handle:
            data = handle.read(_MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise FeedError("feed.mapping", file=str(path), why=str(error)) from None
    if len(data) > _MAX_BYTES:
        raise FeedError("feed.mapping", file=str(path), why=f"more than {_MAX_BYTES} bytes")
    return _read(str(path), text)


def _read(name: str, text: str) -> FeedMapping:
    import yaml

    try:
        for token in yaml.scan(text):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken)):
                raise FeedError("feed.mapping", file=name, why="anchors, aliases and tags are not read")
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes only text, lists and maps
    except (yaml.YAMLError, RecursionError) as error:
        raise FeedError("feed.mapping", file=name, why=str(error)) from None
    return _Reader(name).mapping(data)


class _Reader:
    """Turns the plain data of one mapping file into its type, refusing what it does not know."""

    def __init__(self, file: str) -> None:
        self.file = file

    def mapping(self, data: Any) -> FeedMapping:
        top = self._map(data, "the file", _TOP)
        zone = read_zone(self._text(top, "zone", "+08:00"))
        if zone is None:
            raise self._wrong("`zone` is written `+08:00`")
        fields = tuple(self._field(path, entry) for path, entry in self._map(top.get("fields"), "`fields`").items())
        found = FeedMapping(
            name=self._text(top, "name"),
            title=self._text(top, "title", ""),
            kind=self._text(top, "kind"),
            zone=zone,
            fields=fields,
            need=self._texts(top, "need"),
            required=self._texts(top, "required"),
            serial=self._texts(top, "serial"),
            negative=self._choice(top, "negative", ("refuse", "out")),
            same_person=self._texts(top, "same_person"),
        )
        known = {entry.path for entry in fields}
        for name in (*found.need, *found.required, *found.serial):
            if name not in known:
                raise self._wrong(f"`{name}` is not among the fields")
        if "at" not in found.need:
            raise self._wrong("`need` must hold `at`")
        return found

    def _field(self, path: str, data: Any) -> FieldMapping:
        if isinstance(data, list):
            data = {"columns": data}
        entry = self._map(data, f"`{path}`", _FIELD)
        words = {
            word: value
            for value, listed in self._map(entry.get("words", {}), f"the words of `{path}`").items()
            for word in self._list(listed, f"the words of `{path}`")
        }
        return FieldMapping(
            path=path,
            columns=self._texts(entry, "columns"),
            reading=self._choice(entry, "as", READINGS),
            words=words,
            unknown=self._choice(entry, "unknown", ("refuse", "missing")),
            contains=self._text(entry, "contains", "false") == "true",
            date=self._texts(entry, "date"),
        )

    def _wrong(self, why: str) -> FeedError:
        return FeedError("feed.mapping", file=self.file, why=why)

    def _map(self, data: Any, what: str, known: set[str] | None = None) -> dict[str, Any]:
        if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
            raise self._wrong(f"{what} must be names and values")
        for key in data:
            if known is not None and key not in known:
                near = closest(key, known)
                raise self._wrong(f"{what} has no `{key}`" + (f", perhaps `{near}`" if near else ""))
        return data

    def _list(self, data: Any, what: str) -> list[str]:
        if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
            raise self._wrong(f"{what} must be a list of texts")
        return data

    def _texts(self, data: dict[str, Any], key: str) -> tuple[str, ...]:
        return tuple(self._list(data.get(key, []), f"`{key}`"))

    def _text(self, data: dict[str, Any], key: str, default: str | None = None) -> str:
        value = data.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self._wrong(f"`{key}` must be a text")
        return value

    def _choice(self, data: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
        value = self._text(data, key, choices[0])
        if value not in choices:
            raise self._wrong(f"`{key}` is one of {', '.join(choices)}")
        return value

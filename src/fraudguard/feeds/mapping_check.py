"""What a mapping must keep to beyond its shape: real fields, readings that suit them, words they can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fraudguard.errors import EventError, FeedError, closest
from fraudguard.events import FIELDS, KINDS
from fraudguard.events.moment import parse_feed_time
from fraudguard.events.money import parse_money
from fraudguard.feeds.cells import read_account, read_number, read_phone
from fraudguard.feeds.mapping import FeedMapping, FieldMapping

__all__ = ["Finding", "check_mapping", "field_of"]

Finding = tuple[str, tuple[str | int, ...], dict[str, object]]
"""A code, where in the file, and the parameters of the message."""

_PARTY = "counterparty."
_PARTY_ONLY = "counterparty.id_card"
_READINGS = {
    "bool": ("flag", "word"),
    "number": ("number", "duration"),
    "money": ("money", "balance"),
    "time": ("time", "day", "steps"),
    "texts": ("list",),
    "enum": ("word", "text"),
    "text": ("text", "name", "account", "phone", "id_card", "word"),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "words": ("word",),
    "contains": ("word",),
    "unit": ("money", "balance"),
    "date": ("time",),
    "formats": ("time", "day"),
    "since": ("steps",),
    "step": ("steps",),
    "begin": ("duration",),
    "plus": ("time", "steps"),
}
_DIRECTIVES = frozenset("YymdHIMSfzpjBbAa%")
_FLAGS = ("true", "false")
_LONGEST_MATCH = 3600


def field_of(kind: str, path: str) -> str | None:
    """The field of a kind that a path of a mapping stands for, or ``None``: the payee for ``counterparty``."""
    real = path.replace("counterparty", "payee", 1) if path.startswith(_PARTY) else path
    return real if real in FIELDS.get(kind, {}) else None


def check_mapping(mapping: FeedMapping) -> Iterator[Finding]:
    """Every fault of a mapping whose shape is right."""
    if mapping.kind not in KINDS:
        yield "mapping.choice", ("kind",), _choice("kind", mapping.kind, KINDS)
        return
    for path, entry in mapping.fields.items():
        yield from _field(mapping.kind, path, entry)
        if entry.plus and entry.plus not in mapping.fields:
            yield "mapping.not_mapped", ("fields", path, "plus"), _named("plus", entry.plus, mapping)
    for key in ("need", "required", "serial", "same_person"):
        for place, name in enumerate(getattr(mapping, key)):
            if name not in mapping.fields:
                yield "mapping.not_mapped", (key, place), _named(key, name, mapping)
            elif key == "need" and not mapping.fields[name].columns:
                yield "mapping.no_columns", ("fields", name), {"field": name}
    if mapping.retracts and not mapping.serial:
        yield "mapping.missing_key", (), {"key": "serial"}
    if "at" not in mapping.need:
        yield "mapping.need_at", ("need",), {}
    yield from _matching(mapping)


def _field(kind: str, path: str, entry: FieldMapping) -> Iterator[Finding]:
    where = ("fields", path)
    free = path.startswith("extra.") or path == _PARTY_ONLY
    real = field_of(kind, path)
    if not free and (real is None or path == "kind"):
        known = [name for name in FIELDS[kind] if name != "kind"]
        near = closest(path, [*known, *(name.replace("payee.", _PARTY) for name in known)])
        yield "mapping.field", where, {"kind": kind, "given": path, "suggestion": near}
        return
    yield from _sources(where, path, entry)
    yield from _idle_keys(where, entry)
    if real is not None:
        spec = FIELDS[kind][real]
        suited = ("time", "steps") if path == "at" else _READINGS[spec.type]
        if entry.reading not in suited and not (entry.value and entry.reading == "text"):
            given = _choice("as", entry.reading, suited) | {"field": path}
            yield "mapping.reading", (*where, "as"), given
        if entry.value and not _readable(entry, spec.type):
            yield "mapping.value_form", (*where, "value"), {"field": path, "given": entry.value}
        holds = _FLAGS if spec.type == "bool" else spec.choices
        yield from _values(where, path, entry, holds)
    yield from _words(where, entry)


def _readable(entry: FieldMapping, kind: str) -> bool:
    """Whether a fixed value can be what its field holds."""
    try:
        if kind == "number":
            read_number(entry.value)
        elif kind == "money":
            parse_money(entry.value)
        elif kind == "time":
            parse_feed_time(entry.value)
        elif entry.reading == "account":
            return read_account(entry.value) is not None
        elif entry.reading == "phone":
            return read_phone(entry.value) is not None
    except (EventError, FeedError):
        return False
    return True


def _sources(where: tuple[str, ...], path: str, entry: FieldMapping) -> Iterator[Finding]:
    if entry.value and (entry.columns or entry.preamble):
        yield "mapping.value_and_columns", (*where, "value"), {"field": path}
    if not (entry.columns or entry.preamble or entry.value):
        yield "mapping.no_columns", where, {"field": path}


def _idle_keys(where: tuple[str, ...], entry: FieldMapping) -> Iterator[Finding]:
    """Keys that say nothing for the way a field is read, and those that this way needs."""
    for key, readings in _KEYS.items():
        if getattr(entry, key) and entry.reading not in readings:
            yield "mapping.idle_key", (*where, key), {"key": key, "reading": entry.reading}
    if entry.reading == "steps" and (entry.since is None or entry.step is None):
        yield "mapping.missing_key", where, {"key": "since" if entry.since is None else "step"}
    for place, form in enumerate(entry.formats):
        wrong = [sign for sign in re.findall(r"%(.?)", form) if sign not in _DIRECTIVES]
        if wrong or "%" not in form:
            yield "mapping.format", (*where, "formats", place), {"given": form}


def _values(where: tuple[str, ...], path: str, entry: FieldMapping, holds: tuple[str, ...]) -> Iterator[Finding]:
    if not holds:
        return
    for value in entry.words:
        if value not in holds:
            yield "mapping.value", (*where, "words", value), _choice("", value, holds) | {"field": path}
    if entry.value and entry.value not in holds:
        yield "mapping.value", (*where, "value"), _choice("", entry.value, holds) | {"field": path}


def _words(where: tuple[str, ...], entry: FieldMapping) -> Iterator[Finding]:
    if entry.reading == "word" and not entry.words:
        yield "mapping.missing_key", where, {"key": "words"}
    first: dict[str, str] = {}
    for value, words in entry.words.items():
        for word in words:
            if first.setdefault(word, value) != value:
                twice: dict[str, object] = {"word": word, "first": first[word], "second": value}
                yield "mapping.word_twice", (*where, "words", value), twice


def _matching(mapping: FeedMapping) -> Iterator[Finding]:
    found = mapping.match
    if found is None:
        return
    for place, name in enumerate(found.fields):
        if name not in mapping.fields and name != "person":
            yield "mapping.not_mapped", ("match", "on", place), _named("on", name, mapping)
    if not 0 <= found.within.total_seconds() <= _LONGEST_MATCH:
        yield "mapping.within", ("match", "within"), {}


def _choice(key: str, given: str, choices: tuple[str, ...]) -> dict[str, Any]:
    return {"key": key, "given": given, "choices": ", ".join(choices), "suggestion": closest(given, choices)}


def _named(key: str, given: str, mapping: FeedMapping) -> dict[str, Any]:
    return {"key": key, "given": given, "suggestion": closest(given, mapping.fields)}

"""From pydantic's complaint to an `EventError` that names the field, the reason and the cure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from fraudguard.errors import EventError, Fault, closest

__all__ = ["described", "event_error", "without_missing"]

_DEEPEST = 4  # records nest three deep: event, person, ids
_MOST_FAULTS = 20
_SHOWN = 60

_CODES = {
    "missing": "event.field_missing",
    "extra_forbidden": "event.field_unknown",
    "invalid_key": "event.key",
    "literal_error": "event.choice",
    "string_type": "event.text_expected",
    "string_too_long": "event.text_long",
    "string_too_short": "event.text_empty",
    "string_unicode": "event.text_surrogate",
    "bool_type": "event.bool_expected",
    "int_type": "event.whole_expected",
    "int_parsing_size": "event.number_range",
    "float_type": "event.number_expected",
    "finite_number": "event.number_nan",
    "greater_than_equal": "event.number_range",
    "less_than_equal": "event.number_range",
    "model_type": "event.object_expected",
    "model_attributes_type": "event.object_expected",
    "dict_type": "event.object_expected",
    "tuple_type": "event.list_expected",
    "too_long": "event.list_long",
}


def without_missing(data: Mapping[Any, Any], depth: int = _DEEPEST) -> dict[Any, Any]:
    """``data`` without what means missing: None, empty strings and blank ones, in nested mappings too."""
    kept: dict[Any, Any] = {}
    for name, value in data.items():
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        nested = depth and isinstance(value, Mapping)
        kept[name] = without_missing(value, depth - 1) if nested else value
    return kept


def event_error(model: type[BaseModel], found: ValidationError) -> EventError:
    """All of ``found`` as one error, each fault with its field, what was given and a cure."""
    faults = tuple(_faults(model, found))
    return EventError(faults[0].code, faults=faults)


def described(value: object) -> str:
    """What was given, in a few characters: containers and odd objects by kind, never at length."""
    if isinstance(value, str):
        text = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    if value is None or isinstance(value, (bool, float)):
        return str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else "a very large number"
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, (list, tuple)) else f"a {type(value).__name__}"


def _faults(model: type[BaseModel], found: ValidationError) -> Iterator[Fault]:
    for line in found.errors(include_url=False)[:_MOST_FAULTS]:
        path = tuple(line["loc"])
        kind = line["type"]
        params: dict[str, object] = {"field": _path_text(path), "given": _given(model, path, line["input"])}
        params |= _params_of(model, path, kind, line)
        if kind.startswith("event."):
            yield Fault(kind, {**params, "field": _path_text(path)})
        else:
            yield Fault(_CODES.get(kind, "event.invalid"), params)


def _params_of(model: type[BaseModel], path: tuple[int | str, ...], kind: str, line: Any) -> dict[str, object]:
    context: dict[str, object] = dict(line.get("ctx") or {})
    if kind == "extra_forbidden":
        known = _record_at(model, path[:-1])
        names = list(known.model_fields) if known else []
        return {"suggestion": closest(str(path[-1]), names), "known": ", ".join(names), "record": _noun(path)}
    if kind == "literal_error":
        choices = [name.strip().strip("'") for name in str(context["expected"]).replace(" or ", ", ").split(",")]
        return {"choices": ", ".join(choices), "suggestion": closest(described(line["input"]), choices)}
    if kind in ("greater_than_equal", "less_than_equal"):
        return _limits(model, path)
    if kind in ("string_too_long", "too_long"):
        return {"limit": context["max_length"]}
    return context


def _limits(model: type[BaseModel], path: tuple[int | str, ...]) -> dict[str, object]:
    """The least and largest value a number may have, read from the field itself."""
    limits: dict[str, object] = {"low": "0", "high": "10^15"}
    record = _record_at(model, path[:-1])
    about = record.model_fields.get(str(path[-1])) if record else None
    for argument in _metadata(about.annotation if about else None):
        for rule in getattr(argument, "metadata", ()):
            limits |= {"low": rule.ge} if hasattr(rule, "ge") else {}
            limits |= {"high": rule.le} if hasattr(rule, "le") else {}
    return limits


def _metadata(annotation: Any) -> Iterator[Any]:
    for argument in getattr(annotation, "__args__", ()):
        yield from getattr(argument, "__metadata__", ())


def _given(model: type[BaseModel], path: tuple[int | str, ...], value: object) -> str:
    """What was given, masked where the field holds personal data."""
    record = _record_at(model, path[:-1])
    about = record.model_fields.get(str(path[-1])) if record and path else None
    personal = next((m.personal for m in about.metadata if hasattr(m, "personal")), "") if about else ""
    if personal and isinstance(value, str):
        from fraudguard.events.masking import mask

        return described(mask(personal, value))
    return described(value)


def _record_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The record that holds the fields under ``path``, or None where no record stands there."""
    current = model
    for name in path:
        about = current.model_fields.get(str(name))
        kind = about.annotation if about else None
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            return None
        current = kind
    return current


def _path_text(path: tuple[int | str, ...]) -> str:
    return described(".".join(str(name) for name in path)) or "event"


def _noun(path: tuple[int | str, ...]) -> str:
    return described(".".join(str(name) for name in path[:-1])) or "event"

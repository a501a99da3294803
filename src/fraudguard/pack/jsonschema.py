"""JSON Schema of the files of a pack, for editors; generated from the declarations the reader itself uses."""

from __future__ import annotations

from typing import Any

from fraudguard.pack.records import Record, RecordOf
from fraudguard.pack.scenario_schema import ScenarioFile
from fraudguard.pack.schema import (
    CalendarFile,
    ListFile,
    PackFile,
    PhraseFile,
    PolicyFile,
    RawScam,
    ScamFile,
    SnoozeFile,
)
from fraudguard.pack.shapes import ListOf, Schema, Shape

__all__ = ["file_schemas", "rules_schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_LINE = {"type": ["string", "boolean", "number"], "description": "an expression"}


def _conditions() -> Schema:
    """The lists under `when` and `unless`: lines and groups, nested."""
    some = {"$ref": "#/$defs/conditions"}
    counted = {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1}, "of": some},
        "required": ["n", "of"],
        "additionalProperties": False,
    }
    group = {
        "type": "object",
        "properties": {"all": some, "any": some, "none": some, "at_least": counted},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    return {"type": "array", "minItems": 1, "items": {"anyOf": [_LINE, group]}}


def _document(title: str, shape: Shape) -> dict[str, Any]:
    defs: Schema = {"conditions": _conditions()}
    body = shape.schema(defs)
    return {"$schema": _DRAFT, "title": title, **body, "$defs": defs}


def _record(title: str, cls: type[Record]) -> dict[str, Any]:
    return _document(title, RecordOf(cls))


def rules_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file under `scams/`; `# yaml-language-server: $schema=…` makes editors use it."""
    return _record("fraudguard rules", ScamFile)


def file_schemas() -> dict[str, dict[str, Any]]:
    """
    The JSON Schema of every kind of file: ``rules``, ``pack``, ``policy``, ``calendar``, ``taxonomy``, ``values``,
    ``phrases``, ``snoozes``, ``scenarios`` (`*.test.yaml`).
    """
    return {
        "rules": rules_schema(),
        "pack": _record("fraudguard pack", PackFile),
        "policy": _record("fraudguard policy", PolicyFile),
        "calendar": _record("fraudguard calendar", CalendarFile),
        "taxonomy": _document("fraudguard taxonomy", ListOf(RecordOf(RawScam))),
        "values": _record("fraudguard list of values", ListFile),
        "phrases": _record("fraudguard list of phrases", PhraseFile),
        "snoozes": _record("fraudguard list of snoozes", SnoozeFile),
        "scenarios": _record("fraudguard scenarios", ScenarioFile),
    }

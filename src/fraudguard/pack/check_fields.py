"""Find the field that a path in a rule means, by English path or Chinese name."""

from __future__ import annotations

from collections.abc import Collection

from fraudguard.errors import Place
from fraudguard.events.catalogue import FIELDS, KIND_ZH, KINDS, FieldSpec
from fraudguard.pack.shapes import Faults

__all__ = ["KEY_TYPES", "RULE_KINDS", "field_named", "kind_named", "path_on_all"]

RULE_KINDS: tuple[str, ...] = tuple(kind for kind in KINDS if kind != "retraction")
"""The kinds a rule may look at: a retraction takes an event back and says nothing itself."""

KEY_TYPES = ("text", "enum")
"""Types whose values can name whose points they are, or which events belong together."""

_BY_ZH = {kind: {spec.zh: spec for spec in specs.values()} for kind, specs in FIELDS.items()}
_KIND_BY_ZH = {zh: kind for kind, zh in KIND_ZH.items()}


def kind_named(written: str) -> str:
    """The kind with this English or Chinese name that a rule may look at; empty when there is none."""
    kind = _KIND_BY_ZH.get(written, written)
    return kind if kind in RULE_KINDS else ""


def field_named(written: str, kind: str) -> FieldSpec | None:
    """The field of ``kind`` with this path or Chinese name."""
    return FIELDS[kind].get(written) or _BY_ZH[kind].get(written)


def path_on_all(written: str, kinds: Collection[str], extra: Collection[str], place: Place, faults: Faults) -> str:
    """
    The path of a key field that every one of ``kinds`` has; empty (and a fault) when one lacks it.

    With no kinds (they could not be told, which is reported elsewhere) any known path will do.
    """
    if written.startswith("extra.") and written[6:] in extra:
        return written
    path = ""
    for kind in sorted(kinds) or RULE_KINDS:
        spec = field_named(written, kind)
        if spec is None:
            if not kinds:
                continue
            names = [name for name, one in FIELDS[kind].items() if one.type in KEY_TYPES]
            if not written.isascii():
                names = [one.zh for one in FIELDS[kind].values()]
            faults.add("pack.no_such_path", place, path=written, kind=kind, suggestion=faults.near(written, names))
            return ""
        if spec.type not in KEY_TYPES or spec.textual:
            faults.add("pack.key_type", place, path=written, type=spec.type)
            return ""
        path = spec.path
    return path

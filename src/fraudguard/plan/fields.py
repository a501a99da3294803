"""How generated code gets at an event's fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fraudguard.events import Event
from fraudguard.events.catalogue import FIELDS, read
from fraudguard.pack.extras import typed
from fraudguard.pack.tree import Type
from fraudguard.plan.coder import Constants

__all__ = ["extraction", "local_name", "type_lookup", "value_of"]

_GIVEN = {"at": "at", "id": "id_", "person.key": "person"}  # arguments of the generated function


def type_lookup(extra: Mapping[str, Type]) -> Callable[[str, str], Type]:
    """A function from (kind, path) to the type of the field there."""

    def type_of(kind: str, path: str) -> Type:
        if path.startswith("extra."):
            return extra[path.removeprefix("extra.")]
        return Type(FIELDS[kind][path].type)

    return type_of


def value_of(event: Event, path: str, extra: Mapping[str, Type]) -> Any:
    """
    A field as rules see it: ``None`` when it is missing, when the kind has no such field, and when a
    declared extra is not of its type.
    """
    if path.startswith("extra."):
        name = path.removeprefix("extra.")
        return typed(event.extra.get(name), extra[name])
    return read(event, path) if path in FIELDS[event.kind] else None


def local_name(path: str) -> str:
    """The variable that holds a field in generated code."""
    if not path.isascii():  # Python folds look-alike letters in names: two extras could become one variable
        return "f_x" + path.encode().hex()
    return _GIVEN.get(path) or "f_" + path.replace(".", "_")


def extraction(kind: str, paths: Iterable[str], constants: Constants, type_of: Callable[[str, str], Type]) -> list[str]:
    """The lines that bind every path of ``paths`` to its variable, ``None`` where missing."""
    tree: dict[str, object] = {}
    for path in sorted(set(paths) - _GIVEN.keys()):
        if path.startswith("extra."):
            continue
        node = tree
        *outer, last = path.split(".")
        for name in outer:
            inner = node.setdefault(name, {})
            assert isinstance(inner, dict)  # a path is never also a group of paths
            node = inner
        node[last] = path
    lines = list(_bind(tree, "e", "o", kind, type_of))
    extras = sorted(path for path in paths if path.startswith("extra."))
    if extras:
        lines.append(" = ".join([*map(local_name, extras), "None"]))
        lines.append("if e.extra:")
    for path in extras:
        declared = constants.name("T", type_of(kind, path))
        name = constants.name("C", path.removeprefix("extra."))
        lines.append(f"    {local_name(path)} = TYPED(e.extra.get({name}), {declared})")
    return lines


def _bind(
    tree: Mapping[str, object], source: str, prefix: str, kind: str, type_of: Callable[[str, str], Type]
) -> Iterable[str]:
    for name, below in tree.items():
        if isinstance(below, str):
            if below == "kind":
                yield f"{local_name(below)} = {source}.kind"
            elif type_of(kind, below) is Type.TIME:
                yield f"{local_name(below)} = MICROS({source}.{name})"
            else:
                yield f"{local_name(below)} = {source}.{name}"
            continue
        assert isinstance(below, dict)  # the tree holds paths and groups only
        inner = f"{prefix}_{name}"
        yield f"{inner} = {source}.{name}"  # never None: a missing part is an empty record
        yield from _bind(below, inner, inner, kind, type_of)

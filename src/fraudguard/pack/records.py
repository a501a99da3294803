"""Mappings with declared keys: the declaration, the reading, the places, the JSON Schema."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fraudguard.errors import Place
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar
from fraudguard.pack.shapes import Faults, Schema, Shape, refuse
from fraudguard.pack.traps import map_trap

__all__ = ["OneOf", "Record", "RecordOf", "again", "key", "read_record", "shapes_of"]


@dataclass(frozen=True)
class RecordOf(Shape):
    """A mapping with declared keys, read into the dataclass ``cls``."""

    cls: type[Record]

    def read(self, node: Node, name: str, faults: Faults) -> Any:
        return read_record(self.cls, node, name, faults)

    def schema(self, defs: Schema) -> Schema:
        title = self.cls.__name__
        if title not in defs:
            defs[title] = {}
            defs[title].update(_record_schema(self.cls, defs))
        return {"$ref": f"#/$defs/{title}"}


@dataclass(frozen=True)
class OneOf(Shape):
    """A scalar of one shape, short for a mapping of the other with that one key ``short``."""

    scalar: Shape
    record: RecordOf
    short: str

    def read(self, node: Node, name: str, faults: Faults) -> Any:
        if not isinstance(node, Scalar):
            return self.record.read(node, name, faults)
        return read_record(self.record.cls, MapNode(*_span(node), {self.short: (node, node)}), name, faults)

    def schema(self, defs: Schema) -> Schema:
        return {"anyOf": [self.scalar.schema(defs), self.record.schema(defs)]}


def _span(node: Node) -> tuple[Any, int, int]:
    return node.source, node.start, node.end


@dataclass(kw_only=True, eq=False)
class Record:
    """Base of all read records: the mapping they came from, for places."""

    node: MapNode

    def gives(self, name: str) -> bool:
        """Whether the author wrote this key (by its name in the file)."""
        return name in self.node.entries

    def place(self, name: str = "") -> Place:
        """The place of a key's value; of the key when its value spans lines; else of the whole record."""
        entry = self.node.entries.get(name)
        if entry is None:
            return self.node.place()
        label, value = entry
        return value.place() if isinstance(value, Scalar) else label.place()

    def item(self, name: str, index: int) -> Place:
        """The place of one item of a list."""
        value = self.node.get(name)
        if isinstance(value, ListNode) and index < len(value.items):
            return value.items[index].place()
        return self.place(name)

    def label(self, name: str, entry: str) -> Place:
        """The place of one key inside a mapping."""
        value = self.node.get(name)
        if isinstance(value, MapNode) and entry in value.entries:
            return value.entries[entry][0].place()
        return self.place(name)


R = TypeVar("R", bound=Record)
_UNSET: Any = object()


def key(shape: Shape, *, required: bool = False, default: Any = _UNSET, name: str = "", doc: str = "") -> Any:
    """Declare a key of a record: its shape, its default when it is left out, its name in the file, its meaning."""
    standing = shape.fallback if default is _UNSET else default
    metadata = {"shape": shape, "required": required, "name": name, "doc": doc}
    if isinstance(standing, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=standing, metadata=metadata)


def again(cls: type[Record], attribute: str, *, name: str = "", doc: str = "") -> Any:
    """The same key as in another record, but never required."""
    spec = next(f for f in dataclasses.fields(cls) if f.name == attribute)
    shape: Shape = spec.metadata["shape"]
    own = name or spec.metadata["name"]
    return key(shape, default=None, name=own, doc=doc or spec.metadata["doc"])


_DECLARED: dict[Any, dict[str, tuple[str, Shape, bool, str]]] = {}


def shapes_of(cls: type[Record]) -> dict[str, tuple[str, Shape, bool, str]]:
    """Key in the file to (attribute, shape, required, doc), in order of declaration."""
    if cls in _DECLARED:
        return _DECLARED[cls]
    out = _DECLARED[cls] = {}
    for spec in dataclasses.fields(cls):
        meta = spec.metadata
        if "shape" in meta:
            out[meta["name"] or spec.name] = (spec.name, meta["shape"], meta["required"], meta["doc"])
    return out


def read_record(cls: type[R], node: Node, name: str, faults: Faults) -> R | None:
    """The record at ``node``, with fallbacks where a value was refused; ``None`` when it is no mapping at all."""
    if not isinstance(node, MapNode):
        refuse("pack.expected_map", node, name, faults)
        return None
    declared = shapes_of(cls)
    own = node.get("id")
    where = own.text if isinstance(own, Scalar) and own.text else name
    values: dict[str, Any] = {}
    for text, (label, value) in node.entries.items():
        known = declared.get(text)
        if known is None:
            trap = map_trap(node, braces=False) if len(node.entries) == 1 else None
            if trap is not None:
                faults.take(trap)
                return None
            params = {
                "key": text,
                "where": where,
                "known": ", ".join(declared),
                "suggestion": faults.near(text, declared),
            }
            faults.add("pack.unknown_key", label.place(), **params)
            continue
        values[known[0]] = known[1].read(value, text, faults)
    for text, (attribute, shape, required, _) in declared.items():
        if required and attribute not in values:
            faults.add("pack.missing_key", node.place(), key=text, where=where)
            values[attribute] = shape.fallback
    return cls(node=node, **values)


def _record_schema(cls: type[Record], defs: Schema) -> Schema:
    properties: Schema = {}
    required: list[str] = []
    for text, (_, shape, needed, doc) in shapes_of(cls).items():
        properties[text] = shape.schema(defs) | ({"description": doc} if doc else {})
        if needed:
            required.append(text)
    first = (cls.__doc__ or "").strip().splitlines()[0]
    out: Schema = {"type": "object", "description": first, "properties": properties, "additionalProperties": False}
    return out | ({"required": required} if required else {})

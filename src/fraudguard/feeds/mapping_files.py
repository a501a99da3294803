"""Mapping files from disk or from the package: YAML in, a checked mapping out, or every fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fraudguard.errors import Fault, FeedError, closest
from fraudguard.feeds.mapping import FeedMapping, FieldMapping, Matching
from fraudguard.feeds.mapping_check import check_mapping
from fraudguard.feeds.refusals import unreadable
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar
from fraudguard.pack.yamlfile import MAX_FILE_BYTES, decode, read_yaml

__all__ = ["load_mapping", "read_mapping", "shipped_mappings"]

_Loc = Sequence[int | str]
_CODES = {
    "missing": "mapping.missing_key",
    "extra_forbidden": "mapping.unknown_key",
    "literal_error": "mapping.choice",
    "zone": "mapping.zone",
    "duration": "mapping.duration",
    "instant": "mapping.instant",
    "bool_parsing": "mapping.flag",
    "bool_type": "mapping.flag",
    "string_type": "mapping.text",
    "string_too_short": "mapping.empty",
    "too_short": "mapping.empty",
    "string_too_long": "mapping.long",
    "string_pattern_mismatch": "mapping.name",
    "tuple_type": "mapping.list",
    "mapping_type": "mapping.names",
    "dict_type": "mapping.names",
    "model_type": "mapping.names",
    "model_attributes_type": "mapping.names",
}


@cache
def shipped_mappings() -> tuple[FeedMapping, ...]:
    """The layouts that come with the package, by name."""
    folder = files("fraudguard.feeds") / "mappings"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(read_mapping(name, (folder / name).read_bytes()) for name in names)


def load_mapping(path: str | Path) -> FeedMapping:
    """
    A mapping file of the user's own.

    Raises `FeedError` when it cannot be read, or with every fault in it: its place, what stands there, and the cure.
    """
    try:
        with Path(path).open("rb") as handle:
            data = handle.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    return read_mapping(str(path), data)


def read_mapping(name: str, data: bytes) -> FeedMapping:
    """The mapping in the bytes of a file. Raises `FeedError` as `load_mapping` does."""
    source, faults = decode(name, data)
    root = None
    if source is not None:
        root, faults = read_yaml(source)
    if faults or root is None:
        raise _error(faults)
    try:
        mapping = FeedMapping.model_validate(_plain(root))
    except ValidationError as error:
        raise _error([_fault(root, detail) for detail in error.errors(include_url=False)]) from None
    if found := [Fault(code, params, _place(root, loc)) for code, loc, params in check_mapping(mapping)]:
        raise _error(found)
    return mapping


def _error(faults: Sequence[Fault]) -> FeedError:
    ordered = tuple(sorted(faults, key=lambda fault: (fault.place.line, fault.place.column) if fault.place else (0, 0)))
    return FeedError(ordered[0].code, faults=ordered)


def _plain(node: Node) -> Any:
    """The node as maps, lists and texts: in a mapping file ``01`` and ``Y`` are what a feed says, not numbers."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return {key: _plain(value) for key, (_, value) in node.entries.items()}


def _node(root: Node, loc: _Loc) -> Node:
    """The node at a location, or the last one on the way there."""
    node = root
    for step in loc:
        if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
            node = node.entries[step][1]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def _place(root: Node, loc: _Loc) -> Any:
    """Where a location stands: a value of one line itself, a block by its key."""
    if not loc:
        return root.place()
    parent, node = _node(root, loc[:-1]), _node(root, loc)
    if isinstance(parent, MapNode) and loc[-1] in parent.entries and not isinstance(node, Scalar):
        return parent.entries[str(loc[-1])][0].place()
    return node.place()


def _fault(root: Node, detail: ErrorDetails) -> Fault:
    """What pydantic found, in the words of this library."""
    loc = [step for step in detail["loc"] if step != "[key]"]
    kind = detail["type"]
    code = _CODES.get(kind, "mapping.text")
    key = str(next((step for step in reversed(loc) if isinstance(step, str)), ""))
    node = _node(root, loc)
    given = node.text if isinstance(node, Scalar) else "…"
    params: dict[str, object] = {"key": key}
    place = _place(root, loc)
    if kind == "extra_forbidden":
        parent = _node(root, loc[:-1])
        assert isinstance(parent, MapNode)
        known = _keys(_model(loc[:-1]))
        params |= {"known": ", ".join(known), "suggestion": closest(key, known)}
        place = parent.entries[key][0].place()
    elif kind == "literal_error":
        choices = [str(choice) for choice in get_args(_annotation(loc, key))]
        params |= {"given": given, "choices": ", ".join(choices), "suggestion": closest(given, choices)}
    elif kind == "missing":
        place = _place(root, loc[:-1])
    elif kind in {"string_too_long", "zone", "duration", "instant", "bool_parsing", "string_pattern_mismatch"}:
        params |= {"given": given}
    return Fault(code, params, place)


def _model(loc: _Loc) -> type[BaseModel]:
    """The part of a mapping that stands at a location."""
    if not loc:
        return FeedMapping
    return Matching if loc[0] == "match" else FieldMapping


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _annotation(loc: _Loc, key: str) -> Any:
    fields = _model(loc[:-1]).model_fields
    found = next(info for name, info in fields.items() if key in {name, info.alias}).annotation
    inner = get_args(found)
    return inner[0] if inner and get_args(inner[0]) else found

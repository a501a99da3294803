"""Lay a station's pack over the one below: merge, override, extend, all before anything is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fraudguard.errors import Place
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar
from fraudguard.pack.reader import CALENDAR, HEAD, POLICY, TAXONOMY, Layer
from fraudguard.pack.records import shapes_of
from fraudguard.pack.schema import OVERRIDES, RawOverride
from fraudguard.pack.shapes import Faults

__all__ = ["Combined", "combine"]


@dataclass(eq=False)
class Combined:
    """The nodes of all layers as one pack; ``files`` are those of `scams/`, lower layers first."""

    head: MapNode | None = None
    policy: MapNode | None = None
    calendar: MapNode | None = None
    taxonomy: dict[str, MapNode] = field(default_factory=dict)
    loose_scams: list[Node] = field(default_factory=list)
    lists: dict[str, MapNode] = field(default_factory=dict)
    files: list[Node] = field(default_factory=list)


def combine(layers: Sequence[Layer], faults: Faults) -> Combined:
    """One pack from a base and its overlays, in order."""
    out = Combined()
    for index, layer in enumerate(layers):
        head = _mapping(layer, HEAD, faults)
        _override(out, head, faults, base=index == 0)
        out.head = _merge_head(out.head, head)
        out.policy = _merge(out.policy, _mapping(layer, POLICY, faults))
        out.calendar = _merge(out.calendar, _mapping(layer, CALENDAR, faults))
        _add_taxonomy(out, layer, faults)
        for stem, node in layer.under("lists"):
            _add_list(out, stem, node, faults)
        for _, node in layer.under("scams"):
            out.files.append(node)
    return out


def _mapping(layer: Layer, path: str, faults: Faults) -> MapNode | None:
    node = layer.files.get(path)
    if node is None or isinstance(node, MapNode):
        return node
    faults.add("pack.expected_map", node.place(), key=path, given=_short(node))
    return None


def _short(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "[…]"


def _merge(below: MapNode | None, above: MapNode | None) -> MapNode | None:
    """Two mappings as one: keys of ``above`` win, mappings under the same key are merged in turn."""
    if below is None or above is None:
        return above or below
    entries = dict(below.entries)
    for text, (label, value) in above.entries.items():
        old = entries.get(text)
        if old is not None and isinstance(old[1], MapNode) and isinstance(value, MapNode):
            merged = _merge(old[1], value)
            assert merged is not None
            entries[text] = (label, merged)
        else:
            entries[text] = (label, value)
    return MapNode(above.source, above.start, above.end, entries)


def _merge_head(below: MapNode | None, above: MapNode | None) -> MapNode | None:
    """The head of the pack: its name is the last layer's, `overrides` are spent."""
    merged = _merge(below, above)
    if merged is None or above is None or below is None:
        return merged
    left = {text: entry for text, entry in merged.entries.items() if text != "overrides"}
    return MapNode(merged.source, merged.start, merged.end, left)


def _add_taxonomy(out: Combined, layer: Layer, faults: Faults) -> None:
    node = layer.files.get(TAXONOMY)
    if node is None:
        return
    if not isinstance(node, ListNode):
        faults.add("pack.expected_list", node.place(), key=TAXONOMY, given=_short(node))
        return
    own: dict[str, MapNode] = {}
    for item in node.items:
        name = item.get("id") if isinstance(item, MapNode) else None
        if not isinstance(item, MapNode) or not isinstance(name, Scalar):
            out.loose_scams.append(item)
            continue
        if name.text in own:
            faults.add("pack.scam_twice", name.place(), id=name.text, first=_where(own[name.text].get("id"), item))
            continue
        own[name.text] = item
        merged = _merge(out.taxonomy.get(name.text), item)
        assert merged is not None
        out.taxonomy[name.text] = merged


def _where(node: Node | None, other: Node) -> str:
    place: Place = (node or other).place()
    return f"{place.file}:{place.line}"


def _add_list(out: Combined, stem: str, node: Node, faults: Faults) -> None:
    if not isinstance(node, MapNode):
        faults.add("pack.expected_map", node.place(), key=stem, given=_short(node))
        return
    below = out.lists.get(stem)
    extend = node.get("extend")
    wanted = isinstance(extend, Scalar) and extend.value is True
    if below is None:
        if wanted and extend is not None:
            names = out.lists
            faults.add("pack.list_to_extend", extend.place(), id=stem, suggestion=faults.near(stem, names))
        out.lists[stem] = node
        return
    if not wanted:
        faults.add("pack.list_twice", node.place(), id=stem, first=_where(None, below))
        return
    old, new = below.get("kind"), node.get("kind")
    if isinstance(old, Scalar) and isinstance(new, Scalar) and old.text != new.text:
        faults.add("pack.list_kind", new.place(), id=stem, kind=old.text, given=new.text)
        return
    out.lists[stem] = _appended(below, "entries", node.entries.get("entries"))


def _appended(below: MapNode, name: str, entry: tuple[Scalar, Node] | None) -> MapNode:
    """``below`` with the items of another list added to its own under ``name``."""
    if entry is None:
        return below
    label, more = entry
    old = below.get(name)
    if isinstance(old, ListNode) and isinstance(more, ListNode):
        both: Node = ListNode(old.source, old.start, old.end, [*old.items, *more.items], old.unread)
        label = below.entries[name][0]
    else:
        both = more
    return MapNode(below.source, below.start, below.end, {**below.entries, name: (label, both)})


def _rules_of(node: Node) -> list[Node]:
    rules = node.get("rules") if isinstance(node, MapNode) else None
    return rules.items if isinstance(rules, ListNode) else []


def _override(out: Combined, head: MapNode | None, faults: Faults, *, base: bool) -> None:
    """Apply the `overrides` of a layer to the rules of the layers below it."""
    node = head.get("overrides") if head is not None else None
    if head is None or node is None:
        return
    if base:
        faults.add("pack.overlay_only", head.entries["overrides"][0].place(), key="overrides")
        return
    OVERRIDES.read(node, "overrides", faults)
    if not isinstance(node, MapNode):
        return
    ids: dict[str, tuple[ListNode, int]] = {}
    for file in out.files:
        for index, rule in enumerate(_rules_of(file)):
            name = rule.get("id") if isinstance(rule, MapNode) else None
            if isinstance(name, Scalar) and isinstance(file, MapNode):
                holder = file.get("rules")
                assert isinstance(holder, ListNode)
                ids.setdefault(name.text, (holder, index))
    for text, (label, change) in node.entries.items():
        found = ids.get(text)
        if found is None:
            faults.add("pack.override_vanished", label.place(), id=text, suggestion=faults.near(text, ids))
            continue
        holder, index = found
        rule = holder.items[index]
        if isinstance(rule, MapNode) and isinstance(change, MapNode):
            holder.items[index] = _changed(rule, change)


def _changed(rule: MapNode, change: MapNode) -> MapNode:
    out = rule
    known = shapes_of(RawOverride)
    for text, entry in change.entries.items():
        if text not in known:
            continue  # reported already
        if text.endswith("+"):
            out = _appended(out, text[:-1], (entry[0], entry[1]))
        else:
            out = MapNode(out.source, out.start, out.end, {**out.entries, text: entry})
    return out

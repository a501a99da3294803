"""Read one YAML file from parser events: bounded depth and size, no anchors, tags or repeated keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from fraudguard.errors import Fault
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar, Source
from fraudguard.pack.skipping import without_examples
from fraudguard.pack.traps import syntax_fault

__all__ = ["MAX_DEPTH", "MAX_FILE_BYTES", "MAX_VALUES", "decode", "read_yaml"]

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_VALUES = 500_000
_ENOUGH = 50  # faults of one file after which reading it further helps nobody

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REFUSED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def decode(name: str, data: bytes) -> tuple[Source | None, list[Fault]]:
    """The text of a file, or why it cannot be text: too large, not UTF-8, or a control character in it."""
    if len(data) > MAX_FILE_BYTES:
        size = Fault("pack.file_size", {"size": len(data), "limit": MAX_FILE_BYTES}, Source(name, "").place(0, 1))
        return None, [size]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = Source(name, data[: error.start].decode("utf-8", "replace"))
        end = len(before.text)
        utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        guess = "UTF-16" if utf16 else ("GB18030" if _is_gb18030(data) else "")
        return None, [Fault("pack.not_utf8", {"byte": error.start, "guess": guess or "?"}, before.place(end, end + 1))]
    source = Source(name, text)
    found = _REFUSED.search(text)
    if found:
        code = f"U+{ord(found.group()):04X}"
        place = source.place(found.start(), found.end())
        return None, [Fault("pack.control_character", {"character": code}, place)]
    return source, []


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def read_yaml(source: Source, *, examples: bool = True) -> tuple[Node | None, list[Fault]]:
    """
    The root node of a file and the faults of its YAML.

    The node is ``None`` when nothing sound can be said about the file. An empty file is a null scalar. Without
    ``examples`` those of rules are empty lists where they are in the usual layout (`fraudguard.pack.skipping`).
    """
    if not examples:
        shorter, starts = without_examples(source.text)
        builder = _Builder(source)
        node, faults = _read(builder, shorter)
        if not faults and builder.lists.keys() >= set(starts):
            for start in starts:
                builder.lists[start].unread = True
            return node, faults
    return _read(_Builder(source), source.text)


def _read(builder: _Builder, text: str) -> tuple[Node | None, list[Fault]]:
    source = builder.source
    try:
        event: Any
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
            if len(builder.faults) >= _ENOUGH:
                break
    except _StopReadingError:
        return None, builder.faults
    except yaml.YAMLError as error:
        builder.faults.append(syntax_fault(source, error))
        return None, builder.faults
    root = builder.root
    return (root if root is not None else Scalar(source, 0, 0, "", "")), builder.faults


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


class _StopReadingError(Exception):
    """The rest of the file cannot be read soundly."""


@dataclass(eq=False)
class _Builder:
    """Builds nodes from events, with an explicit stack."""

    source: Source
    root: Node | None = None
    faults: list[Fault] = field(default_factory=list)
    stack: list[ListNode | MapNode] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)  # per open mapping: the key that waits for its value
    values: int = 0
    documents: int = 0
    lists: dict[int, ListNode] = field(default_factory=dict)  # by where they begin

    def take(self, event: Any) -> None:
        step = _STEPS.get(type(event))
        if step is not None:
            step(self, event)

    def scalar(self, event: Any) -> None:
        self._screen(event)
        node = Scalar(self.source, event.start_mark.index, event.end_mark.index, event.value, event.style or "")
        if self.stack and self.keys[-1] is None and type(self.stack[-1]) is MapNode:
            self._key(self.stack[-1], node)
        else:
            self._place(node)

    def open_list(self, event: Any) -> None:
        self._screen(event)
        node = ListNode(self.source, *_span(event))
        self.lists[node.start] = node
        self._open(event, node)

    def open_map(self, event: Any) -> None:
        self._screen(event)
        self._open(event, MapNode(self.source, *_span(event)))

    def _open(self, event: Any, node: ListNode | MapNode) -> None:
        self._place(node)
        self.stack.append(node)
        self.keys.append(None)
        if len(self.stack) > MAX_DEPTH:
            self._stop("pack.too_deep", event, limit=MAX_DEPTH)

    def close(self, event: Any) -> None:
        closed = self.stack.pop()
        self.keys.pop()
        closed.end = max(closed.end, event.end_mark.index)

    def alias(self, event: Any) -> None:
        self._fault("pack.yaml_alias", event, name=event.anchor)
        node = Scalar(self.source, *_span(event), "", "")
        parent = self.stack[-1] if self.stack else None
        if isinstance(parent, MapNode) and self.keys[-1] is None:
            self._key(parent, node)
        else:
            self._place(node)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop("pack.yaml_documents", event)
        if event.version or event.tags:
            self._fault("pack.yaml_directive", event)

    def _screen(self, event: Any) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            self._stop("pack.too_many_values", event, limit=MAX_VALUES)
        if event.anchor is not None:
            self._fault("pack.yaml_anchor", event, name=event.anchor)
        if event.tag is not None:
            self._fault("pack.yaml_tag", event, tag=event.tag)

    def _key(self, parent: MapNode, node: Scalar) -> None:
        self.keys[-1] = node
        if node.text == "<<" and not node.style:
            self.faults.append(Fault("pack.yaml_merge", {}, node.place()))
        elif node.text in parent.entries:
            first = parent.entries[node.text][0].place()
            self.faults.append(Fault("pack.repeated_key", {"key": node.text, "line": first.line}, node.place()))

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:  # a list or a mapping where a key should be
            self.faults.append(Fault("pack.yaml_key", {}, node.place()))
            raise _StopReadingError
        if not (key.text == "<<" and not key.style):
            parent.entries.setdefault(key.text, (key, node))
        self.keys[-1] = None

    def _fault(self, code: str, event: Any, **params: object) -> None:
        self.faults.append(Fault(code, params, self.source.place(*_span(event))))

    def _stop(self, code: str, event: Any, **params: object) -> None:
        self._fault(code, event, **params)
        raise _StopReadingError


_STEPS: dict[type, Callable[[_Builder, Any], None]] = {
    yaml.ScalarEvent: _Builder.scalar,
    yaml.SequenceStartEvent: _Builder.open_list,
    yaml.MappingStartEvent: _Builder.open_map,
    yaml.SequenceEndEvent: _Builder.close,
    yaml.MappingEndEvent: _Builder.close,
    yaml.AliasEvent: _Builder.alias,
    yaml.DocumentStartEvent: _Builder.document,
}
"""What each event does; the others, such as the end of the stream, do nothing."""

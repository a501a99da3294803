"""The shapes a value in a pack file may have: each reads a node, reports faults and describes itself as JSON Schema."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fraudguard.errors import Fault, Place
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar
from fraudguard.pack.traps import hash_in_text, map_trap

__all__ = [
    "Anything",
    "Duration",
    "Faults",
    "Flag",
    "ListOf",
    "MapOf",
    "Number",
    "Schema",
    "Shape",
    "Text",
    "Whole",
    "Word",
    "given_text",
    "refuse",
]

_UNITS = {"s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000}
_DURATION = re.compile(r"([1-9][0-9]{0,5})([smhd])")
_WIDE = r"[\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_FOLD = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")
_ENOUGH = 200
_LONG_NAME = 80

Schema = dict[str, Any]


@dataclass(slots=True)
class Faults:
    """
    Collects faults, and keeps hostile packs cheap.

    Past 200 errors or warnings the rest of them are only counted; suggestions cost no more than a
    second in all.
    """

    found: list[Fault] = field(default_factory=list)
    errors: int = 0
    warnings: int = 0
    names_left: int = 50_000  # how many more known names may be compared with what was written

    def add(self, code: str, place: Place | None, /, **params: object) -> None:
        self.take(Fault(code, params, place))

    def warn(self, code: str, place: Place | None, /, **params: object) -> None:
        self.take(Fault(code, params, place, "warning"))

    def take(self, fault: Fault) -> None:
        if fault.severity == "warning":
            self.warnings += 1
            count = self.warnings
        else:
            self.errors += 1
            count = self.errors
        if count <= _ENOUGH:
            self.found.append(fault)

    def near(self, given: str, known: Iterable[str]) -> str:
        """The known name most like ``given``; empty when none is, or when too many were looked for already."""
        names = list(known)
        self.names_left -= len(names)
        if not given or len(given) > _LONG_NAME or self.full or self.names_left < 0:
            return ""
        return _near(given, names)

    @property
    def full(self) -> bool:
        """Whether further errors would only be counted."""
        return self.errors >= _ENOUGH

    def summed_up(self) -> list[Fault]:
        """What was found, and how many more there are."""
        out = list(self.found)
        if self.errors > _ENOUGH:
            out.append(Fault("pack.more_faults", {"count": self.errors - _ENOUGH}))
        if self.warnings > _ENOUGH:
            out.append(Fault("pack.more_warnings", {"count": self.warnings - _ENOUGH}, None, "warning"))
        return out


def _near(given: str, names: list[str]) -> str:
    folded = given.lower().replace("_", "-")
    for name in names:
        if name.lower().replace("_", "-") == folded:
            return name
    found = difflib.get_close_matches(given, names, n=1, cutoff=0.6)
    return found[0] if found else ""


def given_text(node: Node) -> str:
    """What stands there, as a message repeats it."""
    if isinstance(node, Scalar):
        return node.text
    return "[…]" if isinstance(node, ListNode) else "{…}"


class Shape:
    """What a value must look like. ``fallback`` stands in for a value that was refused."""

    fallback: Any = None

    def read(self, node: Node, name: str, faults: Faults) -> Any:
        raise NotImplementedError

    def schema(self, defs: Schema) -> Schema:
        raise NotImplementedError


def refuse(code: str, node: Node, name: str, faults: Faults, **params: object) -> None:
    """Report a value of the wrong shape; when a YAML trap made it so, report the trap."""
    meant_line = not isinstance(node, Scalar) and code not in {"pack.expected_list", "pack.expected_map"}
    trap = map_trap(node) if meant_line else None
    if trap is not None:
        faults.take(trap)
    else:
        faults.add(code, node.place(), key=name, given=given_text(node), **params)


@dataclass(frozen=True)
class Text(Shape):
    """A text; plain numbers count as the text they were written as. ``listed`` are the ones editors offer."""

    pattern: str = ""
    code: str = "pack.expected_text"
    longest: int = 2_000
    listed: tuple[str, ...] = ()
    fallback: Any = ""

    def read(self, node: Node, name: str, faults: Faults) -> str:
        if not isinstance(node, Scalar) or not node.text.strip() or (not node.style and node.value is None):
            refuse("pack.expected_text", node, name, faults)
            return ""
        if len(node.text) > self.longest:
            faults.add("pack.text_length", node.place(), key=name, limit=self.longest, length=len(node.text))
            return ""
        text = _unfolded(node)
        cut = None if self.pattern else hash_in_text(node)
        if cut is not None:
            faults.take(cut)
        if self.pattern and not re.fullmatch(self.pattern, text):
            faults.add(self.code, node.place(), key=name, given=text)
            return ""
        return text

    def schema(self, defs: Schema) -> Schema:
        if self.listed:
            return {"enum": list(self.listed)}
        out: Schema = {"type": ["string", "number"], "minLength": 1, "maxLength": self.longest}
        if self.pattern:
            out |= {"type": "string", "pattern": f"^(?:{self.pattern})$"}
        return out


def _unfolded(node: Scalar) -> str:
    """The text, without the blanks YAML puts between Chinese characters where it joins the lines of a text."""
    text = node.text.strip()
    if node.style == "|" or "\n" not in node.source.text[node.start : node.end].rstrip():
        return text
    return _FOLD.sub("", text)


@dataclass(frozen=True)
class Word(Shape):
    """One of a closed set of words."""

    choices: tuple[str, ...]
    fallback: Any = ""

    def read(self, node: Node, name: str, faults: Faults) -> str:
        text = node.text if isinstance(node, Scalar) else ""
        if text in self.choices:
            return text
        params = {"choices": ", ".join(self.choices), "suggestion": faults.near(text, self.choices)}
        refuse("pack.expected_word", node, name, faults, **params)
        return ""

    def schema(self, defs: Schema) -> Schema:
        return {"enum": list(self.choices)}


@dataclass(frozen=True)
class Whole(Shape):
    """A whole number between two bounds, both included."""

    low: int
    high: int
    fallback: Any = 0

    def read(self, node: Node, name: str, faults: Faults) -> int:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high:
            return value
        refuse("pack.expected_whole", node, name, faults, low=self.low, high=self.high)
        return self.low

    def schema(self, defs: Schema) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Number(Shape):
    """A number strictly between two bounds."""

    above: float
    below: float
    fallback: Any = 0.0

    def read(self, node: Node, name: str, faults: Faults) -> float:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and self.above < value < self.below:
            return float(value)
        refuse("pack.expected_number", node, name, faults, low=self.above, high=self.below)
        return (self.above + self.below) / 2

    def schema(self, defs: Schema) -> Schema:
        return {"type": "number", "exclusiveMinimum": self.above, "exclusiveMaximum": self.below}


@dataclass(frozen=True)
class Flag(Shape):
    """``true`` or ``false``."""

    fallback: Any = False

    def read(self, node: Node, name: str, faults: Faults) -> bool:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool):
            return value
        refuse("pack.expected_flag", node, name, faults)
        return False

    def schema(self, defs: Schema) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Duration(Shape):
    """A time such as ``30m``, ``24h`` or ``7d``, in microseconds; a whole multiple of ``step``."""

    longest: str = "365d"
    step: str = "1s"
    fallback: Any = 0

    def read(self, node: Node, name: str, faults: Faults) -> int:
        match = _DURATION.fullmatch(node.text) if isinstance(node, Scalar) else None
        if match:
            value = _micros(match[0])
            if value <= _micros(self.longest) and value % _micros(self.step) == 0:
                return value
        refuse("pack.expected_duration", node, name, faults, step=self.step, longest=self.longest)
        return _micros(self.step)

    def schema(self, defs: Schema) -> Schema:
        return {"type": "string", "pattern": f"^{_DURATION.pattern}$"}


def _micros(text: str) -> int:
    return int(text[:-1]) * _UNITS[text[-1]]


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of one shape; ``low`` to ``high`` items. With ``single`` one scalar stands for a list of it."""

    item: Shape
    low: int = 0
    high: int = 100_000
    single: bool = False
    fallback: Any = ()

    def read(self, node: Node, name: str, faults: Faults) -> tuple[Any, ...]:
        if self.single and isinstance(node, Scalar):
            return (self.item.read(node, name, faults),)
        if not isinstance(node, ListNode):
            refuse("pack.expected_list", node, name, faults)
            return ()
        if not self.low <= len(node.items) <= self.high:
            given = len(node.items)
            faults.add("pack.list_length", node.place(), key=name, low=self.low, high=self.high, given=given)
            return ()
        return tuple(self.item.read(item, name, faults) for item in node.items)

    def schema(self, defs: Schema) -> Schema:
        out: Schema = {"type": "array", "items": self.item.schema(defs)}
        out |= {"minItems": self.low} if self.low else {}
        return {"anyOf": [out, self.item.schema(defs)]} if self.single else out


@dataclass(frozen=True)
class MapOf(Shape):
    """A mapping whose keys have one shape and whose values another."""

    keys: Shape
    value: Shape
    fallback: Any = field(default_factory=dict)

    def read(self, node: Node, name: str, faults: Faults) -> dict[str, Any]:
        if not isinstance(node, MapNode):
            refuse("pack.expected_map", node, name, faults)
            return {}
        out: dict[str, Any] = {}
        for text, (key_node, value) in node.entries.items():
            read = self.keys.read(key_node, name, faults)
            if read:
                out[read] = self.value.read(value, f"{name}.{text[:40]}", faults)
        return out

    def schema(self, defs: Schema) -> Schema:
        keys = self.keys.schema(defs)
        value = self.value.schema(defs)
        if "enum" in keys:
            return {"type": "object", "properties": dict.fromkeys(keys["enum"], value), "additionalProperties": False}
        if "pattern" in keys:
            return {"type": "object", "patternProperties": {keys["pattern"]: value}, "additionalProperties": False}
        return {"type": "object", "additionalProperties": value}


@dataclass(frozen=True)
class Anything(Shape):
    """Kept as its node, to be read by whoever knows the rest; ``like`` describes it to editors."""

    like: Mapping[str, Any] = field(default_factory=dict)

    def read(self, node: Node, name: str, faults: Faults) -> Node:
        return node

    def schema(self, defs: Schema) -> Schema:
        return dict(self.like)

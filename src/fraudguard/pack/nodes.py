"""Read YAML as plain nodes that know where they stand, down to one character of a scalar."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from fraudguard.errors import Place

__all__ = ["ListNode", "MapNode", "Node", "Plain", "Scalar", "Source", "plain_value", "to_plain"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_SHOWN_LINE = 1_000  # a longer line is not repeated in a message
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_NUMERIC = frozenset("+-.0123456789")  # what a number may begin with
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,4})?")
_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What a file says once places are put aside."""


@dataclass(eq=False)
class Source:
    """One file of a pack: the name shown in messages and its text."""

    name: str
    text: str

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def place(self, start: int, end: int) -> Place:
        """The place of the characters ``start`` to ``end``; a mark never runs past its line."""
        start = max(0, min(start, len(self.text)))
        row = bisect.bisect_right(self._starts, start) - 1
        line = self._line(row)
        column = start - self._starts[row]
        length = max(1, min(end - start, len(line) - column))
        shown = line if len(line) <= _SHOWN_LINE else ""
        return Place(self.name, row + 1, column + 1, length, shown)

    def line_at(self, offset: int) -> str:
        """The whole line that holds the character at ``offset``, without its end."""
        return self._line(bisect.bisect_right(self._starts, offset) - 1)

    def _line(self, row: int) -> str:
        stop = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[row] : stop].rstrip("\r\n")

    def offset_of(self, row: int, column: int) -> int:
        """The offset of a row and column, both counted from 0."""
        if row >= len(self._starts):
            return len(self.text)
        return min(self._starts[row] + column, len(self.text))


def plain_value(text: str) -> str | int | float | bool | None:
    """
    The value of a plain scalar by the YAML 1.2 core schema.

    ``no`` and ``1:30`` are text. So are whole numbers with leading zeros or more than 18 digits:
    they are identifiers, and reading them as numbers would lose digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and not text.lstrip("+-").isdigit():
        return float(text)
    return text


@dataclass(slots=True, eq=False)
class _Spot:
    source: Source
    start: int
    end: int

    def place(self) -> Place:
        """Where the node begins; a node of several lines is marked on its first."""
        return self.source.place(self.start, self.end)


@dataclass(slots=True, eq=False)
class Scalar(_Spot):
    """
    A single value. ``text`` is what stands there after YAML's unquoting and folding.

    ``style`` is ``""`` for a plain scalar, else the character that opened it: ``' " | >``.
    """

    text: str
    style: str

    @property
    def value(self) -> str | int | float | bool | None:
        """The value by the YAML 1.2 core schema; anything quoted is text."""
        return self.text if self.style else plain_value(self.text)

    def locate(self, offset: int, length: int) -> Place:
        """The place of ``length`` characters of `text` from ``offset`` on."""
        raw = self.source.text[self.start : self.end]
        lead = 1 if self.style in {"'", '"'} else 0
        if raw[lead : len(raw) - lead] == self.text:
            begin = self.start + lead + min(offset, len(self.text))
            return self.source.place(begin, begin + max(1, length))
        if self.style == '"' and "\\" in raw:
            return self.place()
        spots = list(self._alignment(raw, offset + max(1, length)))
        if offset >= len(spots):  # something is missing at the end: point right behind the last sign
            written = len(self.text.rstrip())
            last = spots[written - 1] + 1 if 0 < written <= len(spots) else 0
            return self.source.place(self.start + last, self.start + last + 1)
        end = spots[min(offset + length, len(spots)) - 1] if length > 0 else spots[offset]
        return self.source.place(self.start + spots[offset], self.start + end + 1)

    def _alignment(self, raw: str, count: int) -> Iterator[int]:
        """For each of the first characters of `text` its offset in the source slice ``raw``."""
        at = 0
        if self.style in {"'", '"'}:
            at = 1
        elif self.style:
            at = raw.find("\n") + 1
        for character in self.text[:count]:
            if character in " \n\t":
                yield min(at, max(0, len(raw) - 1))
                if at < len(raw) and raw[at].isspace():
                    at += 1
                continue
            while at < len(raw) and raw[at].isspace() and raw[at] != character:
                at += 1
            yield at
            at += 2 if self.style == "'" and character == "'" else 1


@dataclass(slots=True, eq=False)
class ListNode(_Spot):
    """A list; ``unread`` when its items were left out."""

    items: list[Node] = field(default_factory=list)
    unread: bool = False


@dataclass(slots=True, eq=False)
class MapNode(_Spot):
    """A mapping: key text to the key's own scalar and the value, in file order."""

    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)

    def get(self, key: str) -> Node | None:
        """The value of ``key``, if it is given."""
        entry = self.entries.get(key)
        return entry[1] if entry else None


Node = Scalar | ListNode | MapNode


def to_plain(node: Node) -> Plain:
    """The node as plain data. Depth is bounded by the reader."""
    if isinstance(node, Scalar):
        return node.text if node.style else plain_value(node.text)
    if isinstance(node, ListNode):
        return [to_plain(item) for item in node.items]
    return {key: to_plain(value) for key, (_, value) in node.entries.items()}

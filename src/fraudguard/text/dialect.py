r"""
The dialect of ``matches(field, r'…')``: a subset of regular expressions that runs in linear time.

Allowed: literal characters, ``.`` (any character but a line end), classes ``[…]`` and ``[^…]`` with
ranges, ``\\d`` (the ten ASCII digits) alone or in a class, ``|``, groups ``(…)`` and ``(?:…)``, and
repeats with a bound: ``?``, ``{m}``, ``{m,n}``. A backslash makes punctuation literal; ``\\n`` is a
line end. Everything else is refused with a cure: ``*``, ``+``, ``{m,}`` (no bound), ``^``, ``$``,
``\\w``, ``\\s``, ``\\b``, look-around, back-references, flags, lazy and possessive repeats.

Patterns are searched anywhere in the normal form, so their characters are folded like those of a
text (``帳`` in a pattern means 账). The meaning is the same in Python's ``re`` and in Rust's
``regex`` (Polars), because both get the text that `portable_pattern` writes from the parsed tree.

Bounds: 1,000 characters, 20 nested groups, a repeat of at most 200, and at most 120 ways to try one
start (`fraudguard.text.effort`), which holds the time of a search to a constant for each character.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fraudguard.errors import FraudguardError
from fraudguard.text.characters import fold_character
from fraudguard.text.effort import ways
from fraudguard.text.pattern_tree import (
    ANY,
    Alternation,
    CharacterSet,
    Node,
    Repeat,
    Row,
    expanded_size,
    one_of,
    shortest,
)

__all__ = ["PatternFault", "check_pattern", "compile_pattern", "portable_pattern"]

MAX_LENGTH = 1_000
MAX_NESTING = 20
MAX_REPEAT = 200
MAX_EXPANSION = 5_000
MAX_WAYS = 120

_META = frozenset("\\.+*?()|[]{}^$#&-~")
_QUANTIFIERS = frozenset("?*+{")
_NAMED_ESCAPES = {"n": "\n"}


class PatternFault(FraudguardError):  # noqa: N818  (a fault of the pattern, named like `errors.Fault`)
    """
    A pattern is outside the dialect.

    ``offset`` is the position of the offending character in the pattern, counted from 0.
    """

    @property
    def offset(self) -> int:
        """Where in the pattern the fault stands."""
        return int(str(self.params.get("offset", 0)))


_DIGIT = (48, 57)


def check_pattern(pattern: str) -> None:
    """Raises `PatternFault` when the pattern is outside the dialect."""
    _parsed(pattern)


def _parsed(pattern: str) -> Node:
    if len(pattern) > MAX_LENGTH:
        raise PatternFault("text.pattern_long", offset=MAX_LENGTH, given=len(pattern), most=MAX_LENGTH)
    parser = _Parser(pattern)
    node = parser.alternation(0)
    if parser.at < len(pattern):
        raise PatternFault("text.pattern_parenthesis", offset=parser.at)
    if shortest(node) == 0:
        raise PatternFault("text.pattern_empty", offset=0)
    if (size := expanded_size(node)) > MAX_EXPANSION:
        raise PatternFault("text.pattern_expansion", offset=0, given=size, most=MAX_EXPANSION)
    if (found := ways(node)) > MAX_WAYS:
        raise PatternFault("text.pattern_slow", offset=0, given=found, most=MAX_WAYS)
    return node


def portable_pattern(pattern: str) -> str:
    """The same pattern written so that Python's ``re`` and Rust's ``regex`` agree on it."""
    return _written(_parsed(pattern))


@lru_cache(maxsize=4096)  # the patterns of a pack are told again and again
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern for Python, to be used with ``search`` on a normal form; raises `PatternFault`."""
    return re.compile(portable_pattern(pattern))


class _Parser:
    """Recursive descent over the pattern; the depth is bounded before it is entered."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def _peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def alternation(self, depth: int) -> Node:
        choices = [self._row(depth)]
        while self._peek() == "|":
            self.at += 1
            choices.append(self._row(depth))
        return choices[0] if len(choices) == 1 else Alternation(tuple(choices))

    def _row(self, depth: int) -> Node:
        parts: list[Node] = []
        while (character := self._peek()) and character not in "|)":
            parts.append(self._repeated(self._atom(depth)))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _atom(self, depth: int) -> Node:
        start, character = self.at, self._peek()
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._class()
        self.at += 1
        if character == ".":
            return ANY
        if character == "\\":
            return self._escape(start)
        if character in "^$":
            raise PatternFault("text.pattern_anchor", offset=start, given=character)
        if character in _QUANTIFIERS:
            raise PatternFault("text.pattern_repeat_nothing", offset=start, given=character)
        if character in "]}":
            raise PatternFault("text.pattern_bracket", offset=start, given=character)
        return self._literal(character, start)

    def _group(self, depth: int) -> Node:
        start = self.at
        if depth >= MAX_NESTING:
            raise PatternFault("text.pattern_nesting", offset=start, most=MAX_NESTING)
        self.at += 1
        if self._peek() == "?":
            if self.pattern[self.at : self.at + 2] != "?:":
                raise PatternFault("text.pattern_group", offset=start, given=self.pattern[start : start + 4])
            self.at += 2
        body = self.alternation(depth + 1)
        if self._peek() != ")":
            raise PatternFault("text.pattern_parenthesis", offset=start)
        self.at += 1
        return body

    def _escape(self, start: int) -> Node:
        character = self._peek()
        self.at += 1
        if character == "d":
            return CharacterSet((_DIGIT,))
        if character in _NAMED_ESCAPES:
            return _one(_NAMED_ESCAPES[character])
        if not character or not character.isascii() or character.isalnum() or not character.isprintable():
            raise PatternFault("text.pattern_escape", offset=start, given="\\" + character)
        return _one(character)

    def _literal(self, character: str, start: int) -> Node:
        folded = fold_character(character)
        if not folded:
            raise PatternFault("text.pattern_invisible", offset=start, given=f"U+{ord(character):04X}")
        parts = tuple(_one(c) for c in folded)
        return parts[0] if len(parts) == 1 else Row(parts)

    def _class(self) -> Node:
        start = self.at
        self.at += 1
        negated = self._peek() == "^"
        self.at += negated
        ranges: list[tuple[int, int]] = []
        while (character := self._peek()) != "]" or not ranges:
            if not character or character == "]":
                raise PatternFault("text.pattern_class", offset=start)
            ranges.append(self._member(start))
        self.at += 1
        return one_of(ranges, negated)

    def _member(self, start: int) -> tuple[int, int]:
        r"""One character, ``\d`` or range of a class."""
        at = self.at
        low = self._class_character(start)
        if low == "":
            return _DIGIT
        following = self.pattern[self.at : self.at + 2]
        if not following.startswith("-") or following in {"-", "-]"}:
            return ord(low), ord(low)
        self.at += 1
        high = self._class_character(start)
        if high == "" or ord(high) < ord(low):
            raise PatternFault("text.pattern_range", offset=at, given=self.pattern[at : self.at])
        return ord(low), ord(high)

    def _class_character(self, start: int) -> str:
        r"""The next character of a class, folded; empty for ``\d``."""
        at, character = self.at, self._peek()
        if not character:
            raise PatternFault("text.pattern_class", offset=start)
        self.at += 1
        if character == "[":
            raise PatternFault("text.pattern_class_bracket", offset=at)
        if character == "\\":
            node = self._escape(at)
            assert isinstance(node, CharacterSet)
            return "" if node.ranges == (_DIGIT,) else chr(node.ranges[0][0])
        folded = fold_character(character)
        if len(folded) != 1:
            raise PatternFault("text.pattern_class_character", offset=at, given=f"U+{ord(character):04X}")
        return folded

    def _repeated(self, atom: Node) -> Node:
        start, character = self.at, self._peek()
        if character not in _QUANTIFIERS or not character:
            return atom
        self.at += 1
        if character in "*+":
            raise PatternFault("text.pattern_unbounded", offset=start, given=character)
        least, most = (0, 1) if character == "?" else self._bounds(start)
        if (after := self._peek()) and after in _QUANTIFIERS:
            raise PatternFault("text.pattern_double_repeat", offset=self.at, given=after)
        return Repeat(atom, least, most)

    def _bounds(self, start: int) -> tuple[int, int]:
        end = self.pattern.find("}", self.at, self.at + 12)
        inside = self.pattern[self.at : end] if end >= 0 else ""
        least, comma, most = inside.partition(",")
        if end >= 0 and comma and not most and _count(least):
            raise PatternFault("text.pattern_unbounded", offset=start, given="{" + inside + "}")
        if end < 0 or not _count(least) or (comma and not _count(most)):
            raise PatternFault("text.pattern_bounds", offset=start)
        low, high = int(least), int(most if comma else least)
        if high > MAX_REPEAT:
            raise PatternFault("text.pattern_repeat_big", offset=start, given=high, most=MAX_REPEAT)
        if low > high or high == 0:
            raise PatternFault("text.pattern_bounds", offset=start)
        self.at = end + 1
        return low, high


def _count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _one(character: str) -> CharacterSet:
    return CharacterSet(((ord(character), ord(character)),))


def _written(node: Node) -> str:
    match node:
        case CharacterSet():
            return _written_set(node)
        case Repeat(body, least, most):
            inner = _written(body) if isinstance(body, CharacterSet) else f"(?:{_written(body)})"
            if (least, most) == (0, 1):
                return inner + "?"
            return inner + (f"{{{least}}}" if least == most else f"{{{least},{most}}}")
        case Row(parts):
            return "".join(f"(?:{_written(p)})" if isinstance(p, Alternation) else _written(p) for p in parts)
        case Alternation(choices):
            return "|".join(map(_written, choices))


def _written_set(node: CharacterSet) -> str:
    if node == ANY:
        return "."
    if not node.negated and len(node.ranges) == 1 and node.ranges[0][0] == node.ranges[0][1]:
        return _escaped(node.ranges[0][0])
    members = "".join(
        _escaped(low) if low == high else f"{_escaped(low)}-{_escaped(high)}" for low, high in node.ranges
    )
    return f"[{'^' if node.negated else ''}{members}]"


def _escaped(code: int) -> str:
    character = chr(code)
    if character == "\n":
        return "\\n"
    return "\\" + character if character in _META else character

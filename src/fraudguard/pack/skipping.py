"""Leave the examples of rules unread: a station needs none, and they are most of a rule file."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["without_examples"]

_HEAD = re.compile(r"^( *)examples: *\n", re.MULTILINE)
_QUOTED = r"'(?:[^'\n]|'')*'"
_TITLE = re.compile(rf"- (?:hit|miss): (?:[^\s'\"#:,\[\]{{}}&*!|>%@`?-][^'\"#:\n]*|{_QUOTED})")
_EVENT = re.compile(rf"- \{{(?:[^'\"#\n]|(?<=[:,] ){_QUOTED}(?=[,\]}}])|(?<=\[){_QUOTED}(?=[,\]]))*\}}")
_QUOTE = re.compile(_QUOTED)


def without_examples(text: str) -> tuple[str, tuple[int, ...]]:
    """
    The text of a rule file with an empty list in place of the examples of each rule, and where these lists begin.

    Nothing moves: what is left out becomes spaces. Only examples in the usual layout are left out, a title or an event
    in one line each, which every reader of YAML ends where they seem to end; others stay. A list of the result that a
    reader does not find where it should begin stands in the middle of some text: then the whole must be read.
    """
    parts: list[str] = []
    starts: list[int] = []
    done = 0
    for head in _HEAD.finditer(text):
        begin, depth = head.end(), len(head[1])
        if begin < done:
            continue
        end = _end_of(text, begin, depth)
        if end > begin:
            blank = re.sub(r"[^\n]", " ", text[begin:end])
            parts += (text[done:begin], " " * (depth + 2), "[]", blank[depth + 4 :])
            starts.append(begin + depth + 2)
            done = end
    return "".join((*parts, text[done:])), tuple(starts)


def _end_of(text: str, begin: int, depth: int) -> int:
    """Where the examples below a head of this depth end; ``begin`` when one of them is laid out in another way."""
    kinds = {depth + 2: "title", depth + 4: "events", depth + 6: "event"}
    end, before = begin, "event"
    for start, line in _lines(text, begin):
        rest = line.lstrip(" ")
        if not rest or rest.startswith("#"):
            continue
        indent = len(line) - len(rest)
        if indent <= depth:
            return end if before == "event" else begin
        kind = kinds.get(indent, "")
        if kind not in _FOLLOWING[before] or not _fits(kind, rest):
            return begin
        end, before = start + len(line), kind
    return end if before == "event" else begin


_FOLLOWING = {"event": ("event", "title"), "title": ("events",), "events": ("event",)}


def _fits(kind: str, line: str) -> bool:
    """Whether a line is a whole title, the word ``events``, or a whole event in flow style."""
    if kind == "events":
        return line == "events:"
    if kind == "title":
        return _TITLE.fullmatch(line) is not None
    if _EVENT.fullmatch(line) is None:
        return False
    bare = _QUOTE.sub("", line)
    return bare.count("{") == bare.count("}") and bare.count("[") == bare.count("]")


def _lines(text: str, begin: int) -> Iterator[tuple[int, str]]:
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        yield begin, text[begin:end]
        begin = end + 1

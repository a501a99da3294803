"""Events as a window asks for them, where no example of the rule has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.tree import (
    Arithmetic,
    Compare,
    Expression,
    Field,
    InSet,
    Literal,
    Matches,
    Mentions,
    Or,
    Type,
    Window,
)
from fraudguard.plan.scopes import conjuncts
from fraudguard.workbench.suggest.streams import read_fact, with_fact

__all__ = ["event_for", "text_matching"]

_USUAL: Mapping[str, Mapping[str, Any]] = {
    "call": {"state": "ended", "direction": "in"},
    "message": {"channel": "sms"},
    "report": {"reporter": "self"},
}
_GROUP = re.compile(r"\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)(\?|\*|\{0,\d+\})?")
_REPEAT = re.compile(r"(\\.|\[[^]]*\]|.)(?:\{(\d+)(?:,\d*)?\}|([?*+]))")


def event_for(window: Window, last: Mapping[str, Any]) -> dict[str, Any] | None:
    """
    An event that a window counts beside the event under test ``last``, as far as its ``where`` says so plainly.

    Nothing where it asks for the findings of rules alone: their own examples are better.
    """
    event: dict[str, Any] = {"kind": window.kind, **_USUAL.get(window.kind, {})}
    if "person" in last:
        event["person"] = last["person"]
    for part in window.by:
        value = read_fact(last, part.this.path)
        if value is not None and part.counted.split(".")[0] != "person":
            event = with_fact(event, part.counted, value)
    for item in conjuncts(window.where) if window.where is not None else ():
        event = _with(event, item, last)
    if window.path and read_fact(event, window.path) is None and FIELDS[window.kind][window.path].type == "money":
        event = with_fact(event, window.path, 100)
    return event


def _with(event: dict[str, Any], item: Expression, last: Mapping[str, Any]) -> dict[str, Any]:
    """The event with what one condition asks of it."""
    match item:
        case Or():
            return _with(event, item.items[0], last)
        case Field(scope="", type=Type.BOOL):
            return with_fact(event, item.path, True)  # the value of a fact
        case InSet(item=Field(scope="") as value):
            return with_fact(event, value.path, item.values[0].value)
        case Mentions():
            return with_fact(event, item.item.path, item.phrases[0])
        case Matches():
            return with_fact(event, item.item.path, text_matching(item.pattern) or None)
        case Compare(left=Field(scope="") as value, right=right) if (
            item.op in {"==", ">=", "<="} and value.path != "id"
        ):
            number = _value(right, last)
            return with_fact(event, value.path, number) if number is not None else event
    return event


def _value(node: Expression, last: Mapping[str, Any]) -> Any:
    """What a side comes to: a literal, a field of the event under test, or such a field times a number."""
    match node:
        case Literal():
            return (
                _plain(node.value / 100) if node.type is Type.MONEY and not isinstance(node.value, str) else node.value
            )
        case Field(scope="this"):
            return read_fact(last, node.path)
        case Arithmetic(op="*", left=Literal(value=factor), right=Field(scope="this") as other):
            value = read_fact(last, other.path)
            if isinstance(value, (int, float)) and not isinstance(factor, str):
                return _plain(round(value * factor, 2))
    return None


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def text_matching(pattern: str) -> str:
    """A short text that a pattern matches: of alternatives the first, of what may be left out nothing; or nothing."""
    text, before = pattern, ""
    while text != before:
        before = text
        text = _GROUP.sub(lambda found: "" if found[2] else found[1], text)
    text = text.split("|")[0]
    text = _REPEAT.sub(lambda found: _one(found[1]) * int(found[2] or (found[3] == "+")), text)
    text = re.sub(r"\\.|\[[^]]*\]", lambda found: _one(found[0]), text).replace(".", "的").strip("^$")
    return text if text and re.search(pattern, text) else ""


def _one(part: str) -> str:
    """A character that one part of a pattern matches."""
    if part == ".":
        return "的"
    if part.startswith("["):
        return "1" if "0-9" in part else part[1]
    return {"\\d": "1", "\\s": " ", "\\w": "a", "\\b": ""}.get(part, part.lstrip("\\"))

"""Examples as YAML in the style of rule files, and their place under a rule's own ``examples``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["example_lines", "inserted"]

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff【“《（\U00020000-\U0002ffff][^\x00-\x1f#:,\[\]{}&*!|>%@`'\"]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"})
_RULE = re.compile(r"  - id:\s*['\"]?([A-Za-z0-9_-]+)['\"]?\s*(#.*)?$")


def example_lines(label: str, title: str, events: Sequence[Mapping[str, Any]], indent: str = "      ") -> list[str]:
    """The lines of one example, each event on a line of its own."""
    return [
        f"{indent}- {label}: {scalar(title, flow=False)}",
        f"{indent}  events:",
        *(f"{indent}    - {flow(event)}" for event in events),
    ]


def flow(value: object) -> str:
    """A value in flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key), flow=True)}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value, flow=True)


def scalar(value: object, *, flow: bool) -> str:
    """A scalar: plain where YAML reads it back as it is, else in single quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value}"
    text = str(value)
    free = text.replace(",", "") if not flow else text
    if _PLAIN.fullmatch(free) and text == text.strip() and text.casefold() not in _WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


def inserted(text: str, more: Mapping[str, Sequence[str]]) -> str:
    """
    The text of a rule file with lines put at the end of the examples of rules, by id; all else stays as it is.

    A rule whose ``examples`` do not stand last in it, or not as a list in block style, raises `ValueError`.
    """
    lines = text.split("\n")
    starts = [(number, found[1]) for number, line in enumerate(lines) if (found := _RULE.match(line))]
    for place in reversed(range(len(starts))):
        start, name = starts[place]
        if not more.get(name):
            continue
        end = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        lines[_after_examples(lines, start, end, name) : _after_examples(lines, start, end, name)] = more[name]
    return "\n".join(lines)


def _after_examples(lines: Sequence[str], start: int, end: int, name: str) -> int:
    """The number of the line behind the last line of a rule's examples."""
    head = next((i for i in range(start, end) if re.fullmatch(r"    examples:\s*(#.*)?", lines[i])), None)
    if head is None:
        raise ValueError(name)
    last = head
    for i in range(head + 1, end):
        line = lines[i]
        if line.startswith("      "):
            last = i
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    return last + 1

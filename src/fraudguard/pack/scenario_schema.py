"""What a file of scenarios may say: the declarations that its reader and the JSON Schema share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fraudguard.pack.nodes import Node
from fraudguard.pack.records import Record, RecordOf, key
from fraudguard.pack.shapes import Anything, ListOf, MapOf, Text

__all__ = ["MOST_STEPS", "RawScenario", "ScenarioFile"]

MOST_STEPS = 500
_NAME = Text(r"[^\W\d]\w{0,39}", "pack.step_name", longest=40)
_LINE: dict[str, Any] = {"type": "string", "maxLength": 500}
_EVENT: dict[str, Any] = {"type": "object"}


@dataclass(kw_only=True, eq=False)
class RawScenario(Record):
    """A story on a clock of its own, and what is expected of it."""

    name: str = key(Text(longest=200), required=True, doc="what this story shows")
    todo: str = key(Text(longest=500), default="", doc="a known gap, and why it is one: run and counted, fails nothing")
    start: str = key(
        Text(longest=40), default="", doc="Shanghai time, `2025-01-06 10:00` (a Monday) when it is left out"
    )
    person: Node | None = key(Anything(_EVENT), default=None, doc="whom all this happens to, such as `{age: 63}`")
    people: dict[str, Node] = key(MapOf(_NAME, Anything(_EVENT)), doc="others, by the name that `as NAME` gives")
    steps: tuple[Node, ...] = key(
        ListOf(Anything({"anyOf": [_LINE, _EVENT]}), low=1, high=MOST_STEPS),
        required=True,
        doc="what happens and what is expected, one line each; an event may be a mapping",
    )
    last: tuple[Node, ...] = key(
        ListOf(Anything(_LINE), high=100), default=(), name="finally", doc="what is expected of the story as a whole"
    )


@dataclass(kw_only=True, eq=False)
class ScenarioFile(Record):
    """A file `*.test.yaml`: scenarios that the rules must handle as they say."""

    scenarios: tuple[RawScenario | None, ...] = key(ListOf(RecordOf(RawScenario), low=1, high=200), required=True)

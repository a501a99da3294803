"""Check the examples of a rule: a label, and events that can be understood once the usual blanks are filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from fraudguard.errors import EventError, Place
from fraudguard.events import parse_event
from fraudguard.pack.checked import Example
from fraudguard.pack.nodes import MapNode, Node, to_plain
from fraudguard.pack.schema import ExampleFile, RawRule
from fraudguard.pack.shapes import Faults, given_text

__all__ = ["BASE", "check_examples", "filled", "own_account", "report_event"]

_SHANGHAI = timezone(timedelta(hours=8))
BASE = datetime(2025, 1, 6, 10, 0, tzinfo=_SHANGHAI)
"""When a stream begins that says nothing else: a Monday."""
_STEP = timedelta(minutes=5)
_ACCOUNT = "6222020200112233449"
_LATER = re.compile(r"\+([0-9]{1,6})([smhd])")
_EVENT = re.compile(r"e[0-9]+")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def filled(events: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """
    The events of an example with what it left out.

    ``id`` becomes ``e1``, ``e2``, …; ``at`` begins on Monday 2025-01-06 10:00 in Shanghai and goes
    on by 5 minutes. It may also be written ``+30m`` (after the event before), and a time without a
    zone is Shanghai's. A person who is not identified is one account, the same in all events.
    """
    out: list[dict[str, object]] = []
    last: datetime | None = None
    for number, event in enumerate(events, 1):
        full: dict[str, object] = {"id": f"e{number}", **event, "person": _person(event.get("person"))}
        at = full.get("at")
        moment = _moment(at, last)
        if moment is not None:
            last = moment
            full["at"] = moment.isoformat()
        out.append(full)
    return out


def _person(given: object) -> object:
    if given is None or isinstance(given, Mapping):
        return own_account(given or {}, _ACCOUNT)
    return given


def own_account(person: Mapping[str, object], account: str = _ACCOUNT) -> Mapping[str, object]:
    """A person as given; one who is not identified is the holder of an account."""
    return person if person.get("ids") or person.get("key") else {**person, "ids": {"account": account}}


def _moment(at: object, last: datetime | None) -> datetime | None:
    """When an event of an example happened; ``None`` when that cannot be read, which the parser reports."""
    if at is None:
        return last + _STEP if last else BASE
    later = _LATER.fullmatch(at) if isinstance(at, str) else None
    if later:
        return (last or BASE) + timedelta(**{_UNITS[later[2]]: int(later[1])})
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=_SHANGHAI)


def check_examples(raw: RawRule, faults: Faults) -> tuple[Example, ...]:
    """The examples of a rule; events that no feed could deliver are faults."""
    out: list[Example] = []
    for example in raw.examples:
        if example is not None:
            checked = _example(example, faults)
            if checked is not None:
                out.append(checked)
    return tuple(out)


def _example(raw: ExampleFile, faults: Faults) -> Example | None:
    if raw.gives("hit") == raw.gives("miss"):
        faults.add("pack.example_label", raw.node.place())
        return None
    events: list[dict[str, Any]] = []
    for node in raw.events:
        if not isinstance(node, MapNode):
            faults.add("pack.expected_map", node.place(), key="events", given=given_text(node))
            return None
        plain = to_plain(node)
        assert isinstance(plain, dict)
        events.append(plain)
    try:
        complete = filled(events)
    except OverflowError:
        faults.add("pack.example_time", raw.place("events"))
        return None
    for node, event in zip(raw.events, complete, strict=True):
        try:
            parse_event(event)
        except EventError as error:
            report_event(node, error, faults)
    if raw.evidence:
        _check_evidence(raw, [str(event["id"]) for event in complete], faults)
    return Example(
        "hit" if raw.gives("hit") else "miss",
        raw.hit or raw.miss,
        tuple(events),
        raw.node.place(),
        raw.points,
        raw.level or None,  # type: ignore[arg-type]  # one of the declared choices
        raw.evidence,
        raw.todo,
    )


def _check_evidence(raw: ExampleFile, ids: list[str], faults: Faults) -> None:
    """Only a finding shows evidence, and of the events only those that the example has."""
    if raw.evidence and raw.gives("miss"):
        faults.add("pack.example_evidence", raw.node.entries["evidence"][0].place())
    for index, words in enumerate(raw.evidence):
        if _EVENT.fullmatch(words) and words not in ids:
            near = faults.near(words, ids)
            faults.add("pack.example_event", raw.item("evidence", index), given=words, suggestion=near)


def report_event(node: Node, error: EventError, faults: Faults) -> None:
    """An event's own fault, moved to the line of the example that holds the field."""
    fault = error.faults[0]
    faults.add(fault.code, _field_place(node, str(fault.params.get("field") or "")), **fault.params)


def _field_place(node: Node, field: str) -> Place:
    current = node
    place = node.place()
    for part in field.split("."):
        if not isinstance(current, MapNode) or part not in current.entries:
            break
        label, current = current.entries[part]
        place = label.place()
    return place

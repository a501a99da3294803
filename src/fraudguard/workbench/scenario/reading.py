"""Read a file of scenarios: strict YAML, lines of shorthand, every fault with its place; nothing of it is trusted."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fraudguard.errors import EventError
from fraudguard.events import parse_event
from fraudguard.pack.check_examples import own_account, report_event
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.nodes import MapNode, Node, Scalar, to_plain
from fraudguard.pack.records import read_record
from fraudguard.pack.rejections import Rejected, Report, Span
from fraudguard.pack.scenario_schema import RawScenario, ScenarioFile
from fraudguard.pack.shapes import Faults
from fraudguard.pack.traps import cut_fault, map_trap
from fraudguard.pack.yamlfile import decode, read_yaml
from fraudguard.workbench.scenario.desk_lines import read_deed
from fraudguard.workbench.scenario.event_lines import Known, Said, own_number, read_event
from fraudguard.workbench.scenario.expect_lines import read_expectation
from fraudguard.workbench.scenario.model import Deed, Expectation, Happening, Scenario, Step, Tick
from fraudguard.workbench.scenario.times import later, read_start, read_time
from fraudguard.workbench.scenario.words import Line

__all__ = ["MOST_EVENTS", "MOST_EVENTS_OF_FILE", "known_of", "read_scenarios"]

MOST_EVENTS = 2_000
"""Events of one scenario, repeats included."""
MOST_EVENTS_OF_FILE = 20_000
_STEP = timedelta(minutes=5)
_COUNT = re.compile(r"[0-9]{1,6}")
_EVERY = re.compile(r"((?:[0-9]{1,6}[smhd])+)")


def known_of(pack: CheckedPack | None, extra: Iterable[str] = ()) -> Known:
    """What the scenarios of a pack may name; without a sound pack rules and scams are not checked."""
    if pack is None:
        return Known(extra=tuple(extra))
    rules = {rule.id: rule.title for rule in (*pack.rules, *pack.drafts)} | {"lead": "", "model": ""}
    return Known(rules, frozenset(pack.taxonomy), tuple(pack.settings.extra))


def read_scenarios(name: str, data: bytes, known: Known, faults: Faults) -> tuple[Scenario, ...]:
    """The sound scenarios of a file; what is wrong goes to ``faults``. ``name`` is how messages call the file."""
    source, found = decode(name, data)
    node = None
    if source is not None:
        node, found = read_yaml(source)
    for fault in found:
        faults.take(fault)
    raw = None if node is None else read_record(ScenarioFile, node, name, faults)
    if raw is None:
        return ()
    out: list[Scenario] = []
    first: dict[str, int] = {}
    left = MOST_EVENTS_OF_FILE
    for one in raw.scenarios:
        if one is None or faults.full:
            continue
        if one.name in first:
            faults.add("scenario.name_twice", one.place("name"), name=one.name, line=first[one.name])
        first.setdefault(one.name, one.place("name").line)
        reader = _Reader(one, known, faults, min(left, MOST_EVENTS))
        scenario = reader.scenario()
        left -= reader.count
        if scenario is not None:
            out.append(scenario)
    return tuple(out)


@dataclass(slots=True)
class _Reader:
    """Reads one scenario; the clock goes on line by line."""

    raw: RawScenario
    known: Known
    faults: Faults
    most: int
    now: datetime = field(init=False)
    count: int = 0
    begun: bool = False  # an event has moved the clock
    told: bool = False  # an event was meant, sound or not: what is expected of it is no fault of its own
    people: dict[str, Mapping[str, object]] = field(default_factory=dict)

    def scenario(self) -> Scenario | None:
        """The scenario, or ``None`` when anything is wrong with it."""
        raw, before = self.raw, self.faults.errors
        start = read_start(raw.start)
        if start is None:
            self.faults.add("scenario.start", raw.place("start"), given=raw.start)
            return None
        self.now = start
        self.people = {"": self._person(raw.person, own_account({}))}
        for name, node in raw.people.items():
            self.people[name] = self._person(node, own_account({}, own_number(name)))
        self.known = Known(self.known.rules, self.known.scams, self.known.extra, tuple(raw.people))
        steps = [self._step(node) for node in raw.steps if not self.faults.full]
        last = [self._last(node) for node in raw.last if not self.faults.full]
        if not any(isinstance(step, Expectation) for step in (*steps, *last)) and self.faults.errors == before:
            self.faults.add("scenario.no_expectation", raw.place("name"), name=raw.name)
        if self.faults.errors > before:
            return None
        return Scenario(
            raw.name,
            raw.node.place(),
            start,
            tuple(step for step in steps if step is not None),
            tuple(step for step in last if step is not None),
            raw.todo,
        )

    def _person(self, node: Node | None, base: Mapping[str, object]) -> Mapping[str, object]:
        if node is None:
            return base
        plain = to_plain(node)
        if not isinstance(plain, dict):
            self.faults.add("scenario.person", node.place())
            return base
        return own_account(plain, str(base["ids"]["account"]))  # type: ignore[index]  # made by `own_account`

    # -- lines ------------------------------------------------------------------------------------

    def _step(self, node: Node) -> Step | None:
        if isinstance(node, MapNode):
            self.told = True
            return self._mapping(node)
        line = self._line(node)
        if line is None:
            self.told = True
            return None
        assert isinstance(node, Scalar)
        try:
            return self._of_line(node, line[0])
        except Rejected:
            self._take(line[1])
            return None

    def _last(self, node: Node) -> Expectation | None:
        line = self._line(node)
        if line is None:
            return None
        line[0].skip("expect")
        try:
            return Expectation(line[0].text, node.place(), read_expectation(line[0], self.known))
        except Rejected:
            self._take(line[1])
            return None

    def _line(self, node: Node) -> tuple[Line, Report] | None:
        if not isinstance(node, Scalar) or not node.text.strip():
            trap = map_trap(node, braces=False) if isinstance(node, MapNode) else None
            if trap is not None:
                self.faults.take(trap)
            else:
                self.faults.add("scenario.line", node.place())
            return None
        cut = cut_fault(node)
        if cut is not None:
            self.faults.take(cut)
            return None
        line, report = Line.of(node, self.faults.near)
        if line is None:
            self._take(report)
            return None
        return line, report

    def _take(self, report: Report) -> None:
        for fault in report.faults:
            self.faults.take(fault)

    def _of_line(self, node: Scalar, line: Line) -> Step | None:
        if line.skip("expect"):
            if not self.told:
                raise line.fault("scenario.expect_first", (0, len("expect")))
            return Expectation(line.text, node.place(), read_expectation(line, self.known))
        self.told = self.told or line.peek() not in {"tick", "officer"}
        at = read_time(line, self.now)
        if line.skip("tick"):
            line.end()
            self.now = at or self.now
            return Tick(line.text, node.place(), self.now)
        if line.skip("officer"):
            action, refused = read_deed(line)
            self.now = at or self.now
            return Deed(line.text, node.place(), self.now, action, refused)
        return self._events(node, line, at)

    def _events(self, node: Scalar, line: Line, at: datetime | None) -> Happening | None:
        count, every, start = 1, "5m", line.here
        if _COUNT.fullmatch(line.peek()) and line.peek(1) in {"x", "×"}:
            count = int(line.take("a count").text)
            line.take("`x`")
            if line.skip("every"):
                found = line.matched(_EVERY)
                if found is None:
                    raise line.fault("scenario.every", line.here)
                every = found[1]
        if not 1 <= count <= self.most - self.count:
            raise line.fault("scenario.too_many", start, limit=self.most)
        began = line.here
        said = read_event(line, self.known)
        events = []
        for number in range(count):
            moment = later(at or self._next(), "0s") if number == 0 else later(self.now, every)
            if moment is None:
                raise line.fault("scenario.time_far", start)
            if number and said.payee is not None and said.payee[0].startswith("#"):
                said.put("payee.account", own_number(f"{said.payee[0]} {number}"))
            events.append(self._complete(said.event, moment, said.who))
        self._check(line, events[0], said, began)
        return Happening(line.text, node.place(), tuple(events))

    def _check(self, line: Line, event: Mapping[str, Any], said: Said, began: Span) -> None:
        try:
            parse_event(event)
        except EventError as error:
            fault = error.faults[0]
            span = said.where.get(str(fault.params.get("field") or ""), began)
            raise line.fault(fault.code, span, **fault.params) from None

    # -- full events ------------------------------------------------------------------------------

    def _mapping(self, node: MapNode) -> Happening | None:
        trap = map_trap(node, braces=False)
        if trap is not None:
            self.faults.take(trap)
            return None
        plain = to_plain(node)
        assert isinstance(plain, dict)
        at, who = plain.pop("at", None), plain.get("person")
        moment = self._moment(at)
        if moment is None:
            self.faults.add("scenario.event_time", node.entries["at"][1].place(), given=str(at))
            return None
        if self.count >= self.most:
            self.faults.add("scenario.too_many", node.place(), limit=self.most)
            return None
        if isinstance(who, str) and who not in self.people:
            near = self.faults.near(who, self.people)
            self.faults.add("scenario.nobody", node.entries["person"][1].place(), given=who, suggestion=near)
            return None
        event = self._complete(plain, moment, who if isinstance(who, str) else "")
        try:
            parse_event(event)
        except EventError as error:
            report_event(node, error, self.faults)
            return None
        return Happening(_short(event), node.place(), (event,))

    def _moment(self, at: object) -> datetime | None:
        """When a full event happens; not before what came already."""
        if at is None:
            return self._next()
        text = str(at)
        moment = later(self.now, text[1:]) if text[:1] == "+" and _EVERY.fullmatch(text[1:]) else None
        moment = moment or (read_start(text) if text else None)
        return moment if moment is not None and moment >= self.now else None

    def _complete(self, event: Mapping[str, Any], moment: datetime, who: str) -> dict[str, Any]:
        """An event with its number, instant and person; the clock goes on to it."""
        self.count += 1
        self.now, self.begun = moment, True
        own = event.get("person")
        base = self.people[who]
        person = {**base, **own} if isinstance(own, Mapping) else base
        full: dict[str, Any] = {"id": f"e{self.count}", **copy.deepcopy(dict(event))}
        return {**full, "at": moment.isoformat(), "person": person}

    def _next(self) -> datetime:
        return self.now + _STEP if self.begun else self.now


def _short(event: Mapping[str, Any]) -> str:
    """A full event in a line: its kind and what it says."""
    said = ", ".join(f"{name}: {value}" for name, value in event.items() if name not in {"id", "kind", "at", "person"})
    return f"{event.get('kind')} {said}"[:200]

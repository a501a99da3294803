"""Play scenarios: events through a guard, and through a station with a desk in memory where the story needs one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fraudguard.desk.case import Case
from fraudguard.desk.desk import Desk
from fraudguard.desk.station import Station
from fraudguard.errors import CaseError, Language, Place
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.scoring.guard import Guard
from fraudguard.workbench.scenario.judging import Scope, came, wrong_rules
from fraudguard.workbench.scenario.model import Deed, Expectation, FindingsWanted, Happening, Scenario, Tick
from fraudguard.workbench.steps import StepSeen, sequence_steps
from fraudguard.workbench.verdicts import Mismatch, State, state_of_test

__all__ = ["Explained", "ScenarioFailure", "ScenarioResult", "ScenarioRunner"]

_KEY = b"the scenarios of a rule pack need no secret"
_LANGUAGES: tuple[Language, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule on one event: its conditions; ``kind`` is what it reads when that is another kind of event."""

    rule: str
    event_id: str
    found: RuleExplanation | None
    kind: str = ""
    steps: tuple[StepSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioFailure:
    """An expectation that was not met, the line it was about, the instant, and the rules it names explained."""

    place: Place
    text: str
    about: str
    at: datetime
    mismatch: Mismatch
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What a scenario came to."""

    scenario: Scenario
    failures: tuple[ScenarioFailure, ...]
    events: int

    @property
    def passed(self) -> bool:
        """Whether every expectation was met."""
        return not self.failures

    @property
    def state(self) -> State:
        """Whether it passed, failed, or is a known gap."""
        return state_of_test(self.failures, self.scenario.todo)


@dataclass(slots=True)
class _Clock:
    """The desk's clock: it stands where the story is."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class _Stage:
    """What a story has come to so far."""

    guard: Guard
    clock: _Clock
    station: Station | None
    case_id: str = ""
    happened: list[tuple[Happening, list[Decision]]] = field(default_factory=list)

    def move(self, at: datetime) -> None:
        self.clock.now = max(self.clock.now, at)

    @property
    def case(self) -> Case | None:
        return self.station.desk.case(self.case_id) if self.station is not None and self.case_id else None

    @property
    def about(self) -> str:
        return self.happened[-1][0].text if self.happened else ""


Wrong = tuple[Expectation, Scope]


class ScenarioRunner:
    """Runs scenarios of one pack, one after the other, each on a guard that has seen nothing; compiled once."""

    def __init__(self, pack: CheckedPack) -> None:
        self._pack = pack
        self._guard = Guard(pack, key=_KEY)
        self._teller: Guard | None = None  # explains while the other one plays

    def run(self, scenario: Scenario) -> ScenarioResult:
        """The result of a scenario."""
        with _staged(self._guard, self._pack, scenario) as stage:
            failures = list(self._play(scenario, stage))
            events = sum(len(one.events) for one, _ in stage.happened)
        return ScenarioResult(scenario, tuple(failures), events)

    def _play(self, scenario: Scenario, stage: _Stage) -> Iterator[ScenarioFailure]:
        for step in scenario.steps:
            match step:
                case Happening():
                    stage.happened.append((step, [_take(stage, event) for event in step.events]))
                case Tick():
                    stage.move(step.at)
                    assert stage.station is not None
                    stage.station.desk.tick(stage.clock.now)
                case Deed():
                    failure = _deed(stage, step)
                    if failure is not None:
                        yield failure
                        if not step.refused:
                            return  # what follows builds on what was refused
                case Expectation():
                    about, decisions = stage.happened[-1]
                    yield from self._judge(scenario, stage, step, Scope(decisions, stage.case), [about])
        whole = Scope([one for _, some in stage.happened for one in some], stage.case, whole=True)
        for wanted in scenario.last:
            yield from self._judge(scenario, stage, wanted, whole, [one for one, _ in stage.happened])

    def _judge(
        self, scenario: Scenario, stage: _Stage, step: Expectation, scope: Scope, about: list[Happening]
    ) -> Iterator[ScenarioFailure]:
        instead = came(step.wanted, scope)
        if instead is None:
            return
        wanted = step.wanted
        told: tuple[Explained, ...] = ()
        if isinstance(wanted, FindingsWanted):
            told = tuple(self._explain(scenario, rule, scope, about) for rule in wrong_rules(wanted, scope))
        line = about[-1].text if len(about) == 1 else ""
        expected = step.text.removeprefix("expect").strip()
        yield ScenarioFailure(step.place, step.text, line, stage.clock.now, Mismatch(expected, instead), told)

    # -- explaining -------------------------------------------------------------------------------

    def _explain(self, scenario: Scenario, name: str, scope: Scope, about: list[Happening]) -> Explained:
        """The rule on the event on which it fired, else on the last that it could have fired on."""
        fired = [one.event_id for one in scope.decisions if any(found.rule == name for found in one.findings)]
        rule = next((one for one in self._pack.rules if one.id == name), None)
        events = [event for one in about for event in one.events]
        mine = [event for event in events if rule is None or rule.kind in {"", event["kind"]}]
        if not fired and not mine:
            return Explained(name, str(events[-1]["id"]), None, kind=rule.kind if rule is not None else "")
        target = fired[-1] if fired else str(mine[-1]["id"])
        found = self._at(scenario, target, name)
        steps: tuple[StepSeen, ...] = ()
        if rule is not None and rule.sequence is not None and found is not None and not found.chain:
            steps = self._steps(scenario, rule, target)
        return Explained(name, target, found, steps=steps)

    def _at(self, scenario: Scenario, target: str, rule: str) -> RuleExplanation | None:
        """The rule's explanation on an event as it stood when that was scored: the story is played up to there."""
        if self._teller is None:
            self._teller = Guard(self._pack, key=_KEY)
        with _staged(self._teller, self._pack, scenario) as stage:
            for step in scenario.steps:
                for event in step.events if isinstance(step, Happening) else ():
                    if event["id"] == target:
                        if stage.station is not None:
                            stage.station.checkpoint()  # outcomes of the desk are scored before the next event
                        found = stage.guard.explain(event)
                        return next((one for one in found.rules if one.rule == rule), None)
                    _take(stage, event)
                if isinstance(step, Deed):
                    _deed(stage, step)
        return None

    def _steps(self, scenario: Scenario, rule: CheckedRule, target: str) -> tuple[StepSeen, ...]:
        events = [event for step in scenario.steps if isinstance(step, Happening) for event in step.events]
        until = next(i for i, event in enumerate(events) if event["id"] == target)
        return sequence_steps(self._pack, [rule], events[: until + 1]).get(rule.id, ())


class _staged:  # noqa: N801  # used as a function: `with _staged(…) as stage`
    """A stage for a scenario; its desk, if it needs one, is in memory and gone afterwards."""

    def __init__(self, guard: Guard, pack: CheckedPack, scenario: Scenario) -> None:
        clock = _Clock(scenario.start)
        guard.rewind(None)
        self._desk = Desk.open("sqlite://", key=_KEY, rules=pack, clock=clock) if scenario.uses_desk else None
        self._stage = _Stage(guard, clock, Station(guard, self._desk) if self._desk is not None else None)

    def __enter__(self) -> _Stage:
        return self._stage

    def __exit__(self, *_exception: object) -> None:
        if self._desk is not None:
            self._desk.close_store()


def _take(stage: _Stage, event: Mapping[str, object]) -> Decision:
    """The decision on an event; the case it belongs to is the one that officers work on from now on."""
    stage.move(datetime.fromisoformat(str(event["at"])))
    if stage.station is None:
        return stage.guard.score(event)
    handled = stage.station.decide(event)
    if handled.cases:
        stage.case_id = handled.cases[0].id
    return handled.decision


def _deed(stage: _Stage, step: Deed) -> ScenarioFailure | None:
    stage.move(step.at)
    said = f"officer {step.action.kind}"
    if stage.station is None or not stage.case_id:
        return _failed(stage, step, Mismatch(said, "no case"))
    try:
        stage.station.desk.record(stage.case_id, step.action)
    except CaseError as error:
        if step.refused:
            return None
        told = ["; ".join(f"{one.code}: {one.message(lang)}" for one in error.faults) for lang in _LANGUAGES]
        return _failed(stage, step, Mismatch(said, *told))
    return _failed(stage, step, Mismatch(f"{said} refused", "done")) if step.refused else None


def _failed(stage: _Stage, step: Deed, mismatch: Mismatch) -> ScenarioFailure:
    return ScenarioFailure(step.place, step.text, stage.about, stage.clock.now, mismatch)

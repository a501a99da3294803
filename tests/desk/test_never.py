"""
What must never happen, whatever officers, tickets and clocks do in whatever order.

The guards of closing are computed here from the history alone, by a model of a few lines that shares nothing with the
desk's own.
"""

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk_cases import (
    ACTIONS,
    DAYTIME,
    FINISHED,
    KEY,
    RULES,
    a_ticket,
    an_event,
    call,
    met,
    result,
    sms,
)
from desk_stores import fresh_store
from fraudguard import CaseError, Desk
from fraudguard.desk.actions import (
    Action,
    AnswerLead,
    Close,
    Dispatch,
    Feedback,
    HandOver,
    Receipt,
    Reject,
    Reopen,
    Resume,
    ReturnVisit,
    SecondFeedback,
    Sign,
    Suspend,
    Transfer,
    Visit,
)
from fraudguard.desk.case import Case
from fraudguard.desk.seal import Seal
from fraudguard.desk.store import Store
from fraudguard.desk.units import Units
from fraudguard.events import parse_event
from fraudguard.events.lead import Lead
from fraudguard.testing import Clock

LEVELS = ("none", "green", "yellow", "red")
COMMAND = ("station", "sub_bureau", "city")
PEOPLE = ("p1", "drill:p1")
BOSS = {"superior": "chen", "reason": "本人已出境，无法见面"}
AFRESH = {"opened", "rewarned", "reopen"}
UNREACHED = {"new", "unreached", "not_found", "transferred"}

MORE: tuple[Action, ...] = (
    *ACTIONS.values(),
    call("busy"),
    call("refused"),
    call("no_answer"),
    met(walk_in=True, app="none", bank_contacted=True),
    met(walk_in=True, app="kept", leader=True),
    result("denied"),
    result("unknown"),
    result("dissuaded", again=True),
    result("dissuaded", at_risk="600000", app="removed", bank_contacted=False),
    result("defrauded"),
    Transfer(by="li", unit="Hebei", external=True),
    Close(by="li", exception=BOSS),
)
"""What officers try: one action for each row of the table of steps, and the ones that matter to closing."""

STARTS: tuple[tuple[Action, ...], ...] = (
    (),
    (Sign(by="li"), *[call("no_answer")] * 3),
    (Sign(by="li"), Dispatch(by="li", unit="patrol"), Visit(by="li", met=False)),
    (Sign(by="li"), call()),
)
"""Where somebody who looks for a way round the guards may begin: unreached, not found, reached without a result."""
MOVES: tuple[Action, ...] = (
    Suspend(by="li", until=DAYTIME),
    Resume(by="li"),
    SecondFeedback(by="li"),
    Dispatch(by="li", unit="patrol"),
    Visit(by="li", met=False),
    call(),
    met(walk_in=True),
    result(),
    Transfer(by="li", unit="north"),
    Receipt(by="li", accepted=False),
    HandOver(by="li", unit="cyber"),
    Feedback(by="li", unit="cyber"),
    AnswerLead(by="li", ref="R1"),
    ReturnVisit(by="li", truthful=False),
    Reopen(by="li", remark="又接到来电"),
)
"""What may look like a way round."""

SPOILT: Mapping[str, tuple[tuple[Action, ...], ...]] = {
    "call": ((), (call("no_answer"),), (call(reached="relative"),)),
    "sms": ((), (sms(delivered=False),)),
    "visit": ((), (met(app="kept", bank_contacted=True),), (met(app="removed"),), (Visit(by="li", met=False),)),
    "result": (
        (),
        (result("denied"), SecondFeedback(by="li")),
        (result("unknown", at_risk="1"), SecondFeedback(by="li")),
        (result("unknown", at_risk="1"),),
        (Suspend(by="li", until=DAYTIME), SecondFeedback(by="li")),
        (result("denied"), result("denied"), result("denied"), result(at_risk="1")),
        (HandOver(by="li", unit="cyber"), result(at_risk="1")),
    ),
}
"""What may stand in place of a step that a closing needs: less than it, or as much by another way."""
AGAIN: tuple[Action, ...] = (
    Reopen(by="li", remark="又接到来电"),
    ReturnVisit(by="li", truthful=False),
    Close(by="li"),
)


def may_close(entries: list[Mapping[str, Any]], case: Case, *, excepted: bool) -> bool:
    """Whether a case with this history could be closed: what its officers did since it was last opened or raised."""
    did: dict[str, Any] = {"denials": 0, "waiting": set()}
    for entry in entries:
        kind, facts = entry["kind"], entry["facts"]
        if kind in AFRESH or (kind == "return_visit" and not facts["truthful"]):
            did = {name: did[name] for name in ("denials", "waiting")}
        elif kind == "raised":
            did = {
                name: done
                for name, done in did.items()
                if name in {"denials", "waiting", "sms", "answered", "person", "relative", "moved"}
            }
        elif kind == "sms" and facts["delivered"]:
            did["sms"] = True
        elif kind == "relatives" and facts["reached"]:
            did["relative"] = True
        elif kind == "call" and facts["answered"]:
            did["answered"] = True
            did["person"] = did.get("person") or facts["reached"] == "self"
        elif (kind == "visit" and facts["met"]) or kind == "result":
            did.update({name: facts[name] for name in ("app", "bank_contacted", "at_risk") if name in facts})
            if kind == "visit":
                did["met"] = True
                did["leader"] = did.get("leader") or facts["leader"]
            else:
                did["settled"] = facts["verdict"] not in {"denied", "unknown"} and not facts["again"]
                did["denials"] += facts["verdict"] == "denied"
                did["verdict"] = facts["verdict"]
        elif kind == "second_feedback":
            did["settled"] = did.get("verdict", "denied") != "denied"
        elif kind in {"hand_over", "lead"}:
            did["waiting"] = did["waiting"] | {facts.get("unit") or "lead:" + facts["ref"]}
        elif kind in {"feedback", "answer_lead"}:
            did["waiting"] = did["waiting"] - {facts.get("unit") or "lead:" + facts["ref"]}
        elif kind == "transfer":
            did["moved"] = facts["external"]
        elif kind == "receipt":
            did["moved"] = "yes" if did.get("moved") and facts["accepted"] else False
    if case.status == "transferred" and did.get("moved") == "yes":
        return excepted or not any(name.startswith("lead:") for name in did["waiting"])
    if (case.prior if case.status == "suspended" else case.status) in UNREACHED:
        return False
    reached = any(did.get(name) for name in ("answered", "met", "relative")) or (
        case.level == "green" and did.get("sms")
    )
    if excepted and not reached:
        return False
    enough = {
        "green": did.get("sms") or did.get("answered") or did.get("met"),
        "yellow": did.get("settled") and (did.get("person") or did.get("met")),
        "red": did.get("settled") and did.get("met") and did.get("app") in {"removed", "none"}
        and {"at_risk", "bank_contacted"} <= set(did),
    }[case.level]  # fmt: skip
    return excepted or bool(enough and not did["waiting"] and (did["denials"] < 3 or did.get("leader")))


class AtTheDesk(RuleBasedStateMachine):
    """Tickets come, officers act, clocks jump."""

    @initialize()
    def begin(self) -> None:
        seal = Seal(KEY)
        self.clock = Clock(DAYTIME)
        self.desk = Desk(Store(fresh_store(), seal), seal, RULES, Units(), self.clock)
        self.acts = 0
        self.steps = 0
        self.people = 0
        self.accepted: dict[str, list[tuple[str, str]]] = {}
        self.before: dict[str, Case] = {}

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            assert self.desk.verify().sound
            self.desk.close_store()

    def _all(self) -> dict[str, Case]:
        both = (*self.desk.list(limit=1_000).cases, *self.desk.list(ended=True, limit=1_000).cases)
        return {case.id: case for case in both}

    def _act(self, case: Case, action: Action, **options: Any) -> None:
        """Record an action under a name of its own and compare with what the model says."""
        self.acts += 1
        named = action.replaced(by=f"o{self.acts}")
        history = list(self.desk.history(case.id))
        try:
            after = self.desk.record(case.id, named, **options)
        except CaseError:
            assert case == self.desk.case(case.id)
            assert history == list(self.desk.history(case.id))
            if isinstance(action, Close) and not case.ended and not options:
                assert not may_close(history, case, excepted=action.exception is not None)
            return
        if isinstance(action, Close) and case.status == "closed":
            assert case == after
            assert history == list(self.desk.history(case.id))
            return
        if isinstance(action, Close):
            assert may_close(history, case, excepted=action.exception is not None)
        assert LEVELS.index(case.level) <= LEVELS.index(after.level)
        assert COMMAND.index(case.tier) <= COMMAND.index(after.tier)
        self.accepted.setdefault(case.id, []).append((named.kind, named.by))

    def _some(self, data: st.DataObject) -> Case:
        return data.draw(st.sampled_from(sorted(self.before.values(), key=lambda case: case.id)), label="case")

    @rule(
        who=st.sampled_from(PEOPLE), number=st.integers(1, 4), level=st.sampled_from(LEVELS[1:]), urgent=st.booleans()
    )
    def a_ticket_comes(self, who: str, number: int, level: str, urgent: bool) -> None:
        number += 10 * PEOPLE.index(who)
        ticket = a_ticket(number, level, subject=who.removeprefix("drill:"), urgent=urgent)
        drill = who.startswith("drill:")
        case = self.desk.take(ticket, an_event(), drill=drill)
        assert case == self.desk.take(ticket, an_event(), drill=drill)
        assert who == case.subject

    @precondition(lambda self: self.before)
    @rule(data=st.data(), action=st.sampled_from(MORE))
    def an_officer_acts(self, data: st.DataObject, action: Action) -> None:
        case = self._some(data)
        if isinstance(action, Reject) and action.duplicate_of:
            action = action.replaced(duplicate_of=self._some(data).id)
        if isinstance(action, Suspend):
            action = action.replaced(until=self.clock.now + timedelta(hours=6))
        self._act(case, action)

    @precondition(lambda self: self.before)
    @rule(data=st.data(), version=st.integers(-2, 1))
    def an_officer_acts_on_what_was_seen(self, data: st.DataObject, version: int) -> None:
        case = self._some(data)
        entries = len(self.desk.history(case.id))
        self._act(case, call("no_answer"), version=case.version + version)
        assert version == 0 or entries == len(self.desk.history(case.id))

    @precondition(lambda self: self.before)
    @rule(data=st.data())
    def an_officer_sends_again(self, data: st.DataObject) -> None:
        case, ref = self._some(data), f"app-{self.acts}"
        self._act(case, Sign(by="li"), ref=ref)
        signed = self.desk.case(case.id)
        if signed != case:
            assert signed == self.desk.record(case.id, Sign(by="li"), ref=ref)

    @rule(
        data=st.data(),
        level=st.sampled_from(LEVELS[1:]),
        like=st.sampled_from(["", "", "red"]),
        spoilt=st.integers(-2, 3),
        raised=st.booleans(),
        excepted=st.integers(0, 4),
        days=st.sampled_from([0, 4, 31]),
        again=st.sampled_from(AGAIN),
    )
    def a_case_is_worked_closed_and_comes_up_again(
        self,
        data: st.DataObject,
        level: str,
        like: str,
        spoilt: int,
        raised: bool,
        excepted: int,
        days: int,
        again: Action,
    ) -> None:
        self.people += 1
        case = self._take(level)
        for at, step in enumerate(FINISHED[like or level]):
            for done in data.draw(st.sampled_from(SPOILT.get(step.kind, ((),)))) if at == spoilt else (step,):
                self._act(self.desk.case(case.id), done)
        if raised:
            self._take("red", 1)
        self.desk.tick()
        self._act(self.desk.case(case.id), Close(by="li", exception=None if excepted else BOSS))
        if days:
            self.clock.advance(days=days)
            self._take("yellow", 2)
        self._act(self.desk.case(case.id), again)

    def _take(self, level: str, number: int = 0) -> Case:
        """The case of one of the tickets of the person who came last."""
        ticket = a_ticket(1_000 + 10 * self.people + number, level, subject=f"q{self.people}")
        return self.desk.take(ticket, an_event())

    @precondition(lambda self: self.before)
    @rule(data=st.data(), start=st.sampled_from(STARTS), moves=st.lists(st.sampled_from(MOVES), max_size=2))
    def a_way_round_is_tried(self, data: st.DataObject, start: tuple[Action, ...], moves: list[Action]) -> None:
        case = self._some(data)
        for move in [*start, *moves, Close(by="li"), Close(by="li", exception=BOSS)]:
            self._act(self.desk.case(case.id), move)

    @rule(who=st.sampled_from(PEOPLE[:1]), ref=st.sampled_from(["R1", "R2"]))
    def a_higher_centre_instructs(self, who: str, ref: str) -> None:
        at = self.clock.now.isoformat()
        event = parse_event(
            {"kind": "lead", "id": f"lead:{ref}", "ref": ref, "at": at, "person": {"ids": {"phone": "13900000001"}}}
        )
        assert isinstance(event, Lead)
        with self.desk.store.writing() as tx:
            self.desk.reception.lead(tx, who, event, self.desk.now(), drill=False)

    @rule(who=st.sampled_from(PEOPLE[:1]), goes_on=st.booleans())
    def a_call_begins_or_ends(self, who: str, goes_on: bool) -> None:
        now = self.desk.now()
        with self.desk.store.writing() as tx:
            self.desk.reception.watch(tx, who, now if goes_on else None, now)

    @precondition(lambda self: self.before)
    @rule(data=st.data())
    def contact_data_are_seen(self, data: st.DataObject) -> None:
        case = self._some(data)
        self.acts += 1
        self.desk.reveal(case.id, officer=f"o{self.acts}", purpose="dissuasion")
        self.accepted.setdefault(case.id, []).append(("revealed", f"o{self.acts}"))

    @rule(
        minutes=st.sampled_from([1, 5, 16, 61, 360, 1_441, 4 * 1_440, 8 * 1_440, 29 * 1_440, 31 * 1_440]),
        ticks=st.booleans(),
    )
    def time_passes(self, minutes: int, ticks: bool) -> None:
        self.clock.advance(minutes=minutes)
        if ticks:
            self.desk.tick()
            again = self.desk.tick()
            assert (0, 0, 0) == (again.cases, again.missed, again.escalated)
            now = self.desk.now()
            assert all(case.next_due is None or case.next_due > now for case in self._all().values())

    @invariant()
    def nothing_falls_and_nothing_is_lost(self) -> None:
        if not hasattr(self, "desk"):
            return
        now = self._all()
        assert set(self.before) <= set(now)
        for case_id, was in self.before.items():
            case = now[case_id]
            assert LEVELS.index(was.level) <= LEVELS.index(case.level)
            assert COMMAND.index(was.tier) <= COMMAND.index(case.tier)
            assert was.version <= case.version
        subjects = [case.subject for case in now.values() if not case.ended]
        assert len(subjects) == len(set(subjects))
        for case_id, case in now.items():
            if case != self.before.get(case_id):
                told = [(entry["kind"], entry["by"]) for entry in self.desk.history(case_id) if entry["by"] != "system"]
                assert self.accepted.get(case_id, []) == told
        self.before = now
        self.steps += 1
        if self.steps % 8 == 0:
            assert self.desk.verify().sound


def test_it_never_happens() -> None:
    """In random lives of a desk no case is closed unearned, nothing falls, and no accepted action is lost or doubled."""
    run_state_machine_as_test(AtTheDesk, settings=settings(max_examples=15, stateful_step_count=25))


@pytest.mark.slow
def test_it_never_happens_in_longer_lives() -> None:
    """The same over ten times as many lives, twice as long."""
    run_state_machine_as_test(AtTheDesk, settings=settings(max_examples=250, stateful_step_count=50))


def _lives() -> Iterator[tuple[str, list[Action], bool]]:
    """Every level worked as every level asks, whole or with one step replaced, then raised and reported again or not."""
    for level, like, raised in itertools.product(FINISHED, FINISHED, (False, True)):
        steps = FINISHED[like]
        yield level, list(steps), raised
        for at, step in enumerate(steps):
            for variant in SPOILT.get(step.kind, ((),)):
                yield level, [*steps[:at], *variant, *steps[at + 1 :]], raised


def test_the_desk_closes_what_the_model_closes() -> None:
    """Worked by the book or with any one step spoilt, a case closes exactly when the model of the guards says so."""
    seal, clock = Seal(KEY), Clock(DAYTIME)
    desk = Desk(Store(fresh_store(), seal), seal, RULES, Units(), clock)
    seen = set()
    for number, (level, steps, raised) in enumerate(_lives()):
        case = desk.take(a_ticket(10 * number, level, subject=f"q{number}"), an_event())
        for step in steps:
            with contextlib.suppress(CaseError):
                desk.record(case.id, step)
        if raised:
            desk.take(a_ticket(10 * number + 1, "red", subject=f"q{number}"), an_event())
            with contextlib.suppress(CaseError):
                desk.record(case.id, result(at_risk="1", app="none", bank_contacted=True))
        before = desk.case(case.id)
        may = may_close(list(desk.history(case.id)), before, excepted=False)
        assert may == (not desk.needs(before)), (level, steps, raised)
        with contextlib.suppress(CaseError):
            desk.close(case.id, by="li")
        assert may == desk.case(case.id).ended, (level, steps, raised)
        seen.add((level, may))
    assert set(itertools.product(FINISHED, (False, True))) == seen

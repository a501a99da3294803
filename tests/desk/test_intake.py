"""Tickets and instructions into cases: one open case per subject."""

from datetime import timedelta
from typing import Any

import pytest

from desk_cases import (
    DAY,
    DAYTIME,
    HOUR,
    LIFE,
    MINUTE,
    START,
    a_case,
    a_desk,
    a_ticket,
    an_event,
    call,
    closed,
    done,
    met,
    result,
    sms,
    taken,
)
from fraudguard import Desk
from fraudguard.desk.actions import Close, Dispatch, Receipt, Reject, Sign, Suspend, Transfer
from fraudguard.desk.case import Case
from fraudguard.desk.intake import Arrival, take_lead, take_ticket
from fraudguard.desk.units import Route, Unit, Units
from fraudguard.events import parse_event
from fraudguard.events.lead import Lead
from fraudguard.events.moment import from_microseconds
from fraudguard.testing import Clock

UNITS = Units(
    [Unit("south", "南所", "station", areas=frozenset({"南村"})), Unit("centre", "中心", "station", default=True)]
)


def lead(ref: str | None = "R1", *, pushed: int | None = START, number: int = 1) -> Lead:
    """A higher centre's instruction."""
    given: dict[str, Any] = {
        "kind": "lead",
        "id": f"lead:{number}",
        "at": DAYTIME.isoformat(),
        "issuer": "city",
        "level": "red",
    }
    given |= {} if ref is None else {"ref": ref}
    given |= {} if pushed is None else {"pushed_at": from_microseconds(pushed).isoformat()}
    event = parse_event({**given, "person": {"ids": {"phone": "13900000001"}}})
    assert isinstance(event, Lead)
    return event


def told(case: Case, **pushed: int) -> Case:
    """The case with instructions noted, each pushed at its instant."""
    for ref, at in pushed.items():
        case = take_lead(LIFE, case, lead(ref, pushed=at), START).case
    return case


def later(desk: Desk, number: int, level: str = "yellow", **fields: Any) -> Case:
    """The case of another ticket about the first person."""
    return desk.take(a_ticket(number, level, **fields), an_event())


# opening


def test_a_ticket_opens_a_case() -> None:
    """A new case has the ticket's level, scam and rules, its deadlines and the 24 hours, its unit, and waits to be signed."""
    desk = a_desk(units=UNITS)
    case = desk.take(a_ticket(7, "red", urgent=True), an_event({"area": "南村", "role": "student"}))
    assert ("c-000000000007", "new", "red", True, "station") == (
        case.id,
        case.status,
        case.level,
        case.urgent,
        case.tier,
    )
    assert ("fake_loan", desk.rules.scams["fake_loan"]) == (case.scam, case.scam_zh)
    assert ("transfer", 60, ("big-transfer",)) == (case.stage, case.points, case.rules)
    assert ("south", "南村", "campus", 3, False) == (case.unit, case.area, case.position, case.circle, case.place_known)
    assert {
        "sign": START + MINUTE, "first_contact": START + 3 * MINUTE, "face_to_face": START + 30 * MINUTE,
        "respond": START + 5 * MINUTE, "hard": START + 24 * HOUR,
    } == case.due  # fmt: skip
    assert (START, START, 1, 1) == (case.opened_at, case.level_at, case.version, case.ticket_seq)
    assert desk.case(case.id) == case


def test_a_scam_without_a_name_keeps_its_id() -> None:
    """A scam that the taxonomy does not know is shown by its id."""
    case = a_desk().take(a_ticket(scam="something_new"), an_event())
    assert "something_new" == case.scam_zh


def test_the_ticket_is_kept_as_it_was_written() -> None:
    """Evidence and script can be read again from the case, and the facts of its entry hold no sentence."""
    desk = a_desk()
    case = taken(desk)
    ticket = desk.ticket(case)
    assert ticket is not None
    assert ("先停下。", "刚转出5000元") == (ticket["script"], ticket["evidence"][0]["because"])
    (entry,) = desk.history(case.id)
    assert {"ticket", "level", "urgent", "points", "scam", "event_at"} == set(entry["facts"])


def test_taking_a_ticket_again_changes_nothing() -> None:
    """The same ticket handed over twice gives the same case, open or closed, and not one entry more."""
    desk = a_desk()
    case = taken(desk)
    assert case == taken(desk)
    after = closed(desk, case.id)
    assert after == taken(desk)
    assert [after] == list(desk.list(ended=True).cases)
    assert () == desk.list().cases


def test_a_ticket_taken_again_long_after_opens_nothing() -> None:
    """Not even 31 days after the case was closed does the same ticket open another."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = closed(desk, taken(desk).id)
    clock.advance(days=31)
    assert case == taken(desk)
    assert () == desk.list().cases


# joining and rising


def test_another_ticket_of_the_same_subject_joins_the_open_case() -> None:
    """However old the case is: the evidence is the new ticket's, level and deadlines stay, both tickets are known."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = taken(desk)
    clock.advance(days=40)
    after = later(desk, 2, points=66)
    assert (case.id, case.due, "yellow", 66) == (after.id, after.due, after.level, after.points)
    assert ("000000000001aaaa", "000000000002aaaa") == after.tickets
    assert ["opened", "joined"] == [entry["kind"] for entry in desk.history(case.id)]
    assert 2 == after.ticket_seq


def test_a_lower_ticket_lowers_nothing() -> None:
    """A green ticket joins a red case, which stays red and urgent."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    taken(desk, level="red", urgent=True)
    after = later(desk, 2, "green")
    assert ("red", True) == (after.level, after.urgent)


def test_a_higher_ticket_raises_the_case_from_now_on() -> None:
    """Deadlines of the new level run from the rise, but never later than they stood before; the 24 hours stay."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    taken(desk)
    clock.advance(minutes=59)
    after = later(desk, 1, "red", change="raised")
    now = START + 59 * MINUTE
    assert ("red", now, ("000000000001aaaa",)) == (after.level, after.level_at, after.tickets)
    assert {
        "sign": START + 15 * MINUTE, "first_contact": START + 60 * MINUTE, "face_to_face": now + 120 * MINUTE,
        "respond": now + 5 * MINUTE, "hard": START + 24 * HOUR,
    } == after.due  # fmt: skip
    assert ["opened", "raised"] == [entry["kind"] for entry in desk.history(after.id)]


def test_only_what_was_not_done_starts_again() -> None:
    """Signed and called in time: after the rise neither is due again, the meeting and the response are."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = done(desk, taken(desk).id, Sign(by="li"), call())
    clock.advance(hours=1)
    after = later(desk, 2, "red")
    assert {"hard", "respond", "face_to_face"} == set(after.due)
    assert (case.id, "reached", True) == (after.id, after.status, after.person_answered)


def test_what_was_missed_is_not_missed_twice() -> None:
    """A deadline for signing that has passed and acted does not act again because the level rose."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    taken(desk)
    clock.advance(minutes=15)
    desk.tick()
    assert "sign" not in later(desk, 2, "red").due


def test_a_meeting_about_something_else_does_not_count() -> None:
    """New evidence that raises the level wants a new meeting, a new result, and new 24 hours for it."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = done(
        desk, taken(desk).id, Sign(by="li"), Dispatch(by="li", unit="patrol"), met(app="removed", leader=True), result(at_risk="9"),
    )  # fmt: skip
    assert ("result", {}) == (case.status, case.due)
    clock.advance(days=2)
    after = later(desk, 2, "red")
    assert ("contacting", False, False, None, "", None, "") == (
        after.status, after.met, after.leader_met, after.outcome, after.app_checked, after.at_risk, after.dispatched_to,
    )  # fmt: skip
    now = START + 2 * DAY
    assert {"respond", "face_to_face", "first_contact", "hard"} == set(after.due)
    assert (now + 24 * HOUR, now + 120 * MINUTE) == (after.due["hard"], after.due["face_to_face"])


def test_urgent_rises_within_red() -> None:
    """A loss in progress raises a red case: shorter deadlines from now; urgency without red raises nothing."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    taken(desk, level="red")
    urgent = later(desk, 2, "red", urgent=True)
    assert (True, START + MINUTE, START + 30 * MINUTE) == (
        urgent.urgent,
        urgent.due["sign"],
        urgent.due["face_to_face"],
    )
    other = desk.take(a_ticket(3, "yellow", subject="p3"), an_event())
    after = desk.take(a_ticket(4, "yellow", subject="p3", urgent=True), an_event())
    assert (other.due, False) == (after.due, after.urgent)


@pytest.mark.parametrize(
    ("prior", "status"), [("reached", "reached"), ("unreached", "unreached"), ("result", "contacting")]
)
def test_new_evidence_ends_a_watch(prior: str, status: str) -> None:
    """A watched person about whom the level rises is not watched but worked on, from where the case was before."""
    before = a_case("suspended", prior=prior, due={"watch": START + DAY})
    arrival = Arrival("c-1", START, Route("", "community"), "", payee=False, drill=False, prior_loss=False, scam_zh="")
    after = take_ticket(LIFE, before, a_ticket(2, "red"), {}, arrival).case
    assert (status, "", False) == (after.status, after.prior, "watch" in after.due)


def test_a_case_at_another_unit_rises_there() -> None:
    """A case that waits for a receipt is raised and still waits; refused, it comes back."""
    desk = a_desk()
    case = done(desk, taken(desk).id, Sign(by="li"), call(), Transfer(by="li", unit="north"))
    after = later(desk, 2, "red")
    assert ("transferred", "red") == (after.status, after.level)
    assert "reached" == done(desk, case.id, Receipt(by="li", accepted=False)).status


# again after the end


@pytest.mark.parametrize(
    ("after", "again"),
    [
        (timedelta(days=29, hours=23, minutes=59), True),
        (timedelta(days=30) - timedelta(microseconds=1), True),
        (timedelta(days=30), False),
    ],
)
def test_a_warning_within_30_days_reopens_the_case(after: timedelta, again: bool) -> None:
    """Up to a microsecond before 30 days the old case is worked again; from then on there is a new one."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    old = closed(desk, taken(desk).id)
    clock.advance(days=after.days, seconds=after.seconds, microseconds=after.microseconds)
    case = later(desk, 2)
    assert again == (old.id == case.id)
    assert ("red" if again else "yellow", int(again), "new") == (case.level, case.reopened, case.status)
    assert again == (["rewarned"] == [entry["kind"] for entry in desk.history(case.id)][-1:])
    assert 1 == len(desk.list().cases)
    assert desk.verify().sound


@pytest.mark.parametrize(("level", "before"), [("green", "green"), ("yellow", "red"), ("red", "green")])
def test_a_person_who_was_warned_before_is_red(level: str, before: str) -> None:
    """Whatever the two levels were, a reopened case is red and everything starts anew."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    old = closed(desk, taken(desk, level=before).id)
    clock.advance(days=1)
    case = later(desk, 2, level)
    now = START + DAY
    assert ("red", False, None, None, None) == (case.level, case.met, case.outcome, case.signed_at, case.ended_at)
    assert {"sign", "first_contact", "face_to_face", "respond", "hard"} == set(case.due)
    assert (now + 24 * HOUR, now + 3 * MINUTE) == (case.due["hard"], case.due["sign"])
    assert old.id == case.id


def test_a_ticket_that_rises_after_its_case_was_closed_reopens_it() -> None:
    """The episode goes on: the same ticket, higher than when it was last taken, is a new warning."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    old = closed(desk, taken(desk, level="yellow").id)
    clock.advance(hours=5)
    case = later(desk, 1, "red", change="raised")
    assert (old.id, "new", "red", ("000000000001aaaa",)) == (case.id, case.status, case.level, case.tickets)


def test_a_ticket_that_rises_to_a_level_the_desk_was_at_reopens_too() -> None:
    """The desk had raised the case to red by itself and closed it; the ticket's own rise to red is news all the same."""
    desk = a_desk()
    case = done(desk, taken(desk).id, Sign(by="li"), call("busy"))
    assert "red" == case.level
    closed_case = done(
        desk, case.id, met(walk_in=True, app="none", bank_contacted=True), result(at_risk="0"), Close(by="li")
    )
    assert "closed" == closed_case.status
    assert "new" == later(desk, 1, "red", change="raised").status


def test_an_old_ticket_does_not_bring_its_urgency_back() -> None:
    """An urgent ticket of before, taken again after a calmer warning, changes nothing."""
    desk = a_desk()
    closed(desk, taken(desk, level="red", urgent=True).id)
    case = later(desk, 2, "red")
    assert not case.urgent
    assert case == taken(desk, level="red", urgent=True)


def test_a_rejected_case_is_worked_again_when_a_warning_comes() -> None:
    """A case put aside as a duplicate is no reason to let the next warning pass."""
    desk = a_desk()
    other = taken(desk, 5)
    case = done(desk, taken(desk).id, Reject(by="li", reason="duplicate", duplicate_of=other.id))
    after = later(desk, 2)
    assert (case.id, "new", "red") == (after.id, after.status, after.level)


@pytest.mark.parametrize(
    ("after", "marked"), [(timedelta(days=90) - timedelta(microseconds=1), True), (timedelta(days=90), False)]
)
def test_a_loss_is_remembered_for_90_days(after: timedelta, marked: bool) -> None:
    """A new case of somebody whose loss was confirmed less than 90 days ago says so; without a loss none does."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    lost = done(desk, taken(desk).id, Sign(by="li"), call(), result("defrauded"), Close(by="li"))
    unharmed = closed(desk, taken(desk, 2).id)
    clock.advance(days=after.days, seconds=after.seconds, microseconds=after.microseconds)
    case = later(desk, 11)
    assert (True, marked) == (lost.id != case.id, case.prior_loss)
    second = desk.take(a_ticket(12, subject="p2"), an_event())
    assert (True, False) == (unharmed.id != second.id, second.prior_loss)


def test_the_mark_of_a_loss_does_not_pass_from_case_to_case() -> None:
    """A case that carried the mark and confirmed no loss of its own leaves none to the next one, 100 days after the loss."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    done(desk, taken(desk).id, Sign(by="li"), call(), result("defrauded"), Close(by="li"))
    clock.advance(days=50)
    second = closed(desk, later(desk, 11).id)
    clock.advance(days=50)
    third = later(desk, 12)
    assert (True, False) == (second.prior_loss, third.prior_loss)


def test_a_reopened_case_loses_the_mark_after_90_days() -> None:
    """A person who is warned again and again is marked for 90 days from the loss, not for as long as the case lives."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    done(desk, taken(desk).id, Sign(by="li"), call(), result("defrauded"), Close(by="li"))
    marked = []
    for number in range(11, 15):
        clock.advance(days=25)
        marked.append(closed(desk, later(desk, number).id).prior_loss)
    assert [True, True, True, False] == marked


def test_a_reopened_case_keeps_the_mark_of_a_loss() -> None:
    """Within 30 days the old case itself carries the mark on."""
    desk = a_desk()
    done(desk, taken(desk).id, Sign(by="li"), call(), result("defrauded"), Close(by="li"))
    assert later(desk, 2).prior_loss


# instructions


def test_an_instruction_is_noted_with_a_deadline_of_its_own() -> None:
    """It has issuer and level and is due 24 hours after it was pushed; noted again it changes nothing."""
    case = told(a_case(), R1=START - HOUR)
    assert {"lead:R1": START + 23 * HOUR} == case.due
    assert {
        "issuer": "city",
        "level": "red",
        "pushed_at": START - HOUR,
        "answered": None,
        "duplicate_of": "",
    } == case.leads["R1"]
    assert case == told(case, R1=START)


def test_an_instruction_without_number_or_time_has_its_events() -> None:
    """The event's id stands for the number, its arrival for the push."""
    case = take_lead(LIFE, a_case(), lead(None, pushed=None, number=8), START).case
    assert {"lead:lead:8": START + DAY} == case.due


@pytest.mark.parametrize(
    ("apart", "twin"), [(72 * HOUR, "R1"), (72 * HOUR + 1, ""), (-72 * HOUR, "R1"), (-72 * HOUR - 1, "")]
)
def test_a_second_instruction_within_an_episode_is_a_duplicate(apart: int, twin: str) -> None:
    """Pushed within 72 hours of another, before or after, it names that one; it still has to be answered."""
    case = told(a_case(), R1=START, R2=START + apart)
    assert twin == case.leads["R2"]["duplicate_of"]
    assert START + apart + DAY == case.due["lead:R2"]


def test_an_instruction_goes_to_the_open_case_only() -> None:
    """Without an open case there is nothing to note it on; a drill's instruction does not reach a real case."""
    desk = a_desk()
    with desk.store.writing() as tx:
        assert desk.reception.lead(tx, "p1", lead(), START, drill=False) is None
    case = taken(desk)
    with desk.store.writing() as tx:
        assert desk.reception.lead(tx, "p1", lead(), START, drill=True) is None
        noted = desk.reception.lead(tx, "p1", lead(), START, drill=False)
    assert noted is not None
    assert {"R1"} == set(desk.case(case.id).leads)
    done(desk, case.id, Reject(by="li", reason="duplicate", duplicate_of=taken(desk, 2).id))
    with desk.store.writing() as tx:
        assert desk.reception.lead(tx, "p1", lead("R2"), START, drill=False) is None


# payees and drills


def test_a_payees_case_is_about_the_account() -> None:
    """Its contact data are the account's, not the payer's, and it belongs to no area of the payer."""
    desk = a_desk(units=UNITS)
    event = an_event({"area": "南村"}, payee={"account": "6222000000000001", "name": "葛某"})
    case = desk.take(a_ticket(subject="payee"), event, payee=True)
    assert (True, "") == (case.payee, case.area)
    shown = desk.reveal(case.id, officer="li", purpose="investigation")
    assert {"payee"} == set(shown)
    assert "6222000000000001" == shown["payee"]["account"]


def test_a_payee_without_an_account_has_no_contact_data() -> None:
    """An event of another kind leaves nothing to reveal, and nothing of the payer's is shown instead."""
    desk = a_desk()
    case = desk.take(a_ticket(subject="payee"), lead(), payee=True)
    assert {} == desk.reveal(case.id, officer="li", purpose="investigation")


def test_a_drill_is_a_case_of_its_own() -> None:
    """The same ticket as a drill opens a second case beside the real one, marked, with an id of its own; neither touches the other."""
    desk = a_desk()
    real = taken(desk)
    drill = desk.take(a_ticket(), an_event(), drill=True)
    assert ("d-000000000001", True, "drill:p1") == (drill.id, drill.drill, drill.subject)
    assert drill == desk.take(a_ticket(), an_event(), drill=True)
    done(desk, drill.id, *[Sign(by="li"), sms(), call(), result()])
    assert ("closed", {}) == ((ended := desk.close(drill.id, by="li")).status, ended.due)
    assert real == desk.case(real.id)
    assert not desk.take(a_ticket(2, "yellow"), an_event()).drill


def test_a_watch_at_the_desk_ends_by_a_tick() -> None:
    """The tick at the end of the watch brings the kept case back to where it was."""
    desk = a_desk()
    until = from_microseconds(START + 2 * DAY)
    case = done(desk, taken(desk).id, Sign(by="li"), call(), Suspend(by="li", until=until))
    assert "suspended" == case.status
    desk.tick(until)
    assert "reached" == desk.case(case.id).status
    assert desk.verify().sound

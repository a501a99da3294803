"""Deadlines by level, hour, day and distance, and what happens when one passes."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from desk_cases import (
    DAY,
    DAYTIME,
    HOUR,
    LIFE,
    MINUTE,
    RULES,
    START,
    a_case,
    a_desk,
    a_ticket,
    an_event,
    closed,
    done,
    local,
    taken,
    us,
)
from fraudguard.desk.actions import Dispatch, HandOver, ReturnVisit, Sign
from fraudguard.desk.case import TIERS
from fraudguard.desk.clocks import DUE_ZH, circle_of
from fraudguard.desk.units import Unit, Units
from fraudguard.events.moment import from_microseconds
from fraudguard.pack.desk_policy import Calendar, Circle, days
from fraudguard.testing import Clock

CLOCKS = LIFE.clocks


def due(level: str, at: str, *, urgent: bool = False, circle: int = 3) -> dict[str, float]:
    """Minutes from a Shanghai time to each deadline."""
    start = us(at)
    return {name: (time - start) / MINUTE for name, time in CLOCKS.due(level, urgent, start, circle).items()}


@pytest.mark.parametrize(
    ("level", "urgent", "minutes"),
    [
        ("green", False, {"sign": 60, "first_contact": 24 * 60}),
        ("green", True, {"sign": 60, "first_contact": 24 * 60}),
        ("yellow", False, {"sign": 15, "first_contact": 60, "face_to_face": 24 * 60}),
        ("yellow", True, {"sign": 15, "first_contact": 60, "face_to_face": 24 * 60}),
        ("red", False, {"sign": 3, "first_contact": 10, "face_to_face": 120, "respond": 5}),
        ("red", True, {"sign": 1, "first_contact": 3, "face_to_face": 30, "respond": 5}),
    ],
)
def test_deadlines_by_day(level: str, urgent: bool, minutes: dict[str, int]) -> None:
    """On a working day each level has the times of DOMAIN 8.3; urgent ones count within red alone."""
    assert minutes == due(level, "2026-03-04 10:00", urgent=urgent)


@pytest.mark.parametrize(
    ("clock", "night"), [("21:59", False), ("22:00", True), ("00:00", True), ("06:59", True), ("07:00", False)]
)
def test_the_night_begins_at_ten_and_ends_at_seven(clock: str, night: bool) -> None:
    """What begins at night gives green until the morning; yellow and red know no night."""
    green = {"sign": 600, "first_contact": 34 * 60} if night else {"sign": 60, "first_contact": 24 * 60}
    assert green == due("green", f"2026-03-04 {clock}")
    assert due("yellow", "2026-03-04 10:00") == due("yellow", f"2026-03-04 {clock}")
    assert due("red", "2026-03-04 10:00", urgent=True) == due("red", f"2026-03-04 {clock}", urgent=True)


def test_the_night_ends_a_microsecond_before_seven() -> None:
    """The border is exact to the microsecond on both sides."""
    calendar = RULES.calendar
    for border, inside in (("22:00", True), ("07:00", False)):
        at = local(f"2026-03-04 {border}")
        assert inside == calendar.is_night(at)
        assert inside != calendar.is_night(at - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("night", "hours"),
    [((60, 300), {1, 2, 3, 4}), ((0, 60), {0}), ((1380, 60), {23, 0}), ((600, 600), set())],
)
def test_a_night_may_lie_within_a_day(night: tuple[int, int], hours: set[int]) -> None:
    """A night that does not cross midnight holds between its times only; one without length never."""
    calendar = Calendar(night)
    assert hours == {hour for hour in range(24) if calendar.is_night(local(f"2026-03-04 {hour:02d}:00"))}


@pytest.mark.parametrize(
    ("day", "off"),
    [
        ("2026-02-13", False),  # the Friday before the Spring Festival
        ("2026-02-14", False),  # a Saturday that is worked for it
        ("2026-02-15", True),
        ("2026-02-23", True),  # the last day, a Monday
        ("2026-02-24", False),
        ("2026-02-28", False),  # a worked Saturday
        ("2026-03-07", True),  # an ordinary Saturday
        ("2026-03-08", True),
        ("2026-03-09", False),
        ("2027-02-06", True),  # past the calendar only weekends are known
        ("2027-02-08", False),
    ],
)
def test_days_off(day: str, off: bool) -> None:
    """Holidays and weekends give green two hours for signing; a worked weekend day is a working day."""
    assert off == RULES.calendar.is_day_off(local(f"{day} 12:00"))
    assert (120 if off else 60) == due("green", f"{day} 12:00")["sign"]


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    """The holiday starts with its first minute there, whatever the day is in UTC."""
    assert RULES.calendar.is_day_off(local("2026-02-15 00:00"))
    assert not RULES.calendar.is_day_off(local("2026-02-14 23:59"))


def test_a_night_on_a_holiday_has_the_times_of_the_night() -> None:
    """Where both replace a deadline, the night's holds."""
    assert 600 == due("green", "2026-02-15 23:00")["sign"]


@pytest.mark.parametrize(
    ("metres", "circle"),
    [(0, 1), (999, 1), (1_000, 1), (1_001, 2), (2_999, 2), (3_000, 2), (3_001, 3), (50_000, 3), (None, 3)],
)
def test_response_circles(metres: int | None, circle: int) -> None:
    """Within 1 km the first circle, within 3 km the second, else the widest; so is an unknown place."""
    assert circle == circle_of(metres, RULES.desk.circles)


@pytest.mark.parametrize(
    ("circle", "urgent", "respond", "face_to_face"),
    [(1, True, 1, 5), (2, True, 3, 15), (3, True, 5, 30), (1, False, 1, 120), (2, False, 3, 120), (3, False, 5, 120)],
)
def test_a_circle_sets_the_response_and_in_urgent_cases_the_meeting(
    circle: int, urgent: bool, respond: int, face_to_face: int
) -> None:
    """1, 3 or 5 minutes to respond; while a loss is in progress 5 or 15 minutes to meet within a circle."""
    times = due("red", "2026-03-04 10:00", urgent=urgent, circle=circle)
    assert (respond, face_to_face) == (times["respond"], times["face_to_face"])


def test_a_circle_never_gives_more_time_than_the_level() -> None:
    """A circle whose meeting is later than the level's own changes nothing."""
    slow = replace(RULES.desk, circles=(Circle(None, MINUTE, 10 * HOUR),))
    times = replace(CLOCKS, desk=slow).due("red", True, START, 1)
    assert START + 30 * MINUTE == times["face_to_face"]


def test_only_red_has_somebody_on_the_way() -> None:
    """Green and yellow have no response deadline, however near the person is."""
    assert {"respond"} == set(due("red", "2026-03-04 10:00", circle=1)) - set(
        due("yellow", "2026-03-04 10:00", circle=1)
    )


@pytest.mark.parametrize(("metres", "circle", "minutes"), [(900, 1, 1), (2_900, 2, 3), (9_000, 3, 5), (None, 3, 5)])
def test_a_case_knows_its_circle(metres: int | None, circle: int, minutes: int) -> None:
    """A ticket's case has the circle of the person's place, an unknown place the widest, and says which it was."""
    units = Units([Unit("east", "东所", "station", lat=30.0, lon=120.0, default=True)])
    place = {} if metres is None else {"lat": 30.0 + metres / 111_195.08, "lon": 120.0}
    desk = a_desk(units=units)
    case = desk.take(a_ticket(level="red"), an_event({"place": place}))
    assert (circle, metres is not None) == (case.circle, case.place_known)
    assert START + minutes * MINUTE == case.due["respond"]
    assert metres is None or abs(metres - (case.metres or 0)) <= 1


# what passes


NAMES = ("sign", "respond", "first_contact", "face_to_face", "hard", "second_feedback", "lead:R1", "feedback:cyber")


@pytest.mark.parametrize("name", NAMES)
def test_a_deadline_acts_at_its_microsecond(name: str) -> None:
    """A microsecond before nothing happens; at it and after it the miss is told and the tier goes up."""
    case = a_case(due={name: START})
    assert () == LIFE.tick(case, START - 1).entries
    for now in (START, START + 1):
        passed = LIFE.tick(case, now)
        assert ["missed", "escalated"] == [entry.kind for entry in passed.entries]
        assert {"deadline": name, "was_due": START} == passed.entries[0].facts
        assert {"cause": f"missed:{name.partition(':')[0]}"} == passed.entries[1].facts
        assert ({}, (name,), "sub_bureau") == (passed.case.due, passed.case.missed, passed.case.tier)


@pytest.mark.parametrize("name", NAMES)
def test_a_second_tick_changes_nothing(name: str) -> None:
    """What has acted does not act again, at the same instant or later."""
    case = LIFE.tick(a_case(due={name: START}), START).case
    assert () == LIFE.tick(case, START).entries
    assert () == LIFE.tick(case, START + 90 * DAY).entries


def test_each_miss_goes_one_tier_up_and_the_city_is_the_last() -> None:
    """Three misses in one tick: sub-bureau, city, and then nobody is higher; each miss stands there all the same."""
    case = a_case(due={"sign": START, "first_contact": START + 1, "face_to_face": START + 2})
    passed = LIFE.tick(case, START + 2)
    assert ["missed", "escalated", "missed", "escalated", "missed"] == [entry.kind for entry in passed.entries]
    assert ("city", ("sign", "first_contact", "face_to_face")) == (passed.case.tier, passed.case.missed)
    assert [("station", "sub_bureau"), ("sub_bureau", "city")] == [
        entry.change["tier"] for entry in passed.entries if entry.kind == "escalated"
    ]
    assert TIERS[-1] == passed.case.tier


def test_deadlines_act_in_their_order() -> None:
    """The earliest is told first, whatever its name; those of the same instant by name."""
    case = a_case(due={"sign": START + 2, "hard": START + 1, "face_to_face": START + 1, "first_contact": START})
    told = [entry.facts["deadline"] for entry in LIFE.tick(case, START + 2).entries if entry.kind == "missed"]
    assert ["first_contact", "face_to_face", "hard", "sign"] == told


@pytest.mark.parametrize(("name", "overdue"), [("hard", True), ("face_to_face", False)])
def test_only_the_24_hours_mark_a_case_overdue(name: str, overdue: bool) -> None:
    """The flag is set by the hard deadline alone."""
    assert overdue == LIFE.tick(a_case(due={name: START}), START).case.overdue


@pytest.mark.parametrize("before", [True, False])
def test_a_case_is_overdue_after_24_hours(before: bool) -> None:
    """A ticket's case whose result is not there a day later is overdue at that microsecond, not before."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = taken(desk)
    desk.tick(from_microseconds(START + DAY - before))
    assert before != desk.case(case.id).overdue
    assert desk.verify().sound


def test_a_missed_return_visit_is_told_and_moves_no_tier() -> None:
    """A closed case has nobody to go up to: the miss stands there, and the case stays closed."""
    desk = a_desk()
    case = closed(desk, taken(desk, level="red").id)
    ticked = desk.tick(from_microseconds(START + 7 * DAY))
    assert (1, 1, 0) == (ticked.cases, ticked.missed, ticked.escalated)
    after = desk.case(case.id)
    assert ("closed", "station", ("return_visit",)) == (after.status, after.tier, after.missed)


def test_a_tick_of_the_desk_counts_what_it_did() -> None:
    """Two of three cases miss a deadline; the second tick finds nothing; the third case is as it was."""
    desk = a_desk()
    first, second, third = (taken(desk, number, level) for number, level in ((1, "red"), (2, "yellow"), (3, "green")))
    ticked = desk.tick(from_microseconds(START + 15 * MINUTE))
    assert (2, 4, 3) == (ticked.cases, ticked.missed, ticked.escalated)
    assert ("city", "sub_bureau") == (desk.case(first.id).tier, desk.case(second.id).tier)
    assert third == desk.case(third.id)
    again = desk.tick(from_microseconds(START + 15 * MINUTE))
    assert (0, 0, 0) == (again.cases, again.missed, again.escalated)


def test_a_tick_reads_the_desks_clock_when_it_is_given_no_time() -> None:
    """The injected clock is the only clock."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    taken(desk)
    assert 0 == desk.tick().missed
    clock.advance(minutes=15)
    assert 1 == desk.tick().missed


def test_a_tick_takes_more_cases_than_one_transaction_holds() -> None:
    """All of 1,001 cases that are due are worked, each once."""
    desk = a_desk()
    with desk.store.writing() as tx:
        for number in range(1_001):
            ticket = a_ticket(number, "yellow", subject=f"p{number}")
            desk.reception.take(tx, ticket, an_event(), START, payee=False, drill=False)
    ticked = desk.tick(from_microseconds(START + 15 * MINUTE))
    assert (1_001, 1_001, 1_001) == (ticked.cases, ticked.missed, ticked.escalated)
    assert desk.verify().sound


def test_what_was_done_in_time_is_not_missed() -> None:
    """Signed and dispatched in time, only what remains goes up."""
    desk = a_desk()
    case = done(desk, taken(desk, level="red").id, Sign(by="li"), Dispatch(by="li", unit="patrol"))
    desk.tick(from_microseconds(START + 10 * MINUTE))
    assert (("first_contact",), "sub_bureau") == ((after := desk.case(case.id)).missed, after.tier)


def test_a_specialist_unit_that_does_not_report_back_is_missed() -> None:
    """No feedback in time is an event of its own, with the unit's name."""
    desk = a_desk()
    case = done(desk, taken(desk, level="green").id, Sign(by="li"), HandOver(by="li", unit="cyber", feedback_hours=1))
    desk.tick(from_microseconds(START + HOUR))
    assert ("feedback:cyber",) == desk.case(case.id).missed


def test_a_return_visit_in_time_is_not_missed() -> None:
    """The visit takes its deadline away."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = closed(desk, taken(desk, level="red").id)
    clock.advance(days=4)
    desk.record(case.id, ReturnVisit(by="li", truthful=True))
    assert 0 == desk.tick(from_microseconds(START + 8 * DAY)).cases


def test_a_year_beyond_the_calendar_gives_one_notice() -> None:
    """The first tick of a year whose holidays are not entered says so, by the year in Shanghai; the second does not."""
    desk = a_desk()
    assert 0 == desk.tick(local("2026-12-31 23:59")).notices
    assert [1, 0, 0] == [
        desk.tick(local(text)).notices for text in ("2027-01-01 00:00", "2027-01-01 00:00", "2027-06-01 12:00")
    ]
    assert 1 == desk.tick(local("2028-01-01 00:00")).notices
    years = [(notice["kind"], notice["about"], notice["facts"]) for notice in desk.notices()]
    assert [("calendar", "2028", {"year": 2028}), ("calendar", "2027", {"year": 2027})] == years


def test_the_years_of_the_shipped_calendar_follow_each_other() -> None:
    """No year is left out between the first and the last, and no worked day is a holiday."""
    calendar = RULES.calendar
    assert all(after - before == 1 for before, after in pairwise(sorted(calendar.years)))
    assert frozenset() == calendar.off & calendar.worked
    assert days(local("2026-10-01 00:00").date(), local("2026-10-07 00:00").date()) <= calendar.off


def test_every_deadline_has_a_label() -> None:
    """What can be due has Chinese words."""
    assert {name.partition(":")[0] for name in NAMES} | {"return_visit", "watch", "on_line"} == set(DUE_ZH)

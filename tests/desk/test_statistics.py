"""Statistics of the desk against numbers computed by hand, and as a fold that gives the same to whoever asks."""

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fraudguard import Guard, Station
from fraudguard.desk import CallAttempt, Desk, Reopen, Result, ReturnVisit, Sign, listing
from fraudguard.desk.statistics import DIMENSIONS, LOOK_BACK, Streak, fold
from fraudguard.desk.tally import RATES, Rate, Spread, Tally
from fraudguard.errors import UsageError
from fraudguard.events.moment import SHANGHAI, from_microseconds, microseconds
from fraudguard.events.people import People
from fraudguard.simulate import Settings, simulate_town
from fraudguard.testing import Clock, moment
from statistics_cases import OFFICER, Town, worked_town

MINUTE = 60_000_000
DAY = 1_440 * MINUTE


def day(text: str) -> datetime:
    """Midnight in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """The ledger that was computed by hand; nobody works on it."""
    made = worked_town()
    yield made
    made.desk.close_store()


@pytest.fixture(scope="module")
def total(town: Town) -> Tally:
    """What it adds up to."""
    return town.desk.statistics().total


def test_cases_and_verdicts_are_counted_once_each(total: Tally) -> None:
    """Seven cases, one of them rejected; the drill is none of them."""
    expected = {
        "cases": 7, "rejected": 1, "warned": 6, "signed": 5, "reached": 5, "met": 1, "ended": 2, "dissuaded": 1, "aware": 1,
        "defrauded": 2, "defrauded_after": 1, "false_alarms": 1, "final": 5, "confirmed": 4, "overdue": 1, "accounts": 0, "rewarned": 0,
    }  # fmt: skip
    assert expected == {name: getattr(total, name) for name in expected}


def test_money_stopped_at_risk_and_lost_are_kept_apart(total: Tally) -> None:
    """What was claimed to be at risk does not become what was stopped; a loss before the warning is no loss after it."""
    assert (1_600_000, 2_910_000, 850_000, 800_000) == (total.stopped, total.at_risk, total.lost, total.lost_after)


def test_times_run_from_the_opening(total: Tally) -> None:
    """Medians and nine in ten of signing, first contact and meeting."""
    assert Spread(5, 2 * MINUTE, 10 * MINUTE) == total.to_sign
    assert Spread(5, 20 * MINUTE, 31 * MINUTE) == total.to_contact
    assert Spread(1, 31 * MINUTE, 31 * MINUTE) == total.to_meeting


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((), Spread()),
        ((7,), Spread(1, 7, 7)),
        ((4, 1), Spread(2, 2, 4)),
        (range(1, 11), Spread(10, 5, 9)),
        (range(1, 12), Spread(11, 6, 10)),
        (range(1, 10), Spread(9, 5, 9)),
    ],
)
def test_median_and_ninth_tenth(times: Any, expected: Spread) -> None:
    """The mean of the middle two, and the nearest rank: 9 of 10, 10 of 11, 9 of 9."""
    assert expected == Spread.of(times)


def test_each_rate_shows_what_it_was_counted_from(total: Tally) -> None:
    """Every rate of the page, by hand."""
    expected = {
        "precision": Rate(4, 5),
        "reached_rate": Rate(5, 6),
        "dissuasion": Rate(2, 3),
        "defrauded_rate": Rate(1, 6),
        "in_time": Rate(5, 6),
        "face_to_face": Rate(1, 1),
        "urgent_in_time": Rate(0, 0),
        "visits_effective": Rate(0, 1),
        "second_feedback": Rate(1, 1),
        "truthfulness": Rate(0, 0),
        "calls_effective": Rate(5, 6),
    }
    assert expected == {name: getattr(total, name) for name in RATES}
    assert (None, 0.8) == (total.truthfulness.value, total.precision.value)


def test_missed_deadlines_are_counted_by_kind(total: Tally) -> None:
    """The case that nobody touched missed four; what was done in time is not among them."""
    assert {"face_to_face": 1, "first_contact": 1, "hard": 1, "sign": 1} == total.missed


def test_a_case_stands_once_in_each_dimension(town: Town) -> None:
    """Cases by area, position, hour, type and level; under every rule that contributed."""
    by = {name: {key: one.cases for key, one in group.items()} for name, group in town.desk.statistics().by.items()}
    assert {
        "area": {"": 1, "城北": 3, "城南": 3},
        "position": {"campus": 1, "community": 5, "enterprise": 1},
        "unit": {"": 7},
        "hour": {"10": 1, "11": 1, "12": 2, "14": 1, "15": 2},
        "day": {"2025-01-06": 7},
        "type": {"brushing_rebate": 5, "fake_loan": 2},
        "level": {"red": 1, "yellow": 6},
        "scam": {"brushing_rebate": 6, "fake_loan": 1},
        "rule": {"rule-one": 5, "rule-two": 3},
    } == by
    assert set(DIMENSIONS) == set(by)


def test_precision_of_a_rule_comes_with_its_cases(town: Town) -> None:
    """A rule is judged by the cases with a final result to which it contributed."""
    by = town.desk.statistics().by["rule"]
    assert {"rule-one": Rate(3, 3), "rule-two": Rate(2, 3)} == {rule: one.precision for rule, one in by.items()}


def test_an_empty_ledger_gives_nothing_and_fails_nowhere() -> None:
    """No cases, no rates, no times."""
    found = Desk.open(clock=Clock()).statistics(day("2025-01-01"), day("2025-02-01"))
    assert Tally() == found.total
    assert {name: {} for name in DIMENSIONS} == found.by
    assert (Streak(31, None, 31), {}, ()) == (found.streak, found.streaks, found.notices)
    assert found.to_dict()["total"]["rates"]["precision"] == {"part": 0, "whole": 0, "value": None}


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    """The same instant twice is no period either."""
    with pytest.raises(UsageError, match="ends before it begins"):
        Desk.open(clock=Clock()).statistics(day("2025-01-02"), day("2025-01-02"))


@pytest.mark.parametrize("size", [1, 10_000])
def test_the_size_of_pages_changes_nothing(town: Town, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Read one entry at a time or all at once, the ledger gives the same."""
    before = town.desk.statistics()
    monkeypatch.setattr(listing, "_PAGE", size)
    assert before == town.desk.statistics()


def test_a_longer_ledger_gives_the_same_for_the_same_period() -> None:
    """Cases outside the period count nowhere, whether they were read or not."""
    town = worked_town()
    since, until = moment("+1h"), moment("+4h")
    alone = town.desk.statistics(since, until)
    assert 3 == alone.total.cases
    low, high = microseconds(since), microseconds(until)
    assert alone == fold(town.desk.ledger(), low, high)
    town.take("z", "+40d")
    assert alone == town.desk.statistics(since, until)


@pytest.mark.parametrize(("offset", "cases"), [(0, 1), (1, 0)])
def test_the_beginning_of_a_period_belongs_to_it(offset: int, cases: int) -> None:
    """A case opened at the instant counts; a microsecond earlier it does not."""
    town = Town()
    town.take("a", "+0m")
    assert cases == town.desk.statistics(moment(f"+{offset}us")).total.cases


@pytest.mark.parametrize(("offset", "cases"), [(0, 0), (1, 1)])
def test_the_end_of_a_period_does_not(offset: int, cases: int) -> None:
    """A case opened at the instant counts in the next period."""
    town = Town()
    town.take("a", "+0m")
    assert cases == town.desk.statistics(None, moment(f"+{offset}us")).total.cases


def test_what_became_known_later_can_be_left_out() -> None:
    """A report as it stood then: the result came an hour after."""
    town = Town()
    case = town.take("a", "+0m")
    town.sign(case, "+1m")
    town.call(case, "+2m")
    town.result(case, "+1h", "dissuaded", stopped=5)
    read = town.desk.statistics
    assert 0 == read(known_until=moment("+1h")).total.final
    assert 1 == read(known_until=moment("+1h1us")).total.final


def test_a_purge_changes_no_number() -> None:
    """Words, contacts and raw events are gone; what statistics need of them stays."""
    town = worked_town()
    before = town.desk.statistics()
    assert town.desk.purge(town.clock.now + timedelta(days=2_000)).words > 0
    assert before == town.desk.statistics()


def test_statistics_hold_no_words_and_nobody() -> None:
    """No label, subject, officer or case can be read from them."""
    shown = str(worked_town().desk.statistics().to_dict())
    assert [] == [word for word in ("张*", "person:", OFFICER, "c-a", "patrol") if word in shown]


def test_drills_stay_out_of_everything() -> None:
    """A ledger of drills is an empty one."""
    town = Town()
    for number in range(3):
        town.take(f"d{number}", f"+{number}m", drill=True)
    found = town.desk.statistics()
    assert (Tally(), ()) == (found.total, found.notices)
    assert 0 == found.known_at


# results that change


def test_a_later_result_replaces_the_earlier() -> None:
    """An officer mends a result: money is counted once."""
    town = Town()
    case = town.take("a", "+0m")
    town.sign(case, "+1m")
    town.call(case, "+2m")
    town.result(case, "+3m", "dissuaded", stopped=500)
    town.result(case, "+4m", "dissuaded", stopped=700)
    assert (70_000, 1) == (town.desk.statistics().total.stopped, town.desk.statistics().total.dissuaded)


def test_money_of_an_open_result_is_not_stopped() -> None:
    """Claimed is not stopped: while the result is not final, nothing is."""
    town = Town()
    case = town.take("a", "+0m")
    town.sign(case, "+1m")
    town.call(case, "+2m")
    town.result(case, "+3m", "dissuaded", stopped=500, at_risk=900, again=True)
    total = town.desk.statistics().total
    assert (0, 90_000, 0, Rate(0, 1)) == (total.stopped, total.at_risk, total.final, total.second_feedback)


def _closed(town: Town) -> Any:
    case = town.take("a", "+0m")
    town.sign(case, "+1m")
    town.call(case, "+2m")
    town.result(case, "+3m", "dissuaded", stopped=500)
    town.close(case, "+4m")
    return case


def test_a_return_visit_that_finds_it_untrue_takes_the_result_away() -> None:
    """Nothing was stopped until somebody reports again, and 处置真实率 falls."""
    town = Town()
    case = _closed(town)
    town.clock.set("+4d")
    town.desk.record(case.id, ReturnVisit(by=OFFICER, truthful=False))
    total = town.desk.statistics().total
    assert (0, 0, Rate(0, 1)) == (total.stopped, total.final, total.truthfulness)


def test_a_true_return_visit_and_a_reopening_leave_the_result() -> None:
    """Until a new one is reported."""
    town = Town()
    case = _closed(town)
    town.clock.set("+4d")
    town.desk.record(case.id, ReturnVisit(by=OFFICER, truthful=True))
    town.desk.record(case.id, Reopen(by=OFFICER, remark="家属来电补充情况"))
    total = town.desk.statistics().total
    assert (50_000, 1, Rate(1, 1)) == (total.stopped, total.dissuaded, total.truthfulness)


def test_a_rewarned_person_is_one_case_with_two_episodes() -> None:
    """Stopped once and robbed the second time: the case is a defrauded one, and both sums stand."""
    town = Town()
    case = _closed(town)
    again = town.take("a", "+10d", id="second")
    assert case.id == again.id
    town.sign(again, "+10d1m")
    town.visit(again, "+10d2m")
    town.result(again, "+10d3m", "defrauded", lost=300, at_risk=300, first_payee="62", happened_at=town.clock.now)
    total = town.desk.statistics().total
    assert (1, 1, 1, 0, 1) == (total.cases, total.rewarned, total.defrauded_after, total.dissuaded, total.met)
    assert (50_000, 30_000) == (total.stopped, total.lost)


@pytest.mark.parametrize(("minutes", "after"), [(-1, 0), (0, 1), (1, 1)])
def test_a_loss_counts_as_after_the_warning_from_its_instant_on(minutes: int, after: int) -> None:
    """Money that left before the case was opened could not be saved by it."""
    town = Town()
    case = town.take("a", "+10m")
    town.sign(case, "+20m")
    town.call(case, "+21m")
    at = moment("+10m") + timedelta(minutes=minutes)
    town.result(case, "+22m", "defrauded", lost=1, first_payee="62", happened_at=at)
    total = town.desk.statistics().total
    assert (1, after, after) == (total.defrauded, total.defrauded_after, total.defrauded_rate.part)


@pytest.mark.parametrize(("minutes", "part"), [(29, 1), (31, 0)])
def test_urgent_cases_met_before_their_deadline(minutes: int, part: int) -> None:
    """30 minutes for the meeting: in time it counts, missed it does not, even if the person is met later."""
    town = Town()
    case = town.take("a", "+0m", level="red", urgent=True)
    town.sign(case, "+1m")
    town.desk.tick(town.clock.set(f"+{minutes}m"))
    town.visit(case, f"+{minutes}m")
    assert Rate(part, 1) == town.desk.statistics().total.urgent_in_time


# days without a case


def test_days_without_a_case_overall_and_by_area(town: Town) -> None:
    """Both losses happened on the 6th in one area; the other had none in the period."""
    found = town.desk.statistics(day("2025-01-05"), day("2025-01-10"))
    assert Streak(3, date(2025, 1, 6), 3) == found.streak
    assert {"城北": Streak(5, None, 5), "城南": Streak(3, date(2025, 1, 6), 3)} == found.streaks


@pytest.mark.parametrize(
    ("until", "days"), [("2025-01-07", 0), ("2025-01-08", 1), ("2025-02-20", 44), ("2025-02-21", 45)]
)
def test_the_streak_counts_whole_days(town: Town, until: str, days: int) -> None:
    """The day of the loss is none of them; the day before the period's end is the last."""
    assert days == town.desk.statistics(day("2025-01-01"), day(until)).streak.days


@pytest.mark.parametrize(("microsecond", "days"), [(0, 3), (1, 31)])
def test_a_case_of_the_last_ninety_days_still_tells_of_losses(microsecond: int, days: int) -> None:
    """Opened 90 days before the period it is looked at, earlier it is not."""
    town = Town()
    case = town.take("a", "+0m")
    town.sign(case, "+1m")
    town.call(case, "+2m")
    since = moment("+0m") + timedelta(microseconds=LOOK_BACK + microsecond)
    happened = since + timedelta(days=27)
    town.clock.set(happened + timedelta(hours=1))
    loss = Result(by=OFFICER, verdict="defrauded", lost=1, first_payee="62", happened_at=happened)
    town.desk.record(case.id, loss)
    found = town.desk.statistics(since, since + timedelta(days=30, hours=13))
    assert (0, days) == (found.total.cases, found.streak.days)


# group notices


def _tickets(town: Town, *at: str, area: str = "城北") -> None:
    for number, instant in enumerate(at):
        town.take(f"{area}{number}", instant, area)


@pytest.mark.parametrize(("third", "notices"), [("+23h59m", 1), ("+24h", 0)])
def test_three_tickets_within_a_day_make_a_notice(third: str, notices: int) -> None:
    """The window is half-open: exactly 24 hours after the first, it holds two."""
    town = Town()
    _tickets(town, "+0m", "+1h", third)
    assert notices == len(town.desk.statistics().notices)


def test_a_burst_is_one_notice() -> None:
    """Five in a row, each among three within a day, are proposed once with all their tickets."""
    town = Town()
    _tickets(town, "+0m", "+10h", "+20h", "+30h", "+40h")
    assert [(5, moment("+40h"))] == [
        (one.tickets, from_microseconds(one.last_at)) for one in town.desk.statistics().notices
    ]


def test_two_bursts_are_two_notices() -> None:
    """Between them was a quiet week."""
    town = Town()
    _tickets(town, "+0m", "+1h", "+2h", "+7d", "+7d1h", "+7d2h")
    assert [3, 3] == [one.tickets for one in town.desk.statistics().notices]


def test_other_types_other_areas_and_no_area_do_not_add_up() -> None:
    """Two of one type and one of another, two here and one there, three nowhere: nothing."""
    town = Town()
    _tickets(town, "+0m", "+1h")
    town.take("x", "+2h", scam="fake_loan")
    town.take("y", "+3h", "城南")
    _tickets(town, "+4h", "+5h", "+6h", area="")
    assert () == town.desk.statistics().notices


def test_a_ticket_that_was_raised_is_one_ticket() -> None:
    """The same ticket, three times higher, warns nobody else."""
    town = Town()
    town.take("a", "+0m", level="green")
    town.take("a", "+1m", level="yellow")
    town.take("a", "+2m", level="red")
    assert () == town.desk.statistics().notices


# a simulated town


@pytest.mark.slow
def test_a_simulated_town_adds_up_to_its_cases() -> None:
    """Ten days of 150 made-up persons through a station: every dimension adds up, and so does the desk's own list."""
    made = simulate_town(Settings(persons=150, days=10, panel=1), 0)
    clock = Clock()
    desk = Desk.open(clock=clock)
    station = Station(Guard.load(people=People.from_text(made.people.write_csv())), desk)
    events = list(made.stream())
    for start in range(0, len(events), 500):
        batch = events[start : start + 500]
        clock.set(batch[-1]["at"])
        station.handle_many(batch)
        desk.tick(clock.now)
    _work(desk)
    found = desk.statistics()
    cases = [*desk.list(limit=1_000).cases, *desk.list(ended=True, limit=1_000).cases]
    assert len(cases) == found.total.cases
    assert len(cases) > 10
    for name in set(DIMENSIONS) - {"rule"}:
        assert _counts([found.total]) == _counts(found.by[name].values()), name
    assert sum(case.overdue for case in cases) == found.total.overdue
    assert {case.id for case in cases if case.met_at} == {case.id for case in cases if case.met}
    assert sum(case.signed_at is not None for case in cases) == found.total.signed


def _work(desk: Desk) -> None:
    """Every second case is signed, called and told of."""
    for place, case in enumerate(desk.list(limit=1_000).cases):
        if place % 2 or case.status != "new":
            continue
        desk.record(case.id, Sign(by=OFFICER))
        desk.record(case.id, CallAttempt(by=OFFICER, answered=True, reached="self"))
        desk.record(case.id, Result(by=OFFICER, verdict="dissuaded" if place % 4 else "false_alarm", stopped=place))


def _counts(tallies: Any) -> dict[str, int]:
    """Every count and sum of money, over several tallies."""
    names = [spec.name for spec in dataclasses.fields(Tally) if spec.type == "int"]
    return {name: sum(getattr(one, name) for one in tallies) for name in names}

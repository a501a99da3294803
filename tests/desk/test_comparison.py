"""Year on year, period on period, and small numbers."""

import dataclasses
from datetime import datetime, timedelta

import pytest

from fraudguard.desk.comparison import FEW, Change, Comparison, compared, period_before, year_before
from fraudguard.desk.statistics import fold
from fraudguard.desk.tally import Tally
from fraudguard.events.moment import SHANGHAI
from statistics_cases import Town


def day(text: str) -> datetime:
    """Midnight in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_the_change_of_the_police_report() -> None:
    """11 cases against 32 are −65.63 % (R0)."""
    assert -65.625 == Change(11, 32).percent


def test_nothing_before_gives_no_percentage() -> None:
    """From none to some is no multiple."""
    assert None is Change(3, 0).percent


@pytest.mark.parametrize(
    ("now", "then", "few"), [(29, 30, True), (30, 29, True), (30, 30, False), (31, 31, False), (0, 0, True)]
)
def test_fewer_than_thirty_cases_on_a_side_are_few(now: int, then: int, few: bool) -> None:
    """29 are few, 30 are not; rejected cases do not help."""
    empty = fold(())
    sides = [dataclasses.replace(empty, total=Tally(cases=count + 5, rejected=5)) for count in (now, then)]
    assert few == Comparison(*sides).few
    assert 30 == FEW


@pytest.mark.parametrize(
    ("since", "until", "start", "end"),
    [
        ("2025-01-01", "2025-02-01", "2024-01-01", "2024-02-01"),
        ("2024-02-29", "2024-03-01", "2023-02-28", "2023-03-01"),
        ("2025-12-15", "2026-01-15", "2024-12-15", "2025-01-15"),
    ],
)
def test_a_year_before(since: str, until: str, start: str, end: str) -> None:
    """The same dates; a leap day becomes the 28th."""
    assert (day(start), day(end)) == year_before(day(since), day(until))


@pytest.mark.parametrize(
    ("since", "until", "start"),
    [
        ("2025-03-01", "2025-04-01", "2025-02-01"),
        ("2025-01-01", "2025-04-01", "2024-10-01"),
        ("2025-01-06", "2025-01-13", "2024-12-30"),
        ("2025-03-01", "2025-03-02", "2025-02-28"),
    ],
)
def test_the_period_before(since: str, until: str, start: str) -> None:
    """Whole months follow whole months; anything else the same number of days."""
    assert (day(start), day(since)) == period_before(day(since), day(until))


def test_both_sides_are_seen_at_the_same_age() -> None:
    """What became known of last year's case only a year later is not held against this year's."""
    town = Town()
    old = town.take("a", "+0m")
    town.sign(old, "+1m")
    town.call(old, "+2m")
    town.take("b", "+365d")
    town.result(old, "+366d", "dissuaded")
    since = town.clock.now - timedelta(days=3)
    found = compared(town.desk.statistics, since, since + timedelta(days=10), year_before)
    assert (1, 1) == (found.now.total.cases, found.then.total.cases)
    assert {"warned": Change(1, 1), "confirmed": Change(0, 0)}.items() <= found.total.items()
    assert 1 == town.desk.statistics(*year_before(since, since + timedelta(days=10))).total.final


def test_each_value_of_a_dimension_is_compared() -> None:
    """An area that is new and one that is quiet stand beside each other."""
    town = Town()
    town.take("a", "+0m", "城北")
    town.take("b", "+365d", "城南")
    since = town.clock.now - timedelta(days=3)
    found = compared(town.desk.statistics, since, since + timedelta(days=10), year_before)
    warned = {area: one["warned"] for area, one in found.by("area").items()}
    assert {"城北": Change(0, 1), "城南": Change(1, 0)} == warned
    assert {"now": 1, "then": 1, "percent": 0.0} == found.to_dict()["total"]["warned"]

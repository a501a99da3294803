"""Feeds that fall silent: what counts as usual, and when silence is reported."""

import pytest
import sqlalchemy as sa

from desk_cases import DAY, HOUR, MINUTE, SECOND, START, a_desk
from fraudguard import Desk
from fraudguard.desk import tables as t
from fraudguard.desk.silence import put_notice
from fraudguard.events.moment import from_microseconds


def heard(desk: Desk, *instants: int, source: str = "bank") -> None:
    """Let a feed be heard at these instants."""
    for at in instants:
        with desk.store.writing() as tx:
            desk.reception.hear(tx, source, at)


def noticed(desk: Desk, at: int) -> int:
    """How many new notices a tick brings."""
    return desk.tick(from_microseconds(at)).notices


def every(hours: int, days: int = 4, start: int = START) -> list[int]:
    """Instants a number of hours apart, for some days."""
    return [start + n * HOUR for n in range(0, days * 24 + 1, hours)]


@pytest.mark.parametrize(("over", "silent"), [(-1, False), (0, False), (1, True), (HOUR, True)])
def test_silence_is_reported_beyond_three_times_the_usual_gap(over: int, silent: bool) -> None:
    """A feed that comes every six hours may be quiet for 18 hours, not a microsecond longer."""
    desk = a_desk()
    times = every(6)
    heard(desk, *times)
    assert int(silent) == noticed(desk, times[-1] + 18 * HOUR + over)


def test_one_silence_gives_one_notice() -> None:
    """It is told once, with feed, last time and usual gap, however often the clock ticks; the next silence is told again."""
    desk = a_desk()
    times = every(6)
    heard(desk, *times)
    last = times[-1]
    assert [1, 0, 0] == [noticed(desk, last + hours * HOUR) for hours in (19, 19, 40)]
    (notice,) = desk.notices()
    assert ("silent_feed", {"source": "bank", "last_at": last, "usual_gap": 6 * HOUR}) == (
        notice["kind"],
        notice["facts"],
    )
    heard(desk, last + 41 * HOUR)
    assert 0 == noticed(desk, last + 42 * HOUR)
    assert 1 == noticed(desk, last + 41 * HOUR + 100 * HOUR)
    assert 2 == len(desk.notices())


@pytest.mark.parametrize(("days", "known"), [(1, False), (2, True)])
def test_a_feed_has_to_have_been_heard_on_three_days(days: int, known: bool) -> None:
    """Gaps of two days say nothing about what is usual; those of three do."""
    desk = a_desk()
    times = every(6, days)
    heard(desk, *times)
    assert int(known) == noticed(desk, times[-1] + 10 * DAY)


def test_a_feed_heard_once_is_never_missed() -> None:
    """A trial is no habit."""
    desk = a_desk()
    heard(desk, START)
    assert 0 == noticed(desk, START + 100 * DAY)


def test_gaps_shorter_than_an_hour_count_as_an_hour() -> None:
    """A feed that comes every few minutes may be quiet for three hours."""
    desk = a_desk()
    times = [START + n * 10 * MINUTE for n in range(3 * 144 + 1)]
    heard(desk, *times)
    assert [0, 1] == [noticed(desk, times[-1] + 3 * HOUR + over) for over in (0, 1)]


def test_the_usual_gap_is_that_of_a_middling_day() -> None:
    """One long silence in a week does not make the next one normal."""
    desk = a_desk()
    times = [*every(6, 3), *every(6, 3, START + 5 * DAY)]
    heard(desk, *times)
    assert 1 == noticed(desk, times[-1] + 18 * HOUR + 1)


def test_only_the_last_week_is_remembered() -> None:
    """A feed that has become slower is judged by its last seven days."""
    desk = a_desk()
    fast = every(1, 8)
    slow = [fast[-1] + n * 12 * HOUR for n in range(1, 17)]
    heard(desk, *fast, *slow)
    assert 0 == noticed(desk, slow[-1] + 36 * HOUR)
    assert 1 == noticed(desk, slow[-1] + 36 * HOUR + 1)


def test_feeds_are_judged_apart() -> None:
    """One feed's silence is not covered by another's noise."""
    desk = a_desk()
    times = every(6)
    heard(desk, *times, source="bank")
    heard(desk, *times, times[-1] + 18 * HOUR, source="telecom")
    assert 1 == noticed(desk, times[-1] + 19 * HOUR)
    assert "bank" == desk.notices()[0]["facts"]["source"]


@pytest.mark.parametrize(("apart", "kept"), [(59 * SECOND, False), (60 * SECOND, True)])
def test_within_a_minute_a_feed_is_written_down_once(apart: int, kept: bool) -> None:
    """The second event of a minute costs no writing; the first of the next one is kept."""
    desk = a_desk()
    heard(desk, START, START + apart)
    with desk.store.reading() as connection:
        row = connection.execute(sa.select(t.feeds)).one()
    assert (START, START + apart if kept else START) == (row.first_at, row.last_at)


def test_another_desk_on_the_same_store_does_not_write_it_down_twice() -> None:
    """Two processes that hear the same feed within a minute leave the first instant."""
    desk = a_desk()
    heard(desk, START)
    desk.reception._heard.clear()
    heard(desk, START + MINUTE - 1)
    with desk.store.reading() as connection:
        assert START == connection.execute(sa.select(t.feeds.c.last_at)).scalar_one()


def test_a_notice_is_kept_once() -> None:
    """The second time it is known, and the first time's instant stays."""
    desk = a_desk()
    with desk.store.writing() as tx:
        assert [1, 0, 1] == [
            put_notice(tx.connection, "k", about, at, {"n": at}) for about, at in (("a", 1), ("a", 2), ("b", 3))
        ]
    assert [(3, "b"), (1, "a")] == [(notice["at"], notice["about"]) for notice in desk.notices()]

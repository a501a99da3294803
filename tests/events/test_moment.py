"""Times: aware and exact for direct events, tolerant but never guessing for feeds."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.errors import EventError
from fraudguard.events.moment import SHANGHAI, from_microseconds, microseconds, parse_day, parse_feed_time, parse_time


def _at(*parts: int, zone: tzinfo = SHANGHAI) -> datetime:
    return datetime(*parts, tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-06T10:00:00+08:00", _at(2025, 1, 6, 10)),
        ("2025-01-06 10:00:00.123456+0800", _at(2025, 1, 6, 10, 0, 0, 123456)),
        ("2025-01-06T02:00:00Z", _at(2025, 1, 6, 10)),
        ("1970-01-01T00:00:00Z", _at(1970, 1, 1, 8)),
        ("2199-12-31T23:59:59Z", _at(2199, 12, 31, 23, 59, 59, zone=UTC)),
    ],
)
def test_iso_text_with_an_offset_is_a_time(text, moment):
    """ISO 8601 with an offset is read as that instant."""
    assert moment == parse_time(text)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2025-01-06T10:00:00", "event.time_naive"),
        ("2025-01-06", "event.time_naive"),
        (datetime(2025, 1, 6), "event.time_naive"),  # noqa: DTZ001
        ("1969-12-31T23:59:59Z", "event.time_range"),
        ("1970-01-01T00:00:00+08:00", "event.time_range"),
        ("2200-01-01T00:00:00Z", "event.time_range"),
        ("9999-12-31T23:59:59-12:00", "event.time_range"),
        ("0001-01-01T00:00:00+12:00", "event.time_range"),
        ("2025-01-06T24:00:00+08:00", "event.time_form"),
        ("2025-02-30T10:00:00+08:00", "event.time_form"),
        ("yesterday", "event.time_form"),
        ("", "event.time_form"),
        ("\ud800", "event.time_form"),
        (1736128800, "event.time_form"),
        (date(2025, 1, 6), "event.time_form"),
        (None, "event.time_form"),
    ],
)
def test_anything_else_is_refused_as_a_time(value, code):
    """Naive times, numbers and impossible dates each have their code."""
    with pytest.raises(EventError) as caught:
        parse_time(value, field="at")
    assert code == caught.value.code
    assert "at" == caught.value.params["field"]


def test_a_zone_without_an_answer_counts_as_naive():
    """A tzinfo that knows no offset does not make a time aware."""

    class Nowhere(tzinfo):
        def utcoffset(self, _when: datetime | None) -> None:
            return None

    with pytest.raises(EventError, match="time_naive"):
        parse_time(datetime(2025, 1, 6, tzinfo=Nowhere()))


@pytest.mark.parametrize("value", ["2025-01-06", date(2025, 1, 6), "2025-01-06T00:00:00+08:00", _at(2025, 1, 6)])
def test_a_day_is_midnight_in_shanghai(value):
    """A date alone means the local midnight at which it begins."""
    assert _at(2025, 1, 6) == parse_day(value)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20160101000000", _at(2016, 1, 1)),
        ("20160101093001", _at(2016, 1, 1, 9, 30, 1)),
        ("20160101", _at(2016, 1, 1)),
        ("20160101 093000", _at(2016, 1, 1, 9, 30)),
        ("20160101 93000", _at(2016, 1, 1, 9, 30)),
        ("2016-01-01 93000", _at(2016, 1, 1, 9, 30)),
        ("2024-01-15 09:30:00", _at(2024, 1, 15, 9, 30)),
        ("2024-01-15 09:30:00.5", _at(2024, 1, 15, 9, 30, 0, 500_000)),
        ("2024-01-15T09:30:00", _at(2024, 1, 15, 9, 30)),
        ("2024-01-15T09:30:00Z", _at(2024, 1, 15, 17, 30)),
        ("2024-01-15T09:30:00+09:00", _at(2024, 1, 15, 8, 30)),
        ("2024/1/15 9:30", _at(2024, 1, 15, 9, 30)),
        ("2024/1/15", _at(2024, 1, 15)),
        ("2024.1.15 9:30", _at(2024, 1, 15, 9, 30)),
        ("2024年1月15日 上午9:30", _at(2024, 1, 15, 9, 30)),
        ("2024年1月15日上午9:30", _at(2024, 1, 15, 9, 30)),
        ("2024年1月15日 下午9:30", _at(2024, 1, 15, 21, 30)),
        ("2024年1月15日 21时30分05秒", _at(2024, 1, 15, 21, 30, 5)),
        ("2024年1月15日", _at(2024, 1, 15)),
        ("2024/1/15 9:30 PM", _at(2024, 1, 15, 21, 30)),
        ("2024/1/15 12:30 AM", _at(2024, 1, 15, 0, 30)),
        ("2024-01-15 中午12:30", _at(2024, 1, 15, 12, 30)),
        ("2024-01-15 中午1:30", _at(2024, 1, 15, 13, 30)),
        ("２０２４－０１－１５　０９：３０：００", _at(2024, 1, 15, 9, 30)),
        ("45306.395833", _at(2024, 1, 15, 9, 30)),
        ("45306", _at(2024, 1, 15)),
        ("1705282200", _at(2024, 1, 15, 9, 30)),
        ("1705282200.25", _at(2024, 1, 15, 9, 30, 0, 250_000)),
        ("1705282200123", _at(2024, 1, 15, 9, 30, 0, 123_000)),
        ("2024-01-15 24:00:00", _at(2024, 1, 16)),
        ("'2024-01-15 09:30:00\t", _at(2024, 1, 15, 9, 30)),
    ],
)
def test_the_clocks_of_feeds_are_read(text, moment):
    """Every form of DOMAIN 10.7 gives its instant, local where no offset stands."""
    assert moment == parse_feed_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "--", "15/01/2024", "01/02/2024", "2024-13-01", "2024-01-15 25:00:00", "2024-01-15 24:00:01",
        "2024-01-15 09:60", "2024-01/15", "2024-01-15 晚上12:30", "2024-01-15 上午15:00", "1900-01-00",
        "1900-01-01", "93000", "2024011509", "202401150930", "９" * 100, "2024-01-15 \ud800", "1e5", "2024-01-15 9",
    ],
)  # fmt: skip
def test_ambiguous_and_impossible_clocks_are_refused(text):
    """Where two readings are possible, none is taken."""
    with pytest.raises(EventError):
        parse_feed_time(text)


def test_a_feed_may_have_another_zone():
    """The zone of the feed is used where the text names none."""
    assert _at(2024, 1, 15, 9, 30, zone=UTC) == parse_feed_time("2024-01-15 09:30", ZoneInfo("UTC"))


@given(
    st.datetimes(
        datetime(1970, 1, 2, tzinfo=None),  # noqa: DTZ001
        datetime(2199, 12, 30, tzinfo=None),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-9.5))]),
    )
)
def test_microseconds_are_exact_both_ways(moment):
    """An instant and its microseconds are the same thing, in any zone."""
    assert moment == from_microseconds(microseconds(moment))
    assert moment == parse_time(moment.isoformat())
    assert moment == parse_feed_time(moment.isoformat())


@given(st.text(max_size=30) | st.from_regex(r"[0-9年月日:/. T+-]{1,25}", fullmatch=True))
def test_any_text_is_a_time_or_an_event_error(text):
    """No text whatever brings another exception from the tolerant reader."""
    with suppress(EventError):
        assert parse_feed_time(text).utcoffset() is not None

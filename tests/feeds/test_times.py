"""Times of feeds."""

from datetime import timedelta, timezone

import pytest

from fraudguard.errors import FraudguardError
from fraudguard.feeds.times import read_time, read_zone

ZONE = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("2024-01-15 09:30:00", "", "2024-01-15T09:30:00+08:00"),
        ("2024/1/15 9:30", "", "2024-01-15T09:30:00+08:00"),
        ("20240115093000", "", "2024-01-15T09:30:00+08:00"),
        ("2024年1月15日 上午9:30", "", "2024-01-15T09:30:00+08:00"),
        ("45306.395833", "", "2024-01-15T09:30:00+08:00"),
        ("2024-01-15 24:00:00", "", "2024-01-16T00:00:00+08:00"),
        ("２０２４－０１－１５　０９：３０：００", "", "2024-01-15T09:30:00+08:00"),
        ("2024-01-15T01:30:00Z", "", "2024-01-15T01:30:00+00:00"),
        ("093000", "20240115", "2024-01-15T09:30:00+08:00"),
        ("93000", "20240115", "2024-01-15T09:30:00+08:00"),
        ("9:30:00", "2024/1/15", "2024-01-15T09:30:00+08:00"),
        ("9:30", "2024-01-15 00:00:00", "2024-01-15T09:30:00+08:00"),
        ("2024-01-15 09:30:00", "20240116", "2024-01-15T09:30:00+08:00"),
        ("1705282200", "", "2024-01-15T09:30:00+08:00"),
    ],
)  # fmt: skip
def test_a_time_is_read(text: str, date: str, expected: str) -> None:
    """The forms that feeds write; a clock without a date takes that of the date column."""
    moment = read_time(text, ZONE, date)
    assert moment.fromisoformat(expected) == moment


@pytest.mark.parametrize(
    ("text", "date", "code"),
    [
        ("2024-01-15", "", "feed.time_date_only"),
        ("20240115", "", "feed.time_date_only"),
        ("45306", "", "feed.time_date_only"),
        ("1999-12-31 23:59:59", "", "feed.time_range"),
        ("2100-01-01 00:00:00", "", "feed.time_range"),
        ("1970-01-01 08:00:00", "", "feed.time_range"),
        ("2024-02-30 09:30:00", "", "event.time_form"),
        ("昨天", "", "event.time_form"),
        ("093000", "昨天", "feed.time_date"),
    ],
)
def test_what_is_no_time_is_refused(text: str, date: str, code: str) -> None:
    """A date alone, an impossible day and a spoilt year are refused, each with its code."""
    with pytest.raises(FraudguardError) as caught:
        read_time(text, ZONE, date)
    assert code == caught.value.code


def test_the_first_and_last_year() -> None:
    """The years 2000 to 2099 are accepted to their edges."""
    assert 2000 == read_time("2000-01-01 00:00:00", ZONE).year
    assert 2099 == read_time("2099-12-31 23:59:59", ZONE).year


@pytest.mark.parametrize(("text", "hours"), [("+08:00", 8), ("-0530", -5.5), ("Z", 0)])
def test_a_zone_is_read(text: str, hours: float) -> None:
    """Offsets from Greenwich."""
    assert timedelta(hours=hours) == read_zone(text).utcoffset(None)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "8", "Asia/Shanghai", "+15:00", "+08:60"])
def test_what_is_no_zone(text: str) -> None:
    """Names and impossible offsets are no zones here."""
    assert read_zone(text) is None

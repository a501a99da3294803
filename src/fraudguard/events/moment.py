"""Instants: strict reading for direct events, tolerant reading for the clocks that feeds write."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from fraudguard.errors import EventError
from fraudguard.events.halfwidth import half_width

__all__ = ["SHANGHAI", "from_microseconds", "microseconds", "parse_day", "parse_feed_time", "parse_time"]

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""
The zone of all local clocks here, fixed at +08:00.

The zone had summer time in 1986-1991 and +08:05:43 before 1901; no event is that old, and rules
read hours at the fixed offset.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_DAY_US = 86_400_000_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def microseconds(moment: datetime) -> int:
    """Whole microseconds of an aware ``moment`` since 1970-01-01 UTC, exact."""
    since = moment - _EPOCH
    return since.days * _DAY_US + since.seconds * 1_000_000 + since.microseconds


def from_microseconds(value: int) -> datetime:
    """The instant in Shanghai time that lies ``value`` microseconds after 1970-01-01 UTC."""
    return (_EPOCH + timedelta(microseconds=value)).astimezone(SHANGHAI)


def parse_time(value: object, *, field: str = "time") -> datetime:
    """
    An aware instant from an aware ``datetime`` or ISO 8601 text with an offset.

    Raises `EventError`: ``event.time_naive`` without an offset, ``event.time_range`` outside
    1970-2199, ``event.time_form`` for anything else. Numbers are refused: seconds and
    milliseconds cannot be told apart safely.
    """
    if type(value) is str:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise _refused("event.time_form", field, value) from None
        if value[11:13] == "24":  # read as the next day by newer Pythons only
            raise _refused("event.time_form", field, value)
    elif isinstance(value, datetime):
        moment = value
    else:
        raise _refused("event.time_form", field, value)
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise _refused("event.time_naive", field, value)
    if _EPOCH <= moment < _LATEST:
        return moment
    raise _refused("event.time_range", field, value)


def parse_day(value: object, *, field: str = "date") -> datetime:
    """`parse_time`, but a date alone (``date`` or ``YYYY-MM-DD``) is midnight in Shanghai."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=SHANGHAI)
    elif isinstance(value, str) and _DATE.fullmatch(value):
        value = f"{value}T00:00:00+08:00"
    return parse_time(value, field=field)


def _refused(code: str, field: str, value: object) -> EventError:
    text = value if isinstance(value, str) else type(value).__name__
    return EventError(code, field=field, given=text[:60].encode("utf-8", "backslashreplace").decode())


_FORMS = (
    # date, with an optional clock: separators may be -, /, ., 年月日 or nothing at all
    re.compile(
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?:[T ]*(?P<clock>\D*[\d:].*))?"
    ),
    re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?: *(?P<clock>\D*\d.*))?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[T ]?(?P<clock>\d.*))?"),
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上|凌晨|中午|早上|傍晚|AM|PM)? *(?P<hour>\d{1,2})[:时點点](?P<minute>\d{1,2})"
    r"(?:[:分](?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,6})\d*)?秒?)?分? *"
    r"(?P<half_after>AM|PM)?(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_PACKED_CLOCK = re.compile(r"(\d{1,2})(\d{2})(\d{2})(?:\.(\d{1,6})\d*)?(Z|[+-]\d{2}:?\d{2})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SECONDS = re.compile(r"\d{10}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"\d{13}")
_LAST_SERIAL = 73_051  # the year 2100; from 80000 on it might be a clock that lost its zero
_LONGEST = 64
_AFTERNOON = frozenset({"下午", "晚上", "傍晚", "pm"})
_LAST_EPOCH_SECOND = 2_000_000_000  # in 2033; from 2000010100 on it might be yyyymmddhh


def parse_feed_time(text: str, zone: tzinfo = SHANGHAI) -> datetime:
    """
    An aware instant from a feed's text; where it names no offset, the clock is in ``zone``.

    Read are ISO 8601, ``20160101093000``, ``2024-01-15 09:30:00``, ``2024/1/15 9:30``,
    ``2024年1月15日 上午9:30``, a date with a packed clock that lost its zero (``20240115 93000``),
    ``24:00:00`` (midnight after), a spreadsheet's serial day (rounded to the second) and epoch
    seconds (10 digits) or milliseconds (13 digits).

    Raises `EventError`: ``event.time_form``, ``event.time_range``.
    """
    given = half_width(text) if len(text) <= _LONGEST else ""
    try:
        moment = _from_number(given, zone) or _from_parts(given, zone)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise _refused("event.time_form", "time", text)
    return parse_time(moment)


def _from_number(text: str, zone: tzinfo) -> datetime | None:
    if _MILLISECONDS.fullmatch(text) and int(text) < _LAST_EPOCH_SECOND * 1000:
        return _EPOCH + timedelta(milliseconds=int(text))
    if _SECONDS.fullmatch(text) and float(text) < _LAST_EPOCH_SECOND:
        whole, _, fraction = text.partition(".")
        return _EPOCH + timedelta(seconds=int(whole), microseconds=int(fraction[:6].ljust(6, "0")))
    if _SERIAL.fullmatch(text) and float(text) < _LAST_SERIAL:
        # 25569 is 1970-01-01; a serial holds about 0.1 s, so it is rounded to the second.
        seconds = round((float(text) - 25569) * 86400)
        return (datetime(1970, 1, 1) + timedelta(seconds=seconds)).replace(tzinfo=zone)  # noqa: DTZ001
    return None


def _from_parts(text: str, zone: tzinfo) -> datetime | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is None:
            continue
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001
        if not found["clock"]:
            return day.replace(tzinfo=zone)
        clock = _clock(found["clock"].strip())
        if clock is None:
            return None
        since_midnight, offset = clock
        return (day + since_midnight).replace(tzinfo=offset or zone)
    return None


def _clock(text: str) -> tuple[timedelta, tzinfo | None] | None:
    """Time since midnight and the offset, if the text names one; None when it is no clock."""
    found = _CLOCK.fullmatch(text)
    if found is not None:
        half = (found["half"] or found["half_after"] or "").lower()
        hour = _hour(int(found["hour"]), half)
        return _since_midnight(hour, found["minute"], found["second"], found["fraction"], found["zone"])
    packed = _PACKED_CLOCK.fullmatch(text)
    if packed is not None:
        return _since_midnight(int(packed[1]), packed[2], packed[3], packed[4], packed[5])
    return None


def _hour(hour: int, half: str) -> int:
    """The hour of 24 that ``hour`` means in its half of the day; 99 where the two contradict."""
    if not half or half == "中午":
        return hour + 12 if half and hour < 3 else hour
    if half in _AFTERNOON:
        if hour == 12 and half in ("晚上", "傍晚"):
            return 99  # noon or midnight
        return hour + 12 if hour < 12 else hour
    return 99 if hour > 12 else hour % 12


def _since_midnight(
    hour: int, minute: str, second: str | None, fraction: str | None, zone: str | None
) -> tuple[timedelta, tzinfo | None] | None:
    minutes, seconds = int(minute), int(second or 0)
    micros = int((fraction or "0").ljust(6, "0"))
    if hour > 24 or minutes > 59 or seconds > 59 or (hour == 24 and (minutes or seconds or micros)):
        return None
    since = timedelta(hours=hour, minutes=minutes, seconds=seconds, microseconds=micros)
    return since, _offset(zone)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))

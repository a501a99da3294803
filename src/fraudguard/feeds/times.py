"""Times of feeds: an instant needs a date and a clock, in one cell or in two."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

from fraudguard.errors import FeedError
from fraudguard.events.moment import parse_feed_time

__all__ = ["FIRST_YEAR", "LAST_YEAR", "read_duration", "read_format", "read_time", "read_zone"]

FIRST_YEAR, LAST_YEAR = 2000, 2099  # an event outside is a spoilt cell, not a payment (DOMAIN 10.9)

_DATE_ONLY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{4}年\d{1,2}月\d{1,2}[日号]?|\d{8}|\d{5}", re.ASCII)
_CLOCK = re.compile(r"\d{1,6}|\d{1,2}[:时].*", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_YEAR = 366 * 86_400
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00)?$", re.ASCII)


def read_zone(text: str) -> timezone | None:
    """The zone of ``+08:00`` or ``Z``, or ``None`` when it is written otherwise."""
    if text in {"Z", "z"}:
        return UTC
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})", text, re.ASCII)
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def read_duration(text: str) -> timedelta | None:
    """The length of ``90s``, ``-5m``, ``+1h`` or ``7d``, or ``None`` when it is written otherwise or over a year."""
    found = re.fullmatch(r"([+-]?)(\d{1,6})([smhd])", text, re.ASCII)
    if not found:
        return None
    seconds = int(found[2]) * _SECONDS[found[3]]
    return timedelta(seconds=-seconds if found[1] == "-" else seconds) if seconds <= _YEAR else None


def read_format(text: str, form: str, zone: timezone) -> datetime | None:
    """The instant that a cell names in a format of `datetime.strptime`, or ``None`` when it is in another."""
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def read_time(text: str, zone: timezone, date: str = "") -> datetime:
    """
    The instant that a cell names; ``date`` is the cell of a date column where the feed has one beside the time.

    A clock of digits may have lost its leading zeros (``93000``). Raises `FeedError` or `EventError` for a date
    without a time, an impossible time, and years outside 2000-2099.
    """
    if len(text) == 19 and text[4] == "-" and text[13] == ":" and text.isascii():
        try:
            moment = datetime.fromisoformat(text).replace(tzinfo=zone)
        except ValueError:
            moment = parse_feed_time(text, zone)
    else:
        moment = _slowly(unicodedata.normalize("NFKC", text), zone, date)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise FeedError("feed.time_range", given=text)
    return moment


def _slowly(text: str, zone: timezone, date: str) -> datetime:
    if date and _CLOCK.fullmatch(text):
        day = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", date))
        if not _DATE_ONLY.fullmatch(day):
            raise FeedError("feed.time_date", given=date)
        return parse_feed_time(f"{day} {text.rjust(6, '0') if text.isdigit() else text}", zone)
    if _DATE_ONLY.fullmatch(text):
        raise FeedError("feed.time_date_only", given=text)
    return parse_feed_time(text, zone)

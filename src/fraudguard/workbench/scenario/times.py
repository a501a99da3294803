"""The clock of a scenario: `+1h30m`, `14:30` (the next time it shows that), `2025-01-08 14:30`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from fraudguard.events.moment import SHANGHAI
from fraudguard.pack.check_examples import BASE
from fraudguard.workbench.scenario.words import Line

__all__ = ["LATEST", "later", "read_start", "read_time"]

LATEST = datetime(2100, 1, 1, tzinfo=SHANGHAI)
"""No story goes on until here."""
_LATER = re.compile(r"\+((?:[0-9]{1,6}[smhd])+)")
_PART = re.compile(r"([0-9]{1,6})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_DATE = re.compile(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})")
_LOOKS = re.compile(r"[+-].*|.*[0-9]:[0-9].*")


def read_start(text: str) -> datetime | None:
    """The instant at which a scenario begins; ``None`` when the text is none. Without a zone it is Shanghai's."""
    if not text:
        return BASE
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI) if 2000 <= moment.year < LATEST.year else None


def read_time(line: Line, now: datetime) -> datetime | None:
    """The instant with which a line begins; ``None`` when it gives none. Raises `Rejected` with a fault recorded."""
    start = line.here
    found = line.matched(_LATER)
    if found is not None:
        moment = later(now, found[1])
        if moment is None:
            raise line.fault("scenario.time_far", start)
        return moment
    day = line.matched(_DATE)
    clock = line.matched(_CLOCK)
    if day is None and clock is None:
        if _LOOKS.fullmatch(line.peek()):
            raise line.fault("scenario.time", line.take("a time").span)
        return None
    if clock is None:
        raise line.fault("scenario.time", start)
    hour, minute, second = (int(part or 0) for part in clock.groups())
    try:
        moment = now.replace(hour=hour, minute=minute, second=second, microsecond=0)
        if day is not None:
            moment = moment.replace(year=int(day[1]), month=int(day[2]), day=int(day[3]))
    except ValueError:
        raise line.fault("scenario.time", start) from None
    if day is None and moment < now:
        moment += timedelta(days=1)
    if moment < now:
        raise line.fault("scenario.time_back", start, now=f"{now:%Y-%m-%d %H:%M}")
    if moment >= LATEST:
        raise line.fault("scenario.time_far", start)
    return moment


def later(now: datetime, text: str) -> datetime | None:
    """So much later, ``text`` being such as ``1h30m``; ``None`` when that is too far."""
    try:
        moment = now + sum(
            (timedelta(**{_UNITS[unit]: int(count)}) for count, unit in _PART.findall(text)), start=timedelta()
        )
    except OverflowError:
        return None
    return moment if moment < LATEST else None

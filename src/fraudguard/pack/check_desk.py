"""Check what the desk goes by: the `desk` part of `policy.yaml`, and `calendar.yaml`."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import pairwise

from fraudguard.pack.desk_policy import FACTS, MINUTE, Calendar, Circle, DeskPolicy, days
from fraudguard.pack.schema import CalendarFile, RawCircle, RawDesk, RawYear
from fraudguard.pack.shapes import Faults

__all__ = ["check_calendar", "check_desk"]

_LONGEST_RANGE = 60  # days of one holiday
_PLAIN = (
    "hard_deadline",
    "unanswered",
    "on_line",
    "second_feedback",
    "return_visit_from",
    "return_visit_by",
    "return_visit_percent",
    "rewarning_within",
    "rewarning_level",
    "denials",
    "silence_times",
    "silence_least",
    "keep_raw",
    "keep_cases",
)


def check_desk(raw: RawDesk | None, faults: Faults) -> DeskPolicy:
    """The desk's policy; what the file does not say has the default of `DeskPolicy`."""
    policy = DeskPolicy()
    if raw is None:
        return policy
    changes = {name: getattr(raw, name) for name in _PLAIN if raw.gives(name)}
    if raw.gives("closure"):
        changes["closure"] = {**policy.closure, **_closure(raw, faults)}
    for name in ("night", "holiday"):
        changes[name] = {
            level: {deadline: time // MINUTE for deadline, time in times.items()}
            for level, times in getattr(raw, name).items()
        }
    if raw.gives("circles"):
        changes["circles"] = _circles(raw, faults) or policy.circles
    if raw.gives("city_from"):
        changes["city_from"] = raw.city_from * 100
    if raw.gives("raising_failures"):
        changes["raising_failures"] = raw.raising_failures
    policy = dataclasses.replace(policy, **changes)
    if policy.return_visit_from >= policy.return_visit_by:
        faults.add("pack.desk_return_visit", raw.place("return_visit_by"))
    return policy


def _closure(raw: RawDesk, faults: Faults) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Needs such as ``sms_delivered or call_answered``, by level."""
    out: dict[str, tuple[tuple[str, ...], ...]] = {}
    for level, needs in raw.closure.items():
        read = []
        if not needs:
            faults.add("pack.desk_closure_empty", raw.label("closure", level), level=level)
        for need in needs:
            words = tuple(word.strip() for word in need.split(" or "))
            for word in words:
                if word not in FACTS:
                    params = {"given": word, "known": ", ".join(FACTS), "suggestion": faults.near(word, FACTS)}
                    faults.add("pack.desk_fact", raw.label("closure", level), **params)
            read.append(words)
        out[level] = tuple(read)
    return out


def _circles(raw: RawDesk, faults: Faults) -> tuple[Circle, ...]:
    """The circles, each wider than the one before; the last has no edge."""
    given = [circle for circle in raw.circles if circle is not None]
    for index, (inner, outer) in enumerate(pairwise(given), 1):
        if inner.within_km is None or (outer.within_km is not None and outer.within_km <= inner.within_km):
            faults.add("pack.desk_circles", raw.item("circles", index))
    if given and given[-1].within_km is not None:
        faults.add("pack.desk_circles", raw.item("circles", len(given) - 1))
    return tuple(_circle(circle) for circle in given)


def _circle(raw: RawCircle) -> Circle:
    metres = None if raw.within_km is None else round(raw.within_km * 1_000)
    return Circle(metres, raw.respond, raw.face_to_face)


def check_calendar(raw: CalendarFile | None, faults: Faults) -> Calendar:
    """The calendar; without a file the night is 22:00-07:00 and only weekends are days off."""
    if raw is None:
        return Calendar()
    off: set[int] = set()
    worked: set[int] = set()
    for year, entry in raw.years.items():
        if entry is not None:
            off |= _dates(entry, "holidays", year, faults)
            worked |= _dates(entry, "workdays", year, faults)
    night = Calendar().night
    if raw.night_from and raw.night_until:
        night = _minutes(raw.night_from), _minutes(raw.night_until)
    return Calendar(night, frozenset(map(int, raw.years)), frozenset(off), frozenset(worked))


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _dates(entry: RawYear, name: str, year: str, faults: Faults) -> frozenset[int]:
    found: frozenset[int] = frozenset()
    for index, text in enumerate(getattr(entry, name)):
        first, _, last = text.partition("..")
        try:
            start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            faults.add("pack.calendar_date", entry.item(name, index), given=text)
            continue
        if not (str(start.year) == str(end.year) == year and 0 <= (end - start).days < _LONGEST_RANGE):
            faults.add("pack.calendar_range", entry.item(name, index), given=text, year=year)
            continue
        found |= days(start, end)
    return found

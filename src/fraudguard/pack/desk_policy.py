"""What the desk goes by: closure guards, clocks, circles, retention and the calendar, as checked data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from fraudguard.events.moment import SHANGHAI

__all__ = ["DAY", "FACTS", "FAILURES", "HOUR", "MINUTE", "Calendar", "Circle", "DeskPolicy", "Failure", "days"]

Failure = Literal[
    "no_answer",
    "busy",
    "refused",
    "powered_off",
    "suspended",
    "no_such_number",
    "forwarded",
    "not_the_person",
    "abroad",
]
"""Why a call to the person failed (DOMAIN 8.2, `accessFailure`)."""
FAILURES: tuple[str, ...] = get_args(Failure)

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

FACTS = (
    "sms_delivered",
    "call_answered",
    "person_answered",
    "met",
    "result",
    "at_risk_known",
    "app_checked",
    "bank_contacted",
)
"""What a closure guard may ask for; each is a fact that an action of an officer makes true."""

_CLOSURE: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "green": (("sms_delivered", "call_answered", "met"),),
        "yellow": (("person_answered", "met"), ("result",)),
        "red": (("met",), ("result",), ("at_risk_known",), ("app_checked",), ("bank_contacted",)),
    }
)


@dataclass(frozen=True, slots=True)
class Circle:
    """
    A response circle: from a unit to the person, ``within_m`` metres (None: however far).

    ``respond`` is the time in which somebody must be on the way, ``face_to_face`` the time in which the
    person must be met when a loss is in progress (None: the level's own); microseconds.
    """

    within_m: int | None
    respond: int
    face_to_face: int | None = None


@dataclass(frozen=True, slots=True)
class DeskPolicy:
    """
    How a case is worked (DOMAIN 8.3, 8.4); times in microseconds, money in fen.

    ``closure[level]`` are the needs of a closure, each a tuple of facts one of which must hold.
    ``night`` and ``holiday`` replace single deadlines of `Policy.deadlines` (in minutes) for what begins then.
    """

    closure: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=lambda: _CLOSURE)
    night: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    holiday: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    circles: tuple[Circle, ...] = (
        Circle(1_000, MINUTE, 5 * MINUTE),
        Circle(3_000, 3 * MINUTE, 15 * MINUTE),
        Circle(None, 5 * MINUTE),
    )
    hard_deadline: int = 24 * HOUR
    unanswered: int = 3
    raising_failures: tuple[str, ...] = ("busy", "refused", "forwarded")
    on_line: int = 15 * MINUTE
    second_feedback: int = 24 * HOUR
    return_visit_from: int = 3 * DAY
    return_visit_by: int = 7 * DAY
    return_visit_percent: int = 10
    rewarning_within: int = 30 * DAY
    rewarning_level: Literal["green", "yellow", "red"] = "red"
    denials: int = 3
    city_from: int = 50_000_000
    silence_times: int = 3
    silence_least: int = HOUR
    keep_raw: int = 30 * DAY
    keep_cases: int = 1_095 * DAY


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    Nights and days off in Shanghai time.

    ``night`` is from and until, minutes after midnight. ``off`` holds the public holidays, ``worked`` the
    weekend days that are worked instead, as ordinals of dates. Outside ``years`` only weekends are known.
    """

    night: tuple[int, int] = (22 * 60, 7 * 60)
    years: frozenset[int] = frozenset()
    off: frozenset[int] = frozenset()
    worked: frozenset[int] = frozenset()

    def is_night(self, moment: datetime) -> bool:
        """Whether the station sleeps then."""
        local = moment.astimezone(SHANGHAI)
        minutes = local.hour * 60 + local.minute
        start, end = self.night
        return start <= minutes or minutes < end if start > end else start <= minutes < end

    def is_day_off(self, moment: datetime) -> bool:
        """Whether offices are closed that day."""
        day = moment.astimezone(SHANGHAI).date()
        number = day.toordinal()
        return number in self.off or (day.weekday() >= 5 and number not in self.worked)

    def knows(self, moment: datetime) -> bool:
        """Whether the holidays of that year are entered."""
        return moment.astimezone(SHANGHAI).year in self.years


def days(first: date, last: date) -> frozenset[int]:
    """Ordinals of the dates from ``first`` to ``last``, both included."""
    return frozenset((first + timedelta(days=n)).toordinal() for n in range((last - first).days + 1))

"""Deadlines: when what has to be done by whom, by level, hour, day and distance (DOMAIN 8.3, R1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fraudguard.events.moment import from_microseconds
from fraudguard.pack.checked import Policy
from fraudguard.pack.desk_policy import MINUTE, Calendar, Circle, DeskPolicy

__all__ = ["DUE_ZH", "Clocks", "circle_of"]

DUE_ZH: Mapping[str, str] = {
    "sign": "签收",
    "respond": "出警",
    "first_contact": "首次联系",
    "face_to_face": "见面",
    "hard": "24小时反馈",
    "second_feedback": "二次反馈",
    "return_visit": "回访",
    "watch": "监护到期",
    "on_line": "通话未断",
    "lead": "指令答复",
    "feedback": "专业队反馈",
}
"""Labels of the deadlines; those of a lead and of a hand-over are ``lead:REF`` and ``feedback:UNIT``."""

_RESPONDING = ("red",)


def circle_of(metres: int | None, circles: tuple[Circle, ...]) -> int:
    """The number of the response circle, from 1; the widest when the distance is unknown."""
    for number, circle in enumerate(circles, 1):
        if metres is not None and circle.within_m is not None and metres <= circle.within_m:
            return number
    return len(circles)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The deadlines of one policy and calendar."""

    policy: Policy
    desk: DeskPolicy
    calendar: Calendar

    def due(self, level: str, urgent: bool, start: int, circle: int) -> dict[str, int]:
        """Deadlines of a level from ``start``, without the 24 hours that do not depend on it."""
        alert = "urgent" if urgent and level == "red" else level
        minutes = dict(self.policy.deadlines.get(alert) or self.policy.deadlines.get(level, {}))
        moment = from_microseconds(start)
        if self.calendar.is_day_off(moment):
            minutes |= self.desk.holiday.get(alert, {})
        if self.calendar.is_night(moment):
            minutes |= self.desk.night.get(alert, {})
        times = {name: start + count * MINUTE for name, count in minutes.items()}
        if level in _RESPONDING:
            ring = self.desk.circles[max(circle, 1) - 1]
            times["respond"] = start + ring.respond
            if alert == "urgent" and ring.face_to_face is not None and "face_to_face" in times:
                times["face_to_face"] = min(times["face_to_face"], start + ring.face_to_face)
        return times

    def restarted(self, due: Mapping[str, int], fresh: Mapping[str, int], done: frozenset[str]) -> dict[str, int]:
        """Deadlines after the level rose: what was done stays done, the rest is due at the earlier of both times."""
        out = dict(due)
        for name, at in fresh.items():
            if name not in done:
                out[name] = min(at, out.get(name, at))
        return out

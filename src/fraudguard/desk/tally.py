"""What a number of cases adds up to: counts, money, times, and the rates with their formulas."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fraudguard.desk.tracks import Track

__all__ = ["RATES", "Rate", "Spread", "Tally", "tallied"]

_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with what it was counted from; ``value`` is None where there is nothing to count."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0 to 1."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Spread:
    """
    How long something took, microseconds, over ``n`` cases in which it happened.

    The median of an even number is the mean of the middle two, rounded down; ``p90`` is the shortest time within
    which nine cases in ten were done (nearest rank).
    """

    n: int = 0
    median: int | None = None
    p90: int | None = None

    @classmethod
    def of(cls, times: Iterable[int]) -> Spread:
        """The spread of these times."""
        held = sorted(times)
        count = len(held)
        if not count:
            return cls()
        return cls(count, (held[(count - 1) // 2] + held[count // 2]) // 2, held[-(-count * 9 // 10) - 1])


@dataclass(frozen=True, slots=True)
class Tally:
    """
    Counts over cases; money is fen, each case once. The properties are shares, each with its formula.

    ``cases`` are all, ``accounts`` those of them that are about a payee's account, ``rejected`` those that were
    somebody else's or repeated another. ``reached``: the person answered a call or was met. ``defrauded`` has a
    confirmed loss, ``defrauded_after`` one that happened after the first warning. ``stopped``, ``at_risk`` and
    ``lost`` are never added together: what was at risk is a claim, what was stopped stands in a final result.
    """

    cases: int = 0
    accounts: int = 0
    rejected: int = 0
    rewarned: int = 0
    signed: int = 0
    reached: int = 0
    met: int = 0
    dissuaded: int = 0
    aware: int = 0
    defrauded: int = 0
    defrauded_after: int = 0
    false_alarms: int = 0
    ended: int = 0
    exceptions: int = 0
    overdue: int = 0
    stopped: int = 0
    at_risk: int = 0
    lost: int = 0
    lost_after: int = 0
    to_sign: Spread = Spread()
    to_contact: Spread = Spread()
    to_meeting: Spread = Spread()
    missed: Mapping[str, int] = field(default_factory=dict)
    handled_in_time: int = 0
    handled: int = 0
    reds: int = 0
    reds_met: int = 0
    urgent_met_in_time: int = 0
    urgent_decided: int = 0
    calls: int = 0
    calls_answered: int = 0
    door_visits: int = 0
    effective_visits: int = 0
    second_done: int = 0
    second_needed: int = 0
    truthful: int = 0
    return_visits: int = 0

    @property
    def warned(self) -> int:
        """Cases that were ours: all but the rejected."""
        return self.cases - self.rejected

    @property
    def final(self) -> int:
        """Cases with a final result: dissuaded + aware + defrauded + false alarms."""
        return self.confirmed + self.false_alarms

    @property
    def confirmed(self) -> int:
        """Cases in which there was a scam: dissuaded + aware + defrauded."""
        return self.dissuaded + self.aware + self.defrauded

    @property
    def precision(self) -> Rate:
        """预警准确率: cases with a confirmed scam / cases with a final result."""
        return Rate(self.confirmed, self.final)

    @property
    def reached_rate(self) -> Rate:
        """触达率: persons who answered a call or were met / warned."""
        return Rate(self.reached, self.warned)

    @property
    def dissuasion(self) -> Rate:
        """劝阻率: dissuaded + aware / those and the cases with a loss after the warning."""
        kept = self.dissuaded + self.aware
        return Rate(kept, kept + self.defrauded_after)

    @property
    def defrauded_rate(self) -> Rate:
        """预后被骗率: cases with a confirmed loss that happened after the first warning / warned."""
        return Rate(self.defrauded_after, self.warned)

    @property
    def in_time(self) -> Rate:
        """预警正常处置率: cases reported or closed with no 24-hour deadline missed / those and the overdue ones."""
        return Rate(self.handled_in_time, self.handled)

    @property
    def face_to_face(self) -> Rate:
        """见面率: red cases in which the person was met / red cases."""
        return Rate(self.reds_met, self.reds)

    @property
    def urgent_in_time(self) -> Rate:
        """紧急有效处置率: urgent cases met before the deadline of the meeting / urgent cases met or with it missed."""
        return Rate(self.urgent_met_in_time, self.urgent_decided)

    @property
    def visits_effective(self) -> Rate:
        """有效上门劝阻率: visits at the door where the person was met and not left unconvinced / visits at the door."""
        return Rate(self.effective_visits, self.door_visits)

    @property
    def second_feedback(self) -> Rate:
        """二次反馈率: cases whose open result was completed / cases that had a result which was not final."""
        return Rate(self.second_done, self.second_needed)

    @property
    def truthfulness(self) -> Rate:
        """处置真实率: return visits that found the case as it was reported / return visits."""
        return Rate(self.truthful, self.return_visits)

    @property
    def calls_effective(self) -> Rate:
        """电话有效率: calls answered by the person or a relative / calls made."""
        return Rate(self.calls_answered, self.calls)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: money as yuan in text, times in seconds, each rate as part, whole and value."""
        out: dict[str, Any] = {}
        for spec in dataclasses.fields(self):
            value = getattr(self, spec.name)
            if spec.name in _MONEY:
                value = f"{value // 100}.{value % 100:02d}"
            elif isinstance(value, Spread):
                value = {"n": value.n, "median_s": _seconds(value.median), "p90_s": _seconds(value.p90)}
            elif isinstance(value, Mapping):
                value = dict(value)
            out[spec.name] = value
        out |= {"warned": self.warned, "final": self.final, "confirmed": self.confirmed}
        rates = {name: getattr(self, name) for name in RATES}
        return {**out, "rates": {n: {"part": r.part, "whole": r.whole, "value": r.value} for n, r in rates.items()}}


RATES = (
    "precision",
    "reached_rate",
    "dissuasion",
    "defrauded_rate",
    "in_time",
    "face_to_face",
    "urgent_in_time",
    "visits_effective",
    "second_feedback",
    "truthfulness",
    "calls_effective",
)
"""The rates of a `Tally`, in the order in which they are read."""

_MONEY = frozenset({"stopped", "at_risk", "lost", "lost_after"})


def tallied(tracks: Sequence[Track]) -> Tally:
    """What these cases add up to."""
    verdicts = Counter(track.verdict for track in tracks)
    return Tally(
        **_work(tracks),
        **_rates(tracks),
        **_money(tracks),
        dissuaded=verdicts["dissuaded"],
        aware=verdicts["aware"],
        defrauded=verdicts["defrauded"],
        false_alarms=verdicts["false_alarm"],
        defrauded_after=_count(bool(track.losses_after) for track in tracks),
        to_sign=Spread.of(_since(track, track.signed_at) for track in tracks if track.signed_at is not None),
        to_contact=Spread.of(_since(track, at) for track in tracks if (at := track.contact_at) is not None),
        to_meeting=Spread.of(_since(track, track.met_at) for track in tracks if track.met_at is not None),
        missed=dict(sorted(Counter(name for track in tracks for name in track.missed).items())),
    )


def _work(tracks: Sequence[Track]) -> dict[str, int]:
    return {
        "cases": len(tracks),
        "accounts": _count(track.payee for track in tracks),
        "rejected": _count(track.status == "rejected" for track in tracks),
        "rewarned": sum(track.rewarned for track in tracks),
        "signed": _count(track.signed_at is not None for track in tracks),
        "reached": _count(track.contact_at is not None for track in tracks),
        "met": _count(track.met_at is not None for track in tracks),
        "ended": _count(track.status in {"closed", "rejected"} for track in tracks),
        "exceptions": _count(track.exception for track in tracks),
        "overdue": _count("hard" in track.missed for track in tracks),
    }


def _rates(tracks: Sequence[Track]) -> dict[str, int]:
    in_time = _count(_done(track) and "hard" not in track.missed for track in tracks)
    reds = [track for track in tracks if track.level == "red" and track.status != "rejected"]
    met = [track for track in reds if track.met_at is not None]
    urgent = [track for track in reds if track.urgent]
    late = _count("face_to_face" in track.missed for track in urgent)
    urgent_in_time = _count(track.met_at is not None and "face_to_face" not in track.missed for track in urgent)
    return {
        "handled_in_time": in_time,
        "handled": in_time + _count("hard" in track.missed for track in tracks),
        "reds": len(reds),
        "reds_met": len(met),
        "urgent_met_in_time": urgent_in_time,
        "urgent_decided": urgent_in_time + late,
        "calls": sum(track.calls for track in tracks),
        "calls_answered": sum(track.answered for track in tracks),
        "door_visits": sum(track.door_visits for track in tracks),
        "effective_visits": sum(track.effective_visits for track in tracks),
        "second_done": _count(track.second_needed and not track.owed for track in tracks),
        "second_needed": _count(track.second_needed for track in tracks),
        "truthful": sum(track.truthful for track in tracks),
        "return_visits": sum(track.returns for track in tracks),
    }


def _money(tracks: Sequence[Track]) -> dict[str, int]:
    episodes = [one for track in tracks for one in track.episodes]
    return {
        "stopped": sum(one.amount("stopped") for one in episodes),
        "at_risk": sum(one.at_risk or 0 for one in episodes),
        "lost": sum(one.amount("lost") for one in episodes),
        "lost_after": sum(one.amount("lost") for track in tracks for one in track.losses_after),
    }


def _done(track: Track) -> bool:
    """Whether somebody reported on the case or closed it; a rejected one was nobody's to handle."""
    return track.status != "rejected" and (track.reported or track.closed)


def _since(track: Track, at: int | None) -> int:
    """Time since the opening; what was done before it (the person stood at the counter) took none."""
    return max(0, (at or 0) - track.opened_at)


def _count(facts: Iterable[bool]) -> int:
    return sum(1 for fact in facts if fact)


def _seconds(time: int | None) -> float | None:
    return None if time is None else time / _SECOND

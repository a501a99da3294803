"""Statistics of the desk: a pure fold over the ledger's entries, the same numbers whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from fraudguard.desk.group_notices import GroupNotice, group_notices
from fraudguard.desk.tally import Tally, tallied
from fraudguard.desk.tracks import Track
from fraudguard.errors import UsageError
from fraudguard.events.moment import from_microseconds
from fraudguard.pack.desk_policy import DAY

__all__ = ["DIMENSIONS", "LOOK_BACK", "Statistics", "Streak", "fold"]

LOOK_BACK = 90 * DAY
"""
Cases opened so long before the period still tell of losses in it (DOMAIN 8.4: the watch after a confirmed loss);
older ones do not, so that a report of a month need not read years.
"""


@dataclass(frozen=True, slots=True)
class Streak:
    """
    Whole days without a confirmed loss, in Shanghai time.

    ``days`` are those up to the period's end since the ``last`` day with one; without one (None) all days of the
    period, so that the true streak may be longer. ``longest`` is the longest run within the period.
    """

    days: int
    last: date | None
    longest: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """
    What the cases opened from ``since`` to before ``until`` came to, as far as the ledger knew at ``known_at``.

    Instants are microseconds UTC; None: from the ledger's beginning, to its end. ``by`` maps each of `DIMENSIONS` and
    each of its values to the tally of its cases. A case stands once in each dimension except ``rule``, where it stands
    under every rule that contributed to its tickets. Drills stand nowhere.
    """

    since: int | None
    until: int | None
    known_at: int
    total: Tally
    by: Mapping[str, Mapping[str, Tally]]
    streak: Streak
    streaks: Mapping[str, Streak]
    notices: tuple[GroupNotice, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: instants as ISO 8601 in Shanghai time, money as yuan in text, times in seconds."""
        return {
            "since": _iso(self.since),
            "until": _iso(self.until),
            "known_at": _iso(self.known_at),
            "total": self.total.to_dict(),
            "by": {name: {key: one.to_dict() for key, one in group.items()} for name, group in self.by.items()},
            "streak": _streak_dict(self.streak),
            "streaks": {area: _streak_dict(one) for area, one in self.streaks.items()},
            "notices": [
                {
                    "area": one.area,
                    "scam": one.scam,
                    "first_at": _iso(one.first_at),
                    "last_at": _iso(one.last_at),
                    "tickets": one.tickets,
                }
                for one in self.notices
            ],
        }


_KEYS: Mapping[str, Callable[[Track], Iterable[str]]] = {
    "area": lambda track: (track.area,),
    "position": lambda track: (track.position,),
    "unit": lambda track: (track.unit,),
    "hour": lambda track: (f"{from_microseconds(track.event_at).hour:02d}",),
    "day": lambda track: (from_microseconds(track.event_at).date().isoformat(),),
    "type": lambda track: (track.kind_of_scam,),
    "level": lambda track: (track.level,),
    "scam": lambda track: (track.scam,),
    "rule": lambda track: track.rules,
}

DIMENSIONS = tuple(_KEYS)
"""
What cases are counted by. ``hour`` and ``day`` are those of the event that brought the first ticket, in Shanghai time;
``level`` and ``unit`` the last; ``scam`` is the type that was warned of, ``type`` the one that officers established
where they did.
"""


def fold(
    entries: Iterable[Mapping[str, Any]],
    since: int | None = None,
    until: int | None = None,
    known_until: int | None = None,
) -> Statistics:
    """
    Statistics from entries of a ledger in their order, as `Desk.ledger` yields them.

    A longer ledger gives the same numbers for the same period, but for what became known later; ``known_until`` leaves
    out what was entered from that instant on. Raises `UsageError` (``desk.period``) when the period is empty.
    """
    if since is not None and until is not None and since >= until:
        raise UsageError("desk.period")
    earliest = None if since is None else since - LOOK_BACK
    tracks, known_at = _tracks(entries, earliest, until, known_until)
    inside = [track for track in tracks if since is None or track.opened_at >= since]
    start, end = _bounds(tracks, since, until, known_at)
    return Statistics(
        since=since,
        until=until,
        known_at=known_at,
        total=tallied(inside),
        by={name: _by(inside, keys) for name, keys in _KEYS.items()},
        streak=_streak(tracks, start, end),
        streaks={area: _streak(group, start, end) for area, group in sorted(_areas(tracks).items()) if area},
        notices=group_notices(
            (track.area, scam, at) for track in tracks for scam, at in track.tickets.values() if start <= at < end
        ),
    )


_HOUSEKEEPING = frozenset({"purged", "revealed"})
"""Entries that say nothing about what a warning came to."""


def _tracks(
    entries: Iterable[Mapping[str, Any]], earliest: int | None, until: int | None, known_until: int | None
) -> tuple[list[Track], int]:
    """Cases opened in time, drills aside, and the last instant at which something was entered about one."""
    tracks: dict[str, Track | None] = {}
    known_at = 0
    for entry in entries:
        if (
            not entry["case"]
            or entry["kind"] in _HOUSEKEEPING
            or (known_until is not None and entry["at"] >= known_until)
        ):
            continue
        if entry["kind"] == "opened":
            tracks[entry["case"]] = None if _left_out(entry, earliest, until) else Track()
        track = tracks.get(entry["case"])
        if track is not None:
            track.read(entry)
            known_at = max(known_at, entry["at"])
    return [track for track in tracks.values() if track is not None], known_at


def _left_out(opening: Mapping[str, Any], earliest: int | None, until: int | None) -> bool:
    drill = bool(opening["change"].get("drill", (False, False))[1])
    at = opening["at"]
    return drill or (earliest is not None and at < earliest) or (until is not None and at >= until)


def _by(tracks: Sequence[Track], keys: Callable[[Track], Iterable[str]]) -> dict[str, Tally]:
    groups: dict[str, list[Track]] = {}
    for track in tracks:
        for key in keys(track):
            groups.setdefault(key, []).append(track)
    return {key: tallied(groups[key]) for key in sorted(groups)}


def _areas(tracks: Iterable[Track]) -> dict[str, list[Track]]:
    groups: dict[str, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.area, []).append(track)
    return groups


def _bounds(tracks: Sequence[Track], since: int | None, until: int | None, known_at: int) -> tuple[int, int]:
    """The period's ends; an open one is where the ledger begins or ends."""
    start = min((track.opened_at for track in tracks), default=0) if since is None else since
    return start, known_at + 1 if until is None else until


def _streak(tracks: Iterable[Track], start: int, end: int) -> Streak:
    """Days without a confirmed loss between two instants."""
    first, last = _day(start), _day(max(end - 1, start))
    losses = (one.final["happened_at"] for track in tracks for one in track.losses if one.final is not None)
    days = sorted({_day(at) for at in losses if start <= at < end})
    edges = [first - 1, *days, last + 1]
    longest = max(later - earlier - 1 for earlier, later in pairwise(edges))
    return Streak(last - (days[-1] if days else first - 1), date.fromordinal(days[-1]) if days else None, longest)


def _day(at: int) -> int:
    return from_microseconds(at).date().toordinal()


def _iso(at: int | None) -> str | None:
    return None if at is None else from_microseconds(at).isoformat()


def _streak_dict(streak: Streak) -> dict[str, Any]:
    last = None if streak.last is None else streak.last.isoformat()
    return {"days": streak.days, "last": last, "longest": streak.longest}

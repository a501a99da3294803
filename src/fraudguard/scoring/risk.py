"""From findings to points and level: DESIGN 4.5, as a pure function."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule
from fraudguard.scoring.decision import Standing

__all__ = ["Entry", "History", "standing"]

_HOUR = 3_600_000_000


Entry = tuple[int, str, str, int, str, str, bool, bool]
"""
A finding as it is remembered for later points: instant, event id, rule, points, group, scam, whether
it is core, whether it is textual. A bare tuple, because the garbage collector stops looking at those.
"""


History = Mapping[str, Sequence[Entry]]
"""A subject's findings by rule, each in the order of (at, id)."""


_Raw = tuple[str, int, str, Entry]
"""A decayed part before caps: group, minus its points, rule, entry; sorts in the order of adding."""
_Added = tuple[str, str, str, str, int]


def standing(
    subject: str,
    history: History,
    at: int,
    event_id: str,
    floor: int,
    brought: Collection[CheckedRule],
    pack: CheckedPack,
) -> tuple[Standing, bool]:
    """
    Where a subject stands right after the event ``(at, event_id)``, and whether that event counts.

    ``floor`` is the instant at or before which nothing counts any more. ``brought`` are the rules
    that fired about the subject on this event: their floors lift the level, their urgency marks it.
    """
    raw = _counted(history, at, event_id, floor, {rule.id for rule in brought}, pack)
    if not raw:
        return Standing(subject), False
    added = _capped(raw, pack)
    points = sum(part[4] for part in added)
    now = {rule for _, _, rule, entry in raw if entry[0] == at and entry[1] == event_id}
    rank = _rank(points, pack)
    urgent = False
    for rule in brought:
        if rule.id in now:
            rank = max(rank, LEVELS.index(rule.floor))
            urgent = urgent or rule.urgent
    if rank > 2 and all(entry[7] for _, _, _, entry in raw):  # yellow: words alone never do more
        rank = 2
    level = LEVELS[rank]
    return Standing(subject, points, level, added, _scam(added, pack), urgent and level == "red"), bool(now)


def _counted(
    history: History, at: int, event_id: str, floor: int, own: Collection[str], pack: CheckedPack
) -> list[_Raw]:
    """The latest finding of each rule, decayed; support only beside a core. ``own`` fired on this event."""

    def part(entries: Sequence[Entry], rule: str) -> _Raw | None:
        entry = entries[-1]
        then, then_id, _, points, name, _, _, _ = entry
        if then >= at and (then > at or then_id > event_id or (then_id == event_id and rule not in own)):
            cut = bisect_right if rule in own else bisect_left  # a forgotten event of the same id is not seen
            earlier = cut(entries, (at, event_id), key=_position)
            if not earlier:
                return None
            entry = entries[earlier - 1]
            then, _, _, points, name, _, _, _ = entry
        if then <= floor:
            return None
        group = groups.get(name)  # a pack that was swapped in may not have it
        hours = (at - then) // _HOUR
        if group is None or hours >= len(group.keep):
            return None
        points = points * group.keep[hours] // 1000
        return (name, -points, rule, entry) if points > 0 else None

    groups = pack.groups
    for rule, entries in history.items():
        last = entries[-1]
        if last[6] or last[0] >= at:  # core, or not the one that counts; nearly always there is none
            found = part(entries, rule)
            if found is not None and found[3][6]:
                break
    else:
        return []
    return sorted(found for rule, entries in history.items() if (found := part(entries, rule)) is not None)


def _position(entry: Entry) -> tuple[int, str]:
    return entry[0], entry[1]


def _capped(raw: Sequence[_Raw], pack: CheckedPack) -> tuple[_Added, ...]:
    """Parts added largest first within each group until its cap; the crossing one is cut."""
    added: list[_Added] = []
    current = ""
    room = 0
    for group, minus_points, rule, entry in raw:
        if group != current:
            current = group
            room = pack.groups[group].cap
        points = min(-minus_points, room)
        if points > 0:
            room -= points
            added.append((rule, group, entry[5], entry[1], points))
    return tuple(added)


def _rank(points: int, pack: CheckedPack) -> int:
    rank = 0
    for level, threshold in pack.policy.thresholds.items():
        if points >= threshold:
            rank = max(rank, LEVELS.index(level))
    return rank


def _scam(added: Iterable[_Added], pack: CheckedPack) -> str:
    """The scheme with the largest sum of parts; a technique only when no scheme has any."""
    sums: dict[str, int] = {}
    for _, _, scam, _, points in added:
        sums[scam] = sums.get(scam, 0) + points
    best = ""
    for techniques in (False, True):
        for scam, points in sums.items():
            entry = pack.taxonomy.get(scam)
            if entry is None or (entry.type == "technique") is not techniques:
                continue
            if not best or (-points, scam) < (-sums[best], best):
                best = scam
        if best:
            return best
    return ""

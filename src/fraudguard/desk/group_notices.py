"""Warnings for a neighbourhood's groups: several tickets of one type in one area within a day (DOMAIN 8.4, R3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fraudguard.events.masking import mask_text
from fraudguard.pack.checked import DeskRules
from fraudguard.pack.desk_policy import DAY

__all__ = ["FEWEST", "GroupNotice", "group_notices", "group_text"]

FEWEST = 3
"""So many tickets of one type in one area within 24 hours make a warning worth sending (DOMAIN 8.4, broadcast)."""

_ITEMS = 3
_TO_OFFICERS = re.compile(
    "当事人|本人账户|民警|布控|笔录|回访|登记|联合|唤醒室|出警|报止付|见面|家属|提醒|协查|并案|材料|通知|逐笔|陪同|孙辈|由本人|告诉本人|讲清|当面演示|程序"
)
_ASKING = re.compile("^(?:让|请|陪)(?:当事人|本人|孩子)(?:自己)?")


@dataclass(frozen=True, slots=True)
class GroupNotice:
    """
    A proposal to warn an area of a type of scam: ``tickets`` of it came from ``first_at`` to ``last_at`` (event time,
    microseconds), each among at least `FEWEST` within 24 hours.
    """

    area: str
    scam: str
    first_at: int
    last_at: int
    tickets: int


def group_notices(tickets: Iterable[tuple[str, str, int]]) -> tuple[GroupNotice, ...]:
    """The proposals that tickets (area, type, instant) give, oldest first; a ticket without an area gives none."""
    places: dict[tuple[str, str], list[int]] = {}
    for area, scam, at in tickets:
        if area and scam:
            places.setdefault((area, scam), []).append(at)
    found = [
        GroupNotice(area, scam, times[0], times[-1], len(times))
        for (area, scam), instants in places.items()
        for times in _bursts(sorted(instants))
    ]
    return tuple(sorted(found, key=lambda one: (one.first_at, one.area, one.scam)))


def group_text(notice: GroupNotice, rules: DeskRules) -> str:
    """The text for the group, in Chinese: the type's name and its first aid; no person, no number of anybody."""
    aid = _for_everybody(rules.first_aid.get(notice.scam, ()))
    steps = "".join(f"\n{number}. {line}" for number, line in enumerate(aid, 1))
    name = rules.scams.get(notice.scam, notice.scam)
    return (
        f"【反诈提醒】近日{mask_text(notice.area)}接连出现“{name}”类诈骗，请各位居民注意。"
        + (f"\n遇到这种情况：{steps}" if steps else "")
        + "\n不转账、不共享屏幕、不把验证码告诉别人。拿不准时拨打96110；钱已经转出的，立即拨打110。"
        + "\n请转告家里的老人和邻居。"
    )


def _bursts(times: Sequence[int]) -> list[Sequence[int]]:
    """Runs of sorted instants: windows ``(t - 24 h, t]`` that hold enough, joined where they share a ticket."""
    runs: list[tuple[int, int]] = []
    low = 0
    for place, at in enumerate(times):
        while at - times[low] >= DAY:
            low += 1
        if place - low + 1 < FEWEST:
            continue
        if runs and low <= runs[-1][1]:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((low, place))
    return [times[first : last + 1] for first, last in runs]


def _for_everybody(lines: Iterable[str]) -> list[str]:
    """Of the first aid what anybody can do alone; what officers do is left out."""
    spoken = [_ASKING.sub("", line) for line in lines]
    return [line for line in spoken if not _TO_OFFICERS.search(line)][:_ITEMS]

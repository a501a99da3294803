"""Recorded findings to ticket changes once more: without a rule, or under another policy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule, Level
from fraudguard.scoring.decision import Standing
from fraudguard.scoring.memory import NO_FLOOR
from fraudguard.scoring.risk import Entry, standing
from fraudguard.scoring.tickets import height
from fraudguard.workbench.quality.recording import Found

__all__ = ["Change", "replay"]


class Change(NamedTuple):
    """A ticket that an event opened or raised: when, by which event, to what; ``first`` is the event that opened it."""

    first: str
    at: int
    event_id: str
    level: Level
    points: int
    scam: str
    urgent: bool


@dataclass(slots=True)
class _Open:
    """The running episode, as `scoring.tickets.fold` keeps it, without its words."""

    first: str
    last: int
    level: Level
    urgent: bool


def replay(
    subject: str,
    findings: Sequence[Found],
    sources: Mapping[str, CheckedRule],
    pack: CheckedPack,
    without: Collection[str] = (),
) -> list[Change]:
    """
    The ticket changes of one subject from its findings in the order of (at, id), as the guard gives them.

    Findings of the rules ``without`` are left out. ``pack`` gives groups, thresholds and the length of an episode.
    """
    latest: dict[str, list[Entry]] = {}
    changes: list[Change] = []
    episode: _Open | None = None
    for (at, event_id), group in groupby(findings, key=_position):
        brought = []
        for found in group:
            rule = sources[found.source]
            if rule.id in without:
                continue
            latest[rule.id] = [
                (at, event_id, rule.id, found.points, rule.group, found.scam, rule.role == "core", found.textual)
            ]
            brought.append(rule)
        if not brought:
            continue
        now, counted = standing(subject, latest, at, event_id, NO_FLOOR, brought, pack)
        episode = _fold(episode, now, at, event_id, pack.policy.episode, changes.append, counted=counted)
    return changes


def _fold(
    episode: _Open | None,
    now: Standing,
    at: int,
    event_id: str,
    length: int,
    changed: Callable[[Change], None],
    *,
    counted: bool,
) -> _Open | None:
    """The episode after an event with findings; ``changed`` hears of a ticket that was opened or raised."""
    if episode is None or at - episode.last >= length:
        if now.level == "none":
            return episode
        changed(Change(event_id, at, event_id, now.level, now.points, now.scam, now.urgent))
        return _Open(event_id, at, now.level, now.urgent)
    rose = height(now.level, now.urgent) > height(episode.level, episode.urgent)
    if counted:
        episode.last = at
    episode.urgent = episode.urgent or now.urgent
    if rose:
        episode.level = max(episode.level, now.level, key=LEVELS.index)
        changed(Change(episode.first, at, event_id, now.level, now.points, now.scam, now.urgent))
    return episode


def _position(found: Found) -> tuple[int, str]:
    return found.at, found.event_id

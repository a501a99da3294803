"""What scoring remembers between events: ids, records, findings, episodes, and how far back."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fraudguard.plan.compile import Plan
from fraudguard.plan.logs import Log
from fraudguard.scoring.chains import ChainState
from fraudguard.scoring.risk import Entry
from fraudguard.scoring.tickets import Episode

__all__ = ["NO_FLOOR", "Memory", "Remembered"]

NO_FLOOR = -(1 << 62)
"""A floor below any instant: nothing is too old yet."""


Remembered = tuple[int, bytes, str, tuple[Any, ...], tuple[tuple[int, Any], ...], tuple[str, ...]]
"""
What is kept of a scored event for `dedup`, to know it again and to take it back: instant, content
digest, kind (empty when an older event of this id had been forgotten), its keys in the stores of its
kind, its (sequence number, key) pairs, the subjects it brought findings for. A bare tuple, because
the garbage collector stops looking at those.
"""


@dataclass(slots=True)
class Memory:
    """
    The whole state of a guard; plain data only, personal data as keyed tokens.

    ``stores`` are aligned with the plan's. ``ledger`` maps a subject to its findings by rule.
    ``newest`` maps a person to the position of the newest event scored. ``instants`` is a heap of
    the ``sweep_rank`` newest instants. ``first_at`` is the oldest instant ever scored.
    """

    stores: list[dict[Any, Log]]
    chains: list[ChainState]
    ledger: dict[str, dict[str, list[Entry]]] = field(default_factory=dict)
    episodes: dict[str, Episode] = field(default_factory=dict)
    remembered: dict[str, Remembered] = field(default_factory=dict)
    newest: dict[str, tuple[int, str]] = field(default_factory=dict)
    instants: list[int] = field(default_factory=list)
    first_at: int | None = None
    scored: int = 0
    swept_floor: int = NO_FLOOR

    @classmethod
    def empty(cls, plan: Plan) -> Memory:
        """A state that has seen nothing."""
        return cls([{} for _ in plan.stores], [ChainState() for _ in plan.sequences])

    def mark(self, rank: int) -> int | None:
        """The ``rank``-th newest instant scored so far; ``None`` before there are so many."""
        return self.instants[0] if len(self.instants) >= rank else None

    def note_instant(self, at: int, rank: int) -> None:
        """Count an event towards the mark."""
        instants = self.instants
        if len(instants) < rank:
            heapq.heappush(instants, at)
        elif at > instants[0]:
            heapq.heapreplace(instants, at)
        if self.first_at is None or at < self.first_at:
            self.first_at = at
        self.scored += 1

    def sweep(self, floor: int, oldest_id: int) -> None:
        """
        Drop what no event can see any more.

        ``floor`` is the instant at or before which nothing counts; ids older than ``oldest_id`` are
        forgotten. Costs a pass over the state, so it is done only when the floor has moved far.
        """
        for store in self.stores:
            for key in list(store):
                records = store[key]
                if records[0][0] <= floor:
                    _replace(store, key, Log(r for r in records if r[0] > floor))
        for subject in list(self.ledger):
            rules = self.ledger[subject]
            for rule in list(rules):
                _replace(rules, rule, [entry for entry in rules[rule] if entry[0] > floor])
            if not rules:
                del self.ledger[subject]
        for subject in [s for s, episode in self.episodes.items() if episode.last <= floor]:
            del self.episodes[subject]
        for person in [p for p, (at, _) in self.newest.items() if at <= floor]:
            del self.newest[person]
        for event_id in [i for i, kept in self.remembered.items() if kept[0] < oldest_id]:
            del self.remembered[event_id]
        self.swept_floor = floor

    def forget_findings(self, event_id: str, subjects: Iterable[str]) -> list[str]:
        """Take an event's findings back; returns the subjects that had one."""
        had = []
        for subject in subjects:
            rules = self.ledger.get(subject, {})
            for rule in list(rules):
                kept = [entry for entry in rules[rule] if entry[1] != event_id]
                if len(kept) != len(rules[rule]):
                    had.append(subject)
                    _replace(rules, rule, kept)
            if subject in self.ledger and not rules:
                del self.ledger[subject]
        return list(dict.fromkeys(had))


def _replace(store: dict[Any, Any], key: Any, kept: list[Any]) -> None:
    if kept:
        store[key] = kept
    else:
        del store[key]

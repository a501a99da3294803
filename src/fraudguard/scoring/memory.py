"""What scoring remembers between events: ids, records, findings, episodes, and how far back."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fraudguard.plan.compile import KindPlan, Plan
from fraudguard.plan.logs import Log
from fraudguard.plan.records import FLAGS
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.chains import ChainState
from fraudguard.scoring.packed import episode_shelf, ledger_shelf, log_shelf
from fraudguard.scoring.risk import Entry
from fraudguard.scoring.sweeping import Sweep
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

    stores: list[Shelf[Any, Log]]
    chains: list[ChainState]
    ledger: Shelf[str, dict[str, list[Entry]]] = field(default_factory=ledger_shelf)
    episodes: Shelf[str, Episode] = field(default_factory=episode_shelf)
    remembered: dict[str, Remembered] = field(default_factory=dict)
    newest: dict[str, tuple[int, str]] = field(default_factory=dict)
    instants: list[int] = field(default_factory=list)
    first_at: int | None = None
    scored: int = 0
    swept_floor: int = NO_FLOOR
    forgotten: int = NO_FLOOR

    @classmethod
    def empty(cls, plan: Plan) -> Memory:
        """A state that has seen nothing."""
        stores = [log_shelf(_tokens(plan.kinds[store.kind])) for store in plan.stores]
        return cls(stores, [ChainState() for _ in plan.sequences])

    def clear(self) -> None:
        """Go back to having seen nothing; cheaper than another memory, for streams that are scored one by one."""
        for shelf in self.shelves:
            shelf.clear()
            shelf.recent.clear()
        for state in self.chains:
            state.breakers.clear()
        self.remembered.clear()
        self.newest.clear()
        self.instants.clear()
        self.first_at, self.scored = None, 0
        self.swept_floor = self.forgotten = NO_FLOOR

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

    @property
    def shelves(self) -> Iterator[Shelf[Any, Any]]:
        """All that is kept packed when it is not in use."""
        yield from self.stores
        for state in self.chains:
            yield state.candidates
        yield self.ledger
        yield self.episodes

    def sweep(self, floor: int, oldest_id: int) -> None:
        """
        Drop at once what no event can see any more; a guard does the same a few keys at a time.

        ``floor`` is the instant at or before which nothing counts; ids older than ``oldest_id`` are forgotten.
        """
        sweep = Sweep(self, floor)
        while sweep.step(1 << 30):
            pass
        for event_id in [i for i, kept in self.remembered.items() if kept[0] < oldest_id]:
            del self.remembered[event_id]
        self.swept_floor = floor

    def forget_findings(self, event_id: str, subjects: Iterable[str]) -> None:
        """Take an event's findings back."""
        for subject in subjects:
            rules = self.ledger.find(subject, {})
            for rule in list(rules):
                kept = [entry for entry in rules[rule] if entry[1] != event_id]
                if kept:
                    rules[rule] = kept
                else:
                    del rules[rule]
            if subject in self.ledger and not rules:
                del self.ledger[subject]


def _tokens(kind: KindPlan) -> list[int]:
    """Where records of a kind hold tokens."""
    values = [slot for slot in kind.slots if slot.form in ("value", "token")]
    return [place for place, slot in enumerate(values, FLAGS + 1) if slot.form == "token"]

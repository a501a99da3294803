"""Single events through the columnar engine: collected into chunks and scored together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fraudguard.events import Event, resolve
from fraudguard.feeds.known_ids import KnownIds
from fraudguard.scoring.guard import Guard

if TYPE_CHECKING:
    import polars as pl

    from fraudguard.scoring.batch import Scored

__all__ = ["CHUNK", "Chunks", "UnfitError"]

CHUNK = 200_000
"""Events scored together. What a chunk costs beside its events is about half a second with the shipped pack."""


class UnfitError(Exception):
    """A feed that columns cannot answer for: it takes events back, or its numbers are too large. It says why."""


class Chunks:
    """
    Events in the order of (at, id) through a guard's rules, a chunk at a time; ``told`` hears of each that was scored.

    Nothing is kept in the guard but what tickets need. Duplicates and scored events are counted in ``outcomes``. Raises
    `UnfitError` for a correction or a retraction; then the run has to begin again, event by event.
    """

    def __init__(self, guard: Guard, key: bytes, outcomes: Counter[str], told: Callable[[Scored], None]) -> None:
        self.guard = guard
        self.known = KnownIds(guard.pack.settings, key, guard.people)
        self._batch = guard.batch()
        self._outcomes = outcomes
        self._told = told
        self._waiting: list[Event] = []
        self._observing = False

    @property
    def searches_cut(self) -> int:
        """As in `Guard`."""
        return self._batch.searches_cut

    def add(self, event: Event, *, history: bool = False) -> Event:
        """Take the next event, which comes back with its person worked out; the books learn what becomes of it."""
        if event.kind == "retraction":
            raise UnfitError("retraction")
        event = resolve(event, self.guard.people)
        if self.known.instant_of(event.id) is not None:
            if not self.known.remembers(event):
                raise UnfitError("correction")
            self._outcomes["duplicate"] += not history
            return event
        self.known.add(event)
        if history is not self._observing or len(self._waiting) >= CHUNK:
            self.flush()
            self._observing = history
        self._waiting.append(event)
        return event

    def flush(self) -> None:
        """Score what is waiting."""
        frames = self._batch.tables(self._waiting)
        self._waiting = []
        self.take(frames, history=self._observing)

    def take(self, frames: Mapping[str, pl.DataFrame], *, history: bool) -> None:
        """Score the tables of a chunk, which comes after everything before, and tell."""
        from fraudguard.plan.to_polars import InexactError

        try:
            scored = self._batch.score(frames, observe=history)
        except InexactError as error:
            raise UnfitError(str(error)) from None
        if not history:
            self._outcomes["scored"] += scored.events
            self._told(scored)

"""What a row's event is in the light of those before it: itself, the settlement of a payment, or nothing new."""

from __future__ import annotations

from dataclasses import dataclass

from fraudguard.events import Event, Settlement
from fraudguard.feeds.known_ids import Remembering
from fraudguard.feeds.matching import Matcher
from fraudguard.feeds.settling import STALE, settled

__all__ = ["Incoming", "Known"]


@dataclass(frozen=True, slots=True)
class Known:
    """
    A row that tells nothing new.

    ``told`` is the id of the event that a row of another feed told before; empty for a row that is out of date, which
    calls a payment pending that is known to be settled.
    """

    told: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows on their way to a guard."""

    guard: Remembering
    matcher: Matcher

    def look_at(self, event: Event, layout: str) -> Event | Known:
        """The event to score, or `Known`. ``layout`` is the name of the row's mapping, empty for plain events."""
        change = settled(event, self.guard)
        if isinstance(change, Settlement):
            return change
        if change == STALE:
            return Known("")
        if layout and self.guard.instant_of(event.id) is None:
            told = self.matcher.told_before(event, layout)
            if told is not None:
                return Known(told)
        return event

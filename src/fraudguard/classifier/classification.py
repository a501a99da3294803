"""What a classifier says of an event, and what may call itself a classifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from fraudguard.events import Event

__all__ = ["Classification", "Classifier"]


@dataclass(frozen=True, slots=True)
class Classification:
    """
    The classifier on one event.

    ``probability`` (0-1) that it belongs to a scam, ``scam`` the likeliest one, ``textual`` whether
    the answer rests on words alone.
    """

    probability: float
    scam: str
    textual: bool


class Classifier(Protocol):
    """Anything that classifies events the same way every time it is asked."""

    def classify(self, event: Event) -> Classification | None:
        """The classification, or ``None`` where there is nothing to read."""

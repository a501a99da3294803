"""What a classifier says of an event, and what may call itself a classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from fraudguard.events import Event
from fraudguard.pack.tree import Expression

__all__ = ["Classification", "Classifier", "WindowClassifier"]


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


@runtime_checkable
class WindowClassifier(Classifier, Protocol):
    """A classifier that is also told what windows say: ``classify`` reads the words, ``weigh`` has the last word."""

    @property
    def features(self) -> Mapping[str, Sequence[Expression]]:
        """By kind the values and conditions that ``weigh`` is given, in the language of rules."""

    def weigh(self, kind: str, words: Classification | None, values: Sequence[Any]) -> Classification | None:
        """The classification of an event of a kind, ``None`` where too little is known."""

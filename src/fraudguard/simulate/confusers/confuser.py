"""What a confuser is: an honest story that looks like fraud, with its rate and whom and when it happens to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fraudguard.simulate.confusers.scene import Scene
from fraudguard.simulate.story import Story, Subject

__all__ = [
    "Confuser",
    "adults",
    "by_age",
    "companies",
    "elders",
    "everyone",
    "merchants",
    "office",
    "parents",
    "students",
]

Suits = Callable[[Subject], float]

ALL_WEEK = (1.0,) * 7
WORKDAYS = (1.0, 1.0, 1.0, 1.0, 1.0, 0.1, 0.05)
WEEKEND = (0.5, 0.5, 0.5, 0.5, 0.8, 2.0, 2.0)


def _hours(first: int, last: int, rest: float = 0.0) -> tuple[float, ...]:
    """Weight 1 from ``first`` to ``last`` (both included), ``rest`` at other hours."""
    return tuple(1.0 if first <= hour <= last else rest for hour in range(24))


DAYTIME = _hours(8, 20)
OFFICE = _hours(9, 16)
EVENING = _hours(18, 22, 0.1)
WAKING = _hours(7, 22)
LATE = tuple(1.0 if hour >= 21 or hour <= 1 else 0.0 for hour in range(24))


def everyone(subject: Subject) -> float:
    """Any natural person of school age or more."""
    return 1.0 if subject.kind == "personal" and subject.age >= 12 else 0.0


def by_age(low: int, high: int) -> Suits:
    """Natural persons from ``low`` to ``high`` years."""
    return lambda subject: 1.0 if subject.kind == "personal" and low <= subject.age <= high else 0.0


adults = by_age(18, 90)
elders = by_age(60, 90)
parents = by_age(30, 50)


def office(subject: Subject) -> float:
    """People who work at desks; those of finance a little more."""
    if not 22 <= subject.age <= 60:
        return 0.0
    return 2.0 if subject.role == "finance" else 1.0


def companies(subject: Subject) -> float:
    """Those who pay on behalf of a company."""
    return 1.0 if subject.kind == "corp" or subject.role == "finance" else 0.0


def merchants(subject: Subject) -> float:
    """Shopkeepers."""
    return 1.0 if subject.role == "merchant" else 0.0


def students(subject: Subject) -> float:
    """Students, and others of their age."""
    if subject.kind != "personal" or not 16 <= subject.age <= 26:
        return 0.0
    return 3.0 if subject.role == "student" else 1.0


@dataclass(frozen=True, slots=True)
class Confuser:
    """
    An honest story. ``rate`` is how often it happens, per 1,000 persons a month.

    ``suits`` tilts whom it happens to; ``hours`` are weights of the local hours 0-23, ``weekdays`` of Monday to Sunday.
    """

    id: str
    title: str
    rate: float
    tell: Callable[[Scene], None]
    suits: Suits = adults
    hours: tuple[float, ...] = DAYTIME
    weekdays: tuple[float, ...] = ALL_WEEK

    def play(self, subject: Subject, start_us: int, rng: np.random.Generator) -> Story:
        """The story as it happens to ``subject`` from ``start_us`` on, its events in order of time."""
        scene = Scene(subject, start_us, rng)
        self.tell(scene)
        events = sorted(scene.events, key=lambda event: int(event["at"]))
        return Story(name=self.id, person=subject.number, techniques=(), reached="", events=tuple(events))

"""Whom and when stories happen to: attempts of every scheme, the panel beside them, and honest look-alikes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from fraudguard.simulate.population import Population
from fraudguard.simulate.rhythm import weekdays
from fraudguard.simulate.settings import DAY, HOUR
from fraudguard.simulate.story import Story, Subject
from fraudguard.simulate.streams import stream

__all__ = ["Told", "attempts", "look_alikes"]

_MONTH = 30
_MOST_TRIES = 60  # of a panel attempt that keeps ending before the money


class _Tale(Protocol):
    """What schemes and look-alikes share."""

    id: str
    hours: tuple[float, ...]
    weekdays: tuple[float, ...]

    def suits(self, subject: Subject, /) -> float:
        """How likely it happens to this person, against others."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story, its id in the town, when it began, and whether it belongs to the panel."""

    id: str
    story: Story
    start: int
    panel: bool = False


def attempts(people: Population, schemes: Mapping[str, Any], mules: Any, share_before_money: float) -> Iterator[Told]:
    """
    The attempts on a town, scheme by scheme, each from a stream of its own.

    ``share_before_money`` of the attempts end before money moves; so many more are drawn.
    """
    settings = people.settings
    reaching = settings.rate * people.size / 1000 * settings.days / _MONTH
    total = sum(scheme.prior for scheme in schemes.values())
    for scheme in schemes.values():
        expected = reaching * scheme.prior / total / (1 - share_before_money)
        rng = stream(settings.seed, people.town, "attempts", scheme.id)
        for number, (person, start) in enumerate(_happen(people, scheme, rng, int(rng.poisson(expected)))):
            story = scheme.play(
                people.subjects[person], start, mules, stream(settings.seed, people.town, scheme.id, number)
            )
            yield Told(f"{scheme.id}-{number}", story, start)
        yield from _panel(people, scheme, mules)


def _panel(people: Population, scheme: Any, mules: Any) -> Iterator[Told]:
    """The town's part of the attempts that only make a scheme measurable; each reaches the money."""
    settings = people.settings
    towns = settings.towns
    wanted = settings.panel * (people.town + 1) // towns - settings.panel * people.town // towns
    rng = stream(settings.seed, people.town, "panel", scheme.id)
    number = 0
    for _ in range(wanted):
        for person, start in _happen(people, scheme, rng, _MOST_TRIES):
            story = scheme.play(
                people.subjects[person], start, mules, stream(settings.seed, people.town, "panel", scheme.id, number)
            )
            number += 1
            if any(event.get("_loss") and event["at"] < settings.end_us for event in story.events):
                yield Told(f"panel-{scheme.id}-{number}", story, start, panel=True)
                break


def look_alikes(people: Population, confusers: Iterable[Any]) -> Iterator[Told]:
    """The honest stories of a town; ``rate`` of each is per 1,000 persons a month."""
    settings = people.settings
    for confuser in confusers:
        rng = stream(settings.seed, people.town, "look-alikes", confuser.id)
        expected = confuser.rate * people.size / 1000 * settings.days / _MONTH
        for number, (person, start) in enumerate(_happen(people, confuser, rng, int(rng.poisson(expected)))):
            story = confuser.play(
                people.subjects[person], start, stream(settings.seed, people.town, confuser.id, number)
            )
            yield Told(f"{confuser.id}-{number}", story, start)


def _happen(people: Population, tale: _Tale, rng: np.random.Generator, count: int) -> Sequence[tuple[int, int]]:
    """Whom and when it happens to, so many times; nobody when it suits nobody."""
    weights = np.array([tale.suits(subject) for subject in people.subjects])
    if count == 0 or not weights.sum() > 0:
        return ()
    settings = people.settings
    persons = rng.choice(people.size, size=count, p=weights / weights.sum())
    by_day = np.array(tale.weekdays)[weekdays(settings)]
    days = rng.choice(settings.days, size=count, p=by_day / by_day.sum())
    hours = np.array(tale.hours)
    hour = rng.choice(24, size=count, p=hours / hours.sum())
    starts = settings.start_us + days * DAY + hour * HOUR + (rng.random(count) * HOUR).astype(np.int64)
    return [(int(person), int(start)) for person, start in zip(persons, starts, strict=True)]

"""Victims of every scheme for tests: attempts on people whom a scheme suits, with the accounts of one town."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from fraudguard.simulate.mules import MulePool
from fraudguard.simulate.schemes import SCHEMES, Scheme
from fraudguard.simulate.settings import DAY, HOUR, Settings
from fraudguard.simulate.story import Story, Subject
from honest_people import PEOPLE, START, person

VICTIMS = (
    *PEOPLE,
    person(number=13, key="person-13", age=14, role="student"),
    person(number=14, key="person-14", age=26),
    person(number=15, key="person-15", age=55, female=False, balance=20_000_000),
    person(number=16, key="person-16", age=79, role="retired", female=False),
)
POOL = MulePool(Settings(persons=2_000, days=365, seed="test"), 0)
MULES = frozenset(mule.payee.account for mule in POOL.mules)


def suited(scheme: Scheme) -> tuple[Subject, ...]:
    """Those of the victims whom the scheme happens to."""
    return tuple(victim for victim in VICTIMS if scheme.suits(victim) > 0)


def attempt(scheme: Scheme, number: int) -> Story:
    """Attempt ``number`` of a scheme: at another time, on another of those it suits."""
    victims = suited(scheme)
    start = START + number * DAY % (300 * DAY) + (number % 9) * HOUR
    return scheme.play(victims[number % len(victims)], start, POOL, np.random.default_rng([number, len(scheme.id)]))


@cache
def attempts(scheme: str, count: int = 300) -> tuple[Story, ...]:
    """So many attempts of the scheme of this id."""
    return tuple(attempt(SCHEMES[scheme], number) for number in range(count))


def stolen(story: Story) -> list[Mapping[str, Any]]:
    """The payments that are lost."""
    return [event for event in story.events if event.get("_loss")]


def loss(story: Story) -> int:
    """Fen that are lost."""
    return sum(int(event["amount"]) for event in stolen(story))

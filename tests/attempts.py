"""Attempts on made-up persons, for tests of schemes."""

from __future__ import annotations

from functools import cache

import numpy as np

from fraudguard.simulate.mules import MulePool
from fraudguard.simulate.schemes import Scheme
from fraudguard.simulate.settings import Settings
from fraudguard.simulate.story import Flat, Story
from honest_people import PEOPLE, START, person

__all__ = ["attempts", "loss", "paid", "play"]

POOL = MulePool(Settings(persons=2_000, days=365, seed="A"), 0)
_MORE = (*PEOPLE, person(number=13, key="person-13", age=70, role="retired"))


def play(scheme: Scheme, number: int) -> Story:
    """One attempt on somebody whom the scheme suits, the same for the same ``number``."""
    suited = [one for one in _MORE if scheme.suits(one) > 0]
    return scheme.play(
        suited[number % len(suited)], START + number * 9 * 3_600_000_000, POOL, np.random.default_rng(number)
    )


@cache
def attempts(scheme: Scheme, count: int = 300) -> tuple[Story, ...]:
    """So many attempts of one scheme, spread over the year."""
    return tuple(play(scheme, number) for number in range(count))


def paid(story: Story) -> list[Flat]:
    """The payments to fraudsters."""
    return [event for event in story.events if event.get("_loss")]


def loss(story: Story) -> float:
    """What the victim lost, in yuan."""
    return sum(int(event["amount"]) for event in paid(story)) / 100

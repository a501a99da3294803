"""What a model adds to the rules: at equal numbers of tickets a day, how many of them are right, and what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fraudguard.classifier import Classifier
from fraudguard.events import People, microseconds, parse_event
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.guard import Guard
from fraudguard.simulate import Settings, Town, simulate_town
from fraudguard.simulate.settings import DAY
from fraudguard.workbench.behaviour.towns import STAGES

__all__ = ["Compared", "Days", "Share", "beside", "compared"]

Floats = NDArray[np.float64]

_KEY = b"a key for simulated towns"
_LEFT_OUT = frozenset({"lead", "outcome"})
_REPEATS = 200


@dataclass(frozen=True, slots=True)
class Days:
    """
    Persons' days: one line for each day on which something of a person came in.

    ``attempt`` numbers the attempt that was on that day under way, -1 for none. ``rules`` and ``both`` are what the day
    is worth to somebody who has time for so many tickets.
    """

    person: NDArray[np.int64]
    attempt: NDArray[np.int64]
    rules: Floats
    both: Floats
    length: int


@dataclass(frozen=True, slots=True)
class Share:
    """A figure of the rules alone and of both, and by how much both are better, with an interval over persons."""

    rules: float
    both: float
    interval: tuple[float, float]

    @property
    def better(self) -> float:
        """How much both are better."""
        return round(self.both - self.rules, 4)


@dataclass(frozen=True, slots=True)
class Compared:
    """At so many tickets a day: average precision and precision over them, and the attempts they belong to."""

    tickets: int
    average_precision: Share
    precision: Share
    found: Share


def beside(
    pack: CheckedPack,
    classifier: Classifier,
    settings: Settings,
    warm_up: int = 14,
    told: Callable[[str], None] = lambda _: None,
) -> Days:
    """
    Every town of a simulation scored twice, by rules alone and with a classifier; the first days only fill windows.

    A person's day is worth the most points the person had on it; with the classifier, its probability decides between
    days of equal points. Instructions of higher centres are left out: what they catch, somebody else had caught.
    """
    parts = []
    for number in range(settings.towns):
        town = simulate_town(settings, number)
        told(f"town {number + 1}: rules")
        rules = _worth(Guard(pack, people=_people(town), key=_KEY), town, settings)
        told(f"town {number + 1}: rules and model")
        both = _worth(Guard(pack, people=_people(town), key=_KEY, classifier=classifier), town, settings)
        parts.append(_days(town, settings, rules, both, warm_up))
    people = np.cumsum([0, *(int(one.person.max(initial=-1)) + 1 for one in parts)])
    stories = np.cumsum([0, *(int(one.attempt.max(initial=-1)) + 1 for one in parts)])
    return Days(
        np.concatenate([one.person + base for one, base in zip(parts, people.tolist(), strict=False)]),
        np.concatenate(
            [
                np.where(one.attempt < 0, -1, one.attempt + base)
                for one, base in zip(parts, stories.tolist(), strict=False)
            ]
        ),
        np.concatenate([one.rules for one in parts]),
        np.concatenate([one.both for one in parts]),
        settings.days - warm_up,
    )


def compared(days: Days, tickets: Sequence[int], seed: int = 20260101) -> list[Compared]:
    """Rules against both at these numbers of tickets a day; equal worth is told apart by one draw for both sides."""
    random = np.random.default_rng(seed)
    tie = random.permutation(len(days.rules))
    orders = [np.lexsort((tie, -worth)) for worth in (days.rules, days.both)]
    persons = int(days.person.max(initial=0)) + 1
    drawn = [np.bincount(random.integers(0, persons, persons), minlength=persons) for _ in range(_REPEATS)]
    found = []
    for one in tickets:
        most = one * days.length
        figures = [_figures(days, order, np.ones(persons, dtype=np.int64), most) for order in orders]
        repeats = [[_figures(days, order, counts, most) for order in orders] for counts in drawn]
        shares = []
        for place in range(3):
            gaps = [both[place] - rules[place] for rules, both in repeats]
            low, high = np.quantile(gaps, (0.025, 0.975))
            interval = (round(float(low), 4), round(float(high), 4))
            shares.append(Share(round(figures[0][place], 4), round(figures[1][place], 4), interval))
        found.append(Compared(one, *shares))
    return found


def _figures(days: Days, order: NDArray[np.int64], counts: NDArray[np.int64], most: int) -> tuple[float, float, float]:
    """Average precision, precision and the share of attempts found by the first ``most`` days of an order."""
    order = np.repeat(order, counts[days.person[order]])
    fraud = days.attempt[order] >= 0
    top = fraud[:most]
    right = np.cumsum(top)
    at_all = int(fraud.sum())
    if not at_all or not len(top):
        return 0.0, 0.0, 0.0
    precision = right / np.arange(1, len(top) + 1)
    average = float(precision[top].sum() / min(at_all, most))
    attempts = days.attempt[order]
    known = len(np.unique(attempts[:most][top]))
    return average, float(right[-1] / len(top)), known / len(np.unique(attempts[fraud]))


def _people(town: Town) -> People:
    return People.from_text(town.people.write_csv())


def _worth(guard: Guard, town: Town, settings: Settings) -> Mapping[tuple[str, int], float]:
    """What each person's day is worth: points, and below one point the probability where there is a classifier."""
    found: dict[tuple[str, int], float] = {}
    for given in town.stream():
        if given["kind"] in _LEFT_OUT:
            continue
        event = parse_event(given)
        decision = guard.score(event)
        person = next((one for one in (event.person.ids.phone, event.person.ids.account) if one), None)
        if person is None:
            continue
        day = (microseconds(event.at) - settings.start_us) // DAY
        worth = decision.points + 0.999 * (decision.probability or 0.0)
        key = (person, day)
        if worth > found.get(key, -1.0):
            found[key] = worth
    return found


def _days(
    town: Town,
    settings: Settings,
    rules: Mapping[tuple[str, int], float],
    both: Mapping[tuple[str, int], float],
    warm_up: int,
) -> Days:
    """The days of one town after the warm-up, with the attempts that were under way on them."""
    keys = {
        value: key
        for card, key in zip(town.cards, town.keys, strict=True)
        for value in (card["ids"].get("phone"), card["ids"].get("account"))
        if value
    }
    underway = _underway(town, settings)
    numbers = {key: number for number, key in enumerate(town.keys)}
    rows = [
        (numbers[keys[value]], underway.get((keys[value], day), -1), rules[value, day], both[value, day])
        for value, day in sorted(rules)
        if day >= warm_up and "-M" not in keys[value]
    ]
    person, attempt, one, other = (np.array(column) for column in zip(*rows, strict=True))
    return Days(person.astype(np.int64), attempt.astype(np.int64), one, other, settings.days - warm_up)


def _underway(town: Town, settings: Settings) -> Mapping[tuple[str, int], int]:
    """The persons' days on which an attempt went on, until its last payment has settled, and its number."""
    attempts = town.truth.attempts.with_row_index("number").filter(pl.col("transfers") > 0)
    stages = town.truth.labels.filter(pl.col("stage").is_in(STAGES))
    told = stages.join(attempts, left_on="story", right_on="attempt")
    found = {}
    for kind, frame in town.events.items():
        if kind in _LEFT_OUT:
            continue
        keys = pl.Series(town.keys, dtype=pl.String).gather(frame["_person"])
        own = frame.select("id", "at").with_columns(keys.alias("who")).join(told, left_on="id", right_on="event")
        for row in own.filter(pl.col("who") == pl.col("person")).iter_rows(named=True):
            if row["at"] <= row["last_settles_at"]:
                found[row["who"], (row["at"] - settings.start_us) // DAY] = int(row["number"])
    return found

"""Where the behaviour model is weak: which schemes it misses, and which honest stories it takes for fraud."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.card import HeadMeasured
from fraudguard.classifier.behaviour.measuring import bar, measure_head
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.rows import Rows

__all__ = ["Alike", "Found", "Spots", "spots_of"]

_BAR = 0.001  # the share of honest rows above the score that everything here is counted at


@dataclass(frozen=True, slots=True)
class Found:
    """Of a scheme: attempts with an event of this kind, and the share with one above the bar."""

    scheme: str
    attempts: int
    found: float


@dataclass(frozen=True, slots=True)
class Alike:
    """Of an honest look-alike: its events, and the share above the bar. Everyday life has an empty name."""

    name: str
    rows: int
    above: float


@dataclass(frozen=True, slots=True)
class Spots:
    """One head on one world: its figures, its schemes (found least often first), its look-alikes (worst first)."""

    measured: HeadMeasured
    schemes: tuple[Found, ...]
    alike: tuple[Alike, ...]


def spots_of(model: BehaviourModel, rows: dict[str, Rows]) -> dict[str, Spots]:
    """The weak spots of each head on rows of a world it has not seen; the bar is what 1 in 1,000 honest rows exceed."""
    found = {}
    for kind, head in model.heads.items():
        own = rows[kind]
        odds = head.odds_of_codes(head.bins.of_many(own.table))
        above = odds > bar(odds, own.fraud, _BAR)
        found[kind] = Spots(
            measure_head(head, own, model.card.schemes, model.card.prior),
            tuple(sorted(_schemes(own, above), key=lambda one: (one.found, one.scheme))),
            tuple(sorted(_alike(own, above), key=lambda one: (-one.above, one.name))),
        )
    return found


def _schemes(rows: Rows, above: NDArray[np.bool_]) -> list[Found]:
    found = []
    for scheme in sorted(set(rows.scheme[rows.fraud].tolist())):
        own = rows.fraud & (rows.scheme == scheme)
        attempts, hit = np.unique(rows.attempt[own]), np.unique(rows.attempt[own & above])
        found.append(Found(scheme, len(attempts), round(len(hit) / len(attempts), 3)))
    return found


def _alike(rows: Rows, above: NDArray[np.bool_]) -> list[Alike]:
    found = []
    for name in sorted(set(rows.alike[~rows.fraud].tolist())):
        own = ~rows.fraud & (rows.alike == name)
        found.append(Alike(name, int(own.sum()), round(float(above[own].mean()), 4)))
    return found

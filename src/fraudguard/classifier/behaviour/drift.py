"""How far what comes in now is from what a behaviour model learnt from: the population stability index, by feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.features import features_of
from fraudguard.classifier.behaviour.head import Head

__all__ = ["MOVED", "Drift", "drift_of", "stability"]

MOVED = 0.25
"""An index from which on a feature is commonly said to have moved; .1 is a little."""

_BAND = 0.05  # bands are joined with their neighbours until they hold this share of what was learnt from
_LEAST = 1e-4  # a share that stands for none


@dataclass(frozen=True, slots=True)
class Drift:
    """One feature: its index, and the shares of events of which it was and is unknown."""

    kind: str
    feature: str
    index: float
    unknown_then: float
    unknown_now: float


def drift_of(head: Head, table: NDArray[np.float64]) -> list[Drift]:
    """The drift of each feature of a head over a table of events, the most moved first."""
    codes = head.bins.of_many(table)
    found = []
    for feature, begin, size, own in zip(
        features_of(head.card.kind), head.bins.begins, head.bins.sizes, codes, strict=True
    ):
        then = head.arrays.seen[begin : begin + size] / 1e6
        now = np.bincount(own, minlength=size) / max(1, len(table))
        index = round(stability(then, now), 4)
        found.append(Drift(head.card.kind, feature.name, index, round(float(then[0]), 4), round(float(now[0]), 4)))
    return sorted(found, key=lambda one: -one.index)


def stability(then: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    """The index over bands; the first band, the unknown, is never joined with another."""
    groups = np.zeros(len(then), dtype=np.int64)
    held, group = 0.0, 1
    for place in range(1, len(then)):
        groups[place] = group
        held += float(then[place])
        if held >= _BAND:
            held, group = 0.0, group + 1
    if 0.0 < held < _BAND and group > 1:
        groups[groups == group] = group - 1
    sides = [np.maximum(np.bincount(groups, weights=one), _LEAST) for one in (then, now)]
    return float(((sides[1] - sides[0]) * np.log(sides[1] / sides[0])).sum())

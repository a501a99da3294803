"""How far what comes in now is from what a behaviour model learnt from: the population stability index, by feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.features import features_of
from fraudguard.classifier.behaviour.head import Head
from fraudguard.classifier.stability import stability

__all__ = ["Drift", "drift_of"]


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

"""What a card keeps of the training texts to measure drift from: counts of texts in bands and with ideas, no text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.card import Bands, Reference
from fraudguard.classifier.features import BUCKETS, COLUMNS, LONGEST, PAIRS_FROM
from fraudguard.classifier.ideas import IDEAS
from fraudguard.classifier.samples import Sample
from fraudguard.classifier.training import Fitted, Settings, pattern, rarity_of

__all__ = ["EDGES", "Profile", "counts_in", "profile_of", "references"]

Feature = Literal["log_odds", "length", "unfamiliar"]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

EDGES: Mapping[Feature, tuple[float, ...]] = {
    "log_odds": tuple(float(odds) for odds in range(-8, 9)),
    "length": (10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0),
    "unfamiliar": (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5),
}
"""
Borders of the bands: of the log-odds (out of fold), of the characters of the neutral form, and of the share of a text's
n-grams that the model knows nothing of.
"""

_GRAMS: Mask = np.arange(COLUMNS) < BUCKETS


@dataclass(frozen=True, slots=True)
class Profile:
    """Of each text the value of each feature, NaN where it is unknown, and a row of the ideas that it has."""

    values: Mapping[Feature, Floats]
    ideas: Mask


def profile_of(neutrals: Sequence[str], odds: Floats, rarity: NDArray[Any]) -> Profile:
    """The profile of texts that a model with these rarities has given these log-odds."""
    matrix = pattern(neutrals)
    known = rarity > 0
    values = {"log_odds": _readable(matrix, known, odds), "unfamiliar": _unfamiliar(matrix, known)}
    return _profile(neutrals, matrix, **values)


def references(fitted: Fitted, samples: Sequence[Sample], settings: Settings) -> tuple[Reference, ...]:
    """Of each source and side of the training texts what drift is measured from, by models that had not seen them."""
    neutrals = [one.neutral for one in samples]
    matrix = pattern(neutrals)
    odds, unfamiliar = np.zeros(len(samples)), np.zeros(len(samples))
    for fold in range(settings.folds):
        out = fitted.folds == fold
        known = rarity_of(matrix, ~out, settings.least_texts) > 0
        odds[out] = _readable(matrix[out], known, fitted.out_of_fold[out])
        unfamiliar[out] = _unfamiliar(matrix[out], known)
    whole = _profile(neutrals, matrix, odds, unfamiliar)
    found = []
    for source in dict.fromkeys(one.source for one in samples):
        for side in ("honest", "fraud"):
            inside = np.array([one.source == source and one.fraud == (side == "fraud") for one in samples])
            if inside.any():
                found.append(_reference(source, side, whole, inside))
    return tuple(found)


def counts_in(edges: Sequence[float], values: Floats) -> tuple[int, ...]:
    """How many values lie in which band; first those that are unknown."""
    places = np.where(np.isnan(values), 0, np.searchsorted(edges, values, side="right") + 1)
    return tuple(np.bincount(places, minlength=len(edges) + 2).tolist())


def _reference(source: str, side: Literal["honest", "fraud"], whole: Profile, inside: Mask) -> Reference:
    return Reference(
        source=source,
        side=side,
        texts=int(inside.sum()),
        bands=tuple(
            Bands(feature=feature, edges=edges, counts=counts_in(edges, whole.values[feature][inside]))
            for feature, edges in EDGES.items()
        ),
        ideas=dict(zip(IDEAS, whole.ideas[inside].sum(axis=0).tolist(), strict=True)),
    )


def _profile(neutrals: Sequence[str], matrix: Any, log_odds: Floats, unfamiliar: Floats) -> Profile:
    length = np.array([len(one[:LONGEST]) for one in neutrals], dtype=np.float64)
    ideas: Mask = matrix[:, BUCKETS:PAIRS_FROM].toarray() > 0
    return Profile({"log_odds": log_odds, "length": length, "unfamiliar": unfamiliar}, ideas)


def _readable(matrix: Any, known: Mask, odds: Floats) -> Floats:
    """The log-odds of texts that have a feature that is known, NaN for the others."""
    return np.where(matrix @ known.astype(np.float64) > 0, odds, np.nan)


def _unfamiliar(matrix: Any, known: Mask) -> Floats:
    """The share of distinct n-grams that are not known, NaN for texts without any."""
    grams = matrix @ _GRAMS.astype(np.float64)
    new = matrix @ (_GRAMS & ~known).astype(np.float64)
    share: Floats = np.where(grams > 0, new / np.maximum(grams, 1), np.nan)
    return share

"""The numbers of a text model: whole, in three arrays, and the one formula that turns them into log-odds."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.features import BUCKETS, COLUMNS

__all__ = ["ARRAYS", "SCHEME_BUCKETS", "SCHEME_ROWS", "Weights", "idea_rows", "log_odds", "pair_rows",
           "probabilities", "probability", "scheme_rows"]  # fmt: skip

SCHEME_BUCKETS = 1 << 15
SCHEME_ROWS = SCHEME_BUCKETS + COLUMNS - BUCKETS
_PAIR, _IDEA = SCHEME_BUCKETS - 1, BUCKETS - SCHEME_BUCKETS
ARRAYS: Mapping[str, np.dtype[Any]] = {
    "value": np.dtype("<i4"),
    "rarity": np.dtype("<u2"),
    "scheme": np.dtype("<i2"),
    "scheme_bias": np.dtype("<i4"),
}
"""Names and types of the arrays, in their order in the file."""


@dataclass(frozen=True, slots=True)
class Weights:
    """
    ``value[c]``: what column c adds for fraud (or, below 0, against it), before the text's length is divided out.
    ``rarity[c]``: what it adds to the length; 0 for a column that was not seen twice in training.
    ``scheme[r, s]``: what row r (see `scheme_rows`) adds for scheme s; ``scheme_bias[s]`` for a text of length 1.
    """

    value: NDArray[np.int32]
    rarity: NDArray[np.uint16]
    scheme: NDArray[np.int16]
    scheme_bias: NDArray[np.int32]

    def digest(self) -> str:
        """Hex digest of all numbers: equal for equal data, settings and releases of the libraries."""
        whole = hashlib.sha256()
        for name, kind in ARRAYS.items():
            array = np.ascontiguousarray(getattr(self, name), dtype=kind)
            whole.update(f"{name}{array.shape}".encode("ascii"))
            whole.update(array.tobytes())
        return whole.hexdigest()


def log_odds(value: float, rarity: float, slope: float, offset: float) -> float:
    """``slope * value / sqrt(rarity) + offset``, both sums whole numbers and so exact on every surface."""
    return slope * (value / math.sqrt(rarity)) + offset


def probability(odds: float) -> float:
    """The probability behind log-odds."""
    if odds >= 0:
        return 1.0 / (1.0 + math.exp(-odds))
    grown = math.exp(max(odds, -700.0))
    return grown / (1.0 + grown)


def probabilities(odds: Sequence[float]) -> list[float]:
    """The same of many, bit for bit; NaN stays NaN."""
    exp = math.exp
    return [1.0 / (1.0 + exp(-one)) if one >= 0 else (grown := exp(max(one, -700.0))) / (1.0 + grown) for one in odds]


def scheme_rows(columns: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """
    The rows of the scheme head for a text of ``length`` characters, out of its columns (`features.columns`).

    Pairs of characters share `SCHEME_BUCKETS` rows, ideas and their pairs have their own. How often counts here.
    """
    ideas = 3 * length - 3 if length > 1 else length
    return np.concatenate((pair_rows(columns[length : 2 * length - 1]), idea_rows(columns[ideas:])))


def pair_rows(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of pairs of characters, by their columns."""
    return columns & _PAIR


def idea_rows(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of ideas and their pairs, by their columns."""
    return columns - _IDEA

"""A scorecard: whole points for the band that each feature lies in, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.bins import Bins, Codes
from fraudguard.errors import ModelError

__all__ = ["Scorecard"]

_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Scorecard:
    """``points`` of all bands of all features in one row (`Bins.begins`). Raises `ModelError` for too large ones."""

    bins: Bins
    points: NDArray[np.int32]

    def __post_init__(self) -> None:
        if self.points.size and int(np.abs(self.points.astype(np.int64)).max()) > _LARGEST:
            raise ModelError("model.weights", field="value")

    def of_values(self, values: Sequence[Any]) -> int:
        """The sum of points of one event, ``None`` being unknown."""
        return self.of_one(self.bins.of_one(values))

    def of_one(self, codes: Sequence[int]) -> int:
        """The same by the codes of the values."""
        points = self.points
        return sum(int(points[begin + code]) for begin, code in zip(self.bins.begins, codes, strict=True))

    def of_many(self, codes: Codes) -> NDArray[np.int64]:
        """The sums of many events."""
        sums = np.zeros(codes.shape[1], dtype=np.int64)
        for begin, size, own in zip(self.bins.begins, self.bins.sizes, codes, strict=True):
            sums += self.points[begin : begin + size].astype(np.int64).take(own)
        return sums

    def parts(self, codes: Sequence[int]) -> tuple[int, list[int]]:
        """Nothing to begin with, and the points of each feature."""
        return 0, [int(self.points[begin + code]) for begin, code in zip(self.bins.begins, codes, strict=True)]

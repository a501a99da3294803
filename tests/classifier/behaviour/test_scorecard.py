"""Points for bands."""

import numpy as np
import pytest

from fraudguard.classifier.behaviour.bins import Bins
from fraudguard.classifier.behaviour.scorecard import Scorecard
from fraudguard.errors import ModelError

BINS = Bins((np.array([10.0]), np.array([], dtype=np.float64)))
POINTS = np.array([5, -3, 20, 1, 2], dtype=np.int32)


def test_points_of_the_bands_add_up() -> None:
    """Two features, three bands and two: each value brings the points of its band."""
    card = Scorecard(BINS, POINTS)
    codes = np.array([[0, 1, 2], [1, 0, 1]], dtype=np.uint8)
    assert [7, -2, 22] == card.of_many(codes).tolist() == [card.of_one(one) for one in codes.T.tolist()]
    assert 22 == card.of_values([11, 0])
    assert (0, [20, 2]) == card.parts([2, 1])


def test_points_without_measure_are_refused() -> None:
    """More points than sums can hold exactly are an error."""
    with pytest.raises(ModelError, match="weights"):
        Scorecard(BINS, POINTS * 10**6)

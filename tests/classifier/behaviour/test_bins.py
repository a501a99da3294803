"""Bands of values."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.classifier.behaviour.bins import Bins, fitted_bins

VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6), st.integers(-5, 5))


@given(st.lists(st.floats(-100, 100), max_size=9, unique=True), st.lists(VALUES, min_size=1, max_size=30))
def test_one_and_many_have_the_same_codes(edges: list[float], values: list[float | None]) -> None:
    """Whatever the borders, a value lies in the same band alone and in a table; unknown is 0."""
    bins = Bins((np.array(sorted(edges), dtype=np.float64),))
    table = np.array([[math.nan if one is None else one] for one in values], dtype=np.float64)
    assert [bins.of_one([one])[0] for one in values] == bins.of_many(table)[0].tolist()
    assert {0} >= {bins.of_one([one])[0] for one in values if one is None}


def test_a_border_belongs_to_the_band_above() -> None:
    """Below, on and above the border of two bands."""
    assert [1, 2, 2] == [Bins((np.array([3.0]),)).of_one([one])[0] for one in (2.9, 3, 3.1)]


def test_fitted_borders_ascend_and_are_few() -> None:
    """Fraud and honest rows each place half of the borders; a feature of two values gets one."""
    random = np.random.default_rng(1)
    table = np.column_stack((random.normal(size=500), random.integers(0, 2, 500), np.full(500, np.nan)))
    edges = fitted_bins(table, random.random(500) < 0.2, 10).edges
    assert [10, 1, 0] == [len(one) for one in edges]
    assert all((np.diff(one) > 0).all() for one in edges)

"""The population stability index."""

import math

import numpy as np

from fraudguard.classifier.stability import MOVED, index_of, stability


def test_the_index_of_a_known_case() -> None:
    """Two halves that become a quarter and three quarters, by hand; the same shares have none."""
    expected = -0.25 * math.log(0.5) + 0.25 * math.log(1.5)
    found = stability(np.array([0, 0.5, 0.5]), np.array([0, 0.25, 0.75]))
    assert math.isclose(expected, found, rel_tol=1e-9)
    assert 0 == stability(np.array([0.2, 0.3, 0.5]), np.array([0.2, 0.3, 0.5]))


def test_small_bands_are_joined() -> None:
    """A hundred bands of one in a hundred say no more than twenty of five, and the unknown stays alone."""
    then = np.array([0.0, *[0.01] * 100])
    now = np.array([0.5, *[0.005] * 100])
    assert stability(then, now) < stability(then, now[::-1]) or stability(then, now) > MOVED


def test_bands_as_they_are_are_not_joined() -> None:
    """What two in a hundred had and four in ten have now has moved; joined with its neighbour it would not show."""
    then, now = np.array([0.98, 0.02]), np.array([0.6, 0.4])
    assert index_of(then, now) > MOVED
    assert stability(np.array([0.0, *then]), np.array([0.0, *now])) < 1e-9


def test_a_share_of_none_counts_as_the_least() -> None:
    """Two shares below the least are the same."""
    assert 0 == index_of(np.array([0.0, 1.0]), np.array([0.001, 1.0]), least=0.01)

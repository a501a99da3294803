"""The tables of decay are exact."""

from fractions import Fraction
from itertools import pairwise
from math import isqrt

import pytest

from fraudguard.pack.decay import keep_table


def exact(hours: int, half_life: int) -> int:
    """The largest k with k ** L * 2 ** h <= 1000 ** L, by bisection on integers alone."""
    low, high = 0, 1_000
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**half_life << hours <= 1_000**half_life else (low, middle - 1)
    return low


@pytest.mark.parametrize("half_life", [1, 2, 3, 7, 24, 25, 72, 100])
def test_every_entry_is_the_exact_floor(half_life: int) -> None:
    """Floats decide nothing that integers would decide otherwise."""
    assert tuple(exact(hours, half_life) for hours in range(168)) == keep_table(half_life, 168)


def test_halves_are_exact() -> None:
    """After whole half-lives exactly the half is left, rounded down."""
    table = keep_table(24, 168)
    assert [1_000, 500, 250, 125, 62, 31, 15] == [table[24 * days] for days in range(7)]
    assert 707 == table[12] == isqrt(500_000)


def test_a_table_ends_at_its_horizon() -> None:
    """One entry for each hour before the horizon; the slowest half-life still falls."""
    assert (1, 8_760) == (len(keep_table(1, 1)), len(keep_table(8_760, 8_760)))
    slow = keep_table(8_760, 8_760)
    assert all(a >= b for a, b in pairwise(slow))
    assert 500 == slow[-1]
    assert Fraction(999, 1_000) >= Fraction(slow[1], 1_000)

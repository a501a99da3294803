import math

import pytest

from fraudguard.plan import arithmetic

HUGE = 10**600  # a whole number that no float can hold
BINARY = (
    arithmetic.add,
    arithmetic.subtract,
    arithmetic.multiply,
    arithmetic.divide,
    arithmetic.is_multiple,
    arithmetic.larger,
    arithmetic.smaller,
)


@pytest.mark.parametrize("function", BINARY)
@pytest.mark.parametrize("sides", [(None, 1), (1, None), (None, None)])
def test_an_unknown_side_makes_the_result_unknown(function, sides):
    """No function of two values makes something known out of something unknown."""
    assert function(*sides) is None


def test_whole_numbers_stay_exact():
    """Fen are added, subtracted and multiplied without a float in between."""
    assert 10**13 + 1 == arithmetic.add(10**13, 1)
    assert 10**26 - 1 == arithmetic.subtract(10**26, 1)
    assert (10**13 + 1) ** 2 == arithmetic.multiply(10**13 + 1, 10**13 + 1)


def test_division_by_zero_is_unknown():
    """A quotient of nothing is not an error and not infinite."""
    assert arithmetic.divide(1, 0) is None
    assert arithmetic.divide(0, 0.0) is None
    assert 0.5 == arithmetic.divide(1, 2)


@pytest.mark.parametrize("function", [arithmetic.add, arithmetic.subtract, arithmetic.multiply, arithmetic.divide])
def test_what_no_float_can_hold_is_unknown(function):
    """Overflow gives unknown whether Python raises or says infinite."""
    assert function(HUGE, 0.5) is None
    assert arithmetic.add(1e308, 1e308) is None
    assert arithmetic.multiply(1e308, 10) is None
    assert arithmetic.subtract(-1e308, 1e308) is None


def test_multiples_are_whole_and_not_zero_times():
    """Nothing and parts are no multiples; 0 has none; overflow is unknown."""
    assert arithmetic.is_multiple(30_000, 10_000) is True
    assert arithmetic.is_multiple(30_001, 10_000) is False
    assert arithmetic.is_multiple(0, 10_000) is False
    assert arithmetic.is_multiple(-20, 10) is True
    assert arithmetic.is_multiple(5, 0) is None
    assert arithmetic.is_multiple(HUGE, 0.5) is None


def test_larger_and_smaller_compare_whole_numbers_with_floats_exactly():
    """Picking does not convert, so that it cannot overflow either."""
    assert HUGE == arithmetic.larger(HUGE, 1.5)
    assert 1.5 == arithmetic.smaller(HUGE, 1.5)


@pytest.mark.parametrize(
    ("at", "hour", "weekday"),
    [
        (0, 8, 4),  # Thursday 1970-01-01 08:00 in Shanghai
        (16 * arithmetic.HOUR - 1, 23, 4),
        (16 * arithmetic.HOUR, 0, 5),
        (-8 * arithmetic.HOUR - 1, 23, 3),  # before 1970
        (1_736_128_800_000_000, 10, 1),  # Monday 2025-01-06 10:00
    ],
)
def test_hours_and_weekdays_are_those_of_shanghai(at, hour, weekday):
    """Midnight at +08:00 begins the day, Monday is 1 and Sunday 7."""
    assert hour == arithmetic.hour_of(at)
    assert weekday == arithmetic.weekday_of(at)


def test_an_unknown_instant_has_no_hour():
    """Missing stays missing."""
    assert arithmetic.hour_of(None) is None
    assert arithmetic.weekday_of(None) is None


def test_no_result_is_ever_infinite():
    """Every function that returns a float returns a finite one or nothing."""
    edge = [0.0, -0.0, 1e308, -1e308, 5e-324, 10**15, -(10**15), HUGE]
    for function in BINARY:
        for left in edge:
            for right in edge:
                result = function(left, right)
                assert result is None or isinstance(result, int) or math.isfinite(result)

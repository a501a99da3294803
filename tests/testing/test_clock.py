"""The clock that a test drives by hand."""

from datetime import timedelta

from fraudguard.testing import BASE, Clock


def test_the_clock_stands_still():
    """It is called to be read, and reads the same until it is moved."""
    clock = Clock()

    assert [BASE, BASE] == [clock(), clock.now]


def test_the_clock_goes_where_it_is_put():
    """On by parts of time, to an instant, and back."""
    clock = Clock("+1h")

    assert BASE + timedelta(hours=1, minutes=3) == clock.advance(minutes=3)
    assert BASE == clock.set("+0m")
    assert BASE == clock()

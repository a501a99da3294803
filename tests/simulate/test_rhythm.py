"""When things happen."""

import numpy as np

from fraudguard.simulate import Settings
from fraudguard.simulate.rhythm import NIGHT, OFFICE, days_of_month, feast_days, moments, weekdays
from fraudguard.simulate.settings import DAY, HOUR

YEAR = Settings(persons=1, days=366)


def test_the_calendar_is_real() -> None:
    """2024 began on a Monday; its new year fell on 10 February; its days of the month run to 31 and begin again."""
    assert [0, 1, 6, 0] == weekdays(YEAR)[[0, 1, 6, 7]].tolist()
    assert 40 in feast_days(YEAR)
    assert 39 not in feast_days(YEAR)
    assert [1, 31, 1, 29, 1] == days_of_month(YEAR)[[0, 30, 31, 59, 60]].tolist()


def test_moments_stay_on_their_day_and_follow_the_hours() -> None:
    """An instant lies on the day asked for; offices work by day, owls at night."""
    day = np.repeat(np.arange(10), 300)
    office = moments(np.random.default_rng(1), YEAR, day, OFFICE) - YEAR.start_us
    assert day.tolist() == (office // DAY).tolist()
    night = moments(np.random.default_rng(1), YEAR, day, NIGHT) - YEAR.start_us
    assert np.median(office % DAY // HOUR) in range(9, 17)
    assert np.mean(np.isin(night % DAY // HOUR, [22, 23, 0, 1, 2, 3, 4])) > 0.7

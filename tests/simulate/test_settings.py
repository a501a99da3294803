"""Settings: what can be asked for, and what follows from it."""

from typing import Any

import pytest

from fraudguard.errors import UsageError
from fraudguard.simulate import Coverage, Settings

HOUR = 3_600_000_000


@pytest.mark.parametrize(("persons", "towns", "last"), [(2_000, 1, 2_000), (2_001, 2, 1), (3_999, 2, 1_999), (1, 1, 1)])
def test_towns_are_full_but_the_last(persons: int, towns: int, last: int) -> None:
    """Persons are spread over full towns; the last one takes the rest."""
    settings = Settings(persons=persons, days=1)
    assert towns == settings.towns
    assert last == settings.persons_of(towns - 1)


def test_time_begins_at_midnight_in_shanghai() -> None:
    """2024-01-01 begins at 16:00 UTC of the day before, and ends so many days later."""
    settings = Settings(persons=1, days=2, start="2024-01-01")
    assert 1_704_038_400_000_000 == settings.start_us
    assert 48 * HOUR == settings.end_us - settings.start_us


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": 0}, {"days": 0}, {"days": 3651}, {"town_size": 49}, {"town_size": 50_001}, {"rate": -0.1},
        {"panel": -1}, {"start": "2024-13-01"}, {"start": "1999-12-31"}, {"start": ""},
        {"coverage": Coverage(calls=1.01)}, {"coverage": Coverage(texts=-0.01)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    """A number out of range and a date that is none are named in the error."""
    with pytest.raises(UsageError) as caught:
        Settings(**{"persons": 100, "days": 10, **wrong})
    assert "simulate.setting" == caught.value.code
    assert next(iter(wrong)) in caught.value.render("en")


@pytest.mark.parametrize(
    "edge", [{"persons": 1}, {"days": 3650}, {"town_size": 50}, {"rate": 0}, {"start": "2000-01-01"}]
)
def test_the_limits_themselves_are_allowed(edge: dict[str, Any]) -> None:
    """The least and the largest values are good ones."""
    assert Settings(**{"persons": 100, "days": 10, **edge})

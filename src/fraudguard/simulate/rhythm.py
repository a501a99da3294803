"""When things happen: hours of the day, days of the week, feasts; for whole columns at a time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from fraudguard.simulate.settings import DAY, HOUR, Settings

__all__ = ["CALLS", "NIGHT", "OFFICE", "SHOPS", "feast_days", "moments", "weekdays"]

_SPREAD = np.arange(24)


def _bell(*peaks: tuple[float, float, float]) -> np.ndarray:
    """Weights of the 24 hours from peaks of (hour, width, height), with a little at every hour."""
    weights = np.full(24, 0.01)
    for hour, width, height in peaks:
        away = np.minimum(np.abs(_SPREAD - hour), 24 - np.abs(_SPREAD - hour))
        weights += height * np.exp(-0.5 * (away / width) ** 2)
    found: np.ndarray = weights / weights.sum()
    return found


SHOPS = _bell((8, 1.5, 0.6), (12, 1.5, 1.0), (18.5, 2.5, 1.2), (22, 1.5, 0.3))
CALLS = _bell((10.5, 2.0, 1.0), (15.5, 2.5, 1.0), (19.5, 1.5, 0.6))
NIGHT = _bell((23.5, 1.5, 1.0), (2, 2.0, 0.6))
OFFICE = _bell((10, 1.2, 1.0), (15, 1.5, 1.0))

_FEASTS = {"02-10", "02-11", "02-12", "05-01", "05-20", "09-17", "10-01"}
"""Days on which money is given: the new year of 2024, May Day, 05-20, mid-autumn, the national day."""


def moments(rng: np.random.Generator, settings: Settings, days: np.ndarray, hours: np.ndarray) -> np.ndarray:
    """An instant on each of ``days`` (numbers from the start), by the weights of local ``hours``."""
    hour = rng.choice(24, size=len(days), p=hours)
    return settings.start_us + days * DAY + hour * HOUR + (rng.random(len(days)) * HOUR).astype(np.int64)


def weekdays(settings: Settings) -> np.ndarray:
    """Of each day of the simulation, Monday 0 to Sunday 6."""
    first = date.fromisoformat(settings.start).weekday()
    return (first + np.arange(settings.days)) % 7


def feast_days(settings: Settings) -> np.ndarray:
    """The numbers of the days on which people send red packets."""
    first = date.fromisoformat(settings.start)
    found = [n for n in range(settings.days) if (first + timedelta(days=n)).strftime("%m-%d") in _FEASTS]
    return np.array(found, dtype=np.int64)


def days_of_month(settings: Settings) -> np.ndarray:
    """Of each day of the simulation, its day in the month."""
    first = date.fromisoformat(settings.start)
    return np.array([(first + timedelta(days=n)).day for n in range(settings.days)])

"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

from fraudguard.testing.events import moment

__all__ = ["Clock"]


class Clock:
    """
    Aware time for whatever takes an injected clock: call it to read it.

    ``Clock()`` stands at Monday 2025-01-06 10:00 +08:00 and never moves by itself.
    """

    def __init__(self, start: str | datetime = "+0m") -> None:
        self._now = moment(start)

    def __call__(self) -> datetime:
        return self._now

    @property
    def now(self) -> datetime:
        """The instant at which the clock stands."""
        return self._now

    def set(self, to: str | datetime) -> datetime:
        """Stand at an instant, earlier ones included; `moment` says what may be written."""
        self._now = moment(to)
        return self._now

    def advance(self, **parts: float) -> datetime:
        """Move on by ``days``, ``hours``, ``minutes``, ``seconds`` or ``microseconds``; returns the new instant."""
        self._now += timedelta(**parts)
        return self._now

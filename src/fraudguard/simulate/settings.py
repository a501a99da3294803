"""What is simulated: how many persons, for how long, how much fraud, and what the feeds see of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Self

from fraudguard.errors import UsageError
from fraudguard.events.moment import SHANGHAI, microseconds

__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "Coverage", "Settings"]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Coverage:
    """
    What the feeds see, as shares of persons or of accounts (DOMAIN 12).

    ``calls``, ``devices``, ``texts``: persons whose call records, handset, and words come in. ``live``: of those with
    calls, the persons whose calls are also reported when they begin. ``banks``: accounts of a bank that delivers (1.5
    of 1.8). ``app_view``: accounts whose banking app tells of the phone at a payment. ``pending``: accounts whose bank
    reports a transfer before it settles; ``delayed`` is the share of such transfers that settle after two hours.
    """

    calls: float = 0.90
    devices: float = 0.25
    texts: float = 0.15
    live: float = 0.70
    banks: float = 1.5 / 1.8
    app_view: float = 0.60
    pending: float = 0.60
    delayed: float = 0.15

    @classmethod
    def whole(cls) -> Self:
        """All feeds connected: whatever anybody could report comes in. When banks report stays as it is."""
        return cls(calls=1, devices=1, texts=1, live=1, banks=1, app_view=1)


@dataclass(frozen=True, slots=True)
class Settings:
    """
    One simulation.

    Towns of at most ``town_size`` persons never meet. ``rate`` is how many attempts reach the money, per 1,000 persons
    a month of thirty days (DOMAIN 12: 1.0-2.5). ``panel`` adds attempts, marked as such, so that each scheme
    reaches the money that often in the whole simulation. ``start`` is a date in Shanghai.

    Raises `UsageError` (``simulate.setting``) for a number out of range or a date that is none.
    """

    persons: int
    days: int
    seed: str = "A"
    town_size: int = 2_000
    rate: float = 1.75
    panel: int = 0
    start: str = "2024-01-01"
    coverage: Coverage = field(default_factory=Coverage)

    def __post_init__(self) -> None:
        limits = {
            "persons": (1, 10**7), "days": (1, 3650), "town_size": (50, 50_000), "rate": (0, 1000),
            "panel": (0, 100_000),
        }  # fmt: skip
        for name, (lowest, largest) in limits.items():
            value = getattr(self, name)
            if not lowest <= value <= largest:
                raise UsageError("simulate.setting", name=name, given=value, wanted=f"{lowest} … {largest}")
        for share in fields(Coverage):
            value = getattr(self.coverage, share.name)
            if not 0 <= value <= 1:
                raise UsageError("simulate.setting", name=f"coverage.{share.name}", given=value, wanted="0 … 1")
        try:
            first = date.fromisoformat(self.start)
        except (TypeError, ValueError):
            first = date.min
        if not 2000 <= first.year <= 2100:
            raise UsageError("simulate.setting", name="start", given=self.start, wanted="2024-01-01")

    @property
    def towns(self) -> int:
        """How many towns there are."""
        return -(-self.persons // self.town_size)

    def persons_of(self, town: int) -> int:
        """How many live in a town; the last one may be smaller."""
        return min(self.town_size, self.persons - town * self.town_size)

    @property
    def start_us(self) -> int:
        """Midnight in Shanghai on the first day, microseconds UTC."""
        first = date.fromisoformat(self.start)
        return microseconds(datetime(first.year, first.month, first.day, tzinfo=SHANGHAI))

    @property
    def end_us(self) -> int:
        """Midnight after the last day."""
        return self.start_us + self.days * DAY

"""One period against another: year on year, period on period, with a warning where the numbers are small."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fraudguard.desk.statistics import Statistics
from fraudguard.desk.tally import Tally
from fraudguard.events.moment import SHANGHAI, from_microseconds, microseconds

__all__ = ["COMPARED", "FEW", "Change", "Comparison", "compared", "period_before", "year_before"]

FEW = 30
"""Below so many cases on a side a percentage says little: 11 against 32 is −65.63 % (R0), and may be chance."""

COMPARED: Mapping[str, Callable[[Tally], int]] = {
    "warned": lambda tally: tally.warned,
    "confirmed": lambda tally: tally.confirmed,
    "defrauded": lambda tally: tally.defrauded,
    "defrauded_after": lambda tally: tally.defrauded_after,
    "lost": lambda tally: tally.lost,
    "stopped": lambda tally: tally.stopped,
}
"""What is compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """A number now and then; ``percent`` is the change, None where there was nothing then."""

    now: int
    then: int

    @property
    def percent(self) -> float | None:
        """(now - then) / then, in per cent."""
        return 100 * (self.now - self.then) / self.then if self.then else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods. ``few`` says that one of them has fewer than `FEW` cases: read numbers, not percentages."""

    now: Statistics
    then: Statistics

    @property
    def few(self) -> bool:
        """Whether a side has fewer than `FEW` cases."""
        return min(self.now.total.warned, self.then.total.warned) < FEW

    @property
    def total(self) -> dict[str, Change]:
        """Each of `COMPARED` over all cases."""
        return _changes(self.now.total, self.then.total)

    def by(self, dimension: str) -> dict[str, dict[str, Change]]:
        """Each of `COMPARED` for each value of a dimension that stands on either side."""
        now, then = self.now.by[dimension], self.then.by[dimension]
        return {
            key: _changes(now.get(key, _NOTHING), then.get(key, _NOTHING)) for key in sorted(now.keys() | then.keys())
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; money in fen here, as it is compared."""
        total = {name: {"now": c.now, "then": c.then, "percent": c.percent} for name, c in self.total.items()}
        return {
            "since": None if self.then.since is None else from_microseconds(self.then.since).isoformat(),
            "until": None if self.then.until is None else from_microseconds(self.then.until).isoformat(),
            "few": self.few,
            "total": total,
        }


_NOTHING = Tally()


def compared(
    read: Callable[..., Statistics],
    since: datetime,
    until: datetime,
    before: Callable[[datetime, datetime], tuple[datetime, datetime]],
) -> Comparison:
    """
    The period against the one that ``before`` gives (`year_before`, `period_before`); ``read`` is `Desk.statistics`.

    Both are seen at the same age: what is known of the earlier one is cut off as long after its end as the ledger now
    reaches beyond the end of the later one.
    """
    now = read(since, until)
    earlier, end = before(since, until)
    lag = max(0, now.known_at + 1 - microseconds(until))
    return Comparison(now, read(earlier, end, known_until=end + timedelta(microseconds=lag)))


def year_before(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The same dates a year earlier, in Shanghai time; 29 February becomes 28 February."""
    return _months_back(since, 12), _months_back(until, 12)


def period_before(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The period of the same length that ends where this one begins; before whole months, as many whole months."""
    start, end = since.astimezone(SHANGHAI), until.astimezone(SHANGHAI)
    if _begins_month(start) and _begins_month(end):
        months = 12 * (end.year - start.year) + end.month - start.month
        return _months_back(start, months), start
    return start - (end - start), start


def _begins_month(moment: datetime) -> bool:
    return moment == moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _months_back(moment: datetime, months: int) -> datetime:
    local = moment.astimezone(SHANGHAI)
    place = 12 * local.year + local.month - 1 - months
    year, month = place // 12, place % 12 + 1
    last = (datetime(year + month // 12, month % 12 + 1, 1, tzinfo=SHANGHAI) - timedelta(days=1)).day
    return local.replace(year=year, month=month, day=min(local.day, last))


def _changes(now: Tally, then: Tally) -> dict[str, Change]:
    return {name: Change(of(now), of(then)) for name, of in COMPARED.items()}

"""What really happened in a simulated town: attempts, transfers, honest days, look-alikes; plain data for measuring."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fraudguard.simulate import Town

__all__ = ["DAY", "TABLES", "Attempt", "LookAlike", "Mule", "Truth", "truth_of", "truth_of_rows"]

DAY = 86_400_000_000
"""Microseconds."""

TABLES = ("persons", "attempts", "transfers", "confusers", "mules")
"""The tables of a simulation's labels that measuring reads."""

_AFTERMATH = 7 * DAY  # a warning this long after a scam's last event is late, not false


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    One attempt on one person. Instants in microseconds UTC, money in fen.

    ``transfers`` are ``(at, settles at, amount)`` of the payments to the fraudster, in order; none when it ended before
    money moved. ``panel`` marks those drawn so that a rare scheme can be measured; ``techniques`` are what was done
    on the victim's phone.
    """

    id: str
    person: str
    scheme: str
    panel: bool
    started: int
    ended: int
    transfers: tuple[tuple[int, int, int], ...]
    techniques: tuple[str, ...] = ()

    @property
    def loss(self) -> int:
        """All that was paid, in fen."""
        return sum(amount for _, _, amount in self.transfers)

    @property
    def late_until(self) -> int:
        """Until when a warning belongs to this attempt, however late."""
        return self.ended + _AFTERMATH


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A planted honest story that looks like a scam (DOMAIN 13)."""

    confuser: str
    person: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mule:
    """An account that receives the proceeds; ``payments`` are the instants at which victims paid into it."""

    account: str
    person: str
    payments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """
    The labels of one town, from ``start`` (the end of the warm-up) to ``end``.

    ``bands`` maps each person to an age band.
    """

    start: int
    end: int
    bands: Mapping[str, str]
    attempts: tuple[Attempt, ...]
    look_alikes: tuple[LookAlike, ...]
    mules: tuple[Mule, ...]
    _by_person: dict[str, list[Attempt]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_person: dict[str, list[Attempt]] = {}
        for attempt in sorted(self.attempts, key=lambda one: (one.started, one.id)):
            by_person.setdefault(attempt.person, []).append(attempt)
        object.__setattr__(self, "_by_person", by_person)

    def attempts_on(self, person: str) -> Sequence[Attempt]:
        """The attempts on a person, earliest first."""
        return self._by_person.get(person, ())

    def attempt_at(self, person: str, at: int) -> Attempt | None:
        """The attempt a warning of that instant belongs to, late ones included; the latest begun, if several."""
        mine = self.attempts_on(person)
        for attempt in reversed(mine[: bisect_right(mine, at, key=lambda one: one.started)]):
            if at <= attempt.late_until:
                return attempt
        return None

    def honest_days(self) -> dict[str, float]:
        """Person-days on which nobody was after the person, by age band."""
        days: dict[str, float] = {}
        for person, band in self.bands.items():
            under_attack = 0
            reached = self.start
            for attempt in self.attempts_on(person):
                begin, end = max(attempt.started, reached), min(attempt.late_until, self.end)
                under_attack += max(0, end - begin)
                reached = max(reached, end)
            days[band] = days.get(band, 0.0) + (self.end - self.start - under_attack) / DAY
        return days


def truth_of(town: Town, start: int, end: int) -> Truth:
    """The labels of a simulated town as plain data, those from before ``start`` included."""
    return truth_of_rows({name: getattr(town.truth, name).to_dicts() for name in TABLES}, start, end)


def truth_of_rows(rows: Mapping[str, Sequence[Mapping[str, Any]]], start: int, end: int) -> Truth:
    """
    The labels from the rows of the tables of `fraudguard.simulate`, each of `TABLES` by its name.

    Raises `KeyError` when a row lacks a column.
    """
    transfers: dict[str, list[tuple[int, int, int]]] = {}
    paid: dict[str, list[int]] = {}
    for row in rows["transfers"]:
        transfers.setdefault(row["attempt"], []).append((row["at"], row["settles_at"], row["amount"]))
        paid.setdefault(row["payee_account"], []).append(row["at"])
    attempts = []
    for row in rows["attempts"]:
        moved = tuple(sorted(transfers.get(row["attempt"], ())))
        words = row["attempt"], row["person"], row["scheme"], row["panel"], row["started_at"], row["ended_at"]
        attempts.append(Attempt(*words, moved, tuple(row["techniques"])))
    return Truth(
        start,
        end,
        {row["person"]: row["band"] for row in rows["persons"]},
        tuple(attempts),
        tuple(LookAlike(row["confuser"], row["person"], row["from_at"], row["to_at"]) for row in rows["confusers"]),
        tuple(
            Mule(row["account"], row["person"] or "", tuple(sorted(paid.get(row["account"], ()))))
            for row in rows["mules"]
        ),
    )

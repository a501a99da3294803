"""Tickets against labels: which were about somebody really under attack, who was warned in time, what that saves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.workbench.budget import Danger, danger
from fraudguard.workbench.labels import Labels
from fraudguard.workbench.quality.measures import caught
from fraudguard.workbench.quality.outcomes import AttemptOutcome, Judge, attempt_outcomes
from fraudguard.workbench.quality.replay import Change
from fraudguard.workbench.quality.truth import Attempt, truth_of_rows
from fraudguard.workbench.warned import TicketSeen

__all__ = ["Judged", "judged"]

_PLACES = 4
_YELLOW = LEVELS.index("yellow")
_LEAST: Danger = (_YELLOW, False, 0)


@dataclass(frozen=True, slots=True)
class Judged:
    """
    What the labels say of tickets.

    ``true`` names the tickets (subject and first event) about somebody under attack or an account that takes the
    proceeds. ``about`` pairs each attempt that moved money with the tickets about its victim, and ``outcomes`` say how
    it ended.
    """

    judge: Judge
    tickets: Sequence[TicketSeen]
    true: frozenset[tuple[str, str]]
    outcomes: tuple[AttemptOutcome, ...]
    about: tuple[tuple[Attempt, tuple[TicketSeen, ...]], ...]

    def knows(self, subjects: Collection[str]) -> bool:
        """Whether the labels speak of anybody among these subjects."""
        return not self.judge.persons.keys().isdisjoint(subjects)

    def precision(self, rule: str) -> float | None:
        """Of the tickets in which a rule counted, the share that was true."""
        mine = [one for one in self.tickets if rule in one.rules]
        return _share(sum(self._is_true(one) for one in mine), len(mine))

    def recall(self, rule: str) -> float | None:
        """The share of the attempts whose victim was warned in time, at yellow or higher, with this rule counting."""
        return self._recall(_LEAST, rule)

    def recall_above(self, bar: Danger) -> float | None:
        """The share of the attempts whose victim was warned in time by a ticket at least as dangerous as ``bar``."""
        return self._recall(max(bar, _LEAST), "")

    def plain(self, pack: CheckedPack) -> dict[str, Any]:
        """The measures of all tickets together and by scheme, ready for JSON."""
        warnings = [one for one in self.tickets if LEVELS.index(one.level) >= _YELLOW]
        groups: dict[str, list[AttemptOutcome]] = {}
        for outcome in self.outcomes:
            groups.setdefault(outcome.scheme, []).append(outcome)
        return {
            "warnings": len(warnings),
            "precision": _share(sum(map(self._is_true, warnings)), len(warnings)),
            **_measured(self.outcomes),
            "schemes": [
                {
                    "scam": scheme,
                    "name": pack.taxonomy[scheme].zh if scheme in pack.taxonomy else "",
                    **_measured(groups[scheme]),
                }
                for scheme in sorted(groups)
            ],
        }

    def _is_true(self, ticket: TicketSeen) -> bool:
        return (ticket.subject, ticket.first) in self.true

    def _recall(self, bar: Danger, rule: str) -> float | None:
        reached = sum(any(_warns(one, attempt, bar, rule) for one in mine) for attempt, mine in self.about)
        return _share(reached, len(self.about))


def judged(labels: Labels, tickets: Sequence[TicketSeen], start: int, end: int) -> Judged:
    """The tickets opened in the time from ``start`` to before ``end``, against the labels of that time."""
    judge = Judge(truth_of_rows(labels, start, end))
    changes: dict[str, list[Change]] = {}
    for one in tickets:
        changes.setdefault(one.subject, []).extend(alert.change for alert in one.alerts)
    true = {(one.subject, one.first) for one in tickets if _true(judge, one)}
    by_person = {person: subject for subject, person in judge.persons.items()}
    mine: dict[str, list[TicketSeen]] = {}
    for one in tickets:
        mine.setdefault(one.subject, []).append(one)
    attempts = [one for one in judge.truth.attempts if one.transfers and judge.measured(one.started)]
    return Judged(
        judge,
        tickets,
        frozenset(true),
        tuple(attempt_outcomes(judge, changes, changes)),
        tuple((one, tuple(mine.get(by_person.get(one.person, ""), ()))) for one in attempts),
    )


def _true(judge: Judge, ticket: TicketSeen) -> bool:
    return ticket.subject in judge.guilty or any(
        judge.attempt(ticket.subject, alert.change.at) is not None for alert in ticket.alerts
    )


def _warns(ticket: TicketSeen, attempt: Attempt, bar: Danger, rule: str) -> bool:
    """Whether a ticket rose above the bar in time for an attempt, and with a rule if one is named."""
    first = next((alert for alert in ticket.alerts if danger(alert) >= bar), None)
    if first is None or not attempt.started <= first.change.at < attempt.transfers[-1][1]:
        return False
    return not rule or any(part.rule == rule for part in first.parts)


def _measured(outcomes: Sequence[AttemptOutcome]) -> dict[str, Any]:
    """Who was warned in time; leads of higher centres count here like every other ticket."""
    row = caught(outcomes)
    del row["with_leads"], row["five_minutes"]
    return row


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, _PLACES) if whole else None

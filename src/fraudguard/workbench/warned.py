"""Who was warned in a run: every ticket of a guard, from its opening to its highest, with what it rested on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from fraudguard.events import Event
from fraudguard.pack.checked import LEVELS, Level
from fraudguard.scoring.decision import Decision, Part, Standing, Ticket
from fraudguard.scoring.tickets import height
from fraudguard.workbench.quality.replay import Change

__all__ = ["Alert", "TicketSeen", "Warned", "standing_of"]


class Alert(NamedTuple):
    """One change of a ticket, and the parts its points were made of."""

    change: Change
    parts: tuple[Part, ...]

    @property
    def height(self) -> tuple[int, bool]:
        """What a ticket is raised by."""
        return height(self.change.level, self.change.urgent)


@dataclass(slots=True)
class TicketSeen:
    """
    One ticket: whom it is about (``subject`` is a token, ``label`` masked), and its changes in order.

    ``age`` is the person's at the opening, ``None`` when it is not known or the subject is an account. ``until`` is the
    instant of the last finding that counted in its episode.
    """

    subject: str
    label: str
    age: int | None
    until: int
    alerts: list[Alert] = field(default_factory=list)

    @property
    def first(self) -> str:
        """Id of the event that opened it."""
        return self.alerts[0].change.first

    @property
    def opened_at(self) -> int:
        """When it was opened."""
        return self.alerts[0].change.at

    @property
    def highest(self) -> Change:
        """How it stood at its last change: a ticket is only ever raised."""
        return self.alerts[-1].change

    @property
    def level(self) -> Level:
        """Its highest level."""
        return max((alert.change.level for alert in self.alerts), key=LEVELS.index)

    @property
    def urgent(self) -> bool:
        """Whether a loss was in progress at any of its changes."""
        return any(alert.change.urgent for alert in self.alerts)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that counted at any of its changes."""
        return frozenset(part.rule for alert in self.alerts for part in alert.parts)


@dataclass(slots=True)
class Warned:
    """The tickets of one guard, filled decision by decision; ``episode`` is the length of an episode."""

    episode: int
    tickets: dict[tuple[str, str], TicketSeen] = field(default_factory=dict)
    _running: dict[str, TicketSeen] = field(default_factory=dict)

    def saw(self, event: Event, decision: Decision) -> None:
        """Take in what a guard said of an event."""
        for finding in decision.findings:
            running = self._running.get(finding.subject)
            if running is None or decision.at - running.until >= self.episode:
                continue
            if _counts(standing_of(decision, finding.subject), decision.event_id):
                running.until = max(running.until, decision.at)
        for ticket in decision.tickets:
            self._changed(event, decision, ticket)

    def opened_from(self, start: int) -> Iterator[TicketSeen]:
        """The tickets opened at or after an instant, in the order of their opening."""
        return (one for one in self.tickets.values() if one.opened_at >= start)

    def _changed(self, event: Event, decision: Decision, ticket: Ticket) -> None:
        known = self.tickets.get((ticket.subject, ticket.first_event))
        if known is None:
            age = event.person.age if ticket.subject == decision.standing.subject else None
            known = TicketSeen(ticket.subject, ticket.label, age, decision.at)
            self.tickets[ticket.subject, ticket.first_event] = known
        self._running[ticket.subject] = known
        change = Change(
            ticket.first_event, decision.at, decision.event_id, ticket.level, ticket.points, ticket.scam, ticket.urgent
        )
        known.alerts.append(Alert(change, ticket.parts))


def standing_of(decision: Decision, subject: str) -> Standing:
    """Where a subject stands after an event; without points when the event did not touch it."""
    if decision.standing.subject == subject:
        return decision.standing
    return decision.standings.get(subject) or Standing(subject)


def _counts(standing: Standing, event_id: str) -> bool:
    return any(part[3] == event_id for part in standing.added)

"""What reaches the desk, each within a transaction of the caller: tickets, instructions, calls that go on, feeds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from fraudguard.desk.case import Case, numbered
from fraudguard.desk.exchange import contact_data
from fraudguard.desk.intake import Arrival, take_lead, take_ticket
from fraudguard.desk.lifecycle import Lifecycle, Worked
from fraudguard.desk.silence import hear
from fraudguard.desk.units import Units
from fraudguard.desk.writing import Writing
from fraudguard.events import Event
from fraudguard.events.lead import Lead
from fraudguard.feeds.outputs import ticket_mapping
from fraudguard.pack.checked import DeskRules
from fraudguard.pack.desk_policy import DAY, MINUTE
from fraudguard.scoring.decision import Decision, Ticket

__all__ = ["Reception", "drilled"]

_WATCH = 90 * DAY  # after a confirmed loss (DOMAIN 8.4, re-warning)


_DRILL = "drill:"


def drilled(subject: str) -> str:
    """The subject of a drill about a subject: it has cases of its own."""
    return _DRILL + subject


def _of_drill(ticket: Ticket) -> Ticket:
    return dataclasses.replace(ticket, subject=drilled(ticket.subject))


def _first_id(ticket: Ticket) -> str:
    """The id of a case that a ticket opens, unless that is taken."""
    return f"{'d' if ticket.subject.startswith(_DRILL) else 'c'}-{ticket.id[:12]}"


class Reception:
    """Takes in what scoring and feeds bring, by the desk's rules, units and life of a case."""

    def __init__(self, lifecycle: Lifecycle, rules: DeskRules, units: Units) -> None:
        self.lifecycle = lifecycle
        self.rules = rules
        self.units = units
        self._heard: dict[str, int] = {}

    def look_ahead(self, tx: Writing, decisions: Sequence[tuple[Decision, bool]]) -> None:
        """Read at once what taking these decisions, each of a drill or not, will ask for."""
        subjects, ids = [], []
        for decision, drill in decisions:
            tickets = [_of_drill(ticket) for ticket in decision.tickets] if drill else decision.tickets
            own = decision.standing.subject
            subjects += [ticket.subject for ticket in tickets]
            subjects += [drilled(own) if drill else own] if own else []
            ids += [_first_id(ticket) for ticket in tickets]
        tx.look_ahead(subjects, ids)

    def take(self, tx: Writing, ticket: Ticket, event: Event, at: int, *, payee: bool, drill: bool) -> Case:
        """The case of a ticket: opened, joined, raised or reopened."""
        if drill:
            ticket = _of_drill(ticket)
        before = tx.case_of(ticket.subject)
        person = event.person
        arrival = Arrival(
            case_id=self._case_id(tx, ticket, before),
            at=at,
            route=self.units.route(person),
            area="" if payee else person.area or "",
            payee=payee,
            drill=drill,
            prior_loss=before is not None and tx.lost_since(ticket.subject, at - _WATCH),
            scam_zh=self.rules.scams.get(ticket.scam, ticket.scam),
        )
        worked = take_ticket(self.lifecycle, before, ticket, ticket_mapping(ticket, arrival.scam_zh), arrival)
        return self._kept_ticket(tx, before, worked, event, payee=payee)

    def lead(self, tx: Writing, subject: str, lead: Lead, at: int, *, drill: bool) -> Case | None:
        """Note a higher centre's instruction on the subject's open case."""
        case = tx.case_of(drilled(subject) if drill else subject)
        if case is None or case.ended:
            return None
        worked = take_lead(self.lifecycle, case, lead, at)
        return tx.save(case, worked.case, worked.entries)

    def watch(self, tx: Writing, subject: str, started: int | None, at: int) -> Case | None:
        """Start the clock of a call that goes on since ``started``, or stop it (None), on the subject's open case."""
        case = tx.case_of(subject)
        if case is None or case.ended:
            return None
        clocks = self.lifecycle
        worked = clocks.off_line(case, at) if started is None else clocks.on_line(case, started, at)
        return tx.save(case, worked.case, worked.entries)

    def hear(self, tx: Writing, source: str, at: int) -> None:
        """Note that a feed was heard; within a minute once is enough."""
        if at - self._heard.get(source, 0) >= MINUTE:
            hear(tx.connection, source, at)
            self._heard[source] = at

    def _case_id(self, tx: Writing, ticket: Ticket, before: Case | None) -> str:
        """The id of a new case: from the ticket's, so that taking it again finds the same."""
        name = _first_id(ticket)
        taken = (before is None or before.ended) and tx.case(name) is not None
        return f"{name}-{tx.seq}" if taken else name

    def _kept_ticket(self, tx: Writing, before: Case | None, worked: Worked, event: Event, *, payee: bool) -> Case:
        if not worked.entries:
            return worked.case
        new = before is None or before.id != worked.case.id
        first = worked.entries[0]
        case = numbered(worked.case, tx.seq + 1)
        change = {**first.change, "ticket_seq": (0 if new or before is None else before.ticket_seq, case.ticket_seq)}
        told = dataclasses.replace(first, change=change)
        saved = tx.save(None if new else before, case, (told, *worked.entries[1:]))
        if new:
            tx.keep_contact(case.id, contact_data(event, payee=payee))
        return saved

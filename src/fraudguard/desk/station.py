"""The documented way in: journal, score, take, one acknowledgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.desk.case import Case
from fraudguard.desk.desk import Desk
from fraudguard.desk.gathering import Gathering
from fraudguard.desk.reception import drilled
from fraudguard.desk.store import get_state, put_state
from fraudguard.desk.writing import Writing
from fraudguard.events import Event, parse_event, resolve
from fraudguard.events.call import Call
from fraudguard.events.lead import Lead
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard

__all__ = ["Handled", "Station"]

_CHECKPOINT = 50_000
_TOGETHER = 64  # events of several threads in one transaction, at most


@dataclass(frozen=True, slots=True)
class Handled:
    """What an event came to: the decision, and the cases it opened or raised, the person's open one first."""

    decision: Decision
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Arrived:
    """An event that is understood, and whether it belongs to a drill."""

    event: Event
    drill: bool


class Station:
    """
    A guard and a desk that lose nothing between them.

    `handle` writes the event into the journal, scores it and takes its tickets in one durable transaction; when it
    returns, all of that is kept, and when it raises, nothing is and the event may be handed over again. On start, and
    after a failed transaction, the guard is put back to the last snapshot and the journal's tail is replayed, so that
    its windows are those of an undisturbed run. Events are known by their ids: handing one over twice changes
    nothing.

    One station (one guard process) works on a store; any number of desks may. Its methods may be called from several
    threads: events that wait for their turn at the same time are kept in one transaction. ``checkpoint_every`` events
    the guard's state is written to the store; `checkpoint` does so at a time of your choice.
    """

    def __init__(self, guard: Guard, desk: Desk, *, checkpoint_every: int = _CHECKPOINT) -> None:
        self.guard = guard
        self.desk = desk
        self._every = checkpoint_every
        self._seq = 0
        self._kept = 0
        self._stale = True
        self._gathered = Gathering(self._decide, _TOGETHER)
        self._recover()

    def handle(self, event: Event | Mapping[str, Any], *, drill: bool = False) -> Case | None:
        """
        The open case of the event's person, else another that it opened or raised; None when there is none.

        Raises `EventError` when it cannot be understood and `DeskError` when it could not be kept; it is not
        acknowledged then.
        """
        cases = self.decide(event, drill=drill).cases
        return cases[0] if cases else None

    def handle_many(self, events: Iterable[Event | Mapping[str, Any]], *, drill: bool = False) -> list[Case | None]:
        """
        `handle` for events that arrive together: all of them are kept in one transaction, or none.

        Raises `EventError` for the first that cannot be understood, before anything is done with any.
        """
        known = [_Arrived(self._parsed(event), drill) for event in events]
        with self._gathered.alone():
            done = self._decide(known)
        return [one.cases[0] if one.cases else None for one in done]

    def decide(self, event: Event | Mapping[str, Any], *, drill: bool = False) -> Handled:
        """As `handle`, with the decision and every case."""
        return self._gathered(_Arrived(self._parsed(event), drill))

    def _parsed(self, event: Event | Mapping[str, Any]) -> Event:
        return resolve(parse_event(event), self.guard.people)

    def _decide(self, arrived: Sequence[_Arrived]) -> list[Handled]:
        if self._stale:
            self._recover()
        self._stale = True  # until the transaction is kept, the guard may know more than the journal
        with self.desk.store.writing() as tx:
            now = self.desk.now()
            self._catch_up(tx)
            scored = [(one, self.guard.score(one.event)) for one in arrived]  # scoring never reads the desk
            if len(scored) > 1:
                self.desk.reception.look_ahead(tx, [(decision, one.drill) for one, decision in scored])
            done = [self._one(tx, one.event, decision, now, drill=one.drill) for one, decision in scored]
        self._stale = False
        if self._seq - self._kept >= self._every:
            self._checkpoint()
        return done

    def _one(self, tx: Writing, event: Event, decision: Decision, now: int, *, drill: bool) -> Handled:
        if decision.outcome != "duplicate":
            self._seq = tx.journal(event.to_mapping(), now, drill=drill)
        cases = self._take(tx, decision, event, now, drill=drill)
        if event.source:
            self.desk.reception.hear(tx, event.source, now)
        return Handled(decision, cases)

    def checkpoint(self) -> None:
        """Write the guard's state to the store, so that a restart replays only what comes after it."""
        with self._gathered.alone():
            self._checkpoint()

    def _checkpoint(self) -> None:
        if self._stale:
            self._recover()
        with self.desk.store.writing() as tx:
            self._catch_up(tx)
            put_state(tx.connection, self._seq, self.guard.snapshot())
        self._kept = self._seq

    def _recover(self) -> None:
        """The guard as it was after the last event that was kept."""
        with self.desk.store.writing() as tx:
            self._kept, data = get_state(tx.connection)
            self.guard.rewind(data)
            self._seq = self._kept
            self._catch_up(tx)
        self._stale = False

    def _catch_up(self, tx: Writing) -> None:
        """Score what the journal holds and the guard has not seen: a tail after a restart, outcomes of the desk."""
        while tx.journal_end > self._seq:
            entries = tx.journal_after(self._seq)
            for seq, drill, at, data in entries:
                event = resolve(parse_event(data), self.guard.people)
                decision = self.guard.score(event)
                self._take(tx, decision, event, at, drill=drill)
                self._seq = seq

    def _take(self, tx: Writing, decision: Decision, event: Event, now: int, *, drill: bool) -> tuple[Case, ...]:
        subject = decision.standing.subject
        cases: dict[str, Case] = {}
        for ticket in decision.tickets:
            case = self.desk.reception.take(tx, ticket, event, now, payee=ticket.subject != subject, drill=drill)
            cases[case.id] = case
        self._note(tx, subject, event, now, drill=drill)
        own = tx.case_of(drilled(subject) if drill else subject) if subject else None
        if own is not None and not own.ended:
            cases = {own.id: own, **{name: case for name, case in cases.items() if name != own.id}}
        return tuple(cases.values())

    def _note(self, tx: Writing, subject: str, event: Event, now: int, *, drill: bool) -> None:
        """Put on the person's open case what belongs there: an instruction, a call that begins or ends."""
        if not subject:
            return
        if isinstance(event, Lead):
            self.desk.reception.lead(tx, subject, event, now, drill=drill)
        elif isinstance(event, Call) and not drill and event.state in {"started", "ended"} and not event.is_contact:
            self.desk.reception.watch(tx, subject, event.at_us if event.state == "started" else None, now)

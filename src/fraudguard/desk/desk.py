"""The desk: takes tickets, records what officers do, lets clocks act, closes what has been earned."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from fraudguard.desk.actions import Action, Close, Reject, Result
from fraudguard.desk.audit import Verification, verify
from fraudguard.desk.case import Case, Entry
from fraudguard.desk.clocks import Clocks
from fraudguard.desk.closure import missing
from fraudguard.desk.compose import compose
from fraudguard.desk.delivery import Deliver, Delivered, deliver
from fraudguard.desk.exchange import masked, outcome_event
from fraudguard.desk.lifecycle import Lifecycle
from fraudguard.desk.listing import Page, entries_of, ledger_between, list_cases, notices_of, one_case, words_of
from fraudguard.desk.reception import Reception
from fraudguard.desk.retention import Purged, purge
from fraudguard.desk.seal import Seal
from fraudguard.desk.sheet import Sheet
from fraudguard.desk.silence import put_notice, silent_feeds
from fraudguard.desk.statements import BATCH
from fraudguard.desk.statistics import LOOK_BACK, Statistics, fold
from fraudguard.desk.store import Store
from fraudguard.desk.tables import FOREVER
from fraudguard.desk.ticked import Ticked
from fraudguard.desk.units import Units
from fraudguard.desk.writing import Writing
from fraudguard.errors import CaseError, Language, UsageError, closest
from fraudguard.events import Event
from fraudguard.events.masking import mask_text
from fraudguard.events.moment import from_microseconds, microseconds
from fraudguard.pack.checked import CheckedPack, DeskRules
from fraudguard.pack.desk_policy import MINUTE
from fraudguard.pack.load import SHIPPED, load_desk_rules
from fraudguard.scoring.decision import Ticket

__all__ = ["PURPOSES", "Desk"]

PURPOSES = ("dissuasion", "stop_payment", "investigation", "return_visit", "drill")
"""What contact data may be revealed for (PIPL 6, DOMAIN 9.3 PI1)."""
_AHEAD = 5 * MINUTE  # what another clock may be ahead of the desk's


class Desk:
    """
    Cases of one station, sub-bureau or city, in one store.

    `open` makes or opens it. Every method is one transaction: it is kept whole and durably, or `DeskError` is raised
    and nothing is kept. Several desks (processes, officers) may work on one store at once; `record` never loses an
    action. Times come from ``clock``, which is read only where a method is given none.
    """

    def __init__(
        self,
        store: Store,
        seal: Seal,
        rules: DeskRules,
        units: Units,
        clock: Callable[[], datetime],
    ) -> None:
        self.store = store
        self.rules = rules
        self.units = units
        self.lifecycle = Lifecycle(Clocks(rules.policy, rules.desk, rules.calendar))
        self._seal = seal
        self._clock = clock
        self.reception = Reception(self.lifecycle, rules, units)

    @classmethod
    def open(
        cls,
        url: str = "sqlite://",
        *,
        key: bytes | None = None,
        rules: CheckedPack | str | Path | Sequence[str | Path] = (SHIPPED,),
        units: str | Path | Units | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Desk:
        """
        The desk whose store is at ``url``: ``sqlite:///desk.db``, ``sqlite://`` (in memory), ``postgresql+psycopg://…``.

        ``key`` (16 bytes or more) encrypts contact data and chains the ledger; the same key opens the store again.
        Only a store in memory may go without one. ``rules`` is a loaded pack or the directories of one; of it the
        desk reads policy, calendar and names of scams. ``clock`` returns aware times; the system's clock if it is
        left out. Raises `DeskError`, `PackError`, `UsageError`.
        """
        if key is None and url not in {"sqlite://", "sqlite:///:memory:"}:
            raise UsageError("desk.no_key")
        seal = Seal(secrets.token_bytes(32) if key is None else key)
        if isinstance(rules, CheckedPack):
            known = DeskRules.of(rules)
        else:
            known = load_desk_rules([rules] if isinstance(rules, (str, Path)) else rules)
        places = units if isinstance(units, Units) else Units() if units is None else Units.load(units)
        return cls(Store(url, seal), seal, known, places, clock or _system_clock)

    def close_store(self) -> None:
        """Give the database connection back; the desk cannot be used afterwards."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close_store()

    # tickets

    def take(self, ticket: Ticket, event: Event, *, payee: bool = False, drill: bool = False) -> Case:
        """
        The case of a ticket: opened, joined, raised or reopened. Taking a ticket again changes nothing.

        ``event`` is the one that brought it, its person resolved: contact data and the place come from it. ``payee``
        says that the ticket concerns the account it names instead of its person.
        """
        with self.store.writing() as tx:
            return self.reception.take(tx, ticket, event, self.now(), payee=payee, drill=drill)

    # officers

    def record(self, case_id: str, action: Action, *, version: int | None = None, ref: str | None = None) -> Case:
        """
        The case after an officer's action. Raises `CaseError` with everything that is missing.

        With ``version`` the action counts only if nobody has acted since that version. With ``ref`` (a number of the
        caller's, one for each action) an action that is sent again after a lost answer counts once.
        """
        with self.store.writing() as tx:
            case = self._known(tx, case_id)
            if ref is not None and tx.has_ref(case_id, ref):
                return case
            if version is not None and version != case.version:
                raise CaseError("case.conflict", case=case_id, given=version, current=case.version)
            self._check_names(tx, action)
            now = self.now()
            at = now if action.at is None else microseconds(action.at)
            if at > now + _AHEAD:
                raise CaseError("case.future", given=from_microseconds(at).isoformat(" ", "seconds"))
            worked = self.lifecycle.act(case, masked(action), at)
            if case.ended and not worked.case.ended and (other := tx.open_case_of(case.subject)) is not None:
                raise CaseError("case.other_open", case=other.id)
            saved = tx.save(case, worked.case, worked.entries, ref)
            if isinstance(action, Result):
                self._learned(tx, saved, action, at)
            return saved

    def close(
        self, case_id: str, *, by: str, superior: str | None = None, reason: str | None = None, remark: str = ""
    ) -> Case:
        """
        End the work on a case. Raises `CaseError` naming what closing still needs.

        ``superior`` and ``reason`` close it as an exception, which stays marked; nobody who was not reached is closed
        away.
        """
        exception = None if superior is reason is None else {"superior": superior, "reason": reason}
        return self.record(case_id, Close(by=by, remark=remark, exception=exception))

    def needs(self, case: Case, lang: Language = "zh") -> tuple[str, ...]:
        """What closing the case still needs, in words; empty when it may be closed or has ended."""
        return () if case.ended else tuple(fault.message(lang) for fault in missing(case, self.rules.desk))

    # clocks

    def tick(self, now: datetime | None = None) -> Ticked:
        """
        Let every clock act that is due by ``now``. Idempotent: what has acted does not act again.

        Missed deadlines raise the tier once each, calls still on line the level once; silent feeds and a calendar that
        ends are reported as notices.
        """
        at = self.now() if now is None else microseconds(now)
        done = Ticked()
        while True:
            with self.store.writing() as tx:
                due = tx.due(at)
                entries: list[Entry] = []
                for case in due:
                    worked = self.lifecycle.tick(case, at)
                    tx.save(case, worked.case, worked.entries)
                    entries += worked.entries
            done = done.plus(len(due), entries)
            if len(due) < BATCH:
                break
        with self.store.writing() as tx:
            found = silent_feeds(tx.connection, at, self.rules.desk)
            if not self.rules.calendar.knows(from_microseconds(at)):
                year = from_microseconds(at).year
                found += put_notice(tx.connection, "calendar", str(year), at, {"year": year})
        return dataclasses.replace(done, notices=found)

    # reading

    def case(self, case_id: str) -> Case:
        """The case as it stands. Raises `CaseError` (``case.unknown``)."""
        with self.store.reading() as connection:
            return self._read(connection, case_id)

    def list(
        self,
        *,
        ended: bool = False,
        unit: str | None = None,
        tier: str | None = None,
        level: str | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """A page of cases, the most pressing first; ``after`` is the ``next`` of the page before."""
        with self.store.reading() as connection:
            return list_cases(connection, ended=ended, unit=unit, tier=tier, level=level, limit=limit, after=after)

    def history(self, case_id: str) -> tuple[Mapping[str, Any], ...]:
        """Every entry of a case, oldest first."""
        with self.store.reading() as connection:
            self._read(connection, case_id)
            return entries_of(connection, case_id)

    def ticket(self, case: Case) -> Mapping[str, Any] | None:
        """The latest ticket of a case as it was written; None when its time is over."""
        with self.store.reading() as connection:
            return words_of(connection, case.ticket_seq)

    def sheet(self, case_id: str, now: datetime | None = None) -> Sheet:
        """What the officer sees of a case at ``now``: masked, without contact data. Raises `CaseError`."""
        at = self.now() if now is None else microseconds(now)
        with self.store.reading() as connection:
            case = self._read(connection, case_id)
            ticket = words_of(connection, case.ticket_seq)
            return compose(case, ticket, entries_of(connection, case_id), self.rules, self.units, at)

    def notices(self) -> tuple[Mapping[str, Any], ...]:
        """What the desk has to say that belongs to no case, newest first."""
        with self.store.reading() as connection:
            return notices_of(connection)

    def ledger(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Mapping[str, Any]]:
        """The entries of the ledger between two instants (the second excluded), in order, without words."""
        low = 0 if since is None else microseconds(since)
        high = FOREVER if until is None else microseconds(until)
        yield from ledger_between(self.store, low, high)

    def statistics(
        self, since: datetime | None = None, until: datetime | None = None, *, known_until: datetime | None = None
    ) -> Statistics:
        """
        What the cases opened between two instants (the second excluded) came to, from the ledger alone.

        What was entered from ``known_until`` on is left out. Raises `UsageError` when the period is empty.
        """
        low, high, known = (None if one is None else microseconds(one) for one in (since, until, known_until))
        entries = ledger_between(self.store, 0 if low is None else low - LOOK_BACK, FOREVER if known is None else known)
        return fold(entries, low, high, known)

    # audit and personal data

    def verify(self) -> Verification:
        """Whether the ledger is as it was written, and the cases what it adds up to."""
        return verify(self.store, self._seal)

    def reveal(self, case_id: str, *, officer: str, purpose: str, reason: str = "") -> Mapping[str, Any]:
        """
        Contact data of a case, for one of `PURPOSES`; who saw it and why stands in the ledger before it is shown.

        Raises `CaseError` when the purpose is none of ours, nobody is named, or the data's time is over.
        """
        if purpose not in PURPOSES:
            raise CaseError("case.purpose", given=purpose, known=", ".join(PURPOSES))
        if not officer.strip():
            raise CaseError("case.nobody")
        with self.store.writing() as tx:
            case = self._known(tx, case_id)
            opened = tx.contact(case_id)
            if opened is None:
                raise CaseError("case.contacts_gone", case=case_id)
            words = {"reason": mask_text(reason)} if reason else None
            entry = Entry("revealed", self.now(), officer, {"purpose": purpose}, {}, words)
            after = dataclasses.replace(case, version=case.version + 1)
            tx.save(case, after, (entry,))
        return opened

    def purge(self, now: datetime | None = None) -> Purged:
        """Remove what was kept long enough: raw events, contact data and words of closed cases (DOMAIN 9.3, PI5)."""
        at = self.now() if now is None else microseconds(now)
        with self.store.writing() as tx:
            return purge(tx, at, self.rules.desk)

    # outbox

    def deliver(self, send: Deliver, now: datetime | None = None, *, most: int = 100) -> Delivered:
        """
        Hand waiting messages to ``send``, oldest first: each at least once, again later when it fails, given up after
        six attempts. ``send`` gets an `OutboxMessage` and raises to say that it failed.
        """
        at = self.now() if now is None else microseconds(now)
        return deliver(self.store, self._seal, send, at, most)

    @property
    def outbox_key(self) -> bytes:
        """The key of the outbox's signatures, for receivers; the desk's own cannot be found from it."""
        return self._seal.outbox_key

    # the rest is ours

    def now(self) -> int:
        """The desk's clock, microseconds UTC. Raises `UsageError` when it gives a time without a zone."""
        moment = self._clock()
        if moment.tzinfo is None:
            raise UsageError("desk.naive_clock")
        return microseconds(moment)

    def _check_names(self, tx: Writing, action: Action) -> None:
        """A unit that the action names is one of ours, unless it is another force's; so is a case."""
        unit = getattr(action, "unit", None)
        if unit and self.units.by_id and unit not in self.units.by_id and not getattr(action, "external", False):
            raise CaseError("case.unit_unknown", given=unit, suggestion=closest(unit, self.units.by_id))
        twin = action.duplicate_of if isinstance(action, Reject) else None
        if twin is not None and self._known(tx, twin).status == "rejected":  # nobody would be working on either
            raise CaseError("case.reject_duplicate")

    def _known(self, tx: Writing, case_id: str) -> Case:
        return _found(tx.case(case_id), case_id)

    def _read(self, connection: Any, case_id: str) -> Case:
        return _found(one_case(connection, case_id), case_id)

    def _learned(self, tx: Writing, case: Case, action: Result, at: int) -> None:
        """What the desk learned goes into the journal as an `outcome` event, so that a replay sees it."""
        contact = tx.contact(case.id) or {}
        if action.first_payee is not None:
            tx.change_contact(case.id, {**contact, "first_payee": action.first_payee})
        event = outcome_event(case, action, contact.get("key"), at)
        if event is not None:
            tx.journal(event, at, drill=case.drill)


def _system_clock() -> datetime:
    return datetime.now(UTC)


def _found(case: Case | None, case_id: str) -> Case:
    if case is None:
        raise CaseError("case.unknown", given=case_id)
    return case

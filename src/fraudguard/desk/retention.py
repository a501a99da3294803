"""What has been kept long enough is removed; the ledger's facts and its chain stay (DOMAIN 9.3, PI5)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from fraudguard.desk import tables as t
from fraudguard.desk.case import NOBODY, Case, Entry, advanced
from fraudguard.desk.writing import Writing
from fraudguard.pack.desk_policy import DeskPolicy

__all__ = ["Purged", "purge"]


@dataclass(frozen=True, slots=True)
class Purged:
    """How much a purge removed."""

    events: int
    contacts: int
    words: int


def purge(tx: Writing, at: int, policy: DeskPolicy) -> Purged:
    """
    Remove raw events older than ``keep_raw`` that a snapshot has taken in, and contact data and words of cases that
    ended longer than ``keep_cases`` ago. What was removed stands in the ledger, case by case; a purge that finds
    nothing writes nothing.
    """
    connection = tx.connection
    state = connection.execute(sa.select(sa.func.max(t.guard_state.c.seq))).scalar() or 0
    j = t.journal.c
    events = connection.execute(sa.delete(t.journal).where(j.at < at - policy.keep_raw, j.seq <= state)).rowcount
    if events:
        tx.append("", (Entry("purged", at, NOBODY, {"events": events}, {}),))
    contacts = words = 0
    for case in _over(tx, at - policy.keep_cases):
        gone = connection.execute(sa.delete(t.contacts).where(t.contacts.c.case_id == case.id)).rowcount
        entry = t.ledger.c
        told = sa.update(t.ledger).where(entry.case_id == case.id, entry.words.is_not(None)).values(words=None)
        silent = connection.execute(told).rowcount
        tx.save(case, advanced(case, {}), (Entry("purged", at, NOBODY, {"contacts": gone, "words": silent}, {}),))
        contacts, words = contacts + gone, words + silent
    return Purged(events, contacts, words)


def _over(tx: Writing, before: int) -> list[Case]:
    """Cases whose time is over and of which something is still kept."""
    c = t.cases.c
    kept = sa.exists().where(t.contacts.c.case_id == c.id)
    rows = tx.connection.execute(sa.select(c.state).where(c.ended == 1, c.ended_at < before, kept).order_by(c.id))
    return [Case.from_json(row.state) for row in rows]

"""What has been kept long enough is removed; the ledger's facts and its chain stay (DOMAIN 9.3, PI5)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from fraudguard.desk import tables as t
from fraudguard.desk.case import NOBODY, Entry
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
    ended longer than ``keep_cases`` ago. What was removed stands in the ledger; a purge that finds nothing writes
    nothing.
    """
    connection = tx.connection
    state = connection.execute(sa.select(sa.func.max(t.guard_state.c.seq))).scalar() or 0
    j = t.journal.c
    events = connection.execute(sa.delete(t.journal).where(j.at < at - policy.keep_raw, j.seq <= state)).rowcount
    c = t.cases.c
    old = sa.select(c.id).where(c.ended == 1, c.ended_at < at - policy.keep_cases)
    contacts = connection.execute(sa.delete(t.contacts).where(t.contacts.c.case_id.in_(old))).rowcount
    entry = t.ledger.c
    gone = sa.update(t.ledger).where(entry.case_id.in_(old), entry.words.is_not(None)).values(words=None)
    words = connection.execute(gone).rowcount
    done = Purged(events, contacts, words)
    if events or contacts or words:
        facts = {"events": events, "contacts": contacts, "words": words, "words_up_to": tx.seq}
        tx.append("", (Entry("purged", at, NOBODY, facts, {}),))
    return done

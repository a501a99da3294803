"""One transaction of the desk: what it reads, and what it writes together at its end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from fraudguard.desk.case import Case, Entry
from fraudguard.desk.outbox import messages_of
from fraudguard.desk.seal import Seal
from fraudguard.desk.statements import Statement
from fraudguard.desk.tables import FOREVER
from fraudguard.errors import DeskError

__all__ = ["Writing", "columns"]

_URGENCY = {"red": 1, "yellow": 2, "green": 3}
_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # `json.dumps` would make an encoder each time


class Writing:
    """
    One transaction that may change the store: cases and entries are collected and written together at its end.

    Whatever is read inside it cannot be changed by another process before it ends, and shows what was saved in it
    already.
    """

    def __init__(self, connection: Connection, statements: Mapping[str, Statement], seal: Seal) -> None:
        self.connection = connection
        self._cursor: Any = connection.connection.cursor()
        self._statements = statements
        self._seal = seal
        row = self._run("head").fetchone()
        self.seq: int = row[0]
        self._hash: str = row[1]
        self.journal_end: int = row[2] or 0
        self._entries: list[dict[str, Any]] = []
        self._messages: list[dict[str, Any]] = []
        self._cases: dict[str, Case] = {}
        self._was: dict[str, int | None] = {}

    def _run(self, name: str, /, **params: Any) -> Any:
        """
        One of the prepared statements, on the driver's own cursor: a tenth of the time, and it runs for every
        event.
        """
        statement = self._statements[name]
        self._cursor.execute(statement.sql, statement.arranged(params))
        return self._cursor

    def _many(self, name: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """One of the prepared statements for several rows; how many rows it touched."""
        if not rows:
            return 0
        statement = self._statements[name]
        self._cursor.executemany(statement.sql, [statement.arranged(row) for row in rows])
        return int(self._cursor.rowcount)

    def case(self, case_id: str) -> Case | None:
        """The case of an id."""
        if case_id in self._cases:
            return self._cases[case_id]
        row = self._run("case", case_id=case_id).fetchone()
        return None if row is None else Case.from_json(row[0])

    def case_of(self, subject: str) -> Case | None:
        """The subject's open case, else the one that ended last."""
        here = [case for case in self._cases.values() if case.subject == subject]
        if here:
            return min(here, key=lambda case: (case.ended, -(case.ended_at or 0), case.id))
        row = self._run("cases_of", subject_is=subject).fetchone()
        return None if row is None else Case.from_json(row[0])

    def open_case_of(self, subject: str) -> Case | None:
        """The subject's open case: there is one at a time."""
        case = self.case_of(subject)
        return None if case is None or case.ended else case

    def lost_since(self, subject: str, since: int) -> bool:
        """Whether a case of the subject that ended after an instant confirmed a loss."""
        rows = self._run("losses_of", subject_is=subject, since=since).fetchall()
        return any(Case.from_json(row[0]).prior_loss for row in rows)

    def has_ref(self, case_id: str, ref: str) -> bool:
        """Whether an action with this number of the caller's stands in the ledger."""
        return self._run("seen_ref", of_case=case_id, ref_is=ref).fetchone() is not None

    def due(self, by: int) -> list[Case]:
        """The next cases, at most `BATCH`, with a deadline that has passed."""
        return [Case.from_json(row[0]) for row in self._run("due", by=by).fetchall()]

    def contact(self, case_id: str) -> dict[str, Any] | None:
        """The contact data of a case, opened; None when they were removed."""
        row = self._run("contact", of_case=case_id).fetchone()
        return None if row is None else self._seal.opened(bytes(row[0]), f"contacts:{case_id}")

    def keep_contact(self, case_id: str, data: Mapping[str, Any]) -> None:
        """Seal the contact data of a new case."""
        self._run("new_contact", case_id=case_id, sealed=self._seal.closed(data, f"contacts:{case_id}"))

    def change_contact(self, case_id: str, data: Mapping[str, Any]) -> None:
        """Seal more contact data of a case; after they were removed nothing is kept again."""
        self._run("save_contact", of_case=case_id, n_sealed=self._seal.closed(data, f"contacts:{case_id}"))

    def journal_after(self, seq: int) -> list[tuple[int, bool, int, dict[str, Any]]]:
        """The next events of the journal: number, drill, when it came, the event."""
        rows = self._run("journal_after", after=seq).fetchall()
        return [(row[0], bool(row[1]), row[2], self._seal.opened(bytes(row[3]), "journal")) for row in rows]

    def journal(self, event: Mapping[str, Any], at: int, *, drill: bool) -> int:
        """Keep an event, encrypted, after all that were kept before; its number."""
        sealed = self._seal.closed(event, "journal")
        self.journal_end = self._run("journal", at=at, drill=int(drill), sealed=sealed).fetchone()[0]
        return self.journal_end

    def append(self, case_id: str, entries: Iterable[Entry], ref: str | None = None) -> list[int]:
        """Chain entries of a case; their numbers in the ledger."""
        numbers = []
        for entry in entries:
            self.seq += 1
            facts, change = _text(entry.facts), _text(entry.change)
            words = None if entry.words is None else _text(entry.words)
            words_hash = "" if words is None else self._seal.link("words", words)
            self._hash = self._seal.link(
                self._hash,
                str(self.seq),
                case_id,
                str(entry.at),
                entry.by,
                entry.kind,
                facts,
                change,
                words_hash,
                ref or "",
            )
            self._entries.append(
                {
                    "seq": self.seq,
                    "case_id": case_id,
                    "at": entry.at,
                    "officer": entry.by,
                    "kind": entry.kind,
                    "facts": facts,
                    "change": change,
                    "words": words,
                    "words_hash": words_hash,
                    "ref": ref,
                    "hash": self._hash,
                }
            )
            numbers.append(self.seq)
            ref = None
        return numbers

    def save(self, before: Case | None, after: Case, entries: Iterable[Entry], ref: str | None = None) -> Case:
        """Keep a case with the entries that changed it, and queue what others have to hear of it."""
        told = tuple(entries)
        if told:
            numbers = self.append(after.id, told, ref)
            self._messages += messages_of(after, told, numbers)
            self._was.setdefault(after.id, None if before is None else before.version)
            self._cases[after.id] = after
        return after

    def finish(self) -> None:
        """Write what was collected; called before the transaction is committed."""
        new = [case for case in self._cases.values() if self._was[case.id] is None]
        self._many("new_case", [{"id": case.id, "subject": case.subject, **columns(case)} for case in new])
        rows = [
            {"case_id": case.id, "was": was, **{f"n_{name}": value for name, value in columns(case).items()}}
            for case in self._cases.values()
            if (was := self._was[case.id]) is not None
        ]
        if self._many("save_case", rows) != len(rows):
            raise DeskError("desk.lost_update")
        self._many("entry", self._entries)
        self._many("message", self._messages)
        if self._entries:
            self._run("move_head", new_seq=self.seq, new_hash=self._hash)
        self._cursor.close()


def columns(case: Case) -> dict[str, Any]:
    """What lists and clocks look a case up by."""
    urgency = 0 if case.urgent and case.level == "red" else _URGENCY.get(case.level, 4)
    due = case.next_due
    return {
        "ended": int(case.ended),
        "urgency": urgency,
        "due_at": FOREVER if due is None else due,
        "ended_at": case.ended_at or 0,
        "unit": case.unit,
        "tier": case.tier,
        "level": case.level,
        "version": case.version,
        "state": case.to_json(),
    }

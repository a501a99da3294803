"""One transaction of the desk: what it reads, and what it writes together at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy.engine import Connection

from fraudguard.desk.case import Case, Entry
from fraudguard.desk.encoding import encoded
from fraudguard.desk.outbox import messages_of
from fraudguard.desk.seal import Seal
from fraudguard.desk.statements import AHEAD, Statement
from fraudguard.desk.tables import FOREVER
from fraudguard.errors import DeskError

__all__ = ["URGENCIES", "Writing", "columns"]

URGENCIES: Mapping[str, tuple[int, ...]] = {"red": (0, 1), "yellow": (2,), "green": (3,)}
"""How lists sort: the urgencies of each level, the most pressing first; urgent red cases have the first."""


class Writing:
    """
    One transaction that may change the store: what it brings is collected and written together at its end.

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
        self.journal_end: int = max(row[2] or 0, row[3] or 0)
        self._rows: dict[str, list[dict[str, Any]]] = {"journal": [], "entry": [], "message": []}
        self._contacts: dict[str, bytes] = {}
        self._cases: dict[str, Case] = {}
        self._was: dict[str, int | None] = {}
        self._by_id: dict[str, Case | None] = {}
        self._of: dict[str, Case | None] = {}

    def _run(self, name: str, /, **params: Any) -> Any:
        """
        One of the prepared statements, on the driver's own cursor: a tenth of the time, and it runs for every
        event.
        """
        statement = self._statements[name]
        self._cursor.execute(statement.sql, statement.arranged(params))
        return self._cursor

    def _many(self, name: str, rows: Sequence[Mapping[str, Any]], cursor: Any = None) -> None:
        """One of the prepared statements for several rows."""
        if rows:
            statement = self._statements[name]
            (cursor or self._cursor).executemany(statement.sql, [statement.arranged(row) for row in rows])

    def look_ahead(self, subjects: Iterable[str], case_ids: Iterable[str]) -> None:
        """Read the latest cases of subjects, and which ids are taken, in as few statements as there can be."""
        for part in _parts(one for one in dict.fromkeys(subjects) if one not in self._of):
            found = self._run("cases_of_many", **_numbered(part)).fetchall()
            first = dict(reversed(found))  # of each subject, the first row is the one that counts
            self._of.update({one: Case.from_json(first[one]) if one in first else None for one in part})
        for part in _parts(one for one in dict.fromkeys(case_ids) if one not in self._by_id):
            states = dict(self._run("cases_many", **_numbered(part)).fetchall())
            self._by_id.update({one: Case.from_json(states[one]) if one in states else None for one in part})

    def case(self, case_id: str) -> Case | None:
        """The case of an id."""
        if case_id in self._cases:
            return self._cases[case_id]
        if case_id not in self._by_id:
            row = self._run("case", case_id=case_id).fetchone()
            self._by_id[case_id] = None if row is None else Case.from_json(row[0])
        return self._by_id[case_id]

    def case_of(self, subject: str) -> Case | None:
        """The subject's open case, else the one that ended last."""
        if subject not in self._of:
            row = self._run("cases_of", subject_is=subject).fetchone()
            self._of[subject] = None if row is None else Case.from_json(row[0])
        return self._of[subject]

    def open_case_of(self, subject: str) -> Case | None:
        """The subject's open case: there is one at a time."""
        case = self.case_of(subject)
        return None if case is None or case.ended else case

    def lost_since(self, subject: str, since: int) -> bool:
        """Whether a case of the subject, ended by now, confirmed a loss after an instant."""
        cases = [Case.from_json(row[0]) for row in self._run("losses_of", subject_is=subject, since=since).fetchall()]
        return any(case.loss_at is not None and case.loss_at > since for case in cases)

    def has_ref(self, case_id: str, ref: str) -> bool:
        """Whether an action with this number of the caller's stands in the ledger."""
        return self._run("seen_ref", of_case=case_id, ref_is=ref).fetchone() is not None

    def due(self, by: int) -> list[Case]:
        """The next cases, at most `BATCH`, with a deadline that has passed."""
        return [Case.from_json(row[0]) for row in self._run("due", by=by).fetchall()]

    def contact(self, case_id: str) -> dict[str, Any] | None:
        """The contact data of a case, opened; None when they were removed."""
        sealed = self._contacts.get(case_id)
        if sealed is None:
            row = self._run("contact", of_case=case_id).fetchone()
            sealed = None if row is None else bytes(row[0])
        return None if sealed is None else self._seal.opened(sealed, f"contacts:{case_id}")

    def keep_contact(self, case_id: str, data: Mapping[str, Any]) -> None:
        """Seal the contact data of a new case."""
        self._contacts[case_id] = self._seal.closed(data, f"contacts:{case_id}")

    def change_contact(self, case_id: str, data: Mapping[str, Any]) -> None:
        """Seal more contact data of an older case; after they were removed nothing is kept again."""
        self._run("save_contact", of_case=case_id, n_sealed=self._seal.closed(data, f"contacts:{case_id}"))

    def journal_after(self, seq: int) -> list[tuple[int, bool, int, dict[str, Any]]]:
        """The next events of the journal that earlier transactions kept: number, drill, when it came, the event."""
        rows = self._run("journal_after", after=seq).fetchall()
        return [(row[0], bool(row[1]), row[2], self._seal.opened(bytes(row[3]), "journal")) for row in rows]

    def journal(self, event: Mapping[str, Any], at: int, *, drill: bool) -> int:
        """Keep an event, encrypted, after all that were kept before; its number."""
        self.journal_end += 1
        sealed = self._seal.closed(event, "journal")
        self._rows["journal"].append({"seq": self.journal_end, "at": at, "drill": int(drill), "sealed": sealed})
        return self.journal_end

    def append(self, case_id: str, entries: Iterable[Entry], ref: str | None = None) -> list[int]:
        """Chain entries of a case; their numbers in the ledger."""
        numbers = []
        for entry in entries:
            self.seq += 1
            facts, change = encoded(entry.facts), encoded(entry.change)
            words = None if entry.words is None else encoded(entry.words)
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
            self._rows["entry"].append(
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
            self._rows["message"] += messages_of(after, told, numbers)
            self._was.setdefault(after.id, None if before is None else before.version)
            self._cases[after.id] = after
            latest = self._of.get(after.subject)
            if latest is None or latest.id == after.id or _later(after) < _later(latest):
                self._of[after.subject] = after
        return after

    def finish(self) -> None:
        """Write what was collected; called before the transaction is committed."""
        new = [case for case in self._cases.values() if self._was[case.id] is None]
        rows = [
            {"case_id": case.id, "was": was, **{f"n_{name}": value for name, value in columns(case).items()}}
            for case in self._cases.values()
            if (was := self._was[case.id]) is not None
        ]
        saving = self.connection.connection.cursor()
        with self._one_trip():
            self._many("save_case", rows, saving)
            self._many("new_case", [{"id": case.id, "subject": case.subject, **columns(case)} for case in new])
            self._many("new_contact", [{"case_id": name, "sealed": sealed} for name, sealed in self._contacts.items()])
            for name, collected in self._rows.items():
                self._many(name, collected)
            if self._rows["entry"]:
                self._run("move_head", new_seq=self.seq, new_hash=self._hash)
        if rows and saving.rowcount != len(rows):
            raise DeskError("desk.lost_update")
        saving.close()
        self._cursor.close()

    def _one_trip(self) -> AbstractContextManager[Any]:
        """Statements that are sent to a server without waiting for each answer; SQLite has none to wait for."""
        together = getattr(self.connection.connection.driver_connection, "pipeline", nullcontext)
        return together()


def _parts(wanted: Iterable[str]) -> Iterator[list[str]]:
    """What is asked for, in portions that one statement takes."""
    names = list(wanted)
    for start in range(0, len(names), AHEAD):
        yield names[start : start + AHEAD]


def _numbered(part: Sequence[str]) -> dict[str, str]:
    """The parameters of a statement for `AHEAD` names: the last is repeated where there are fewer."""
    return {f"n{number}": part[min(number, len(part) - 1)] for number in range(AHEAD)}


def _later(case: Case) -> tuple[bool, int, str]:
    """What sorts the cases of a subject: the open one first, then the one that ended last."""
    return case.ended, -(case.ended_at or 0), case.id


def columns(case: Case) -> dict[str, Any]:
    """What lists and clocks look a case up by."""
    urgency = 0 if case.urgent and case.level == "red" else URGENCIES.get(case.level, (4,))[-1]
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

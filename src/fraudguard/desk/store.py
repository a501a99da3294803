"""The desk's store: one connection, transactions that take turns, and the statements the desk needs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from fraudguard.desk import tables as t
from fraudguard.desk.case import Case, Entry
from fraudguard.desk.migrate import bring_up
from fraudguard.desk.outbox import messages_of
from fraudguard.desk.seal import Seal
from fraudguard.errors import DeskError, UsageError

__all__ = ["BATCH", "Store", "Writing", "columns", "get_state", "put_state"]

BATCH = 1_000
"""Cases that a tick changes in one transaction."""

_BUSY_MS = 30_000
_FULL = ("full", "no space", "53100", "disk")
_PART = 4_000_000  # bytes of a snapshot in one row
_URGENCY = {"red": 1, "yellow": 2, "green": 3}


def _param(*names: str) -> dict[str, Any]:
    return {name: sa.bindparam(name) for name in names}


_STATEMENTS: Mapping[str, Any] = {
    "head": sa.select(t.chain.c.seq, t.chain.c.hash, sa.select(sa.func.max(t.journal.c.seq)).scalar_subquery()).where(
        t.chain.c.id == 1
    ),
    "move_head": sa.update(t.chain)
    .where(t.chain.c.id == 1)
    .values(seq=sa.bindparam("new_seq"), hash=sa.bindparam("new_hash")),
    "case": sa.select(t.cases.c.state).where(t.cases.c.id == sa.bindparam("case_id")),
    "cases_of": sa.select(t.cases.c.state)
    .where(t.cases.c.subject == sa.bindparam("subject_is"))
    .order_by(t.cases.c.ended, t.cases.c.ended_at.desc(), t.cases.c.id)
    .limit(1),
    "losses_of": sa.select(t.cases.c.state).where(
        t.cases.c.subject == sa.bindparam("subject_is"), t.cases.c.ended_at > sa.bindparam("since")
    ),
    "new_case": sa.insert(t.cases).values(
        **_param("id", "subject", "ended", "urgency", "due_at", "ended_at", "unit", "tier", "level", "version", "state")
    ),
    "save_case": sa.update(t.cases)
    .where(t.cases.c.id == sa.bindparam("case_id"), t.cases.c.version == sa.bindparam("was"))
    .values(
        **{
            name: sa.bindparam(f"n_{name}")
            for name in ("ended", "urgency", "due_at", "ended_at", "unit", "tier", "level", "version", "state")
        }
    ),
    "entry": sa.insert(t.ledger).values(
        **_param("seq", "case_id", "at", "officer", "kind", "facts", "change", "words", "words_hash", "ref", "hash")
    ),
    "seen_ref": sa.select(t.ledger.c.seq).where(
        t.ledger.c.case_id == sa.bindparam("of_case"), t.ledger.c.ref == sa.bindparam("ref_is")
    ),
    "message": sa.insert(t.outbox).values(
        **_param("seq", "at", "kind", "case_id", "body", "attempts", "next_at", "state")
    ),
    "contact": sa.select(t.contacts.c.sealed).where(t.contacts.c.case_id == sa.bindparam("of_case")),
    "new_contact": sa.insert(t.contacts).values(**_param("case_id", "sealed")),
    "due": sa.select(t.cases.c.state)
    .where(t.cases.c.due_at <= sa.bindparam("by"))
    .order_by(t.cases.c.due_at, t.cases.c.id)
    .limit(BATCH),
    "journal": sa.insert(t.journal).values(**_param("at", "drill", "sealed")).returning(t.journal.c.seq),
    "journal_after": sa.select(t.journal.c.seq, t.journal.c.drill, t.journal.c.at, t.journal.c.sealed)
    .where(t.journal.c.seq > sa.bindparam("after"))
    .order_by(t.journal.c.seq)
    .limit(1_000),
}


class Writing:
    """
    One transaction that may change the store: cases and entries are collected and written together at its end.

    Whatever is read inside it cannot be changed by another process before it ends, and shows what was saved in it
    already.
    """

    def __init__(
        self, connection: Connection, sql: Mapping[str, str], order: Mapping[str, Sequence[str] | None], seal: Seal
    ) -> None:
        self.connection = connection
        self._cursor: Any = connection.connection.cursor()
        self._sql = sql
        self._order = order
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
        self._cursor.execute(self._sql[name], self._arranged(name, params))
        return self._cursor

    def _many(self, name: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """One of the prepared statements for several rows; how many rows it touched."""
        if not rows:
            return 0
        self._cursor.executemany(self._sql[name], [self._arranged(name, row) for row in rows])
        return int(self._cursor.rowcount)

    def _arranged(self, name: str, params: Mapping[str, Any]) -> Any:
        order = self._order[name]
        return params if order is None else tuple(params[key] for key in order)

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


class Store:
    """
    The database behind a desk: SQLite (WAL, every commit durable) or PostgreSQL.

    Writers take turns: on SQLite by its write lock, on PostgreSQL by the ledger's last entry. Raises `DeskError` when
    the database cannot be reached, is full, or was made with another key or by another version.
    """

    def __init__(self, url: str, seal: Seal) -> None:
        self._seal = seal
        self._lock = threading.RLock()
        self.engine = _engine(url)
        self.dialect = self.engine.dialect.name
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        with self._told():
            bring_up(self.engine, seal.check)
            self._connection = self.engine.connect()
        self._sql: dict[str, str] = {}
        self._order: dict[str, Sequence[str] | None] = {}
        for name, statement in _STATEMENTS.items():
            if name == "head" and self.dialect != "sqlite":
                statement = statement.with_for_update(of=t.chain)  # noqa: PLW2901 - the same statement, with a lock
            compiled = statement.compile(dialect=self.engine.dialect, compile_kwargs={"render_postcompile": True})
            bound = {key: value for key, value in compiled.params.items() if value is not None}
            self._sql[name], self._order[name] = _inlined(str(compiled), compiled.positiontup, bound)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that takes its turn; all of it is kept, durably, or nothing."""
        with self._lock, self._told():
            connection = self._alive()
            connection.info["writes"] = True
            with connection.begin():
                tx = Writing(connection, self._sql, self._order, self._seal)
                yield tx
                tx.finish()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store."""
        with self._lock, self._told():
            connection = self._alive()
            if connection.in_transaction():  # inside a writing one of the same thread
                yield connection
                return
            connection.info["writes"] = False
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._connection.close()
            self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Faults of the database in words of ours, without what was being written."""
        try:
            yield
        except DBAPIError as error:
            raise _translated(error.orig or error, self.engine.url) from None
        except SQLAlchemyError as error:
            raise DeskError("desk.unreachable", where=_shown(self.engine.url), reason=type(error).__name__) from None
        except self._driver_error as error:
            if self.dialect != "sqlite":
                self._connection.invalidate()  # the driver's own cursor failed: SQLAlchemy has not seen it
            raise _translated(error, self.engine.url) from None

    def _alive(self) -> Connection:
        """The connection; a new one after the server went away."""
        if self._connection.closed or self._connection.invalidated:
            self._connection.close()
            self._connection = self.engine.connect()
        return self._connection


def put_state(connection: Connection, seq: int, data: bytes) -> None:
    """Keep a snapshot of the guard after entry ``seq`` of the journal, in place of older ones."""
    connection.execute(sa.delete(t.guard_state))
    parts = [
        {"seq": seq, "part": number, "data": data[start : start + _PART]}
        for number, start in enumerate(range(0, len(data), _PART))
    ]
    connection.execute(sa.insert(t.guard_state), parts)


def get_state(connection: Connection) -> tuple[int, bytes | None]:
    """The snapshot and the journal's entry it was taken after; 0 and None when there is none."""
    rows = connection.execute(
        sa.select(t.guard_state.c.seq, t.guard_state.c.data).order_by(t.guard_state.c.seq, t.guard_state.c.part)
    ).all()
    return (rows[0][0], b"".join(row[1] for row in rows)) if rows else (0, None)


def _translated(error: BaseException, url: URL) -> DeskError:
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    lowered = reason.lower() + str(getattr(error, "sqlstate", ""))
    if "locked" in lowered or "busy" in lowered:
        return DeskError("desk.busy", where=_shown(url))
    if any(word in lowered for word in _FULL):
        return DeskError("desk.full", where=_shown(url), reason=reason)
    return DeskError("desk.unreachable", where=_shown(url), reason=reason)


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError("desk.url", given="".join(url.split("@")[-1:])) from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise UsageError("desk.url", given=_shown(parsed))
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")  # the plain name means other drivers in other releases
    try:
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed)
        return sa.create_engine(parsed, pool_pre_ping=False, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError:
        raise UsageError("desk.no_driver", extra="postgres") from None
    except (NoSuchModuleError, ArgumentError):
        raise UsageError("desk.url", given=_shown(parsed)) from None


def _sqlite(url: URL) -> Engine:
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1_000})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.info.get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _inlined(sql: str, order: Sequence[str] | None, bound: Mapping[str, Any]) -> tuple[str, Sequence[str] | None]:
    """A compiled statement with its constants (numbers of ours) written into it."""
    if order is None:
        for key, value in bound.items():
            assert isinstance(value, int)
            sql = sql.replace(f"%({key})s::INTEGER", str(value)).replace(f"%({key})s", str(value))
        return sql, None
    pieces = sql.split("?")
    out, kept = pieces[0], []
    for key, piece in zip(order, pieces[1:], strict=True):
        if key in bound:
            assert isinstance(bound[key], int)
            out += f"{bound[key]}{piece}"
        else:
            out += f"?{piece}"
            kept.append(key)
    return out, tuple(kept)


def columns(case: Case) -> dict[str, Any]:
    """What lists and clocks look a case up by."""
    urgency = 0 if case.urgent and case.level == "red" else _URGENCY.get(case.level, 4)
    due = case.next_due
    return {
        "ended": int(case.ended),
        "urgency": urgency,
        "due_at": t.FOREVER if due is None else due,
        "ended_at": case.ended_at or 0,
        "unit": case.unit,
        "tier": case.tier,
        "level": case.level,
        "version": case.version,
        "state": case.to_json(),
    }


_text = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # `json.dumps` would make an encoder each time

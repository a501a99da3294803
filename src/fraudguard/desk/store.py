"""The desk's store: one connection, transactions that take turns, and the statements the desk needs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from fraudguard.desk import tables as t
from fraudguard.desk.migrate import bring_up
from fraudguard.desk.seal import Seal
from fraudguard.desk.statements import compiled
from fraudguard.desk.writing import Writing
from fraudguard.errors import DeskError, UsageError

__all__ = ["Store", "get_state", "put_state"]

_BUSY_MS = 30_000
_FULL = ("full", "no space", "53100", "disk")
_PART = 4_000_000  # bytes of a snapshot in one row


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
        try:
            with self._told():
                bring_up(self.engine, seal.check)
                self._connection = self.engine.connect()
        except DeskError:
            self.engine.dispose()
            raise
        self._statements = compiled(self.engine.dialect)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction that takes its turn; all of it is kept, durably, or nothing."""
        with self._lock, self._told():
            connection = self._alive()
            connection.info["writes"] = True
            with connection.begin():
                tx = Writing(connection, self._statements, self._seal)
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
        driver: Any = connection.connection.driver_connection  # not through SQLAlchemy: this runs for every event
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine

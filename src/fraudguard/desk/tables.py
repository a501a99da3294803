"""The desk's tables, for SQLite and PostgreSQL alike; instants are microseconds UTC."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = [
    "FOREVER",
    "cases",
    "chain",
    "contacts",
    "feeds",
    "guard_state",
    "journal",
    "ledger",
    "meta",
    "metadata",
    "notices",
    "outbox",
]

FOREVER = 2**62
"""The instant of what is never due: an index keeps it last."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

_Whole = BigInteger().with_variant(Integer, "sqlite")

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
"""The revision of the schema and the check of the key."""

chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)
"""One row: the last entry of the ledger. Writers take turns on it."""

ledger = Table(
    "ledger",
    metadata,
    Column("seq", _Whole, primary_key=True, autoincrement=False),
    Column("case_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("officer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("words", Text),
    Column("words_hash", Text, nullable=False),
    Column("ref", Text),
    Column("hash", Text, nullable=False),
    Index(None, "case_id", "seq"),
)
"""Append-only, hash-chained. ``words`` may be removed when its time is over; ``words_hash`` stays in the chain."""

cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Index(None, "subject", "ended"),
    Index(None, "tier", "ended", "urgency", "due_at", "id"),  # a list asks for each tier, and merges
    Index(None, "unit", "tier", "ended", "urgency", "due_at", "id"),
    Index(None, "due_at"),
)
"""What the ledger adds up to, one row a case. ``urgency`` sorts the most pressing first (0)."""

contacts = Table(
    "contacts",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""The only place with names, numbers and accounts: encrypted, read through `Desk.reveal`."""

journal = Table(
    "journal",
    metadata,
    Column("seq", _Whole, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False),
    Column("drill", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""Events in the order in which they were scored, encrypted."""

guard_state = Table(
    "guard_state",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
"""Snapshots of the guard after the journal's entry ``seq``, in parts."""

outbox = Table(
    "outbox",
    metadata,
    Column("seq", _Whole, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Index(None, "state", "next_at"),
)
"""Messages to others, numbered as the entry of the ledger they tell of: ``waiting``, ``delivered`` or ``dead``."""

feeds = Table(
    "feeds",
    metadata,
    Column("source", Text, primary_key=True),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("gaps", Text, nullable=False),
)
"""When each feed was heard. ``gaps`` holds the longest silence of each of the last days."""

notices = Table(
    "notices",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("facts", Text, nullable=False),
)
"""What the desk has to say that belongs to no case; each once."""

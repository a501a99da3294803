"""Reading the desk: pages of cases, one case, its history, the ledger between two instants, notices."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from fraudguard.desk import tables as t
from fraudguard.desk.case import TIERS, Case
from fraudguard.desk.store import Store
from fraudguard.desk.writing import URGENCIES
from fraudguard.errors import UsageError

__all__ = ["Page", "entries_of", "ledger_between", "list_cases", "notices_of", "one_case", "words_of"]

_MOST = 1_000
_PAGE = 5_000
_ORDER = (t.cases.c.urgency, t.cases.c.due_at, t.cases.c.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Cases, the most pressing first; ``next`` is where the following page begins, None after the last."""

    cases: tuple[Case, ...]
    next: str | None


def list_cases(
    connection: Connection,
    *,
    ended: bool,
    unit: str | None,
    tier: str | None,
    level: str | None,
    limit: int,
    after: str | None,
) -> Page:
    """A page of open (or ended) cases by urgency, then by what is due first."""
    if not 1 <= limit <= _MOST:
        raise UsageError("desk.limit", given=limit, most=_MOST)
    wanted = _wanted(ended, unit, level)
    if after is not None:
        wanted.append(sa.tuple_(*_ORDER) > sa.tuple_(*_position(after)))
    # Tier by tier, because then an index holds just these cases in just this order, however few there are.
    found: list[Any] = []
    for one in TIERS if tier is None else (tier,):
        query = sa.select(*_ORDER, t.cases.c.state).where(t.cases.c.tier == one, *wanted)
        found += connection.execute(query.order_by(*_ORDER).limit(limit + 1)).all()
    rows = sorted(found, key=lambda row: row[:3])[: limit + 1]
    cases = tuple(Case.from_json(row[3]) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(cases, None if last is None else f"{last[0]}.{last[1]}.{last[2]}")


def _wanted(ended: bool, unit: str | None, level: str | None) -> list[sa.ColumnElement[bool]]:
    c = t.cases.c
    wanted: list[sa.ColumnElement[bool]] = [c.ended == int(ended)]
    if unit is not None:
        wanted.append(c.unit == unit)
    if level is not None:
        urgencies = URGENCIES.get(level)
        wanted.append(c.level == level if urgencies is None else c.urgency.between(urgencies[0], urgencies[-1]))
    return wanted


def _position(after: str) -> tuple[int, int, str]:
    urgency, _, rest = after.partition(".")
    due, _, case_id = rest.partition(".")
    try:
        return int(urgency), int(due), case_id
    except ValueError:
        raise UsageError("desk.after", given=after) from None


def one_case(connection: Connection, case_id: str) -> Case | None:
    """The case of an id."""
    text = connection.execute(sa.select(t.cases.c.state).where(t.cases.c.id == case_id)).scalar()
    return None if text is None else Case.from_json(text)


def entries_of(connection: Connection, case_id: str) -> tuple[Mapping[str, Any], ...]:
    """Every entry of a case, oldest first, words included."""
    rows = connection.execute(sa.select(t.ledger).where(t.ledger.c.case_id == case_id).order_by(t.ledger.c.seq))
    return tuple(_entry(row, words=True) for row in rows)


def words_of(connection: Connection, seq: int) -> Mapping[str, Any] | None:
    """The words of one entry."""
    text = connection.execute(sa.select(t.ledger.c.words).where(t.ledger.c.seq == seq)).scalar()
    return None if text is None else json.loads(text)


def ledger_between(store: Store, low: int, high: int) -> Iterator[Mapping[str, Any]]:
    """Entries from ``low`` to before ``high``, in order, page by page, without words."""
    last = 0
    while True:
        with store.reading() as connection:
            c = t.ledger.c
            query = sa.select(c.seq, c.case_id, c.at, c.officer, c.kind, c.facts, c.change)
            query = query.where(c.seq > last, c.at >= low, c.at < high).order_by(c.seq).limit(_PAGE)
            page = connection.execute(query).all()
        for row in page:
            yield _entry(row, words=False)
        if len(page) < _PAGE:
            return
        last = page[-1].seq


def notices_of(connection: Connection) -> tuple[Mapping[str, Any], ...]:
    """All notices, newest first."""
    c = t.notices.c
    rows = connection.execute(sa.select(t.notices).order_by(c.at.desc(), c.kind, c.about))
    return tuple({"kind": row.kind, "about": row.about, "at": row.at, "facts": json.loads(row.facts)} for row in rows)


def _entry(row: Any, *, words: bool) -> dict[str, Any]:
    entry = {
        "seq": row.seq,
        "case": row.case_id,
        "at": row.at,
        "by": row.officer,
        "kind": row.kind,
        "facts": json.loads(row.facts),
        "change": json.loads(row.change),
    }
    if words:
        entry["words"] = None if row.words is None else json.loads(row.words)
    return entry

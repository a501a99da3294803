"""Whether the ledger is as it was written: names the first bad entry after any edit, deletion or reordering."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from fraudguard.desk import tables as t
from fraudguard.desk.case import Case, advanced
from fraudguard.desk.seal import Seal
from fraudguard.desk.store import Store

__all__ = ["Verification", "verify"]

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Verification:
    """
    What `verify` found.

    ``first_bad`` is the ledger's number of the first entry that is missing or not as it was written; ``case`` the first
    case that is not what its entries add up to. ``reason`` is one of ``missing``, ``altered``, ``words``, ``head``,
    ``case``.
    """

    entries: int
    cases: int
    first_bad: int | None = None
    case: str | None = None
    reason: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.reason


def verify(store: Store, seal: Seal) -> Verification:
    """
    Walk the ledger from its first entry: numbers without gaps, each digest over the one before, words as they were
    written or removed in good time, the end where the store says it is; then every case against its entries.
    """
    with store.reading() as connection:
        head_seq, head_hash = connection.execute(sa.select(t.chain.c.seq, t.chain.c.hash)).one()
        before, seq = "", 0
        purged = _purged(connection)
        cases: dict[str, Case] = {}
        for row in _rows(connection):
            if row.seq != seq + 1:
                return Verification(seq, 0, seq + 1, reason="missing")
            reason = _wrong(row, before, seal, purged)
            if reason:
                return Verification(seq, 0, row.seq, reason=reason)
            seq, before = row.seq, row.hash
            if row.case_id:
                blank = cases.get(row.case_id) or Case(row.case_id, "")
                cases[row.case_id] = advanced(blank, json.loads(row.change))
        if (seq, before) != (head_seq, head_hash):
            return Verification(seq, 0, seq + 1, reason="missing" if head_seq > seq else "head")
        return _cases(connection, cases, seq)


def _wrong(row: Any, before: str, seal: Seal, purged: Mapping[str, int]) -> str:
    link = seal.link(
        before,
        str(row.seq),
        row.case_id,
        str(row.at),
        row.officer,
        row.kind,
        row.facts,
        row.change,
        row.words_hash,
        row.ref or "",
    )
    if link != row.hash:
        return "altered"
    if row.words is None:
        return "words" if row.words_hash and row.seq > purged.get(row.case_id, 0) else ""
    return "" if seal.link("words", row.words) == row.words_hash else "words"


def _purged(connection: Any) -> dict[str, int]:
    """By case up to which entry words may be gone: up to the last purge of the case."""
    c = t.ledger.c
    rows = connection.execute(sa.select(c.case_id, sa.func.max(c.seq)).where(c.kind == "purged").group_by(c.case_id))
    return {row[0]: row[1] for row in rows}


def _rows(connection: Any) -> Iterator[Any]:
    last = 0
    while True:
        page = connection.execute(
            sa.select(t.ledger).where(t.ledger.c.seq > last).order_by(t.ledger.c.seq).limit(_PAGE)
        ).all()
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1].seq


def _cases(connection: Any, folded: dict[str, Case], entries: int) -> Verification:
    seen = 0
    for row in connection.execute(sa.select(t.cases.c.id, t.cases.c.state).order_by(t.cases.c.id)):
        seen += 1
        case = folded.pop(row.id, None)
        if case is None or case != Case.from_json(row.state):
            return Verification(entries, seen, case=row.id, reason="case")
    if folded:
        return Verification(entries, seen, case=min(folded), reason="case")
    return Verification(entries, seen)

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
from fraudguard.desk.writing import columns

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
    written or removed by a purge of their case, the end where the store says it is; then every case
    against its entries.
    """
    with store.reading() as connection:
        head = connection.execute(sa.select(t.chain.c.seq, t.chain.c.hash).where(t.chain.c.id == 1)).first()
        before, seq = "", 0
        cases: dict[str, Case] = {}
        gone: dict[str, int] = {}  # by case, the first entry without its words for which no purge stands
        for row in _rows(connection):
            if row.seq != seq + 1:
                return Verification(seq, 0, seq + 1, reason="missing")
            reason = _wrong(row, before, seal)
            if reason:
                return Verification(seq, 0, row.seq, reason=reason)
            seq, before = row.seq, row.hash
            if row.case_id:
                blank = cases.get(row.case_id) or Case(row.case_id, "")
                cases[row.case_id] = advanced(blank, json.loads(row.change))
                if row.words is None and row.words_hash:
                    gone.setdefault(row.case_id, row.seq)
                if row.kind == "purged":
                    gone.pop(row.case_id, None)
        if head is None or (seq, before) != (head.seq, head.hash):
            return Verification(seq, 0, seq + 1, reason="missing" if head is not None and head.seq > seq else "head")
        if gone:
            return Verification(seq, 0, min(gone.values()), reason="words")
        return _cases(connection, cases, seq)


def _wrong(row: Any, before: str, seal: Seal) -> str:
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
    return "" if row.words is None or seal.link("words", row.words) == row.words_hash else "words"


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
    for row in connection.execute(sa.select(t.cases).order_by(t.cases.c.id)).mappings():
        seen += 1
        case = folded.pop(row["id"], None)
        if case is None or not _same(case, row):
            return Verification(entries, seen, case=row["id"], reason="case")
    if folded:
        return Verification(entries, seen, case=min(folded), reason="case")
    return Verification(entries, seen)


def _same(case: Case, row: Mapping[str, Any]) -> bool:
    """Whether a row holds the case, and what lists and clocks look it up by."""
    wanted = {"subject": case.subject, **columns(case)}
    del wanted["state"]
    try:
        kept = Case.from_json(row["state"])
    except (ValueError, TypeError, AttributeError):
        return False
    return case == kept and all(row[name] == value for name, value in wanted.items())

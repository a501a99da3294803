"""The statements that run for every event, compiled once for the driver in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from fraudguard.desk import tables as t

__all__ = ["BATCH", "Statement", "compiled"]

BATCH = 1_000
"""Cases that a tick changes in one transaction."""


class Statement(NamedTuple):
    """SQL as the driver takes it; ``order`` names the parameters by place, None when the driver takes them by name."""

    sql: str
    order: Sequence[str] | None

    def arranged(self, params: Mapping[str, Any]) -> Any:
        """The parameters as the driver takes them."""
        return params if self.order is None else tuple(params[key] for key in self.order)


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
    "save_contact": sa.update(t.contacts)
    .where(t.contacts.c.case_id == sa.bindparam("of_case"))
    .values(sealed=sa.bindparam("n_sealed")),
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


def compiled(dialect: Dialect) -> dict[str, Statement]:
    """Every statement for a dialect; writers of PostgreSQL wait for each other at the ledger's end."""
    out = {}
    for name, given in _STATEMENTS.items():
        statement = given.with_for_update(of=t.chain) if name == "head" and dialect.name != "sqlite" else given
        made = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        bound = {key: value for key, value in made.params.items() if value is not None}
        out[name] = _inlined(str(made), made.positiontup, bound)
    return out


def _inlined(sql: str, order: Sequence[str] | None, bound: Mapping[str, Any]) -> Statement:
    """A compiled statement with its constants (numbers of ours) written into it."""
    if order is None:
        for key, value in bound.items():
            assert isinstance(value, int)
            sql = sql.replace(f"%({key})s::INTEGER", str(value)).replace(f"%({key})s", str(value))
        return Statement(sql, None)
    pieces = sql.split("?")
    out, kept = pieces[0], []
    for key, piece in zip(order, pieces[1:], strict=True):
        if key in bound:
            assert isinstance(bound[key], int)
            out += f"{bound[key]}{piece}"
        else:
            out += f"?{piece}"
            kept.append(key)
    return Statement(out, tuple(kept))

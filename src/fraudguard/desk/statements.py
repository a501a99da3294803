"""The statements that run for every event, compiled once for the driver in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from fraudguard.desk import tables as t

__all__ = ["AHEAD", "BATCH", "Statement", "compiled"]

AHEAD = 50
"""Names that one statement looks up at once."""

BATCH = 1_000
"""Cases that a tick changes in one transaction."""


class Statement(NamedTuple):
    """SQL as the driver takes it; ``arranged`` gives the parameters, by name or by place, as the driver takes them."""

    sql: str
    arranged: Callable[[Mapping[str, Any]], Any]


def _by_name(params: Mapping[str, Any]) -> Any:
    return params


def _by_place(order: Sequence[str]) -> Callable[[Mapping[str, Any]], Any]:
    return itemgetter(*order) if len(order) > 1 else lambda params: tuple(params[key] for key in order)


def _param(*names: str) -> dict[str, Any]:
    return {name: sa.bindparam(name) for name in names}


_NAMES: tuple[sa.BindParameter[Any], ...] = tuple(sa.bindparam(f"n{number}") for number in range(AHEAD))

# A purge removes only what a snapshot has taken in, so one of the two knows the journal's last number.
_JOURNAL_ENDS = (
    sa.select(sa.func.max(t.journal.c.seq)).scalar_subquery(),
    sa.select(sa.func.max(t.guard_state.c.seq)).scalar_subquery(),
)

_STATEMENTS: Mapping[str, Any] = {
    "head": sa.select(t.chain.c.seq, t.chain.c.hash, *_JOURNAL_ENDS).where(t.chain.c.id == 1),
    "move_head": sa.update(t.chain)
    .where(t.chain.c.id == 1)
    .values(seq=sa.bindparam("new_seq"), hash=sa.bindparam("new_hash")),
    "case": sa.select(t.cases.c.state).where(t.cases.c.id == sa.bindparam("case_id")),
    "cases_of": sa.select(t.cases.c.state)
    .where(t.cases.c.subject == sa.bindparam("subject_is"))
    .order_by(t.cases.c.ended, t.cases.c.ended_at.desc(), t.cases.c.id)
    .limit(1),
    "cases_of_many": sa.select(t.cases.c.subject, t.cases.c.state)
    .where(t.cases.c.subject.in_(_NAMES))
    .order_by(t.cases.c.subject, t.cases.c.ended, t.cases.c.ended_at.desc(), t.cases.c.id),
    "cases_many": sa.select(t.cases.c.id, t.cases.c.state).where(t.cases.c.id.in_(_NAMES)),
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
    "journal": sa.insert(t.journal).values(**_param("seq", "at", "drill", "sealed")),
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
        return Statement(sql, _by_name)
    pieces = sql.split("?")
    out, kept = pieces[0], []
    for key, piece in zip(order, pieces[1:], strict=True):
        if key in bound:
            assert isinstance(bound[key], int)
            out += f"{bound[key]}{piece}"
        else:
            out += f"?{piece}"
            kept.append(key)
    return Statement(out, _by_place(kept))

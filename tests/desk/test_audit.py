"""Nobody changes the ledger quietly: `verify` names the first bad entry after any edit, deletion, insertion or swap."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Connection

from desk_cases import DAY, DAYTIME, START, a_desk, call, closed, done, met, result, taken
from fraudguard import Desk
from fraudguard.desk import tables as t
from fraudguard.desk.actions import Note, Sign
from fraudguard.desk.audit import Verification
from fraudguard.desk.seal import Seal
from fraudguard.events.moment import from_microseconds
from fraudguard.testing import Clock

LEDGER = [column.name for column in t.ledger.columns]
CASES = [column.name for column in t.cases.columns]


def a_full_desk(*, purge: bool = True) -> Desk:
    """A desk with a closed and purged case, an open one with a remark, a clock that acted, a reveal, entries with a ref."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    closed(desk, taken(desk, 1).id)
    clock.advance(days=1_096)
    if purge:
        desk.purge()
    case = done(desk, taken(desk, 2, "red").id, Sign(by="li"), Note(by="li", remark="电话里有人指挥"), call("busy"))
    desk.record(case.id, met(walk_in=True), ref="app-1")
    desk.tick(from_microseconds(START + 1_097 * DAY))
    desk.reveal(case.id, officer="li", purpose="dissuasion", reason="回访")
    desk.record(case.id, result(), ref="app-2")
    return desk


FULL = a_full_desk()
"""Spoilt inside a transaction that is rolled back each time."""
with FULL.store.reading() as _connection:
    ROWS = [dict(row) for row in _connection.execute(sa.select(t.ledger).order_by(t.ledger.c.seq)).mappings()]
    CASE_ROWS = [dict(row) for row in _connection.execute(sa.select(t.cases).order_by(t.cases.c.id)).mappings()]


class _RollBackError(Exception):
    """Nothing of it is kept."""


def after(spoil: Callable[[Connection], object], desk: Desk = FULL) -> Verification:
    """What `verify` finds after somebody has been at the database; undone afterwards."""
    found = []

    def spoilt() -> None:
        with desk.store.writing() as tx:
            spoil(tx.connection)
            found.append(desk.verify())
            raise _RollBackError

    with pytest.raises(_RollBackError):
        spoilt()
    return found[0]


def edited(table: sa.Table, key: str, row: dict[str, Any], **values: Any) -> Callable[[Connection], object]:
    """One row of a table with other values."""
    query = sa.update(table).where(table.c[key] == row[key]).values(**values)
    return lambda connection: connection.execute(query)


def other(value: Any, draw: int) -> Any:
    """A value of the same kind that is not this one."""
    if isinstance(value, int):
        return value + 1 + draw
    text = "" if value is None else str(value)
    spot = draw % (len(text) + 1)
    return text[:spot] + ("y" if text[spot : spot + 1] == "x" else "x") + text[spot + 1 :]


def test_what_was_written_is_sound() -> None:
    """Untouched, every entry and case is counted and nothing is found; so it is without a purge."""
    found = FULL.verify()
    assert found.sound
    assert (len(ROWS), 2, None, None, "") == (found.entries, found.cases, found.first_bad, found.case, found.reason)
    assert a_full_desk(purge=False).verify().sound
    assert a_desk().verify() == Verification(0, 0)


@given(st.sampled_from(ROWS), st.sampled_from([name for name in LEDGER if name != "seq"]), st.integers(0, 400))
def test_an_edit_of_any_column_of_any_entry_is_named(row: dict[str, Any], column: str, draw: int) -> None:
    """Whatever is changed in whichever entry: the first bad entry is that one."""
    found = after(edited(t.ledger, "seq", row, **{column: other(row[column], draw)}))
    assert row["seq"] == found.first_bad
    assert ("words" if column == "words" else "altered") == found.reason
    assert row["seq"] - 1 == found.entries


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["kind"])
@pytest.mark.parametrize("kind", ["purged", "opened", ""])
def test_an_entry_that_poses_as_another_kind_is_named(row: dict[str, Any], kind: str) -> None:
    """Not even the kind that `verify` itself reads can be put on an entry."""
    if row["kind"] == kind:
        return
    assert (row["seq"], "altered") == (
        (found := after(edited(t.ledger, "seq", row, kind=kind))).first_bad,
        found.reason,
    )


@given(st.sampled_from(ROWS), st.integers(1, 10))
def test_an_entry_with_another_number_is_named(row: dict[str, Any], on: int) -> None:
    """A number that is moved past the end leaves a gap where it was; at the end the number itself is the gap."""
    found = after(edited(t.ledger, "seq", row, seq=len(ROWS) + on))
    last = row["seq"] == len(ROWS)
    assert (row["seq"], "missing") == (found.first_bad, found.reason)
    assert last == (found.entries == len(ROWS) - 1)


@given(st.sampled_from(ROWS))
def test_a_deleted_entry_is_named(row: dict[str, Any]) -> None:
    """First, middle or last: the number that is missing is the first bad one."""
    found = after(lambda c: c.execute(sa.delete(t.ledger).where(t.ledger.c.seq == row["seq"])))
    assert (row["seq"], "missing") == (found.first_bad, found.reason)


@given(st.sampled_from(ROWS))
def test_a_truncated_ledger_is_named(row: dict[str, Any]) -> None:
    """
    From the first entry that is gone; when the head is put back too, by a case that has more than what is left, or by
    words for whose removal nothing stands any more.
    """
    cut = sa.delete(t.ledger).where(t.ledger.c.seq >= row["seq"])
    found = after(lambda c: c.execute(cut))
    assert (row["seq"], "missing") == (found.first_bad, found.reason)
    left = ROWS[: row["seq"] - 1]
    head = sa.update(t.chain).values(seq=len(left), hash=left[-1]["hash"] if left else "")
    with_head = after(lambda c: (c.execute(cut), c.execute(head)))
    purge = next(row["seq"] for row in ROWS if row["kind"] == "purged")
    assert ("words" if 1 < row["seq"] <= purge else "case") == with_head.reason


@given(st.lists(st.sampled_from(ROWS), min_size=2, max_size=2, unique_by=lambda row: row["seq"]))
def test_two_entries_that_changed_places_are_named(pair: list[dict[str, Any]]) -> None:
    """The first of the two places is the first bad one."""
    first, second = sorted(pair, key=lambda row: row["seq"])

    def swap(connection: Connection) -> None:
        for seq, to in ((first["seq"], -1), (second["seq"], first["seq"]), (-1, second["seq"])):
            connection.execute(sa.update(t.ledger).where(t.ledger.c.seq == seq).values(seq=to))

    assert (first["seq"], "altered") == ((found := after(swap)).first_bad, found.reason)


@given(st.sampled_from(ROWS), st.booleans())
def test_an_inserted_entry_is_named(row: dict[str, Any], moved: bool) -> None:
    """A copy of any entry after the last, with the head left or moved along, is the first bad one."""
    copy = {**row, "seq": len(ROWS) + 1}

    def insert(connection: Connection) -> None:
        connection.execute(sa.insert(t.ledger).values(**copy))
        if moved:
            connection.execute(sa.update(t.chain).values(seq=copy["seq"], hash=copy["hash"]))

    assert (len(ROWS) + 1, "altered") == ((found := after(insert)).first_bad, found.reason)


@given(st.sampled_from(ROWS))
def test_an_entry_inserted_in_between_is_named(row: dict[str, Any]) -> None:
    """Everything after it moved one on: the place of the insertion is the first bad one."""

    def insert(connection: Connection) -> None:
        for old in reversed(ROWS[row["seq"] - 1 :]):
            connection.execute(sa.update(t.ledger).where(t.ledger.c.seq == old["seq"]).values(seq=old["seq"] + 1))
        connection.execute(sa.insert(t.ledger).values(**{**row, "kind": "forged"}))

    assert row["seq"] == after(insert).first_bad


def test_a_chain_made_with_another_key_is_not_believed() -> None:
    """Whoever rewrites an entry and links the rest anew without the desk's key is found at that entry."""
    seal = Seal(b"a key of somebody else's")

    def forge(connection: Connection) -> None:
        before = ROWS[2]["hash"]
        for row in ROWS[3:]:
            parts = [str(row[name]) for name in ("seq", "case_id", "at")]
            officer = "nobody" if row["seq"] == 4 else row["officer"]
            rest = [row["kind"], row["facts"], row["change"], row["words_hash"], row["ref"] or ""]
            before = seal.link(before, *parts, officer, *rest)
            edited(t.ledger, "seq", row, officer=officer, hash=before)(connection)
        connection.execute(sa.update(t.chain).values(hash=before))

    assert 4 == after(forge).first_bad


@pytest.mark.parametrize("column", ["seq", "hash", "id"])
def test_an_altered_head_is_named(column: str) -> None:
    """A head that is set back, has another digest, or is not there at all points past the last entry."""
    value = {"seq": len(ROWS) - 1, "hash": "x", "id": 2}[column]
    found = after(lambda c: c.execute(sa.update(t.chain).values(**{column: value})))
    assert (len(ROWS) + 1, "head") == (found.first_bad, found.reason)


def test_a_head_that_is_ahead_names_what_is_missing() -> None:
    """A head beyond the last entry means that entries are gone."""
    found = after(lambda c: c.execute(sa.update(t.chain).values(seq=len(ROWS) + 3)))
    assert (len(ROWS) + 1, "missing") == (found.first_bad, found.reason)


@pytest.mark.parametrize("row", [row for row in ROWS if row["words"] is not None], ids=lambda row: row["kind"])
def test_words_that_somebody_removed_are_named(row: dict[str, Any]) -> None:
    """Of an open case no words may be gone, whatever was purged before or after."""
    assert (row["seq"], "words") == ((found := after(edited(t.ledger, "seq", row, words=None))).first_bad, found.reason)


def test_words_of_a_case_that_was_open_at_the_purge_are_not_vouched_for() -> None:
    """A purge covers the words of ended cases only: removing those of a case that was open then is found."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    open_one = taken(desk, 2)
    closed(desk, taken(desk, 1).id)
    clock.advance(days=1_096)
    desk.purge()
    assert desk.verify().sound
    found = after(edited(t.ledger, "seq", {"seq": open_one.ticket_seq}, words=None), desk)
    assert (open_one.ticket_seq, "words") == (found.first_bad, found.reason)


def test_words_put_back_after_a_purge_are_named() -> None:
    """What was removed can only come back as it was written."""
    gone = next(row for row in ROWS if row["words"] is None and row["words_hash"])
    assert (gone["seq"], "words") == (
        (found := after(edited(t.ledger, "seq", gone, words="{}"))).first_bad,
        found.reason,
    )
    plain = next(row for row in ROWS if not row["words_hash"])
    assert (plain["seq"], "words") == (
        (found := after(edited(t.ledger, "seq", plain, words="{}"))).first_bad,
        found.reason,
    )


@given(st.sampled_from(CASE_ROWS), st.sampled_from([name for name in CASES if name != "id"]), st.integers(0, 400))
def test_an_edit_of_any_column_of_a_case_is_named(row: dict[str, Any], column: str, draw: int) -> None:
    """What lists and clocks look cases up by is as safe as the case itself: an edit names the case."""
    found = after(edited(t.cases, "id", row, **{column: other(row[column], draw)}))
    assert (row["id"], "case", None) == (found.case, found.reason, found.first_bad)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"id":1}', '{"colour":"red"}'])
def test_a_case_that_cannot_even_be_read_is_named(text: str) -> None:
    """Rubbish in place of a case is a finding, not a crash."""
    assert CASE_ROWS[0]["id"] == after(edited(t.cases, "id", CASE_ROWS[0], state=text)).case


@given(st.sampled_from(CASE_ROWS), st.sampled_from(["level", "status", "due", "outcome", "exception", "tier", "calls"]))
def test_a_field_changed_within_a_case_is_named(row: dict[str, Any], name: str) -> None:
    """The case no longer is what its entries add up to."""
    state = json.loads(row["state"])
    state[name] = {"due": {"hard": 1}, "calls": 99}.get(name, "other")
    found = after(edited(t.cases, "id", row, state=json.dumps(state)))
    assert (row["id"], "case") == (found.case, found.reason)


def test_a_case_that_is_gone_or_made_up_is_named() -> None:
    """A deleted case, a renamed one, and one that no entry speaks of."""
    first = CASE_ROWS[0]
    assert first["id"] == after(lambda c: c.execute(sa.delete(t.cases).where(t.cases.c.id == first["id"]))).case
    assert "a-first" == after(edited(t.cases, "id", first, id="a-first")).case
    assert "z-last" == after(lambda c: c.execute(sa.insert(t.cases).values(**{**first, "id": "z-last"}))).case

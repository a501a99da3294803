"""Which entries of a case others have to hear of, and what they are told."""

import json

import pytest
import sqlalchemy as sa

from desk_cases import MINUTE, START, a_case, a_desk, a_ticket, an_event, call, closed, done, result, sms, taken
from fraudguard import Desk
from fraudguard.desk import tables as t
from fraudguard.desk.actions import Reopen, Sign
from fraudguard.desk.case import Entry
from fraudguard.desk.outbox import MOST_ATTEMPTS, messages_of, wait_after
from fraudguard.events.moment import from_microseconds


def waiting(desk: Desk) -> list[str]:
    """The kinds of all messages, in order."""
    with desk.store.reading() as connection:
        return list(connection.execute(sa.select(t.outbox.c.kind).order_by(t.outbox.c.seq)).scalars())


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("opened", "open"), ("rewarned", "open"), ("reopen", "open"), ("raised", "raise"), ("level_raised", "raise"),
        ("missed", "overdue"), ("escalated", "overdue"), ("measures", "measures"), ("close", "close"),
        ("joined", None), ("sign", None), ("call", None), ("result", None), ("revealed", None), ("note", None),
    ],
)  # fmt: skip
def test_what_others_hear_of(entry: str, kind: str | None) -> None:
    """Openings, rises, misses, measures and closings go out; an officer's daily work does not."""
    rows = messages_of(a_case(), [Entry(entry, START, "li", {}, {})], [5])
    assert ([] if kind is None else [kind]) == [row["kind"] for row in rows]


@pytest.mark.parametrize(("verdict", "told"), [("defrauded", ["stop_payment"]), ("dissuaded", []), ("denied", [])])
def test_a_confirmed_loss_asks_for_the_stop_of_payment(verdict: str, told: list[str]) -> None:
    """Only a result that confirms a loss goes out, as the draft of a stop payment."""
    rows = messages_of(a_case(), [Entry("result", START, "li", {"verdict": verdict}, {})], [5])
    assert told == [row["kind"] for row in rows]


def test_a_message_is_numbered_as_the_entry_it_tells_of() -> None:
    """Entries that say nothing leave gaps; the id is the case's with the entry's number, and it is due at once."""
    entries = [Entry(kind, START, "li", {}, {}) for kind in ("sign", "level_raised", "call", "escalated")]
    rows = messages_of(a_case(), entries, [7, 8, 9, 10])
    assert [8, 10] == [row["seq"] for row in rows]
    assert ["c-1-8", "c-1-10"] == [json.loads(row["body"])["id"] for row in rows]
    assert {("waiting", 0, START)} == {(row["state"], row["attempts"], row["next_at"]) for row in rows}


def test_what_a_message_says() -> None:
    """The case as it stands after the step, masked, with the entry's facts and no sentence of anybody's."""
    desk = a_desk()
    taken(desk, level="red", urgent=True)
    with desk.store.reading() as connection:
        body = json.loads(connection.execute(sa.select(t.outbox.c.body)).scalar_one())
    assert {"id", "kind", "entry", "at", "case", "facts"} == set(body)
    assert {
        "id": "c-000000000001", "label": "139****0001", "level": "red", "urgent": True, "tier": "station", "unit": "",
        "scam": "fake_loan", "status": "new", "drill": False,
    } == body["case"]  # fmt: skip
    assert ("open", "opened", START, "red") == (body["kind"], body["entry"], body["at"], body["facts"]["level"])
    assert "13900000001" not in str(body)
    assert "先停下" not in str(body)


def test_a_drill_says_that_it_is_one() -> None:
    """Whoever receives the message can tell it from a real one."""
    desk = a_desk()
    desk.take(a_ticket(), an_event(), drill=True)
    with desk.store.reading() as connection:
        assert json.loads(connection.execute(sa.select(t.outbox.c.body)).scalar_one())["case"]["drill"]


def test_the_messages_of_a_cases_life() -> None:
    """Opened, raised for a busy line, missed and escalated, lost money, closed, reopened: each leaves its message."""
    desk = a_desk()
    case = done(desk, taken(desk, level="green").id, Sign(by="li"), call("busy"))
    assert ["open", "raise"] == waiting(desk)
    desk.tick(from_microseconds(START + 60 * MINUTE))
    assert ["overdue", "overdue"] == waiting(desk)[2:]
    done(desk, case.id, call(), result("defrauded"))
    desk.close(case.id, by="li")
    desk.record(case.id, Reopen(by="li", remark="又接到来电"))
    assert ["stop_payment", "close", "open"] == waiting(desk)[4:]


def test_a_refused_action_tells_nobody() -> None:
    """What did not happen leaves no message."""
    desk = a_desk()
    case = taken(desk)
    before = waiting(desk)
    with pytest.raises(Exception, match="sign"):
        desk.record(case.id, sms())
    assert before == waiting(desk)
    closed(desk, case.id)
    assert [*before, "close"] == waiting(desk)


def test_waits_grow() -> None:
    """1, 5, 30, 120 and 360 minutes after each failure, and six attempts at most."""
    assert [1, 5, 30, 120, 360, 360, 360] == [wait_after(n) // MINUTE for n in range(1, 8)]
    assert 6 == MOST_ATTEMPTS

"""The desk: transactions of officers, reading, contact data, and what it refuses to open."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk_cases import (
    DAY,
    DAYTIME,
    FINISHED,
    HOUR,
    KEY,
    MINUTE,
    RULES,
    START,
    a_desk,
    a_ticket,
    an_event,
    call,
    closed,
    done,
    local,
    result,
    sms,
    taken,
)
from fraudguard import CaseError, Desk, DeskError, UsageError
from fraudguard.desk import tables as t
from fraudguard.desk.actions import Close, Note, Reject, Reopen, ReturnVisit, Sign
from fraudguard.desk.desk import PURPOSES
from fraudguard.desk.units import Units
from fraudguard.events.moment import from_microseconds
from fraudguard.testing import Clock

BLANK_WORDS = {"remark": "打过 139****5678"}


def everything(desk: Desk) -> list[tuple[Any, ...]]:
    """Every row of the store."""
    with desk.store.reading() as connection:
        return [tuple(row) for table in t.metadata.sorted_tables for row in connection.execute(sa.select(table))]


# recording


def test_an_action_is_recorded_at_the_desks_clock_or_at_its_own_time() -> None:
    """An officer who writes something down later says when it was."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = taken(desk)
    clock.advance(minutes=9)
    assert START + 9 * MINUTE == desk.record(case.id, Sign(by="li")).signed_at
    assert START + 5 * MINUTE == desk.record(case.id, call(at=local("2026-03-04 10:05"))).reached_at


def test_what_was_recorded_is_what_is_read() -> None:
    """The case that is returned is the one that is kept, and its history holds the entry with its masked remark."""
    desk = a_desk()
    case = taken(desk)
    saved = desk.record(case.id, Sign(by="li", remark="打过 13912345678"))
    assert saved == desk.case(case.id)
    opened, signed = desk.history(case.id)
    assert ("opened", "system", 1) == (opened["kind"], opened["by"], opened["seq"])
    assert ("sign", "li", 2, {}, BLANK_WORDS) == (
        signed["kind"], signed["by"], signed["seq"], signed["facts"], signed["words"],
    )  # fmt: skip
    assert ["new", "signed"] == signed["change"]["status"]


def test_a_refused_action_changes_nothing() -> None:
    """After a refusal every row of the store is as it was."""
    desk = a_desk()
    case = taken(desk)
    before = everything(desk)
    with pytest.raises(CaseError):
        desk.record(case.id, sms())
    with pytest.raises(CaseError):
        desk.close(case.id, by="li")
    assert before == everything(desk)


def test_a_version_that_has_gone_on_is_a_conflict() -> None:
    """An action on what an officer has seen counts only while nobody has acted since; the loser sees both versions."""
    desk = a_desk()
    case = taken(desk)
    signed = desk.record(case.id, Sign(by="li"), version=case.version)
    assert case.version + 1 == signed.version
    with pytest.raises(CaseError) as caught:
        desk.record(case.id, call(), version=case.version)
    error = caught.value
    assert ("case.conflict", 1, 2) == (error.code, error.params["given"], error.params["current"])
    assert signed == desk.case(case.id)
    assert "reached" == desk.record(case.id, call(), version=signed.version).status


def test_a_version_from_the_future_is_a_conflict_too() -> None:
    """Only the very version counts."""
    desk = a_desk()
    case = taken(desk)
    with pytest.raises(CaseError):
        desk.record(case.id, Sign(by="li"), version=case.version + 1)


def test_an_action_sent_twice_counts_once() -> None:
    """The same number of the caller's is answered with the case as it stands, even with an old version; another number counts."""
    desk = a_desk()
    case = done(desk, taken(desk).id, Sign(by="li"))
    first = desk.record(case.id, call("no_answer"), ref="app-1", version=case.version)
    assert first == desk.record(case.id, call("no_answer"), ref="app-1", version=case.version)
    assert 1 == desk.case(case.id).calls
    assert 2 == desk.record(case.id, call("no_answer"), ref="app-2").calls
    assert 3 == desk.record(case.id, call("no_answer")).calls


def test_a_ref_belongs_to_its_case() -> None:
    """Two cases may have actions of the same number; a refused action does not use its number up."""
    desk = a_desk()
    one, two = taken(desk, 1), taken(desk, 2)
    desk.record(one.id, Sign(by="li"), ref="app-1")
    assert "signed" == desk.record(two.id, Sign(by="li"), ref="app-1").status
    with pytest.raises(CaseError):
        desk.record(one.id, Sign(by="li"), ref="app-2")
    assert 1 == desk.record(one.id, call("no_answer"), ref="app-2").calls


def test_a_ref_counts_once_when_the_action_brings_several_entries() -> None:
    """A call that also raises the level is known by its number, and sent again it brings nothing."""
    desk = a_desk()
    case = done(desk, taken(desk, level="green").id, Sign(by="li"))
    first = desk.record(case.id, call("busy"), ref="app-1")
    assert first == desk.record(case.id, call("busy"), ref="app-1")
    assert ["opened", "sign", "call", "level_raised"] == [entry["kind"] for entry in desk.history(case.id)]


def test_closing_twice_leaves_one_entry() -> None:
    """The second officer gets the closed case and no new line."""
    desk = a_desk()
    case = closed(desk, taken(desk).id)
    before = everything(desk)
    assert case == desk.close(case.id, by="wang")
    assert before == everything(desk)


def test_an_exception_is_closed_by_name_and_reason() -> None:
    """Superior and reason close a case and stay on it, numbers masked; a half exception is refused as a `CaseError`."""
    desk = a_desk()
    case = done(desk, taken(desk).id, Sign(by="li"), call())
    for given in ({"superior": "chen"}, {"reason": "本人已出境"}, {"superior": "", "reason": "本人已出境"}):
        with pytest.raises(CaseError) as caught:
            desk.close(case.id, by="li", **given)
        assert "case.action_field" == caught.value.code
    after = desk.close(case.id, by="li", superior="chen", reason="13912345678 的机主已出境", remark="见备注")
    assert {"superior": "chen", "reason": "139****5678 的机主已出境"} == after.exception
    assert "13912345678" not in str(everything(desk))
    assert desk.verify().sound


def test_what_closing_needs_is_told_in_words() -> None:
    """Before, every need in the officer's language; after closing nothing."""
    desk = a_desk()
    case = taken(desk, level="red")
    assert 6 == len(desk.needs(case))
    assert "还没有联系到当事人" in desk.needs(case)[0]
    assert "has not been reached" in desk.needs(case, "en")[0]
    assert () == desk.needs(done(desk, case.id, *FINISHED["red"]))
    assert () == desk.needs(desk.close(case.id, by="li"))


@pytest.mark.parametrize("act", ["case", "history", "record", "reveal", "close"])
def test_a_case_that_is_not_there_is_said(act: str) -> None:
    """Every way to a case names the id that is unknown."""
    desk = a_desk()
    ways = {
        "case": lambda: desk.case("c-none"), "history": lambda: desk.history("c-none"),
        "record": lambda: desk.record("c-none", Sign(by="li")), "close": lambda: desk.close("c-none", by="li"),
        "reveal": lambda: desk.reveal("c-none", officer="li", purpose="drill"),
    }  # fmt: skip
    with pytest.raises(CaseError) as caught:
        ways[act]()
    assert ("case.unknown", "c-none") == (caught.value.code, caught.value.params["given"])


def test_a_duplicate_has_to_repeat_a_case_that_is_there() -> None:
    """A rejection that names no known case keeps the case as it was."""
    desk = a_desk()
    case = taken(desk)
    with pytest.raises(CaseError) as caught:
        desk.record(case.id, Reject(by="li", reason="duplicate", duplicate_of="c-none"))
    assert "case.unknown" == caught.value.code
    assert case == desk.case(case.id)


def test_two_cases_cannot_be_rejected_as_duplicates_of_each_other() -> None:
    """One of them stays open: what was rejected itself is no case that another could repeat."""
    desk = a_desk()
    one, two = taken(desk, 1), taken(desk, 2)
    desk.record(one.id, Reject(by="li", reason="duplicate", duplicate_of=two.id))
    with pytest.raises(CaseError) as caught:
        desk.record(two.id, Reject(by="li", reason="duplicate", duplicate_of=one.id))
    assert "case.reject_duplicate" == caught.value.code
    assert [two] == list(desk.list().cases)


@pytest.mark.parametrize("action", [Reopen(by="li", remark="又接到来电"), ReturnVisit(by="li", truthful=False)])
def test_an_old_case_is_not_reopened_beside_an_open_one(action: Any) -> None:
    """A person has one open case: the refusal names it, and the old one stays closed until the other has ended."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    old = closed(desk, taken(desk).id)
    clock.advance(days=31)
    new = desk.take(a_ticket(2), an_event())
    with pytest.raises(CaseError) as caught:
        desk.record(old.id, action)
    assert ("case.other_open", new.id) == (caught.value.code, caught.value.params["case"])
    assert ("closed", 1) == (desk.case(old.id).status, len(desk.list().cases))
    closed(desk, new.id)
    assert "new" == desk.record(old.id, action).status


def test_a_result_goes_into_the_journal_as_an_outcome() -> None:
    """Scoring learns what the desk found out; verdicts that settle nothing tell it nothing."""
    desk = a_desk()
    case = done(desk, taken(desk).id, Sign(by="li"), call(), result("unknown"), result("denied"), result("defrauded"))
    with desk.store.writing() as tx:
        events = [event for _, _, _, event in tx.journal_after(0)]
    assert ["warned", "defrauded"] == [event["result"] for event in events]
    assert {"key": "phone:13900000001"} == events[1]["person"]
    assert ("5000.00", "fake_loan", "outcome", "desk") == tuple(
        events[1][name] for name in ("lost", "scam", "kind", "source")
    )
    assert [f"desk:{case.id}:{version}" for version in (5, 6)] == [event["id"] for event in events]


# contact data


def test_contact_data_are_shown_for_a_purpose_and_written_down_first() -> None:
    """Officer and purpose stand in the ledger, a reason as masked words; the data are the raw ones."""
    desk = a_desk()
    case = taken(desk)
    shown = desk.reveal(case.id, officer="li", purpose="dissuasion", reason="回拨 13912345678")
    assert "13900000001" == shown["ids"]["phone"]
    entry = desk.history(case.id)[-1]
    assert ("revealed", "li", {"purpose": "dissuasion"}, {}) == (
        entry["kind"],
        entry["by"],
        entry["facts"],
        entry["change"],
    )
    assert {"reason": "回拨 139****5678"} == entry["words"]
    assert case.version + 1 == desk.case(case.id).version
    assert desk.verify().sound


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_purposes(purpose: str) -> None:
    """Each listed purpose opens the data."""
    desk = a_desk()
    assert desk.reveal(taken(desk).id, officer="li", purpose=purpose)


@pytest.mark.parametrize(
    ("officer", "purpose", "code"),
    [
        ("li", "curiosity", "case.purpose"),
        ("li", "", "case.purpose"),
        ("", "drill", "case.nobody"),
        ("  ", "drill", "case.nobody"),
    ],
)
def test_without_purpose_or_officer_nothing_is_shown(officer: str, purpose: str, code: str) -> None:
    """The refusal leaves no entry, because nothing was seen."""
    desk = a_desk()
    case = taken(desk)
    before = everything(desk)
    with pytest.raises(CaseError) as caught:
        desk.reveal(case.id, officer=officer, purpose=purpose)
    assert code == caught.value.code
    assert before == everything(desk)


def test_what_cannot_be_written_down_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the entry of the revelation cannot be kept, the caller gets the error and no data."""
    desk = a_desk()
    case = taken(desk)

    def broken(*_args: object, **_named: object) -> None:
        raise DeskError("desk.full", where="x", reason="disk full")

    monkeypatch.setattr("fraudguard.desk.writing.Writing.finish", broken)
    with pytest.raises(DeskError):
        desk.reveal(case.id, officer="li", purpose="drill")
    monkeypatch.undo()
    assert case == desk.case(case.id)


def test_no_contact_data_stand_in_the_open(tmp_path: Path) -> None:
    """Neither the phone nor the key of a person is found in the bytes of the store."""
    desk = a_desk(url=f"sqlite:///{tmp_path / 'desk.db'}")
    done(desk, taken(desk).id, Sign(by="li", remark="打过13900000001"), call(), result("defrauded"))
    desk.close_store()
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"13900000001" not in stored
    assert b"6222000000000001" not in stored
    assert b"139****0001" in stored


def test_sealed_data_moved_to_another_case_do_not_open() -> None:
    """Contact data open for their own case only, and not after an altered byte."""
    desk = a_desk()
    one, two = taken(desk, 1), taken(desk, 2)
    with desk.store.writing() as tx:
        sealed = tx.connection.execute(
            sa.select(t.contacts.c.sealed).where(t.contacts.c.case_id == one.id)
        ).scalar_one()
        tx.connection.execute(sa.update(t.contacts).where(t.contacts.c.case_id == two.id).values(sealed=sealed))
        cut = sa.update(t.contacts).where(t.contacts.c.case_id == one.id).values(sealed=sealed[:-1] + b"x")
        tx.connection.execute(cut)
    for case in (one, two):
        with pytest.raises(DeskError) as caught:
            desk.reveal(case.id, officer="li", purpose="drill")
        assert ("desk.sealed", "contacts") == (caught.value.code, caught.value.params["what"])


# lists


def _many() -> Desk:
    """A desk with 23 open cases of all levels, some of one instant, and three closed ones."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    for number in range(1, 27):
        if number % 4 == 0:
            clock.advance(minutes=1)
        level = ("green", "yellow", "red")[number % 3]
        case = taken(desk, number, level, urgent=number % 5 == 0)
        if number > 23:
            closed(desk, case.id)
    return desk


MANY = _many()


@pytest.mark.parametrize("limit", [1, 2, 5, 22, 23, 24, 1_000])
def test_pages_leave_nothing_out_and_repeat_nothing(limit: int) -> None:
    """Read page by page, every open case comes once, in the order of one long page; the last page has no next."""
    whole = MANY.list(limit=1_000)
    assert (23, None) == (len(whole.cases), whole.next)
    found, after = [], None
    for _ in range(24):
        page = MANY.list(limit=limit, after=after)
        assert 1 <= len(page.cases) <= limit
        found += page.cases
        after = page.next
        if after is None:
            break
    assert list(whole.cases) == found
    assert after is None


def test_the_most_pressing_come_first() -> None:
    """Urgent red, red, yellow, green; within one of them what is due first, then the id."""
    rank = {"red": 1, "yellow": 2, "green": 3}
    order = [
        (0 if case.urgent and case.level == "red" else rank[case.level], case.next_due or 0, case.id)
        for case in MANY.list().cases
    ]
    assert sorted(order) == order
    assert {0, 1, 2, 3} == {urgency for urgency, _, _ in order}


def test_a_case_that_ended_stands_in_the_other_list() -> None:
    """Open and ended cases are told apart, and every case stands in one of the two."""
    ended = MANY.list(ended=True).cases
    assert {"closed"} == {case.status for case in ended}
    assert 3 == len(ended)
    assert 26 == len({case.id for case in (*ended, *MANY.list(limit=100).cases)})


def test_lists_can_be_narrowed() -> None:
    """By level, unit and tier, alone and together."""
    assert {"red"} == {case.level for case in MANY.list(level="red").cases}
    desk = a_desk()
    one, two = taken(desk, 1), taken(desk, 2)
    desk.record(two.id, Reject(by="li", reason="not_our_area", unit="north"))
    desk.tick(from_microseconds(START + 14 * MINUTE))
    desk.record(one.id, Sign(by="li"))
    desk.tick(from_microseconds(START + 15 * MINUTE))
    assert [two.id] == [case.id for case in desk.list(unit="north").cases]
    assert [two.id] == [case.id for case in desk.list(tier="sub_bureau").cases]
    assert [one.id] == [case.id for case in desk.list(unit="", tier="station", level="yellow").cases]
    assert () == desk.list(unit="north", tier="station").cases


@pytest.mark.parametrize("limit", [0, -1, 1_001])
def test_a_page_has_its_bounds(limit: int) -> None:
    """One to a thousand."""
    with pytest.raises(UsageError) as caught:
        MANY.list(limit=limit)
    assert "desk.limit" == caught.value.code


@pytest.mark.parametrize("after", ["x", "1.x.c", "", "1"])
def test_a_page_begins_where_another_ended(after: str) -> None:
    """Anything but the ``next`` of a page is refused."""
    with pytest.raises(UsageError) as caught:
        MANY.list(after=after)
    assert ("desk.after", after) == (caught.value.code, caught.value.params["given"])


def test_the_ledger_can_be_read_between_two_instants() -> None:
    """From the first, before the second, in order, without words."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = taken(desk)
    for remark in ("第一句话", "第二句话", "第三句话"):
        clock.advance(hours=1)
        desk.record(case.id, Note(by="li", remark=remark))
    kinds = [(entry["kind"], entry["at"]) for entry in desk.ledger()]
    assert [("opened", START), *(("note", START + n * HOUR) for n in (1, 2, 3))] == kinds
    between = list(desk.ledger(DAYTIME + timedelta(hours=1), DAYTIME + timedelta(hours=3)))
    assert [2, 3] == [entry["seq"] for entry in between]
    assert all("words" not in entry for entry in between)


# opening


def test_a_desk_that_is_kept_needs_a_key(tmp_path: Path) -> None:
    """A store in memory may go without, a file not; a short key is refused everywhere, so is one that is no bytes."""
    Desk.open().close_store()
    Desk.open("sqlite:///:memory:").close_store()
    with pytest.raises(UsageError) as caught:
        Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")
    assert "desk.no_key" == caught.value.code
    assert [] == list(tmp_path.iterdir())
    for key, code in ((b"15 bytes of key", "scoring.key_short"), ("a text, long enough", "scoring.argument")):
        with pytest.raises(UsageError) as caught:
            Desk.open(key=key)
        assert code == caught.value.code


def test_only_the_same_key_opens_a_store_again(tmp_path: Path) -> None:
    """With it everything is there; with another the desk is refused before anything is read."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with a_desk(url=url) as desk:
        case = taken(desk)
    with a_desk(url=url) as desk:
        assert case == desk.case(case.id)
        assert desk.reveal(case.id, officer="li", purpose="drill")
        assert desk.verify().sound
    with pytest.raises(DeskError) as caught:
        Desk.open(url, key=KEY + b"!")
    assert "desk.key" == caught.value.code


def test_tables_of_something_else_are_left_alone(tmp_path: Path) -> None:
    """A database that holds other tables is refused and stays as it was."""
    file = tmp_path / "other.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE cases (a)")
    connection.commit()
    connection.close()
    with pytest.raises(DeskError) as caught:
        a_desk(url=f"sqlite:///{file}")
    assert "desk.foreign_tables" == caught.value.code
    connection = sqlite3.connect(file)
    assert [("cases",)] == connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()


@pytest.mark.parametrize("url", ["", "desk.db", "mysql://a@b/c", "sqlite", "oracle://x"])
def test_what_is_no_address_of_a_store_is_refused(url: str) -> None:
    """Only SQLite and PostgreSQL are stores."""
    with pytest.raises(UsageError) as caught:
        Desk.open(url, key=KEY)
    assert "desk.url" == caught.value.code


def test_a_password_is_not_repeated() -> None:
    """An address that is refused is shown without what must stay secret."""
    with pytest.raises(UsageError) as caught:
        Desk.open("mysql://officer:geheim@host/desk", key=KEY)
    assert "geheim" not in str(caught.value)


def test_a_store_that_cannot_be_reached_is_said(tmp_path: Path) -> None:
    """A folder that is not there is a clear error of the desk's."""
    with pytest.raises(DeskError) as caught:
        Desk.open(f"sqlite:///{tmp_path / 'none' / 'desk.db'}", key=KEY)
    assert "desk.unreachable" == caught.value.code


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    """Nor is a text a store."""
    (tmp_path / "desk.db").write_text("a text that is long enough to be no header of a database" * 20, encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        Desk.open(f"sqlite:///{tmp_path / 'desk.db'}", key=KEY)
    assert "desk.unreachable" == caught.value.code


def test_a_clock_without_a_zone_is_refused() -> None:
    """Naive times could be anywhere."""
    desk = Desk.open(key=KEY, clock=lambda: datetime(2026, 3, 4, 10))  # noqa: DTZ001
    with pytest.raises(UsageError) as caught:
        taken(desk)
    assert "desk.naive_clock" == caught.value.code


def test_units_are_read_from_a_file_or_given(tmp_path: Path) -> None:
    """A path is loaded, units are taken as they are, and without them there are none."""
    file = tmp_path / "units.yaml"
    file.write_text("units:\n  - {id: a, name: 甲}\n", encoding="utf-8")
    assert ["a"] == list(Desk.open(key=KEY, units=file).units.by_id)
    units = Units()
    assert units is Desk.open(key=KEY, units=units).units
    assert {} == Desk.open(key=KEY).units.by_id


def test_the_shipped_rules_are_those_of_the_desk() -> None:
    """Without other rules a desk goes by the shipped policy."""
    assert RULES == Desk.open(key=KEY).rules
    assert 7 * DAY == RULES.desk.return_visit_by


def test_a_case_changed_from_outside_is_not_written_over(tmp_path: Path) -> None:
    """When somebody has been at a case's row, the desk's next change of it is refused and nothing of it is kept."""
    desk = a_desk(url=f"sqlite:///{tmp_path / 'desk.db'}")
    case = taken(desk)
    before = everything(desk)

    def meddled() -> None:
        with desk.store.writing() as tx:
            worked = desk.lifecycle.act(case, Sign(by="li"), START)
            tx.connection.execute(sa.update(t.cases).values(version=9))
            tx.save(case, worked.case, worked.entries)

    with pytest.raises(DeskError) as caught:
        meddled()
    assert "desk.lost_update" == caught.value.code
    assert before == everything(desk)
    assert "closed" == done(desk, case.id, *FINISHED["yellow"], Close(by="li")).status


@pytest.mark.parametrize(("ahead", "refused"), [(5 * MINUTE - 1, False), (5 * MINUTE, False), (5 * MINUTE + 1, True)])
def test_what_has_not_happened_yet_is_not_recorded(ahead: int, *, refused: bool) -> None:
    """Another clock may be five minutes ahead of the desk's; an action dated later is refused and nothing changes."""
    desk = a_desk()
    case = taken(desk)
    action = Sign(by="li", at=from_microseconds(START + ahead))
    if not refused:
        assert START + ahead == desk.record(case.id, action).signed_at
        return
    with pytest.raises(CaseError, match="has not come yet"):
        desk.record(case.id, action)
    assert case == desk.case(case.id)

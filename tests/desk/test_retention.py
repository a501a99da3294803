"""A purge: what goes, what stays, and that the chain still verifies."""

import pytest
import sqlalchemy as sa

from desk_cases import DAY, DAYTIME, START, a_desk, an_event, call, closed, done, taken
from fraudguard import CaseError, Desk
from fraudguard.desk import tables as t
from fraudguard.desk.actions import Note, Reject, Sign
from fraudguard.desk.retention import Purged
from fraudguard.desk.store import put_state
from fraudguard.events.moment import from_microseconds
from fraudguard.testing import Clock

KEEP = 1_095 * DAY


def purged(desk: Desk, at: int) -> tuple[int, int, int]:
    """How many events, contacts and words a purge at an instant removes."""
    gone = desk.purge(from_microseconds(at))
    return gone.events, gone.contacts, gone.words


def worded(desk: Desk) -> dict[str, int]:
    """How many entries of each case still have words."""
    with desk.store.reading() as connection:
        rows = connection.execute(sa.select(t.ledger.c.case_id).where(t.ledger.c.words.is_not(None)))
        cases = list(rows.scalars())
    return {case: cases.count(case) for case in cases}


@pytest.mark.parametrize(("at", "goes"), [(KEEP - 1, False), (KEEP, False), (KEEP + 1, True)])
def test_contact_data_and_words_go_when_their_time_is_over(at: int, goes: bool) -> None:
    """Three years after the case has ended, and not at that very microsecond."""
    desk = a_desk()
    case = closed(desk, taken(desk).id)
    assert (0, int(goes), int(goes)) == purged(desk, START + at)
    assert goes == ({} == worded(desk))
    assert goes == (desk.ticket(case) is None)


def test_a_purge_keeps_the_chain_and_the_facts() -> None:
    """The ledger verifies, every entry still says who did what when, only the sentences are gone; the purge is one more."""
    desk = a_desk()
    case = done(desk, taken(desk).id, Sign(by="li"), Note(by="li", remark="门口有人等他"))
    closed_case = done(desk, case.id, call())
    before = desk.history(case.id)
    desk.record(case.id, Reject(by="li", reason="duplicate", duplicate_of=taken(desk, 2).id))
    assert "reached" == closed_case.status
    purged(desk, START + KEEP + 1)
    assert desk.verify().sound
    after = desk.history(case.id)
    wordless = [{**entry, "words": None} for entry in before]
    assert wordless == list(after[: len(before)])
    assert [True, False, True, False] == [entry["words"] is not None for entry in before]
    assert [] == [entry for entry in after if entry["words"] is not None]


def test_contact_data_that_are_gone_cannot_be_revealed() -> None:
    """The refusal says so, and nobody is written down as having seen them."""
    desk = a_desk()
    case = closed(desk, taken(desk).id)
    purged(desk, START + KEEP + 1)
    before = desk.history(case.id)
    with pytest.raises(CaseError) as caught:
        desk.reveal(case.id, officer="li", purpose="investigation")
    assert "case.contacts_gone" == caught.value.code
    assert before == desk.history(case.id)


def test_open_cases_are_never_touched() -> None:
    """However old an open case is, its words and contact data stay."""
    desk = a_desk()
    case = taken(desk)
    assert (0, 0, 0) == purged(desk, START + 10 * KEEP)
    assert {case.id: 1} == worded(desk)
    assert desk.reveal(case.id, officer="li", purpose="dissuasion")


def test_each_case_has_its_own_time() -> None:
    """Of two closed cases the older one's words go first; each purge is told, and the chain verifies after both."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    first = closed(desk, taken(desk, 1).id)
    clock.advance(days=10)
    second = closed(desk, taken(desk, 2).id)
    assert (0, 1, 1) == purged(desk, START + KEEP + DAY)
    assert {second.id: 1} == worded(desk)
    assert desk.verify().sound
    assert (0, 1, 1) == purged(desk, START + KEEP + 11 * DAY)
    assert desk.verify().sound
    told = [(entry["case"], entry["facts"]) for entry in desk.ledger() if entry["kind"] == "purged"]
    assert [(case.id, {"contacts": 1, "words": 1}) for case in (first, second)] == told


def test_a_purge_that_finds_nothing_writes_nothing() -> None:
    """Purging twice leaves one entry."""
    desk = a_desk()
    closed(desk, taken(desk).id)
    assert Purged(0, 0, 0) == desk.purge(DAYTIME)
    purged(desk, START + 2 * KEEP)
    entries = list(desk.ledger())
    assert (0, 0, 0) == purged(desk, START + 2 * KEEP)
    assert entries == list(desk.ledger())


def test_the_words_of_a_reopened_case_stay() -> None:
    """A case that is worked on again is open, however long ago it was closed before."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    case = closed(desk, taken(desk).id)
    clock.advance(days=5)
    taken(desk, 9, subject="p1")
    assert (0, 0, 0) == purged(desk, START + 2 * KEEP)
    assert {case.id: 2} == worded(desk)


@pytest.mark.parametrize(
    ("at", "snapshot", "gone"),
    [(30 * DAY, 3, 0), (30 * DAY + 1, 3, 3), (30 * DAY + 1, 2, 2), (30 * DAY + 1, 0, 0)],
)
def test_raw_events_go_after_30_days_when_a_snapshot_has_taken_them_in(at: int, snapshot: int, gone: int) -> None:
    """Older than 30 days and no later than the snapshot; what a restart would still replay stays."""
    desk = a_desk()
    with desk.store.writing() as tx:
        for _ in range(3):
            tx.journal(an_event().to_mapping(), START, drill=False)
        if snapshot:
            put_state(tx.connection, snapshot, b"state")
    assert (gone, 0, 0) == purged(desk, START + at)
    with desk.store.reading() as connection:
        assert 3 - gone == connection.execute(sa.select(sa.func.count()).select_from(t.journal)).scalar_one()


def test_the_desks_clock_says_what_is_over() -> None:
    """Without a time the injected clock is read."""
    clock = Clock(DAYTIME)
    desk = a_desk(clock)
    closed(desk, taken(desk).id)
    assert Purged(0, 0, 0) == desk.purge()
    clock.advance(days=1_095, microseconds=1)
    assert Purged(0, 1, 1) == desk.purge()

"""The station: journal, score, take; nothing acknowledged is lost, nothing is done twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from fraudguard import Desk, DeskError, EventError, Guard, Station
from fraudguard.desk import CallAttempt, Result, Sign
from fraudguard.pack import load_pack
from fraudguard.testing import Clock

KEY = b"a key for tests, 32 bytes long.."
MakeStation = Callable[..., Station]
PACK = load_pack()
"""The shipped pack, loaded once."""
GUARD = Guard(PACK, key=KEY)
"""Planned once; a station puts it back to what its store holds."""


def a_lead(number: int, clock: Clock, *, level: str = "yellow", person: int = 1) -> dict[str, object]:
    """A higher centre's instruction."""
    return {
        "kind": "lead", "id": f"lead:{number}", "at": clock.now.isoformat(), "source": "city", "ref": f"R{number}",
        "level": level, "person": {"ids": {"phone": f"1380000{person:04d}"}},
    }  # fmt: skip


@pytest.fixture
def a_station(store_url: str) -> Iterator[Callable[..., Station]]:
    """Makes stations on one store, each with a guard that has seen nothing yet; gives their connections back."""
    made: list[Station] = []

    def make(clock: Clock, **options: int) -> Station:
        desk = Desk.open(store_url, key=KEY, rules=PACK, clock=clock)
        made.append(Station(GUARD, desk, **options))
        return made[-1]

    yield make
    for station in made:
        station.desk.close_store()


def payment(number: int, clock: Clock, amount: int = 800) -> dict[str, object]:
    """An everyday payment."""
    return {
        "kind": "transaction", "id": f"bank:{number}", "at": clock.now.isoformat(), "source": "bank", "direction": "out",
        "amount": amount, "method": "transfer", "person": {"ids": {"phone": "13800000001"}},
        "payee": {"account": f"62170000{number % 7:04d}", "kind": "personal"},
    }  # fmt: skip


def test_an_event_opens_a_case_and_is_kept(store_url: str, a_station: MakeStation) -> None:
    """What was acknowledged is there for another process: the case, its ticket in words, the journal."""
    clock = Clock()
    station = a_station(clock)
    case = station.handle(a_lead(1, clock))
    assert case is not None
    with Desk.open(store_url, key=KEY, rules=PACK, clock=clock) as other:
        assert case == other.case(case.id)
        ticket = other.ticket(case)
        assert ticket is not None
        assert "yellow" == ticket["level"]
        assert other.verify().sound


def test_handing_an_event_over_twice_changes_nothing(a_station: MakeStation) -> None:
    """A caller whose answer was lost sends again and gets the same case."""
    clock = Clock()
    station = a_station(clock)
    first = station.handle(a_lead(1, clock))
    assert first is not None
    again = station.handle(a_lead(1, clock))
    assert first == again
    assert 2 == len(station.desk.history(first.id))  # opened, and the instruction noted


def test_an_event_that_cannot_be_understood_changes_nothing(a_station: MakeStation) -> None:
    """It is refused before anything is written, and the next one is handled."""
    clock = Clock()
    station = a_station(clock)
    with pytest.raises(EventError):
        station.handle({"kind": "transaction", "amount": "many"})
    assert station.handle(payment(1, clock)) is None
    assert station.handle(a_lead(1, clock)) is not None


def test_a_restart_goes_on_as_if_nothing_had_happened(a_station: MakeStation) -> None:
    """A new guard on the same store has the windows of one that never stopped, snapshot or not."""
    clock = Clock()
    undisturbed = Guard(PACK, key=KEY)
    station = a_station(clock, checkpoint_every=7)
    for number in range(20):
        clock.advance(minutes=3)
        event = a_lead(number, clock) if number % 6 == 5 else payment(number, clock, 900 + number * 700)
        station.handle(event)
        undisturbed.score(event)
        if number in {4, 11, 13}:
            station.desk.close_store()
            station = a_station(clock, checkpoint_every=7)
    assert undisturbed.snapshot() == station.guard.snapshot()


def test_what_the_desk_learned_reaches_the_guard(store_url: str, a_station: MakeStation) -> None:
    """A result becomes an `outcome` event of the journal, whoever recorded it, and is scored before the next event."""
    clock = Clock()
    station = a_station(clock)
    case = station.handle(a_lead(1, clock))
    assert case is not None
    with Desk.open(store_url, key=KEY, rules=PACK, clock=clock) as other:
        other.record(case.id, Sign(by="王警官"))
        other.record(case.id, CallAttempt(by="王警官", answered=True, reached="self"))
        saved = other.record(case.id, Result(by="王警官", verdict="dissuaded", at_risk=20_000, stopped=20_000))
    clock.advance(minutes=1)
    station.handle(payment(1, clock))
    outcome = f"desk:{case.id}:{saved.version}"
    assert "duplicate" == station.guard.score(
        {"kind": "outcome", "id": outcome, "at": (clock.now - timedelta(minutes=1)).isoformat(), "source": "desk",
         "person": {"key": "phone:13800000001"}, "result": "dissuaded", "stopped": 20_000}
    ).outcome  # fmt: skip


def test_a_drill_stands_apart_from_the_real_case_of_the_same_person(a_station: MakeStation) -> None:
    """A drill opens a case of its own and never joins, raises or hides a real one."""
    clock = Clock()
    station = a_station(clock)
    real = station.handle(a_lead(1, clock))
    clock.advance(hours=80)  # another episode of scoring
    drill = station.handle(a_lead(2, clock, level="red"), drill=True)
    assert real is not None
    assert drill is not None
    assert drill.drill
    assert drill.id != real.id
    assert "yellow" == station.desk.case(real.id).level


def test_a_call_that_goes_on_raises_the_level_once(a_station: MakeStation) -> None:
    """Absence is an event: no end of the call for a quarter of an hour means that the fraudster still talks."""
    clock = Clock()
    station = a_station(clock)
    case = station.handle(a_lead(1, clock))
    assert case is not None
    call = {
        "kind": "call", "id": "call:1", "at": clock.now.isoformat(), "source": "telecom", "state": "started",
        "direction": "in", "peer": "00861234567", "is_contact": False, "person": {"ids": {"phone": "13800000001"}},
    }  # fmt: skip
    station.handle(call)
    station.desk.tick(clock.now + timedelta(minutes=15) - timedelta(microseconds=1))
    assert "yellow" == station.desk.case(case.id).level
    station.desk.tick(clock.now + timedelta(minutes=15))
    station.desk.tick(clock.now + timedelta(minutes=16))
    raised = station.desk.case(case.id)
    assert ("red", ("on_line",)) == (raised.level, raised.raised_by)


def test_the_end_of_the_call_stops_its_clock_even_after_a_restart(a_station: MakeStation) -> None:
    """Who is on the line is known from the store."""
    clock = Clock()
    station = a_station(clock)
    case = station.handle(a_lead(1, clock))
    assert case is not None
    person = {"ids": {"phone": "13800000001"}}
    start = {
        "kind": "call",
        "id": "c:1",
        "at": clock.now.isoformat(),
        "state": "started",
        "is_contact": False,
        "person": person,
    }
    station.handle(start)
    assert "on_line" in station.desk.case(case.id).due
    station.desk.close_store()
    station = a_station(clock)
    clock.advance(minutes=5)
    station.handle(
        {
            "kind": "call",
            "id": "c:2",
            "at": clock.now.isoformat(),
            "state": "ended",
            "is_contact": False,
            "person": person,
        }
    )
    assert "on_line" not in station.desk.case(case.id).due


def test_a_failed_transaction_is_not_acknowledged_and_leaves_no_trace(
    a_station: MakeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the store refuses, `DeskError` is raised, the guard forgets the event, and handing it over again works."""
    from fraudguard.desk.writing import Writing

    clock = Clock()
    station = a_station(clock)
    before = station.guard.snapshot()

    def fails(_tx: Writing) -> None:
        raise DeskError("desk.full", where="here", reason="no space")

    with monkeypatch.context() as patch:
        patch.setattr(Writing, "finish", fails)
        with pytest.raises(DeskError, match="no room"):
            station.handle(a_lead(1, clock))
    assert station.desk.list().cases == ()
    case = station.handle(a_lead(1, clock))
    assert case is not None
    assert before != station.guard.snapshot()
    assert station.desk.verify().sound


def test_events_that_come_together_are_kept_together(a_station: MakeStation) -> None:
    """One that cannot be understood keeps all others of its bundle out; without it all are in."""
    clock = Clock()
    station = a_station(clock)
    events = [a_lead(number, clock, person=number) for number in range(5)]
    with pytest.raises(EventError):
        station.handle_many([*events, {"kind": "nonsense"}])
    assert () == station.desk.list().cases
    cases = station.handle_many(events)
    assert 5 == len({case.id for case in cases if case is not None})


def test_threads_share_a_station(a_station: MakeStation) -> None:
    """Forty instructions about ten persons, handed over by eight threads at once, are all kept: one case for each person."""
    clock = Clock()
    station = a_station(clock)
    leads = [a_lead(number, clock, person=number % 10) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        cases = list(pool.map(station.handle, leads))
    assert 10 == len({case.id for case in cases if case is not None})
    kept = station.desk.list().cases
    assert 10 == len(kept)
    assert {f"R{number}" for number in range(40)} == {ref for case in kept for ref in case.leads}
    assert station.desk.verify().sound
    told = station.guard.snapshot()
    again = a_station(clock)  # replays the journal in the order in which the threads came
    assert told == again.guard.snapshot()
    assert kept == again.desk.list().cases


def test_a_thread_whose_event_is_not_understood_stops_no_other(a_station: MakeStation) -> None:
    """Each caller hears of its own event only."""
    clock = Clock()
    station = a_station(clock)
    bad = {**a_lead(3, clock), "level": "purple"}
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(station.handle, one) for one in (a_lead(1, clock), bad, a_lead(2, clock, person=2))]
    with pytest.raises(EventError):
        waiting[1].result()
    assert all(waiting[number].result() is not None for number in (0, 2))


def test_a_group_comes_to_what_its_events_come_to_one_by_one(store_url: str) -> None:
    """Payments and instructions about the same persons, half of them a drill's: the same cases together as one by one."""
    clock = Clock()
    events = [a_lead(number, clock, level=("yellow", "red")[number % 2], person=number % 3) for number in range(9)]
    events += [payment(number, clock, 90_000) for number in range(3)]
    with (
        Desk.open(store_url, key=KEY, rules=PACK, clock=clock) as one,
        Desk.open(key=KEY, rules=PACK, clock=clock) as other,
    ):
        for drill in (False, True):
            part = [event for number, event in enumerate(events) if drill == bool(number % 2)]
            by_one = Station(GUARD, one)
            singly = [by_one.handle(event, drill=drill) for event in part]
            at_once = Station(GUARD, other)
            assert [case and case.id for case in singly] == [
                case and case.id for case in at_once.handle_many(part, drill=drill)
            ]
        assert one.list().cases == other.list().cases
        assert {True, False} == {case.drill for case in one.list().cases}
        assert one.verify().sound
        assert other.verify().sound

import random

import pytest

from fraudguard.scoring import engine
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.memory import Memory
from fraudguard.testing import call, transaction
from packing import KEY, guard_of, rule, steps

SHORT = {name: {"half_life": "1h", "horizon": "1h"} for name in ("lead", "model", "money", "device", "words")}
HOUR = 3_600_000_000


def short(**more: object):
    """A guard that looks back two hours and an hour of lateness, with everything that is remembered in use."""
    return guard_of(
        rule("r", "amount > 0"),
        rule("w", "count(within='1h') >= 9"),
        rule("s", sequence=steps("amount == 1", "amount == 2", unless=["r"])),
        groups=SHORT,
        policy={"episode": "1h"},
        settings={"lateness": "1h", "dedup": "1h", "sweep_rank": 2},
        **more,
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_mark_is_the_nth_newest_instant(seed):
    """Whatever the order of arrival; before there are so many there is none."""
    memory = Memory([], [])
    instants = random.Random(seed).choices(range(30), k=40)
    for i, at in enumerate(instants):
        assert (sorted(instants[:i])[-5] if i >= 5 else None) == memory.mark(5)
        memory.note_instant(at, 5)
    assert (min(instants), 40, 5) == (memory.first_at, memory.scored, len(memory.instants))


def test_one_wrong_date_does_not_empty_the_state():
    """A row dated 2099 moves nothing; only as many as the rank would."""
    guard = short()
    guard.score(transaction("+0m"))
    guard.score(transaction("2099-01-01T00:00:00+08:00", person="p2"))
    assert not guard.score(transaction("+1m")).late
    guard.score(transaction("2099-01-01T00:00:01+08:00", person="p3"))
    assert guard.score(transaction("+2m")).late


def sizes(guard):
    """How many things of each sort are remembered."""
    memory = guard._engine.memory
    return {
        "records": sum(len(records) for store in memory.stores for _, records in store.opened()),
        "candidates": sum(len(found) for state in memory.chains for _, found in state.candidates.opened()),
        "breakers": sum(len(found) for state in memory.chains for found in state.breakers.values()),
        "findings": sum(len(found) for _, rules in memory.ledger.opened() for found in rules.values()),
        "episodes": len(memory.episodes),
        "ids": len(memory.remembered),
        "persons": len(memory.newest),
        "instants": len(memory.instants),
    }


def test_the_state_does_not_grow_with_the_stream(monkeypatch):
    """Over days of events it holds what a few hours bring, however many persons there are."""
    monkeypatch.setattr(engine, "_SWEEP_EVERY", 16)
    guard = short()
    seen = []
    for i in range(1_500):
        guard.score(transaction(f"+{i * 5}m", amount=i % 3, person=f"p{i % 200}", id=f"e{i}"))
        seen.append(sizes(guard))
    for name, most in max(seen[300:], key=lambda one: one["records"]).items():
        assert most <= 100, name
    assert all(seen[-1].values())


def test_sweeping_changes_no_answer(monkeypatch):
    """A guard that sweeps at every event says what one says that never does."""

    def decisions(every: int) -> list[object]:
        monkeypatch.setattr(engine, "_SWEEP_EVERY", every)
        guard = short()
        dice = random.Random(1)
        events = [
            transaction(
                f"+{i * 9 + dice.choice([0, 0, -60, -200, 30])}m".replace("+-", "-"),
                amount=dice.randint(0, 3),
                id=f"e{dice.randint(0, 60)}",
            )
            for i in range(100)
        ]
        return [guard.score(event) for event in events]

    assert decisions(10**9) == decisions(1)


def test_a_restored_guard_sweeps_on():
    """What a snapshot held is dropped in its turn."""
    guard = short()
    for i in range(10):
        guard.score(transaction(f"+{i}m", person=f"p{i}", id=f"e{i}"))
    guard = Guard.restore(guard.snapshot(), key=KEY, pack=guard.pack)
    for i in range(3):
        guard.score(call(f"+{100 + i}h", person="p"))
    guard._engine._sweep()
    for _ in range(100):  # a little after every event
        guard._engine._upkeep()
    assert {"records": 0, "findings": 0, "episodes": 0, "persons": 1} == {
        name: size for name, size in sizes(guard).items() if name in ("records", "findings", "episodes", "persons")
    }


def test_a_cleared_memory_is_an_empty_one():
    """After `clear` the same events give the same decisions as a guard that has seen nothing, duplicates included."""
    events = [transaction(f"+{minute}m", amount=minute % 3, id=str(minute)) for minute in range(30)]
    used, fresh = short(), short()
    before = [used.score(event) for event in events]
    used._engine.memory.clear()

    assert Memory.empty(used._engine.plan) == used._engine.memory
    assert [fresh.score(event) for event in events] == [used.score(event) for event in events]
    assert before != [used.score(event) for event in events]

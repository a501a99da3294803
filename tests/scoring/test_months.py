"""
Long streams through short windows: everything that makes time cheap is in use at once, and the oracle judges it.

Logs count as long from three events on, nothing lies open, every event sweeps, so that indexes, packing, eviction,
restarts, swaps, retractions and late events all meet. Values of windows are compared, not only what fires.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import oracle
from agreement import KEY, expected
from agreement import given as answered
from fraudguard.events import parse_event, resolve
from fraudguard.pack.tree import Window, walk
from fraudguard.plan import logs, shelf
from fraudguard.scoring import engine, pools
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.preview import preview
from fraudguard.testing import call, retraction, transaction
from fraudguard.testing.events import BASE
from packing import pack_of, rule, steps

PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
BYS = ("", "by=payee.account, ", "by=[person.key, payee.account], ", "by=amount, ")
WHERES = ("", ", where=amount > 2", ", where=fired('base')", ", where=amount <= this.amount", ", where=not amount > 3")
WINDOWS = (
    "count({by}within='{within}'{where}) >= 2",
    "sum(amount, {by}within='{within}'{where}) >= 5",
    "sum(extra.fee, {by}within='{within}'{where}) > 2",
    "mean(extra.fee, {by}within='{within}'{where}) > 1",
    "mean(amount, {by}within='{within}'{where}) > 2",
    "min(amount, {by}within='{within}'{where}) == 1",
    "max(extra.fee, {by}within='{within}'{where}) > 2",
    "distinct(payee.account, {by}within='{within}'{where}) >= 2",
    "distinct(extra.fee, {by}within='{within}'{where}) >= 2",
    "first_seen(payee.account, {by}within='{within}'{where})",
    "first_seen(extra.fee, {by}within='{within}'{where})",
    "seconds_since(transaction, {by}within='{within}'{where}) < 1_000",
    "latest(transaction.extra.fee, {by}within='{within}'{where}) > 1",
    "latest(transaction.payee.kind, {by}within='{within}'{where}) == 'self'",
    "first_seen(amount, by=account == this.payee.account, within='{within}')",
    "count(call, within='{within}', where=duration_s > 2) >= 2",
)
SEQUENCES = (
    steps("amount == 1", "amount == 2", within="30m"),
    steps("amount <= 2", "amount == 3", "amount >= 3", within="2h", unless=["stop"]),
    steps("amount >= 1", ["amount > 2", "payee.account == a.payee.account"], within="1h"),
    steps("amount <= 2", "amount >= 2", ["payee.account == a.payee.account", "amount > b.amount"], within="2h"),
    steps({"on": "call"}, "amount > 2", within="1h", unless=["stop"], by=["person.key"]),
    steps("amount == 1", "amount == 2", "amount == 3", within="1h", any_order=True, at_least=2),
)
SHORT = {name: {"half_life": "1h", "horizon": "2h"} for name in ("lead", "model", "money", "device", "words")}


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """All that waits for many events does not wait."""
    monkeypatch.setattr(logs, "LONG", 2)
    monkeypatch.setattr(pools, "_SHORT", 0)
    monkeypatch.setattr(shelf, "_OPEN", 1)
    monkeypatch.setattr(engine, "_SWEEP_EVERY", 1)
    monkeypatch.setattr(engine, "_VISITS", 2)


def window_lines() -> st.SearchStrategy[str]:
    """Conditions on windows of every function, key and kind of `where`."""
    return st.builds(
        lambda line, by, where, within: line.format(by=by, where=where, within=within),
        st.sampled_from(WINDOWS),
        st.sampled_from(BYS),
        st.sampled_from(WHERES),
        st.sampled_from(["10m", "1h", "3h"]),
    )


def made_pack(draw: Any) -> Any:
    """A pack that looks back three hours and an hour of lateness."""
    lines = draw(st.lists(window_lines(), min_size=3, max_size=8, unique=True))
    chains = draw(st.lists(st.sampled_from(range(len(SEQUENCES))), max_size=3, unique=True))
    return pack_of(
        rule("base", "amount >= 3"),
        rule("stop", "amount == 4"),
        *(rule(f"w{i}", line) for i, line in enumerate(lines)),
        *(rule(f"s{i}", sequence=SEQUENCES[i]) for i in chains),
        groups=SHORT,
        policy={"episode": "2h"},
        settings={"lateness": "1h", "dedup": "2h", "sweep_rank": draw(st.sampled_from([1, 2, 5]))},
        extra={"fee": "number"},
    )


def streams(least: int, most: int) -> st.SearchStrategy[list[Any]]:
    """Events minutes apart: some late by minutes or hours, some retracted, corrected or given twice."""
    one = st.tuples(
        st.sampled_from([0, 1, 3, 7, 10, 25]),
        st.sampled_from([0, 0, 0, 0, 0, 0, 5, 10, 60, 170, 400]),
        st.sampled_from(["pay", "pay", "pay", "pay", "pay", "pay", "call", "take back", "again"]),
        st.integers(0, 39),
    )
    return st.lists(one, min_size=least, max_size=most).map(_events)


def _events(choices: list[tuple[int, int, str, int]]) -> list[Any]:
    made: list[Any] = []
    now = 0
    for number, (step, late, what, dice) in enumerate(choices):
        now += step
        at = BASE + timedelta(minutes=now - late)
        who = {"person": f"p{dice % 2}", "id": f"e{number}"}
        if what == "take back":
            made.append(retraction(f"e{max(0, number - 1 - dice)}", at, **who))
        elif what == "call":
            made.append(call(at, duration_s=dice % 5, **who))
        else:
            if what == "again":
                who["id"] = f"e{max(0, number - 1 - dice % 8)}"
            fee = [None, 1, 2.5, 0.5, 3, 1.0, 2][dice % 7]
            payee = {"account": f"62170000000000{dice % 3}", "kind": ("self", "personal", None)[dice % 3]}
            account = f"62170000000000{dice % 5}"
            extra = {"extra": {"fee": fee}} if fee is not None else {}
            made.append(transaction(at, amount=1 + dice % 4, payee=payee, account=account, **who, **extra))
    return made


def told(pack: Any, guard: Guard, event: Any) -> list[object]:
    """What every window is worth on an event, before it is scored."""
    inner = guard._engine
    stale, known = event.at_us <= inner.floor, inner.knows(event.id)
    seen = preview(event, inner.plan, inner.memory, inner.floor, None, stale=stale, known=known)
    return [seen.windows.get(node) for node in windows(pack, event.kind)]


def windows(pack: Any, kind: str) -> list[Window]:
    """The windows of a kind's rules whose worth is no token."""
    return [
        node
        for one in pack.rules
        if one.when is not None and one.kind == kind
        for node in walk(one.when)
        if isinstance(node, Window)
    ]


def disagreement(pack: Any, events: list[Any], restarts: set[int], swaps: set[int], *, values: bool = True) -> str:
    """The first event on which guard and oracle disagree; empty when there is none."""
    judge = oracle.Oracle(pack)
    guard = Guard(pack, key=KEY)
    other = pack_of(rule("other", "count(within='1h') >= 2"), settings={"sweep_rank": 9}, extra={"fee": "number"})
    for number, event in enumerate(events):
        if number in restarts:
            guard = Guard.restore(guard.snapshot(), key=KEY, pack=pack)
        if number in swaps:
            assert not guard.swap(pack).dropped
            assert other is not pack
        seen = resolve(parse_event(event), None)
        mine = told(pack, guard, seen) if values else []
        result = judge.score(event)
        if result.outcome != "duplicate" and values:
            record = judge.records[-1]
            theirs = [judge.window(node, oracle.Scope(record, record)) for node in windows(pack, seen.kind)]
            if theirs != mine:
                return f"event {number}: windows {theirs} and {mine}"
        wanted, got = expected(result), answered(guard.score(event))
        if wanted != got:
            return f"event {number}: {wanted} and {got}"
    return ""


def judged(data: Any, least: int, most: int) -> None:
    """Draw a pack and a stream, and compare in arrival and in sorted order."""
    pack = made_pack(data.draw)
    events = data.draw(streams(least, most))
    places = st.sets(st.integers(0, len(events) - 1), max_size=3)
    restarts, swaps = data.draw(places), data.draw(places)
    assert "" == disagreement(pack, events, restarts, swaps)
    ordered = sorted(events, key=lambda event: (event.at_us, event.id))
    assert "" == disagreement(pack, ordered, restarts, swaps)


@settings(max_examples=25, phases=PHASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_long_streams_through_short_windows(data):
    """Indexes, packing, sweeping, restarts and swaps change no value and no answer."""
    judged(data, 10, 60)


@pytest.mark.slow
@settings(max_examples=120, phases=PHASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_long_streams_through_short_windows_at_length(data):
    """The same with more and longer streams."""
    judged(data, 30, 150)

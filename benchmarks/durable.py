"""
Sequences on durable-rules beside the native search: run by `benchmarks/online.py --only durable`.

One person's payments of which every one fits a step; the chains found are compared before any time is printed. Times
are processor time.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING

from fraudguard.pack import load_pack_text
from fraudguard.plan import compile_plan
from fraudguard.scoring.chains_durable import DurableMatcher, prepare
from fraudguard.scoring.search import Candidate, Matcher
from fraudguard.scoring.wording import FixedFacts

if TYPE_CHECKING:
    from fraudguard.plan.sequences import SequencePlan

__all__ = ["sequences", "usable"]

_OPEN = (1, 8, 32, 64, 65, 1_000)
_RULE = """
scam: fake_loan
rules:
  - {id: test-then-big, title: 小额后大额, stage: transfer, group: money, points: 20, because: 请核实。,
     sequence: {within: 2h, steps: [
       {as: test, on: transaction, when: [amount <= 200]},
       {on: transaction, when: [amount > 200, amount >= 20 * test.amount, payee.account == test.payee.account]}]}}
"""
_FILES = {
    "pack.yaml": "name: sequences\ngroups: {lead: {cap: 60}, model: {cap: 40}, money: {cap: 100}}\n",
    "policy.yaml": "thresholds: {green: 10, yellow: 30, red: 60}\nlead_points: {green: 10, yellow: 30, red: 60}\n",
    "taxonomy.yaml": "[{id: fake_loan, zh: 虚假贷款, en: fake loan, type: scheme}]\n",
    "scams/fake_loan.yaml": _RULE,
}


def usable() -> str:
    """Why durable-rules cannot be measured here; empty when it can."""
    if sys.version_info >= (3, 13):
        return "durable-rules does not import on Python 3.13"
    return "" if find_spec("durable_rules_engine") else "the extra `durable` is not installed"


def sequences(seconds: float = 1.0) -> dict[str, object]:
    """Events that match a step, with so many open candidates of the person: events per second, both engines."""
    reason = usable()
    if reason:
        print(f"\nSequences: {reason}, left out")
        return {}
    rows = [_row(count, hit=hit, seconds=seconds) for count in _OPEN for hit in (True, False)]
    print("\nSequences: one event that fits the last step; open candidates of its person, two steps with three joins")
    print(f"  {'open':>6} {'completes':>10} {'native/s':>10} {'µs':>8} {'durable/s':>10} {'µs':>8}")
    for row in rows:
        native, durable = float(row["native_us"]), float(row["durable_us"])
        note = "  native answers (overflow)" if row["overflow"] else ""
        print(
            f"  {row['open']:>6,} {row['completes']!s:>10} {1e6 / native:>10,.0f} {native:>8.1f} {1e6 / durable:>10,.0f} {durable:>8.1f}{note}"
        )
    grown, own = _memory(), _own_limits()
    print(f"  memory over 50,000 questions without an answer, after as many: {grown:+.1f} MB")
    print(
        f"  durable-rules by itself: {own['states']:,} live states, then MemoryError; {own['kilobytes']:.1f} kB for each unfinished fact; "
        f"{own['chains']:,} chains of three steps enumerated in {own['milliseconds']:.0f} ms"
    )
    return {"rows": rows, "memory_mb": grown, "by_itself": own, "whole": _whole()}


def _searches() -> tuple[SequencePlan, Matcher, DurableMatcher]:
    plan = compile_plan(load_pack_text(_FILES))
    native = Matcher(plan.sequences[0], plan.joins)
    return plan.sequences[0], native, DurableMatcher(prepare(plan)[0], native)


def _candidate(sequence: SequencePlan, at: int, step: int, amount: int, account: str) -> Candidate:
    """An event that fits a step, with what is kept of it."""
    captures = sequence.steps[step].captures
    values = tuple(account if slot.form == "token" else amount for slot in captures)
    return Candidate((at, f"e{at}"), {step: values}, FixedFacts("", {}))


def _row(count: int, *, hit: bool, seconds: float) -> dict[str, object]:
    sequence, native, durable = _searches()
    pool = [_candidate(sequence, i, 0, 10_000 + i, f"t{i % 5}") for i in range(count)]
    last = _candidate(sequence, count, 1, 1_000_000 if hit else 30_000, "t0")
    answers = [native.find(pool, pool, last), durable.find(pool, pool, None, last)]
    if answers[0] != answers[1] or bool(answers[0]) is not hit:
        raise SystemExit(f"sequences, {count} open: native {answers[0]}, durable {answers[1]}")
    overflow = durable.overflow

    finds = {
        "native_us": lambda: native.find(pool, pool, last),
        "durable_us": lambda: durable.find(pool, pool, None, last),
    }
    spans: dict[str, list[int]] = {name: [] for name in finds}
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds or len(spans["native_us"]) < 20:
        for name, find in finds.items():  # in turn, so that a busy machine slows both
            for one in pool:
                one.later = {}  # what a search noted on its candidates
            start = time.process_time_ns()
            find()
            spans[name].append(time.process_time_ns() - start)
    return {
        "open": count,
        "completes": hit,
        **{name: statistics.median(each) / 1e3 for name, each in spans.items()},
        "overflow": bool(overflow),
    }


def _memory() -> float:
    """Megabytes that the process grows by over 50,000 questions that find nothing, after as many to warm up."""
    sequence, _, durable = _searches()
    pool = [_candidate(sequence, 0, 0, 10_000, "t0")]
    last = _candidate(sequence, 1, 1, 30_000, "t1")
    sizes = []
    for _ in range(2):
        for _ in range(50_000):
            durable.find(pool, pool, None, last)
        sizes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return sizes[1] - sizes[0]


_OWN = """
import json, os, resource, time
import durable_rules_engine as engine

def made(name, *tests):
    patterns = [{"e": {"b": 1}}, {"a": {"$and": [*tests, {"$lte": {"one": {"e": "one"}}}]}}]
    return engine.create_ruleset(name, json.dumps({"r": {"all": patterns}}))

def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

states, handle = 0, made("states", {"$lt": {"n": {"e": "n"}}})
try:
    while states < 2_000:
        engine.assert_fact(handle, json.dumps({"id": 1, "sid": str(states), "b": 1, "n": 0, "one": 1}))
        states += 1
except MemoryError:
    pass
handle, before = made("facts", {"x": {"e": "x"}}), used()
for number in range(20_000):
    engine.assert_fact(handle, json.dumps({"id": number, "b": 1, "n": 0, "x": number, "one": 1}))
kilobytes = (used() - before) / 20_000

last = {"end": {"$and": [{"s2": 1}, {"last": 1}]}}
later = {"b": {"$and": [{"s1": 1}, {"$gt": {"n": {"a": "n"}}}, {"$lte": {"one": {"end": "one"}}}]}}
chains = [last, {"a": {"$and": [{"s0": 1}, {"$lte": {"one": {"end": "one"}}}]}}, later]
handle = engine.create_ruleset("chains", json.dumps({"r": {"all": chains, "cap": 64}}))
begun, found = time.perf_counter(), 0
for number in range(201):
    step = {"s2": 1, "last": 1} if number == 200 else {f"s{number // 100}": 1}
    _, state = engine.assert_fact(handle, json.dumps({"id": number, "n": number, "one": 1, "sid": "1", **step}))
answer = engine.start_action_for_state(handle, state)[1]
while answer:
    found += len(json.loads(answer)["r"])
    answer = engine.complete_and_start_action(handle, state)
milliseconds = (time.perf_counter() - begun) * 1e3
print(json.dumps({"states": states, "kilobytes": kilobytes, "chains": found, "milliseconds": milliseconds}), flush=True)
os._exit(0)
"""


def _own_limits() -> dict[str, float]:
    """States that may live at once, what a waiting fact costs, how long 10,000 chains take; in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _OWN], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _payments(count: int) -> list[dict[str, object]]:
    """Small and large payments of 200 persons to four accounts each, one every second."""
    draw = Random(1)
    made = []
    for number in range(count):
        person = f"p{draw.randrange(200)}"
        hours, rest = divmod(number, 3_600)
        made.append(
            {
                "kind": "transaction",
                "id": f"e{number}",
                "at": f"2025-01-06T{hours:02d}:{rest // 60:02d}:{rest % 60:02d}+08:00",
                "person": {"key": person},
                "direction": "out",
                "amount": draw.choice([50, 100, 150, 900, 2_500]),
                "payee": {"account": f"{person}-{draw.randrange(4)}"},
            }
        )
    return made


def _whole() -> dict[str, object]:
    """All of `Guard.score` with either engine on payments of which each fits a step: decisions equal, events per second."""
    from fraudguard import Guard

    events = _payments(20_000)
    spans: dict[str, float] = {}
    found: dict[str, list[object]] = {}
    overflow = 0
    for name in ("native", "durable"):
        guard = Guard(load_pack_text(_FILES), key=bytes(32), sequences=name)
        begun = time.process_time()
        made = [guard.score(event) for event in events]
        spans[name] = time.process_time() - begun
        found[name] = [[[e.event_id for e in f.chain] for f in one.findings] for one in made]
        overflow = guard.durable_overflow
    if found["native"] != found["durable"]:
        raise SystemExit("sequences: the engines differ")
    speeds = {name: len(events) / seconds for name, seconds in spans.items()}
    chains = sum(map(bool, found["native"]))
    print(
        f"  all of Guard.score, {len(events):,} payments that each fit a step, {chains:,} chains, {overflow:,} overflows: "
        + ", ".join(f"{name} {speed:,.0f} events/s" for name, speed in speeds.items())
    )
    return {"events_per_second": speeds, "chains": chains, "overflow": overflow}

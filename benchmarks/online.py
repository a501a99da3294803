"""
How fast scoring is, one event at a time: `python benchmarks/online.py` prints tables, ``--json FILE`` keeps the numbers.

Peers run on the same payments and rules in the same process, when the extra `bench` is installed; before any time is
printed each engine's answers are compared with a plain statement of what the rules mean.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import crowded
import durable
import generated
import mix
import peers

COUNTS = (250, 1_000)
GROWTH = (10, 30, 100, 300, 1_000)


@dataclass(frozen=True)
class Timing:
    """
    Throughput of whole passes and the spread of single events in microseconds, medians of the repetitions.

    ``per_cpu_second`` counts only the time in which the process really ran: on a busy machine it is the steadier one.
    """

    events_per_second: float
    per_cpu_second: float
    median_us: float
    p99_us: float
    events: int


def _timed(one: Callable[[object], object], events: Sequence[object], warm: int) -> tuple[float, float, list[int]]:
    """One pass: seconds and processor seconds per event, and the nanoseconds of each; a stream cannot be replayed."""
    for event in events[:warm]:
        one(event)
    spans: list[int] = []
    note, clock = spans.append, time.perf_counter_ns
    begun, ran = clock(), time.process_time_ns()
    for event in events[warm:]:
        start = clock()
        one(event)
        note(clock() - start)
    ran, total = time.process_time_ns() - ran, clock() - begun
    return total / 1e9 / len(spans), ran / 1e9 / len(spans), spans


def measure(fresh: Callable[[], Callable[[object], object]], events: Sequence[object], repeat: int) -> Timing:
    """``repeat`` passes, each by a fresh engine; the first tenth of every pass (at most 1,000 events) warms up."""
    warm = min(1_000, len(events) // 10)
    speeds, ran, medians, tails = [], [], [], []
    for _ in range(repeat):
        one = fresh()
        gc.collect()
        each, cpu, spans = _timed(one, events, warm)
        spans.sort()
        speeds.append(1 / each)
        ran.append(1 / cpu)
        medians.append(spans[len(spans) // 2] / 1e3)
        tails.append(spans[len(spans) * 99 // 100] / 1e3)
    return Timing(*(statistics.median(values) for values in (speeds, ran, medians, tails)), events=len(events) - warm)


def shipped(count: int, repeat: int) -> dict[str, object]:
    """The shipped pack on a day's mix, from a mapping to a decision."""
    from fraudguard import Guard

    events = mix.draw_mix(count)
    gc.freeze()
    timing = measure(lambda: Guard.load().score, events, repeat)
    guard = Guard.load()
    levels: dict[str, int] = {}
    findings = 0
    for event in events:
        decision = guard.score(event)
        findings += len(decision.findings)
        levels[decision.level] = levels.get(decision.level, 0) + 1
    print(f"\nShipped pack, {count:,} events: " + ", ".join(f"{share} % {name}" for name, share in mix.SHARES.items()))
    print(f"  (findings {findings:,}; levels {levels})")
    _table([("Guard.score, mapping to decision", timing)])
    by_kind = {}
    for kind in ("transaction", "call", "message"):
        own = [event for event in events if event["kind"] == kind]
        by_kind[kind] = measure(lambda: Guard.load().score, own, 1)
    _table([(f"  only {kind}", timing) for kind, timing in by_kind.items()])
    return {"mix": asdict(timing), "by_kind": {kind: asdict(t) for kind, t in by_kind.items()}, "findings": findings}


@dataclass(frozen=True)
class Generated:
    """Payments in both forms, the rules, and which of them fire where."""

    pool: list[generated.Predicate]
    flat: list[generated.Event]
    nested: list[dict[str, object]]
    rules: list[generated.Rule]
    expected: list[dict[str, int]]  # for each event, rule id to its number
    examples: dict[str, tuple[str, str]]  # for each rule, a hit and a miss

    def wanted(self, event: int, rules: int) -> set[str]:
        """The ids that fire on an event among the first ``rules``."""
        return {rule for rule, number in self.expected[event].items() if number < rules}


def draw(count: int) -> Generated:
    """The payments and the rules; rules are calibrated on at least 20,000 payments."""
    pool = generated.predicates()
    flat = generated.draw_events(max(count, 20_000))
    table = generated.truth_table(pool, flat)
    rules = generated.draw_rules(max(COUNTS), pool, table)
    expected: list[dict[str, int]] = [{} for _ in flat]
    for number, rule in enumerate(rules):
        for event in generated.fires(rule, table).nonzero()[0]:
            expected[event][rule.id] = number
    examples = generated.examples_of(rules, table, flat)
    return Generated(pool, flat[:count], generated.nested(flat[:count]), rules, expected[:count], examples)


def _check(name: str, count: int, world: Generated, answers: Iterable[Iterable[str]]) -> None:
    """Every engine must give exactly the expected rules on every event, or no time of it is printed."""
    for number, answer in enumerate(answers):
        given, wanted = set(answer), world.wanted(number, count)
        if given != wanted:
            missing, extra = sorted(wanted - given), sorted(given - wanted)
            raise SystemExit(
                f"{name}, {count} rules, event {number}: missing {missing}, extra {extra}: {world.flat[number]}"
            )


def _pack(world: Generated, count: int) -> object:
    from fraudguard.pack import load_pack_text

    return load_pack_text(generated.pack_files(world.rules[:count], world.pool, world.examples))


def rules_only(world: Generated, repeat: int, *, with_peers: bool) -> dict[str, dict[str, object]]:
    """Events ready, which rules fire: ours and the peers'."""
    from fraudguard.events import parse_event
    from fraudguard.plan import compile_plan

    parsed = [parse_event(event) for event in world.nested]
    gc.freeze()
    found: dict[str, dict[str, object]] = {}
    for count in COUNTS:
        fire = compile_plan(_pack(world, count)).fire
        engines: list[tuple[str, Callable[[], Callable[[object], object]], Sequence[object]]] = []
        _check("fraudguard", count, world, map(fire, parsed))
        engines.append(("fraudguard", lambda fire=fire: fire, parsed))
        baseline = peers.python_shared(world.rules[:count], world.pool)
        _check("python-gen-shared", count, world, map(baseline, world.flat))
        engines.append(("python-gen-shared", lambda fire=baseline: fire, world.flat))
        for name, (distribution, peer) in peers.PEERS.items() if with_peers else ():
            version = peers.version_of(distribution)
            if not version:
                print(f"  {name}: not installed, left out")
                continue
            theirs = peer(world.rules[:count], world.pool)
            _check(name, count, world, map(theirs, world.flat))
            engines.append((f"{name} {version}", lambda fire=theirs: fire, world.flat))
        gc.freeze()
        timings = [(name, measure(fresh, events, repeat)) for name, fresh, events in engines]
        print(f"\nRules only, {count:,} rules: events ready, which rules fire")
        _table(timings)
        found[str(count)] = {name: asdict(timing) for name, timing in timings}
    return found


def whole(world: Generated, repeat: int) -> dict[str, object]:
    """All of `Guard.score`, from a mapping to a decision."""
    from fraudguard import Guard

    found: dict[str, object] = {}
    for count in COUNTS:
        pack = _pack(world, count)
        guard = Guard(pack)
        decisions = [guard.score(event) for event in world.nested]
        _check("Guard.score", count, world, ([f.rule for f in decision.findings] for decision in decisions))
        findings, tickets = (sum(len(getattr(d, name)) for d in decisions) for name in ("findings", "tickets"))
        del decisions
        timing = measure(lambda pack=pack: Guard(pack).score, world.nested, repeat)
        print(f"\nAll of Guard.score, {count:,} rules: from a mapping to a decision")
        print(f"  ({len(world.nested):,} payments, {findings:,} findings, {tickets:,} tickets opened or raised)")
        _table([("fraudguard", timing)])
        found[str(count)] = asdict(timing)
    return found


def windows(count: int, repeat: int) -> dict[str, object]:
    """Windows of a key whose log grows: all of `Guard.score` with eight windows of that key each time."""
    from fraudguard import Guard

    pack = crowded.windows()
    rows, found = [], {}
    for keys in (count, count // 10, count // 100, 1):
        events = crowded.crowd(count, keys)
        timing = measure(lambda: Guard(pack, key=b"a key for benchmarks only").score, events, repeat)
        rows.append((f"up to {count // keys:,} events of the key", timing))
        found[str(count // keys)] = asdict(timing)
    print(f"\nHot keys, {count:,} payments: eight windows by payee of 7 and 180 days, every log this long in the end")
    _table(rows)
    return found


def chains(repeat: int) -> dict[str, object]:
    """Events that match a step, with a thousand open candidates of the same key; the sequence engine alone."""
    found = {}
    print(f"\nSequences with {crowded.OPEN:,} open events of one key: events that match a step")
    print(f"  {'':<22} {'events/s':>10} {'per CPU s':>10} {'fired':>8} {'in reach':>9}")
    for name in crowded.CHAINS:
        runs = [crowded.chains(name) for _ in range(repeat)]
        middle = sorted(runs, key=lambda one: one.per_cpu_second)[len(runs) // 2]
        print(
            f"  {name:<22} {middle.events_per_second:>10,.0f} {middle.per_cpu_second:>10,.0f} {middle.fired:>8,} {middle.open:>9,}"
        )
        found[name] = asdict(middle)
    return found


def growth(world: Generated) -> dict[str, object]:
    """What more rules cost."""
    from fraudguard import Guard
    from fraudguard.events import parse_event
    from fraudguard.plan import compile_plan

    parsed = [parse_event(event) for event in world.nested]
    rows, found = [], {}
    for count in GROWTH:
        pack = _pack(world, count)
        begun = time.perf_counter()
        fire = compile_plan(pack).fire
        compiled = time.perf_counter() - begun
        only = measure(lambda fire=fire: fire, parsed, 1)
        score = measure(lambda pack=pack: Guard(pack).score, world.nested, 1)
        rows.append((count, only.median_us, score.median_us, compiled * 1e3))
        found[str(count)] = {"rules_only": asdict(only), "score": asdict(score), "compile_seconds": compiled}
    print("\nGrowth: median microseconds per event, first n rules")
    print(f"  {'rules':>6} {'rules only':>12} {'Guard.score':>12} {'ms to compile':>14}")
    for count, only_us, score_us, ms in rows:
        print(f"  {count:>6,} {only_us:>12.1f} {score_us:>12.1f} {ms:>14.0f}")
    factor = {"rules_only": rows[-1][1] / rows[0][1], "score": rows[-1][2] / rows[0][2]}
    print(
        f"  {GROWTH[0]} to {GROWTH[-1]:,}: {factor['rules_only']:.1f} times rules only, {factor['score']:.1f} times all of Guard.score"
    )
    return {"by_rules": found, "factor": factor}


def imports(repeat: int = 9) -> dict[str, float]:
    """Seconds that an import takes in a fresh interpreter."""
    statements = (
        "import pydantic; pydantic.BaseModel",
        "import fraudguard",
        "from fraudguard import Guard, Transaction",
    )
    code = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
    spans: dict[str, list[float]] = {statement: [] for statement in statements}
    for _ in range(repeat):
        for statement in statements:
            done = subprocess.run(
                [sys.executable, "-c", code.format(statement)], capture_output=True, text=True, check=True
            )
            spans[statement].append(float(done.stdout))
    found = {statement: statistics.median(times) for statement, times in spans.items()}
    print("\nImport in a fresh interpreter")
    for statement, seconds in found.items():
        print(f"  {statement:<45} {seconds * 1e3:>8.1f} ms  {seconds / found[statements[0]]:>5.2f} x pydantic")
    return found


def check_rules(world: Generated, repeat: int) -> dict[str, float]:
    """`fraudguard rules check` on 1,000 rules, and the loading alone."""
    from fraudguard.pack import load_pack

    commands, loads = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in generated.pack_files(world.rules, world.pool, world.examples).items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for _ in range(repeat):
            begun = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "fraudguard", "rules", "check", folder],
                capture_output=True,
                text=True,
                check=False,
            )
            commands.append(time.perf_counter() - begun)
            if done.returncode:
                raise SystemExit(f"rules check failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
            begun = time.perf_counter()
            load_pack([folder])
            loads.append(time.perf_counter() - begun)
    found = {"command_seconds": statistics.median(commands), "load_seconds": statistics.median(loads)}
    print(
        f"\nrules check of {len(world.rules):,} rules: {found['command_seconds']:.2f} s as a command, {found['load_seconds']:.2f} s to load"
    )
    return found


def calibrate() -> float:
    """Milliseconds of a fixed loop: tells two runs on an unsteady machine apart."""
    spans = []
    for _ in range(5):
        begun = time.perf_counter()
        sum(i * i for i in range(100_000))
        spans.append((time.perf_counter() - begun) * 1e3)
    return min(spans)


def _table(rows: Sequence[tuple[str, Timing]]) -> None:
    print(f"  {'':<34} {'events/s':>10} {'per CPU s':>10} {'median µs':>10} {'p99 µs':>9}")
    for name, timing in rows:
        speeds = f"{timing.events_per_second:>10,.0f} {timing.per_cpu_second:>10,.0f}"
        print(f"  {name:<34} {speeds} {timing.median_us:>10.1f} {timing.p99_us:>9.1f}")


def main() -> None:
    """Run the parts asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = ("shipped", "windows", "chains", "rules", "score", "growth", "import", "check", "durable")
    parser.add_argument("--only", choices=parts, action="append", help="a part; may be repeated (default: all)")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    given = parser.parse_args()
    chosen = set(given.only or parts)
    found: dict[str, object] = {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "calibration_ms": calibrate(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }
    print(*(f"{name}: {value}" for name, value in found.items()), sep="; ")
    if "shipped" in chosen:
        found["shipped"] = shipped(2 * given.events, given.repeat)
    if "windows" in chosen:
        found["windows"] = windows(given.events, given.repeat)
    if "chains" in chosen:
        found["chains"] = chains(given.repeat)
    if chosen & {"rules", "score", "growth", "check"}:
        world = draw(given.events)
        if "rules" in chosen:
            found["rules_only"] = rules_only(world, given.repeat, with_peers=not given.no_peers)
        if "score" in chosen:
            found["score"] = whole(world, given.repeat)
        if "growth" in chosen:
            found["growth"] = growth(world)
        if "check" in chosen:
            found["check"] = check_rules(world, given.repeat)
    if "import" in chosen:
        found["import"] = imports()
    if "durable" in chosen:
        found["durable"] = durable.sequences()
    if given.json:
        given.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

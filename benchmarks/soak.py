"""
The shipped pack over months: `python benchmarks/soak.py` scores a long stream and shows speed, pauses and memory over event time.

``--persons N`` gives a guard the state of N live persons (20 payments to 10 payees each, inside the longest window), and
times scoring, a snapshot and a restart. That state is multiplied from a few hundred persons who were scored. Payments, calls, messages and device events are made up as the stream goes; nothing is read.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from mix import draw_one

from fraudguard import Guard
from fraudguard.events import parse_event
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.image import from_image, to_image
from fraudguard.scoring.memory import NO_FLOOR, Memory

DAY = 86_400
START = datetime(2025, 1, 6, 2, tzinfo=UTC)
PAYEES = 10
PER_PERSON = 20
SAMPLE = 2_000  # events of each part that are only read
SCORED = 500  # persons whose payments are really scored before their state is multiplied
KEY = b"a key for benchmarks only"


def resident() -> float:
    """Mebibytes of this process in memory now."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return int(text.partition("VmRSS:")[2].split()[0]) / 1024


def highest() -> float:
    """The most mebibytes this process ever had in memory."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return int(text.partition("VmHWM:")[2].split()[0]) / 1024


def stream(count: int, persons: int, days: float, seed: int = 7) -> Iterator[dict[str, object]]:
    """``count`` events of `mix.SHARES`, spread evenly over ``days``; each person pays the same payees mostly."""
    rng = random.Random(seed)
    for number in range(count):
        person = rng.randrange(persons)
        payees = [f"6217{(person * PAYEES + i) * 7919 % 10**12:012d}" for i in range(PAYEES)]
        event = draw_one(rng, person, payees)
        event["id"] = f"m{number:08d}"
        event["at"] = (START + timedelta(seconds=days * DAY * number / count)).isoformat()
        event["source"] = "bench"
        event["person"] = {"ids": {"phone": f"138{person:08d}"}, "age": 16 + person % 70, "kind": "personal"}
        yield event


def payments(persons: int, days: float) -> Iterator[dict[str, object]]:
    """Twenty payments of everybody, two to each of ten payees, over ``days``."""
    total = persons * PER_PERSON
    for number in range(total):
        turn, person = divmod(number, persons)
        yield {
            "kind": "transaction",
            "id": f"bank:{number:09d}",
            "at": (START + timedelta(seconds=days * DAY * number / total)).isoformat(),
            "source": "bench",
            "person": {"ids": {"phone": f"138{person:08d}"}},
            "direction": "out",
            "amount": 20 + number % 480,
            "account": f"6222{person:012d}",
            "payee": {"account": f"6217{(person * PAYEES + turn % PAYEES) * 7919 % 10**12:012d}", "kind": "merchant"},
        }


def multiplied(guard: Guard, persons: int) -> Iterator[tuple[Any, ...]]:
    """
    The state of ``persons`` persons out of that of a few who were scored: the same times and amounts,
    but every person, payee and event has a token or an id of its own, so that nothing is shared.
    """
    plan, memory = _inside(guard).plan, _inside(guard).memory
    head, *rows = to_image(plan, memory)
    yield head
    by_person: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        owner = row[4][0] if row[0] == "id" else row[2] if row[0] in ("store", "candidates", "breakers") else row[1]
        by_person.setdefault(owner.removeprefix("person:"), []).append(row)
    shelves = [*memory.stores], [state.candidates for state in memory.chains]
    few = list(by_person.items())
    for number in range(persons):
        owner, own = few[number % len(few)]
        yield from _renamed(own, _Names(number, owner), *shelves)


def _inside(guard: Guard) -> Engine:
    return guard._engine  # noqa: SLF001  # a benchmark of the state looks at the state


def put(guard: Guard, memory: Memory) -> None:
    """Give a guard another state."""
    guard._engine = guard._build(_inside(guard).plan, memory)  # noqa: SLF001  # scoring a million persons would take hours


class _Names(dict[str, str]):
    """New tokens and ids of one person for those of the person whose state is copied."""

    def __init__(self, number: int, owner: str) -> None:
        super().__init__()
        self._seed = f"{number}:"
        self._first = number * PER_PERSON
        self[f"person:{owner}"] = "person:" + self[owner]

    def __missing__(self, old: str) -> str:
        if old.startswith("bank:"):
            new = f"bank:{self._first + len(self):09d}"
        else:
            new = blake2b((self._seed + old).encode(), digest_size=16).hexdigest()
        self[old] = new
        return new


def _renamed(rows: list[Any], names: _Names, stores: list[Any], pools: list[Any]) -> Iterator[tuple[Any, ...]]:
    for kind, first, *rest in rows:
        if kind == "store":
            log = [_record(record, names) for record in stores[first].unpack(rest[1])]
            yield kind, first, names[rest[0]], stores[first].pack(log)
        elif kind == "candidates":
            found = pools[first].unpack(rest[1])
            for one in found:
                one.position = (one.position[0], names[one.position[1]])
                one.steps = {step: _record(values, names) for step, values in one.steps.items()}
            yield kind, first, names[rest[0]], pools[first].pack(found)
        elif kind == "newest":
            yield kind, names[first], rest[0], names[rest[1]], b""
        elif kind == "id":
            at, of, keys, marks, subjects, digest = rest
            marks = [(step, names[key]) for step, key in marks]
            yield (
                kind,
                names[first],
                at,
                of,
                [*map(names.__getitem__, keys)],
                marks,
                [*map(names.__getitem__, subjects)],
                digest,
            )
        else:
            yield kind, names[first], *rest


def _record(values: tuple[Any, ...], names: _Names) -> tuple[Any, ...]:
    return tuple(
        names[one] if type(one) is str and (len(one) == 32 or one.startswith("bank:")) else one for one in values
    )


@dataclass(frozen=True)
class Stretch:
    """
    A part of the stream: how far event time had come, microseconds per event, mebibytes at its end.

    ``cpu`` figures count only the time in which the process ran: on a shared machine they are the steadier ones.
    ``parse_cpu_us`` is the median for reading some of the same events and nothing else: what the machine was worth then.
    """

    day: float
    events: int
    per_second: float
    per_cpu_second: float
    median_us: float
    p99_us: float
    median_cpu_us: float
    p99_cpu_us: float
    longest_cpu_ms: float
    parse_cpu_us: float
    resident: float


COLUMNS = (
    ("day", 5, 0),
    ("events", 11, 0),
    ("events/s", 9, 0),
    ("per CPU s", 9, 0),
    ("median us", 9, 1),
    ("p99 us", 8, 1),
    ("CPU median", 10, 1),
    ("CPU p99", 8, 1),
    ("CPU longest ms", 14, 1),
    ("parse CPU", 9, 1),
    ("RSS MiB", 8, 0),
)


def _values(one: Stretch) -> list[float]:
    return [getattr(one, name) for name in Stretch.__dataclass_fields__]


def parsing(events: list[dict[str, object]]) -> float:
    """Microseconds of CPU that it takes to read an event, in the median."""
    cpu, ran = time.thread_time_ns, []
    for event in events:
        began = cpu()
        parse_event(event)
        ran.append(cpu() - began)
    return statistics.median(ran) / 1e3


def _stretch(day: float, events: int, spans: array[int], ran: array[int], sample: list[dict[str, object]]) -> Stretch:
    wall, cpu = sorted(spans), sorted(ran)
    speeds = len(wall) / sum(wall) * 1e9, len(cpu) / sum(cpu) * 1e9
    wall_us, cpu_us = ((one[len(one) // 2] / 1e3, one[len(one) * 99 // 100] / 1e3) for one in (wall, cpu))
    return Stretch(day, events, *speeds, *wall_us, *cpu_us, cpu[-1] / 1e6, parsing(sample), resident())


def soak(count: int, persons: int, days: float, parts: int) -> list[Stretch]:
    """Score the stream and print a line for each part of it."""
    guard = Guard.load(key=KEY)
    gc.freeze()
    clock = time.perf_counter_ns
    print(f"\nShipped pack, {count:,} events of {persons:,} persons over {days:g} days (simulated)")
    print("  " + " ".join(f"{name:>{width}}" for name, width, _ in COLUMNS))
    found, spans, ran, size = [], array("q"), array("q"), max(1, count // parts)
    sample: list[dict[str, object]] = []
    cpu = time.thread_time_ns
    for number, event in enumerate(stream(count, persons, days), 1):
        began, start = cpu(), clock()
        guard.score(event)
        spans.append(clock() - start)
        ran.append(cpu() - began)
        if number % 64 == 0 and len(sample) < SAMPLE:
            sample.append(event)
        if number % size == 0:
            one = _stretch(days * number / count, number, spans, ran, sample)
            found.append(one)
            print(
                "  "
                + " ".join(
                    f"{value:>{width},.{digits}f}"
                    for value, (_, width, digits) in zip(_values(one), COLUMNS, strict=True)
                ),
                flush=True,
            )
            spans, ran, sample = array("q"), array("q"), []
    return found


def restart(persons: int, days: float) -> dict[str, float]:
    """Fill a guard with ``persons`` live persons, store it, restore it."""
    from fraudguard.pack import load_pack

    pack = load_pack()
    few = Guard(pack, key=KEY)
    for event in payments(min(persons, SCORED), days):
        few.score(event)
    memory = _inside(few).memory
    memory.sweep(NO_FLOOR, max(memory.instants) - pack.settings.dedup)  # as it stands among many more persons
    guard = Guard(pack, key=KEY)
    gc.collect()
    gc.freeze()
    before, begun = resident(), time.perf_counter()
    rows = multiplied(few, persons)
    put(guard, from_image(_inside(guard).plan, rows)[0])
    print(f"  filled in {time.perf_counter() - begun:,.0f} s", flush=True)
    total = persons * PER_PERSON
    found = {"persons": persons, "events": total, "live_mib": resident()}
    found["bytes_per_event"] = (found["live_mib"] - before) * 2**20 / total
    spans = []
    for event in islice(stream(SCORED * 10, persons, 1), SCORED * 4):
        event["at"] = (START + timedelta(days=days, seconds=len(spans))).isoformat()
        ran = time.thread_time_ns()
        guard.score(event)
        spans.append(time.thread_time_ns() - ran)
    spans.sort()
    found |= {"median_cpu_us": spans[len(spans) // 2] / 1e3, "p99_cpu_us": spans[len(spans) * 99 // 100] / 1e3}
    found["scoring_mib"] = resident()
    begun, ran = time.perf_counter(), time.process_time()
    data = guard.snapshot()
    found |= {"written_s": time.perf_counter() - begun, "written_cpu_s": time.process_time() - ran}
    found |= {"snapshot_mib": len(data) / 2**20, "highest_mib": highest()}
    del guard
    gc.collect()
    begun, ran = time.perf_counter(), time.process_time()
    restored = Guard.restore(data, key=KEY, pack=pack)
    found |= {"restored_s": time.perf_counter() - begun, "restored_cpu_s": time.process_time() - ran}
    del data
    found |= {"restored_mib": resident(), "ids_known": len(_inside(restored).memory.remembered)}
    print(f"\n{persons:,} live persons, {PER_PERSON} payments to {PAYEES} payees each within {days:g} days (simulated)")
    for name, value in found.items():
        print(f"  {name:<16} {value:>14,.1f}")
    return found


def main() -> None:
    """Run the parts asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=5_000_000, help="events of the soak; 0 leaves it out")
    parser.add_argument("--people", type=int, default=100_000, help="how many persons the soak is about")
    parser.add_argument("--days", type=float, default=450, help="event time of the soak")
    parser.add_argument("--parts", type=int, default=20, help="lines of the curve")
    parser.add_argument("--persons", type=int, default=0, help="live persons of the restart; 0 leaves it out")
    parser.add_argument("--live-days", type=float, default=175, help="event time over which they live")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    given = parser.parse_args()
    found: dict[str, object] = {}
    if given.events:
        found["soak"] = [vars_of(one) for one in soak(given.events, given.people, given.days, given.parts)]
    if given.persons:
        found["restart"] = restart(given.persons, given.live_days)
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def vars_of(one: Stretch) -> dict[str, float]:
    """The numbers of a stretch by name."""
    return {name: getattr(one, name) for name in Stretch.__dataclass_fields__}


if __name__ == "__main__":
    main()

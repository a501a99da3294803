"""
The desk at speed: `python benchmarks/desk.py` hands ticket-opening events to a station and measures clocks and lists.

``--postgres URL`` measures a PostgreSQL store as well (an empty database). ``--cases N`` sets how many cases the first page
of a list is taken from, ``--open N`` how many open cases a tick looks after.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from fraudguard import Guard
from fraudguard.desk import Desk, Station
from fraudguard.desk import tables as t
from fraudguard.desk.case import Case
from fraudguard.desk.writing import columns
from fraudguard.events.moment import microseconds
from fraudguard.testing import Clock

KEY = b"a key for benchmarks only"


def lead(number: int, at: datetime) -> dict[str, object]:
    """An instruction about a person nobody has heard of."""
    return {
        "kind": "lead", "id": f"lead:{number}", "at": at.isoformat(), "source": "city", "ref": f"R{number}", "issuer": "市反诈中心",
        "level": "yellow", "person": {"ids": {"phone": f"139{number:08d}"}, "area": "城东"},
    }  # fmt: skip


def transfer(number: int, at: datetime) -> dict[str, object]:
    """A first transfer under a shared screen and a stranger's call: red."""
    return {
        "kind": "transaction", "id": f"bank:{number}", "at": at.isoformat(), "source": "bank", "direction": "out", "amount": 48_000,
        "method": "transfer", "person": {"ids": {"phone": f"137{number:08d}"}, "age": 63, "kind": "personal"},
        "payee": {"account": f"6217{number:012d}", "name": "李四", "kind": "personal"},
        "device": {"id": f"d{number}", "screen_sharing": True, "in_call": True},
    }  # fmt: skip


def taken(
    url: str, guard: Guard, make: Callable[[int, datetime], dict[str, object]], count: int, together: int
) -> dict[str, float]:
    """Tickets a second through a station, ``together`` events in each durable transaction."""
    clock = Clock()
    guard.rewind(None)
    with Desk.open(url, key=KEY, rules=guard.pack, clock=clock) as desk:
        station = Station(guard, desk)
        events = [make(number, clock.now + timedelta(seconds=number)) for number in range(count)]
        times = []
        for start in range(0, count, together):
            part = events[start : start + together]
            clock.set(str(part[0]["at"]))
            before = time.perf_counter()
            cases = station.handle_many(part)
            times.append(time.perf_counter() - before)
            assert all(cases)
        alone = time.perf_counter()
        guard.rewind(None)
        for event in events:
            guard.score(event)
        alone = time.perf_counter() - alone
        assert desk.verify().sound
    return {
        "tickets": count, "tickets_per_second": round(count / sum(times)), "median_us": round(statistics.median(times) * 1e6),
        "p99_us": round(sorted(times)[int(len(times) * 0.99)] * 1e6), "scoring_alone_us": round(alone / count * 1e6),
    }  # fmt: skip


def fill(desk: Desk, count: int, clock: Clock, due_after: timedelta) -> None:
    """Open cases put straight into the table: only lists and clocks look at them."""
    start = microseconds(clock.now)
    with desk.store.writing() as tx:
        for low in range(0, count, 10_000):
            rows = []
            for number in range(low, min(low + 10_000, count)):
                level = ("green", "yellow", "red")[number % 3]
                due = start + (number % 1_440) * 60_000_000 + microseconds(clock.now + due_after) - start
                case = Case(
                    f"c-{number:09d}",
                    f"s{number}",
                    "手机 139****0000",
                    level=level,
                    opened_at=start,
                    due={"hard": due},
                    unit=f"u{number % 40}",
                    version=1,
                )
                rows.append({"id": case.id, "subject": case.subject, **columns(case)})
            tx.connection.execute(sa.insert(t.cases), rows)


def clocks(url: str, open_cases: int) -> dict[str, float]:
    """A tick over open cases: with nothing due, with one case in a hundred due, with all due."""
    clock = Clock()
    out: dict[str, float] = {"open_cases": open_cases}
    with Desk.open(url, key=KEY, clock=clock) as desk:
        fill(desk, open_cases, clock, timedelta(hours=1))
        for name, minutes in (("none", 30), ("hundredth", 60 + 14), ("all", 60 + 1_440)):
            now = clock.now + timedelta(minutes=minutes)
            before = time.perf_counter()
            done = desk.tick(now)
            out[f"tick_{name}_due_s"] = round(time.perf_counter() - before, 3)
            out[f"tick_{name}_cases"] = done.cases
    return out


def pages(url: str, count: int) -> dict[str, float]:
    """The first page of all cases and of one unit's, and the hundredth page."""
    clock = Clock()
    with Desk.open(url, key=KEY, clock=clock) as desk:
        fill(desk, count, clock, timedelta(hours=1))
        out: dict[str, float] = {"cases": count}
        filters: dict[str, dict[str, str]] = {
            "first_page_ms": {}, "first_page_of_a_unit_ms": {"unit": "u7"}, "first_red_page_ms": {"level": "red"},
        }  # fmt: skip
        for name, wanted in filters.items():
            times = []
            for _ in range(20):
                before = time.perf_counter()
                page = desk.list(limit=50, **wanted)
                times.append(time.perf_counter() - before)
                assert len(page.cases) == 50
            out[name] = round(statistics.median(times) * 1e3, 2)
    return out


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=5_000)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--postgres", help="URL of an empty PostgreSQL database")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    guard = Guard.load(key=KEY)
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, make in (("leads", lead), ("transfers", transfer)):
            for together in (1, 50):
                url = f"sqlite:///{Path(folder) / name}{together}.db"
                results[f"sqlite, {name}, {together} together"] = taken(url, guard, make, options.tickets, together)
        results["sqlite, clocks"] = clocks(f"sqlite:///{Path(folder)}/clocks.db", options.open)
        results["sqlite, lists"] = pages(f"sqlite:///{Path(folder)}/lists.db", options.cases)
    if options.postgres:
        results["postgres, leads"] = taken(options.postgres, guard, lead, options.tickets, 50)
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
        return
    for name, numbers in results.items():
        print(name)
        for key, value in numbers.items():
            print(f"    {key:28} {value:>12,}")


if __name__ == "__main__":
    main()

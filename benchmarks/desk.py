"""
The desk at speed: `python benchmarks/desk.py` hands ticket-opening events to a station and measures clocks and lists.

Tickets are taken one after the other, by sixteen callers at once, and fifty in a call; every transaction is durable, so the disk's own
durable writes stand beside them. ``--postgres URL`` measures a PostgreSQL store as well (an empty database). ``--cases N`` sets how many
cases the first page of a list is taken from, ``--open N`` how many open cases a tick looks after.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

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
    url: str, guard: Guard, make: Callable[[int, datetime], dict[str, object]], count: int, together: int, callers: int
) -> dict[str, float]:
    """Tickets a second through a station: ``together`` events in each call, from as many ``callers`` (threads)."""
    clock = Clock()
    guard.rewind(None)
    with Desk.open(url, key=KEY, rules=guard.pack, clock=clock) as desk:
        station = Station(guard, desk)
        events = [make(number, clock.now + timedelta(seconds=number)) for number in range(count)]
        clock.set(str(events[-1]["at"]))
        times: list[float] = []

        def handed(start: int) -> None:
            before = time.perf_counter()
            if together == 1:
                assert station.handle(events[start]) is not None
            else:
                assert all(station.handle_many(events[start : start + together]))
            times.append(time.perf_counter() - before)

        with Measured() as desk_cost, ThreadPoolExecutor(callers) as pool:
            list(pool.map(handed, range(0, count, together)))
        guard.rewind(None)
        with Measured() as alone:
            for event in events:
                guard.score(event)
        assert desk.verify().sound
        assert count == desk.statistics().total.cases
    times.sort()
    return {
        "tickets": count, "tickets_per_second": round(count / desk_cost.wall),
        "cpu_us_per_ticket": round(desk_cost.cpu / count * 1e6), "of_it_scoring_us": round(alone.cpu / count * 1e6),
        "median_wait_us": round(statistics.median(times) * 1e6), "p99_wait_us": round(times[int(len(times) * 0.99)] * 1e6),
    }  # fmt: skip


def fill(desk: Desk, count: int, clock: Clock, due_after: timedelta) -> None:
    """Cases put straight into the table: only lists and clocks look at them. One in ten has ended, one in a hundred is the city's."""
    start = microseconds(clock.now)
    with desk.store.writing() as tx:
        for low in range(0, count, 10_000):
            rows = []
            for number in range(low, min(low + 10_000, count)):
                ended = number % 10 == 9
                due = microseconds(clock.now + due_after) + (number % 1_440) * 60_000_000
                case = Case(
                    f"c-{number:09d}",
                    f"s{number}",
                    "手机 139****0000",
                    status="closed" if ended else "new",
                    level=("green", "yellow", "red")[number % 3],
                    tier="city" if number % 100 == 1 else "station",
                    opened_at=start,
                    ended_at=start + number if ended else None,
                    due={} if ended else {"hard": due},
                    unit=f"u{number // 10 % 40}",
                    version=1,
                )
                rows.append({"id": case.id, "subject": case.subject, **columns(case)})
            tx.connection.execute(sa.insert(t.cases), rows)


def clocks(url: str, open_cases: int) -> dict[str, float]:
    """A tick over open cases: with nothing due, with one in a hundred due, with all due."""
    clock = Clock()
    out: dict[str, float] = {"open_cases": open_cases}
    with Desk.open(url, key=KEY, clock=clock) as desk:
        fill(desk, open_cases * 10 // 9, clock, timedelta(hours=1))
        for name, minutes in (("none", 30), ("hundredth", 60 + 14), ("all", 60 + 1_440)):
            with Measured() as cost:
                done = desk.tick(clock.now + timedelta(minutes=minutes))
            out[f"tick_{name}_due_s"], out[f"tick_{name}_due_cpu_s"] = round(cost.wall, 3), round(cost.cpu, 3)
            out[f"tick_{name}_cases"] = done.cases
    return out


_WANTED: Mapping[str, Mapping[str, Any]] = {
    "all open": {},
    "a unit": {"unit": "u7"},
    "red": {"level": "red"},
    "green": {"level": "green"},
    "the city's": {"tier": "city"},
    "the stations'": {"tier": "station"},
    "red of a unit": {"unit": "u7", "level": "red"},
    "green of a unit": {"unit": "u7", "level": "green"},
    "the city's of a unit": {"unit": "u7", "tier": "city"},
    "the city's green": {"level": "green", "tier": "city"},
    "nobody's": {"tier": "sub_bureau"},
    "no case of a unit": {"unit": "u7", "tier": "sub_bureau"},
    "ended": {"ended": True},
    "ended of a unit": {"unit": "u7", "ended": True},
    "ended, the city's": {"tier": "city", "ended": True},
}
"""What `desk list` can be asked for."""


def pages(url: str, count: int) -> dict[str, float]:
    """The first page of everything that a list can be asked for, milliseconds; and a page from the middle."""
    clock = Clock()
    with Desk.open(url, key=KEY, clock=clock) as desk:
        fill(desk, count, clock, timedelta(hours=1))
        out: dict[str, float] = {"cases": count}
        for name, wanted in _WANTED.items():
            out[f"{name}, ms"] = _median_ms(lambda wanted=wanted: desk.list(limit=50, **wanted))
        middle = f"2.{microseconds(clock.now)}.c-{count // 2:09d}"
        out["from the middle, ms"] = _median_ms(lambda: desk.list(limit=50, after=middle))
    return out


def _median_ms(look: Callable[[], object]) -> float:
    times = []
    for _ in range(11):
        before = time.perf_counter()
        look()
        times.append(time.perf_counter() - before)
    return round(statistics.median(times) * 1e3, 2)


class Measured:
    """Wall and processor time of a block, seconds; the processor's does not see what others do on the machine."""

    def __enter__(self) -> Self:
        self.wall, self.cpu = -time.perf_counter(), -time.process_time()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.wall += time.perf_counter()
        self.cpu += time.process_time()


def durable_writes(folder: Path) -> dict[str, float]:
    """How many blocks of 64 kB a second this disk keeps durably, one after the other: no transaction can be faster."""
    path, block, count = folder / "blocks", os.urandom(65_536), 200
    with path.open("wb", buffering=0) as file:
        before = time.perf_counter()
        for _ in range(count):
            file.write(block)
            os.fdatasync(file.fileno())
        seconds = time.perf_counter() - before
    path.unlink()
    return {"per_second": round(count / seconds), "load": round(os.getloadavg()[0], 1)}


_WAYS = ((1, 1), (1, 16), (50, 1))
"""Events in a call, callers."""


def schemas(url: str) -> Iterator[str]:
    """URLs of fresh schemas in a PostgreSQL database."""
    engine = sa.create_engine(url)
    for number in itertools.count():
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS desk_{number} CASCADE")
            connection.exec_driver_sql(f"CREATE SCHEMA desk_{number}")
        full = sa.make_url(url).update_query_dict({"options": f"-csearch_path=desk_{number}"})
        yield full.render_as_string(hide_password=False)


def files(folder: Path) -> Iterator[str]:
    """URLs of fresh SQLite files."""
    for number in itertools.count():
        yield f"sqlite:///{folder}/{number}.db"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=5_000)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where SQLite's files are made (the system's temporary folder)")
    parser.add_argument("--postgres", help="URL of an empty PostgreSQL database")
    parser.add_argument("--only", choices=("tickets", "clocks", "lists"), action="append")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    guard = Guard.load(key=KEY)
    results: dict[str, Any] = {}
    parts = options.only or ["tickets", "clocks", "lists"]
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        stores = {"sqlite": files(Path(folder))} | ({"postgres": schemas(options.postgres)} if options.postgres else {})
        for store, fresh in stores.items():
            for name, make in (("leads", lead), ("transfers", transfer)) if "tickets" in parts else ():
                for together, callers in _WAYS:
                    results[f"{name}, {together} in a call, {callers} callers: durable writes"] = durable_writes(
                        Path(folder)
                    )
                    results[f"{store}, {name}, {together} in a call, {callers} callers"] = taken(
                        next(fresh), guard, make, options.tickets, together, callers
                    )
            if "clocks" in parts:
                results[f"{store}, clocks"] = clocks(next(fresh), options.open)
            if "lists" in parts:
                results[f"{store}, lists"] = pages(next(fresh), options.cases)
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
        return
    for name, numbers in results.items():
        print(name)
        for key, value in numbers.items():
            print(f"    {key:28} {value:>12,}")


if __name__ == "__main__":
    main()

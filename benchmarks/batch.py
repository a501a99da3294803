"""
Tables against events: `python benchmarks/batch.py` scores one simulated stream by both engines and shows events per second.

The tickets are compared before any time is printed. Reading files is no part of it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fraudguard import Guard
from fraudguard.events import Event, parse_event, resolve
from fraudguard.simulate import Settings, write_simulation

KEY = b"a key for benchmarks only"


def events_of(persons: int, days: int, seed: str) -> list[Event]:
    """A simulated stream in order, every id once, nothing taken back."""
    with tempfile.TemporaryDirectory() as folder:
        write_simulation(Settings(persons=persons, days=days, seed=seed), Path(folder))
        lines = (Path(folder) / "events.jsonl").read_text(encoding="utf-8").splitlines()
    first: dict[str, Event] = {}
    for event in (resolve(parse_event(json.loads(line))) for line in lines):
        if event.kind != "retraction":
            first.setdefault(event.id, event)
    return sorted(first.values(), key=lambda event: (event.at_us, event.id))


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What the work gave, seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - clock, time.process_time() - processor


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", default="bench")
    parser.add_argument("--chunk", type=int, default=200_000, help="events scored together")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    asked = parser.parse_args()
    events = events_of(asked.persons, asked.days, asked.seed)
    one, many = Guard.load(key=KEY), Guard.load(key=KEY)
    chunks = [events[start : start + asked.chunk] for start in range(0, len(events), asked.chunk)]
    batch = many.batch()
    tables = [batch.tables(chunk) for chunk in chunks]

    def by_events() -> list[Any]:
        return [ticket for event in events for ticket in one.score(event).tickets]

    def by_columns() -> list[Any]:
        return [ticket for table in tables for made in batch.score(table).decisions for ticket in made.tickets]

    there, columns_clock, columns_processor = timed(by_columns)
    here, events_clock, events_processor = timed(by_events)
    assert here == there, "the engines disagree"
    rows = {
        "events": (events_clock, events_processor),
        "columns": (columns_clock, columns_processor),
    }
    print(f"{len(events):,} events, {len(here)} tickets, equal by both engines")
    for name, (clock, processor) in rows.items():
        print(f"{name:<8} {len(events) / clock:>10,.0f} events/s  {len(events) / processor:>10,.0f} per CPU second")
    print(f"columns are {events_clock / columns_clock:.1f} times as fast")
    if asked.json:
        asked.json.write_text(json.dumps({"events": len(events), **rows}), encoding="utf-8")


if __name__ == "__main__":
    main()

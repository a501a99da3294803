"""
How fast towns are simulated: `python benchmarks/simulate.py` prints a table, ``--json FILE`` keeps the numbers.

A town is made anew for each repetition, on one thread; throughput is the median. ``stream`` is the second step: from the
town's frames to the nested mappings that `Guard.score` reads.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections import deque
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars loads: a core's worth is what is measured

from fraudguard.simulate import Settings, simulate_town


def measure(settings: Settings, repeat: int) -> dict[str, float]:
    """Events a second of both steps, by the clock and by the processor's time, medians."""
    simulate_town(Settings(persons=100, days=5), 0)  # imports and first calls
    spans: dict[str, list[float]] = {"town": [], "town_cpu": [], "stream": [], "stream_cpu": []}
    events = 0
    for _ in range(repeat):
        begun, ran = time.perf_counter(), time.process_time()
        town = simulate_town(settings, 0)
        spans["town"].append(time.perf_counter() - begun)
        spans["town_cpu"].append(time.process_time() - ran)
        events = sum(frame.height for frame in town.events.values())
        begun, ran = time.perf_counter(), time.process_time()
        deque(town.stream(), maxlen=0)
        spans["stream"].append(time.perf_counter() - begun)
        spans["stream_cpu"].append(time.process_time() - ran)
    found = {name: events / statistics.median(times) for name, times in spans.items()}
    return {"events": events, **found}


def main() -> None:
    """Measure one town and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=2_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    given = parser.parse_args()
    settings = Settings(persons=given.persons, days=given.days, town_size=max(50, given.persons))
    found = measure(settings, given.repeat)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    print(f"python {platform.python_version()}; {os.cpu_count()} cores; load {load}")
    print(f"one town of {given.persons:,} persons, {given.days} days: {found['events']:,.0f} events")
    print(f"  {'':<28} {'events/s':>10} {'per CPU s':>10}")
    for name, shown in (("town", "simulate_town"), ("stream", "town.stream")):
        print(f"  {shown:<28} {found[name]:>10,.0f} {found[f'{name}_cpu']:>10,.0f}")
    if given.json:
        given.json.write_text(json.dumps({**found, "load": load}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""How long the lints take: `python benchmarks/lints.py` prints a table, ``--json FILE`` keeps the numbers."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import generated

from fraudguard.pack import load_pack, load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.lints import LINTS, lint_pack

COUNTS = (250, 500, 1_000)


def _generated(count: int) -> CheckedPack:
    """The pack of so many generated rules, all of one kind and group, so that each could say what another says."""
    pool, events = generated.predicates(), generated.draw_events(20_000)
    table = generated.truth_table(pool, events)
    rules = generated.draw_rules(count, pool, table)
    return load_pack_text(generated.pack_files(rules, pool, generated.examples_of(rules, table, events)))


def _measure(name: str, pack: CheckedPack) -> dict[str, object]:
    begun, ran = time.perf_counter(), time.process_time()
    found = lint_pack(pack)
    seconds, processor = time.perf_counter() - begun, time.process_time() - ran
    slowest = max(LINTS, key=lambda lint: _seconds(pack, lint))
    return {
        "pack": name,
        "rules": len(pack.rules),
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "reports": len(found),
        "slowest": slowest.name,
    }


def _seconds(pack: CheckedPack, lint: object) -> float:
    begun = time.process_time()
    lint_pack(pack, [lint])  # type: ignore[list-item]
    return time.process_time() - begun


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = [_measure(f"generated {count}", _generated(count)) for count in COUNTS]
    rows.append(_measure("shipped", load_pack()))
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()

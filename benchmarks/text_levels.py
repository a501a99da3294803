"""
Which level public texts reach: `python benchmarks/text_levels.py text.jsonl`.

Each line of the file is an object with `id`, `source`, `channel`, `text` and `is_fraud` (0 or 1).
Messages are scored as SMS of strangers, call transcripts as answered calls of strangers, each for a
person of its own, so that no text helps another. The table counts rows per source and level. It
measures words alone on data of mixed origin; it says nothing about accuracy in the field.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fraudguard import Guard

_START = datetime(2025, 1, 6, 2, tzinfo=UTC)
_LEVELS = ("none", "green", "yellow", "red")


def events(path: Path) -> Iterator[tuple[str, int, dict[str, object]]]:
    """Source, label and event of each row."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            common = {
                "id": f"text:{row['id']}",
                "at": (_START + timedelta(seconds=number)).isoformat(),
                "person": {"key": f"p{number}"},
            }
            if row["channel"] == "call_transcript":
                event = {"kind": "call", "state": "ended", "direction": "in", "answered": True, "is_contact": False}
                event |= {"transcript": row["text"]}
            else:
                event = {"kind": "message", "channel": "sms", "sender_known": False, "text": row["text"]}
            yield row["source"], row["is_fraud"], common | event


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    guard = Guard.load()
    counts: Counter[tuple[str, int, str]] = Counter()
    fired: Counter[tuple[str, int]] = Counter()
    for source, label, event in events(given.file):
        decision = guard.score(event)
        counts[source, label, decision.level] += 1
        fired[source, label] += bool(decision.findings)
    print(f"{'source':16}{'label':>8}{'rows':>8}{'a rule fired':>14}" + "".join(f"{level:>9}" for level in _LEVELS))
    for source, label in sorted({(source, label) for source, label, _ in counts}):
        by_level = [counts[source, label, level] for level in _LEVELS]
        name = "fraud" if label else "other"
        print(
            f"{source:16}{name:>8}{sum(by_level):>8}{fired[source, label]:>14}" + "".join(f"{n:>9}" for n in by_level)
        )


if __name__ == "__main__":
    main()

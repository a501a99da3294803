"""
Put the tables of quality reports into docs/pack.md: `python scripts/write_pack_page.py A.json B.json`.

The files are what `fraudguard rules quality --json` printed. A table goes between the markers
``<!-- quality SEED: begin -->`` and ``<!-- quality SEED: end -->`` of its seed (``SEED all feeds`` for a run with all
feeds connected); the words around them are written by hand.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fraudguard.cli.quality_tables import headline, quality_tables
from fraudguard.cli.tables import Table

PAGE = Path(__file__).parents[1] / "docs" / "pack.md"


def rendered(report: Mapping[str, Any]) -> str:
    """A report as Markdown: its sentences, then its tables."""
    run, pack = report["simulation"], report["pack"]
    command = (
        f"fraudguard rules quality --persons {run['persons']} --days {run['days']} --seed {run['seed']} "
        f"--panel {run['panel']} --warm-up {run['warm_up']}"
        + (" --feeds all" if run["feeds"] == "all" else "")
        + ("" if report["rules"] else " --quick")
    )
    lines = [
        f"`{command}`, pack `{pack['name']}` with {pack['rules']} rules, fingerprint `{pack['fingerprint'][:16]}`.",
        "",
    ]
    lines += [f"- {sentence}" for sentence in headline(report, "en")]
    for table in quality_tables(report, "en", all_rules=True):
        lines += ["", *_markdown(table)]
    return "\n".join(lines)


def _markdown(table: Table) -> Iterator[str]:
    yield f"**{table.title[0].upper()}{table.title[1:]}**"
    yield ""
    yield "| " + " | ".join(table.columns) + " |"
    yield "|---" + "|--:" * (len(table.columns) - 1) + "|"
    for row in table.rows:
        yield "| " + " | ".join(row) + " |"


def main(files: list[str]) -> int:
    """Write the page; 1 when a report has no place in it."""
    text = PAGE.read_text(encoding="utf-8")
    for file in files:
        report = json.loads(Path(file).read_text(encoding="utf-8"))
        run = report["simulation"]
        name = run["seed"] + (" all feeds" if run["feeds"] == "all" else "")
        seed = re.escape(name)
        place = re.compile(rf"(<!-- quality {seed}: begin -->\n).*?(<!-- quality {seed}: end -->)", re.DOTALL)
        if not place.search(text):
            sys.stderr.write(f"docs/pack.md has no place for {name}\n")
            return 1
        tables = rendered(report)
        text = place.sub(lambda found, tables=tables: f"{found[1]}\n{tables}\n\n{found[2]}", text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

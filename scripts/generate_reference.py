"""
Write the reference pages from the code they describe, and the README's ticket: `python scripts/generate_reference.py`.

``--check`` only compares. A test renders the same pages and compares them with the committed ones.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

import fraudguard
from fraudguard.cli.main import fraudguard as fraudguard_command
from fraudguard.cli.main import run
from fraudguard.desk.sheet import sheet_schema
from fraudguard.events import FIELDS, KIND_ZH, KINDS, FieldSpec
from fraudguard.messages import MESSAGES
from fraudguard.pack.vocabulary import CONNECTIVES_ZH, FUNCTION_ZH, KEYWORD_ZH
from fraudguard.workbench.lints import LINTS

__all__ = ["pages"]

ROOT = Path(__file__).parents[1]
NOTE = "<!-- Written by scripts/generate_reference.py; change the code, not this page. -->"

FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "count": ("count(kind?, by=, within=, where=)", "how many events are in the window"),
    "sum": ("sum(field, by=, within=, where=)", "their values added up; 0 when there is none"),
    "mean": ("mean(field, by=, within=, where=)", "their mean; unknown when there is none"),
    "min": ("min(field, by=, within=, where=)", "the smallest value; unknown when there is none"),
    "max": ("max(field, by=, within=, where=)", "the largest value; unknown when there is none"),
    "distinct": ("distinct(field, by=, within=, where=)", "how many different values there are"),
    "first_seen": (
        "first_seen(field, by=, within=, where=)",
        "true when no earlier event in the window has this value",
    ),
    "seconds_since": (
        "seconds_since(kind, by=, within=, where=)",
        "seconds since the latest earlier event; unknown when there is none",
    ),
    "latest": ("latest(kind.field, by=, within=, where=)", "the value of the latest earlier event that has one"),
    "fired": ("fired('rule-id')", "inside `where`: that rule fired on the counted event"),
    "mentions": (
        "mentions(field, list_or_words…)",
        "the normal form of the text holds one of the phrases; Latin phrases at word edges only",
    ),
    "matches": (
        "matches(field, r'…')",
        "the normal form of the text matches the pattern somewhere; linear-time dialect",
    ),
    "is_warning": ("is_warning(field)", "the text warns of fraud instead of committing it"),
    "in_list": ("in_list(field, name)", "the value is an entry of the list that is in force at the event's time"),
    "hour": ("hour(at)", "0 to 23 in Asia/Shanghai"),
    "weekday": ("weekday(at)", "Monday 1 to Sunday 7 in Asia/Shanghai"),
    "is_multiple": ("is_multiple(amount, 10_000)", "a whole multiple, not zero times"),
    "larger": ("larger(a, b)", "the larger of two; unknown when one is"),
    "smaller": ("smaller(a, b)", "the smaller of two; unknown when one is"),
}


def _table(*head: str, rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]


def _page(title: str, *parts: list[str] | str) -> str:
    lines = [f"# {title}", "", NOTE, ""]
    for part in parts:
        lines += [part] if isinstance(part, str) else part
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _first_sentence(name: str) -> str:
    if name == "__version__":
        return "Version of the installed distribution."
    return " ".join((inspect.getdoc(getattr(fraudguard, name)) or "").split("\n\n")[0].split())


def _names() -> str:
    rows = ((f"`{name}`", _first_sentence(name)) for name in fraudguard.__all__)
    return _page(
        "Public names", "Everything `from fraudguard import …` offers.", _table("name", "what it is", rows=rows)
    )


def _fields(specs: Iterable[FieldSpec]) -> list[str]:
    rows = []
    for spec in specs:
        choices = ", ".join(f"`{choice}`" for choice in spec.choices)
        meaning = "; ".join(filter(None, (spec.doc, choices, spec.unit and f"unit {spec.unit}")))
        care = ", ".join(
            filter(None, (spec.personal and f"personal: {spec.personal}", "textual" if spec.textual else ""))
        )
        rows.append((f"`{spec.path}`", f"`{spec.zh}`", spec.type, meaning, care))
    return _table("field", "中文", "type", "meaning", "care", rows=rows)


def _events() -> str:
    parts: list[list[str] | str] = [
        "Every kind of event, every field a rule may name, and its Chinese name. A field a feed does not fill is missing, and what a rule asks of it is unknown.",
        (
            "Types: `money` is yuan in feeds and rules and whole fen inside; `time` is an instant with zone; `enum` is one of the values listed; `bool` is true or false; "
            "`texts` is several texts. *Personal* fields are masked wherever they are shown. Words of a stranger are marked *textual*: alone they never lift a level above yellow. "
            "Fields that a pack declares are read as `extra.NAME` (`附加.NAME`)."
        ),
    ]
    shared = [path for path in FIELDS[KINDS[0]] if path != "kind" and all(path in FIELDS[kind] for kind in KINDS)]
    parts += ["## All kinds", _fields(FIELDS[KINDS[0]][path] for path in shared)]
    for kind in KINDS:
        parts.append(f"## `{kind}` {KIND_ZH[kind]}")
        parts.append(_fields(spec for path, spec in FIELDS[kind].items() if path not in {*shared, "kind"}))
    return _page("Events", *parts)


def _functions() -> str:
    functions = ((f"`{FUNCTIONS[name][0]}`", f"`{zh}`", FUNCTIONS[name][1]) for name, zh in FUNCTION_ZH.items())
    words = (
        (f"`{en}`", f"`{zh}`")
        for zh, en in (*((zh, en) for en, zh in KEYWORD_ZH.items()), *CONNECTIVES_ZH.items(), ("本次", "this"))
    )
    return _page(
        "Functions of the rule language",
        "Both names are read, in any mixture. A missing value makes the answer unknown unless a line says otherwise; unknown never fires and never suppresses.",
        _table("function", "中文", "meaning", rows=functions),
        "A window is half-open, `(t − within, t]` in the order `(at, id)`, and includes the event itself when it is of the counted kind; `first_seen`, `seconds_since` and "
        "`latest` look at earlier events only. `within` is a number and a unit: `90s`, `10m`, `2h`, `7d`; at most 7 days, for the last-seen functions 365. "
        "`by` defaults to the person. Inside `where` bare names are the counted event and `this.` is the event under test.",
        _table("word", "中文", rows=words),
    )


def _errors() -> str:
    rows = (
        (
            f"`{code}`",
            _words(entry.en) + (f"<br>*{_words(entry.cure_en)}*" if entry.cure_en else ""),
            _words(entry.zh) + (f"<br>{_words(entry.cure_zh)}" if entry.cure_zh else ""),
        )
        for code, entry in sorted(MESSAGES.items())
    )
    return _page(
        "Errors",
        "Every code that an error can carry (`error.code`, `error.faults[n].code`), with its words and its cure. A code never changes its meaning; the words may.",
        _table("code", "English", "中文", rows=rows),
    )


def _words(template: str) -> str:
    """A message's template with its doubled braces as they are printed."""
    return template.replace("{{", "{").replace("}}", "}")


def _commands() -> str:
    """Every verb with its help, as the terminal shows it."""
    parts: list[list[str] | str] = ["Exit codes: 0 done, 1 found something wrong, 2 wrong use, 130 stopped."]
    waiting: list[tuple[click.Command, tuple[str, ...]]] = [(fraudguard_command, ())]
    while waiting:
        command, path = waiting.pop(0)
        parts += [f"## `{' '.join(('fraudguard', *path))}`", ["```text", _help(path).strip(), "```"]]
        if isinstance(command, click.Group):
            context = click.Context(command)
            found = ((command.get_command(context, name), (*path, name)) for name in command.list_commands(context))
            waiting = [(verb, where) for verb, where in found if verb is not None] + waiting
    return _page("Command line", *parts)


def _help(path: tuple[str, ...]) -> str:
    os.environ["COLUMNS"] = "80"
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        run([*path, "--help"])
    return printed.getvalue()


def _lints() -> str:
    """Each lint: what it reports, what it proves, how its reports read, in both languages."""
    parts: list[list[str] | str] = [
        (
            "What `fraudguard rules check` proves of a sound pack. A report is a proof; that nothing is reported is none. A condition is true, false or unknown (a missing "
            "field), and *unknown never fires*: a contradiction is never true, a tautology is never false and never unknown, what is implied is true wherever the other is true."
        ),
        (
            "A report that is meant is silenced where it stands, with a reason. A silencer that silences nothing is reported itself (`lint.unused_silencer`), and so is an "
            "unknown name (`lint.unknown_silencer`):"
        ),
        ["```yaml", "allow:", "  - {lint: implied_condition, because: 两个门槛都来自通报，照录}", "```"],
        "In a rule it stands beside `points`, in a list of phrases beside `title`. Warnings do not fail `rules check`, except with `--strict`.",
    ]
    for lint in LINTS:
        text = inspect.getdoc(type(lint)) or ""
        module = inspect.getsource(type(lint))
        codes = [code for code in MESSAGES if f'"{code}"' in module]
        parts += [f"## {lint.name}", text, f"For example: `{lint.example}`"]
        rows = [(f"`{code}`", MESSAGES[code].en, MESSAGES[code].zh) for code in codes]
        parts.append(_table("code", "report", "中文", rows=rows))
    return _page("Lints", *parts)


def pages() -> dict[str, str]:
    """Every generated page by its path in the repository: the reference, and the README with its ticket as printed."""
    folder = "docs/reference"
    return {
        f"{folder}/names.md": _names(),
        f"{folder}/events.md": _events(),
        f"{folder}/functions.md": _functions(),
        f"{folder}/errors.md": _errors(),
        f"{folder}/commands.md": _commands(),
        f"{folder}/lints.md": _lints(),
        f"{folder}/case.schema.json": json.dumps(sheet_schema(), ensure_ascii=False, indent=2) + "\n",
        "README.md": _readme(),
    }


def _readme() -> str:
    """The README, its ticket replaced by the first one that the main command prints now."""
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()) as printed:
        feed, people = str(ROOT / "examples/bank_alerts.csv"), str(ROOT / "examples/people.csv")
        code = run(["score", feed, "--people", people, "--to", out, "--lang", "en"])
    lines = [line.rstrip() for line in printed.getvalue().splitlines()]
    if code or not lines:
        raise SystemExit("the main command of the README fails")
    last = next(n for n, line in enumerate(lines) if line.startswith(("├", "└")))
    ticket = "\n".join([*lines[:last], next(line for line in lines if line.startswith("└"))])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.sub(r"(?<=```text\n)┏.*?(?=\n```)", lambda _: ticket, readme, count=1, flags=re.DOTALL)


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    found = {ROOT / name: text for name, text in pages().items()}
    stale = [path for path, text in found.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found[path], encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {'out of date' if '--check' in arguments else 'written'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

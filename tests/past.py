"""A small past for back-tests and diffs: payments of made-up people as a feed, with the labels a simulation would leave."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fraudguard.events import parse_event

MULE = "6222020000000000018"


def payment(name: str, person: str, clock: str, amount: int, **fields: Any) -> dict[str, Any]:
    """A payment out; ``clock`` is day and time in January 2025."""
    event = {"kind": "transaction", "id": name, "at": f"2025-01-{clock}:00+08:00", "direction": "out", "amount": amount}
    return event | {"person": {"key": person, "age": 70}} | fields


def at(clock: str) -> int:
    """The instant of a clock as in `payment`, in microseconds."""
    return parse_event(payment("x", "p", clock, 1)).at_us


PAST = (
    payment("d0", "dan", "06T00:00", 20),
    payment("a1", "ann", "06T10:00", 5000),
    payment("a2", "ann", "06T11:00", 3000),
    payment("b1", "bob", "06T12:00", 1500),
    payment("c1", "cyd", "07T23:30", 700),
    payment("d1", "dan", "08T10:30", 2000),
    payment("m1", "bob", "09T10:00", 10, payee={"account": MULE}),
)
"""Ann is robbed of 5,000 and then of 3,000 yuan, Bob and Dan pay for themselves, Cyd is robbed of 700."""


def feed(path: Path, events: Iterable[Mapping[str, Any]] = PAST, *, simulated: bool = False) -> Path:
    """The events as a file of JSON lines; ``simulated`` puts the simulator's summary beside it."""
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in events), encoding="utf-8")
    if simulated:
        (path.parent / "summary.json").write_text('{"simulated": true}', encoding="utf-8")
    return path


def labels(folder: Path) -> Path:
    """The labels of `PAST`, as the simulator writes them."""
    attempts = [
        {"attempt": name, "person": person, "scheme": scheme, "panel": False, "techniques": [],
         "started_at": at(start), "ended_at": at(end)}
        for name, person, scheme, start, end in (
            ("one", "ann", "fake_loan", "06T09:00", "06T11:00"), ("two", "cyd", "leader", "07T23:00", "07T23:30")
        )
    ]  # fmt: skip
    transfers = [
        {"attempt": name, "event": event, "at": at(clock), "settles_at": at(clock), "amount": amount, "payee_account": MULE}
        for name, event, clock, amount in (
            ("one", "a1", "06T10:00", 500_000), ("one", "a2", "06T11:00", 300_000), ("two", "c1", "07T23:30", 70_000)
        )
    ]  # fmt: skip
    tables: dict[str, list[dict[str, Any]]] = {
        "persons": [{"person": name, "band": ">65"} for name in ("ann", "bob", "cyd", "dan")],
        "attempts": attempts,
        "transfers": transfers,
        "confusers": [],
        "mules": [{"account": MULE, "person": None}],
    }
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return folder


def folder_of(root: Path, files: Mapping[str, str]) -> Path:
    """The files of a pack, or any others, below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root

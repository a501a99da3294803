"""The past through a guard says the same by columns as event by event."""

import random
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fraudguard.errors import UsageError
from fraudguard.events import People
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.load import load_pack
from fraudguard.simulate import Settings, write_simulation
from fraudguard.workbench import backtest as backtests
from fraudguard.workbench import replaying
from fraudguard.workbench.backtest import Asked, backtest
from fraudguard.workbench.labels import read_labels
from fraudguard.workbench.replaying import Past, replayed
from packing import pack_of, rule, steps
from past import PAST, feed, labels, payment

SNOOZED = {"rule": "large", "who": "bob", "expiry": "2026-01-01", "reason": "当面核实过", "by": "王警官"}
PACK = pack_of(
    rule("large", "amount >= 1000", points=30),
    rule("noted", "amount >= 100", points=15, role="support"),
    rule("often", "count(within='24h', where=fired('noted')) >= 2", points=15),
    rule("pair", sequence=steps("amount <= 100", "amount >= 2000", within="6h"), points=40),
    rule("mule", "amount >= 1", points=30, subject="payee.account"),
    rule("tried", "amount >= 1000", points=90, status="shadow"),
    lists={"quiet": {"kind": "snoozes", "title": "暂停", "entries": [SNOOZED]}},
)
BY_COLUMNS, BY_EVENTS = 0, 1_000_000


def lead(name: str, person: str, clock: str) -> dict[str, Any]:
    """An instruction of a higher centre."""
    person_of = {"key": person, "ids": {"phone": "13800000001"}}
    at = f"2025-01-{clock}:00+08:00"
    return {"kind": "lead", "id": name, "at": at, "person": person_of, "level": "yellow", "issuer": "市局", "ref": name}


def seen(past: Past) -> dict[str, Any]:
    """Everything that a replay says, as plain data."""
    return {
        "books": past.books.plain(),
        "span": (past.books.first, past.books.last),
        "tickets": {key: asdict(one) for key, one in past.warned.tickets.items()},
        "outcomes": dict(past.outcomes),
        "hits": {rule: dict(statuses) for rule, statuses in past.hits.items()},
        "persons": past.persons,
    }


def both(path: Path, pack: CheckedPack = PACK, **how: Any) -> dict[str, Any]:
    """What a replay says, when both ways say it."""
    columns, events = (seen(replayed(pack, [path], persons=True, few=few, **how)) for few in (BY_COLUMNS, BY_EVENTS))
    assert events == columns
    return events


@pytest.mark.parametrize(("warm_up", "leads", "snoozed"), [(0, 1, 1), (1, 1, 0), (2, 0, 0)])
def test_tickets_hits_and_persons_are_the_same_both_ways(
    tmp_path: Path, warm_up: int, leads: int, snoozed: int
) -> None:
    """Also with a lead, a row that comes twice and days that are not judged."""
    rows = [*PAST, lead("l1", "eve", "07T08:00"), payment("e1", "eve", "07T09:00", 150), PAST[3]]
    found = both(feed(tmp_path / "past.jsonl", rows), warm_up=warm_up)
    assert {"scored": 9, "duplicate": 1} == found["outcomes"]
    assert len(found["tickets"]) >= 4
    assert leads == found["hits"].get("lead", {}).get("active", 0)
    assert snoozed == found["hits"]["large"].get("snoozed", 0)


@pytest.mark.parametrize("seed", range(6))
def test_any_payments_are_the_same_both_ways(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many people over days, in chunks so small that everything has to be carried on."""
    monkeypatch.setattr("fraudguard.feeds.chunks.CHUNK", 40)
    drawn = random.Random(seed)
    rows = [
        payment(
            f"p{number}",
            drawn.choice("abcdefgh"),
            f"{drawn.randint(6, 19):02d}T{drawn.randint(0, 23):02d}:{drawn.randint(0, 59):02d}",
            drawn.choice((5, 50, 100, 150, 999, 1000, 2000, 5000)),
            payee={"account": drawn.choice(("62220200", "62220201"))},
        )
        for number in range(150)
    ]
    found = both(feed(tmp_path / "past.jsonl", rows), warm_up=drawn.randint(0, 3))
    assert found["tickets"]
    assert found["hits"].keys() >= {"large", "noted", "mule"}


@pytest.mark.parametrize(
    "last",
    [
        payment("d0", "dan", "09T11:00", 21),
        {"kind": "retraction", "id": "r1", "at": "2025-01-09T11:00:00+08:00", "target": "m1"},
    ],
    ids=["correction", "retraction"],
)
def test_what_takes_events_back_is_scored_event_by_event(tmp_path: Path, last: dict[str, Any]) -> None:
    """Columns cannot answer for it, so the replay begins again and says what events say, each counted once."""
    found = both(feed(tmp_path / "past.jsonl", [*PAST, last]))
    assert len(PAST) + 1 == sum(found["outcomes"].values()) == found["books"]["events"]


def test_few_events_are_scored_one_by_one_and_more_as_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the number that is few no table is made, at one more it is."""
    made: list[object] = []
    chunks = replaying.Chunks
    monkeypatch.setattr(replaying, "Chunks", lambda *words: made.append(words) or chunks(*words))
    path = feed(tmp_path / "past.jsonl")
    for few, tables in ((len(PAST), 0), (len(PAST) - 1, 1)):
        replayed(PACK, [path], few=few)
        assert tables == len(made)


def test_a_back_test_by_columns_reports_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report with labels, to the last number; and labels of strangers are refused by columns too."""
    path, known = feed(tmp_path / "past.jsonl"), read_labels(labels(tmp_path / "labels"))
    strange = feed(tmp_path / "strange.jsonl", [{**one, "person": {"key": "zoe"}} for one in PAST])
    reports = []
    for few in (BY_EVENTS, BY_COLUMNS):
        monkeypatch.setattr(backtests, "replayed", lambda *words, few=few, **how: replayed(*words, few=few, **how))
        reports.append(backtest(PACK, [path], labels=known, asked=Asked(warm_up=1)))
        with pytest.raises(UsageError) as refused:
            backtest(PACK, [strange], labels=known)
        assert "workbench.strangers" == refused.value.code
    assert all(one == two for one, two in pairwise(reports))
    assert reports[0]["truth"] is not None


@pytest.mark.slow
def test_a_simulated_town_under_the_shipped_pack_is_the_same_both_ways(tmp_path: Path) -> None:
    """Every rule, people with a directory, calls and payments: the tickets and hits are equal."""
    write_simulation(Settings(persons=80, days=12, seed="replayed", panel=2), tmp_path / "sim")
    folder, pack = tmp_path / "sim", load_pack(examples=False)
    found = both(folder / "events.jsonl", pack, people=People.load(folder / "people.csv"), warm_up=3)
    assert len(found["tickets"]) > 10
    assert found["books"]["events"] > 3_000

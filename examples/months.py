"""
Months at a station: a simulated town through the guard and the desk, with officers who are drawn by chance.

    fraudguard simulate --to sim --persons 200 --days 60 --seed A
    python examples/months.py sim --store sqlite:///months.db --key-file key
    fraudguard desk stats --store sqlite:///months.db --key-file key --from 2024-01-01 --by scam

It shows that the desk carries months and what its statistics look like. What the officers do is drawn from the id of
the case, so the rates say nothing about anybody's work.
"""

from __future__ import annotations

import argparse
import contextlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from pathlib import Path
from typing import Any

from fraudguard import CaseError, Desk, Guard, Station
from fraudguard.desk import CallAttempt, Case, Dispatch, Result, Sign, Visit
from fraudguard.events import People

UNITS = Path(__file__).parent / "units.yaml"
ROUND = timedelta(minutes=30)  # how often the officers look at their list
VERDICTS = ("dissuaded",) * 5 + ("aware",) * 2 + ("false_alarm",) * 2 + ("defrauded",)


class Clock:
    """The town's time."""

    now = datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        return self.now


def drawn(case: Case, what: str, of: int) -> int:
    """A number below ``of`` that is the same whenever it is drawn."""
    digest = blake2b(f"{case.id}:{what}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % of


def steps(case: Case, now: datetime) -> Iterator[Sign | CallAttempt | Dispatch | Visit | Result]:
    """What the officers do about a case in this round."""
    if case.signed_at is None:
        yield Sign(by="王警官")
    if not case.person_answered:
        if drawn(case, now.isoformat(), 5) < 3:
            yield CallAttempt(by="王警官", answered=True, reached="self", convinced=drawn(case, "convinced", 4) > 0)
        else:
            yield CallAttempt(by="王警官", answered=False, failure="no_answer")
    if case.level == "red" and not case.met:
        yield Dispatch(by="王警官", unit=case.unit or "nanhu")
        yield Visit(by="李警官", met=True, convinced=True, app="none", bank_contacted=True)
    verdict = VERDICTS[drawn(case, "verdict", len(VERDICTS))]
    money: dict[str, Any] = {"stopped": "5,000.00"}
    if verdict == "defrauded":
        money = {"lost": "20,000.00", "first_payee": "6222020000000000018", "happened_at": now}
    yield Result(by="李警官", verdict=verdict, at_risk="20,000.00", app="none", bank_contacted=True, **money)


def work(desk: Desk, now: datetime) -> int:
    """One round over the open cases; how many were closed."""
    closed = 0
    for case in desk.list(limit=200).cases:
        for step in steps(case, now):
            with contextlib.suppress(CaseError):  # this case wants another step first: the next round sees to it
                desk.record(case.id, step)
        with contextlib.suppress(CaseError):  # not earned yet
            desk.close(case.id, by="李警官")
            closed += 1
    return closed


def rounds(events: Path) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    """The events of a town, in time and in stretches of one round."""
    with events.open(encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    told.sort(key=lambda one: (datetime.fromisoformat(one["at"]), one["id"]))
    end = datetime.fromisoformat(told[0]["at"]) + ROUND
    some: list[dict[str, Any]] = []
    for event in told:
        while datetime.fromisoformat(event["at"]) >= end:
            yield end, some
            some, end = [], end + ROUND
        some.append(event)
    yield end, some


def main() -> None:
    """Let the months pass."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[1])
    parser.add_argument("town", type=Path, help="folder of `fraudguard simulate`")
    parser.add_argument("--store", default="sqlite://")
    parser.add_argument("--key-file", type=Path, required=True)
    asked = parser.parse_args()
    key = asked.key_file.read_bytes()
    clock, closed = Clock(), 0
    desk = Desk.open(asked.store, key=key, units=UNITS, clock=clock)
    station = Station(Guard.load(key=key, people=People.load(asked.town / "people.csv")), desk)
    for clock.now, events in rounds(asked.town / "events.jsonl"):
        station.handle_many(events)
        desk.tick()
        closed += work(desk, clock.now)
    cases, checked = desk.statistics().total.cases, desk.verify()
    print(f"{cases} 起案件，办结 {closed} 起；台账 {checked.entries} 条，核验{'通过' if checked.sound else '不通过'}")
    desk.close_store()


if __name__ == "__main__":
    main()

"""A pack over feeds of the past: how many would have been warned, when, of what, by which rule, and was it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fraudguard.errors import UsageError
from fraudguard.events import People, from_microseconds
from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard
from fraudguard.workbench.budget import budget_row
from fraudguard.workbench.judged import Judged, judged
from fraudguard.workbench.labels import Labels
from fraudguard.workbench.presented import DAY, Presented, day_of, presented
from fraudguard.workbench.quality.measures import BUDGETS
from fraudguard.workbench.quality.recording import QUALITY_KEY
from fraudguard.workbench.warned import TicketSeen, Warned

__all__ = ["BANDS", "Asked", "backtest", "band_of"]

BANDS = ("<18", "18-40", "41-65", ">65")
"""The age bands, those of the simulator."""

_BAND_STARTS = (0, 18, 41, 66)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked of a back-test.

    The first ``warm_up`` days fill windows and are not judged. ``officers`` share a day's tickets. ``mappings`` are
    mapping files of the feeds.
    """

    budgets: tuple[int, ...] = BUDGETS
    officers: int = 24
    warm_up: int = 0
    mappings: tuple[str | Path, ...] = ()


@dataclass(slots=True)
class _Hits:
    """Findings of the judged time, by rule and by status, and what became of the events."""

    outcomes: Counter[str] = field(default_factory=Counter)
    by_rule: dict[str, Counter[str]] = field(default_factory=dict)

    def saw(self, decision: Decision) -> None:
        for finding in decision.findings:
            self.by_rule.setdefault(finding.rule, Counter())[finding.status] += 1


def backtest(
    pack: CheckedPack,
    feeds: Sequence[str | Path],
    *,
    people: People | None = None,
    labels: Labels | None = None,
    asked: Asked | None = None,
) -> dict[str, Any]:
    """
    The report of a back-test as plain tables, ready for JSON.

    The feeds are scored in a sorted run by the online engine, so the tickets are those that `score_feed` would write.
    With ``labels`` of a simulation the report also says who was warned in time. Raises `FeedError` as `presented`
    does, `UsageError` (``workbench.strangers``) when the labels speak of nobody in the feeds.
    """
    asked = asked or Asked()
    guard = Guard(pack, people=people, key=QUALITY_KEY)  # no token of it leaves this process
    books, events = presented(feeds, asked.mappings)
    warned, hits, persons = Warned(pack.policy.episode), _Hits(), set[str]()
    for event in events:
        decision = guard.score(event)
        hits.outcomes[decision.outcome] += 1
        warned.saw(event, decision)
        if labels is not None:
            persons.add(decision.standing.subject)
        if decision.findings and event.at_us >= books.first + asked.warm_up * DAY:
            hits.saw(decision)
    start = books.first + asked.warm_up * DAY
    tickets = sorted(warned.opened_from(start), key=lambda one: (one.opened_at, one.first, one.label))
    truth = None if labels is None else judged(labels, tickets, start, books.last + 1)
    if truth is not None and not truth.knows(persons):
        raise UsageError("workbench.strangers")
    return _report(pack, books, hits, tickets, truth, asked, start)


def band_of(age: int | None) -> str:
    """The age band; empty when the age is not known."""
    return "" if age is None else BANDS[sum(age >= start for start in _BAND_STARTS) - 1]


def _report(
    pack: CheckedPack, books: Presented, hits: _Hits, tickets: Sequence[TicketSeen], truth: Judged | None,
    asked: Asked, start: int,
) -> dict[str, Any]:  # fmt: skip
    days = books.days_from(start)
    levels = _levels(tickets)
    recall = truth.recall_above if truth is not None else None
    true = truth.true if truth is not None else frozenset()
    return {
        "feed": {**books.plain(), "outcomes": dict(sorted(hits.outcomes.items()))},
        "pack": {"name": pack.name, "fingerprint": pack.fingerprint, "rules": len(pack.rules)},
        "judged": {"from": day_of(start), "days": days, "warm_up": asked.warm_up, "officers": asked.officers},
        "tickets": {
            **levels,
            "per_day": round(levels["tickets"] / days, 2),
            "per_officer_day": round(levels["tickets"] / days / asked.officers, 3),
        },
        "days": _grouped(tickets, "day", lambda one: day_of(one.opened_at)),
        "scams": [
            {**row, "name": pack.taxonomy[row["scam"]].zh if row["scam"] in pack.taxonomy else ""}
            for row in _grouped(tickets, "scam", lambda one: one.highest.scam)
        ],
        "hours": _grouped(tickets, "hour", lambda one: from_microseconds(one.opened_at).hour),
        "bands": _grouped(tickets, "band", lambda one: band_of(one.age)),
        "rules": _rules(pack, hits, tickets, truth),
        "budgets": [budget_row(one, tickets, days, recall, true) for one in asked.budgets],
        "truth": None if truth is None else truth.plain(pack),
    }


def _levels(tickets: Iterable[TicketSeen]) -> dict[str, int]:
    """How many tickets there are, by the highest level each reached; ``urgent`` are among the red."""
    found = list(tickets)
    by_level = Counter(one.level for one in found)
    return {
        "tickets": len(found),
        "urgent": sum(one.urgent for one in found),
        **{level: by_level[level] for level in reversed(LEVELS[1:])},
    }


def _grouped(tickets: Sequence[TicketSeen], name: str, key: Any) -> list[dict[str, Any]]:
    groups: dict[Any, list[TicketSeen]] = {}
    for one in tickets:
        groups.setdefault(key(one), []).append(one)
    return [{name: value, **_levels(groups[value])} for value in sorted(groups)]


def _rules(pack: CheckedPack, hits: _Hits, tickets: Sequence[TicketSeen], truth: Judged | None) -> list[dict[str, Any]]:
    """
    What each rule did: ``hits`` are its findings that could count, ``shadow`` and ``snoozed`` those that could not,
    ``tickets`` those in which it counted, ``unique`` those in which nothing else did.
    """
    counted: Counter[str] = Counter(rule for one in tickets for rule in one.rules)
    unique: Counter[str] = Counter(rule for one in tickets if len(one.rules) == 1 for rule in one.rules)
    titles: Mapping[str, str] = {rule.id: rule.title for rule in pack.rules}
    rows = []
    for rule in sorted({*titles, *hits.by_rule}):
        found = hits.by_rule.get(rule, Counter())
        row: dict[str, Any] = {
            "rule": rule,
            "title": titles.get(rule, ""),
            "hits": found["active"],
            "shadow": found["shadow"],
            "snoozed": found["snoozed"],
            "tickets": counted[rule],
            "unique": unique[rule],
        }
        if truth is not None:
            row |= {"precision": truth.precision(rule), "recall": truth.recall(rule)}
        rows.append(row)
    return rows

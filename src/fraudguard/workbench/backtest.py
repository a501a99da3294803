"""A pack over feeds of the past: how many would have been warned, when, of what, by which rule, and was it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fraudguard.errors import UsageError
from fraudguard.events import People, from_microseconds
from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.workbench.budget import budget_row
from fraudguard.workbench.judged import Judged, judged
from fraudguard.workbench.labels import Labels
from fraudguard.workbench.presented import day_of
from fraudguard.workbench.quality.measures import BUDGETS
from fraudguard.workbench.replaying import Past, replayed
from fraudguard.workbench.warned import TicketSeen

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

    The feeds are scored in a sorted run, so the tickets are those that `score_feed` would write. With ``labels`` of a
    simulation the report also says who was warned in time. Raises `FeedError` as `presented` does, `UsageError`
    (``workbench.strangers``) when the labels speak of nobody in the feeds.
    """
    asked = asked or Asked()
    past = replayed(
        pack, feeds, people=people, warm_up=asked.warm_up, mappings=asked.mappings, persons=labels is not None
    )
    opened = past.warned.opened_from(past.start)
    tickets = sorted(opened, key=lambda one: (one.opened_at, one.first, one.label))
    truth = None if labels is None else judged(labels, tickets, past.start, past.books.last + 1)
    if truth is not None and not truth.knows(past.persons):
        raise UsageError("workbench.strangers")
    return _report(pack, past, tickets, truth, asked)


def band_of(age: int | None) -> str:
    """The age band; empty when the age is not known."""
    return "" if age is None else BANDS[sum(age >= start for start in _BAND_STARTS) - 1]


def _report(
    pack: CheckedPack, past: Past, tickets: Sequence[TicketSeen], truth: Judged | None, asked: Asked
) -> dict[str, Any]:
    days = past.books.days_from(past.start)
    levels = _levels(tickets)
    recall = truth.recall_above if truth is not None else None
    true = truth.true if truth is not None else frozenset()
    return {
        "feed": {**past.books.plain(), "outcomes": dict(sorted(past.outcomes.items()))},
        "pack": {"name": pack.name, "fingerprint": pack.fingerprint, "rules": len(pack.rules)},
        "judged": {"from": day_of(past.start), "days": days, "warm_up": asked.warm_up, "officers": asked.officers},
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
        "rules": _rules(pack, past.hits, tickets, truth),
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


def _rules(
    pack: CheckedPack, hits: Mapping[str, Counter[str]], tickets: Sequence[TicketSeen], truth: Judged | None
) -> list[dict[str, Any]]:
    """
    What each rule did: ``hits`` are its findings that could count, ``shadow`` and ``snoozed`` those that could not,
    ``tickets`` those in which it counted, ``unique`` those in which nothing else did.
    """
    counted: Counter[str] = Counter(rule for one in tickets for rule in one.rules)
    unique: Counter[str] = Counter(rule for one in tickets if len(one.rules) == 1 for rule in one.rules)
    titles: Mapping[str, str] = {rule.id: rule.title for rule in pack.rules}
    rows = []
    for rule in sorted({*titles, *hits}):
        found = hits.get(rule, Counter[str]())
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

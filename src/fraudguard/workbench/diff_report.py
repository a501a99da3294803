"""A comparison of two packs as plain tables, ready for JSON, and whether it keeps to a limit of new tickets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fraudguard.events import from_microseconds
from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.workbench.diff import Comparison, RuleHits, Side
from fraudguard.workbench.episodes import Became, Pair
from fraudguard.workbench.presented import day_of
from fraudguard.workbench.telling import CounterExample
from fraudguard.workbench.warned import TicketSeen

__all__ = ["BECAME", "Limit", "diff_report"]

BECAME: tuple[Became, ...] = ("new", "gone", "raised", "lowered", "sooner", "later", "same")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tickets a change of rules may add: so many, or so many percent of those there were."""

    most: float
    percent: bool

    @classmethod
    def parse(cls, text: str) -> Limit | None:
        """``5%`` or ``12``; ``None`` when it is neither."""
        number = text.strip().removesuffix("%")
        percent = number != text.strip()
        try:
            most = float(number) if percent else int(number)
        except ValueError:
            return None
        return cls(most, percent) if 0 <= most < float("inf") else None

    def __str__(self) -> str:
        return f"{self.most:g}%" if self.percent else f"{self.most:g}"

    def exceeded(self, new: int, before: int) -> bool:
        """Whether ``new`` tickets beside ``before`` are too many; where there were none, any is more than a share."""
        return new > (before * self.most / 100 if self.percent else self.most)


def diff_report(found: Comparison, examples: Sequence[CounterExample], limit: Limit | None = None) -> dict[str, Any]:
    """
    The whole report.

    ``verdict`` is ``equal`` (the packs mean the same), ``same`` (they differ, and no decision on these feeds does),
    ``quiet`` (decisions differ, and no ticket in who is warned, when or how high) or ``different``.
    """
    became = Counter(one.became for one in found.pairs)
    old, new = ([side for pair in found.pairs if (side := getattr(pair, name))] for name in ("old", "new"))
    changed = [one for one in found.pairs if one.became != "same"]
    verdict = "different" if changed else "quiet" if found.differing else "same"
    return {
        "feed": found.books.plain(),
        "judged": {
            "from": day_of(found.start), "days": found.books.days_from(found.start), "warm_up": found.warm_up
        },
        "packs": {"old": _pack(found.old), "new": _pack(found.new)},
        "verdict": "equal" if found.definitions.equal else verdict,
        "differing": found.differing,
        "became": {name: became[name] for name in BECAME},
        "tickets": {"old": _levels(old), "new": _levels(new)},
        "limit": _limit(limit, became["new"], len(old)),
        "written": {"rules": dict(found.definitions.rules), "tables": list(found.definitions.tables)},
        "rules": _rules(found),
        "changes": [_change(one) for one in sorted(changed, key=lambda one: BECAME.index(one.became))],
        "examples": [_example(one) for one in examples],
    }  # fmt: skip


def _pack(pack: CheckedPack) -> dict[str, Any]:
    return {"name": pack.name, "fingerprint": pack.fingerprint, "rules": len(pack.rules)}


def _levels(tickets: Iterable[TicketSeen]) -> dict[str, int]:
    found = list(tickets)
    by_level = Counter(one.level for one in found)
    return {
        "tickets": len(found),
        "urgent": sum(one.urgent for one in found),
        **{level: by_level[level] for level in reversed(LEVELS[1:])},
    }


def _limit(limit: Limit | None, new: int, before: int) -> dict[str, Any] | None:
    if limit is None:
        return None
    return {"given": str(limit), "new": new, "before": before, "exceeded": limit.exceeded(new, before)}


def _rules(found: Comparison) -> list[dict[str, Any]]:
    """The rules that fired on other events than before, those with the most such events first."""
    rows = [
        {"rule": rule, "written": found.definitions.of(rule), **asdict(hits)}
        for rule, hits in found.rules.items()
        if _otherwise(hits)
    ]
    return sorted(rows, key=lambda row: (-row["only_old"] - row["only_new"], row["rule"]))


def _otherwise(hits: RuleHits) -> int:
    return hits.only_old + hits.only_new


def _change(pair: Pair) -> dict[str, Any]:
    return {
        "became": pair.became,
        "who": pair.any.label,
        "old": _ticket(pair.old),
        "new": _ticket(pair.new),
        "event": pair.event_id,
    }


def _ticket(ticket: TicketSeen | None) -> dict[str, Any] | None:
    if ticket is None:
        return None
    highest = ticket.highest
    return {
        "level": ticket.level,
        "urgent": ticket.urgent,
        "points": highest.points,
        "scam": highest.scam,
        "opened_at": _time(ticket.opened_at),
        "first_event": ticket.first,
    }


def _example(example: CounterExample) -> dict[str, Any]:
    moment = example.moment
    return {
        **_change(example.pair),
        "at": _time(moment.at),
        "told": moment.text,
        "standing": {"old": _side(moment.old), "new": _side(moment.new)},
        "rules": [
            {"rule": one.rule, "event": one.event_id, "old": _explained(one.old), "new": _explained(one.new)}
            for one in example.behind
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "level": side.level,
        "points": side.points,
        "parts": {rule: points for rule, (points, _) in side.parts.items()},
        "findings": dict(sorted(side.fired.items())),
    }


def _explained(rule: RuleExplanation | None) -> dict[str, Any] | None:
    return None if rule is None else asdict(rule)


def _time(at: int) -> str:
    return from_microseconds(at).isoformat(timespec="seconds")

"""How far a station must raise the bar when only so many tickets a day can be worked, and what is then left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any

from fraudguard.pack.checked import LEVELS
from fraudguard.workbench.presented import day_of
from fraudguard.workbench.warned import Alert, TicketSeen

__all__ = ["Danger", "budget_row", "danger"]

_PLACES = 4

Danger = tuple[int, bool, int]
"""How pressing a ticket is: level, whether a loss is in progress, points."""


def danger(alert: Alert) -> Danger:
    """How pressing a ticket was at one of its changes."""
    return (*alert.height, alert.change.points)


def budget_row(
    per_day: int, tickets: Sequence[TicketSeen], days: int, recall: Callable[[Danger], float | None] | None,
    true: Collection[tuple[str, str]] = (),
) -> dict[str, Any]:  # fmt: skip
    """
    The lowest bar that leaves at most ``per_day`` tickets a day on average, the most dangerous kept.

    The bar is a level (urgent above red) and, within it, points; tickets of equal danger stay or go together. Its
    ``level`` is ``None`` when even the most dangerous are too many. ``recall`` says what share of the robbed is
    warned in time above a bar; ``true`` names the tickets that are about somebody really under attack.
    """
    reached = sorted((max(map(danger, one.alerts)) for one in tickets), reverse=True)
    room = per_day * days
    bar = reached[-1] if reached else (1, False, 0)
    if len(reached) > room:
        bar = min((one for one in reached[:room] if one > reached[room]), default=(len(LEVELS), False, 0))
    kept = [one for one in tickets if max(map(danger, one.alerts)) >= bar]
    row: dict[str, Any] = {
        "per_day": per_day,
        "needed": len(reached) > room,
        "level": ("urgent" if bar[1] else LEVELS[bar[0]]) if bar[0] < len(LEVELS) else None,
        "points": bar[2] if bar[0] < len(LEVELS) else None,
        "tickets": len(kept),
        "mean": round(len(kept) / days, 1),
        "busiest": max(Counter(day_of(one.opened_at) for one in kept).values(), default=0),
    }
    if recall is not None:
        row["recall"] = recall(bar)
        row["precision"] = (
            round(sum((one.subject, one.first) in true for one in kept) / len(kept), _PLACES) if kept else None
        )
    return row

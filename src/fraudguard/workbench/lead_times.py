"""How long before the last payment of a labelled scam its victim was warned, from the tickets of a run over feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from fraudguard.events import microseconds
from fraudguard.report.feed_page import LeadTime
from fraudguard.workbench.labels import Labels
from fraudguard.workbench.quality.truth import truth_of_rows

__all__ = ["lead_times"]

_WARNING = frozenset({"yellow", "red"})


def lead_times(
    labels: Labels, tickets: Iterable[Mapping[str, Any]], subject_of: Callable[[str], str], start: int, end: int
) -> list[LeadTime]:
    """
    One entry for each labelled scam with payments that began between ``start`` and ``end``, microseconds UTC.

    ``tickets`` are the changes in ``tickets.jsonl``; ``subject_of`` gives the token under which a person stands there.
    A scam is warned of by the first change above green from its beginning on.
    """
    warned: dict[str, list[int]] = {}
    for ticket in tickets:
        if ticket["level"] in _WARNING:
            warned.setdefault(ticket["subject"], []).append(microseconds(datetime.fromisoformat(ticket["at"])))
    found = []
    for attempt in truth_of_rows(labels, start, end).attempts:
        if not attempt.transfers or not start <= attempt.started <= end:
            continue
        mine = warned.get(subject_of(attempt.person), ())
        first = min((at for at in mine if attempt.started <= at <= attempt.late_until), default=None)
        found.append(LeadTime(attempt.scheme, first, attempt.transfers[-1][0]))
    return found

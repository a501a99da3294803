"""Choose few candidates that together reach what there is to reach, near what their author wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fraudguard.workbench.suggest.search import Candidate
from fraudguard.workbench.suggest.streams import facts_apart, written_events

__all__ = ["MOST_APART", "choose"]

MOST_APART = 5
"""In how many facts a miss may differ from the nearest hit."""
_WORTH = 8  # what one more aim reached is worth, in the unit of a candidate's cost

Events = Sequence[Mapping[str, Any]]


def choose(candidates: Sequence[Candidate], hits: Sequence[Events]) -> list[Candidate]:
    """
    Candidates that reach every aim any of them does, the most telling first; nothing that another makes needless.

    A miss is taken only when a hit, among ``hits`` or chosen, differs from it in at most `MOST_APART` facts.
    """
    left = [one for one in candidates if one.hit or _near(one, hits)]
    open_ = frozenset[int]().union(*(one.reached for one in left))
    chosen: list[Candidate] = []
    while open_:
        best = max(left, key=lambda one: _gain(one, open_))
        if not best.reached & open_:
            break
        chosen.append(best)
        open_ -= best.reached
    for one in tuple(reversed(chosen)):
        others = frozenset[int]().union(*(other.reached for other in chosen if other is not one))
        if one.reached <= others:
            chosen.remove(one)
    return chosen


def _gain(one: Candidate, open_: frozenset[int]) -> int:
    new = len(one.reached & open_)
    return new * _WORTH - one.cost if new else -1_000_000


def _near(one: Candidate, hits: Sequence[Events]) -> bool:
    mine = written_events(one.stream)
    return any(facts_apart(hit, mine) <= MOST_APART for hit in hits)

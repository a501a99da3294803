"""The open events of one key of a sequence, and the quick way to a chain where only its last event joins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from operator import attrgetter
from typing import Any

from fraudguard.plan.sequences import SequencePlan
from fraudguard.scoring.search import Candidate

__all__ = ["Direct", "Pool"]

_SHORT = 16
"""So many open events are looked through faster than asked for."""

_position = attrgetter("position")
_Found = list[tuple[Candidate, int]]


class Pool(list[Candidate]):
    """
    Open events in order.

    ``lines`` are those that can take a step, by what ties them to the last one; they grow with the
    pool when they are asked for. ``tied`` says that two events stand at one position, which an id that
    came again long after can bring about: then the pool is looked through.
    """

    __slots__ = ("lines", "tied")

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        super().__init__(candidates)
        self.lines: dict[int, _Line] = {}
        self.tied = any(one.position == other.position for one, other in pairwise(self))

    def take(self, candidate: Candidate) -> bool:
        """Add an event; whether it is now the last."""
        position = candidate.position
        if not self or self[-1].position < position:
            self.append(candidate)
            return True
        self.lines.clear()
        place = bisect_left(self, position, key=_position)
        while place < len(self) and self[place].position == position:
            place += 1
            self.tied = True
        self.insert(place, candidate)
        return place == len(self) - 1

    def line(self, step: int, slots: tuple[int, ...], value: object) -> list[Candidate]:
        """The events that can take ``step`` and hold ``value`` there, in order."""
        line = self.lines.get(step)
        if line is None:
            line = self.lines[step] = _Line()
        if line.covered < len(self):
            for candidate in self[line.covered :]:
                captured = candidate.steps.get(step)
                if captured is not None:
                    line.by.setdefault(tuple(captured[slot] for slot in slots), []).append(candidate)
            line.covered = len(self)
        return line.by.get(value, _NONE)


class _Line:
    """The first ``covered`` events of a pool by what they hold."""

    __slots__ = ("by", "covered")

    def __init__(self) -> None:
        self.covered = 0
        self.by: dict[object, list[Candidate]] = {}


_NONE: list[Candidate] = []


class Direct:
    """
    The chain of an ordered sequence whose conditions each join one step with the last, or none.

    Then the steps do not depend on each other: going back from the last event, the latest event that
    fits each step leaves the most room for those before it, so the chain found is the one that starts
    latest, then goes on latest.
    """

    def __init__(self, plan: SequencePlan, functions: Mapping[str, Callable[..., bool]]) -> None:
        end = len(plan.steps) - 1
        self.end = end
        self._joins: list[list[Callable[..., bool]]] = [[] for _ in range(end)]
        self._equal: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        for step in range(end):
            of_step = [join for join in plan.joins if join.steps[0] == step]
            pairs = [join.equal for join in of_step if join.equal is not None]
            self._equal.append((tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)))
            self._joins[step] = [functions[join.name] for join in of_step if join.equal is None]

    @staticmethod
    def fits(plan: SequencePlan) -> bool:
        """Whether a sequence is of this sort."""
        end = len(plan.steps) - 1
        return (
            not plan.any_order and plan.need == end + 1 and all(j.step == end and len(j.steps) == 2 for j in plan.joins)
        )

    def find(self, pool: list[Candidate], low: int, high: int, last: Candidate) -> _Found | None:
        """The chain that ends with ``last`` out of the events of ``pool`` from number ``low`` up to ``high``."""
        ending = last.steps.get(self.end)
        if ending is None:
            return None
        asked = type(pool) is Pool and not pool.tied and high - low > _SHORT
        chain = [(last, self.end)]
        before, edge = last.position, pool[low].position
        for step in range(self.end - 1, -1, -1):
            here, there = self._equal[step]
            wanted = tuple(ending[slot] for slot in there)
            if None in wanted:
                return None
            if asked:
                assert isinstance(pool, Pool)  # what can be asked
                line = pool.line(step, here, wanted)
                place = bisect_left(line, before, key=_position) - 1
                while place >= 0 and not self._holds(step, line[place], ending):
                    place -= 1
                if place < 0 or line[place].position < edge:
                    return None
                found = line[place]
            else:
                high -= 1
                while high >= low and not self._takes(step, pool[high], here, wanted, ending):
                    high -= 1
                if high < low:
                    return None
                found = pool[high]
            before = found.position
            chain.append((found, step))
        chain.reverse()
        return chain

    def _takes(
        self, step: int, candidate: Candidate, here: tuple[int, ...], wanted: tuple[Any, ...], ending: tuple[Any, ...]
    ) -> bool:
        captured = candidate.steps.get(step)
        if captured is None or tuple(captured[slot] for slot in here) != wanted:
            return False
        return self._holds(step, candidate, ending)

    def _holds(self, step: int, candidate: Candidate, ending: tuple[Any, ...]) -> bool:
        joins = self._joins[step]
        return not joins or all(holds(candidate.steps[step], ending) for holds in joins)

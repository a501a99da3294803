"""The search for the chain that an event completes: exact, and bounded in what it may cost."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fraudguard.plan.sequences import SequencePlan
from fraudguard.scoring.wording import Facts, FixedFacts, LateFacts

__all__ = ["MOST_TRIES", "Candidate", "Matcher", "Position", "Told", "renewed"]

MOST_TRIES = 100_000
"""How many placements of an event one search tries before it gives up: some tenths of a second."""

Position = tuple[int, str]
Told = Facts | FixedFacts | LateFacts
_Steps = tuple[int, ...]


@dataclass(slots=True, order=True)
class Candidate:
    """
    An event that can be a step: ``steps`` maps step numbers to the values captured there.

    ``facts`` tells it when it becomes evidence. ``later`` keeps what searches found out: for two
    step numbers, up to which position it has looked, and the later events that go with this one.
    """

    position: Position
    steps: dict[int, tuple[Any, ...]] = field(compare=False)
    facts: Told = field(compare=False)
    later: dict[tuple[int, int], tuple[Position, list[Candidate]]] = field(
        default_factory=dict, compare=False, repr=False
    )


def renewed(candidate: Candidate) -> Candidate:
    """The same event, with nothing found out about it."""
    return Candidate(candidate.position, candidate.steps, candidate.facts)


def _position(candidate: Candidate) -> Position:
    return candidate.position


class _Join(NamedTuple):
    """A condition over the captured values of ``steps`` (ascending); ``owner`` is the step it stands in."""

    owner: int
    steps: _Steps
    holds: Callable[..., bool]


class _Way(NamedTuple):
    """The steps that the chosen events take, and those that the last event could still take."""

    steps: _Steps
    ends: _Steps


class _TooDear(Exception):  # noqa: N818  # a signal inside this module, not an error
    """A search that has tried as much as it may."""


class Matcher:
    """
    Finds chains of one sequence.

    ``cut`` counts the searches that gave up after `MOST_TRIES`: that takes conditions over three steps
    or more, or many steps that the same events could take in any order, and some eighty open events.
    """

    def __init__(self, plan: SequencePlan, functions: Mapping[str, Callable[..., bool]]) -> None:
        self.plan = plan
        self.joins = tuple(_Join(join.step, join.steps, functions[join.name]) for join in plan.joins)
        self.pairs: dict[_Steps, list[_Join]] = {}
        for join in self.joins:
            if len(join.steps) == 2:
                self.pairs.setdefault(join.steps, []).append(join)
        self.absent = [(None,) * len(step.captures) for step in plan.steps]
        self.cut = 0
        self._next: dict[_Steps, frozenset[int]] = {}
        self._open: dict[_Steps, frozenset[int]] = {}
        self._without: dict[tuple[_Steps, int], tuple[_Join, ...]] = {}
        self._live: dict[_Steps, frozenset[int]] = {}

    def find(
        self, pool: Sequence[Candidate], events: Sequence[Candidate], last: Candidate
    ) -> list[tuple[Candidate, int]] | None:
        """
        The chain that ends with ``last`` and starts latest, then goes on latest, or ``None``.

        ``events`` are those of ``pool`` (all that is remembered of the key) that it may be made of.
        """
        ordered = not self.plan.any_order
        ends = tuple(sorted(step for step in last.steps if not ordered or step >= self.plan.need - 1))
        if not ends:
            return None
        try:
            return _Search(self, pool, events, last, ends).best()
        except _TooDear:
            self.cut += 1
            return None

    def pair(self, step: int, event: Candidate, other_step: int, other: Candidate) -> bool:
        """Whether two events go together in these steps."""
        if step < other_step:
            joins, first, second = self.pairs.get((step, other_step)), event.steps[step], other.steps[other_step]
        else:
            joins, first, second = self.pairs.get((other_step, step)), other.steps[other_step], event.steps[step]
        return joins is None or all(join.holds(first, second) for join in joins)

    def paired(self, step: int, other: int) -> bool:
        """Whether a condition reads just these two steps."""
        return ((step, other) if step < other else (other, step)) in self.pairs

    def open_steps(self, used: _Steps) -> frozenset[int]:
        """The steps that can still follow a way."""
        found = self._open.get(used)
        if found is None:
            every = range(len(self.plan.steps))
            found = (
                frozenset(every) - set(used) if self.plan.any_order else frozenset(every[max(used, default=-1) + 1 :])
            )
            self._open[used] = found
        return found

    def next_steps(self, used: _Steps) -> frozenset[int]:
        """The steps that can follow a way directly and leave enough for the rest of the chain."""
        found = self._next.get(used)
        if found is None:
            rest = self.plan.need - len(used) - 1
            found = frozenset(step for step in self.open_steps(used) if len(self.open_steps((*used, step))) >= rest)
            self._next[used] = found
        return found

    def without(self, used: _Steps, step: int) -> tuple[_Join, ...]:
        """The conditions of ``step`` that read nothing of a way and must hold with what is absent."""
        found = self._without.get((used, step))
        if found is None:
            found = ()
            if not self.plan.any_order:
                found = tuple(j for j in self.joins if j.owner == step and not set(j.steps).intersection(used))
            self._without[used, step] = found
        return found

    def holds_alone(self, join: _Join, event: Candidate) -> bool:
        """Whether a condition holds when all but its own step is absent."""
        return join.holds(*[event.steps[s] if s == join.owner else self.absent[s] for s in join.steps])

    def live(self, used: _Steps) -> frozenset[int]:
        """The steps of a way whose events still matter to what can follow, the last event aside."""
        found = self._live.get(used)
        if found is None:
            following = self.open_steps(used)
            only_last = len(self.plan.steps) - 1 if self.plan.need == len(self.plan.steps) else None
            if self.plan.any_order:
                only_last = None
            found = frozenset()
            for join in self.joins:
                outside = following.intersection(join.steps)
                settled = len(join.steps) == 2 and outside == {only_last}
                if outside and not settled:
                    found |= frozenset(used).intersection(join.steps)
            self._live[used] = found
        return found

    def holds(self, way: _Steps, events: Sequence[Candidate], *, final: bool) -> bool:
        """Whether the conditions that can be decided by now hold."""
        if not self.joins:
            return True
        values: list[tuple[Any, ...]] = list(self.absent)
        for step, event in zip(way, events, strict=True):
            values[step] = event.steps[step]
        for join in self.joins:
            if join.owner not in way:
                continue
            decided = final or not self.plan.any_order or all(step in way for step in join.steps)
            if decided and not join.holds(*[values[step] for step in join.steps]):
                return False
        return True


class _Search:
    """
    Depth first over events, latest first, carrying every assignment of steps that fits so far.

    So the first complete chain found is the one wanted. A step that a condition ties to one already
    taken is looked for only among the events that go with that one, and a dead end, which depends on
    where it stands, which steps are used and which of their events still matter, is entered once.
    """

    def __init__(
        self, matcher: Matcher, pool: Sequence[Candidate], events: Sequence[Candidate], last: Candidate, ends: _Steps
    ) -> None:
        self.matcher = matcher
        self.plan = matcher.plan
        self.pool = pool
        self.events = events
        self.last = last
        self.ends = ends
        self.tries = 0
        self.dead: set[tuple[object, ...]] = set()
        self.index = {id(event): i for i, event in enumerate(events)} if matcher.pairs else {}
        self.ahead: list[frozenset[int]] = [frozenset()]
        for event in reversed(events):
            self.ahead.append(self.ahead[-1].union(event.steps))
        self.ahead.reverse()
        self.meeting: dict[tuple[int, tuple[_Join, ...]], tuple[dict[int, _Steps], frozenset[int]]] = {}

    def best(self) -> list[tuple[Candidate, int]] | None:
        """The chain wanted."""
        if len(self.ahead[0].union(self.ends)) < self.plan.need:
            return None
        return self.extended((), -1, [_Way((), self.ends)])

    def extended(
        self, chosen: tuple[Candidate, ...], after: int, ways: Sequence[_Way]
    ) -> list[tuple[Candidate, int]] | None:
        """The best chain that begins with ``chosen``, whose last event has the number ``after``."""
        if len(chosen) == self.plan.need - 1:
            return self._finished(chosen, ways)
        state = (after, frozenset((frozenset(way.steps), way.ends, self._alive(chosen, way)) for way in ways))
        if state in self.dead:
            return None
        for i in self._next(chosen, after, ways):
            event = self.events[i]
            fitting = self._assigned(chosen, ways, event, i)
            if fitting:
                found = self.extended((*chosen, event), i, fitting)
                if found is not None:
                    return found
        self.dead.add(state)
        return None

    def _alive(self, chosen: Sequence[Candidate], way: _Way) -> tuple[tuple[int, int], ...]:
        """The events of a way that still matter."""
        live = self.matcher.live(way.steps)
        if not live:
            return ()
        return tuple((step, id(event)) for step, event in zip(way.steps, chosen, strict=True) if step in live)

    def _next(self, chosen: Sequence[Candidate], after: int, ways: Sequence[_Way]) -> Iterable[int]:
        """The numbers of the events that could be next, latest first."""
        if not self.matcher.joins:
            return range(len(self.events) - 1, after, -1)
        found: set[int] = set()
        for way in ways:
            for step in self.matcher.next_steps(way.steps):
                if step not in self.ahead[after + 1]:
                    continue
                tied = [
                    self._later(event, taken, step)
                    for taken, event in zip(way.steps, chosen, strict=True)
                    if self.matcher.paired(taken, step)
                ]
                if tied:
                    numbers: Iterable[int] = (self.index.get(id(event), -1) for event in min(tied, key=len))
                else:
                    numbers, ends = self._meeting(way, step)
                    if ends.isdisjoint(way.ends):
                        continue
                found.update(number for number in numbers if number > after)
        return sorted(found, reverse=True)

    def _meeting(self, way: _Way, step: int) -> tuple[dict[int, _Steps], frozenset[int]]:
        """The events that can take ``step``, each with the steps that ``last`` can take then; and all of those."""
        alone = self.matcher.without(way.steps, step)
        found = self.meeting.get((step, alone))
        if found is None:
            numbers = {}
            for number, event in enumerate(self.events):
                if step in event.steps and all(self.matcher.holds_alone(join, event) for join in alone):
                    ends = self._ends(step, event)
                    if ends:
                        numbers[number] = ends
            found = numbers, frozenset().union(*numbers.values())
            self.meeting[step, alone] = found
        return found

    def _ends(self, step: int, event: Candidate) -> _Steps:
        """The steps that ``last`` can take when ``event`` takes ``step``."""
        any_order, pair = self.plan.any_order, self.matcher.pair
        return tuple(
            end for end in self.ends if (end != step if any_order else end > step) and pair(step, event, end, self.last)
        )

    def _later(self, event: Candidate, step: int, other_step: int) -> list[Candidate]:
        """The later events that go with ``event``; each two events are compared once in their lives."""
        seen, fitting = event.later.get((step, other_step), (event.position, []))
        if seen < self.pool[-1].position:
            for i in range(bisect_right(self.pool, seen, key=_position), len(self.pool)):
                other = self.pool[i]
                if other_step in other.steps and self.matcher.pair(step, event, other_step, other):
                    fitting.append(other)
            event.later[step, other_step] = (self.pool[-1].position, fitting)
        return fitting

    def _assigned(self, chosen: Sequence[Candidate], ways: Sequence[_Way], event: Candidate, number: int) -> list[_Way]:
        """The ways to go on with ``event``; of those that what follows cannot tell apart, the first."""
        plan, matcher = self.plan, self.matcher
        left = plan.need - len(chosen) - 2  # events still to be chosen before the last
        ahead = self.ahead[number + 1]
        fitting: dict[object, _Way] = {}
        for way in ways:
            for step in sorted(matcher.next_steps(way.steps).intersection(event.steps)):
                self.tries += 1
                if self.tries > MOST_TRIES:
                    raise _TooDear
                taken = (*way.steps, step)
                if len(ahead & matcher.open_steps(taken)) < left:
                    continue
                meeting = self._meeting(way, step)[0].get(number, ())
                ends = tuple(end for end in way.ends if end in meeting and (plan.any_order or end - step > left))
                if not ends or not matcher.holds(taken, [*chosen, event], final=False):
                    continue
                new = _Way(taken, ends)
                alive = self._alive((*chosen, event), new)
                alike = (frozenset(taken), ends, alive)
                if alike not in fitting or taken < fitting[alike].steps:
                    fitting[alike] = new
        return list(fitting.values())

    def _finished(self, chosen: Sequence[Candidate], ways: Iterable[_Way]) -> list[tuple[Candidate, int]] | None:
        events = [*chosen, self.last]
        whole = [(*way.steps, end) for way in ways for end in way.ends]
        fitting = [way for way in whole if self.matcher.holds(way, events, final=True)]
        return list(zip(events, min(fitting), strict=True)) if fitting else None

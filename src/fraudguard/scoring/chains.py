"""Sequences online: candidates per key, and the search for the chain an event completes."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any

from fraudguard.events import Event
from fraudguard.pack.tree import Field
from fraudguard.plan.compile import Plan
from fraudguard.plan.fields import value_of
from fraudguard.plan.records import Slot
from fraudguard.plan.sequences import SequencePlan
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.chains_durable import DurableMatcher, Prepared
from fraudguard.scoring.decision import ChainEvent
from fraudguard.scoring.packed import candidate_shelf
from fraudguard.scoring.pools import Direct, Pool
from fraudguard.scoring.search import Candidate, Matcher, Position, Told
from fraudguard.scoring.wording import Facts, FixedFacts, LateFacts, template_paths

__all__ = ["ChainState", "Chains", "Completed"]

_NO_FACTS = FixedFacts("", {})
_BY_PERSON = ("person.key",)
_position = attrgetter("position")


@dataclass(slots=True)
class ChainState:
    """What one sequence remembers, by key."""

    candidates: Shelf[Any, list[Candidate]] = field(default_factory=candidate_shelf)
    breakers: dict[Any, list[Position]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completed:
    """The chain that made a sequence fire, and the values its sentence may show by ``step.path``."""

    events: tuple[ChainEvent, ...]
    shown: Mapping[str, str]


class Chains:
    """
    Runs the sequences of a plan beside the generated functions.

    One event at a time: `begin`, then the generated function calls `advance` level by level, then
    `completed` and `marks` hold what happened. With ``durable`` (`fraudguard.scoring.chains_durable`)
    chains are found by durable-rules.
    """

    def __init__(self, plan: Plan, states: list[ChainState], durable: Sequence[Prepared] = ()) -> None:
        self._plan = plan
        self.states = states
        self.floor = -(1 << 62)  # `begin` says from when on events count
        self.idle = False
        self.completed: dict[str, Completed] = {}
        self.marks: list[tuple[int, Any]] = []
        self._matchers = [Matcher(one, plan.joins) for one in plan.sequences]
        pairs = zip(durable, self._matchers, strict=True) if durable else ()
        self._durable = [DurableMatcher(one, native) for one, native in pairs]
        self._direct = [Direct(one, plan.joins) if Direct.fits(one) else None for one in plan.sequences]
        self._by_rule = [[(i, step) for i, step in enumerate(one.steps) if step.rule] for one in plan.sequences]
        self._hearing = _hearing(plan)
        self._ends = [frozenset(range(0 if one.any_order else one.need - 1, len(one.steps))) for one in plan.sequences]
        shown = [[template_paths(plan.rules[one.rule], step.name) for step in one.steps] for one in plan.sequences]
        self._shown: list[Sequence[Any]] = [paths if any(paths) else () for paths in shown]

    def begin(self, floor: int, *, idle: bool) -> None:
        """Get ready for the next event; ``idle`` lets it join no chain."""
        self.floor = floor
        self.idle = idle
        if self.completed:
            self.completed = {}
        if self.marks:
            self.marks = []

    def advance(
        self,
        level: int,
        event: Event,
        at: int,
        event_id: str,
        person: str | None,
        fired: list[str],
        steps: list[tuple[int, int, tuple[Any, ...]]],
    ) -> None:
        """Take the steps and rules that fired so far and match the sequences of ``level``."""
        if self.idle:
            return
        takes: dict[int, dict[int, tuple[Any, ...]]] = {}
        for sequence, step, values in steps:
            if sequence in takes:
                takes[sequence][step] = values
            else:
                takes[sequence] = {step: values}
        for rule in fired:
            for number in self._hearing.get(rule, ()):
                takes.setdefault(number, {})
        for number in self._plan.sequence_levels.get(level, ()):
            taken = takes.get(number)
            if taken is None:
                continue
            plan = self._plan.sequences[number]
            breaks = False
            if fired:
                for i, planned in self._by_rule[number]:
                    if i not in taken and planned.rule in fired:
                        taken[i] = tuple(_captured(event, slot, self._plan) for slot in planned.captures)
                breaks = any(rule in fired for rule in plan.unless)
            if taken or breaks:
                key = self._key(plan, event, person)
                if key is None:
                    continue
                chain = self._one(plan, key, (at, event_id), partial(Facts, event), taken, breaks)
                if chain is not None:
                    self.completed[plan.rule] = self._told(plan, chain)
                    fired.append(plan.rule)

    def match(
        self,
        plan: SequencePlan,
        key: Any,
        position: Position,
        event: Callable[[], Event],
        steps: Mapping[int, tuple[Any, ...]],
        *,
        breaks: bool,
    ) -> Callable[[], Completed] | None:
        """
        Let one sequence alone take an event: its captured values by step, and whether it breaks what began before.

        ``key`` stands for the values the sequence is kept by. Returns what tells the chain that it completes, if any;
        the events are asked for only then.
        """
        chain = self._one(plan, key, position, partial(LateFacts, event), dict(steps), breaks)
        return None if chain is None else partial(self._told, plan, chain)

    def forget(self, position: Position, marks: Iterable[tuple[int, Any]] | None) -> None:
        """Take back what an event left here; without its marks every key is searched."""
        for number, key in marks if marks is not None else self._everywhere():
            state = self.states[number]
            found = [c for c in state.candidates.find(key, ()) if c.position != position]
            _forget_pairs(found)
            _keep(state.candidates, key, found)
            _keep(state.breakers, key, [p for p in state.breakers.get(key, ()) if p != position])

    @property
    def searches_cut(self) -> int:
        """How many searches for a chain gave up because they would have cost too much."""
        return sum(matcher.cut for matcher in self._matchers)

    @property
    def durable_overflow(self) -> int:
        """How many searches the native engine answered because they were too much for durable-rules."""
        return sum(matcher.overflow for matcher in self._durable)

    def _everywhere(self) -> list[tuple[int, Any]]:
        return [(n, key) for n, s in enumerate(self.states) for key in {*s.candidates, *s.breakers}]

    def _one(
        self,
        plan: SequencePlan,
        key: Any,
        position: Position,
        facts: Callable[[Sequence[Any]], Told],
        taken: dict[int, tuple[Any, ...]],
        breaks: bool,  # private
    ) -> list[tuple[Candidate, int]] | None:
        state = self.states[plan.number]
        if breaks:
            insort(state.breakers.setdefault(key, []), position)
            self.marks.append((plan.number, key))
        if not taken:
            return None
        pool = state.candidates.find(key)
        candidate = Candidate(position, taken, _NO_FACTS)
        chain = None
        if pool is not None and not breaks and not self._ends[plan.number].isdisjoint(taken):
            chain = self._search(plan, pool, candidate, state.breakers.get(key, ()))
        kept = not plan.kept.isdisjoint(taken)
        if kept or chain is not None:
            shows = self._shown[plan.number]
            candidate.facts = facts([path for step in taken for path in shows[step]] if shows else ())
        if kept:
            if type(pool) is not Pool:
                pool = self._pool(state, key, pool)
            if not pool.take(candidate):  # the earlier ones have looked past it
                _forget_pairs(pool)
            if not breaks:
                self.marks.append((plan.number, key))
        return chain

    def _told(self, plan: SequencePlan, chain: Iterable[tuple[Candidate, int]]) -> Completed:
        shown: dict[str, str] = {}
        shows = self._shown[plan.number]
        for one, step in chain if shows else ():  # an event that could take several steps tells the one it took
            told = one.facts.shown()
            shown |= {name: told[name] for name, _ in shows[step] if name in told}
        events = tuple(
            ChainEvent(_step_name(plan, step), c.position[1], c.position[0], c.facts.text()) for c, step in chain
        )
        return Completed(events, shown)

    @staticmethod
    def _pool(state: ChainState, key: Any, known: list[Candidate] | None) -> Pool:
        """A pool in which the candidates of a key lie from now on."""
        pool = Pool(known or ())
        if known is None:
            state.candidates.add(key, pool)
        else:
            state.candidates[key] = pool
        return pool

    def _key(self, plan: SequencePlan, event: Event, person: str | None) -> Any:
        if plan.by == _BY_PERSON:
            return person
        parts: list[Any] = []
        for path in plan.by:
            if path == "person.key":
                parts.append(person)
                continue
            value = value_of(event, path, self._plan.pack.settings.extra)
            parts.append(self._plan.token(value) if isinstance(value, str) else value)
        if None in parts:  # an unknown part: no key
            return None
        return parts[0] if len(parts) == 1 else tuple(parts)

    def _search(
        self, plan: SequencePlan, candidates: list[Candidate], last: Candidate, breakers: Sequence[Position]
    ) -> list[tuple[Candidate, int]] | None:
        """The chain that ends with ``last`` and starts latest, then goes on latest, or ``None``."""
        if len(candidates) < plan.need - 1:
            return None
        low = max(last.position[0] - plan.within, self.floor)
        first = bisect_left(candidates, (low + 1, ""), key=_position)
        until = bisect_left(candidates, last.position, key=_position)
        broken = bisect_left(breakers, last.position)
        if self._durable:
            newest = breakers[broken - 1] if broken else None
            return self._durable[plan.number].find(candidates, candidates[first:until], newest, last)
        if broken:
            newest = breakers[broken - 1]
            first = max(first, bisect_left(candidates, newest, key=_position))
        if until - first < plan.need - 1:
            return None
        direct = self._direct[plan.number]
        if direct is not None:
            return direct.find(candidates, first, until, last)
        return self._matchers[plan.number].find(candidates, candidates[first:until], last)


def _hearing(plan: Plan) -> dict[str, list[int]]:
    """Of each rule the sequences that must hear when it fires."""
    found: dict[str, list[int]] = {}
    for one in plan.sequences:
        for rule in {*(step.rule for step in one.steps if step.rule), *one.unless}:
            found.setdefault(rule, []).append(one.number)
    return found


def _captured(event: Event, slot: Slot, plan: Plan) -> Any:
    """A captured value read from the event as it is: a step that is itself a sequence."""
    assert isinstance(slot.node, Field)  # the conditions of later steps read fields of this one
    value = value_of(event, slot.node.path, plan.pack.settings.extra) if slot.node.kind == event.kind else None
    return plan.token(value) if slot.form == "token" and isinstance(value, str) else value


def _step_name(plan: SequencePlan, step: int) -> str:
    return plan.steps[step].name or plan.steps[step].rule or str(step + 1)


def _forget_pairs(candidates: Iterable[Candidate]) -> None:
    for candidate in candidates:
        candidate.later = {}


def _keep(store: dict[Any, list[Any]], key: Any, kept: list[Any]) -> None:
    if kept:
        store[key] = kept
    else:
        store.pop(key, None)

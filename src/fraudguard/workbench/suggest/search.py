"""Look for streams, a few small changes away from a rule's own examples, that reach what these leave open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fraudguard.errors import EventError
from fraudguard.events import parse_event
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.workbench.probing import Trial
from fraudguard.workbench.suggest.aims import Aim, Ledger
from fraudguard.workbench.suggest.changes import Change, changes
from fraudguard.workbench.suggest.material import Material, Topic, material_of, topic_of, topics
from fraudguard.workbench.suggest.streams import Stream, begun, stream_of, written_events

__all__ = ["Candidate", "candidates"]

_MOST_FIRST = 20_000  # events scored in streams one change away
_MOST_LATER = 1_200  # events scored for one aim in streams two or more changes away
_MOST_A_ROUND = 20_000  # events scored for all aims of a round
_PARENTS = 5
_MORE = 4  # events more than the longest example of the rule has
_DEEPEST = 9  # rules that read rules


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stream that reaches aims (by their place), the example it comes from and the changes on the way."""

    stream: Stream
    seed: int
    changes: tuple[Change, ...]
    hit: bool
    reached: frozenset[int]

    @property
    def cost(self) -> int:
        """How far from what an author wrote."""
        return sum(change.cost for change in self.changes) + len(self.stream)


def candidates(pack: CheckedPack, rule: CheckedRule, aims: Sequence[Aim], rounds: int = 3) -> list[Candidate]:
    """Streams that each reach at least one of the aims, in the order found."""
    return _Search(pack, rule, aims).run(rounds)


@dataclass(frozen=True, slots=True)
class _Tried:
    stream: Stream
    seed: int
    changes: tuple[Change, ...]
    fired: tuple[frozenset[int], ...]
    hit: bool


class _Search:
    def __init__(self, pack: CheckedPack, rule: CheckedRule, aims: Sequence[Aim]) -> None:
        self.pack, self.rule, self.aims = pack, rule, aims
        self.material: Material = material_of(pack, rule)
        self.found: list[Candidate] = []
        self.open: set[int] = set(range(len(aims)))
        self.seen: set[str] = set()
        self.longest = _MORE + max((len(one.events) for one in rule.examples), default=0)
        dated = any("opened_on" in str(one.events) for one in rule.examples)
        self.floating = not dated and not topic_of(pack, rule, _DEEPEST).clock

    def run(self, rounds: int) -> list[Candidate]:
        seeds = [
            (i, stream) for i, one in enumerate(self.rule.examples) if (stream := stream_of(one.events)) is not None
        ]
        tried = [(stream, i, ()) for i, stream in seeds]
        topic = topic_of(self.pack, self.rule)
        self._numbers = list(range(len(self.aims)))
        self._trial(self.aims, deep=False)
        kept = [done for one in tried if (done := self._try(*one)) is not None]
        kept += self._spread(kept, topic, _MOST_FIRST)
        for _ in range(rounds - 1):
            if not self.open:
                break
            kept = self._closer(kept)
        early = [one for one in self.found if len(one.changes) == 1]
        return early + self._judged_by_all([one for one in self.found if len(one.changes) > 1])

    def _judged_by_all(self, found: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with all they reach: later rounds looked only for what was still open."""
        if not found:
            return []
        self._numbers = list(range(len(self.aims)))
        self._trial(self.aims, deep=False)
        out = []
        for one in found:
            fired, own = self.trial.run([parse_event(event) for event in filled(written_events(one.stream))])
            out.append(replace(one, reached=self.ledger.reached(fired, own)))
        return out

    def _trial(self, aims: Sequence[Aim], *, deep: bool) -> None:
        self.ledger = Ledger(aims, deep=deep)
        self.trial = Trial(self.pack, self.rule, self.ledger.probes)

    def _closer(self, before: Sequence[_Tried]) -> list[_Tried]:
        """One more change for what is still open, from the streams that come nearest."""
        self._numbers = sorted(self.open)
        aims = [self.aims[i] for i in self._numbers]
        self._trial(aims, deep=True)
        self.seen.clear()
        base = [done for one in before if (done := self._try(one.stream, one.seed, one.changes)) is not None]
        out = list(base)
        scored = 0
        for place, aim in enumerate(aims):
            if self._numbers[place] not in self.open or scored > _MOST_A_ROUND:
                continue
            topic = self._topic(aim)
            ranked = sorted(base, key=lambda one: (-self._nearness(one, place, topic), _cost(one)))
            tried = self._spread(ranked[:_PARENTS], topic, _MOST_LATER)
            scored += sum(len(one.stream) for one in tried)
            out += tried
        return out

    def _nearness(self, one: _Tried, aim: int, topic: Topic) -> int:
        """How much of what an aim asks a stream has already; for windows an event of their kind at least."""
        kinds = {str(event["kind"]) for _, event in one.stream[:-1]}
        return self.ledger.nearness(one.fired, aim) + len(kinds & topic.kinds)

    def _topic(self, aim: Aim) -> Topic:
        """What an aim is about; of a sequence it may be all of it."""
        asked = list(aim.asked)
        return topics(self.pack, asked) if asked and self.rule.sequence is None else topic_of(self.pack, self.rule)

    def _spread(self, parents: Sequence[_Tried], topic: Topic, most: int) -> list[_Tried]:
        out: list[_Tried] = []
        scored = 0
        streams = [changes(one.stream, self.material, topic) for one in parents]
        for parent, (change, stream) in _in_turn(parents, streams):
            if scored > most:
                break
            scored += len(stream)
            done = self._try(stream, parent.seed, (*parent.changes, change))
            if done is not None:
                out.append(done)
        return out

    def _try(self, stream: Stream, seed: int, made: tuple[Change, ...]) -> _Tried | None:
        if len(stream) > self.longest:
            return None
        if self.floating:
            stream = begun(stream)
        events = written_events(stream)
        key = json.dumps(events, ensure_ascii=False, sort_keys=True)
        if key in self.seen:
            return None
        self.seen.add(key)
        try:
            parsed = [parse_event(event) for event in filled(events)]
        except EventError:
            return None
        fired, own = self.trial.run(parsed)
        reached = frozenset(self._numbers[i] for i in self.ledger.reached(fired, own))
        if reached and made:
            self.found.append(Candidate(stream, seed, made, own[-1], reached))
            self.open -= reached
        return _Tried(stream, seed, made, fired, own[-1])


def _cost(one: _Tried) -> int:
    return sum(change.cost for change in one.changes) + len(one.stream)


def _in_turn(
    parents: Sequence[_Tried], streams: Sequence[Iterator[tuple[Change, Stream]]]
) -> Iterator[tuple[_Tried, tuple[Change, Stream]]]:
    """One change of each parent in turn, so that a limit leaves out the last changes of all."""
    left = list(zip(parents, streams, strict=True))
    while left:
        still = []
        for parent, stream in left:
            one = next(stream, None)
            if one is not None:
                yield parent, one
                still.append((parent, stream))
        left = still

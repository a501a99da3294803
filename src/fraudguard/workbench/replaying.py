"""The past through a guard, for a back-test: by columns where there is much of it, else event by event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from fraudguard.events import Event, People
from fraudguard.feeds.chunks import Chunks, UnfitError
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard
from fraudguard.workbench.presented import DAY, Presented, presented
from fraudguard.workbench.quality.recording import QUALITY_KEY
from fraudguard.workbench.warned import Warned

if TYPE_CHECKING:
    from fraudguard.scoring.batch import Scored

__all__ = ["FEW", "Past", "replayed"]

FEW = 100_000
"""
Of so many events or fewer each is scored by itself: tables save nothing then. A simulated month of 50,377 events, rich
in fraud, took as long one way as the other; decisions about people in danger cost the same in both.
"""


@dataclass(slots=True)
class Past:
    """
    What came of feeds under one pack.

    ``outcomes`` counts what became of the events, ``hits`` the findings of each rule by status, in the time that is
    judged. ``persons`` are the subjects that the events are of, where they are asked for.
    """

    books: Presented
    warned: Warned
    warm_up: int
    outcomes: Counter[str] = field(default_factory=Counter)
    hits: dict[str, Counter[str]] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)

    @property
    def start(self) -> int:
        """The instant from which is judged."""
        return self.books.first + self.warm_up * DAY

    def hit(self, rule: str, status: str, times: int = 1) -> None:
        """A rule fired."""
        self.hits.setdefault(rule, Counter())[status] += times


def replayed(
    pack: CheckedPack,
    feeds: Sequence[str | Path],
    *,
    people: People | None = None,
    warm_up: int = 0,
    mappings: Sequence[str | Path] = (),
    persons: bool = False,
    few: int = FEW,
) -> Past:
    """
    Score the feeds in one sorted run, and say what came of it; the same whichever way they are scored.

    More than ``few`` events are scored as columns, and once more event by event if columns cannot answer for them
    (`UnfitError`). Raises `FeedError` as `presented` does.
    """

    def begun() -> tuple[Past, Iterator[Event]]:
        books, events = presented(feeds, mappings)
        return Past(books, Warned(pack.policy.episode), warm_up), events

    past, events = begun()
    guard = Guard(pack, people=people, key=QUALITY_KEY)  # no token of it leaves this process
    first = list(islice(events, few + 1))
    if len(first) > few:
        try:
            _by_columns(past, guard, chain(first, events), persons=persons)
        except UnfitError:
            past, events = begun()
            guard.rewind(None)
        else:
            return past
    else:
        events = iter(first)
    _by_events(past, guard, events, persons=persons)
    return past


def _by_events(past: Past, guard: Guard, events: Iterator[Event], *, persons: bool) -> None:
    for event in events:
        decision = guard.score(event)
        past.outcomes[decision.outcome] += 1
        past.warned.saw(event, decision)
        if persons:
            past.persons.add(decision.standing.subject)
        if decision.findings and event.at_us >= past.start:
            for finding in decision.findings:
                past.hit(finding.rule, finding.status)


def _by_columns(past: Past, guard: Guard, events: Iterator[Event], *, persons: bool) -> None:
    waiting: dict[str, Event] = {}

    def told(scored: Scored) -> None:
        for decision in scored.decisions:
            past.warned.saw(waiting[decision.event_id], decision)
            _hits_beside_rules(past, guard, decision)
        judged = scored.findings.filter(scored.findings["at"] >= past.start)
        for rule, status, times in judged.group_by("rule", "status").len().iter_rows():
            past.hit(rule, status, times)
        waiting.clear()

    chunks = Chunks(guard, QUALITY_KEY, past.outcomes, told)
    keys: set[str] = set()
    for event in events:
        whole = chunks.add(event)
        waiting.setdefault(event.id, event)
        if persons and whole.person.key is not None:
            keys.add(whole.person.key)
    chunks.flush()
    past.persons |= guard.subjects(keys)


def _hits_beside_rules(past: Past, guard: Guard, decision: Decision) -> None:
    """Findings of no rule of the pack, such as a lead's, stand in no table."""
    for finding in decision.findings:
        if finding.rule not in guard.rule_ids and finding.at >= past.start:
            past.hit(finding.rule, finding.status)

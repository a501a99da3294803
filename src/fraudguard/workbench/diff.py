"""Two packs over the same feeds: what they do differently to people, not what is written differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from fraudguard.events import Event, People
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.wording import Facts
from fraudguard.workbench.definitions import Definitions, definitions
from fraudguard.workbench.episodes import Pair, paired
from fraudguard.workbench.presented import DAY, Presented, presented
from fraudguard.workbench.quality.recording import QUALITY_KEY
from fraudguard.workbench.warned import Warned, standing_of

__all__ = ["Comparison", "Moment", "RuleHits", "Side", "compare"]


@dataclass(frozen=True, slots=True)
class Side:
    """
    Where one pack saw a subject after an event.

    ``parts`` maps each rule that counted to its points and the event it fired on; ``fired`` are the rules that fired
    about the subject on this event, each with its status.
    """

    level: str
    points: int
    parts: dict[str, tuple[int, str]]
    fired: dict[str, str]


class Moment(NamedTuple):
    """An event at which a ticket about a subject changed under either pack; ``text`` tells the event, masked."""

    event_id: str
    at: int
    text: str
    old: Side
    new: Side


@dataclass(slots=True)
class RuleHits:
    """On how many events a rule fired under each pack, and on how many under one alone."""

    old: int = 0
    new: int = 0
    only_old: int = 0
    only_new: int = 0


@dataclass(slots=True)
class Comparison:
    """
    What came of scoring the same events with two packs.

    ``differing`` counts the events whose decisions differ in anything that is shown: findings, points, level, tickets.
    ``moments`` are kept by subject and event.
    """

    old: CheckedPack
    new: CheckedPack
    books: Presented
    warm_up: int
    definitions: Definitions
    differing: int = 0
    rules: dict[str, RuleHits] = field(default_factory=dict)
    moments: dict[tuple[str, str], Moment] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The instant from which is judged."""
        return self.books.first + self.warm_up * DAY


def compare(
    old: CheckedPack,
    new: CheckedPack,
    feeds: Sequence[str | Path],
    *,
    people: People | None = None,
    warm_up: int = 0,
    mappings: Sequence[str | Path] = (),
) -> Comparison:
    """
    Score each event of the feeds with both packs, in one sorted run, and set the tickets of a subject side by side.

    The first ``warm_up`` days fill windows and are not judged. Raises `FeedError` as `presented` does.
    """
    books, events = presented(feeds, mappings)
    guards = [Guard(pack, people=people, key=QUALITY_KEY) for pack in (old, new)]  # no token leaves this process
    warned = [Warned(pack.policy.episode) for pack in (old, new)]
    found = Comparison(old, new, books, warm_up, definitions(old, new))
    for event in events:
        before, after = (guard.score(event) for guard in guards)
        warned[0].saw(event, before)
        warned[1].saw(event, after)
        if event.at_us >= found.start and (before.findings or after.findings or before.standing != after.standing):
            _saw(found, event, before, after)
    tickets = [list(one.opened_from(found.start)) for one in warned]
    found.pairs = paired(tickets[0], tickets[1], max(old.policy.episode, new.policy.episode))
    return found


def _saw(found: Comparison, event: Event, before: Decision, after: Decision) -> None:
    """Count what an event brought under each pack, and keep how its tickets' subjects stood under both."""
    fired = [{(one.rule, one.subject) for one in decision.findings} for decision in (before, after)]
    for rule in {rule for side in fired for rule, _ in side}:
        was, now = (any(name == rule for name, _ in side) for side in fired)
        hits = found.rules.setdefault(rule, RuleHits())
        hits.old += was
        hits.new += now
        hits.only_old += was and not now
        hits.only_new += now and not was
    if _shown(before) != _shown(after):
        found.differing += 1
    for subject in {ticket.subject for decision in (before, after) for ticket in decision.tickets}:
        found.moments[subject, event.id] = Moment(
            event.id, event.at_us, Facts(event, ()).text(), _side(before, subject), _side(after, subject)
        )


def _side(decision: Decision, subject: str) -> Side:
    standing = standing_of(decision, subject)
    return Side(
        standing.level,
        standing.points,
        {part.rule: (part.points, part.event_id) for part in standing.parts},
        {one.rule: one.status for one in decision.findings if one.subject == subject},
    )


def _shown(decision: Decision) -> tuple[object, ...]:
    """What anybody may see of a decision, as far as behaviour goes: words are left out."""
    findings = [(one.rule, one.subject, one.points, one.status, one.scam) for one in decision.findings]
    tickets = [(one.subject, one.change, one.level, one.points, one.parts, one.urgent) for one in decision.tickets]
    return decision.standing, dict(decision.standings), findings, tickets

"""The most telling differences of two packs: an event, what each pack made of it, and the rules behind it explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fraudguard.events import People
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.explain import Explanation, RuleExplanation
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.tickets import height
from fraudguard.workbench.diff import Comparison, Moment, Side
from fraudguard.workbench.episodes import Pair
from fraudguard.workbench.presented import presented
from fraudguard.workbench.quality.recording import QUALITY_KEY

__all__ = ["Behind", "CounterExample", "counter_examples"]

_MOST_RULES = 3


@dataclass(frozen=True, slots=True)
class Behind:
    """
    A rule that made the difference, as each pack explains it on the event it fired on under one of them.

    ``None`` where a pack has no such rule.
    """

    rule: str
    event_id: str
    old: RuleExplanation | None = None
    new: RuleExplanation | None = None


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A ticket that differs, the moment at which it does, and the rules behind it; none when only tables differ."""

    pair: Pair
    moment: Moment
    behind: tuple[Behind, ...]


def counter_examples(
    found: Comparison,
    most: int,
    feeds: Sequence[str | Path],
    *,
    people: People | None = None,
    mappings: Sequence[str | Path] = (),
) -> list[CounterExample]:
    """
    At most ``most`` counter-examples of a comparison of these feeds, the most telling first.

    Each kind of difference and each set of rules behind one comes up once before any comes up again; among equals the
    more dangerous ticket, then the one with fewer rules behind it, then the larger step in points. The feeds are scored
    once more, up to the last event that is to be explained.
    """
    chosen = _varied(sorted(_candidates(found), key=_rank))[:most]
    wanted = {(one.rule, one.event_id) for example in chosen for one in example.behind}
    explained = _explained(found, {event for _, event in wanted}, feeds, people, mappings)
    return [
        CounterExample(
            example.pair,
            example.moment,
            tuple(
                Behind(one.rule, one.event_id, *(_of(side, one.rule) for side in explained.get(one.event_id, ())))
                for one in example.behind
            ),
        )
        for example in chosen
    ]


def _candidates(found: Comparison) -> Iterator[CounterExample]:
    for pair in found.pairs:
        moment = found.moments.get((pair.any.subject, pair.event_id))
        if pair.became != "same" and moment is not None:
            yield CounterExample(pair, moment, tuple(_behind(found, moment)))


def _behind(found: Comparison, moment: Moment) -> list[Behind]:
    """The rules whose points or hits differ here; only those defined or hit otherwise, where there are any."""
    old, new = moment.old, moment.new
    names = sorted(
        name
        for name in {*old.parts, *new.parts, *old.fired, *new.fired}
        if old.parts.get(name) != new.parts.get(name)
        or (old.fired.get(name) == "active") != (new.fired.get(name) == "active")
    )
    own = [name for name in names if found.definitions.of(name) != "same" or _hit_otherwise(found, name)]
    weighed = sorted(own or names, key=lambda name: (-_gap(old, new, name), name))
    return [Behind(name, _event_of(moment, name)) for name in weighed[:_MOST_RULES]]


def _hit_otherwise(found: Comparison, rule: str) -> bool:
    hits = found.rules.get(rule)
    return hits is not None and hits.only_old + hits.only_new > 0


def _gap(old: Side, new: Side, rule: str) -> int:
    return abs(old.parts.get(rule, (0, ""))[0] - new.parts.get(rule, (0, ""))[0])


def _event_of(moment: Moment, rule: str) -> str:
    """The event to explain a rule on: where it fired under the pack that counts it for more."""
    sides = sorted((moment.old, moment.new), key=lambda side: -side.parts.get(rule, (0, ""))[0])
    return next((side.parts[rule][1] for side in sides if rule in side.parts), moment.event_id)


def _rank(example: CounterExample) -> tuple[object, ...]:
    pair, moment = example.pair, example.moment
    tickets = [one for one in (pair.old, pair.new) if one is not None]
    level, urgent = max(height(one.level, one.urgent) for one in tickets)
    moved = pair.became in {"sooner", "later"}
    gap = abs(moment.new.points - moment.old.points)
    return moved, -level, not urgent, len(example.behind), -gap, moment.at, moment.event_id


def _varied(ranked: Sequence[CounterExample]) -> list[CounterExample]:
    """The same in rounds: in each round one of every kind of difference and set of rules."""
    groups: dict[tuple[object, ...], int] = {}
    rounds = []
    for place, example in enumerate(ranked):
        kind = (example.pair.became, *sorted(one.rule for one in example.behind))
        groups[kind] = groups.get(kind, -1) + 1
        rounds.append((groups[kind], place, example))
    return [example for _, _, example in sorted(rounds, key=lambda one: one[:2])]


def _explained(
    found: Comparison,
    wanted: set[str],
    feeds: Sequence[str | Path],
    people: People | None,
    mappings: Sequence[str | Path],
) -> dict[str, tuple[Explanation, Explanation]]:
    """Both packs' explanations of the wanted events, each as it stood when the event was scored."""
    told: dict[str, tuple[Explanation, Explanation]] = {}
    if not wanted:
        return told
    old, new = (_guard(pack, people) for pack in (found.old, found.new))
    _, events = presented(feeds, mappings)
    for event in events:
        old.score(event)
        new.score(event)
        if event.id in wanted:
            told[event.id] = old.explain(event), new.explain(event)
            if len(told) == len(wanted):
                break
    return told


def _guard(pack: CheckedPack, people: People | None) -> Guard:
    return Guard(pack, people=people, key=QUALITY_KEY)


def _of(explanation: Explanation, rule: str) -> RuleExplanation | None:
    return next((one for one in explanation.rules if one.rule == rule), None)

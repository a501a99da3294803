"""How far a sequence came: for each step, the events that would do for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fraudguard.events import Event, People, from_microseconds, parse_event, resolve
from fraudguard.events.catalogue import FIELDS, read
from fraudguard.pack.checked import CheckedPack, CheckedRule, Step, Template
from fraudguard.pack.tree import And, Expression, Field, Literal, Type, walk
from fraudguard.scoring.guard import Guard

__all__ = ["StepSeen", "sequence_steps"]

_KEY = b"what a step saw is told to nobody else"


@dataclass(frozen=True, slots=True)
class StepSeen:
    """
    One step of a sequence and the events that would do for it, oldest first, each as ``id (month-day clock)``.

    ``on`` is the kind of event or the rule the step waits for. ``relative`` are its conditions on earlier steps, in the
    author's words: they are left aside, because they can be judged only within a chain.
    """

    name: str
    on: str
    events: tuple[str, ...]
    relative: tuple[str, ...]


def sequence_steps(
    pack: CheckedPack,
    rules: Iterable[CheckedRule],
    events: Sequence[Mapping[str, Any] | Event],
    people: People | None = None,
) -> dict[str, tuple[StepSeen, ...]]:
    """For each rule with a sequence, by id: its steps, as the events up to the last of ``events`` meet them."""
    chosen = [rule for rule in rules if rule.sequence is not None]
    probes = {(rule.id, step.name): _probe(rule, step) for rule in chosen for step in _steps(rule) if not step.rule}
    guard = Guard(replace(pack, rules=(*pack.rules, *probes.values())), people=people, key=_KEY)
    parsed = [resolve(parse_event(event), people) for event in events]
    fired = [{finding.rule for finding in guard.score(event).findings} for event in parsed]
    return {
        rule.id: tuple(
            StepSeen(
                step.name,
                step.rule or step.kind,
                tuple(
                    _named(event)
                    for event, found in zip(parsed, fired, strict=True)
                    if (step.rule or probes[rule.id, step.name].id) in found and _same_key(rule, event, parsed[-1])
                ),
                tuple(_words(item) for item in _items(step.when) if _reads_steps(item)),
            )
            for step in _steps(rule)
        )
        for rule in chosen
    }


def _steps(rule: CheckedRule) -> tuple[Step, ...]:
    return rule.sequence.steps if rule.sequence is not None else ()


def _probe(rule: CheckedRule, step: Step) -> CheckedRule:
    """A rule that fires where the step's own conditions hold; it counts nothing."""
    own = tuple(item for item in _items(step.when) if not _reads_steps(item))
    return replace(
        rule, id=f"{rule.id}/{step.name}", kind=step.kind, when=And(own) if own else Literal(True, Type.BOOL),
        sequence=None, because=Template(()), subject="person.key", status="shadow", floor="none", urgent=False,
        advice=(), examples=(),
    )  # fmt: skip


def _items(when: Expression | None) -> tuple[Expression, ...]:
    if when is None:
        return ()
    return when.items if isinstance(when, And) else (when,)


def _reads_steps(item: Expression) -> bool:
    return any(isinstance(node, Field) and node.scope not in {"", "this"} for node in walk(item))


def _words(item: Expression) -> str:
    if item.source:
        return item.source
    place = item.place
    return place.text[place.column - 1 : place.column - 1 + place.length] if place is not None else ""


def _same_key(rule: CheckedRule, event: Event, last: Event) -> bool:
    assert rule.sequence is not None
    return all(_read(event, path) == _read(last, path) for path in rule.sequence.by)


def _read(event: Event, path: str) -> object:
    return read(event, path) if path in FIELDS[event.kind] or path.startswith("extra.") else None


def _named(event: Event) -> str:
    return f"{event.id} ({from_microseconds(event.at_us):%m-%d %H:%M})"

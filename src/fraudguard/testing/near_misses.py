"""Streams that nearly make a rule fire: everything it asks for holds but one thing."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from fraudguard.errors import EventError, UsageError, closest
from fraudguard.events import parse_event
from fraudguard.events.catalogue import FIELDS, FieldSpec
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack, CheckedRule, Example, Step
from fraudguard.pack.tree import And, Compare, Expression, Field, Window, walk
from fraudguard.plan.lines import label
from fraudguard.workbench.probing import ALWAYS, Probe, watch
from fraudguard.workbench.thresholds import threshold, window_unit

__all__ = ["CHAIN", "NearMiss", "near_misses", "near_misses_of"]

_MOST_CANDIDATES = 600  # of one hit: what a rule can be asked in about a second
CHAIN = "the steps as one chain"
"""What is missing where every step of a sequence came, and not in its order, its time, or what they must share."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A stream on whose last event a rule does not fire, and what is ``missing``, in the author's words."""

    events: tuple[Mapping[str, Any], ...]
    missing: str


def near_misses(pack: CheckedPack, rule: str) -> st.SearchStrategy[NearMiss]:
    """
    Streams that meet everything a rule asks for but one thing, as a Hypothesis strategy.

    They are made of the rule's own hit examples: a value moved across its threshold, another choice, a missing field,
    an event left out or moved out of its window. Each was judged before it is drawn. Raises `UsageError` for a
    rule that is not in the pack, or of which no near miss could be made.
    """
    found = near_misses_of(pack, rule)
    if not found:
        raise UsageError("workbench.no_near_miss", rule=rule)
    return st.sampled_from(found)


def near_misses_of(pack: CheckedPack, rule: str) -> tuple[NearMiss, ...]:
    """All near misses that `near_misses` draws from, always the same and in the same order."""
    known = next((one for one in pack.rules if one.id == rule), None)
    if known is None:
        suggestion = closest(rule, [one.id for one in pack.rules])
        raise UsageError("workbench.rule_unknown", rule=rule, suggestion=suggestion)
    hits = [example for example in known.examples if example.label == "hit"]
    made = [
        Example("miss", str(number), tuple(stream))
        for number, stream in enumerate(stream for hit in hits for stream in _candidates(known, hit))
    ]
    wanted, unwanted = _parts(pack, known)
    probes = [probe for probe, _ in (*wanted, *unwanted)]
    out: dict[str, NearMiss] = {}
    for one in watch(pack, replace(known, examples=tuple(made)), probes):
        if one.rule_fired[-1]:
            continue
        last, ever = one.fired[-1], frozenset().union(*one.fired)
        seen = ever if known.sequence is not None else last
        missing = [words for number, (_, words) in enumerate(wanted) if number not in seen]
        missing += [words for number, (_, words) in enumerate(unwanted, len(wanted)) if number in last]
        if not missing and known.sequence is not None:
            missing = [CHAIN]
        if len(missing) == 1:
            out.setdefault(repr(one.example.events), NearMiss(tuple(one.example.events), missing[0]))
    return tuple(out.values())


Part = tuple[Probe, str]


def _parts(pack: CheckedPack, rule: CheckedRule) -> tuple[list[Part], list[Part]]:
    """What must hold and what must not, each as a probe with the author's words."""
    if rule.sequence is not None:
        steps = rule.sequence.steps
        return [(_step(step, pack), step.name or step.rule or str(i)) for i, step in enumerate(steps, 1)], []
    wanted = [(Probe(rule.kind, one), label(one)) for one in _items(rule.when)]
    return wanted, [(Probe(rule.kind, one), f"unless {label(one)}") for one in rule.unless]


def _step(step: Step, pack: CheckedPack) -> Probe:
    """A step by itself: what it asks of earlier steps is left aside."""
    if step.rule:
        return Probe.of_step(step, pack)
    own = tuple(item for item in _items(step.when) if not any(isinstance(n, Field) and n.scope for n in walk(item)))
    return Probe(step.kind, And(own) if own else ALWAYS)


def _items(when: Expression | None) -> tuple[Expression, ...]:
    if when is None:
        return ()
    return when.items if isinstance(when, And) else (when,)


# -- candidates -----------------------------------------------------------------------------------


def _candidates(rule: CheckedRule, hit: Example) -> Iterator[list[dict[str, Any]]]:
    """Streams one change away from a hit that could be delivered by a feed."""
    events = [dict(event) for event in filled(hit.events)]
    count = 0
    for stream in _changed(rule, events):
        if count >= _MOST_CANDIDATES:
            return
        if _delivered(stream):
            count += 1
            yield stream


def _delivered(stream: Iterable[Mapping[str, Any]]) -> bool:
    try:
        for event in stream:
            parse_event(event)
    except EventError:
        return False
    return True


def _changed(rule: CheckedRule, events: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    nodes = list(_nodes(rule))
    limits = sorted({limit for node in nodes if isinstance(node, Compare) for limit in _limits(node)})
    spans = {node.within for node in nodes if isinstance(node, Window)}
    spans |= {rule.sequence.within} if rule.sequence is not None else set()
    for i in range(len(events) - 1):
        yield [*copy.deepcopy(list(events[:i])), *copy.deepcopy(list(events[i + 1 :]))]
        for span in sorted(spans):
            yield _moved(events, i, span)
    for i, event in enumerate(events):
        for path, spec in FIELDS[str(event["kind"])].items():
            if path.startswith("person.ids") or path in {"id", "kind", "at", "person.key"}:
                continue
            for value in _others(spec, _get(event, path), limits):
                stream = copy.deepcopy(list(events))
                _put(stream[i], path, value)
                yield stream
    for hours in range(1, 24):
        yield _later(events, timedelta(hours=hours))


def _nodes(rule: CheckedRule) -> Iterator[Expression]:
    lines = [*_items(rule.when), *rule.unless]
    lines += [step.when for step in rule.sequence.steps if step.when is not None] if rule.sequence is not None else []
    for line in lines:
        yield from walk(line)


def _limits(node: Compare) -> Iterator[float]:
    """Both sides of a threshold, as a field would give them: money in yuan."""
    found = threshold(node)
    if found is not None:
        unit, scale = found.unit or max(1, abs(found.number) / 100), 100 if found.money else 1
        yield from ((found.number + step) / scale for step in (-unit, 0, unit))


def _others(spec: FieldSpec, given: object, limits: Sequence[float]) -> Iterator[object]:
    """Other values of a field; ``None`` leaves it out."""
    if given is None and spec.type not in {"bool", "enum"}:
        return
    if given is not None:
        yield None
    match spec.type:
        case "bool":
            yield from (value for value in (True, False) if value != given)
        case "enum":
            yield from (value for value in spec.choices if value != given)
        case "money" | "number":
            yield from (_plain(value) for value in limits if value >= 0)
        case "text":
            yield "6222020000000000018" if spec.personal == "account" else "你好"


def _plain(value: float) -> float:
    return int(value) if value == int(value) else round(value, 2)


def _moved(events: Sequence[dict[str, Any]], until: int, span: int) -> list[dict[str, Any]]:
    """The events up to one moved back until that lies just outside a window that ends with the last."""
    at = [datetime.fromisoformat(str(event["at"])) for event in events]
    edge = at[-1] - timedelta(microseconds=span + window_unit(span))
    back = max(timedelta(), at[until] - edge)
    out = copy.deepcopy(list(events))
    for event, moment in zip(out[: until + 1], at, strict=False):
        event["at"] = (moment - back).isoformat()
    return out


def _later(events: Sequence[dict[str, Any]], by: timedelta) -> list[dict[str, Any]]:
    """All events later by the same time: another hour of the day."""
    out = copy.deepcopy(list(events))
    for event in out:
        event["at"] = (datetime.fromisoformat(str(event["at"])) + by).isoformat()
    return out


def _get(event: Mapping[str, Any], path: str) -> object:
    value: Any = event
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(event: dict[str, Any], path: str, value: object) -> None:
    *outer, last = path.split(".")
    inner = event
    for name in outer:
        inner = inner.setdefault(name, {})
    if value is None:
        inner.pop(last, None)
    else:
        inner[last] = value

"""Laws that every pack should keep: the same answer twice, more evidence never weighs less, silence on honest life."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from fraudguard.events.masking import Token
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule, Example, Step
from fraudguard.pack.order import reads
from fraudguard.pack.tree import And, Compare, Expression, Field, Literal, Type
from fraudguard.plan.compile import compile_plan
from fraudguard.scoring.decision import Decision, Standing
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.memory import Memory

__all__ = ["assert_pack_laws"]

_KEY = b"the laws of a rule pack need no secret"
_SWITCH = "switched_off"
_MOST_TOLD = 10


def assert_pack_laws(
    pack: CheckedPack,
    *,
    benign_rate: float | None = None,
    persons: int = 100,
    days: int = 14,
    seed: str = "laws",
    exempt: Collection[str] = (),
) -> None:
    """
    Raise `AssertionError` with every law that a pack breaks, and the streams that show it.

    - *Deterministic*: a rule's own first hit gives the same decisions in a second guard, and in one that was put
      away as a snapshot and restored before the last event.
    - *Monotone in evidence*: on the last event of every example, no finding that counts lowers the points or the level
      that stand without it. A rule breaks this by keeping others silent that weigh more than it does; rules named in
      ``exempt`` may.
    - *Silent on honest life*, with ``benign_rate``: on a simulation without fraud (``persons`` for ``days`` days;
      look-alikes included, instructions of higher centres left out) there are at most so many tickets at yellow or
      higher for 1,000 persons and day.
    """
    broken = [*_two_answers(pack), *_lowered(pack, exempt)]
    if benign_rate is not None:
        broken += _noise(pack, benign_rate, persons, days, seed)
    if broken:
        told = "\n".join(f"  {one}" for one in broken[:_MOST_TOLD])
        more = f"\n  and {len(broken) - _MOST_TOLD} more" if len(broken) > _MOST_TOLD else ""
        raise AssertionError(f"the pack `{pack.name}` breaks its laws:\n{told}{more}")


# -- the same answer twice ------------------------------------------------------------------------


def _two_answers(pack: CheckedPack) -> Iterator[str]:
    one, other = Guard(pack, key=_KEY), Guard(pack, key=_KEY)
    for rule in pack.rules:
        example = next((each for each in rule.examples if each.label == "hit"), None)
        if example is None:
            continue
        *before, last = filled(example.events)
        expected = _scored(one, before, last)
        for words, again in (("a second time", False), ("from a snapshot", True)):
            if expected != _scored(other, before, last, restored=again):
                yield f"deterministic: {_named(rule, example)} gives another decision {words}"


def _scored(
    guard: Guard, before: Sequence[Mapping[str, Any]], last: Mapping[str, Any], *, restored: bool = False
) -> Decision:
    guard.rewind(None)
    for event in before:
        guard.score(event)
    if restored:
        guard.rewind(guard.snapshot())
    return guard.score(last)


# -- more evidence never weighs less --------------------------------------------------------------


def _lowered(pack: CheckedPack, exempt: Collection[str]) -> Iterator[str]:
    switched = _switchable(pack)
    names = {rule.id for rule in pack.rules if rule.points and rule.status == "active"} & _read_by_others(pack)
    plan = compile_plan(switched, Token(_KEY))
    memory = Memory.empty(plan)
    engine = Engine(plan, memory, None, None, _KEY)

    def after(events: Sequence[Mapping[str, Any]], off: str) -> Decision:
        memory.clear()
        *before, last = (_with_switch(event, "") for event in events)
        for event in before:
            engine.score(event)
        return engine.score(_with_switch(last, off))

    for rule in switched.rules:
        for example in rule.examples:
            events = filled(example.events)
            whole = after(events, "")
            for finding in whole.findings:
                if finding.rule not in names or finding.rule in exempt or finding.status != "active":
                    continue
                lower = _lower(whole, after(events, finding.rule))
                if lower is not None:
                    with_it, without = lower
                    yield (
                        f"monotone: on {_named(rule, example)} the finding `{finding.rule}` lowers "
                        f"{without.level} {without.points} to {with_it.level} {with_it.points}"
                    )


def _read_by_others(pack: CheckedPack) -> set[str]:
    """Only a rule that others read can keep them silent; the sum of parts alone is monotone."""
    return {name for rule in pack.rules for name in reads(rule)}


def _lower(whole: Decision, less: Decision) -> tuple[Standing, Standing] | None:
    """The standings of a subject that is lower with the finding than without it."""
    now = {whole.standing.subject: whole.standing, **whole.standings}
    for subject, without in {less.standing.subject: less.standing, **less.standings}.items():
        with_it = now.get(subject, Standing(subject))
        if with_it.points < without.points or LEVELS.index(with_it.level) < LEVELS.index(without.level):
            return with_it, without
    return None


def _switchable(pack: CheckedPack) -> CheckedPack:
    """The pack with a switch in every rule: an event may say which rule is off for it."""
    settings = replace(pack.settings, extra={**pack.settings.extra, _SWITCH: Type.TEXT})
    return replace(pack, settings=settings, rules=tuple(_with_off(rule) for rule in pack.rules))


def _with_off(rule: CheckedRule) -> CheckedRule:
    if rule.sequence is None:
        return replace(rule, when=_unless_off(rule.when, rule.kind, rule.id))
    steps = tuple(_step_off(step, rule.id) for step in rule.sequence.steps)
    return replace(rule, sequence=replace(rule.sequence, steps=steps))


def _step_off(step: Step, name: str) -> Step:
    return step if step.rule else replace(step, when=_unless_off(step.when, step.kind, name))


def _unless_off(when: Expression | None, kind: str, name: str) -> And:
    on = Compare("!=", Field("", kind, f"extra.{_SWITCH}", Type.TEXT), Literal(name, Type.TEXT))
    items = () if when is None else when.items if isinstance(when, And) else (when,)
    return And((on, *items))


def _with_switch(event: Mapping[str, Any], off: str) -> dict[str, Any]:
    return {**event, "extra": {**(event.get("extra") or {}), _SWITCH: off or "-"}}


# -- silence on honest life -----------------------------------------------------------------------


def _noise(pack: CheckedPack, most: float, persons: int, days: int, seed: str) -> Iterator[str]:
    from fraudguard.events import People
    from fraudguard.simulate import Settings, simulate_town

    settings = Settings(persons=persons, days=days, seed=seed, rate=0)
    opened: dict[str, str] = {}
    for number in range(settings.towns):
        town = simulate_town(settings, number, schemes={})
        people = People.from_text(town.people.write_csv())
        guard = Guard(pack, people=people, key=_KEY)
        for event in town.stream({kind for kind in town.events if kind != "lead"}):
            for ticket in guard.score(event).tickets:
                if LEVELS.index(ticket.level) >= LEVELS.index("yellow"):
                    rules = ", ".join(part.rule for part in ticket.parts)
                    opened.setdefault(ticket.id, f"{ticket.level} {ticket.points}, {ticket.scam}: {rules}")
    rate = len(opened) * 1_000 / (persons * days)
    if rate > most:
        shown = "; ".join(list(opened.values())[:3])
        yield (
            f"silent on honest life: {len(opened)} tickets in {persons} persons and {days} days are {rate:.3g} for "
            f"1,000 persons and day, more than {most:g}; such as {shown}"
        )


def _named(rule: CheckedRule, example: Example) -> str:
    return f"`{rule.id}` · {example.title}"

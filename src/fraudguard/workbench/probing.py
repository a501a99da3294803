"""Ask a rule's own examples many questions in one run: probes beside the rule, in the smallest plan that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fraudguard.events import Event, parse_event
from fraudguard.events.masking import Token
from fraudguard.pack import checked
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack, CheckedRule, Example, Template
from fraudguard.pack.order import reads
from fraudguard.pack.tree import Expression, Literal, Type
from fraudguard.plan.compile import Plan, compile_plan
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.memory import Memory
from fraudguard.workbench.formulas import Formulas

__all__ = ["ALWAYS", "Probe", "Trial", "Watched", "read_rules", "watch"]

_KEY = b"the examples of a rule pack need no secret"
_MOST = 160  # parts of probes in one plan: the time to compile grows faster than their number
ALWAYS = Literal(value=True, type=Type.BOOL)
"""A condition that holds on every event."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that fires or not on an event, as a rule would: one ``when`` of a kind, or a sequence."""

    kind: str
    when: Expression | None = None
    unless: tuple[Expression, ...] = ()
    sequence: checked.Sequence | None = None

    @classmethod
    def of(cls, rule: CheckedRule) -> Probe:
        """What a rule asks, without what it means."""
        return cls(rule.kind, rule.when, rule.unless, rule.sequence)

    @classmethod
    def of_step(cls, step: checked.Step, pack: CheckedPack) -> Probe:
        """What is left of a sequence of which one step is left: no chain, but that step itself."""
        if not step.rule:
            return cls(step.kind, step.when)
        return next(cls.of(rule) for rule in pack.rules if rule.id == step.rule)


@dataclass(frozen=True, slots=True)
class Watched:
    """
    What happened on one example: for each of its events, in order, the numbers of the probes that fired.

    ``rule_fired`` says the same of the rule itself, event by event.
    """

    example: Example
    fired: tuple[frozenset[int], ...]
    rule_fired: tuple[bool, ...]


def read_rules(pack: CheckedPack, rule: CheckedRule) -> tuple[CheckedRule, ...]:
    """The rules without which ``rule`` cannot be judged, in evaluation order, itself last."""
    by_id = {one.id: one for one in pack.rules}
    found = {rule.id}
    waiting = [rule]
    while waiting:
        for name in reads(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(by_id[name])
    return (*(one for one in pack.rules if one.id in found and one.id != rule.id), rule)


class Trial:
    """
    Probes beside a rule, compiled once and asked of any number of streams, each from an empty state.

    The plan holds the rules that ``rule`` reads and no others.
    """

    def __init__(self, pack: CheckedPack, rule: CheckedRule, probes: Sequence[Probe]) -> None:
        self._rule = rule.id
        self._formulas: Formulas[Probe] = Formulas()
        for probe in probes:
            if probe.when is None:
                self._formulas.ask_whole(probe)
            else:
                self._formulas.ask(probe.kind, probe.when, probe.unless)
        parts = [part if isinstance(part, Probe) else Probe(*part) for part in self._formulas.parts]
        needed = tuple(_bare(one, one.id) for one in read_rules(pack, rule))
        self._plans: list[tuple[Plan, dict[str, int]]] = []
        for numbers in _portions(len(parts)):
            beside = tuple(_sibling(rule, number, parts[number]) for number in numbers)
            plan = compile_plan(replace(pack, rules=(*needed, *beside)), Token(_KEY))
            self._plans.append((plan, {one.id: number for one, number in zip(beside, numbers, strict=True)}))

    def run(self, stream: Sequence[Event]) -> tuple[tuple[frozenset[int], ...], tuple[bool, ...]]:
        """For each event of a stream the numbers of the probes that fired, and whether the rule itself did."""
        true: list[set[int]] = [set() for _ in stream]
        own = [False for _ in stream]
        plain = len({event.id for event in stream}) == len(stream) and all(one.kind != "retraction" for one in stream)
        for plan, names in self._plans:
            engine = Engine(plan, Memory.empty(plan), None, None, _KEY)
            for i, event in enumerate(stream):
                found = engine.fired(event) if plain else [one.rule for one in engine.score(event).findings]
                own[i] = self._rule in found
                true[i].update(names[name] for name in found if name in names)
        answers = (self._formulas.answers(event.kind, parts) for event, parts in zip(stream, true, strict=True))
        return tuple(answers), tuple(own)


def watch(pack: CheckedPack, rule: CheckedRule, probes: Sequence[Probe]) -> tuple[Watched, ...]:
    """What each probe did on every event of every example of ``rule``; each example runs from an empty state."""
    if not rule.examples:
        return ()
    trial = Trial(pack, rule, probes)
    return tuple(
        Watched(example, *trial.run([parse_event(event) for event in filled(example.events)]))
        for example in rule.examples
    )


def _portions(count: int) -> Iterator[range]:
    yield range(min(_MOST, count))
    for start in range(_MOST, count, _MOST):
        yield range(start, min(start + _MOST, count))


def _sibling(rule: CheckedRule, number: int, probe: Probe) -> CheckedRule:
    return replace(
        _bare(rule, f"{rule.id}~{number}"),
        kind=probe.kind, when=probe.when, unless=probe.unless, sequence=probe.sequence,
    )  # fmt: skip


def _bare(rule: CheckedRule, name: str) -> CheckedRule:
    """A rule that fires as it did and counts nothing: no points, no sentence, no ticket."""
    return replace(
        rule, id=name, because=Template(()), subject="person.key", status="shadow", floor="none", urgent=False,
        advice=(), examples=(),
    )  # fmt: skip

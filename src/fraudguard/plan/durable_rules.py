"""
Sequences as rulesets of durable-rules, or the faults that say why one cannot be.

A rule of a ruleset is one order of the steps and one choice of their conditions. Its first pattern is the step that the
completing event takes, so that nothing is joined before that event is there; each later pattern must come after the
one before it (a join alone knows no order), and the last, when something breaks the sequence, is ``none``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise, permutations, product
from typing import Any

from fraudguard.errors import Fault, PackError
from fraudguard.pack.checked import CheckedRule
from fraudguard.plan.compile import Plan
from fraudguard.plan.durable_joins import (
    EXACT,
    Choice,
    Comparison,
    InexpressibleError,
    JoinReader,
    Number,
    Operand,
    Value,
)
from fraudguard.plan.scopes import conjuncts, scopes
from fraudguard.plan.sequences import SequencePlan

__all__ = [
    "ALWAYS",
    "BROKEN",
    "LAST",
    "MOST_PATTERNS",
    "MOST_TESTS",
    "ONE",
    "OVER",
    "PLACE",
    "ZERO",
    "DurableSequence",
    "durable_sequences",
    "takes",
]

MOST_PATTERNS = 64
"""Rules times steps of a sequence: of more than 64 patterns that one fact fits, durable-rules fails on every fact."""

MOST_TESTS = 28
"""Tests of one pattern: a group of durable-rules has room for 31 entries; its begin, its end and `ALWAYS` are three."""

PLACE, LAST, BROKEN, OVER, ONE, ZERO = "n", "last", "broken", "over", "one", "zero"
"""
Properties of facts: the place in time; marks of the completing event, of a breaker and of the last fact; 1 and 0 to
compare with, because the left side of a test must be a property.
"""

_END = "end"  # the pattern that the completing event takes
_OPS = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte", "!=": "$neq", "+": "$add", "-": "$sub", "*": "$mul"}

Test = dict[str, Any]
ALWAYS: Test = {"$lte": {ONE: {_END: ONE}}}
"""
The last test of every group: always true. When the last test of a group is false, durable-rules reads on past the end
of its memory for the group, which now and then ends the process.
"""


def takes(step: int) -> str:
    """The property that marks a fact as fit for a step."""
    return f"s{step}"


def value(one: Value) -> str:
    """The property of a captured value."""
    return f"v{one.step}_{one.index}"


def known(one: Value) -> str:
    """The property that says that a captured value is known: a missing property is an error, not false."""
    return f"k{one.step}_{one.index}"


@dataclass(frozen=True, slots=True)
class DurableSequence:
    """
    One sequence for durable-rules.

    ``ways`` are the orders in which events may take the steps. ``rules`` is the ruleset; ``steps`` tells for each rule
    and pattern which step it is. ``slots`` tells for each step and captured value the property that holds it, the one
    that says that it is known, and the size within which both engines compute the same. ``texts`` numbers the texts in
    conditions.
    """

    plan: SequencePlan
    ways: tuple[tuple[int, ...], ...]
    rules: Mapping[str, Test]
    steps: Mapping[str, Mapping[str, int]]
    slots: tuple[tuple[tuple[str, str, int], ...], ...]
    texts: Mapping[str, int] = field(default_factory=dict)


def durable_sequences(plan: Plan) -> tuple[DurableSequence, ...]:
    """All sequences of a plan. Raises `PackError` with the faults of all that cannot be expressed."""
    found: list[DurableSequence] = []
    faults: list[Fault] = []
    for one in plan.sequences:
        rule = plan.rules[one.rule]
        try:
            found.append(_sequence(one, rule, plan.token))
        except InexpressibleError as reason:
            faults.extend(reason.faults)
    if faults:
        raise PackError.of(faults)
    return tuple(found)


def _sequence(plan: SequencePlan, rule: CheckedRule, token: Callable[[str], str]) -> DurableSequence:
    count = len(plan.steps)
    if plan.need != count:
        raise InexpressibleError(Fault("durable.at_least", {"rule": rule.id}, rule.place))
    texts: dict[str, int] = {}
    choices = _choices(plan, rule, token, lambda text: texts.setdefault(text, len(texts) + 1))
    orders = permutations(range(count)) if plan.any_order else [tuple(range(count))]
    ways = tuple(islice(orders, MOST_PATTERNS))
    if len(ways) * len(choices) * count > MOST_PATTERNS:
        given = {"rule": rule.id, "orders": len(ways), "choices": len(choices), "steps": count, "most": MOST_PATTERNS}
        raise InexpressibleError(Fault("durable.rules", given, rule.place))
    rules, steps = {}, {}
    for number, (way, choice) in enumerate(product(ways, choices)):
        name = f"r{number}"
        rules[name], steps[name] = _rule(plan, way, choice, rule)
    rules[OVER] = {"all": [{"m": {OVER: 1}}]}
    most: dict[Value, int] = {}
    for choice in choices:
        for comparison in choice:
            for one in comparison.values:
                most[one] = min(comparison.most, most.get(one, comparison.most))
    slots = tuple(
        tuple(_slot(Value(i, index), most) for index in range(len(step.captures))) for i, step in enumerate(plan.steps)
    )
    return DurableSequence(plan, ways, rules, steps, slots, texts)


def _slot(one: Value, most: Mapping[Value, int]) -> tuple[str, str, int]:
    return value(one), known(one), most.get(one, EXACT)


def _choices(
    plan: SequencePlan, rule: CheckedRule, token: Callable[[str], str], number: Callable[[str], int]
) -> list[Choice]:
    """The choices of comparisons between steps, one of which must hold as a whole."""
    sequence = rule.sequence
    assert sequence is not None  # plans are made of sequence rules
    captures = [step.captures for step in plan.steps]
    names = {step.name: i for i, step in enumerate(sequence.steps) if step.name}
    found: list[Choice] = [()]
    faults: list[Fault] = []
    for i, step in enumerate(sequence.steps):
        reader = JoinReader(i, captures, names, token, number, rule.place)
        for part in conjuncts(step.when) if step.when is not None else ():
            if scopes(part) <= {""}:
                continue
            try:
                more = reader.choices(part)
            except InexpressibleError as reason:
                faults.extend(reason.faults)
                continue
            if len(found) * len(more) > MOST_PATTERNS:
                raise InexpressibleError(Fault("durable.choices", {"most": MOST_PATTERNS}, part.place or rule.place))
            found = [(*one, *other) for one in found for other in more]
    if faults:
        raise InexpressibleError(*faults)
    return found


def _rule(plan: SequencePlan, way: tuple[int, ...], choice: Choice, rule: CheckedRule) -> tuple[Test, dict[str, int]]:
    """One rule, and which step each of its patterns is."""
    names = {step: _END if step == way[-1] else f"p{step}" for step in way}
    order = [way[-1], *way[:-1]]
    tests: dict[int, list[Test]] = {step: [{takes(step): 1}] for step in way}
    tests[way[-1]].append({LAST: 1})
    for before, after in pairwise(way[:-1]):
        tests[after].append({"$gt": {PLACE: {names[before]: PLACE}}})
    for comparison in choice:
        at = max({one.step for one in comparison.values}, key=order.index)
        for test in _tests(comparison, at, names):
            if test not in tests[at]:
                tests[at].append(test)
    if any(len(group) > MOST_TESTS for group in tests.values()):
        raise InexpressibleError(Fault("durable.tests", {"rule": rule.id, "most": MOST_TESTS}, rule.place))
    patterns = [{names[step]: {"$and": [*tests[step], *([ALWAYS] if step != way[-1] else [])]}} for step in order]
    if plan.unless:
        after_first: Test = {"$gt": {PLACE: {names[way[0]]: PLACE}}}
        patterns.append({"b$not": {"$and": [{BROKEN: 1}, after_first, ALWAYS]}})
    return {"all": patterns, "cap": MOST_PATTERNS}, {name: step for step, name in names.items()}


def _tests(comparison: Comparison, at: int, names: Mapping[int, str]) -> list[Test]:
    """A comparison as tests of the pattern of step ``at``, which stands after all others that it reads."""

    def operand(one: Operand) -> object:
        if isinstance(one, Number):
            return one.value
        if isinstance(one, Value):
            return {"$m" if one.step == at else names[one.step]: value(one)}
        return {_OPS[one.op]: {"$l": operand(one.left), "$r": operand(one.right)}}

    tests: list[Test] = []
    for one in sorted(comparison.values, key=lambda one: (one.step, one.index)):
        here = one.step == at
        tests.append({known(one): 1} if here else {"$lte": {ONE: {names[one.step]: known(one)}}})
    # left op right is 0 op (right - left): the sign of a difference is exact within `EXACT`
    difference = {"$sub": {"$l": operand(comparison.right), "$r": operand(comparison.left)}}
    tests.append({_OPS[comparison.op]: {ZERO: difference}})
    return tests

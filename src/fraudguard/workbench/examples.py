"""Run the examples that rules carry: each a labelled stream whose last event must fire the rule, or must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fraudguard.events.masking import Token
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack, CheckedRule, Example
from fraudguard.plan.compile import compile_plan
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.memory import Memory

__all__ = ["ExampleResult", "explain_example", "run_examples"]

_KEY = b"the examples of a rule pack need no secret"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """Whether the last event of an example fired its rule, beside what its label promises."""

    rule: CheckedRule
    example: Example
    fired: bool

    @property
    def passed(self) -> bool:
        """Whether the rule did as labelled."""
        return self.fired == (self.example.label == "hit")


def run_examples(
    pack: CheckedPack,
    chosen: Callable[[CheckedRule], bool] = lambda _rule: True,
    wanted: Callable[[CheckedRule, Example], bool] = lambda _rule, _example: True,
) -> Iterator[ExampleResult]:
    """
    The result of every wanted example of the chosen rules, in the pack's order.

    Each example runs by itself, on the whole pack and a state that has seen nothing. Drafts are not planned, so their
    examples are checked when the pack is loaded and do not run.
    """
    plan = compile_plan(pack, Token(_KEY))
    for rule in pack.rules:
        if not chosen(rule):
            continue
        for example in rule.examples:
            if not wanted(rule, example):
                continue
            engine = Engine(plan, Memory.empty(plan), None, None, _KEY)
            decisions = [engine.score(event) for event in filled(example.events)]
            yield ExampleResult(rule, example, any(one.rule == rule.id for one in decisions[-1].findings))


def explain_example(pack: CheckedPack, result: ExampleResult) -> RuleExplanation | None:
    """
    What the rule made of the last event of an example, condition by condition.

    ``None`` when the rule does not read events of that kind at all.
    """
    guard = Guard(pack, key=_KEY)
    *before, last = filled(result.example.events)
    for event in before:
        guard.score(event)
    found = guard.explain(last)
    return next((one for one in found.rules if one.rule == result.rule.id), None)

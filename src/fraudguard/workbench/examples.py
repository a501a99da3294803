"""Run the examples that rules carry: each a labelled stream whose last event must fire the rule, or must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fraudguard.events.masking import Token
from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import CheckedPack, CheckedRule, Example
from fraudguard.plan.compile import compile_plan
from fraudguard.scoring.decision import Decision, Finding, Standing
from fraudguard.scoring.engine import Engine
from fraudguard.scoring.explain import RuleExplanation
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.memory import Memory
from fraudguard.workbench.verdicts import Mismatch, State, standing_text, state_of_test

__all__ = ["ExampleResult", "ExampleRunner", "run_examples"]

_KEY = b"the examples of a rule pack need no secret"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What the last event of an example came to, beside what the example promises: whether its rule fired, and more."""

    rule: CheckedRule
    example: Example
    fired: bool
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as promised."""
        return not self.mismatches

    @property
    def state(self) -> State:
        """Whether it passed, failed, or is a known gap."""
        return state_of_test(self.mismatches, self.example.todo)


class ExampleRunner:
    """
    Runs examples of one pack, one after the other: the pack is compiled once.

    Each example runs by itself, on the whole pack and a state that has seen nothing.
    """

    def __init__(self, pack: CheckedPack) -> None:
        self._pack = pack
        self._guard: Guard | None = None
        plan = compile_plan(pack, Token(_KEY))
        self._memory = Memory.empty(plan)
        self._engine = Engine(plan, self._memory, None, None, _KEY)

    def run(self, rule: CheckedRule, example: Example) -> ExampleResult:
        """The result of an example of a rule of the pack; not of a draft, which is not planned."""
        self._memory.clear()
        *before, last = filled(example.events)
        for event in before:
            self._engine.score(event)
        decision = self._engine.score(last)
        found = next((one for one in decision.findings if one.rule == rule.id), None)
        return ExampleResult(rule, example, found is not None, tuple(_mismatches(rule, example, decision, found)))

    def explain(self, rule: CheckedRule, example: Example) -> RuleExplanation | None:
        """
        What the rule made of the last event of an example, condition by condition.

        ``None`` when the rule does not read events of that kind at all.
        """
        if self._guard is None:
            self._guard = Guard(self._pack, key=_KEY)
        self._guard.rewind(None)
        *before, last = filled(example.events)
        for event in before:
            self._guard.score(event)
        found = self._guard.explain(last)
        return next((one for one in found.rules if one.rule == rule.id), None)


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
    runner = ExampleRunner(pack)
    for rule in pack.rules:
        if chosen(rule):
            yield from (runner.run(rule, example) for example in rule.examples if wanted(rule, example))


def _mismatches(rule: CheckedRule, example: Example, decision: Decision, found: Finding | None) -> Iterator[Mismatch]:
    wanted = example.label == "hit"
    if wanted != (found is not None):
        yield Mismatch(_finding(rule.id, found=wanted), _finding(rule.id, found=found is not None))
    standing = _standing(rule, decision, found)
    if example.points is not None and example.points != standing.points:
        yield Mismatch(f"{example.points} points", standing_text(standing))
    if example.level is not None and example.level != standing.level:
        yield Mismatch(f"level {example.level}", standing_text(standing))
    for words in example.evidence if found is not None else ():
        assert found is not None
        if not _shows(found, words):
            chain = " ".join(one.event_id for one in found.chain)
            yield Mismatch(f"evidence {words}", " · ".join(filter(None, (found.because, *found.quotes, chain))))


def _finding(rule: str, *, found: bool) -> str:
    return f"finding {rule}" if found else f"no finding {rule}"


def _standing(rule: CheckedRule, decision: Decision, found: Finding | None) -> Standing:
    """That of the rule's subject; an account that the event brings no finding about stands at nothing."""
    if rule.subject == "person.key":
        return decision.standing
    if found is not None:
        return decision.standings.get(found.subject, decision.standing)
    mine = (one for name, one in decision.standings.items() if name.startswith(f"{rule.subject}:"))
    return next(mine, Standing(rule.subject))


def _shows(found: Finding, words: str) -> bool:
    """Whether words stand in its sentence, in what was recognised or told of its chain, or name an event of that."""
    texts = (found.because, *found.quotes, *(one.text for one in found.chain))
    return any(words in text for text in texts) or any(words == one.event_id for one in found.chain)

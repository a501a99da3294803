"""The chain that an event completes, found by durable-rules; the native search answers what is too much for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from fraudguard.errors import UsageError
from fraudguard.plan.compile import Plan
from fraudguard.plan.durable_rules import BROKEN, LAST, PLACE, DurableSequence, durable_sequences, takes
from fraudguard.scoring.durable_engine import DurableRuleset, Fact, engine, ruleset
from fraudguard.scoring.search import Candidate, Matcher, Position

__all__ = ["MOST_CHAINS", "DurableMatcher", "Prepared", "prepare"]

MOST_CHAINS = 64
"""Possible chains that durable-rules is given: it enumerates them all, and 10,000 take a seventh of a second."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sequence and its ruleset: made once for a plan, used by every run over it."""

    sequence: DurableSequence
    ruleset: DurableRuleset


def prepare(plan: Plan) -> tuple[Prepared, ...]:
    """
    The rulesets of all sequences of a plan, in its order.

    Raises `UsageError` without durable-rules and `PackError` for sequences it cannot express.
    """
    engine()
    return tuple(Prepared(one, ruleset(one.rules)) for one in durable_sequences(plan))


class DurableMatcher:
    """
    Finds chains of one sequence as `Matcher` does, with the same answers.

    ``overflow`` counts the searches that ``native`` answered instead: more than `MOST_CHAINS` possible chains, numbers
    beyond what durable-rules computes exactly, or a failure of durable-rules, which is not asked again then.
    """

    def __init__(self, prepared: Prepared, native: Matcher) -> None:
        self.sequence = prepared.sequence
        self.native = native
        self.overflow = 0
        self._ruleset: DurableRuleset | None = prepared.ruleset

    def find(
        self, pool: Sequence[Candidate], events: Sequence[Candidate], breaker: Position | None, last: Candidate
    ) -> list[tuple[Candidate, int]] | None:
        """
        The chain that ends with ``last`` and starts latest, then goes on latest, or ``None``.

        ``events`` are those of ``pool`` in the window, in order; ``breaker`` is the newest one before ``last``.
        """
        possible = self._possible(events, last)
        if not possible:
            return None
        whole = [*events, last]
        facts = self._facts(whole, breaker) if possible <= MOST_CHAINS else None
        if facts is not None and self._ruleset is not None:
            try:
                return self._latest(whole, self._asked(facts, len(facts) - len(whole)))
            except UsageError:
                self._ruleset = None
        self.overflow += 1
        return self.native.find(pool, [one for one in events if breaker is None or one.position >= breaker], last)

    def _possible(self, events: Sequence[Candidate], last: Candidate) -> int:
        """How many chains there would be without conditions between steps; stops at too many, beginnings included."""
        total = 0
        for way in self.sequence.ways:
            if way[-1] not in last.steps:
                continue
            begun = [0] * (len(way) - 1)  # chains whose newest event takes this step
            for event in events:
                for i in range(len(begun) - 1, -1, -1):
                    if way[i] in event.steps:
                        begun[i] += begun[i - 1] if i else 1
                if max(begun) > MOST_CHAINS:
                    return MOST_CHAINS + 1
            total += begun[-1]
        return total

    def _facts(self, whole: Sequence[Candidate], breaker: Position | None) -> list[Fact] | None:
        """The events as facts in order, the breaker before them; ``None`` when a number is too large."""
        texts = dict(self.sequence.texts)
        facts: list[Fact] = []
        if breaker is not None:
            before = bisect_left([event.position for event in whole], breaker)
            facts.append({BROKEN: 1, PLACE: 2 * before - 1})
        for place, event in enumerate(whole):
            fact: dict[str, int | float | str] = {PLACE: 2 * place}
            for step, kept in event.steps.items():
                fact[takes(step)] = 1
                for (name, known, most), given in zip(self.sequence.slots[step], kept, strict=True):
                    number = texts.setdefault(given, len(texts) + 1) if isinstance(given, str) else given
                    if number is not None and not abs(number) <= most:
                        return None
                    fact[known] = 0 if number is None else 1
                    fact[name] = 0 if number is None else number + 0  # a truth becomes a number
            facts.append(fact)
        facts[-1] = {**facts[-1], LAST: 1}
        return facts

    def _asked(self, facts: Sequence[Fact], before: int) -> list[list[tuple[int, int]]]:
        """All chains that durable-rules finds: for each event its number and the step it takes, in order of time."""
        assert self._ruleset is not None  # the caller looked
        found = []
        for rule, match in self._ruleset.ask(facts):
            steps = self.sequence.steps[rule]
            found.append(sorted((fact - before, steps[name]) for name, fact in match.items() if name in steps))
        return found

    @staticmethod
    def _latest(
        whole: Sequence[Candidate], chains: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Candidate, int]] | None:
        """Of several chains the one with the latest events, ties by the smallest steps."""
        if not chains:
            return None
        best = max(
            chains,
            key=lambda chain: (
                [whole[number].position for number, _ in chain],
                [-step for _, step in chain],
                [number for number, _ in chain],
            ),
        )
        return [(whole[number], step) for number, step in best]

"""Rules to nested ``if`` blocks: a condition many rules need is tested once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Guarded", "Test", "nested"]

_DEEPEST = 12  # nesting of generated blocks; Python itself allows 100


@dataclass(frozen=True, slots=True)
class Test:
    """One condition in source, how often it is expected to hold, and what it costs (a field test is 1)."""

    source: str
    chance: float
    cost: float


@dataclass(frozen=True, slots=True)
class Guarded:
    """Statements to run when all tests hold."""

    tests: tuple[Test, ...]
    then: tuple[str, ...]


def nested(rules: Sequence[Guarded], indent: str, depth: int = 0) -> Iterable[str]:
    """
    The source lines that run each rule's statements exactly when its tests hold.

    Greedy: the test that spares most work goes outermost. Work spared is the number of rules that
    need the test times the chance that it fails; dear tests are put off until a cheap one has held.
    """
    rest = list(rules)
    while rest:
        best = _best(rest) if depth < _DEEPEST else None
        if best is None:
            for rule in rest:
                yield from _alone(rule, indent)
            return
        inside = [rule for rule in rest if best in rule.tests]
        rest = [rule for rule in rest if best not in rule.tests]
        yield f"{indent}if {best.source}:"
        stripped = [Guarded(tuple(test for test in rule.tests if test != best), rule.then) for rule in inside]
        yield from nested(stripped, indent + "    ", depth + 1)


def _best(rules: Sequence[Guarded]) -> Test | None:
    """The test shared by at least two rules that spares most, or ``None``."""
    counts = Counter(test for rule in rules for test in rule.tests)
    shared = [(test, n) for test, n in counts.items() if n > 1]
    if not shared:
        return None
    return max(shared, key=lambda pair: (pair[1] * (1 - pair[0].chance) / pair[0].cost, pair[0].source))[0]


def _alone(rule: Guarded, indent: str) -> Iterable[str]:
    """One rule by itself: cheap and selective tests first."""
    tests = sorted(rule.tests, key=lambda test: (test.cost / max(1e-6, 1 - test.chance), test.source))
    inner = indent
    if tests:
        yield f"{indent}if {' and '.join(test.source for test in tests)}:"
        inner += "    "
    for statement in rule.then:
        yield inner + statement

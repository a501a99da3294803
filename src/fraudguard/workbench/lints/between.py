"""Lints on pairs of rules: one that says what another says already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fraudguard.pack.checked import LEVELS, CheckedRule
from fraudguard.pack.order import reads
from fraudguard.pack.tree import Expression
from fraudguard.workbench.lints.conditions import looked_at
from fraudguard.workbench.lints.lint import Found, Lint, Looked, conjuncts
from fraudguard.workbench.lints.solver import Solver

__all__ = ["DuplicateRule", "SubsumedRule"]


@dataclass(slots=True)
class _Table:
    """
    Which conditions of a pack imply which. Each distinct condition has a number, and a bit for every term it looks at:
    without a term in common none follows from another.
    """

    solver: Solver
    numbers: dict[Expression, int] = field(default_factory=dict)
    nodes: list[Expression] = field(default_factory=list)
    terms: list[int] = field(default_factory=list)
    bits: dict[object, int] = field(default_factory=dict)
    implied: dict[tuple[int, int], bool] = field(default_factory=dict)

    def number(self, node: Expression) -> int:
        """The number of a condition; equal conditions share one."""
        found = self.numbers.get(node)
        if found is None:
            found = self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
            mask = 0
            for term in looked_at(node):
                mask |= self.bits.setdefault(term, 1 << len(self.bits))
            self.terms.append(mask)
        return found

    def follows(self, premises: frozenset[int], conclusion: int) -> bool:
        """Whether a condition is one of others, or is proved true wherever one of them is."""
        if conclusion in premises:
            return True
        mask = self.terms[conclusion]
        return any(self.terms[one] & mask and self._implies(one, conclusion) for one in premises)

    def _implies(self, premise: int, conclusion: int) -> bool:
        key = premise, conclusion
        if key not in self.implied:
            self.implied[key] = self.solver.implies(self.nodes[premise], self.nodes[conclusion])
        return self.implied[key]


@dataclass(frozen=True, slots=True)
class _Numbered:
    rule: CheckedRule
    when: frozenset[int]
    unless: frozenset[int]
    terms: int

    @classmethod
    def of(cls, rule: CheckedRule, table: _Table) -> _Numbered:
        """A rule with the numbers of its conditions, and the bits of all terms that they look at."""
        when = frozenset(map(table.number, conjuncts(rule.when)))
        terms = 0
        for one in when:
            terms |= table.terms[one]
        return cls(rule, when, frozenset(map(table.number, rule.unless)), terms)


def _groups(at: Looked) -> list[list[CheckedRule]]:
    """Rules that could say the same: same kind, subject, scam and group, all active, with conditions of their own."""
    found: dict[tuple[str, ...], list[CheckedRule]] = {}
    for rule in at.pack.rules:
        if rule.when is not None and rule.status == "active":
            found.setdefault((rule.kind, rule.subject, rule.scam, rule.group, rule.role), []).append(rule)
    asked = [rules for rules in found.values() if any(map(at.own, rules))]
    return [[rule for rule in rules if not at.never_fires(rule)] for rules in asked]


def _fires_too(narrow: _Numbered, wide: _Numbered, table: _Table) -> bool:
    """Whether ``wide`` is proved to fire wherever ``narrow`` does, condition by condition."""
    if any(not narrow.terms & table.terms[want] for want in wide.when):
        return False
    return all(table.follows(narrow.when, want) for want in wide.when) and all(
        any(table.follows(frozenset({excuse}), one) for one in narrow.unless) for excuse in wide.unless
    )


def _pairs(at: Looked) -> list[tuple[CheckedRule, CheckedRule, bool]]:
    """Each rule with every other that fires wherever it does, and whether the reverse holds too."""
    if at.pairs is None:
        at.pairs = list(_found(at))
    return at.pairs


def _found(at: Looked) -> Iterator[tuple[CheckedRule, CheckedRule, bool]]:
    for rules in _groups(at):
        table = _Table(at.solver)
        numbered = [_Numbered.of(rule, table) for rule in rules]
        for narrow in numbered:
            for wide in numbered:
                if narrow is wide or not (at.own(narrow.rule) or at.own(wide.rule)):
                    continue
                if _fires_too(narrow, wide, table):
                    yield narrow.rule, wide.rule, _fires_too(wide, narrow, table)


class DuplicateRule(Lint):
    """
    Two rules that fire on the same events: each condition of one is implied by one of the other's, and the reverse.

    Of the same kind, subject, scam, group and role, both active. Sequences are compared as they are written.
    """

    name = "duplicate_rule"
    example = "two rules with when: [direction == 'out', amount >= 5_000]"

    def look(self, at: Looked) -> Iterator[Found]:
        """The later of the two is reported, by its id."""
        for rule, other, both in _pairs(at):
            if both and other.id < rule.id:
                yield Found("lint.duplicate_rule", rule.id, rule.place, {"id": rule.id, "other": other.id})
        seen: dict[tuple[object, ...], str] = {}
        for rule in sorted((one for one in at.pack.rules if one.sequence is not None), key=lambda one: one.id):
            if rule.status == "active":
                first = seen.setdefault((rule.sequence, rule.subject, rule.scam, rule.group, rule.role), rule.id)
                if first != rule.id:
                    yield Found("lint.duplicate_rule", rule.id, rule.place, {"id": rule.id, "other": first})


class SubsumedRule(Lint):
    """
    A rule that only fires where another fires too, with no more points, no higher floor and no urgency of its own.

    Of the same kind, subject, scam, group and role, both active. It still adds its points to the other's, up to the cap
    of their group: one fact counts twice. A rule that others read by `fired`, as a step or as a breaker is left alone.
    """

    name = "subsumed_rule"
    example = "one rule with amount >= 5_000 and 20 points, another with amount >= 20_000 and 10"

    def look(self, at: Looked) -> Iterator[Found]:
        """The narrower rule is reported, once."""
        read = {name for rule in at.everything for name in reads(rule)}
        told: set[str] = set()
        for rule, other, both in _pairs(at):
            if not both and rule.id not in told and rule.id not in read and _worth_no_more(rule, other):
                told.add(rule.id)
                yield Found("lint.subsumed_rule", rule.id, rule.place, {"id": rule.id, "other": other.id})


def _worth_no_more(rule: CheckedRule, other: CheckedRule) -> bool:
    rank: Mapping[str, int] = {level: number for number, level in enumerate(LEVELS)}
    return rule.points <= other.points and rank[rule.floor] <= rank[other.floor] and rule.urgent <= other.urgent

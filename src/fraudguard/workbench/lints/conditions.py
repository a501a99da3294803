"""Lints on the conditions of one rule: what can never be true, what always is, and what others say already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.tree import (
    And,
    AtLeast,
    Compare,
    Expression,
    InSet,
    Literal,
    Mentions,
    Not,
    Or,
    Window,
    children,
    walk,
)
from fraudguard.workbench.lints.lint import Found, Lint, Looked, conjuncts, said
from fraudguard.workbench.lints.ranges import inputs
from fraudguard.workbench.lints.solver import Goal, Solver

__all__ = [
    "Contradiction",
    "DeadBranch",
    "ImpliedCondition",
    "Tautology",
    "UnreachableCount",
    "looked_at",
    "shared",
    "unreachable",
]


def unreachable(node: Expression, solver: Solver) -> bool:
    """Whether a condition compares a window with a number that the window never gives."""
    if not isinstance(node, Compare):
        return False
    sides = (node.left, node.right)
    alone = any(isinstance(one, Window) for one in sides) and any(isinstance(one, Literal) for one in sides)
    return alone and not solver.satisfiable(node)


class Contradiction(Lint):
    """
    A rule that can never fire: its conditions contradict themselves or one another, or `unless` takes back all of them.

    Conditions on the same field, hour, weekday, count or the like are compared as intervals and sets; so are windows of
    which one counts no more than the other, and texts searched for phrases of which one holds the other. Named is a
    single condition, else two that exclude each other, else the whole rule.
    """

    name = "contradiction"
    example = "when: [amount > 5_000, amount < 3_000]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Rules with conditions of their own; steps of sequences are looked at by `dead_step`."""
        for rule in at.rules:
            if rule.when is not None and at.never_fires(rule):
                yield from self._why(rule, at.solver)

    def _why(self, rule: CheckedRule, solver: Solver) -> Iterator[Found]:
        items = conjuncts(rule.when)
        alone = [item for item in items if not solver.satisfiable(item)]
        for item in alone:
            if not unreachable(item, solver):  # told by the lint of counts
                text, place = said(item, rule)
                yield Found("lint.never_true", rule.id, place, {"id": rule.id, "text": text})
        if alone:
            return
        for first, second in combinations(items, 2):
            if not solver.possible([(first, "true"), (second, "true")]):
                text, place = said(second, rule)
                yield Found("lint.contradiction", rule.id, place,
                            {"id": rule.id, "text": text, "other": said(first, rule)[0]})  # fmt: skip
                return
        for line in rule.unless:
            if rule.when is not None and not solver.possible([(rule.when, "true"), (line, "not true")]):
                text, place = said(line, rule)
                yield Found("lint.always_excused", rule.id, place, {"id": rule.id, "text": text})
                return
        yield Found("lint.rule_never_true", rule.id, rule.place, {"id": rule.id})


class UnreachableCount(Lint):
    """
    A window compared with a number that it never gives.

    `distinct` of an enumeration gives no more than it has members (fewer, when `where` leaves fewer), a count is never
    negative, the largest amount is 10^11 yuan.
    """

    name = "unreachable_count"
    example = "when: [\"distinct(direction, within='24h') >= 3\"]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Comparisons anywhere in a rule, those inside groups too."""
        for rule in at.rules:
            for top in _all_conditions(rule):
                for node in walk(top):
                    if unreachable(node, at.solver):
                        text, place = said(node, rule)
                        yield Found("lint.unreachable_count", rule.id, place, {"id": rule.id, "text": text})


class DeadBranch(Lint):
    """
    An alternative of `any`, `none`, `at_least` or `or`, or a line of `unless`, that cannot be true beside the rest.

    Nothing is said of rules that can never fire at all.
    """

    name = "dead_branch"
    example = "when: [direction == 'in', {any: [amount >= 5_000, direction == 'out']}]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Alternatives below the conditions that lead to them."""
        for rule in at.rules:
            if rule.when is not None and at.never_fires(rule):
                continue
            for node in self._dead(rule, at.solver):
                if not unreachable(node, at.solver):
                    text, place = said(node, rule)
                    yield Found("lint.dead_branch", rule.id, place, {"id": rule.id, "text": text})

    def _dead(self, rule: CheckedRule, solver: Solver) -> Iterator[Expression]:
        tops = [rule.when] if rule.when is not None else []
        tops += [step.when for step in (rule.sequence.steps if rule.sequence else ()) if step.when is not None]
        for top in tops:
            if solver.satisfiable(top):
                yield from _below(top, [], solver)
        for line in rule.unless:
            if rule.when is not None and not solver.possible([(rule.when, "true"), (line, "true")]):
                yield line
            else:
                yield from _below(line, [(rule.when, "true")] if rule.when is not None else [], solver)


def _below(node: Expression, beside: list[Goal], solver: Solver) -> Iterator[Expression]:
    """The alternatives below a condition that cannot be true beside what leads to it."""
    if isinstance(node, And):
        for number, item in enumerate(node.items):
            others: list[Goal] = [(one, "true") for place, one in enumerate(node.items) if place != number]
            if _grouped(item):
                yield from _below(item, [*beside, *others], solver)
    elif isinstance(node, Not):
        yield from _below(node.item, beside, solver)
    elif isinstance(node, (Or, AtLeast)):
        for item in node.items:
            if not solver.possible([*beside, (item, "true")]):
                yield item
            elif _grouped(item):
                yield from _below(item, beside, solver)


def _grouped(node: Expression) -> bool:
    return isinstance(node, (And, Or, AtLeast, Not))


class Tautology(Lint):
    """
    A condition that is true of every event, whatever is missing: never false and never unknown.

    `amount >= 0` is not one: it is unknown where the amount is missing, and that may be what it is for.
    """

    name = "tautology"
    example = "when: [hour(at) >= 0, amount >= 5_000]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Conditions and alternatives, also inside windows."""
        for rule in at.rules:
            for top in _all_conditions(rule):
                for node in self._true(top, at.solver):
                    text, place = said(node, rule)
                    yield Found("lint.tautology", rule.id, place, {"id": rule.id, "text": text})

    def _true(self, node: Expression, solver: Solver) -> Iterator[Expression]:
        if isinstance(node, Literal):
            return
        if (_grouped(node) or not any(inputs(one) for one in walk(node))) and solver.always(node):
            yield node
            return
        if _grouped(node):
            for item in children(node):
                yield from self._true(item, solver)
            return
        for one in walk(node):
            if isinstance(one, Window) and one.where is not None:
                yield from self._true(one.where, solver)


@dataclass(frozen=True, slots=True)
class _Extra:
    """A condition that could be left out, and what says it already."""

    node: Expression
    by: Expression | None


class ImpliedCondition(Lint):
    """
    A condition that the other conditions of the rule imply, or an alternative that another alternative covers.

    Left out, the rule fires on the same events. Implied means true wherever the others are true: a missing field counts
    as not true, so a condition that only demands a known field is implied only where another one demands it too.
    """

    name = "implied_condition"
    example = "when: [amount >= 20_000, amount >= 5_000]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Conditions at the top of `when`, and alternatives of every `any`."""
        for rule in at.rules:
            if rule.when is not None and at.never_fires(rule):
                continue
            tops = [rule.when] if rule.when is not None else []
            tops += [step.when for step in (rule.sequence.steps if rule.sequence else ()) if step.when is not None]
            for top in (*tops, *rule.unless):
                if at.solver.satisfiable(top):
                    yield from self._told(top, rule, at.solver)

    def _told(self, top: Expression, rule: CheckedRule, solver: Solver) -> Iterator[Found]:
        for found in (*_said_by_others(top, solver), *_covered(top, solver)):
            text, place = said(found.node, rule)
            params = {"id": rule.id, "text": text}
            if found.by is None:
                yield Found("lint.implied_condition", rule.id, place, params)
            else:
                params["other"] = said(found.by, rule)[0]
                code = "lint.covered_alternative" if found.node not in conjuncts(top) else "lint.implied_by"
                yield Found(code, rule.id, place, params)


def _said_by_others(top: Expression, solver: Solver) -> Iterator[_Extra]:
    """Of the conditions that must all be true those that follow from the rest; of two alike the later one."""
    items = conjuncts(top) if isinstance(top, And) else ()
    left = list(items)
    for item in reversed(items):
        others = [one for one in left if one is not item]
        if not shared([item], others):
            continue
        single = next((one for one in others if shared([item], [one]) and solver.implies(one, item)), None)
        goals: list[Goal] = [(one, "true") for one in others]
        if solver.always(item):
            continue  # told as a tautology
        if single is not None or not solver.possible([*goals, (item, "not true")]):
            left = others
            yield _Extra(item, single)


def _covered(node: Expression, solver: Solver) -> Iterator[_Extra]:
    """Of alternatives those that are only true where another one is; of two alike the later one."""
    if isinstance(node, Or):
        left = list(node.items)
        for item in reversed(node.items):
            others = [one for one in left if one is not item]
            cover = next((one for one in others if shared([item], [one]) and solver.implies(item, one)), None)
            if cover is not None and solver.satisfiable(item):
                left = others
                yield _Extra(item, cover)
    if isinstance(node, (And, Or, AtLeast)):
        for item in node.items:
            yield from _covered(item, solver)
    elif isinstance(node, Not):
        yield from _covered(node.item, solver)


def shared(some: list[Expression], others: list[Expression]) -> bool:
    """Whether conditions look at a term in common; without one nothing can follow from the other."""
    own = {term for node in some for term in looked_at(node)}
    return any(term in own for node in others for term in looked_at(node))


def looked_at(node: Expression) -> Iterator[Expression | tuple[object, ...]]:
    """What a condition looks at; windows by what they count, so that a longer one meets a shorter one."""
    match node:
        case And() | Or() | AtLeast():
            for item in node.items:
                yield from looked_at(item)
        case Not():
            yield from looked_at(node.item)
        case Compare():
            yield from (_looked_at(side) for side in (node.left, node.right) if not isinstance(side, Literal))
        case InSet():
            yield _looked_at(node.item)
        case Mentions():
            yield "mentions", node.item
        case _:
            yield _looked_at(node)


def _looked_at(term: Expression) -> Expression | tuple[object, ...]:
    return (term.function, term.kind, term.path) if isinstance(term, Window) else term


def _all_conditions(rule: CheckedRule) -> Iterator[Expression]:
    yield from conjuncts(rule.when)
    yield from rule.unless
    for step in rule.sequence.steps if rule.sequence is not None else ():
        yield from conjuncts(step.when)

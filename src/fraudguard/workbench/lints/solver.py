"""
Whether conditions can be true together: three-valued logic over intervals and sets, in bounded time.

The answer "no" is a proof. "Yes" only says that no contradiction was found: terms that are worked out (`a / b`), texts
searched and windows are taken as free except for what `ranges` and `relations` know of them, and after `_BUDGET` steps
the search gives up and says yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Literal as Choice

from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    InSet,
    IsMultiple,
    Literal,
    Not,
    Or,
    Type,
)
from fraudguard.workbench.lints.domains import Domain, Numbers, Words, only
from fraudguard.workbench.lints.ranges import inputs, natural
from fraudguard.workbench.lints.relations import at_odds
from fraudguard.workbench.thresholds import holds

__all__ = ["Solver", "Want"]

Want = Choice["true", "false", "not true", "not false", "unknown"]
"""What is assumed of a condition; ``not true`` is false or unknown, as for a rule that does not fire."""

Goal = tuple[Expression, Want]
Ways = list[list[Goal]]
"""Alternatives, each a list of goals; of no alternatives none holds."""
_BUDGET = 1_500
_MOST_CHOICES = 24  # ways to choose n of k that are tried; more tell nothing
_OPPOSITE: Mapping[Want, Want] = {
    "true": "false", "false": "true", "not true": "not false", "not false": "not true", "unknown": "unknown",
}  # fmt: skip
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SIGNS: Mapping[str, frozenset[str | bool | int]] = {
    "<": frozenset({-1}), "<=": frozenset({-1, 0}), ">": frozenset({1}), ">=": frozenset({0, 1}),
    "==": frozenset({0}), "!=": frozenset({-1, 1}),
}  # fmt: skip
_ALL_SIGNS = frozenset({-1, 0, 1})


@dataclass(slots=True)
class _State:
    """What is assumed so far: the values left to each term, the terms that are known, and those that are not."""

    domains: dict[Expression, Domain] = field(default_factory=dict)
    known: set[Expression] = field(default_factory=set)
    unknown: list[tuple[Expression, ...]] = field(default_factory=list)

    def copy(self) -> _State:
        return _State(dict(self.domains), set(self.known), list(self.unknown))


@dataclass(slots=True)
class Solver:
    """
    Answers questions about conditions on one event, and remembers those about windows.

    ``given`` narrows terms beforehand, such as the time since an earlier step of a sequence.
    """

    given: Mapping[Expression, Domain] = field(default_factory=dict)
    _left: int = 0
    _windows: dict[Expression, bool] = field(default_factory=dict)
    _implied: dict[tuple[Expression, Expression], bool] = field(default_factory=dict)

    def possible(self, goals: Iterable[Goal]) -> bool:
        """Whether all goals can hold of one event; false is a proof that they cannot."""
        outer, self._left = self._left, _BUDGET
        try:
            return self._search(_State(), list(goals), [])
        finally:
            self._left = outer

    def satisfiable(self, node: Expression) -> bool:
        """Whether a condition can be true."""
        if node not in self._windows:
            self._windows[node] = True  # while it is being answered
            self._windows[node] = self.possible([(node, "true")])
        return self._windows[node]

    def implies(self, premise: Expression, conclusion: Expression) -> bool:
        """Whether the conclusion is proved true wherever the premise is true."""
        key = (premise, conclusion)
        if key not in self._implied:
            self._implied[key] = False
            self._implied[key] = not self.possible([(premise, "true"), (conclusion, "not true")])
        return self._implied[key]

    def always(self, node: Expression) -> bool:
        """Whether a condition is proved true of every event: neither false nor unknown."""
        return not self.possible([(node, "not true")])

    # -- search -----------------------------------------------------------------------------------

    def _search(self, state: _State, goals: list[Goal], choices: list[Ways]) -> bool:
        """Work off what is certain, then try the alternatives of one choice after the other."""
        while goals:
            self._left -= 1
            if self._left < 0:
                return True
            node, want = goals.pop()
            ways = self._ways(state, node, want)
            if ways is None:
                if not self._assume(state, node, want):
                    return False
            elif len(ways) == 1:
                goals.extend(ways[0])
            elif not ways:
                return False
            else:
                choices.append(ways)
        if not choices:
            return not at_odds(state.domains, self) and not self._known_after_all(state)
        choices = sorted(choices, key=len)
        ways = choices[0]
        return any(self._search(state.copy(), list(way), choices[1:]) for way in ways)

    @staticmethod
    def _known_after_all(state: _State) -> bool:
        """Whether a truth assumed unknown rests on nothing but what is known."""
        return any(all(one in state.known for one in needed) for needed in state.unknown)

    def _ways(self, state: _State, node: Expression, want: Want) -> Ways | None:
        """The alternatives that a goal comes down to, each a list of goals; ``None`` for a goal to be assumed."""
        match node:
            case Not():
                return [[(node.item, _OPPOSITE[want])]]
            case And() | Or() | AtLeast():
                return _of_group(node, want)
            case Literal():
                return [[]] if want in ({"true", "not false"} if node.value else {"false", "not true"}) else []
            case InSet() if isinstance(_item_domain(node), Numbers) and want in {"true", "false"}:
                each: list[Goal] = [(Compare("==", node.item, one), want) for one in node.values]
                return [[goal] for goal in each] if want == "true" else [each]
        if want in {"not true", "not false"}:
            certain: Want = "false" if want == "not true" else "true"
            needed = inputs(node)
            if all(one in state.known for one in needed):
                return [[(node, certain)]]
            return [[(node, certain)], [(node, "unknown")]]
        return None

    def _assume(self, state: _State, node: Expression, want: Want) -> bool:
        """Take a goal about an atom as given; whether anything speaks against it so far."""
        needed = inputs(node)
        if want == "unknown":
            if all(one in state.known for one in needed):
                return False
            state.unknown.append(needed)
            return True
        _know(state, needed)
        if isinstance(node, Compare):
            return self._compare(state, node, node.op if want == "true" else _NEGATED[node.op])
        if isinstance(node, InSet) and isinstance(_item_domain(node), Words):
            values = frozenset(one.value for one in node.values if not isinstance(one.value, float))
            found = self._domain(state, node.item)
            assert isinstance(found, Words)
            return _narrow(state, node.item, found.keep(values) if want == "true" else found.drop(values))
        found = self._domain(state, node)
        if not isinstance(found, Words):  # a truth is always a set of two
            return True
        return _narrow(state, node, found.keep(only(value=want == "true").values))

    def _compare(self, state: _State, node: Compare, op: str) -> bool:
        left, right = node.left, node.right
        if isinstance(left, Literal):
            left, right, op = right, left, _MIRRORED[op]
        if isinstance(left, Literal):
            return _constant(op, left, right)
        if isinstance(right, Literal):
            found = self._domain(state, left)
            if isinstance(found, Numbers):
                return _narrow(state, left, found.meet(op, _number(right)))
            assert not isinstance(right.value, float)
            values: frozenset[str | bool | int] = frozenset({right.value})
            return _narrow(state, left, found.keep(values) if op == "==" else found.drop(values))
        signs = _SIGNS[op]
        if repr(right) < repr(left):
            left, right, signs = right, left, frozenset(-sign for sign in signs if isinstance(sign, int))
        pair = Compare("<=>", left, right)
        base = state.domains.get(pair, Words(frozenset({0}) if left == right else _ALL_SIGNS))
        assert isinstance(base, Words)
        for side in (left, right):  # so that their ranges are there to be compared
            state.domains.setdefault(side, self._natural(side))
        return _narrow(state, pair, base.keep(signs))

    def _domain(self, state: _State, term: Expression) -> Domain:
        found = state.domains.get(term)
        return self._natural(term) if found is None else found

    def _natural(self, term: Expression) -> Domain:
        found = self.given.get(term)
        return natural(term, self.satisfiable) if found is None else found


def _narrow(state: _State, term: Expression, domain: Domain) -> bool:
    state.domains[term] = domain
    return not domain.empty


def _know(state: _State, needed: Iterable[Expression]) -> None:
    """A term that is known makes what it is worked out from known too."""
    for one in needed:
        if one in state.known:
            continue
        state.known.add(one)
        if isinstance(one, Arithmetic):
            _know(state, (*inputs(one.left), *inputs(one.right)))
        elif isinstance(one, IsMultiple):
            _know(state, (*inputs(one.item), *inputs(one.of)))


def _item_domain(node: InSet) -> Domain | None:
    """Of which form the values of a set's item are; ``None`` for an item of several texts."""
    kind = node.values[0].type
    if getattr(node.item, "type", None) is Type.TEXTS:
        return None
    return Numbers() if kind in {Type.NUMBER, Type.MONEY} else Words(frozenset(), others=True)


def _number(literal: Literal) -> float:
    assert not isinstance(literal.value, str)
    return literal.value


def _constant(op: str, left: Literal, right: Expression) -> bool:
    """Whether one literal compares with another; both are numbers or both are texts."""
    assert isinstance(right, Literal)
    if isinstance(left.value, str) or isinstance(right.value, str):
        return (left.value == right.value) is (op == "==")
    return holds(op, left.value, right.value)


def _of_group(node: And | Or | AtLeast, want: Want) -> Ways:
    """A group as so many of its items: so many true for it to be true, so many not true for it not to be."""
    size = len(node.items)
    count = node.count if isinstance(node, AtLeast) else size if isinstance(node, And) else 1
    if want == "unknown":
        return [[(node, "not true"), (node, "not false")]]
    least = count if want in {"true", "not false"} else size - count + 1
    if least <= 0:
        return [[]]
    if least == size:
        return [[(item, want) for item in node.items]]
    if comb(size, least) > max(_MOST_CHOICES, size):
        return [[]]
    return [[(item, want) for item in chosen] for chosen in combinations(node.items, least)]

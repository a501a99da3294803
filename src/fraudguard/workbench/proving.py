"""
What of a rule can make no difference, by proof: conditions that others imply, and lengths of windows of one event.

The proofs hold for events whose ids differ, as all ids within ``dedup`` of each other do (DESIGN 4.2):

- ``id == this.id`` in a window's ``where`` is true of the event under test alone: the window is as good at any length.
- ``count(…, where=fired('x') and id == this.id) >= 1`` is true where rule x fires on the event under test. Then every
  condition of x is true and no line of its ``unless`` is, and so on for what x asks in this way.
- A condition of a list is idle when the others imply it, a line of ``unless`` or an alternative when they rule it out.
- Of whole multiples of 100, at least 299 is at least 300.

Truth alone counts in these places, because unknown neither fires nor suppresses; below ``not`` nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import (
    And,
    AtLeast,
    Compare,
    Expression,
    Field,
    Fired,
    InSet,
    IsMultiple,
    Literal,
    Mentions,
    Not,
    Or,
    Window,
)
from fraudguard.plan.scopes import conjuncts
from fraudguard.workbench.probing import ALWAYS, Probe
from fraudguard.workbench.thresholds import holds

__all__ = ["Prover", "of_one_event"]

_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_NEVER = replace(ALWAYS, value=False)


def of_one_event(window: Window) -> bool:
    """Whether a window can hold the event under test and no other."""
    return window.where is not None and any(_is_itself(item) for item in conjuncts(window.where))


def _is_itself(node: Expression) -> bool:
    if not (isinstance(node, Compare) and node.op == "==" and isinstance(node.left, Field)):
        return False
    return isinstance(node.right, Field) and {(one.scope, one.path) for one in (node.left, node.right)} == {
        ("", "id"), ("this", "id"),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What holds where a condition is asked: these are true, and these are not."""

    true: frozenset[Expression] = frozenset()
    untrue: frozenset[Expression] = frozenset()

    def __or__(self, other: Known) -> Known:
        return Known(self.true | other.true, self.untrue | other.untrue)

    def __and__(self, other: Known) -> Known:
        return Known(self.true & other.true, self.untrue & other.untrue)


class Prover:
    """Proves about the rules of one pack."""

    def __init__(self, pack: CheckedPack) -> None:
        self._rules: Mapping[str, CheckedRule] = {rule.id: rule for rule in pack.rules}
        self._dedup = pack.settings.dedup
        self._of_rule: dict[str, Known] = {}
        self._said: dict[int, tuple[Expression, Known]] = {}  # by identity, the node kept so that it stays itself
        self._narrower: dict[tuple[int, int], tuple[Expression, Expression, bool]] = {}
        self._plainer: dict[int, tuple[Expression, Expression]] = {}

    def plain(self, probe: Probe) -> Probe:
        """The probe without what makes no difference. Two that come out equal fire on the same events."""
        when = probe.when
        if when is None:
            return probe
        known = Known(untrue=frozenset(probe.unless))
        items = self._needed(conjuncts(self._settled(when)), known)
        known = self._all_known(items)
        unless = tuple(dict.fromkeys(self._settled(line) for line in probe.unless))
        return replace(probe, when=And(items), unless=tuple(line for line in unless if not self._untrue(line, known)))

    # -- what a condition says ---------------------------------------------------------------------------

    def _all_known(self, items: Iterable[Expression]) -> Known:
        found = Known()
        for item in items:
            found |= self._known(item)
        return found

    def _known(self, node: Expression) -> Known:
        """What is true and untrue wherever ``node`` is true."""
        if id(node) not in self._said:
            self._said[id(node)] = node, self._work_out(node)
        return self._said[id(node)][1]

    def _work_out(self, node: Expression) -> Known:
        mine = Known(frozenset((node,)))
        match node:
            case And():
                return mine | self._all_known(node.items)
            case Or():
                branches = [self._known(item) for item in node.items]
                shared = branches[0]
                for branch in branches[1:]:
                    shared &= branch
                return mine | shared
            case Not():
                return mine | Known(untrue=frozenset((node.item,)))
            case Fired():
                return mine | self._rule(node.rule)
            case Compare():
                return mine | self._seen_by_itself(node)
        return mine

    def _seen_by_itself(self, node: Compare) -> Known:
        """What a count of the event itself says of it: all that its ``where`` asks of it alone."""
        window = node.left
        if not (isinstance(window, Window) and window.function == "count" and isinstance(node.right, Literal)):
            return Known()
        asked = (node.op, node.right.value) in {(">=", 1), ("==", 1), (">", 0)}
        if not asked or not of_one_event(window) or window.within > self._dedup:
            return Known()
        assert window.where is not None
        return self._all_known(item for item in conjuncts(window.where) if not _is_itself(item))

    def _rule(self, name: str) -> Known:
        """What is so wherever a rule fires; nothing is said of sequences."""
        if name not in self._of_rule:
            self._of_rule[name] = Known()  # rules stand in no circle, but a broken pack must not hang
            rule = self._rules.get(name)
            if rule is not None and rule.when is not None:
                found = self._all_known(conjuncts(self._settled(rule.when)))
                lines = frozenset(part for line in rule.unless for part in _alternatives(self._settled(line)))
                self._of_rule[name] = found | Known(untrue=lines)
        return self._of_rule[name]

    # -- leaving out -------------------------------------------------------------------------------------

    def _settled(self, node: Expression) -> Expression:
        """The node with windows of one event at one length, and with nothing idle in groups and ``where``."""
        if id(node) not in self._plainer:
            self._plainer[id(node)] = node, self._settle(node)
        return self._plainer[id(node)][1]

    def _settle(self, node: Expression) -> Expression:
        match node:
            case And():
                return _one_of(And, self._needed([self._settled(item) for item in node.items], Known()))
            case Or():
                return _one_of(Or, self._differing([self._settled(item) for item in node.items]))
            case AtLeast():
                return replace(node, items=tuple(self._settled(item) for item in node.items))
            case Compare():
                settled = replace(node, left=self._window(node.left), right=self._window(node.right))
                return _at_multiple(settled, self._step_of(settled.left))
        return node

    def _step_of(self, node: Expression) -> int | None:
        """The number of which a sum, or a value taken from the window, is a multiple because all its values are."""
        if not isinstance(node, Window) or node.where is None or node.function not in {"sum", "min", "max", "latest"}:
            return None
        for one in self._all_known(conjuncts(node.where)).true:
            found = _step(one)
            if found is not None and isinstance(found[0], Field) and (found[0].scope, found[0].path) == ("", node.path):
                return found[1]
        return None

    def _window(self, node: Expression) -> Expression:
        if not isinstance(node, Window) or node.where is None:
            return node
        where = _one_of(And, self._needed(conjuncts(self._settled(node.where)), Known()))
        within = 1 if of_one_event(node) and node.within <= self._dedup else node.within
        return replace(node, where=where, within=within)

    def _needed(self, items: Iterable[Expression], known: Known) -> tuple[Expression, ...]:
        """The conditions without those that the others imply, and without alternatives that these rule out."""
        kept = _rounded(dict.fromkeys(items))
        for item in tuple(kept):
            others = known | self._all_known(one for one in kept if one is not item)
            if len(kept) > 1 and self._implied(item, others):
                kept.remove(item)
            elif isinstance(item, Or):
                left = [one for one in item.items if not self._untrue(one, others)]
                if left and len(left) < len(item.items):
                    kept[kept.index(item)] = _one_of(Or, left)
        return tuple(kept)

    def _differing(self, items: list[Expression]) -> tuple[Expression, ...]:
        """The alternatives without those that imply another."""
        kept = list(dict.fromkeys(items))
        for item in tuple(kept):
            if any(self._says_more(item, other) for other in kept if other is not item):
                kept.remove(item)
        return tuple(kept)

    def _says_more(self, item: Expression, other: Expression) -> bool:
        """Whether a condition implies another, asked of the same two again and again."""
        pair = id(item), id(other)
        if pair not in self._narrower:
            self._narrower[pair] = item, other, self._implied(other, self._known(item))
        return self._narrower[pair][2]

    def _implied(self, node: Expression, known: Known) -> bool:
        """Whether a condition is true wherever what is known holds."""
        if node == ALWAYS or node in known.true:
            return True
        match node:
            case And():
                return all(self._implied(item, known) for item in node.items)
            case Or():
                return any(self._implied(item, known) for item in node.items)
            case Fired():
                return self._must_fire(node.rule, known)
            case Mentions():
                return any(
                    isinstance(one, Mentions) and one.item == node.item and set(one.phrases) <= set(node.phrases)
                    for one in known.true
                )
            case Compare() | InSet():
                return any(_says(one, node) or self._counts(one, node) for one in known.true)
        return False

    def _must_fire(self, name: str, known: Known) -> bool:
        """Whether a rule fires wherever what is known holds: all it asks is implied, and every exception untrue."""
        rule = self._rules.get(name)
        if rule is None or rule.when is None:
            return False
        lines = (self._settled(line) for line in rule.unless)
        return all(self._implied(item, known) for item in conjuncts(self._settled(rule.when))) and all(
            self._untrue(line, known) for line in lines
        )

    def _counts(self, one: Expression, other: Expression) -> bool:
        """Whether one count says another, of more: where its condition is implied, over the same time or longer."""
        if not (isinstance(one, Compare) and isinstance(other, Compare)):
            return False
        first, second = one.left, other.left
        if not (
            isinstance(first, Window) and isinstance(second, Window) and first.function == second.function == "count"
        ):
            return False
        if first.within > second.within or first.kind != second.kind or first.by != second.by:
            return False
        if not (
            {one.op, other.op} <= {">", ">="} and isinstance(one.right, Literal) and isinstance(other.right, Literal)
        ):
            return False
        assert not isinstance(one.right.value, str)
        assert not isinstance(other.right.value, str)
        if not _range_says(one.op, one.right.value, other.op, other.right.value):
            return False
        if first.where is None or second.where is None:
            return second.where is None
        return self._says_more(first.where, second.where)

    def _untrue(self, node: Expression, known: Known) -> bool:
        """Whether a condition is never true where what is known holds."""
        if node in known.untrue:
            return True
        match node:
            case And():
                return any(self._untrue(item, known) for item in node.items)
            case Or():
                return all(self._untrue(item, known) for item in node.items)
            case Compare() | InSet():
                if any(_says(node, one) for one in known.untrue):
                    return True
                opposite = replace(node, op=_NEGATED[node.op]) if isinstance(node, Compare) else None
                if opposite is not None and any(_says(one, opposite) for one in known.true):
                    return True
                values = _values(node)
                return values is not None and any(
                    other is not None and other[0] == values[0] and not values[1] & other[1]
                    for other in map(_values, known.true)
                )
        return False


def _rounded(items: Iterable[Expression]) -> list[Expression]:
    """The conditions, with limits of values that must be whole multiples of a number moved to the nearest multiple."""
    kept = list(items)
    steps = dict(filter(None, map(_step, kept)))
    return [_at_multiple(item, steps.get(item.left)) if isinstance(item, Compare) else item for item in kept]


def _step(node: Expression) -> tuple[Expression, int] | None:
    """A value and the number of which it must be a multiple."""
    if (
        isinstance(node, IsMultiple)
        and isinstance(node.of, Literal)
        and isinstance(node.of.value, int)
        and node.of.value
    ):
        return node.item, node.of.value
    return None


def _at_multiple(node: Compare, step: int | None) -> Compare:
    """The comparison with the limit that says the same of every multiple of ``step``."""
    if step is None or not isinstance(node.right, Literal) or isinstance(node.right.value, str):
        return node
    limit = node.right.value
    if node.op in {">=", "<"}:
        return replace(node, right=replace(node.right, value=int(-(-limit // step) * step)))
    if node.op in {">", "<="}:
        return replace(node, right=replace(node.right, value=int(limit // step * step)))
    return node


def _one_of(group: type[And | Or], items: Iterable[Expression]) -> Expression:
    """A group of these, or the only one alone."""
    kept = tuple(items)
    return kept[0] if len(kept) == 1 else group(kept)


def _alternatives(node: Expression) -> tuple[Expression, ...]:
    """The node, and all of which it is enough that one is true."""
    if isinstance(node, Or):
        return (node, *(part for item in node.items for part in _alternatives(item)))
    return (node,)


def _values(node: Expression) -> tuple[Expression, frozenset[object]] | None:
    """A value and the members it must be among, for ``==`` and ``in``."""
    if isinstance(node, InSet):
        return node.item, frozenset(one.value for one in node.values)
    if isinstance(node, Compare) and node.op == "==" and isinstance(node.right, Literal):
        return node.left, frozenset((node.right.value,))
    return None


def _says(one: Expression, other: Expression) -> bool:
    """Whether ``one`` being true makes ``other`` true: members of fewer, a number beyond a number, a longer window."""
    mine, theirs = _values(one), _values(other)
    if mine is not None and theirs is not None:
        return mine[0] == theirs[0] and mine[1] <= theirs[1] and _known_type(mine[0])
    if not (isinstance(one, Compare) and isinstance(other, Compare)):
        return False
    first, second = one.right, other.right
    if not (isinstance(first, Literal) and isinstance(second, Literal)):
        return False
    if isinstance(first.value, str) or isinstance(second.value, str):
        return mine is not None and other.op == "!=" and one.left == other.left and first != second
    return _same_or_more(one, other) and _range_says(one.op, first.value, other.op, second.value)


def _known_type(value: Expression) -> bool:
    return not (isinstance(value, Field) and value.type == "texts")  # of several members each may be another


def _same_or_more(one: Compare, other: Compare) -> bool:
    """The same value on the left, or a count over a longer time where more is meant."""
    left, right = one.left, other.left
    if left == right:
        return True
    return (
        isinstance(left, Window) and isinstance(right, Window)
        and left.function == right.function and left.function in {"count", "distinct"}
        and left.within <= right.within
        and replace(left, within=0) == replace(right, within=0)
        and {one.op, other.op} <= {">", ">="}
    )  # fmt: skip


def _range_says(op: str, limit: float, other: str, than: float) -> bool:
    """Whether ``x op limit`` makes ``x other than`` true for every number x."""
    if op == "==":
        return holds(other, limit, than)
    if op in {">", ">="} and other in {">", ">="}:
        return limit > than or (limit == than and not (op == ">=" and other == ">"))
    if op in {"<", "<="} and other in {"<", "<="}:
        return limit < than or (limit == than and not (op == "<=" and other == "<"))
    if other == "!=":
        return not holds(op, than, limit)
    return False

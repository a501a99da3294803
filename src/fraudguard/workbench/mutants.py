"""
The mutants of a rule: the same rule with one small change that an author could have made by mistake.

Not made, because no event could tell them from the rule or from another mutant: ``>=`` to ``>`` where only whole
numbers occur (that is the threshold shifted by one); a change of an hour, a weekday or a count that says the same of
every value there is, or asks for one that there is not; steps swapped that are equal or may come in any order; one
condition swapped between all and any; what is proved to make no difference (`fraudguard.workbench.proving`); and what
two changes make alike, which is there once. Nor is made what could not be written: a step moved before one that it
reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal as Choice

from fraudguard.errors import Place
from fraudguard.pack import checked
from fraudguard.pack.checked import CheckedPack, CheckedRule, Step
from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    Field,
    InSet,
    Literal,
    Not,
    Or,
    Type,
    Window,
    walk,
)
from fraudguard.workbench.authored import group_words, spot, written
from fraudguard.workbench.probing import ALWAYS, Probe
from fraudguard.workbench.proving import Prover
from fraudguard.workbench.rewriting import Spot, spots
from fraudguard.workbench.thresholds import always, domain, holds, lasting, shown, threshold, window_unit

__all__ = ["Change", "Mutant", "mutants"]

Change = Choice["becomes", "becomes_in", "without", "without_in", "without_unless", "without_step", "swapped"]
_EDGE = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "==": "!=", "!=": "=="}
_SHARE_STEP = 0.01  # a share has no unit: it is moved by a hundredth
_SMALL = 1_000  # values of a count that are tried to see whether two conditions are alike


@dataclass(frozen=True, slots=True)
class Mutant:
    """``probe`` is the changed rule. ``before`` becomes ``after`` (or is gone) in the line or window ``text``."""

    probe: Probe
    change: Change
    before: str
    after: str
    text: str
    place: Place | None


def mutants(pack: CheckedPack, rule: CheckedRule, prover: Prover | None = None) -> tuple[Mutant, ...]:
    """
    All mutants of a rule, in the order of its text, none proved to be the same as the rule or as another.

    ``prover`` may be shared by rules of one pack, which is quicker.
    """
    prover = prover or Prover(pack)
    once: dict[Probe, Mutant] = {}
    for mutant in _all(pack, rule):
        once.setdefault(prover.plain(mutant.probe), mutant)
    once.pop(prover.plain(Probe.of(rule)), None)
    return tuple(once.values())


def _all(pack: CheckedPack, rule: CheckedRule) -> Iterator[Mutant]:
    whole = Probe.of(rule)
    found: list[Mutant] = []
    if rule.when is not None:
        found += (_mutant(replace(whole, when=one.put), one) for one in _of_list(rule.when))
    for i, line in enumerate(rule.unless):
        before, after = rule.unless[:i], rule.unless[i + 1 :]
        words = group_words(line) or written(line)
        found.append(Mutant(replace(whole, unless=(*before, *after)), "without_unless", words, "", words, spot(line)))
        found += (_mutant(replace(whole, unless=(*before, one.put, *after)), one) for one in _of_line(line))
    if rule.sequence is not None:
        found += _of_sequence(pack, rule.sequence, whole)
    for mutant in found:
        yield mutant if mutant.place is not None else replace(mutant, place=rule.place)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A condition after one change, and the words for it."""

    put: Expression
    change: Change
    before: str
    after: str
    text: str
    place: Place | None


def _mutant(probe: Probe, one: _Changed) -> Mutant:
    return Mutant(probe, one.change, one.before, one.after, one.text, one.place)


# -- conditions ------------------------------------------------------------------------------------------


def _of_list(when: Expression) -> Iterator[_Changed]:
    """Changes of a list of conditions that must all be true: one gone, or one changed."""
    items = when.items if isinstance(when, And) and not when.source else (when,)
    for i, item in enumerate(items):
        rest = (*items[:i], *items[i + 1 :])
        words = group_words(item) or written(item)
        if not isinstance(item, Literal):
            yield _Changed(And(rest) if rest else ALWAYS, "without", words, "", words, spot(item))
        for one in _of_line(item):
            yield replace(one, put=And((*items[:i], one.put, *items[i + 1 :])))


def _of_line(line: Expression) -> Iterator[_Changed]:
    for here in spots(line):
        node = here.node
        if isinstance(node, Compare):
            yield from _of_compare(here, node)
        elif isinstance(node, InSet):
            yield _changed(here, Not(node), "in", "not in")
        elif isinstance(node, (And, Or, AtLeast)):
            yield from _of_group(here, node)
        elif isinstance(node, Window):
            yield from _of_window(here, node)


def _changed(here: Spot, new: Expression, before: str, after: str) -> _Changed:
    text = group_words(here.line) or written(here.line)
    kind: Change = "becomes" if before == text else "becomes_in"
    return _Changed(here.put(new), kind, before, after, text, spot(here.node) or spot(here.line))


def _without(here: Spot, new: Expression, gone: Expression) -> _Changed:
    text = group_words(here.line) or written(here.line)
    return _Changed(here.put(new), "without_in", group_words(gone) or written(gone), "", text, spot(gone))


def _of_group(here: Spot, node: And | Or | AtLeast) -> Iterator[_Changed]:
    many = len(node.items)
    for i, item in enumerate(node.items):
        rest = (*node.items[:i], *node.items[i + 1 :])
        if isinstance(node, AtLeast):
            if many > node.count:
                yield _without(here, replace(node, items=rest), item)
        elif rest:
            yield _without(here, replace(node, items=rest), item)
    if isinstance(node, AtLeast):
        for count in (node.count - 1, node.count + 1):
            if 1 <= count <= many:
                yield _changed(here, replace(node, count=count), f"at_least {node.count}", f"at_least {count}")
    elif many > 1:
        other: Expression = Or(node.items) if isinstance(node, And) else And(node.items)
        lines = written(node) in {"all", "any", "none"}
        both, either = ("all", "any") if lines else ("and", "or")
        before, after = (both, either) if isinstance(node, And) else (either, both)
        yield _changed(here, replace(other, place=node.place, source=node.source), before, after)


def _of_compare(here: Spot, node: Compare) -> Iterator[_Changed]:
    limit = threshold(node)
    flipped = _EDGE[node.op]
    if limit is None:
        yield _changed(here, replace(node, op=flipped), node.op, flipped)
        yield from _of_shares(here, node)
        return
    values = domain(limit.value)
    if values is None or node.op in {"==", "!="}:
        yield _changed(here, replace(node, op=flipped), node.op, flipped)
    step = limit.unit or (_SHARE_STEP if limit.number % 1 else 1)
    for moved in (limit.number - step, limit.number + step):
        number = round(moved, 10)
        if values is not None and _pointless(limit.op, limit.number, number, values):
            continue
        if always(node) and number < limit.number:
            continue  # true of every value there is, as before
        new = replace(limit.limit, value=number)
        put = replace(node, left=new) if node.left is limit.limit else replace(node, right=new)
        after = shown(number, money=limit.money, separator="_")
        yield _changed(here, put, _figure(limit.limit, money=limit.money), after)


def _pointless(op: str, one: float, other: float, values: range) -> bool:
    """Whether no value there is tells ``value op one`` from ``value op other``, or ``other`` is not among them."""
    if op in {"==", "!="}:
        return other not in values
    tried = values[:_SMALL] if max(one, other) < _SMALL else range(int(min(one, other)) - 2, int(max(one, other)) + 3)
    return all(holds(op, value, one) == holds(op, value, other) for value in tried)


def _figure(limit: Literal, *, money: bool) -> str:
    """A number as its author wrote it."""
    assert not isinstance(limit.value, str)
    return written(limit) if limit.place is not None else shown(limit.value, money=money, separator="_")


def _of_shares(here: Spot, node: Compare) -> Iterator[_Changed]:
    """Numbers with which a side is worked out, as in ``amount >= 0.5 * balance_before``."""
    for inner in spots(node, here.put, here.line):
        sum_ = inner.node
        if isinstance(sum_, Window) or not isinstance(sum_, Arithmetic):
            continue
        for name, side, beside in (("left", sum_.left, sum_.right), ("right", sum_.right, sum_.left)):
            if not isinstance(side, Literal) or side.place is None or side.place == beside.place:
                continue  # the checker's own factor of yuan to fen was written by nobody
            assert not isinstance(side.value, str)
            money = side.type is Type.MONEY
            step = (100 if money else 1) if side.value % (100 if money else 1) == 0 else _SHARE_STEP
            for number in (side.value - step, side.value + step):
                new = replace(side, value=round(number, 10))
                after = shown(round(number, 10), money=money, separator="_")
                yield replace(
                    _changed(here, node, written(side), after),
                    put=inner.put(replace(sum_, **{name: new})),  # type: ignore[arg-type]
                )


def _of_window(here: Spot, node: Window) -> Iterator[_Changed]:
    unit = window_unit(node.within)
    for within in (node.within - unit, node.within + unit):
        if within > 0:
            yield _changed(here, replace(node, within=within), lasting(node.within), lasting(within))
    if node.where is not None and not (isinstance(node.where, And) and len(node.where.items) > 1):
        yield _without(here, replace(node, where=None), node.where)


# -- sequences -------------------------------------------------------------------------------------------


def _of_sequence(pack: CheckedPack, sequence: checked.Sequence, whole: Probe) -> Iterator[Mutant]:
    for i, step in enumerate(sequence.steps):
        if step.when is not None:
            for one in _of_list(step.when):
                steps = (*sequence.steps[:i], replace(step, when=one.put), *sequence.steps[i + 1 :])
                yield _mutant(replace(whole, sequence=replace(sequence, steps=steps)), one)
    unit = window_unit(sequence.within)
    for within in (sequence.within - unit, sequence.within + unit):
        if within > 0:
            changed = replace(whole, sequence=replace(sequence, within=within))
            before, after = (f"within: {lasting(length)}" for length in (sequence.within, within))
            yield Mutant(changed, "becomes", before, after, "", None)
    for name in sequence.unless:
        others = tuple(one for one in sequence.unless if one != name)
        yield Mutant(replace(whole, sequence=replace(sequence, unless=others)), "without_unless", name, "", name, None)
    yield from _of_steps(pack, sequence, whole)


def _of_steps(pack: CheckedPack, sequence: checked.Sequence, whole: Probe) -> Iterator[Mutant]:
    steps, need = sequence.steps, sequence.at_least
    for i, step in enumerate(steps):
        rest = (*steps[:i], *steps[i + 1 :])
        if rest and (not need or need <= len(rest)) and not any(_reads(other, step.name) for other in rest):
            fewer = (
                Probe.of_step(rest[0], pack)
                if len(rest) == 1
                else replace(whole, sequence=replace(sequence, steps=rest))
            )
            yield Mutant(fewer, "without_step", step.name, "", step.name, _step_place(step))
    if not sequence.any_order:
        for i, (first, second) in enumerate(pairwise(steps)):
            same = replace(first, name="") == replace(second, name="")
            if not same and not _reads(second, first.name):
                swapped = (*steps[:i], second, first, *steps[i + 2 :])
                changed = replace(whole, sequence=replace(sequence, steps=swapped))
                yield Mutant(changed, "swapped", first.name, second.name, first.name, _step_place(first))
    for count in (need - 1, need + 1):
        if need and 1 <= count <= len(steps):
            changed = replace(whole, sequence=replace(sequence, at_least=count))
            yield Mutant(changed, "becomes", f"at_least: {need}", f"at_least: {count}", "", None)


def _reads(step: Step, name: str) -> bool:
    return step.when is not None and any(isinstance(part, Field) and part.scope == name for part in walk(step.when))


def _step_place(step: Step) -> Place | None:
    return spot(step.when) if step.when is not None else None

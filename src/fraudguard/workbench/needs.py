"""What the examples of a rule should show: every condition both ways, thresholds and windows from both sides, steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal as Choice

from fraudguard.errors import Place
from fraudguard.events.catalogue import FIELDS
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
    KeyPart,
    Literal,
    Not,
    Or,
    Type,
    Window,
    walk,
)
from fraudguard.plan.fields import type_lookup
from fraudguard.plan.scopes import scopes
from fraudguard.workbench.authored import group_words, spot, written
from fraudguard.workbench.probing import ALWAYS, Probe
from fraudguard.workbench.proving import of_one_event
from fraudguard.workbench.thresholds import (
    NEAR_PERCENT,
    Threshold,
    always,
    domain,
    lasting,
    near_window,
    own_windows,
    shown,
    threshold,
)

__all__ = ["Need", "NeedKind", "needs"]

NeedKind = Choice[
    "true", "false", "counted", "uncounted", "at", "below", "above", "just_below", "just_above", "inside", "outside",
    "chain_inside", "chain_outside", "step", "breaker",
]  # fmt: skip
"""
``counted`` and ``uncounted`` are of a window's ``where``: an event in the window of which it is true, one of which it
is not. ``below`` and ``above`` are one unit away from a threshold, ``just_below`` and ``just_above`` near one that has
no unit.
"""

_EARLIER_ONLY = frozenset({"first_seen", "seconds_since", "latest"})
Ask = Callable[[Expression], Probe]


@dataclass(frozen=True, slots=True)
class Need:
    """
    One thing that the examples of a rule should show.

    An example shows it when ``fires`` fires and ``silent`` does not, on the event under test or, with ``anywhere``, on
    any. ``text`` is the author's condition, window or step, ``value`` the number, length of time or kind it is about.
    """

    kind: NeedKind
    text: str
    value: str
    place: Place | None
    fires: Probe
    silent: Probe | None = None
    anywhere: bool = False


def needs(pack: CheckedPack, rule: CheckedRule) -> tuple[Need, ...]:
    """All needs of a rule, in the order of its text; what two lines need alike is there once."""
    found = _of_sequence(pack, rule) if rule.sequence is not None else _of_conditions(pack, rule)
    once: dict[tuple[Probe, Probe | None], Need] = {}
    for need in found:
        once.setdefault((need.fires, need.silent), need)
    return tuple(once.values())


def _of_conditions(pack: CheckedPack, rule: CheckedRule) -> Iterator[Need]:
    assert rule.when is not None
    asking = _Asking(pack, rule.kind, _alone(rule.kind), rule.place)
    items = rule.when.items if isinstance(rule.when, And) else (rule.when,)
    for item in (*items, *rule.unless):
        yield from asking.condition(item)


def _of_sequence(pack: CheckedPack, rule: CheckedRule) -> Iterator[Need]:
    sequence = rule.sequence
    assert sequence is not None
    for number, step in enumerate(sequence.steps):
        if step.when is not None:
            yield from _of_step(pack, rule, sequence, number, step)
    whole = Probe.of(rule)
    yield from _edges_of_chain(rule, sequence, whole)
    for number, step in enumerate(sequence.steps):
        steps = _without(sequence, number)
        if steps:
            rest = replace(whole, sequence=replace(sequence, steps=steps, at_least=0))
            fires = rest if len(steps) > 1 else Probe.of_step(steps[0], pack)
            yield Need("step", step.name, "", rule.place, fires, whole, anywhere=True)
    for name in sequence.unless:
        others = tuple(one for one in sequence.unless if one != name)
        free = replace(whole, sequence=replace(sequence, unless=others))
        yield Need("breaker", name, "", rule.place, free, whole)


def _of_step(
    pack: CheckedPack, rule: CheckedRule, sequence: checked.Sequence, number: int, step: Step
) -> Iterator[Need]:
    """A step's own conditions are asked of any event, those on earlier steps of the chain that they would make."""
    items = step.when.items if isinstance(step.when, And) else (step.when,)
    for item in items:
        if item is None or isinstance(item, Literal):
            continue
        ask = _alone(step.kind) if scopes(item) <= {""} else _in_chain(rule, sequence, number, item)
        yield from _Asking(pack, step.kind, ask, rule.place, anywhere=True).condition(item)


def _alone(kind: str) -> Ask:
    return lambda node: Probe(kind, node)


def _in_chain(rule: CheckedRule, sequence: checked.Sequence, number: int, item: Expression) -> Ask:
    def ask(node: Expression) -> Probe:
        step = sequence.steps[number]
        items = step.when.items if isinstance(step.when, And) else (step.when,)
        changed = replace(step, when=And(tuple(node if one is item else one for one in items if one is not None)))
        steps = (*sequence.steps[:number], changed, *sequence.steps[number + 1 :])
        return replace(Probe.of(rule), sequence=replace(sequence, steps=steps))

    return ask


def _edges_of_chain(rule: CheckedRule, sequence: checked.Sequence, whole: Probe) -> Iterator[Need]:
    near, length = near_window(sequence.within), lasting(sequence.within)
    short = replace(whole, sequence=replace(sequence, within=sequence.within - near))
    longer = replace(whole, sequence=replace(sequence, within=sequence.within + near + 1))
    yield Need("chain_inside", length, length, rule.place, whole, short)
    yield Need("chain_outside", length, length, rule.place, longer, whole)


def _without(sequence: checked.Sequence, number: int) -> tuple[Step, ...]:
    """The other steps, without conditions on this one; nothing when a chain of ``at_least`` steps can do without it."""
    if sequence.at_least and sequence.at_least < len(sequence.steps):
        return ()
    gone = sequence.steps[number].name
    return tuple(_forgetting(step, gone) for i, step in enumerate(sequence.steps) if i != number)


def _forgetting(step: Step, gone: str) -> Step:
    if step.when is None:
        return step
    items = step.when.items if isinstance(step.when, And) else (step.when,)
    kept = tuple(item for item in items if gone not in scopes(item))
    return replace(step, when=And(kept) if kept else ALWAYS)


@dataclass(frozen=True, slots=True)
class _Asking:
    """The needs of conditions that ``ask`` turns into probes on events of ``kind``."""

    pack: CheckedPack
    kind: str
    ask: Ask
    place: Place | None
    anywhere: bool = False
    window: Window | None = None

    def condition(self, node: Expression) -> Iterator[Need]:
        """A condition: itself both ways, what it is made of, its threshold and its windows."""
        if isinstance(node, Literal):
            return
        if isinstance(node, Not):
            yield from self.condition(node.item)
            return
        yield from self._both_ways(node)
        if isinstance(node, (And, Or, AtLeast)):
            for item in node.items:
                yield from self.condition(item)
            return
        if isinstance(node, Compare):
            yield from self._sides(node)
        for window in own_windows(node):
            yield from self._window(window)

    def _need(self, kind: NeedKind, node: Expression, fires: Expression, value: str = "") -> Need:
        text = group_words(node) or written(node)
        return Need(kind, text, value, spot(node) or self.place, self.ask(fires), None, self.anywhere)

    def _both_ways(self, node: Expression) -> Iterator[Need]:
        if self.window is None:
            yield self._need("true", node, node)
            if not _all_there_are(node) and not (isinstance(node, Compare) and always(node)):
                yield self._need("false", node, Not(node))
        else:
            kind = self.window.kind
            yield self._need("counted", node, node, kind)
            yield self._need("uncounted", node, Not(node), kind)

    def _sides(self, node: Compare) -> Iterator[Need]:
        limit = threshold(node)
        if always(node):
            return
        if limit is not None:
            for kind, condition, value in _sides_of(limit):
                yield self._need(kind, node, condition, value)
        elif _has_number(node) and node.op in {"<", "<=", ">", ">="}:
            for kind, condition in _sides_of_share(node):
                yield self._need(kind, node, condition, written(node.right))

    def _window(self, window: Window) -> Iterator[Need]:
        if not of_one_event(window):  # the event under test alone stands at no edge
            near, length = near_window(window.within), lasting(window.within)
            inner, exact, outer = (
                self._counted(window, within)
                for within in (window.within - near, window.within, window.within + near + 1)
            )
            yield self._need("inside", window, Compare(">", exact, inner), length)
            yield self._need("outside", window, Compare(">", outer, exact), length)
        if window.where is not None:
            inside = replace(self, ask=lambda node: self.ask(_exists(window, node)), window=window)
            items = window.where.items if isinstance(window.where, And) else (window.where,)
            for item in items:
                yield from inside.condition(item)

    def _counted(self, window: Window, within: int) -> Window:
        """How many events the window takes its value from, if it were so long."""
        by = window.by
        if window.function == "first_seen":
            kind = type_lookup(self.pack.settings.extra)(window.kind, window.path)
            by = (*by, KeyPart(window.path, Field("", self.kind, window.path, kind)))
        return Window("count", window.kind, "", by, within, window.where, Type.NUMBER)


def _all_there_are(node: Expression) -> bool:
    """Whether a condition names every member of an enumeration, so that it is true or unknown and never false."""
    if not (
        isinstance(node, InSet) and isinstance(node.item, Field) and node.item.path in FIELDS.get(node.item.kind, {})
    ):
        return False
    choices = FIELDS[node.item.kind][node.item.path].choices
    return bool(choices) and {one.value for one in node.values} >= set(choices)


def _exists(window: Window, where: Expression) -> Expression:
    """That the window holds an event of which ``where`` is true: an earlier one, if the window sees only these."""
    if window.function in _EARLIER_ONLY:
        since = Window("seconds_since", window.kind, "", window.by, window.within, where, Type.NUMBER)
        return Compare(">=", since, Literal(0, Type.NUMBER))
    count = Window("count", window.kind, "", window.by, window.within, where, Type.NUMBER)
    return Compare(">=", count, Literal(1, Type.NUMBER))


def _sides_of(limit: Threshold) -> Iterator[tuple[NeedKind, Expression, str]]:
    """At a threshold, and just on its other side; of an equality on both."""
    values, number, unit = domain(limit.value), limit.number, limit.unit
    at = shown(number, money=limit.money)
    far = {"<": ("below",), ">=": ("below",), "<=": ("above",), ">": ("above",)}.get(limit.op, ("below", "above"))
    if not unit:
        yield "at", _beyond(limit, "above" if "below" in far else "below", with_limit=True), at
    else:
        yield "at", Compare("==", limit.value, limit.limit), at
    if "below" in far and (values is None or number - unit in values):
        yield "below" if unit else "just_below", _beyond(limit, "below"), shown(number - unit, money=limit.money)
    if "above" in far and (values is None or number + unit in values):
        yield "above" if unit else "just_above", _beyond(limit, "above"), shown(number + unit, money=limit.money)


def _beyond(limit: Threshold, side: str, *, with_limit: bool = False) -> Expression:
    """That the value lies near the limit on one side of it, or on the limit itself when that counts too."""
    sign = 1 if side == "above" else -1
    first, last = (">", "<=") if side == "above" else ("<", ">=")
    end = Literal(limit.number + sign * limit.near, limit.limit.type)
    edge = Compare(first + "=" if with_limit else first, limit.value, limit.limit)
    return And((edge, Compare(last, limit.value, end)))


def _has_number(node: Compare) -> bool:
    """Whether a side is worked out with a number, as in ``amount >= 0.5 * balance_before``."""
    return any(isinstance(side, Arithmetic) and _literal_within(side) for side in (node.left, node.right))


def _literal_within(side: Expression) -> bool:
    return any(isinstance(part, Literal) for part in walk(side) if not isinstance(part, Window))


def _sides_of_share(node: Compare) -> Iterator[tuple[NeedKind, Expression]]:
    """Near a limit that is itself worked out: at it or just on its own side, and just on the other."""
    kind = node.right.type if isinstance(node.right, (Arithmetic, Field, Window, Literal)) else Type.NUMBER
    more, less = (
        Arithmetic("*", node.right, Literal((100 + percent) / 100, Type.NUMBER), kind)
        for percent in (NEAR_PERCENT, -NEAR_PERCENT)
    )
    if node.op in {">=", "<"}:
        yield "at", And((Compare(">=", node.left, node.right), Compare("<=", node.left, more)))
        yield "just_below", And((Compare("<", node.left, node.right), Compare(">=", node.left, less)))
    else:
        yield "at", And((Compare("<=", node.left, node.right), Compare(">=", node.left, less)))
        yield "just_above", And((Compare(">", node.left, node.right), Compare("<=", node.left, more)))

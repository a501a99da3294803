"""What is known of a term before any condition is read: hours are 0 to 23, amounts and counts are not negative."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from fraudguard.events.catalogue import FIELDS
from fraudguard.events.money import LARGEST_FEN
from fraudguard.pack.tree import (
    And,
    Arithmetic,
    Compare,
    Expression,
    Field,
    HourOf,
    InSet,
    IsMultiple,
    Literal,
    ModelValue,
    Pick,
    Type,
    WeekdayOf,
    Window,
)
from fraudguard.workbench.lints.domains import BOTH, Domain, Numbers, Words, within

__all__ = ["Possible", "inputs", "natural", "own_counted"]

Possible = Callable[[Expression], bool]
"""Whether a condition on the counted event can be true."""

_LARGEST_NUMBER = 10**15
_BOUNDS: dict[str, tuple[float, float, bool]] = {
    "person.age": (0, 150, True),
    "person.place.lat": (-90, 90, False),
    "person.place.lon": (-180, 180, False),
    "duration_s": (0, _LARGEST_NUMBER, False),
    "call_count": (0, _LARGEST_NUMBER, True),
    "call_seconds": (0, _LARGEST_NUMBER, False),
}
"""Path of a number to its least and greatest value and whether it is whole, as the models of events check them."""

_ALWAYS = frozenset({"at", "id", "kind"})
_COMPARABLE = frozenset({Type.NUMBER, Type.MONEY, Type.TIME})


def natural(term: Expression, possible: Possible) -> Domain:
    """The values a term can have at all."""
    match term:
        case Field():
            return _of_field(term.kind, term.path, term.type)
        case HourOf():
            return within(0, 23, whole=True)
        case WeekdayOf():
            return within(1, 7, whole=True)
        case Window():
            return _of_window(term, possible)
        case ModelValue(name="probability"):
            return within(0, 1)
        case Pick():
            return _of_pick(term, possible)
    return _of_type(getattr(term, "type", Type.BOOL))


def _of_type(kind: Type) -> Domain:
    if kind is Type.BOOL:
        return BOTH
    return Numbers() if kind in _COMPARABLE else Words(frozenset(), others=True)


def _of_field(kind: str, path: str, of: Type) -> Domain:
    spec = FIELDS.get(kind, {}).get(path)
    if of is Type.ENUM and spec is not None and spec.choices:
        return Words(frozenset(spec.choices))
    if of is Type.MONEY and spec is not None:
        return within(0, LARGEST_FEN, whole=True)
    if of is Type.NUMBER and path in _BOUNDS:
        low, high, whole = _BOUNDS[path]
        return within(low, high, whole=whole)
    return _of_type(of)


def _of_window(window: Window, possible: Possible) -> Domain:
    never = window.where is not None and not possible(window.where)
    match window.function:
        case "count" | "distinct":
            return Numbers(low=int(own_counted(window)), high=0 if never else _most(window), whole=True)
        case "seconds_since":
            return within(0, window.within / 1_000_000)
        case "first_seen":
            return BOTH
    value = _of_field(window.kind, window.path, window.type)
    if window.function != "sum":
        return Numbers(value.low, value.high) if window.function == "mean" and isinstance(value, Numbers) else value
    if never:
        return within(0, 0)
    positive = isinstance(value, Numbers) and value.low >= 0
    return Numbers(low=0 if positive else -math.inf, whole=isinstance(value, Numbers) and value.whole)


def own_counted(window: Window) -> bool:
    """Whether a count always counts the event under test itself: same kind, same key, no condition."""
    return (
        window.function == "count"
        and window.where is None
        and all(part.counted == part.this.path and part.this.kind == window.kind for part in window.by)
    )


def _most(window: Window) -> float:
    """How many different values of an enumeration, or of a truth, a window can count at most."""
    if window.function != "distinct":
        return math.inf
    values = _of_field(window.kind, window.path, Type.ENUM)
    if not isinstance(values, Words) or values.others or values == BOTH:
        return math.inf
    for item in window.where.items if isinstance(window.where, And) else (window.where,):
        values = _narrowed(values, item, window)
    return len(values.values)


def _narrowed(values: Words, item: Expression | None, window: Window) -> Words:
    match item:
        case Compare(op="==", left=Field(scope="", path=path), right=Literal(value=value)) if path == window.path:
            return values.keep(_set(value))
        case Compare(op="!=", left=Field(scope="", path=path), right=Literal(value=value)) if path == window.path:
            return values.drop(_set(value))
        case InSet(item=Field(scope="", path=path), values=listed) if path == window.path:
            return values.keep(_set(*(one.value for one in listed)))
    return values


def _set(*values: float | str) -> frozenset[str | bool | int]:
    """Members of an enumeration as a set."""
    return frozenset(str(value) for value in values)


def _of_pick(pick: Pick, possible: Possible) -> Domain:
    sides = []
    for side in (pick.left, pick.right):
        if isinstance(side, Literal):
            value = side.value
            sides.append(Numbers(value, value) if not isinstance(value, str) else Numbers())
        else:
            found = natural(side, possible)
            sides.append(found if isinstance(found, Numbers) else Numbers())
    left, right = sides
    choose = max if pick.function == "larger" else min
    return Numbers(choose(left.low, right.low), choose(left.high, right.high))


def inputs(term: Expression) -> tuple[Expression, ...]:
    """
    The terms that must be known for a term to be known; it is known exactly when they all are.

    A count, a sum or a number of values is known when its key is; `first_seen` also needs the value that it looks for,
    which a window without length or condition stands for here.
    """
    match term:
        case Field():
            return () if term.path in _ALWAYS else (term,)
        case HourOf() | WeekdayOf():
            return inputs(term.item)
        case Pick():
            return (*inputs(term.left), *inputs(term.right))
        case Compare():
            return (*inputs(term.left), *inputs(term.right))
        case Window(function="count" | "distinct" | "sum" | "first_seen"):
            key = tuple(one for part in term.by for one in inputs(part.this))
            return (*key, replace(term, within=0, where=None)) if term.function == "first_seen" else key
        case Window() | ModelValue() | Arithmetic() | IsMultiple():
            return (term,)
    item = getattr(term, "item", None)
    return inputs(item) if isinstance(item, Expression) else ()

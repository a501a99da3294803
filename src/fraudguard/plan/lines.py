"""The lines of a rule's conditions and what each of them reads; taken from the tree once a rule, not once a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.tree import (
    And,
    AtLeast,
    Expression,
    Field,
    Mentions,
    ModelValue,
    Not,
    Or,
    Window,
    children,
)

__all__ = ["Line", "Lines", "RuleLines", "label", "line_of", "lines_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """
    A line of a condition as its author wrote it, indented below its heading.

    ``reads`` are the values it looks at, in reading order. ``needed`` says that the rule cannot fire without it.
    """

    text: str
    node: Expression
    reads: tuple[Field | Window | ModelValue, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class RuleLines:
    """The lines of a rule, and where it looks for phrases that can be quoted."""

    lines: tuple[Line, ...] = ()
    mentions: tuple[Mentions, ...] = ()


class Lines:
    """The lines of a pack's rules, made when a rule is told for the first time."""

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[str, RuleLines] = {}

    def of(self, rule: CheckedRule) -> RuleLines:
        """Those of a rule of the pack; a sequence has none."""
        made = self._made.get(rule.id)
        if made is None:
            made = RuleLines() if rule.when is None else RuleLines(lines_of(rule.when), tuple(_mentions(rule.when)))
            self._made[rule.id] = made
        return made


def lines_of(when: Expression) -> tuple[Line, ...]:
    """The lines of a condition."""
    return tuple(line_of(node, prefix, needed=needed) for prefix, node, needed in _flat(when))


def line_of(node: Expression, prefix: str = "", *, needed: bool = False) -> Line:
    """One line."""
    return Line(prefix + label(node), node, tuple(_reads(node)), needed)


def _flat(node: Expression, depth: int = 0, *, needed: bool = True) -> Iterator[tuple[str, Expression, bool]]:
    """The parts of a condition, nested groups indented below their heading."""
    if isinstance(node, And) and not node.source and depth == 0:
        for item in node.items:
            yield from _flat(item, depth + 1, needed=True)
        return
    yield "  " * max(0, depth - 1), node, needed
    if isinstance(node, (And, Or, AtLeast)) and not node.source:
        for item in node.items:
            yield from _flat(item, depth + 1, needed=False)
    elif isinstance(node, Not) and isinstance(node.item, Or) and not node.source:
        for item in node.item.items:
            yield from _flat(item, depth + 1, needed=False)


def label(node: Expression) -> str:
    """A condition or window in the author's words."""
    if node.source:
        return node.source
    match node:
        case AtLeast():
            return f"at_least {node.count}:"
        case Or():
            return "any:"
        case And():
            return "all:"
        case Not(item=Or()):
            return "none:"
    place = node.place
    if place is not None and place.text:
        return place.text[place.column - 1 : place.column - 1 + place.length]
    return node.function if isinstance(node, Window) else type(node).__name__


def _reads(node: Expression) -> Iterator[Field | Window | ModelValue]:
    """The values a condition looks at; those inside a window are the window's own."""
    if isinstance(node, (Window, Field, ModelValue)):
        yield node
        return
    for child in children(node):
        yield from _reads(child)


def _mentions(node: Expression) -> Iterator[Mentions]:
    """Where phrases are looked for that speak for the rule."""
    if isinstance(node, Mentions):
        yield node
    elif not isinstance(node, (Not, Window)):
        for child in children(node):
            yield from _mentions(child)

"""
Questions as formulas over the parts they share, so that each part is asked once, however many questions hold it.

A list of conditions fires where all are true, a group ``any`` is true where one is, ``at_least`` where so many are: for
these it is enough to know of each part whether it is true. Below ``not``, where unknown and false differ, a condition
stays whole.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar
from typing import Literal as Choice

from fraudguard.pack.tree import And, AtLeast, Expression, Literal, Or

__all__ = ["Formulas"]

Whole = TypeVar("Whole", bound=Hashable)
"""A question that is not taken apart."""


class _Node(NamedTuple):
    """At least ``least`` of the parts (``fires``: on events of ``kind``, none of the others true); or a part itself."""

    what: Choice["part", "some", "fires"]
    parts: tuple[int, ...]
    least: int = 0
    others: tuple[int, ...] = ()
    kind: str = ""


class Formulas(Generic[Whole]):
    """Questions, numbered as they come, and the parts they are made of."""

    def __init__(self) -> None:
        self.parts: dict[tuple[str, Expression] | Whole, int] = {}
        """Each part and its number: ``(kind of event, condition)``, or a whole question as it was given."""
        self._nodes: dict[_Node, int] = {}
        self._known: dict[tuple[str, int], tuple[Expression, int]] = {}  # by identity: many questions share their nodes
        self._questions: list[int] = []

    def ask(self, kind: str, when: Expression, unless: Iterable[Expression] = ()) -> None:
        """Whether on an event of ``kind`` ``when`` is true and no line of ``unless`` is."""
        lines = tuple(self._true(kind, line) for line in unless)
        self._questions.append(self._node(_Node("fires", (self._true(kind, when),), 1, lines, kind)))

    def ask_whole(self, question: Whole) -> None:
        """A question that has no parts."""
        self._questions.append(self._part(question))

    def answers(self, kind: str, true: Collection[int]) -> frozenset[int]:
        """The numbers of the questions that are true on an event of ``kind`` on which these parts are."""
        values: list[bool] = []
        for node in self._nodes:  # each stands behind its parts
            if node.what == "part":
                values.append(node.parts[0] in true)
            elif node.what == "some":
                values.append(sum([values[one] for one in node.parts]) >= node.least)
            else:
                fires = node.kind == kind and values[node.parts[0]]
                values.append(fires and not any(values[one] for one in node.others))
        return frozenset(number for number, node in enumerate(self._questions) if values[node])

    def _true(self, kind: str, condition: Expression) -> int:
        key = kind, id(condition)
        if key not in self._known:
            self._known[key] = condition, self._made_of(kind, condition)
        return self._known[key][1]

    def _made_of(self, kind: str, condition: Expression) -> int:
        match condition:
            case And(items=items):
                return self._some(kind, items, len(items))
            case Or(items=items):
                return self._some(kind, items, 1)
            case AtLeast(items=items):
                return self._some(kind, items, condition.count)
            case Literal(value=True):
                return self._some(kind, (), 0)
        return self._part((kind, condition))

    def _some(self, kind: str, items: tuple[Expression, ...], count: int) -> int:
        return self._node(_Node("some", tuple(self._true(kind, item) for item in items), count))

    def _part(self, part: tuple[str, Expression] | Whole) -> int:
        return self._node(_Node("part", (self.parts.setdefault(part, len(self.parts)),)))

    def _node(self, node: _Node) -> int:
        return self._nodes.setdefault(node, len(self._nodes))

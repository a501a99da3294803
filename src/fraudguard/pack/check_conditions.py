"""From the lines under `when` and `unless`, with their `any`, `none` and `at_least`, to one typed tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fraudguard.pack.checked import Template
from fraudguard.pack.expression import Context, check_expression, check_template
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar
from fraudguard.pack.shapes import Faults, Whole
from fraudguard.pack.traps import cut_fault, hash_in_text, map_trap
from fraudguard.pack.tree import And, AtLeast, Expression, Not, Or

__all__ = ["Budget", "Conditions"]

_GROUPS = ("all", "any", "none", "at_least")
_MOST_LINES = 400
_LINE_COST = 40  # a short line costs as much time as so many characters of a long one
MOST_CHARACTERS = 3_000_000


@dataclass(slots=True)
class Budget:
    """How many more characters the conditions of a pack may have, in all."""

    characters: int = MOST_CHARACTERS


@dataclass(slots=True)
class Conditions:
    """Checks the conditions of one rule or step against one context."""

    context: Context
    faults: Faults
    budget: Budget
    lines: int = 0

    def read(self, node: Node, name: str) -> tuple[Expression, ...]:
        """The conditions of a list, each line or group one expression; those with faults are left out."""
        if not isinstance(node, ListNode):
            given = node.text if isinstance(node, Scalar) else "{…}"
            trap = map_trap(node)
            if trap is not None:
                self.faults.take(trap)
            else:
                self.faults.add("pack.expected_conditions", node.place(), key=name, given=given)
            return ()
        if not node.items:
            self.faults.add("pack.no_conditions", node.place(), key=name)
            return ()
        found = (self._item(item, name) for item in node.items)
        return tuple(expression for expression in found if expression is not None)

    def all_of(self, node: Node, name: str) -> Expression | None:
        """All conditions of a list as one expression; ``None`` when none of them is sound."""
        items = self.read(node, name)
        return And(items, place=node.place()) if items else None

    def template(self, node: Scalar) -> Template | None:
        """A sentence with fields in it."""
        warning = hash_in_text(node)
        if warning is not None:
            self.faults.take(warning)
        template, found = check_template(_flat(node.text), node.locate, self.context)
        for fault in found:
            self.faults.take(fault)
        return template

    def _item(self, node: Node, name: str) -> Expression | None:
        if isinstance(node, MapNode):
            return self._group(node)
        if isinstance(node, ListNode):
            trap = map_trap(node)
            if trap is not None:
                self.faults.take(trap)
            else:
                self.faults.add("pack.expected_line", node.place(), key=name)
            return None
        return self._line(node, name)

    def _line(self, node: Scalar, name: str) -> Expression | None:
        self.lines += 1
        if self.faults.full or self.budget.characters < 0:
            return None
        self.budget.characters -= len(node.text) + _LINE_COST
        if self.budget.characters < 0:
            self.faults.add("pack.too_many_conditions", node.place(), limit=MOST_CHARACTERS)
            return None
        if self.lines > _MOST_LINES:
            if self.lines == _MOST_LINES + 1:
                self.faults.add("pack.too_many_lines", node.place(), limit=_MOST_LINES)
            return None
        if not node.text.strip():
            self.faults.add("pack.empty_line", node.place(), key=name)
            return None
        expression, found = check_expression(_flat(node.text), node.locate, self.context)
        cut = cut_fault(node) if found else None
        for fault in [cut] if cut is not None else found:
            self.faults.take(fault)
        return expression

    def _group(self, node: MapNode) -> Expression | None:
        names = list(node.entries)
        if len(names) != 1 or names[0] not in _GROUPS:
            trap = map_trap(node)
            if trap is not None:
                self.faults.take(trap)
                return None
            wrong = next((one for one in names if one not in _GROUPS), names[0] if names else "")
            label = node.entries[wrong][0] if wrong in node.entries else node
            many = len(names) > 1 and wrong in _GROUPS
            code = "pack.several_groups" if many else "pack.unknown_group"
            meant = "" if many else self.faults.near(wrong, _GROUPS)
            self.faults.add(code, label.place(), given=wrong, suggestion=meant)
            return None
        name = names[0]
        value = node.entries[name][1]
        place = node.entries[name][0].place()
        if name == "at_least":
            return self._at_least(value)
        items = self.read(value, name)
        if not items:
            return None
        build: dict[str, Callable[[], Expression]] = {
            "all": lambda: And(items, place=place),
            "any": lambda: Or(items, place=place),
            "none": lambda: Not(Or(items, place=place), place=place),
        }
        return build[name]()

    def _at_least(self, node: Node) -> Expression | None:
        count, of = (node.get("n"), node.get("of")) if isinstance(node, MapNode) else (None, None)
        if not isinstance(node, MapNode) or count is None or of is None or len(node.entries) != 2:
            self.faults.add("pack.at_least_form", node.place())
            return None
        items = self.read(of, "of")
        most = len(of.items) if isinstance(of, ListNode) else 1
        before = len(self.faults.found)
        number = Whole(1, max(1, most)).read(count, "n", self.faults)
        if not items or len(self.faults.found) > before:
            return None
        return AtLeast(number, items, place=node.place())


def _flat(text: str) -> str:
    """A condition of several lines as one; offsets stay the same."""
    return text.replace("\n", " ").rstrip()

"""From a typed expression to Python source, with ``not`` pushed down to the leaves."""

from __future__ import annotations

from collections.abc import Callable

from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    Field,
    Fired,
    HourOf,
    InList,
    InSet,
    IsMultiple,
    IsWarning,
    Literal,
    Matches,
    Mentions,
    ModelValue,
    Not,
    Or,
    Pick,
    Type,
    WeekdayOf,
    Window,
)

__all__ = ["OPPOSITE", "Coder", "Constants", "is_text"]

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_ARITHMETIC = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV"}


class Constants:
    """Objects that generated code refers to by name; equal objects share one name."""

    def __init__(self) -> None:
        self.names: dict[str, object] = {}
        self._known: dict[tuple[str, object], str] = {}

    def name(self, prefix: str, value: object, key: object = None) -> str:
        """The name under which ``value`` is bound, the same for the same ``key``."""
        index = (prefix, value if key is None else key)
        if index not in self._known:
            self._known[index] = name = f"{prefix}{len(self._known)}"
            self.names[name] = value
        return self._known[index]


def is_text(node: Expression) -> bool:
    """Whether the value is a free string, which crosses from event to event only as a token."""
    return getattr(node, "type", None) is Type.TEXT


class Coder:
    """
    Two pieces of source for a condition: one that holds when it is known true, one when known false.

    Unknown makes both fail, so "present and true" is a short-circuit test and no third value is ever
    carried. Sub-classes say where fields, windows and texts come from. ``token`` turns a text into
    the keyed token under which it is remembered.
    """

    def __init__(self, constants: Constants, token: Callable[[str], str]) -> None:
        self.constants = constants
        self.token = token
        self._temporaries = 0

    # -- what sub-classes answer ------------------------------------------------------------------

    def field(self, node: Field) -> str:
        """Source of a field's value; ``None`` at run time when missing."""
        raise NotImplementedError

    def opaque_field(self, node: Field) -> bool:
        """Whether `field` already yields a token instead of the text itself."""
        return False

    def window(self, node: Window) -> str:
        """Source of a window's value."""
        raise NotImplementedError

    def normal(self, node: Field) -> str:
        """Source of a text's normal form."""
        raise NotImplementedError

    def phrases(self, node: Field) -> str:
        """Source of the set of phrase numbers found in a text."""
        raise NotImplementedError

    def found(self, node: Field) -> str:
        """`phrases`, or ``None`` when there are none: enough to ask whether one was found, and quicker."""
        return self.phrases(node)

    def phrase_numbers(self, node: Mentions) -> frozenset[int]:
        """The numbers of a condition's phrases in the plan's scanner."""
        raise NotImplementedError

    def instant(self, node: Expression) -> str:
        """Source of the time at which a value list is read."""
        raise NotImplementedError

    def fired(self, node: Fired) -> str:
        """Source of "this rule fired on the counted event"."""
        raise NotImplementedError

    def model(self, node: ModelValue) -> str:
        """Source of a classifier value."""
        raise NotImplementedError

    def shared(self, node: Expression, wanted: bool, source: str) -> str:
        """A hook to put a leaf into a variable of its own; by default the source as it is."""
        return source

    def calendar(self, node: Expression, source: str) -> str:
        """A hook to work an hour or a weekday out once; by default the source as it is."""
        return source

    # -- conditions -------------------------------------------------------------------------------

    def truth(self, node: Expression, wanted: bool = True) -> str:
        """Source that is true exactly when ``node`` is known to be ``wanted``."""
        match node:
            case Not():
                return self.truth(node.item, not wanted)
            case And() | Or():
                word = "and" if isinstance(node, And) is wanted else "or"
                return "(" + f" {word} ".join(self.truth(item, wanted) for item in node.items) + ")"
            case AtLeast():
                need = node.count if wanted else len(node.items) - node.count + 1
                votes = " + ".join(f"(1 if {self.truth(item, wanted)} else 0)" for item in node.items)
                return f"({votes} >= {need})"
        return self.shared(node, wanted, self.leaf(node, wanted))

    def leaf(self, node: Expression, wanted: bool) -> str:
        """Source of one leaf, "present and ``wanted``"."""
        match node:
            case Compare():
                return self._compare(node, wanted)
            case InSet():
                return self._in_set(node, wanted)
            case Mentions():
                found = self.found(node.item) if wanted else self.phrases(node.item)
                name = self.constants.name("P", self.phrase_numbers(node))
                return f"({found} is not None and {'not ' if wanted else ''}{found}.isdisjoint({name}))"
            case Matches():
                pattern = self.constants.name("X", _searcher(node.pattern), key=node.pattern)
                text = self.normal(node.item)
                return f"({text} is not None and {pattern}({text}) is {'not ' if wanted else ''}None)"
            case IsWarning():
                text = self.normal(node.item)
                return f"({text} is not None and {'' if wanted else 'not '}WARNS({text}))"
            case InList():
                name = self.constants.name("L", node.list, key=node.list)
                return f"(IN_LIST({name}, {self.value(node.item)}, {self.instant(node.item)}) is {wanted})"
            case IsMultiple():
                return f"(MULTIPLE({self.value(node.item)}, {self.value(node.of)}) is {wanted})"
            case Fired():
                return f"({'' if wanted else 'not '}{self.fired(node)})"
            case Literal():
                return repr(bool(node.value) is wanted)
        return f"({self.value(node)} is {wanted})"

    def _compare(self, node: Compare, wanted: bool) -> str:
        op = node.op if wanted else OPPOSITE[node.op]
        crossing = self.opaque(node.left) or self.opaque(node.right)
        sides = [self.tokened(side) if crossing else self.value(side) for side in (node.left, node.right)]
        if op == "==" and any(isinstance(side, Literal) for side in (node.left, node.right)):
            return f"({sides[0]} == {sides[1]})"  # nothing unknown equals a constant
        tests, operands = [], []
        for side, source in zip((node.left, node.right), sides, strict=True):
            name, test = self._known(side, source)
            operands.append(name)
            if test:
                tests.append(test)
        return "(" + " and ".join([*tests, f"{operands[0]} {op} {operands[1]}"]) + ")"

    def _in_set(self, node: InSet, wanted: bool) -> str:
        values = frozenset(literal.value for literal in node.values)
        if self.opaque(node.item):
            values = frozenset(self.token(str(value)) for value in values)
        name = self.constants.name("S", values)
        several = getattr(node.item, "type", None) is Type.TEXTS
        if wanted and not several:
            return f"({self.value(node.item)} in {name})"  # nothing unknown is among constants
        item, test = self._known(node.item, self.value(node.item))
        if several:
            inside = f"{'not ' if wanted else ''}{name}.isdisjoint({item})"
        else:
            inside = f"{item} {'in' if wanted else 'not in'} {name}"
        return f"({test} and {inside})" if test else f"({inside})"

    def _known(self, node: Expression, source: str) -> tuple[str, str]:
        """A name for a value and the test that it is known (empty when it always is)."""
        if isinstance(node, Literal) or self.always(node):
            return source, ""
        if source.isidentifier():
            return source, f"{source} is not None"
        self._temporaries += 1
        name = f"t{self._temporaries}"
        return name, f"({name} := {source}) is not None"

    def always(self, node: Expression) -> bool:
        """Whether a value is never unknown."""
        return isinstance(node, Field) and node.path in ("at", "id", "kind") and node.scope == ""

    # -- values -----------------------------------------------------------------------------------

    def opaque(self, node: Expression) -> bool:
        """Whether a value comes as a token: a text remembered from another event."""
        if isinstance(node, Window):
            return node.function == "latest" and node.type is Type.TEXT
        return isinstance(node, Field) and self.opaque_field(node)

    def tokened(self, node: Expression) -> str:
        """Source of a text value as its token."""
        if isinstance(node, Literal):
            return self.constants.name("K", self.token(str(node.value)))
        source = self.value(node)
        return source if self.opaque(node) else f"TOKEN({source})"

    def value(self, node: Expression) -> str:
        """Source of a value; ``None`` at run time when unknown."""
        match node:
            case Literal():
                return self._constant(node.value)
            case Field():
                return self.field(node)
            case Window():
                return self.window(node)
            case Arithmetic():
                if node.op == "-" and _is_time(node.left) and _is_time(node.right):
                    return f"DIV(SUB({self.value(node.left)}, {self.value(node.right)}), 1_000_000)"
                return (
                    self._scaled(node) or f"{_ARITHMETIC[node.op]}({self.value(node.left)}, {self.value(node.right)})"
                )
            case HourOf():
                return self.calendar(node, f"HOUR_OF({self.value(node.item)})")
            case WeekdayOf():
                return self.calendar(node, f"WEEKDAY_OF({self.value(node.item)})")
            case Pick():
                name = "LARGER" if node.function == "larger" else "SMALLER"
                return f"{name}({self.value(node.left)}, {self.value(node.right)})"
            case ModelValue():
                return self.model(node)
        message = f"{type(node).__name__} is a condition, not a value"
        raise TypeError(message)

    def _scaled(self, node: Arithmetic) -> str:
        """A multiple of an amount without a call: an amount and a literal are bounded, so it is finite."""
        sides = (node.left, node.right)
        factor = next((s for s in sides if isinstance(s, Literal)), None)
        amount = next((s for s in sides if isinstance(s, Field) and s.type is Type.MONEY), None)
        if node.op != "*" or factor is None or amount is None:
            return ""
        name = self.value(amount)
        return f"({factor.value} * {name} if {name} is not None else None)" if name.isidentifier() else ""

    def _constant(self, value: bool | int | float | str) -> str:
        """A literal in source: numbers and booleans as they are, strings by name (no quoting)."""
        return self.constants.name("C", value, key=value) if isinstance(value, str) else repr(value)


def _is_time(node: Expression) -> bool:
    return getattr(node, "type", None) is Type.TIME


def _searcher(pattern: str) -> Callable[[str], object]:
    from fraudguard.text import compile_pattern

    return compile_pattern(pattern).search

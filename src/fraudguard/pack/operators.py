"""What values may meet which operator, and what comes out: money with yuan, times with times, texts with texts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fraudguard.errors import closest
from fraudguard.pack.rejections import Rejected, Report, Span, each
from fraudguard.pack.tree import Arithmetic, Compare, Expression, InSet, Literal, Type

__all__ = ["Value", "arithmetic", "as_literal", "compare", "in_set", "negative", "number_literal", "unify"]

_PLAIN = {Type.TEXT, Type.ENUM}


@dataclass(frozen=True, slots=True)
class Value:
    """A typed node with what later checks ask: its span, the choices of an enumeration, a literal's exact number."""

    node: Expression
    type: Type
    span: Span
    choices: tuple[str, ...] = ()
    exact: Decimal | None = None

    @property
    def is_text_literal(self) -> bool:
        """Whether it is a quoted string."""
        return isinstance(self.node, Literal) and self.type is Type.TEXT


def number_literal(exact: Decimal, span: Span, report: Report, kind: Type = Type.NUMBER) -> Value:
    """A number literal; an int where the number is whole."""
    whole = exact == exact.to_integral_value()
    node = Literal(int(exact) if whole else float(exact), kind, place=report.place(span))
    return Value(node, kind, span, exact=exact)


def _as_money(value: Value, report: Report) -> Value:
    """Yuan as fen: literals exactly, other numbers by a product."""
    if value.type is Type.MONEY:
        return value
    if value.exact is not None:
        return number_literal(value.exact * 100, value.span, report, Type.MONEY)
    hundred = Literal(100, Type.NUMBER, place=value.node.place)
    return Value(Arithmetic("*", value.node, hundred, Type.MONEY, place=value.node.place), Type.MONEY, value.span)


def unify(left: Value, right: Value, report: Report) -> tuple[Value, Value] | None:
    """Both as numbers, both as money, or both as times; None when they do not go together."""
    types = {left.type, right.type}
    if types <= {Type.NUMBER} or types <= {Type.MONEY} or types <= {Type.TIME}:
        return left, right
    if types == {Type.NUMBER, Type.MONEY}:
        return _as_money(left, report), _as_money(right, report)
    return None


def compare(op: str, left: Value, right: Value, span: Span, report: Report) -> Expression:
    """``left op right``, typed."""
    for side in (left, right):
        if side.type is Type.BOOL:
            raise report.add("expression.bool_compare", side.span)
        if side.type is Type.TEXTS:
            raise report.add("expression.texts_compare", side.span)
    if left.type in _PLAIN and right.type in _PLAIN:
        if op not in {"==", "!="}:
            raise report.add("expression.text_order", span, op=op)
        left, right = _same_texts(left, right, span, report)
        return Compare(op, left.node, right.node, place=report.place(span))
    if both := unify(left, right, report):
        return Compare(op, both[0].node, both[1].node, place=report.place(span))
    raise _mixed(left, right, span, report, op)


def _same_texts(left: Value, right: Value, span: Span, report: Report) -> tuple[Value, Value]:
    """Two texts or two choices; a quoted string beside a choice is one of its values."""
    if left.type is right.type:
        return left, right
    choice, other = (left, right) if left.type is Type.ENUM else (right, left)
    if not other.is_text_literal:
        raise _mixed(left, right, span, report, "==")
    literal = as_literal(other, choice, report)
    other = Value(literal, Type.ENUM, other.span)
    return (choice, other) if left.type is Type.ENUM else (other, choice)


def as_literal(value: Value, beside: Value, report: Report) -> Literal:
    """A literal in the type of the value it stands beside: fen beside money, a known choice beside a choice."""
    node = value.node
    if not isinstance(node, Literal):
        raise report.add("expression.literal_needed", value.span)
    wanted = Type.TEXT if beside.type is Type.TEXTS else beside.type
    if value.type is wanted:
        return node
    if wanted is Type.MONEY and value.exact is not None:
        money = _as_money(value, report).node
        assert isinstance(money, Literal)
        return money
    if wanted is Type.ENUM and value.type is Type.TEXT:
        text = str(node.value)
        if text not in beside.choices:
            known = ", ".join(f"`{choice}`" for choice in beside.choices)
            near = closest(text.strip().lower(), beside.choices)
            meant = f"'{near}'" if near else ""
            params = {"field": report.shown(beside.span), "choices": known}
            raise report.add("expression.enum_choice", value.span, suggestion=meant, **params)
        return Literal(text, Type.ENUM, place=node.place)
    raise _mixed(beside, value, value.span, report, "in")


def in_set(item: Value, values: list[Value], span: Span, report: Report) -> Expression:
    """``item in [literals]``, repeats left out."""
    if item.type in {Type.BOOL, Type.TIME}:
        raise report.add("expression.in_type", item.span, type=item.type.value)
    literals = dict.fromkeys(each(values, lambda value: as_literal(value, item, report)))
    return InSet(item.node, tuple(literals), place=report.place(span))


def arithmetic(op: str, left: Value, right: Value, span: Span, report: Report) -> Value:
    """``left op right``, typed; see `Type` for units."""
    kind: Type | None = None
    types = (left.type, right.type)
    if op in {"+", "-"} and (both := unify(left, right, report)):
        left, right = both
        kind = left.type
        if kind is Type.TIME:
            kind = Type.NUMBER if op == "-" else None
    elif types == (Type.NUMBER, Type.NUMBER) or (op == "/" and types == (Type.MONEY, Type.MONEY)):
        kind = Type.NUMBER
    elif types == (Type.MONEY, Type.NUMBER) or (op == "*" and types == (Type.NUMBER, Type.MONEY)):
        kind = Type.MONEY
    if kind is None:
        raise _mixed(left, right, span, report, op)
    return Value(Arithmetic(op, left.node, right.node, kind, place=report.place(span)), kind, span)


def negative(value: Value, span: Span, report: Report) -> Value:
    """``-x``: a negative literal, else ``0 - x``."""
    if value.exact is not None:
        return number_literal(-value.exact, span, report)
    if value.type not in {Type.NUMBER, Type.MONEY}:
        raise report.add("expression.minus", span, type=value.type.value)
    zero = Literal(0, value.type, place=report.place(span))
    return Value(Arithmetic("-", zero, value.node, value.type, place=report.place(span)), value.type, span)


def _mixed(left: Value, right: Value, span: Span, report: Report, op: str) -> Rejected:
    """The fault for two values that do not go together, with the cure that fits the pair."""
    params = {"left": left.type.value, "right": right.type.value}
    for one, other in ((left, right), (right, left)):
        if one.is_text_literal and other.type in {Type.NUMBER, Type.MONEY}:
            return report.add("expression.number_quoted", one.span, suggestion=_unquoted(one), **params)
        if one.type is Type.TIME and other.type in {Type.NUMBER, Type.TEXT, Type.TIME}:
            return report.add("expression.time_mixed", span, op=op, **params)
        if one.exact is not None and other.type in _PLAIN:
            meant = f"'{report.shown(one.span)}'"
            return report.add("expression.text_unquoted", one.span, suggestion=meant, **params)
    if {left.type, right.type} <= {Type.NUMBER, Type.MONEY}:
        return report.add("expression.money_mixed", span, op=op, **params)
    return report.add("expression.types_mixed", span, op=op, **params)


def _unquoted(value: Value) -> str:
    assert isinstance(value.node, Literal)
    text = str(value.node.value)
    return text if text.replace("_", "").replace(".", "", 1).isdecimal() else ""

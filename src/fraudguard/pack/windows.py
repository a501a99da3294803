"""Window functions: what is counted, with which key, over which time, under which condition."""

from __future__ import annotations

import ast

from fraudguard.pack.calls import Call, Checker, argument, dotted, no_more
from fraudguard.pack.lookup import Scope, find_field, has_field, kind_named
from fraudguard.pack.operators import Value
from fraudguard.pack.rejections import Span, each, every
from fraudguard.pack.tree import Expression, Field, KeyPart, Type, Window
from fraudguard.pack.vocabulary import (
    AGGREGATE_LIMIT,
    KEYWORD_ZH,
    LAST_SEEN,
    LAST_SEEN_LIMIT,
    THIS_ZH,
    duration,
    english_keyword,
    nearest,
)

__all__ = ["window"]

_NUMERIC = frozenset({Type.NUMBER, Type.MONEY})
_PLAIN = frozenset(Type) - {Type.TEXTS, Type.BOOL}
_VALUES = {
    "sum": _NUMERIC,
    "mean": _NUMERIC,
    "min": _NUMERIC | {Type.TIME},
    "max": _NUMERIC | {Type.TIME},
    "distinct": _PLAIN,
    "first_seen": _PLAIN,
    "latest": frozenset(Type) - {Type.TEXTS},
}
_UNCOUNTED = frozenset({"retraction"})


def window(call: Call, scope: Scope, checker: Checker) -> Value:
    """The typed window of a call such as ``sum(amount, within='1h')``."""
    if scope.window:
        raise checker.report.add("expression.window_nested", call.name_span, function=call.name, outer=scope.window)
    _check_two_values(call, checker)
    no_more(call, 1, checker, keywords=KEYWORD_ZH)
    kind, field, choices = _counted(call, checker)
    parts: list[tuple[KeyPart, ...]] = []
    spans: list[int] = []
    conditions: list[Expression] = []
    inner = Scope(kind, call.name)
    tasks = [lambda: spans.append(_within(call, checker)), lambda: parts.append(_key(call, inner, checker))]
    where = _keyword(call, "where")
    if where is not None:
        tasks.append(lambda: conditions.append(checker.condition(where, inner)))
    every(tasks)
    kept = _result(call.name, field)
    node = Window(
        call.name,
        kind,
        field.path if field else "",
        parts[0],
        spans[0],
        conditions[0] if conditions else None,
        kept,
        place=checker.report.place(call.span),
    )
    return Value(node, kept, call.span, choices if kept is Type.ENUM else ())


def _result(name: str, field: Field | None) -> Type:
    if name == "first_seen":
        return Type.BOOL
    if field is None or name == "distinct":
        return Type.NUMBER
    return field.type


def _check_two_values(call: Call, checker: Checker) -> None:
    """``max(a, b)`` as in other languages is `larger` here."""
    if call.name in {"min", "max"} and len(call.arguments) > 1 and not call.keywords:
        suggestion = "larger" if call.name == "max" else "smaller"
        raise checker.report.add("expression.pick_meant", call.name_span, function=call.name, suggestion=suggestion)


def _keyword(call: Call, name: str) -> ast.expr | None:
    found = [word for word in call.keywords if english_keyword(word.name) == name]
    return found[0].value if found else None


def _counted(call: Call, checker: Checker) -> tuple[str, Field | None, tuple[str, ...]]:
    """The counted kind, and the field whose values are taken (none for ``count`` and ``seconds_since``)."""
    context, report = checker.context, checker.report
    if call.name in {"count", "seconds_since"}:
        if call.name == "count" and not call.arguments:
            return _countable(context.kind, call.name_span, checker), None, ()
        node = argument(call, 0, checker)
        written, span = dotted(node, checker)
        kind = kind_named(written, context)
        if not kind:
            names = [*context.fields, *context.kinds_zh.values()]
            kinds = ", ".join(f"`{name}`" for name in context.fields)
            suggestion = nearest(written, names)
            raise report.add("expression.unknown_kind", span, function=call.name, kinds=kinds, suggestion=suggestion)
        return _countable(kind, span, checker), None, ()
    node = argument(call, 0, checker)
    written, span = dotted(node, checker)
    kind, written = _split_kind(written, checker)
    if written.partition(".")[0] in {"this", THIS_ZH, *context.steps}:
        raise report.add("expression.counted_scope", span, function=call.name)
    found = find_field(written, span, Scope(kind), context, report)
    _countable(kind, span, checker)
    if call.name == "first_seen" and kind != context.kind:
        raise report.add("expression.first_seen_kind", span, kind=context.kind)
    if found.field.type not in _VALUES[call.name]:
        raise report.add("expression.window_type", span, function=call.name, type=found.field.type.value)
    return kind, found.field, found.choices


def _split_kind(written: str, checker: Checker) -> tuple[str, str]:
    """The counted kind and the path: a path of the rule's own kind stands alone, others name their kind first."""
    context = checker.context
    head, _, rest = written.partition(".")
    own = context.fields.get(context.kind, {})
    kind = kind_named(head, context)
    if kind and rest and written not in own and all(spec.zh != written for spec in own.values()):
        return kind, rest
    return context.kind, written


def _countable(kind: str, span: Span, checker: Checker) -> str:
    if kind in _UNCOUNTED or kind not in checker.context.fields:
        raise checker.report.add("expression.kind_uncounted", span, kind=kind or "*")
    return kind


def _within(call: Call, checker: Checker) -> int:
    node = _keyword(call, "within")
    limit = LAST_SEEN_LIMIT if call.name in LAST_SEEN else AGGREGATE_LIMIT
    most = "365d" if call.name in LAST_SEEN else "7d"
    if node is None:
        raise checker.report.add("expression.within_missing", call.span, function=call.name, limit=most)
    text, span, _ = checker.string(node, "expression.duration")
    length = duration(text)
    if length is None:
        raise checker.report.add("expression.duration", span)
    if length > limit:
        raise checker.report.add("expression.duration_long", span, function=call.name, limit=most)
    return length


def _key(call: Call, inner: Scope, checker: Checker) -> tuple[KeyPart, ...]:
    """The parts of the key; by default the person."""
    node = _keyword(call, "by")
    if node is None:
        return (KeyPart("person.key", Field("", checker.context.kind, "person.key", Type.TEXT)),)
    parts: list[ast.expr] = [node]
    if isinstance(node, ast.List | ast.Tuple):
        parts = list(node.elts)
    if not parts:
        raise checker.report.add("expression.key_empty", checker.span(node))
    flat = [one for part in parts for one in _conjuncts(part)]
    return tuple(dict.fromkeys(each(flat, lambda part: _key_part(part, inner, checker))))


def _conjuncts(node: ast.expr) -> list[ast.expr]:
    return list(node.values) if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node]


def _key_part(node: ast.expr, inner: Scope, checker: Checker) -> KeyPart:
    context, report = checker.context, checker.report
    if isinstance(node, ast.Compare):
        return _key_equality(node, inner, checker)
    if not isinstance(node, ast.Name | ast.Attribute):
        raise report.add("expression.key_form", checker.span(node))
    written, span = dotted(node, checker)
    if _reads_this(written):
        rest = written.partition(".")[2]
        raise report.add("expression.key_this", span, suggestion=f"{rest} == {written}")
    this = find_field(written, span, Scope(context.kind), context, report).field
    if inner.bare != context.kind and not has_field(written, inner.bare, context):
        suggestion = f"… == this.{written}"
        raise report.add("expression.key_elsewhere", span, kind=inner.bare, suggestion=suggestion)
    counted = this if inner.bare == context.kind else find_field(written, span, inner, context, report).field
    return _matching(counted, this, span, checker)


def _key_equality(node: ast.Compare, inner: Scope, checker: Checker) -> KeyPart:
    """``counted == this.other``: the counted event's field on one side, the event under test's on the other."""
    sides = [node.left, *node.comparators]
    named = all(isinstance(side, ast.Name | ast.Attribute) for side in sides)
    if len(sides) != 2 or not isinstance(node.ops[0], ast.Eq) or not named:
        raise checker.report.add("expression.key_form", checker.span(node))
    written = [dotted(side, checker) for side in sides]
    if _reads_this(written[0][0]):
        written.reverse()
    if _reads_this(written[0][0]) or not _reads_this(written[1][0]):
        if written[1][0].partition(".")[0] in checker.context.steps:
            find_field(*written[1], inner, checker.context, checker.report)
        raise checker.report.add("expression.key_form", checker.span(node))
    fields = each(written, lambda one: find_field(one[0], one[1], inner, checker.context, checker.report).field)
    this = Field("", fields[1].kind, fields[1].path, fields[1].type, place=fields[1].place)
    return _matching(fields[0], this, checker.span(node), checker)


def _matching(counted: Field, this: Field, span: Span, checker: Checker) -> KeyPart:
    if counted.type is not this.type:
        params = {"left": counted.type.value, "right": this.type.value}
        raise checker.report.add("expression.key_types", span, **params)
    if counted.type not in _PLAIN:
        raise checker.report.add("expression.key_type", span, type=counted.type.value)
    return KeyPart(counted.path, this)


def _reads_this(written: str) -> bool:
    return written.partition(".")[0] in {"this", THIS_ZH}

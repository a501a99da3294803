"""One line of a rule, from text to a typed tree or to every fault in it. Nothing of a rule is ever evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace

from fraudguard.errors import Fault
from fraudguard.pack.calls import Call, Keyword, dotted
from fraudguard.pack.functions import call_function, known_function
from fraudguard.pack.lexing import Kind, Token, tokenize
from fraudguard.pack.lookup import Context, Scope, find_field
from fraudguard.pack.operators import Value, arithmetic, compare, in_set, negative, number_literal
from fraudguard.pack.rejections import Locate, Rejected, Report, Span, each
from fraudguard.pack.syntax import Source, parse
from fraudguard.pack.template import check_template
from fraudguard.pack.tree import And, Expression, Literal, ModelValue, Not, Or, Type
from fraudguard.pack.vocabulary import MODEL_VALUES, MODEL_ZH, nearest

__all__ = ["Context", "check_expression", "check_template", "check_value"]

_COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def check_expression(text: str, locate: Locate, context: Context) -> tuple[Expression | None, list[Fault]]:
    """
    The typed condition of one line, or None and the faults found in it.

    ``locate(offset, length)`` gives the place of a part of ``text``, in characters. The outermost
    node carries ``text`` as its ``source``. Any text at all gives a tree or faults, in bounded time.
    """
    return _checked(text, locate, context, lambda line, tree: line.condition(tree, Scope(context.kind)))


def check_value(text: str, locate: Locate, context: Context) -> tuple[Expression | None, list[Fault]]:
    """The same for a line that may be any value: an amount, a count, an hour, or a condition."""
    return _checked(text, locate, context, lambda line, tree: line.value(tree, Scope(context.kind)).node)


def _checked(
    text: str, locate: Locate, context: Context, read: Callable[[_Line, ast.expr], Expression]
) -> tuple[Expression | None, list[Fault]]:
    report = Report(text, locate)
    source = context.parsed.get(text)
    if source is None:
        tokens = tokenize(report)
        source = parse(tokens, report) if tokens is not None else None
        if source is None:
            return None, report.faults
        context.parsed[text] = source
    try:
        node = read(_Line(report, context, source), source.tree)
    except Rejected:
        return None, report.distinct()
    return replace(node, source=text.strip()), []


@dataclass(frozen=True, slots=True)
class _Line:
    """The check of one line; see `fraudguard.pack.calls.Checker`."""

    report: Report
    context: Context
    source: Source

    def span(self, node: ast.expr) -> Span:
        return self.source.span(node)

    def token(self, node: ast.expr) -> Token | None:
        """The token of a node that is one name, number or string."""
        return self.source.token(node.id) if isinstance(node, ast.Name) else None

    def string(self, node: ast.expr, code: str, **params: object) -> tuple[str, Span, Token]:
        token = self.token(node)
        if token is None or token.kind is not Kind.STRING:
            raise self.report.add(code, self.span(node), **params)
        return token.text, token.span, token

    def condition(self, node: ast.expr, scope: Scope) -> Expression:
        value = self.value(node, scope)
        if value.is_text_literal:
            raise self.report.add("expression.bare_text", value.span)
        if value.type is not Type.BOOL:
            raise self.report.add("expression.not_condition", value.span, type=value.type.value)
        return value.node

    def value(self, node: ast.expr, scope: Scope) -> Value:
        span = self.span(node)
        match node:
            case ast.Name() | ast.Attribute():
                return self._name(node, scope)
            case ast.BoolOp():
                items = each(node.values, lambda item: self.condition(item, scope))
                make = And if isinstance(node.op, ast.And) else Or
                return self._truth(make(tuple(items), place=self.report.place(span)), span)
            case ast.UnaryOp(op=ast.Not()):
                item = self.condition(node.operand, scope)
                return self._truth(Not(item, place=self.report.place(span)), span)
            case ast.UnaryOp(op=ast.USub()):
                return negative(self.value(node.operand, scope), span, self.report)
            case ast.UnaryOp(op=ast.UAdd()):
                raise self.report.add("expression.plus", span)
            case ast.BinOp() if type(node.op) in _ARITHMETIC:
                left, right = each((node.left, node.right), lambda side: self.value(side, scope))
                return arithmetic(_ARITHMETIC[type(node.op)], left, right, span, self.report)
            case ast.Compare():
                return self._compare(node, scope)
            case ast.Call():
                return self._call(node, scope)
            case ast.Constant(value=None):
                raise self.report.add("expression.none", span)
            case ast.Constant():
                raise self.report.add("expression.boolean", span)
            case ast.List() | ast.Tuple():
                raise self.report.add("expression.list_here", span)
        raise self.report.add("expression.syntax", span)

    def _truth(self, node: Expression, span: Span) -> Value:
        return Value(node, Type.BOOL, span)

    def _name(self, node: ast.Name | ast.Attribute, scope: Scope) -> Value:
        token = self.token(node)
        if token is not None and token.kind is Kind.NUMBER:
            return number_literal(token.number, token.span, self.report)
        if token is not None and token.kind is Kind.STRING:
            return Value(Literal(token.text, Type.TEXT, place=self.report.place(token.span)), Type.TEXT, token.span)
        written, span = dotted(node, self)
        head, _, rest = written.partition(".")
        if head in {"model", MODEL_ZH["model"]} and not scope.window:
            return self._model(rest, span)
        found = find_field(written, span, scope, self.context, self.report)
        return Value(found.field, found.field.type, span, found.choices)

    def _model(self, rest: str, span: Span) -> Value:
        names = {zh: en for en, zh in MODEL_ZH.items()}
        name = names.get(rest, rest)
        if name not in MODEL_VALUES:
            meant = nearest(rest, MODEL_VALUES) or "probability"
            raise self.report.add("expression.model_value", span, suggestion=f"model.{meant}")
        kind = Type(MODEL_VALUES[name])
        return Value(ModelValue(name, kind, place=self.report.place(span)), kind, span)

    def _compare(self, node: ast.Compare, scope: Scope) -> Value:
        """One comparison, or the chain ``0 < a < 5`` as all of its links."""
        span = self.span(node)
        if any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
            none = any(isinstance(side, ast.Constant) and side.value is None for side in node.comparators)
            raise self.report.add("expression.none" if none else "expression.is_test", span)
        sides = [node.left, *node.comparators]
        if len(node.ops) == 1:
            return self._truth(self._link(node.ops[0], sides[0], sides[1], scope), span)
        links = zip(node.ops, sides, sides[1:], strict=False)
        found = each(links, lambda link: self._link(*link, scope))
        return self._truth(And(tuple(found), place=self.report.place(span)), span)

    def _link(self, op: ast.cmpop, left: ast.expr, right: ast.expr, scope: Scope) -> Expression:
        span = (self.span(left)[0], self.span(right)[1])
        if not isinstance(op, ast.In | ast.NotIn):
            first, second = each((left, right), lambda side: self.value(side, scope))
            return compare(_COMPARE[type(op)], first, second, span, self.report)
        if not isinstance(right, ast.List | ast.Tuple):
            raise self.report.add("expression.in_right", self.span(right))
        if not right.elts:
            raise self.report.add("expression.in_empty", self.span(right))
        item, *values = each((left, *right.elts), lambda one: self.value(one, scope))
        member = in_set(item, values, span, self.report)
        return member if isinstance(op, ast.In) else Not(member, place=self.report.place(span))

    def _call(self, node: ast.Call, scope: Scope) -> Value:
        name_span = self.span(node.func)
        written, _ = dotted(node.func, self)
        name, suggestion = known_function(written)
        if not name:
            code = "expression.method" if "." in written else "expression.unknown_function"
            raise self.report.add(code, name_span, suggestion=suggestion)
        keywords = []
        for word in node.keywords:
            token = self.source.token(word.arg or "")
            keywords.append(Keyword(token.text, word.value, token.span))
        return call_function(Call(name, written, node.args, keywords, self.span(node), name_span), scope, self)

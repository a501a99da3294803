"""A function call as written, and the questions every function asks of its arguments."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from fraudguard.pack.lexing import Kind, Token
from fraudguard.pack.lookup import Context, Scope, specs_of
from fraudguard.pack.operators import Value
from fraudguard.pack.rejections import Report, Span
from fraudguard.pack.syntax import Source
from fraudguard.pack.tree import Expression, Field, Type
from fraudguard.pack.vocabulary import USAGE, english_keyword, nearest

__all__ = ["Call", "Checker", "Keyword", "argument", "dotted", "field_argument", "name_or_string", "no_more"]


class Checker(Protocol):
    """What a function's check asks of the check of the whole line."""

    @property
    def report(self) -> Report: ...
    @property
    def context(self) -> Context: ...
    @property
    def source(self) -> Source: ...

    def value(self, node: ast.expr, scope: Scope) -> Value:
        """The typed value of a sub-expression."""

    def condition(self, node: ast.expr, scope: Scope) -> Expression:
        """The typed condition of a sub-expression."""

    def string(self, node: ast.expr, code: str, **params: object) -> tuple[str, Span, Token]:
        """The content of a quoted string; anything else is the fault ``code``."""

    def span(self, node: ast.expr) -> Span:
        """Where a node stands."""

    def token(self, node: ast.expr) -> Token | None:
        """The token of a node that is one name, number or string."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """One ``name=value`` of a call."""

    name: str
    value: ast.expr
    span: Span


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a known function by its English name; ``written`` is the name the author used."""

    name: str
    written: str
    arguments: list[ast.expr]
    keywords: list[Keyword]
    span: Span
    name_span: Span


def argument(call: Call, number: int, checker: Checker) -> ast.expr:
    """The positional argument with this number, from 0."""
    if number >= len(call.arguments):
        raise checker.report.add("expression.argument_missing", call.span, usage=USAGE[call.name], number=number + 1)
    return call.arguments[number]


def no_more(call: Call, most: int, checker: Checker, keywords: Mapping[str, str] | None = None) -> None:
    """No positional argument beyond ``most`` (0: no bound), only known keywords, none twice."""
    known: Collection[str] = keywords or {}
    if most and len(call.arguments) > most:
        span = checker.span(call.arguments[most])
        code = "expression.argument_named" if keywords else "expression.argument_extra"
        raise checker.report.add(code, span, function=call.name, usage=USAGE[call.name])
    seen: set[str] = set()
    for word in call.keywords:
        name = english_keyword(word.name)
        if name not in known:
            suggestion = nearest(word.name, [*known, *(keywords or {}).values()])
            code = "expression.keyword_unknown" if keywords else "expression.keyword_none"
            params = {"given": word.name, "function": call.name}
            raise checker.report.add(code, word.span, suggestion=suggestion, **params)
        if name in seen:
            raise checker.report.add("expression.keyword_repeated", word.span, given=word.name, function=call.name)
        seen.add(name)


def dotted(node: ast.expr, checker: Checker) -> tuple[str, Span]:
    """The dotted name that a node is, as the author wrote it, with its span; anything else is a fault."""
    parts: list[str] = []
    inner = node
    while isinstance(inner, ast.Attribute):
        parts.append(checker.source.token(inner.attr).text)
        inner = inner.value
    if not isinstance(inner, ast.Name) or checker.source.token(inner.id).kind is not Kind.NAME:
        raise checker.report.add("expression.name_needed", checker.span(node))
    parts.append(checker.source.token(inner.id).text)
    return ".".join(reversed(parts)), checker.span(node)


def field_argument(call: Call, number: int, scope: Scope, checker: Checker, allowed: Collection[Type]) -> Field:
    """
    An argument that must be a field whose text can be read: of the event under test, or inside
    ``where=`` of the counted event; not of another step or a latest value, which keep no text.
    """
    node = argument(call, number, checker)
    if not isinstance(node, ast.Name | ast.Attribute):
        if isinstance(node, ast.Call):
            raise checker.report.add("expression.opaque", checker.span(node), function=call.name)
        raise checker.report.add("expression.field_needed", checker.span(node), function=call.name)
    span = checker.span(node)
    value = checker.value(node, scope)
    if not isinstance(value.node, Field):
        raise checker.report.add("expression.field_needed", span, function=call.name)
    if value.node.scope not in {"", "this"}:
        raise checker.report.add("expression.opaque", span, function=call.name)
    if value.type not in allowed:
        specs = specs_of(value.node.kind, checker.context).values()
        texts = sorted((spec for spec in specs if Type(spec.type) in allowed), key=lambda spec: not spec.textual)
        shown = ", ".join(f"`{spec.path}`" for spec in texts[:4])
        params = {"function": call.name, "examples": shown, "type": value.type.value}
        raise checker.report.add("expression.text_needed", span, **params)
    return value.node


def name_or_string(node: ast.expr, checker: Checker, code: str, **params: object) -> tuple[str, Span]:
    """The name of a list, written bare or in quotes; anything else is the fault ``code``."""
    if isinstance(node, ast.Name) and checker.source.token(node.id).kind is Kind.NAME:
        return dotted(node, checker)
    text, span, _ = checker.string(node, code, **params)
    return text, span

"""Functions other than windows: texts, lists, the clock, whole multiples, the larger of two, rules that fired."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from fraudguard import text as texts
from fraudguard.errors import Fault
from fraudguard.pack.calls import Call, Checker, argument, field_argument, name_or_string, no_more
from fraudguard.pack.lexing import Kind
from fraudguard.pack.lookup import Scope
from fraudguard.pack.operators import Value, unify
from fraudguard.pack.rejections import Rejected, each
from fraudguard.pack.tree import (
    Expression,
    Fired,
    HourOf,
    InList,
    IsMultiple,
    IsWarning,
    Matches,
    Mentions,
    Pick,
    Type,
    WeekdayOf,
)
from fraudguard.pack.vocabulary import FUNCTION_ZH, WINDOWS, english_function, nearest
from fraudguard.pack.windows import window

__all__ = ["call_function", "known_function"]

_HABITS = {
    "avg": "mean",
    "average": "mean",
    "contains": "mentions",
    "includes": "mentions",
    "has": "mentions",
    "regex": "matches",
    "search": "matches",
    "unique": "distinct",
    "nunique": "distinct",
    "last": "latest",
    "abs": "larger",
    "total": "sum",
    "包含": "提到",
    "含有": "提到",
    "总和": "合计",
    "计数": "次数",
    "均值": "平均",
    "小时": "钟点",
    "几点": "钟点",
    "求和": "合计",
    "总额": "合计",
    "第一次": "首次出现",
    "正则": "匹配",
}
"""Names people bring from elsewhere, and ours."""

_LIST_LIKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def known_function(written: str) -> tuple[str, str]:
    """The function's English name (empty when there is none) and what was probably meant."""
    name = english_function(written)
    if name in FUNCTION_ZH:
        return name, ""
    return "", _HABITS.get(written.lower()) or nearest(written.lower(), [*FUNCTION_ZH, *FUNCTION_ZH.values()])


def call_function(call: Call, scope: Scope, checker: Checker) -> Value:
    """The typed node of a call."""
    if call.name in WINDOWS:
        return window(call, scope, checker)
    no_more(call, _MOST[call.name], checker)
    return _CHECKS[call.name](call, scope, checker)


def _truth(node: Expression, call: Call) -> Value:
    return Value(node, Type.BOOL, call.span)


def _mentions(call: Call, scope: Scope, checker: Checker) -> Value:
    field = field_argument(call, 0, scope, checker, (Type.TEXT,))
    argument(call, 1, checker)
    phrases: set[str] = set()
    lists: list[str] = []

    def take(number: int) -> None:
        found, name = _phrases(call, number, checker)
        phrases.update(found)
        lists.extend([name] if name else [])

    each(range(1, len(call.arguments)), take)
    place = checker.report.place(call.span)
    return _truth(Mentions(field, tuple(sorted(phrases)), tuple(dict.fromkeys(lists)), place=place), call)


def _phrases(call: Call, number: int, checker: Checker) -> tuple[tuple[str, ...], str]:
    """The phrases an argument of ``mentions`` stands for, in normal form, and the list they come from."""
    node = call.arguments[number]
    known = checker.context.phrase_lists
    bare = checker.token(node)
    text, span = name_or_string(node, checker, "expression.phrase_needed", function=call.name)
    if text in known:
        if not known[text]:
            raise checker.report.add("expression.list_empty", span)
        return known[text], text
    if (bare is not None and bare.kind is Kind.NAME) or _LIST_LIKE.fullmatch(text):
        code = "expression.list_values" if text in checker.context.value_lists else "expression.unknown_list"
        raise checker.report.add(code, span, given=text, suggestion=nearest(text, known))
    phrase = texts.normal_form(text)
    if all(unicodedata.category(character)[0] in "PZ" for character in phrase):
        raise checker.report.add("expression.phrase_empty", span)
    return (phrase,), ""


def _matches(call: Call, scope: Scope, checker: Checker) -> Value:
    field = field_argument(call, 0, scope, checker, (Type.TEXT,))
    pattern, span, token = checker.string(argument(call, 1, checker), "expression.pattern_needed", function=call.name)
    try:
        texts.check_pattern(pattern)
    except texts.PatternFault as fault:
        at = span[0]
        if token.inner >= 0:
            at = min(token.inner + (fault.offset or 0), span[1] - 1)
        end = at + 1 if token.inner >= 0 else span[1]
        checker.report.faults.append(Fault(fault.code, dict(fault.params), checker.report.place((at, end))))
        raise Rejected(fault.code) from None
    return _truth(Matches(field, pattern, place=checker.report.place(call.span)), call)


def _is_warning(call: Call, scope: Scope, checker: Checker) -> Value:
    field = field_argument(call, 0, scope, checker, (Type.TEXT,))
    return _truth(IsWarning(field, place=checker.report.place(call.span)), call)


def _in_list(call: Call, scope: Scope, checker: Checker) -> Value:
    field = field_argument(call, 0, scope, checker, (Type.TEXT, Type.TEXTS))
    name, span = name_or_string(argument(call, 1, checker), checker, "expression.list_needed", function=call.name)
    if name not in checker.context.value_lists:
        code = "expression.list_phrases" if name in checker.context.phrase_lists else "expression.unknown_list"
        suggestion = nearest(name, checker.context.value_lists)
        raise checker.report.add(code, span, given=name, suggestion=suggestion)
    return _truth(InList(field, name, place=checker.report.place(call.span)), call)


def _clock(call: Call, scope: Scope, checker: Checker) -> Value:
    item = checker.value(argument(call, 0, checker), scope)
    if item.type is not Type.TIME:
        code = "expression.time_needed"
        raise checker.report.add(code, item.span, function=call.name, type=item.type.value)
    make = HourOf if call.name == "hour" else WeekdayOf
    return Value(make(item.node, place=checker.report.place(call.span)), Type.NUMBER, call.span)


def _two(call: Call, scope: Scope, checker: Checker, *, times: bool) -> tuple[Value, Value]:
    """Two numbers, two amounts (or, when ``times``, two times), a number beside an amount being yuan."""
    nodes = [argument(call, 0, checker), argument(call, 1, checker)]
    left, right = each(nodes, lambda node: checker.value(node, scope))
    both = unify(left, right, checker.report)
    if both is None or (both[0].type is Type.TIME and not times):
        params = {"left": left.type.value, "right": right.type.value}
        raise checker.report.add("expression.pair_types", call.span, function=call.name, **params)
    return both


def _is_multiple(call: Call, scope: Scope, checker: Checker) -> Value:
    item, of = _two(call, scope, checker, times=False)
    return _truth(IsMultiple(item.node, of.node, place=checker.report.place(call.span)), call)


def _pick(call: Call, scope: Scope, checker: Checker) -> Value:
    left, right = _two(call, scope, checker, times=True)
    node = Pick(call.name, left.node, right.node, left.type, place=checker.report.place(call.span))
    return Value(node, left.type, call.span)


def _fired(call: Call, scope: Scope, checker: Checker) -> Value:
    rule, span, _ = checker.string(argument(call, 0, checker), "expression.rule_needed")
    rules = checker.context.rules
    if not scope.window:
        raise checker.report.add("expression.fired_outside", call.span, rule=rule)
    if rule not in rules:
        raise checker.report.add("expression.unknown_rule", span, rule=rule, suggestion=nearest(rule, rules))
    if rules[rule] and rules[rule] != scope.bare:
        raise checker.report.add("expression.fired_kind", span, rule=rule, kind=rules[rule], counted=scope.bare)
    return _truth(Fired(rule, place=checker.report.place(call.span)), call)


_CHECKS: Mapping[str, Callable[[Call, Scope, Checker], Value]] = {
    "mentions": _mentions,
    "matches": _matches,
    "is_warning": _is_warning,
    "in_list": _in_list,
    "hour": _clock,
    "weekday": _clock,
    "is_multiple": _is_multiple,
    "larger": _pick,
    "smaller": _pick,
    "fired": _fired,
}
_MOST = {
    "mentions": 0,
    "matches": 2,
    "is_warning": 1,
    "in_list": 2,
    "hour": 1,
    "weekday": 1,
    "is_multiple": 2,
    "larger": 2,
    "smaller": 2,
    "fired": 1,
}
"""How many arguments each takes; 0: any number."""

"""
durable-rules behind guards: what it does wrong without a word is refused here with one.

Its C module is called without its host, which would start threads on the wall clock and refuse to register a ruleset
twice; without actions, because what goes wrong in one never comes out; and with one state at a time, because what
is unfinished in one costs 8 kB a fact for ever and the 1,025th is the end. `docs/decisions/0010` has the measurements.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from types import ModuleType
from typing import Any

from fraudguard.errors import UsageError
from fraudguard.plan.durable_rules import MOST_PATTERNS, ONE, OVER, ZERO

__all__ = ["MOST_STATES", "Answer", "DurableRuleset", "Fact", "engine", "ruleset"]

MOST_STATES = 1_000
"""States that failures may leave behind in one ruleset; the 1,025th would end the process."""

Fact = Mapping[str, int | float | str]
Answer = tuple[str, dict[str, int]]
"""The name of a rule that holds, and for each of its patterns the number of the fact that took it."""

_OBSERVED = 2
_OPERATORS = {"$and", "$lt", "$lte", "$gt", "$gte", "$neq", "$add", "$sub", "$mul", "$l", "$r", "$m"}
_lock = threading.Lock()
_names = count()
_sids = count(1)


@cache
def engine() -> ModuleType:
    """The C module of durable-rules. Raises `UsageError` where it cannot be."""
    if sys.version_info >= (3, 13):
        raise UsageError("durable.python", given=".".join(map(str, sys.version_info[:2])))
    try:
        import durable_rules_engine
    except ImportError:
        raise UsageError("durable.missing") from None
    found: ModuleType = durable_rules_engine  # it ships no types
    return found


class DurableRuleset:
    """
    A ruleset that answers questions: facts in, all rules that hold out, nothing kept.

    Raises `UsageError` for rules that durable-rules would take and then answer wrongly or die of.
    """

    def __init__(self, rules: Mapping[str, Any]) -> None:
        _check_rules(rules)
        self._engine = engine()
        self._left = 0
        with _lock:
            self._handle = self._said(self._engine.create_ruleset, f"fraudguard-{next(_names)}", _encoded(rules))

    def ask(self, facts: Sequence[Fact]) -> list[Answer]:
        """
        Every rule that holds over ``facts``, posted in this order under a state of their own, deleted afterwards.

        Facts are numbered from 0; one may have an ``id`` of its own. Raises `UsageError` for facts that would be
        confused, and when durable-rules fails; it must not be asked again then.
        """
        numbers = _check_facts(facts)
        if self._left >= MOST_STATES:
            raise UsageError("durable.states", most=MOST_STATES)
        with _lock:
            found = self._ask(dict(zip(numbers, facts, strict=True)))
        return [
            (rule, {pattern: numbers[fact["id"]] for pattern, fact in match.items()})
            for text in found
            for rule, matches in json.loads(text).items()
            if rule != OVER
            for match in (matches if isinstance(matches, list) else [matches])
        ]

    def _ask(self, facts: Mapping[str, Fact]) -> list[str]:
        """The answers as text. The last fact always has one: a state deleted before any ends the process."""
        sid = str(next(_sids))
        self._left += 1
        said, state = self._said, 0
        for name, fact in [*facts.items(), (OVER, {OVER: 1})]:
            text = f'{{"{ONE}":1,"{ZERO}":0{_members(fact)},"id":"{name}","sid":"{sid}"}}'
            code, state = said(self._engine.assert_fact, self._handle, text)
            if code == _OBSERVED:
                raise UsageError("durable.failed", reason="a fact counts as already observed")
        started = said(self._engine.start_action_for_state, self._handle, state)
        found: list[str] = []
        answer = started[1] if started else None
        while answer:
            found.append(answer)
            answer = said(self._engine.complete_and_start_action, self._handle, state)
        if not found:
            raise UsageError("durable.failed", reason="the last fact was not answered")
        said(self._engine.delete_state, self._handle, sid)
        self._left -= 1
        return found

    def _said(self, function: Any, *arguments: Any) -> Any:
        """What a function of the C module returns; its failures become ours."""
        try:
            return function(*arguments)
        except (self._engine.error, MemoryError) as problem:
            raise UsageError("durable.failed", reason=str(problem) or type(problem).__name__) from None


@cache
def _ruleset(text: str) -> DurableRuleset:
    return DurableRuleset(json.loads(text))


def ruleset(rules: Mapping[str, Any]) -> DurableRuleset:
    """The ruleset of these rules; the same one for equal rules, because durable-rules cannot give one back safely."""
    return _ruleset(json.dumps(rules))


def _check_rules(rules: Mapping[str, Any]) -> None:
    if len(rules) - 1 > MOST_PATTERNS:  # one is `OVER`
        raise UsageError("durable.rules_many", given=len(rules) - 1, most=MOST_PATTERNS)
    if OVER not in rules:
        raise UsageError("durable.rule", name="", reason=f"the rule `{OVER}` is missing")
    for name, rule in rules.items():
        for i, pattern in enumerate(rule["all"]):
            ((alias, group),) = pattern.items()
            if alias.endswith("$not") and i != len(rule["all"]) - 1:
                raise UsageError("durable.rule", name=name, reason="`none` is ignored unless it is the last pattern")
            tests = group.get("$and", [group])
            if any(operator not in _OPERATORS for test in tests for operator in _operators(test)):
                raise UsageError("durable.rule", name=name, reason="only comparisons with `+ - *` are answered rightly")
            if any("$and" in test for test in tests):
                raise UsageError("durable.rule", name=name, reason="a group inside a group is cut short")
    if not json.dumps(rules, ensure_ascii=False).isascii():
        raise UsageError("durable.text")


def _operators(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for name, below in node.items():
            if name.startswith("$"):
                yield name
            yield from _operators(below)
    elif isinstance(node, list):
        for below in node:
            yield from _operators(below)


def _check_facts(facts: Sequence[Fact]) -> dict[str, int]:
    """The number of each fact by its id. Refuses ids of one hash and texts outside ASCII."""
    hashes = {_hash(OVER): OVER}
    numbers: dict[str, int] = {}
    for number, fact in enumerate(facts):
        name = str(fact.get("id", number))
        found = _hash(name)
        if found in hashes:
            raise UsageError("durable.ids", first=hashes[found], second=name)
        hashes[found] = name
        numbers[name] = number
        for one in fact.values():
            if isinstance(one, str) and not one.isascii():
                raise UsageError("durable.text")
    return numbers


@cache
def _hash(text: str) -> int:
    """The 32-bit hash by which durable-rules compares ids (FNV-1a)."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 16_777_619 & 0xFFFF_FFFF
    return found


def _members(fact: Fact) -> str:
    """The members of a fact as JSON, each after a comma."""
    return "".join(
        [f',"{name}":{one if type(one) is int else _encoded(one)}' for name, one in fact.items() if name != "id"]
    )


def _encoded(node: object) -> str:
    """JSON as durable-rules reads it: an exponent only after a decimal point."""
    if isinstance(node, Mapping):
        return "{" + ",".join(f'"{name}":{_encoded(below)}' for name, below in node.items()) + "}"
    if isinstance(node, (list, tuple)):
        return "[" + ",".join(map(_encoded, node)) + "]"
    if isinstance(node, float):
        text = repr(node)
        return text if "." in text else text.replace("e", ".0e")
    return json.dumps(node)

"""Check a sequence: its steps, their names, its key and what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fraudguard.events.catalogue import FIELDS, KIND_ZH, KINDS
from fraudguard.pack.check_conditions import Conditions
from fraudguard.pack.check_fields import RULE_KINDS, kind_named, path_on_all
from fraudguard.pack.checked import Sequence, Step
from fraudguard.pack.schema import RawRule, RawSequence, RawStep
from fraudguard.pack.shapes import Faults
from fraudguard.pack.tree import Literal, Type
from fraudguard.pack.vocabulary import CONNECTIVES_ZH, EXTRA_ZH, FUNCTION_ZH, KEYWORD_ZH, MODEL_ZH, THIS_ZH

if TYPE_CHECKING:
    from fraudguard.pack.check_rules import Known

__all__ = ["check_sequence"]

_WEEK = 7 * 86_400_000_000
_HEADS = {part.partition(".")[0] for specs in FIELDS.values() for one in specs.values() for part in (one.path, one.zh)}
_TAKEN = frozenset(
    {*_HEADS, *KINDS, *KIND_ZH.values(), *FUNCTION_ZH, *FUNCTION_ZH.values(), *KEYWORD_ZH, *KEYWORD_ZH.values()}
    | {
        *CONNECTIVES_ZH,
        *MODEL_ZH,
        *MODEL_ZH.values(),
        "this",
        THIS_ZH,
        "extra",
        EXTRA_ZH,
        "and",
        "or",
        "not",
        "in",
        "is",
    }
)


def check_sequence(rule: RawRule, known: Known, faults: Faults) -> tuple[Sequence, dict[str, str]]:
    """The sequence, and the named steps with their kinds (empty: mixed) for the sentence."""
    raw = rule.sequence
    assert raw is not None
    if raw.within > _WEEK:
        faults.warn("pack.long_sequence", raw.place("within"), id=rule.id)
    named: dict[str, str] = {}
    steps: list[Step] = []
    for index, step in enumerate(raw.steps):
        if step is None:
            continue
        checked = _step(step, index, named, known, faults)
        steps.append(checked)
        if step.name:
            _check_name(step, named, faults)
            named[step.name] = checked.kind
    if raw.at_least > len(raw.steps):
        faults.add("pack.too_few_steps", raw.place("at_least"), given=raw.at_least, steps=len(raw.steps))
    unless = _breakers(raw, known, faults)
    by = _keys(raw, known, faults)
    return Sequence(tuple(steps), raw.within, by, unless, raw.any_order, raw.at_least), named


def _step(step: RawStep, index: int, named: Mapping[str, str], known: Known, faults: Faults) -> Step:
    name = step.name or f"step{index + 1}"
    if step.rule:
        for other in ("on", "when"):
            if step.gives(other):
                faults.add("pack.step_forms", step.node.entries[other][0].place(), key=other)
        if step.rule not in known.rule_kinds:
            suggestion = faults.near(step.rule, known.rule_kinds)
            faults.add("pack.unknown_rule", step.place("rule"), given=step.rule, suggestion=suggestion)
        return Step(name, step.rule, known.rule_kinds.get(step.rule, ""), None)
    kind = kind_named(step.on)
    if not step.gives("on"):
        if not step.gives("rule"):
            faults.add("pack.missing_key", step.node.place(), key="on", where=name)
    elif step.on and not kind:
        names = RULE_KINDS if step.on.isascii() else tuple(KIND_ZH.values())
        params = {"given": step.on, "known": ", ".join(RULE_KINDS), "suggestion": faults.near(step.on, names)}
        faults.add("pack.unknown_kind", step.place("on"), **params)
    if step.when is None:
        return Step(name, "", kind, Literal(value=True, type=Type.BOOL))
    if not kind:
        return Step(name, "", "", None)
    context = known.context(kind, dict(named))
    return Step(name, "", kind, Conditions(context, faults, known.budget).all_of(step.when, "when"))


def _check_name(step: RawStep, named: Mapping[str, str], faults: Faults) -> None:
    if step.name in named:
        faults.add("pack.step_twice", step.place("as"), name=step.name)
    elif step.name in _TAKEN:
        faults.add("pack.step_name_taken", step.place("as"), name=step.name)


def _step_kinds(raw: RawSequence, known: Known) -> frozenset[str]:
    found: set[str] = set()
    for step in raw.steps:
        if step is not None and step.rule:
            found |= known.kinds.get(step.rule, frozenset())
        elif step is not None and kind_named(step.on):
            found.add(kind_named(step.on))
    return frozenset(found)


def _keys(raw: RawSequence, known: Known, faults: Faults) -> tuple[str, ...]:
    kinds = _step_kinds(raw, known)
    for rule in raw.unless:
        kinds |= known.kinds.get(rule, frozenset())
    paths = [
        path_on_all(path, kinds, known.extra, raw.item("by", index), faults)
        for index, path in enumerate(raw.by)
        if path
    ]
    return tuple(dict.fromkeys(path for path in paths if path)) or ("person.key",)


def _breakers(raw: RawSequence, known: Known, faults: Faults) -> tuple[str, ...]:
    for index, rule in enumerate(raw.unless):
        if rule and rule not in known.rule_kinds:
            suggestion = faults.near(rule, known.rule_kinds)
            faults.add("pack.unknown_rule", raw.item("unless", index), given=rule, suggestion=suggestion)
    return tuple(dict.fromkeys(raw.unless))

"""Check one rule at a time: names it uses, conditions, sentence, subject; out comes a `CheckedRule`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from fraudguard.events.catalogue import FIELDS, KIND_ZH
from fraudguard.pack.check_conditions import Budget, Conditions
from fraudguard.pack.check_examples import check_examples
from fraudguard.pack.check_fields import RULE_KINDS, kind_named, path_on_all
from fraudguard.pack.check_lists import allowed
from fraudguard.pack.check_sequence import check_sequence
from fraudguard.pack.checked import CheckedRule, Group, Sequence, Template
from fraudguard.pack.expression import Context
from fraudguard.pack.nodes import Scalar
from fraudguard.pack.schema import RESERVED, RawRule
from fraudguard.pack.shapes import Faults
from fraudguard.pack.syntax import Source
from fraudguard.pack.tree import Expression, Type

__all__ = ["Known", "check_rule", "kinds_of_rules"]

_NO_TEMPLATE = Template(())


@dataclass(frozen=True, slots=True)
class Known:
    """What rules may name: everything of the pack that was checked before them."""

    groups: Mapping[str, Group]
    scams: Collection[str]
    advice: Collection[str]
    extra: Mapping[str, Type]
    phrase_lists: Mapping[str, tuple[str, ...]]
    value_lists: Collection[str]
    kinds: Mapping[str, frozenset[str]]
    rule_kinds: Mapping[str, str]
    contexts: dict[str, Context] = field(default_factory=dict)
    parsed: dict[str, Source] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)

    def context(self, kind: str, steps: Mapping[str, str] | None = None) -> Context:
        """The context for expressions about an event of ``kind`` (empty: any kind)."""
        if kind not in self.contexts:
            self.contexts[kind] = Context(
                kind=kind,
                fields=FIELDS,
                extra=self.extra,
                phrase_lists=self.phrase_lists,
                value_lists=self.value_lists,
                rules=self.rule_kinds,
                kinds_zh=KIND_ZH,
                parsed=self.parsed,
            )
        base = self.contexts[kind]
        return replace(base, steps=steps) if steps else base


def kinds_of_rules(rules: Collection[RawRule]) -> dict[str, frozenset[str]]:
    """
    For each rule the kinds of the event on which it can fire.

    For a sequence these are the kinds of the steps that can come last. A rule in a cycle, or one
    whose kind is unknown, has none.
    """
    by_id = {rule.id: rule for rule in rules if rule.id}
    out: dict[str, frozenset[str]] = {}
    for start in by_id:
        todo, path = [start], set[str]()
        while todo:
            current = todo[-1]
            waits = [] if current in out else [one for one in _last_rules(by_id[current]) if one in by_id]
            waits = [one for one in waits if one not in out and one not in path]
            path.add(current)
            if waits:
                todo.extend(waits)
                continue
            todo.pop()
            if current not in out:
                out[current] = _kinds(by_id[current], out)
    return out


def _last_steps(rule: RawRule) -> list[tuple[str, str]]:
    """(rule, kind) of the steps that can complete a chain."""
    sequence = rule.sequence
    if sequence is None:
        return []
    steps = [(step.rule, step.on) for step in sequence.steps if step is not None]
    if sequence.any_order:
        return steps
    return steps[(sequence.at_least or len(steps)) - 1 :]


def _last_rules(rule: RawRule) -> list[str]:
    return [name for name, _ in _last_steps(rule) if name]


def _kinds(rule: RawRule, done: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if rule.sequence is None:
        kind = kind_named(rule.on)
        return frozenset([kind]) if kind else frozenset()
    found: set[str] = set()
    for name, on in _last_steps(rule):
        if name:
            found |= done.get(name, frozenset())
        elif kind_named(on):
            found.add(kind_named(on))
    return frozenset(found)


def check_rule(raw: RawRule, known: Known, faults: Faults) -> CheckedRule:
    """
    The rule with its expressions typed; what is wrong goes to ``faults``.

    When there are faults the rule that comes out is good for checking other rules only.
    """
    _check_names(raw, known, faults)
    kinds = known.kinds.get(raw.id, frozenset())
    kind = next(iter(kinds)) if len(kinds) == 1 else ""
    when: Expression | None = None
    unless: tuple[Expression, ...] = ()
    sequence: Sequence | None = None
    steps: dict[str, str] = {}
    _check_form(raw, faults)
    if raw.sequence is not None:
        sequence, steps = check_sequence(raw, known, faults)
    elif kind:
        conditions = Conditions(known.context(kind), faults, known.budget)
        when = conditions.all_of(raw.when, "when") if raw.when is not None else None
        unless = conditions.read(raw.unless, "unless") if raw.unless is not None else ()
    return CheckedRule(
        id=raw.id,
        title=raw.title,
        scam=raw.scam,
        kind=kind,
        points=raw.points,
        group=raw.group,
        stage=raw.stage,
        because=_because(raw, kinds, known, steps, faults),
        when=when,
        unless=unless,
        sequence=sequence,
        role="support" if raw.role == "support" else "core",
        status=raw.status or "active",  # type: ignore[arg-type]  # one of the declared choices
        subject=_subject(raw, kinds, known, faults),
        floor=raw.floor or "none",  # type: ignore[arg-type]  # one of the declared choices
        urgent=raw.urgent,
        advice=raw.advice,
        source=raw.source,
        examples=check_examples(raw, faults),
        place=raw.place("id"),
        allows=allowed(raw.allow),
    )


def _check_names(raw: RawRule, known: Known, faults: Faults) -> None:
    if raw.id in RESERVED:
        faults.add("pack.reserved_rule", raw.place("id"), id=raw.id)
    if raw.group in RESERVED:
        faults.add("pack.reserved_group", raw.place("group"), group=raw.group)
    elif raw.group and raw.group not in known.groups:
        faults.add(
            "pack.unknown_group_id",
            raw.place("group"),
            given=raw.group,
            suggestion=faults.near(raw.group, known.groups),
        )
    for index, advice in enumerate(raw.advice):
        if advice and advice not in known.advice:
            faults.add(
                "pack.unknown_advice",
                raw.item("advice", index),
                given=advice,
                suggestion=faults.near(advice, known.advice),
            )


def _check_form(raw: RawRule, faults: Faults) -> None:
    """A rule has either `on` and `when`, or a `sequence`."""
    if raw.gives("sequence"):
        for name in ("on", "when", "unless"):
            if raw.gives(name):
                faults.add("pack.two_forms", raw.node.entries[name][0].place(), key=name, id=raw.id)
        return
    if not raw.gives("on"):
        faults.add("pack.missing_key", raw.node.place(), key="on", where=raw.id or "rule")
    elif raw.on and not kind_named(raw.on):
        known = RULE_KINDS if raw.on.isascii() else tuple(KIND_ZH.values())
        params = {"given": raw.on, "known": ", ".join(RULE_KINDS), "suggestion": faults.near(raw.on, known)}
        faults.add("pack.unknown_kind", raw.place("on"), **params)
    if not raw.gives("when"):
        faults.add("pack.missing_key", raw.node.place(), key="when", where=raw.id or "rule")


def _subject(raw: RawRule, kinds: frozenset[str], known: Known, faults: Faults) -> str:
    if not raw.subject:
        return "person.key"
    return path_on_all(raw.subject, kinds, known.extra, raw.place("subject"), faults) or "person.key"


def _because(raw: RawRule, kinds: frozenset[str], known: Known, steps: Mapping[str, str], faults: Faults) -> Template:
    node = raw.node.get("because")
    if not isinstance(node, Scalar) or not raw.because:
        return _NO_TEMPLATE
    if not kinds and re.search(r"[{}]", raw.because):
        return _NO_TEMPLATE  # the kind is unknown, and that is reported already
    kind = next(iter(kinds)) if len(kinds) == 1 else ""
    template = Conditions(known.context(kind, steps), faults, known.budget).template(node)
    return template or _NO_TEMPLATE

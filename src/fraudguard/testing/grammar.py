"""What of the rule language a set of packs really used: the proof that random packs reach all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from fraudguard.events.catalogue import KINDS
from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule, Sequence
from fraudguard.pack.tree import (
    And,
    Arithmetic,
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
    walk,
)
from fraudguard.pack.vocabulary import FUNCTIONS

__all__ = ["GRAMMAR", "grammar_coverage"]

_GROUPS = ("all", "any", "none", "at_least")
_NAMED = {
    Fired: "fired",
    HourOf: "hour",
    InList: "in_list",
    IsMultiple: "is_multiple",
    IsWarning: "is_warning",
    Matches: "matches",
    Mentions: "mentions",
    WeekdayOf: "weekday",
}
_LATEST = ("bool", "number", "money", "text", "enum", "time")
_SUMS = ("money + money", "money - money", "money * number", "money / number", "money / money", "number * money")
_NUMBERS = ("number + number", "number - number", "number * number", "number / number", "time - time")

GRAMMAR: frozenset[str] = frozenset(
    [
        *(f"function {name}" for name in FUNCTIONS),
        *(f"nesting {group}" for group in _GROUPS),
        *(f"nesting {outer} in {inner}" for outer in _GROUPS for inner in _GROUPS),
        *(f"comparison {op}" for op in ("<", "<=", ">", ">=", "==", "!=")),
        *(f"compared {of}" for of in ("number", "money", "text", "enum", "time")),
        *(f"arithmetic {shape}" for shape in (*_SUMS, *_NUMBERS)),
        *(f"word {word}" for word in ("and", "or", "not", "in")),
        *(f"rule on {kind}" for kind in KINDS if kind != "retraction"),
        *(f"counted {kind}" for kind in KINDS if kind != "retraction"),
        *(f"latest {of}" for of in _LATEST),
        *(f"min or max {of}" for of in ("number", "money", "time")),
        *(f"distinct {of}" for of in ("number", "money", "text", "enum", "time")),
        *(f"first_seen {of}" for of in ("number", "money", "text", "enum", "time")),
        *(f"key {form}" for form in ("person", "path", "several", "equality")),
        *(f"where {part}" for part in ("bare", "this", "fired", "fired sequence")),
        *(f"read {what}" for what in ("model.probability", "model.scam", "extra", "named step", "texts")),
        *(f"step {what}" for what in ("rule", "inline", "without when", "window", "sequence")),
        *(f"sequence {what}" for what in ("ordered", "any_order", "at_least", "any_order at_least", "unless", "by")),
        "sequence by several",
        "sequence of several kinds",
        *(f"status {status}" for status in ("draft", "shadow", "active")),
        *(f"role {role}" for role in ("core", "support")),
        *(f"floor {level}" for level in LEVELS),
        *(
            f"rule {what}"
            for what in ("urgent", "unless", "advice", "subject", "subject account", "textual", "pointless")
        ),
        *(f"pack {what}" for what in ("model", "no model", "small sweep_rank", "default settings", "several scams")),
        "list dated",
        "phrases variants",
        "Chinese words",
    ]
)
"""Every item of the rule language that random packs are meant to reach."""


def grammar_coverage(packs: Iterable[Mapping[str, str]]) -> dict[str, int]:
    """
    How many of these packs use each item of `GRAMMAR`, 0 included.

    The packs are given as texts of files. Raises `PackError` when one of them is unsound.
    """
    counts: Counter[str] = Counter()
    for files in packs:
        pack = load_pack_text(files)
        counts.update({*_of_text(files), *_of_pack(pack)} & GRAMMAR)
    return {item: counts[item] for item in sorted(GRAMMAR)}


def _of_text(files: Mapping[str, str]) -> Iterator[str]:
    """What only the text shows: groups of lines, Chinese words, forms of list entries."""
    for name, text in files.items():
        content = yaml.safe_load(text)
        if name.startswith("scams/"):
            for rule in content["rules"]:
                yield from _groups([rule.get("when"), rule.get("unless"), rule.get("sequence")])
                yield from ["Chinese words"] if "其中" in repr(rule) or "时限" in repr(rule) else []
        elif name.startswith("lists/"):
            for entry in content["entries"]:
                yield from ["list dated"] if "start" in entry else []
                yield from ["phrases variants"] if "variants" in entry else []
    yield from ["pack several scams"] if sum(name.startswith("scams/") for name in files) > 1 else []


def _groups(content: Any, outer: str = "") -> Iterator[str]:
    if isinstance(content, Mapping):
        for name, inner in content.items():
            group = name in _GROUPS and not isinstance(inner, int)
            yield from [f"nesting {name}"] if group else []
            yield from [f"nesting {name} in {outer}"] if group and outer else []
            yield from _groups(inner, name if group else outer)
    elif isinstance(content, list):
        for inner in content:
            yield from _groups(inner, outer)


def _of_pack(pack: CheckedPack) -> Iterator[str]:
    rules = {rule.id: rule for rule in pack.rules}
    yield "pack no model" if pack.model is None else "pack model"
    default = pack.settings.sweep_rank == 1_000
    yield "pack default settings" if default else "pack small sweep_rank"
    for rule in (*pack.rules, *pack.drafts):
        yield from _of_rule(rule, pack)
        for root in (rule.when, *rule.unless):
            yield from _of_expression(root, rules) if root is not None else []
        if rule.sequence is not None:
            yield from _of_sequence(rule.sequence, rules)


def _of_rule(rule: CheckedRule, pack: CheckedPack) -> Iterator[str]:
    yield from (f"status {rule.status}", f"role {rule.role}", f"floor {rule.floor}")
    yield from [f"rule on {rule.kind}"] if rule.when is not None else []
    facts = {
        "urgent": rule.urgent,
        "unless": rule.unless,
        "advice": rule.advice,
        "subject": rule.subject != "person.key",
        "subject account": rule.subject.endswith("account"),
        "textual": pack.groups[rule.group].textual,
        "pointless": rule.points == 0,
    }
    yield from (f"rule {name}" for name, true in facts.items() if true)


def _of_sequence(sequence: Sequence, rules: Mapping[str, CheckedRule]) -> Iterator[str]:
    facts = {
        "ordered": not sequence.any_order,
        "any_order": sequence.any_order,
        "at_least": sequence.at_least,
        "any_order at_least": sequence.any_order and sequence.at_least,
        "unless": sequence.unless,
        "by": sequence.by != ("person.key",),
        "by several": len(sequence.by) > 1,
        "of several kinds": len({step.kind for step in sequence.steps}) > 1,
    }
    yield from (f"sequence {name}" for name, true in facts.items() if true)
    for step in sequence.steps:
        yield "step rule" if step.rule else "step inline"
        yield from ["step sequence"] if step.rule in rules and rules[step.rule].sequence is not None else []
        if step.when is None:
            continue
        yield from ["step without when"] if isinstance(step.when, Literal) else []
        yield from ["step window"] if any(isinstance(node, Window) for node in walk(step.when)) else []
        yield from _of_expression(step.when, rules)


def _of_expression(root: Expression, rules: Mapping[str, CheckedRule]) -> Iterator[str]:
    for node in walk(root):
        yield from _of_node(node)
        if isinstance(node, Window) and node.where is not None:
            inside = list(walk(node.where))
            scopes = {one.scope for one in inside if isinstance(one, Field)}
            yield from [f"where {'this' if scope else 'bare'}" for scope in scopes]
            fired = [one.rule for one in inside if isinstance(one, Fired)]
            yield from ["where fired"] if fired else []
            yield from ["where fired sequence"] if any(rules[rule].sequence for rule in fired) else []


def _of_node(node: Expression) -> Iterator[str]:
    match node:
        case And() | Or() | Not():
            yield f"word {type(node).__name__.lower()}"
        case InSet():
            yield "word in"
        case Compare():
            yield f"comparison {node.op}"
            yield f"compared {_type(node.left)}"
        case Arithmetic():
            yield f"arithmetic {_type(node.left)} {node.op} {_type(node.right)}"
        case Field():
            yield from ["read extra"] if node.path.startswith("extra.") else []
            yield from ["read named step"] if node.scope not in {"", "this"} else []
            yield from ["read texts"] if node.type is Type.TEXTS else []
        case ModelValue():
            yield f"read model.{node.name}"
        case Window():
            yield from _of_window(node)
        case Pick():
            yield f"function {node.function}"
        case _:
            yield from [f"function {_NAMED[type(node)]}"] if type(node) in _NAMED else []


def _of_window(node: Window) -> Iterator[str]:
    yield f"function {node.function}"
    yield f"counted {node.kind}"
    of = next((str(spec) for spec in (_field_type(node),) if spec), "")
    name = "min or max" if node.function in {"min", "max"} else node.function
    yield f"{name} {of}"
    own = [part for part in node.by if part.counted == part.this.path]
    forms = {
        "key person": [part.counted for part in node.by] == ["person.key"] and len(own) == 1,
        "key path": len(own) == 1 and node.by[0].counted != "person.key" and len(node.by) == 1,
        "key several": len(node.by) > 1,
        "key equality": len(own) < len(node.by),
    }
    yield from (form for form, true in forms.items() if true)


def _field_type(node: Window) -> str:
    """Type of the counted field; empty when the window counts events."""
    from fraudguard.testing.words import field_of

    return field_of(node.kind, node.path).type if node.path else ""


def _type(node: Expression) -> str:
    """Type of an operand; numbers where the node does not say."""
    return str(getattr(node, "type", Type.NUMBER))

"""Which fields of an event a pack's rules, their sentences and what is told of it can ask for."""

from __future__ import annotations

from collections.abc import Iterator

from fraudguard.events.catalogue import FIELDS, KINDS
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import Expression, Field, Window, walk
from fraudguard.scoring.decision import SERIALS
from fraudguard.scoring.wording import TELLING

__all__ = ["fields_read"]

_ALWAYS = ("id", "at", "source", *SERIALS)


def fields_read(pack: CheckedPack) -> dict[str, frozenset[str]]:
    """
    By kind the fields that scoring an event can read; all of a person and of a lead, which become a ticket.

    A table may do without the others: decisions, tickets and sentences stay the same.
    """
    found: dict[str, set[str]] = {
        kind: {*_ALWAYS, *TELLING[kind], *(path for path in FIELDS[kind] if path.startswith("person."))}
        for kind in KINDS
    }
    found["lead"].update(path for path in FIELDS["lead"] if path != "kind")
    for rule in pack.rules:
        for kind, path in _of_rule(rule):
            for one in (kind,) if kind else KINDS:
                if path in FIELDS[one] or path.startswith("extra."):
                    found[one].add(path)
    return {kind: frozenset(paths) for kind, paths in found.items()}


def _of_rule(rule: CheckedRule) -> Iterator[tuple[str, str]]:
    yield rule.kind, rule.subject
    for part in rule.because.parts:
        if not isinstance(part, str):
            yield part.kind, part.path
    for line in (*(() if rule.when is None else (rule.when,)), *rule.unless):
        yield from _of_expression(line)
    if rule.sequence is not None:
        for path in rule.sequence.by:
            yield "", path
        for step in rule.sequence.steps:
            yield from _of_expression(step.when) if step.when is not None else ()


def _of_expression(node: Expression) -> Iterator[tuple[str, str]]:
    for part in walk(node):
        if isinstance(part, Field):
            yield part.kind, part.path
        elif isinstance(part, Window):
            yield part.kind, part.path
            yield from ((part.kind, key.counted) for key in part.by)

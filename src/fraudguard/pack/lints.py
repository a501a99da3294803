"""What a sound pack avoids although it could be run: rules on one phrase, text in a hard group, no examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.checked import CheckedRule, Group
from fraudguard.pack.shapes import Faults
from fraudguard.pack.tree import (
    And,
    AtLeast,
    Expression,
    Field,
    Fired,
    IsWarning,
    Matches,
    Mentions,
    Not,
    Or,
    Window,
    children,
)

__all__ = ["LONE_PHRASE_POINTS", "lint_rule"]

LONE_PHRASE_POINTS = 15
"""Most points of a rule that one phrase is enough to fire."""

_MUCH = 100  # stands for evidence other than words


def lint_rule(
    rule: CheckedRule,
    rules: Mapping[str, CheckedRule],
    groups: Mapping[str, Group],
    faults: Faults,
    *,
    unread: bool = False,
) -> None:
    """Report what is unsound about one checked rule; nothing about examples that were left ``unread``."""
    if not rule.id:
        return
    if rule.when is not None and rule.points > LONE_PHRASE_POINTS and _words_needed(rule.when) == 1:
        faults.add("pack.lone_phrase", rule.place, id=rule.id, points=rule.points, limit=LONE_PHRASE_POINTS)
    group = groups.get(rule.group)
    if group is not None and not group.textual:
        evidence = set(_evidence(rule, rules, groups))
        if evidence == {True}:
            faults.add("pack.text_in_hard_group", rule.place, id=rule.id, group=rule.group)
    if unread:
        return
    labels = {example.label for example in rule.examples}
    if not labels and rule.status == "active":
        faults.warn("pack.active_untested", rule.place, id=rule.id)
    elif len(labels) < 2:
        missing = ", ".join(sorted({"hit", "miss"} - labels))
        faults.warn("pack.no_examples", rule.place, id=rule.id, missing=missing)


def _words_needed(node: Expression) -> int:
    """How many phrase tests must be true for ``node`` to be true; `_MUCH` when more than words is needed."""
    if isinstance(node, (Mentions, Matches)):
        return 1
    if isinstance(node, And):
        return min(_MUCH, sum(_words_needed(item) for item in node.items))
    if isinstance(node, Or):
        return min((_words_needed(item) for item in node.items), default=0)
    if isinstance(node, AtLeast):
        return min(_MUCH, sum(sorted(_words_needed(item) for item in node.items)[: node.count]))
    if isinstance(node, Not):
        return 0 if _only_words(node.item) else _MUCH
    return 0 if isinstance(node, IsWarning) else _MUCH


def _only_words(node: Expression) -> bool:
    if isinstance(node, (Mentions, Matches, IsWarning)):
        return True
    inner = list(children(node))
    return isinstance(node, (And, Or, AtLeast, Not)) and all(_only_words(one) for one in inner)


def _evidence(rule: CheckedRule, rules: Mapping[str, CheckedRule], groups: Mapping[str, Group]) -> Iterator[bool]:
    """For everything the rule's conditions read: whether it is text."""

    def of_rule(name: str) -> bool:
        other = rules.get(name)
        group = groups.get(other.group) if other else None
        return group is not None and group.textual

    if rule.when is not None:
        yield from _read_by(rule.when, of_rule)
    if rule.sequence is not None:
        for step in rule.sequence.steps:
            if step.rule:
                yield of_rule(step.rule)
            elif step.when is not None:
                yield from _read_by(step.when, of_rule)


def _read_by(node: Expression, of_rule: Callable[[str], bool]) -> Iterator[bool]:
    if isinstance(node, Field):
        yield _is_text(node.kind, node.path)
        return
    if isinstance(node, Fired):
        yield of_rule(node.rule)
        return
    if isinstance(node, Window):
        if node.path:
            yield _is_text(node.kind, node.path)
        if node.where is not None:
            yield from _read_by(node.where, of_rule)
        elif not node.path:
            yield False
        return
    for child in children(node):
        yield from _read_by(child, of_rule)


def _is_text(kind: str, path: str) -> bool:
    spec = FIELDS.get(kind, {}).get(path)
    return spec is not None and spec.textual

"""What two packs say differently: rules that came, went or changed, and the tables all rules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from fraudguard.pack.checked import CheckedPack, CheckedRule

__all__ = ["Definitions", "Written", "definitions"]

Written = Literal["same", "added", "removed", "changed"]
"""What became of the text of a rule."""

_TABLES = ("groups", "settings", "policy", "model", "taxonomy", "value_lists", "phrase_lists", "advice")


@dataclass(frozen=True, slots=True)
class Definitions:
    """
    The difference of two packs on paper.

    ``equal`` says that they mean the same, however they are written; ``rules`` maps each rule that differs to how;
    ``tables`` names the shared tables that differ.
    """

    equal: bool
    rules: Mapping[str, Written]
    tables: tuple[str, ...]

    def of(self, rule: str) -> Written:
        """What became of a rule."""
        return self.rules.get(rule, "same")


def definitions(old: CheckedPack, new: CheckedPack) -> Definitions:
    """The difference of two packs on paper; examples, sources and places do not count."""
    before = {rule.id: _meant(rule) for rule in old.rules}
    after = {rule.id: _meant(rule) for rule in new.rules}
    rules: dict[str, Written] = {}
    for rule in sorted(before.keys() | after.keys()):
        if rule not in before:
            rules[rule] = "added"
        elif rule not in after:
            rules[rule] = "removed"
        elif before[rule] != after[rule]:
            rules[rule] = "changed"
    tables = tuple(name for name in _TABLES if getattr(old, name) != getattr(new, name))
    return Definitions(old.fingerprint == new.fingerprint, rules, tables)


def _meant(rule: CheckedRule) -> CheckedRule:
    return replace(rule, source="", examples=(), place=None)

"""Lints on examples: those that promise two things of the same events."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import Example
from fraudguard.workbench.lints.lint import Found, Lint, Looked

__all__ = ["ExamplesContradict"]


class ExamplesContradict(Lint):
    """
    A hit and a miss of one rule with the same events, once ids, times and persons that were left out are filled in.

    One of them fails `rules test`, whatever the rule says.
    """

    name = "examples_contradict"
    example = "examples: [{hit: 一, events: [{kind: call}]}, {miss: 二, events: [{kind: call}]}]"

    def look(self, at: Looked) -> Iterator[Found]:
        """The examples of every rule."""
        for rule in at.rules:
            seen: dict[str, Example] = {}
            for example in rule.examples:
                key = json.dumps(filled(example.events), sort_keys=True, default=str)
                first = seen.setdefault(key, example)
                if first.label != example.label:
                    params = {"id": rule.id, "title": example.title, "other": first.title}
                    yield Found("lint.examples_contradict", rule.id, example.place or rule.place, params)

"""Which rules, examples and scenarios a word after `-k` means."""

from __future__ import annotations

from pathlib import PurePath

from fraudguard.pack.checked import CheckedRule, Example
from fraudguard.workbench.scenario.model import Scenario

__all__ = ["means_example", "means_rule", "means_scenario"]


def means_rule(words: str, rule: CheckedRule) -> bool:
    """Whether ``words`` stand in the rule's id, its title or the name of its file; nothing means every rule."""
    file = PurePath(rule.place.file).name if rule.place is not None else ""
    return any(words.casefold() in text.casefold() for text in (rule.id, rule.title, file))


def means_example(words: str, rule: CheckedRule, example: Example) -> bool:
    """Whether ``words`` mean the rule, or stand in the title of this example of it."""
    return means_rule(words, rule) or words.casefold() in example.title.casefold()


def means_scenario(words: str, scenario: Scenario) -> bool:
    """Whether ``words`` stand in the scenario's name or the name of its file."""
    file = PurePath(scenario.place.file).name
    return any(words.casefold() in text.casefold() for text in (scenario.name, file))

"""Which rules and examples a word after `-k` means."""

from __future__ import annotations

from pathlib import PurePath

from fraudguard.pack.checked import CheckedRule, Example

__all__ = ["means_example", "means_rule"]


def means_rule(words: str, rule: CheckedRule) -> bool:
    """Whether ``words`` stand in the rule's id, its title or the name of its file; nothing means every rule."""
    file = PurePath(rule.place.file).name if rule.place is not None else ""
    return any(words.casefold() in text.casefold() for text in (rule.id, rule.title, file))


def means_example(words: str, rule: CheckedRule, example: Example) -> bool:
    """Whether ``words`` mean the rule, or stand in the title of this example of it."""
    return means_rule(words, rule) or words.casefold() in example.title.casefold()

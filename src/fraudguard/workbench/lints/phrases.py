"""Lints on phrases: those that can be left out, because a shorter one is found wherever they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.tree import Expression, Mentions, walk
from fraudguard.text import PhraseScanner
from fraudguard.workbench.lints.lint import Found, Lint, Looked, conjuncts

__all__ = ["SwallowedPhrase", "SwallowedWord"]


class SwallowedPhrase(Lint):
    """
    A phrase of a list that holds a shorter phrase of the same list: wherever the longer is found, the shorter is.

    Compared are normal forms, with the word edges of Latin letters and digits: `tg` is not in `tgif`. One report names
    all such phrases of a list; a list that keeps them for its readers says so in its own `allow`.
    """

    name = "swallowed_phrase"
    example = "entries: [百万保障, 微信百万保障]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Every list of phrases."""
        for name, entries in at.pack.phrases_written.items():
            shorter = _swallowed({one.normal for one in entries})
            lost = [one for one in entries if one.normal in shorter]
            if lost:
                first = lost[0]
                shown = "、".join(dict.fromkeys(one.written for one in lost))
                params = {"list": name, "count": len(lost), "phrases": shown, "by": shorter[first.normal]}
                yield Found("lint.swallowed_phrase", f"lists/{name}", first.place, params)


class SwallowedWord(Lint):
    """A word written in `mentions` that holds another word of the same call, or a phrase of a list named there."""

    name = "swallowed_word"
    example = "when: [\"mentions(text, '百万保障', '微信百万保障')\"]"

    def look(self, at: Looked) -> Iterator[Found]:
        """Every call of `mentions`, those in windows too."""
        for rule in at.rules:
            for node in _mentions(rule):
                listed = {phrase for name in node.lists for phrase in at.pack.phrase_lists.get(name, ())}
                shorter = _swallowed(set(node.phrases))
                for phrase in node.phrases:
                    if phrase in shorter and phrase not in listed:
                        params = {"id": rule.id, "phrase": phrase, "by": shorter[phrase]}
                        yield Found("lint.swallowed_word", rule.id, node.place or rule.place, params)


def _mentions(rule: CheckedRule) -> Iterator[Mentions]:
    steps = rule.sequence.steps if rule.sequence is not None else ()
    tops: Iterable[Expression] = (*conjuncts(rule.when), *rule.unless, *(s.when for s in steps if s.when is not None))
    for top in tops:
        yield from (node for node in walk(top) if isinstance(node, Mentions))


def _swallowed(phrases: set[str]) -> dict[str, str]:
    """Phrases that hold another one, each with the shortest that it holds."""
    ordered = sorted(phrases, key=lambda one: (len(one), one))
    scanner = PhraseScanner(ordered)
    found = {}
    for number, phrase in enumerate(ordered):
        inside = [one for one in scanner.scan(phrase) if one != number]
        if inside:
            found[phrase] = ordered[min(inside)]
    return found

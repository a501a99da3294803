"""
Looks for phrases in a normal form: one at a time (the reference) and all at once.

A phrase is found as a plain substring, except that an end of it that is a Latin letter (or a digit)
must not be continued by another letter (or digit) of the text: ``tg`` is not in ``tgif``, ``110`` is
not in ``96110``.
"""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

__all__ = ["PhraseScanner", "contains_phrase", "find_phrase"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_NONE: frozenset[str] = frozenset()
_BIG = 4_000  # phrases beyond this count get the compact automaton (a DFA would take hundreds of MB)


def _same_kind(character: str) -> frozenset[str]:
    """The characters that would continue a word ending (or beginning) with ``character``."""
    if character in _LETTERS:
        return _LETTERS
    return _DIGITS if character in _DIGITS else _NONE


def find_phrase(normal: str, phrase: str) -> tuple[int, int] | None:
    """The first half-open span where the phrase stands in the normal form, or None."""
    if not phrase:
        return None
    left, right = _same_kind(phrase[0]), _same_kind(phrase[-1])
    size = len(phrase)
    start = normal.find(phrase)
    while start >= 0:
        end = start + size
        if not (start and normal[start - 1] in left) and not (end < len(normal) and normal[end] in right):
            return start, end
        start = normal.find(phrase, start + 1)
    return None


def contains_phrase(normal: str, phrase: str) -> bool:
    """Whether the phrase, itself in normal form, stands in the text. An empty phrase never does."""
    return find_phrase(normal, phrase) is not None


class PhraseScanner:
    """
    All phrases of a pack in one pass: the same answers as `contains_phrase`, phrase by phrase.

    ``phrases`` are in normal form; their indexes name them in the results. Empty phrases and
    repeated ones are allowed.
    """

    __slots__ = ("_edged", "_find", "_indexes", "phrases")

    def __init__(self, phrases: Sequence[str]) -> None:
        self.phrases: tuple[str, ...] = tuple(phrases)
        distinct: dict[str, list[int]] = {}
        for index, phrase in enumerate(self.phrases):
            if phrase:
                distinct.setdefault(phrase, []).append(index)
        self._indexes = tuple(tuple(indexes) for indexes in distinct.values())
        self._edged = tuple(
            (_same_kind(phrase[0]), _same_kind(phrase[-1])) if _same_kind(phrase[0]) or _same_kind(phrase[-1]) else None
            for phrase in distinct
        )
        implementation = Implementation.DFA if len(distinct) <= _BIG else Implementation.ContiguousNFA
        self._find = (
            AhoCorasick(
                list(distinct), matchkind=MatchKind.Standard, implementation=implementation
            ).find_matches_as_indexes
            if distinct
            else None
        )

    def scan(self, normal: str) -> set[int]:
        """Indexes of the phrases that stand in the normal form."""
        if self._find is None:
            return set()
        matches = self._find(normal, overlapping=True)
        found: set[int] = set()
        for match, start, end in matches:
            edges = self._edged[match]
            if edges is not None:
                left, right = edges
                if (start and normal[start - 1] in left) or (end < len(normal) and normal[end] in right):
                    continue
            found.update(self._indexes[match])
        return found

    def first_span(self, normal: str, index: int) -> tuple[int, int] | None:
        """The first half-open span of phrase ``index`` in the normal form, or None."""
        return find_phrase(normal, self.phrases[index])

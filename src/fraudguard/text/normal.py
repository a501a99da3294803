"""
The one normal form in which rules, patterns and texts are compared, and the way back to the original.

Steps (DOMAIN 5.1 and 5.2): inserted readings like ``區(qū)`` go; every character is folded by itself
(`fraudguard.text.characters`); separators inside a run of Chinese characters go; aliases get their
common spelling (`fraudguard.text.aliases`). The last two are repeated until nothing changes, so
that folding a folded text changes nothing.

Separators are removed between Chinese characters only: digits, Latin words and addresses keep
theirs (``1.5``, ``a.b``). Commas, enumeration marks and line ends divide clauses; they are removed
only between single characters (``加,微,信``), so that two clauses never make a phrase together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fraudguard.text.characters import HAN, fold_character, fold_characters, odd_characters
from fraudguard.text.folding import SEPARATORS, Edit, alias_edits

__all__ = ["Normal", "normal_form", "normal_with_offsets", "original_span"]

_TONED = "āáǎăàōóǒŏòēéěĕèīíǐĭìūúǔŭùǖǘǚǜḿńňǹ\u0300\u0301\u0304\u030c\u0306"
_READING = re.compile(
    f"(?<=[{HAN}])[(（](?=[a-zɡɑüê]{{0,6}}[{_TONED}])[a-zɡɑüê{_TONED}]{{1,10}}[)）]",
)
_TONES = frozenset(_TONED)
_SIGNS = re.escape(SEPARATORS)
_PUSHED_IN = re.compile(f"[{_SIGNS}](?<=[{HAN}].)[{_SIGNS}]*(?=[{HAN}])")
_DIVIDERS = ",、\n"
_SPELLED_OUT = re.compile(
    f"[{_DIVIDERS}](?:(?<=[^{HAN}][{HAN}][{_DIVIDERS}])|(?<=\\A[{HAN}][{_DIVIDERS}]))(?=[{HAN}](?![{HAN}]))"
)
_ROUNDS = 12  # three have been enough for every text met; a bound, so that no text can hold the loop


@dataclass(frozen=True, slots=True)
class Normal:
    """
    A normal form with the way back.

    ``origin[i]`` is the half-open span of the original text that became ``text[i]``. Spans rise;
    several characters may share one (``企鹅`` became ``qq``).
    """

    text: str
    origin: list[tuple[int, int]]


def normal_form(text: str) -> str:
    """The text in the form in which phrases and patterns are looked for. Linear in its length."""
    odd = odd_characters(text)
    if odd:
        if not _TONES.isdisjoint(odd):
            text = _READING.sub("", text)
        text = fold_characters(text, odd)
    text = _SPELLED_OUT.sub("", _PUSHED_IN.sub("", text))
    for _ in range(_ROUNDS):
        edits = alias_edits(text)
        if not edits:
            break
        text = _SPELLED_OUT.sub("", _PUSHED_IN.sub("", _edited(text, edits)))
    return text


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, word in edits:
        parts += (text[at:start], word)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def normal_with_offsets(text: str) -> Normal:
    """
    The same normal form with the span of the original behind every character of it.

    Slower than `normal_form` (about 1 µs a character): meant for texts with a hit.
    """
    current = Normal(text, [(at, at + 1) for at in range(len(text))])
    current = _applied(current, _removals(_READING))
    current = _applied(current, _folds)
    current = _joined(current)
    for _ in range(_ROUNDS):
        edits = alias_edits(current.text)
        if not edits:
            break
        current = _joined(_applied(current, lambda _text, edits=edits: edits))  # type: ignore[misc]
    return current


def _joined(normal: Normal) -> Normal:
    return _applied(_applied(normal, _removals(_PUSHED_IN)), _removals(_SPELLED_OUT))


def _removals(pattern: re.Pattern[str]) -> Callable[[str], list[Edit]]:
    return lambda text: [(*match.span(), "") for match in pattern.finditer(text)]


def _folds(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for at, character in enumerate(text):
        folded = fold_character(character)
        if folded != character:
            edits.append((at, at + 1, folded))
    return edits


def _applied(normal: Normal, find: Callable[[str], list[Edit]]) -> Normal:
    """The form after the edits that ``find`` names; a new character covers all it replaced."""
    edits = find(normal.text)
    if not edits:
        return normal
    origin: list[tuple[int, int]] = []
    at = 0
    for start, end, word in edits:
        origin += normal.origin[at:start]
        covered = (normal.origin[start][0], normal.origin[end - 1][1])
        origin += [covered] * len(word)
        at = end
    origin += normal.origin[at:]
    return Normal(_edited(normal.text, edits), origin)


def original_span(normal: Normal, start: int, end: int) -> tuple[int, int]:
    """
    The half-open span of the original text behind ``normal.text[start:end]``.

    An empty span gives an empty one at the same place. Positions past the end count as the end.
    """
    size = len(normal.origin)
    start, end = max(0, min(start, size)), max(0, min(end, size))
    if start >= end:
        if start < size:
            return normal.origin[start][0], normal.origin[start][0]
        last = normal.origin[-1][1] if size else 0
        return last, last
    return normal.origin[start][0], normal.origin[end - 1][1]

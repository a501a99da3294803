"""
The first half of the normal form: every character is folded by itself, whatever stands beside it.

The fold is NFKC, lower case, Latin letters without accents, invisible characters and combining
marks away, one form for spaces and line ends, then traditional to simplified and our own variants.
Because it has no context, it is the same in rules, patterns and texts, and folding twice changes
nothing.

A character that stands for a whole number, a fraction, a date or an hour (①, ⑩, ½, ², ㏠) stays as
it is: NFKC would glue its digits to a neighbour (`①500` would become 1500). Digits that are only
styled (１, 𝟏, the key cap of 1️⃣) become plain digits.
"""

from __future__ import annotations

import re
import unicodedata

from fraudguard.text.simplified import SIMPLIFIED, TRADITIONAL
from fraudguard.text.variants import REPLACEMENTS

__all__ = ["HAN", "fold_character", "fold_characters", "odd_characters"]

HAN = "㐀-䶿一-鿿〇\U00020000-\U000323af"
"""The body of a regex class for Chinese characters."""

_SIMPLE = {**dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)), **REPLACEMENTS}
_MARKED = ("LATIN", "GREEK", "CYRILLIC")
_REMEMBERED = 20_000  # more distinct characters than this are folded anew each time
_FEW = 40  # up to this many distinct odd characters, replacing one by one is faster than a table


def _stays(character: str) -> bool:
    """Whether NFKC would turn a number sign into digits that run into their neighbours."""
    if unicodedata.category(character) in {"Nd", "Nl"}:
        return False
    if unicodedata.category(character) == "No":
        return True
    folded = unicodedata.normalize("NFKC", character)
    return len(folded) > 1 and any(unicodedata.category(c) in {"Nd", "No"} for c in folded)


def _unmarked(character: str) -> str:
    """The letter without its accents; other scripts keep their marks."""
    parts = unicodedata.normalize("NFD", character)
    if len(parts) > 1 and unicodedata.name(parts[0], "").startswith(_MARKED):
        return parts[0]
    return character


def _invisible(character: str) -> bool:
    """Format and control characters, combining marks, lone surrogates, blanks that count as letters."""
    if character == "\n":
        return False
    return (
        unicodedata.category(character) in {"Cf", "Cc", "Mn", "Me", "Cs"}
        or character in "\u115f\u1160\u3164\uffa0\u2800"
    )


def _step(character: str) -> str:
    if character in _SIMPLE:
        return _SIMPLE[character]
    if _stays(character):
        return character
    if _invisible(character):
        return ""
    if character.isspace() and character != "\n":
        return " "
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    folded = unicodedata.normalize("NFKC", character).lower()
    if folded != character:
        return folded
    return _unmarked(character)


def fold_character(character: str) -> str:
    """The folded form of one character: none, one or several characters, each folded itself."""
    current = character
    for _ in range(6):  # the longest chain met is three steps; a test folds every code point
        after = "".join(map(_step, current))
        if after == current:
            break
        current = after
    return current


class _Table(dict[int, str]):
    """Folds on first sight, so that nothing is computed for characters that never come."""

    def __missing__(self, code: int) -> str:
        folded = fold_character(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_TABLE = _Table()


def _plain_class() -> str:
    """The body of a class of the common characters that fold to themselves."""
    ranges: list[str] = []
    start: int | None = None
    for code in range(0x4E00, 0xA000):
        plain = chr(code) not in _SIMPLE
        if plain and start is None:
            start = code
        elif not plain and start is not None:
            ranges.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
    ranges.append(f"{chr(start or 0x9FFF)}-{chr(0x9FFF)}")
    return "\\n !-@\\[-~" + "".join(ranges) + "〇、。《》【】“”—…"


odd_characters = re.compile(f"[^{_plain_class()}]").findall
"""The characters of a text that may change when folded; empty for plain simplified Chinese."""


def fold_characters(text: str, odd: list[str]) -> str:
    """``text`` with every character folded; ``odd`` is what `odd_characters` found in it."""
    distinct = set(odd)
    if len(distinct) > _FEW:
        return text.translate(_TABLE)
    for character in distinct:
        text = text.replace(character, _TABLE[ord(character)])
    return text

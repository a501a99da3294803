"""
The form in which texts are compared by the classifier: the normal form without what tells the source of a text.

Digits become one ``0``; hosts, bracketed senders, names of speakers, the ways to say "reply TD to unsubscribe", and the
words by which data sets replace a name, a place, a number or an address become a blank; runs of blanks become one.
A text whose secrets were replaced by its publisher and one that was never touched look alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from fraudguard.text import Normal, normal_form, normal_with_offsets
from fraudguard.text.characters import HAN

__all__ = ["neutral_form", "neutral_with_offsets"]

_ADDRESS = re.compile(
    "https?://[a-z0-9_/?=&.%#:-]*|(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,}(?:/[a-z0-9_/?=&.%#-]*)?|url"
)
_MASKED = re.compile("(?:place|name|hotline|cellphone|x{2,}|\\*+)+")
_NUMBER = re.compile("(?:digit|[0-9](?:[0-9,.:/-]*[0-9])?)+")
_BLANKS = re.compile(" {2,}")
_ENDING = re.compile(
    '(?:拒收|退订|取消)?请?(?:回复|回|发送|发)?[:"“]?(?:tdn|td|t|r|n|dj|qx)["”]?(?:退订|拒收)'
    '|退订请?(?:回复|回|发)?[:"“]?(?:td|t|n|r|dj|qx|0)?'
    "|回复?td退?"
    "|拒收请?回复?[a-z0-9]{1,2}"
)
_RUN = re.compile(
    # A run without Chinese characters, if there is anything in it to rewrite; looked at from its beginning only, and
    # begun with a character, so that the search for it passes over Chinese ones without trying.
    f"[^{HAN}](?<![^{HAN}][\\s\\S])(?:(?<=[0-9a-z*])|(?<= )(?= )|(?>(?:[^{HAN}0-9a-z* ]| (?! ))*)[0-9a-z* ])[^{HAN}]*"
)
_LETTER = re.compile(f"[{HAN}a-z]")
_SHORT = 4  # longer runs are worked out anew: they hold numbers that nobody should keep


@dataclass(frozen=True, slots=True)
class _Stage:
    """One replacement; it is tried only on texts that hold all words of one of ``signs``."""

    signs: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]
    replace: Callable[[re.Match[str]], str]

    def applies(self, text: str) -> bool:
        for words in self.signs:
            for word in words:
                if word not in text:
                    break
            else:
                return True
        return not self.signs


def _blank(_found: re.Match[str]) -> str:
    return " "


def _run(found: re.Match[str]) -> str:
    """A run of characters that are not Chinese."""
    run = found[0]
    return _short_run(run) if len(run) <= _SHORT else _rewritten(run)


def _rewritten(run: str) -> str:
    run = _MASKED.sub(" ", _ADDRESS.sub(" ", run))
    return _BLANKS.sub(" ", _NUMBER.sub("0", run))


_short_run = lru_cache(maxsize=4096)(_rewritten)

_STAGES = (
    _Stage((("对方",), ("用户",)), re.compile("^(?:对方|用户)[0-9a-z]?:", re.MULTILINE), _blank),
    _Stage((("【",), ("[",)), re.compile("【[^】\n]{0,24}】|\\[[^\\]\n]{0,16}\\]"), _blank),
    _Stage((("退订",), ("拒收",), ("td", "退")), _ENDING, _blank),
    _Stage((("某",),), re.compile("某+"), _blank),
    _Stage((), _RUN, _run),
)


def neutral_form(text: str) -> str:
    """The neutral form of a text as it was written; empty when it has no letter. Linear in its length."""
    text = normal_form(text)
    for stage in _STAGES:
        if stage.applies(text):
            text = stage.pattern.sub(stage.replace, text)
    return text.strip(" ") if _LETTER.search(text) else ""


def neutral_with_offsets(text: str) -> Normal:
    """The same form with the span of the original behind every character of it; slower."""
    current = normal_with_offsets(text)
    for stage in _STAGES:
        if stage.applies(current.text):
            current = _applied(current, stage)
    kept = current.text.strip(" ") if _LETTER.search(current.text) else ""
    start = current.text.find(kept) if kept else 0
    return Normal(kept, current.origin[start : start + len(kept)])


def _applied(normal: Normal, stage: _Stage) -> Normal:
    parts: list[str] = []
    origin: list[tuple[int, int]] = []
    at = 0
    for found in stage.pattern.finditer(normal.text):
        start, end = found.span()
        new = stage.replace(found)
        parts += (normal.text[at:start], new)
        origin += normal.origin[at:start]
        origin += [(normal.origin[start][0], normal.origin[end - 1][1])] * len(new)
        at = end
    parts.append(normal.text[at:])
    origin += normal.origin[at:]
    return Normal("".join(parts), origin)

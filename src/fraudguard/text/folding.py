"""
Finds the spellings of `fraudguard.text.aliases` in a text whose characters are already folded.

One Aho-Corasick pass names the candidates, then their company is looked at. Every look is bounded,
so the work is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from fraudguard.text.aliases import ALIASES, Company
from fraudguard.text.characters import HAN

__all__ = ["SEPARATORS", "Edit", "alias_edits"]

Edit = tuple[int, int, str]
"""Replace ``text[start:end]`` by a string."""

SEPARATORS = " .·•_*/|~-"
"""What may be pushed between the characters of a word without ending a clause (DOMAIN 5.1 step 7)."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_IN_ADDRESS = _LETTERS | _DIGITS | {"/"}
_GLUE = frozenset("./@_=&%#")  # joins Latin words to one address: nothing is folded inside
_REACH = 6  # characters looked at on either side (DOMAIN 5.2)

_ADD = "(?<![增参更附追施])加(?![快强大以工油班密上减盟])"
_ASK = f"{_ADD}|[找联系私聊滴][我系]|私[聊信我加戳]|[进入拉建退扫]群"
_ID = "(?:[a-z][a-z0-9_-]{4,}|[1-9][0-9]{4,10}(?![0-9]|\\.[0-9]|[元块万亿%年米]))"
_VERB = "放拿看跟按带等听照开拉坐站沿随顺接抱留握盯贴挂忙急想试背守陪用穿戴夹对朝"
_NEAR: dict[str, re.Pattern[str]] = {
    # The spelling itself stands as a NUL between what is left and right of it.
    "contact": re.compile(f"{_ASK}|我的?\0|\0.?号|\0群(?![众体星组])"),
    "account": re.compile(f"{_ADD}\0"),
    "loan": re.compile(
        "(?<![增参更附追施])加[我微薇v群]|私[聊信我]|进群|无抵押|免抵押|秒批|秒到|黑户|免征信|下款|低息"
    ),
    "gambling": re.compile("\0(?:平台|网站|盘|公司|推广|代理|引流|行业|资金|app)"),
    "after a verb": re.compile(f"[{_VERB}]\0(?![名作称述录])"),
}
_FOLLOWED_BY: dict[str, re.Pattern[str]] = {
    # What may stand right of the spelling instead: the name or number of a contact.
    "contact": re.compile(f"[^{HAN}a-z0-9]{{0,3}}{_ID}"),
    "account": re.compile("[号:群 是]{0,3}[1-9][0-9]{4,10}(?![0-9元块万])"),
}
_IS_HAN = re.compile(f"[{HAN}]").match


@dataclass(frozen=True, slots=True)
class _Entry:
    """One spelling, prepared: ``left`` and ``right`` say that a Latin letter stands at that end."""

    word: str
    company: Company
    left: bool
    right: bool


def _entries() -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for group in ALIASES:
        for written in group.spellings.split():
            spelling = written.replace("_", " ")
            found[spelling] = _Entry(group.word, group.company, spelling[0] in _LETTERS, spelling[-1] in _LETTERS)
    return found


_BY_SPELLING = _entries()
_ENTRIES = tuple(_BY_SPELLING.values())
_FIND = AhoCorasick(
    list(_BY_SPELLING), matchkind=MatchKind.Standard, implementation=Implementation.DFA
).find_matches_as_indexes


def _edges_hold(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Latin ends stand at word edges, outside addresses; forbidden and asked-for neighbours agree."""
    left, right = text[max(0, start - 2) : start][::-1], text[end : end + 2]
    if (entry.left and _continued(left)) or (entry.right and _continued(right)):
        return False
    left, right = left[:1], right[:1]
    company = entry.company
    if left and (left in company.not_after or (company.beside and left in _DIGITS)):
        return False
    if right and (right in company.not_before or (company.beside and right in _DIGITS)):
        return False
    return not company.next_to or (right or "$") in company.next_to


def _continued(neighbours: str) -> bool:
    """Whether a Latin word goes on into its two neighbours, nearest first: as a word or as an address."""
    if neighbours[:1] in _GLUE:
        return neighbours[1:] in _IN_ADDRESS
    return neighbours[:1] in _LETTERS


def _near(text: str, start: int, end: int, name: str) -> bool:
    """Whether the surroundings hold the named pattern."""
    around = f"{text[max(0, start - _REACH) : start]}\0{text[end : end + _REACH]}"
    if _NEAR[name].search(around):
        return True
    following = _FOLLOWED_BY.get(name)
    return following is not None and following.match(text, end) is not None


def _left_of(text: str, at: int) -> int:
    """Position after the last character before ``at`` that is no separator."""
    while at and text[at - 1] in SEPARATORS:
        at -= 1
    return at


def _right_of(text: str, at: int) -> int:
    """Position of the first character from ``at`` on that is no separator."""
    while at < len(text) and text[at] in SEPARATORS:
        at += 1
    return at


def _beside(text: str, words: list[tuple[int, int, _Entry]]) -> list[tuple[int, int, _Entry]]:
    """
    Those of the short Latin words that touch a Chinese character, separators not counted.

    A row of such words counts as one: it is enough that its first or last word touches.
    """
    kept: list[tuple[int, int, _Entry]] = []
    row: list[tuple[int, int, _Entry]] = []
    touches = False
    for word in words:
        left = _left_of(text, word[0])
        if not (row and left == row[-1][1]):
            kept += row if touches else []
            row = []
            touches = bool(left and _IS_HAN(text[left - 1]))
        row.append(word)
        right = _right_of(text, word[1])
        touches = touches or (right < len(text) and _IS_HAN(text[right]) is not None)
    return kept + (row if touches else [])


def alias_edits(text: str) -> list[Edit]:
    """The edits, in order and not overlapping, that put aliases into their common spelling."""
    matches = _FIND(text, overlapping=True)
    if not matches:
        return []
    found: list[tuple[int, int, _Entry]] = []
    words: list[tuple[int, int, _Entry]] = []
    for index, start, end in matches:
        entry = _ENTRIES[index]
        if not _edges_hold(text, start, end, entry):
            continue
        company = entry.company
        if company.near and not _near(text, start, end, company.near):
            continue
        (words if company.beside else found).append((start, end, entry))
    if words:
        words.sort(key=lambda word: word[0])
        found += _beside(text, words)
    found.sort(key=lambda match: (match[0], -match[1]))
    edits: list[Edit] = []
    last = 0
    for start, end, entry in found:
        if start >= last:
            edits.append((start, end, entry.word))
            last = end
    return edits

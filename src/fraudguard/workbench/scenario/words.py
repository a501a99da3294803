"""A line of a scenario cut into words, and the cursor that reads them: every fault points at the word it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from fraudguard.pack.nodes import Scalar, plain_value
from fraudguard.pack.rejections import Rejected, Report, Span

__all__ = ["MOST_CHARACTERS", "WANTED_ZH", "Line", "Near", "Word", "value_of"]

MOST_CHARACTERS = 500
Near = Callable[[str, Iterable[str]], str]
WANTED_ZH: Mapping[str, str] = {
    "an event": "事件",
    "`from` or `to`": "`from` 或 `to`",
    "who calls": "谁来电",
    "what is said": "说了什么",
    "`from`": "`from`",
    "who writes": "谁发来",
    "a channel": "渠道",
    "the text of the message": "消息内容",
    "`to`": "`to`",
    "who is paid": "付给谁",
    "who pays": "谁付来",
    "the lender's name": "贷款方名称",
    "what happens on the phone": "手机上发生了什么",
    "`by`": "`by`",
    "who reports": "谁报告",
    "what is reported": "报告内容",
    "a level": "等级",
    "a reference": "编号",
    "a field": "字段",
    "a value": "值",
    "the name of a person": "人员名称",
    "somebody from `people`": "`people` 中的人",
    "a scam": "诈骗类型",
    "an amount": "金额",
    "a name": "名称",
    "the payment's memo": "附言",
    "what the officer does": "民警的操作",
    "how it went": "结果如何",
    "a unit": "单位",
    "a rule's id": "规则编号",
    "a rule": "规则",
    "a number of points": "分数",
    "a word about the ticket": "预警单的说明",
    "a fact about the case": "案件情况",
    "a value of that fact": "该情况的值",
    "what is expected": "期望什么",
    "a count": "次数",
    "`x`": "`x`",
    "a time": "时间",
}
"""What may have to come next, as a fault says it in English and in Chinese."""
_QUOTES = {"'": "'", '"': '"', "“": "”", "‘": "’", "「": "」"}
_WORD = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<sign>[,=，＝])
  | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.]))
  | (?P<quote>['"“‘「])
  | (?P<word>[^\s,=，＝'"“‘「]+)
    """,
    re.VERBOSE,
)
_FOLDED = {"，": ",", "＝": "="}
_DIGITS = re.compile(r"\d[\d_]*(?:\.\d+)?")


class Word(NamedTuple):
    """A word, sign or quoted text of a line, and where it stands in it."""

    text: str
    span: Span
    quoted: bool = False


class Line:
    """
    Reads a line word by word.

    Every method that finds something wrong records a fault and raises `Rejected`.
    """

    def __init__(self, node: Scalar, report: Report, near: Near) -> None:
        self.text = node.text
        self.near = near
        self._report = report
        self._words = _cut(report)
        self._at = 0

    @classmethod
    def of(cls, node: Scalar, near: Near) -> tuple[Line | None, Report]:
        """
        The line of a scalar, and where its faults are gathered; no line when it cannot be cut into words.

        ``near`` finds the known word most like one that is not known.
        """
        report = Report(node.text, node.locate)
        try:
            return cls(node, report, near), report
        except Rejected:
            return None, report

    @property
    def done(self) -> bool:
        """Whether every word has been read."""
        return self._at >= len(self._words)

    @property
    def here(self) -> Span:
        """Where the next word stands; the end of the line when there is none."""
        return (len(self.text), len(self.text)) if self.done else self._words[self._at].span

    def peek(self, ahead: int = 0) -> str:
        """A word that is not read yet; empty at the end and for quoted text."""
        at = self._at + ahead
        return "" if at >= len(self._words) or self._words[at].quoted else self._words[at].text

    def skip(self, *words: str) -> bool:
        """Whether these words come next; they are read then."""
        if any(self.peek(i) != word for i, word in enumerate(words)):
            return False
        self._at += len(words)
        return True

    def take(self, wanted: str) -> Word:
        """The next word, whatever it is; ``wanted`` says in a fault what had to come."""
        if self.done:
            raise self.fault("scenario.more", self.here, wanted=wanted, wanted_zh=WANTED_ZH[wanted])
        self._at += 1
        return self._words[self._at - 1]

    def maybe(self, choices: Iterable[str]) -> str:
        """The next word if it is one of these, read; else empty."""
        word = self.peek()
        if not word or word not in set(choices):
            return ""
        self._at += 1
        return word

    def choose(self, choices: Iterable[str], wanted: str) -> str:
        """The next word, which must be one of these."""
        known = list(choices)
        word = self.take(wanted)
        if word.quoted or word.text not in known:
            raise self.unknown(word, known, wanted)
        return word.text

    def unknown(self, word: Word, known: Iterable[str], wanted: str) -> Rejected:
        """The fault of a word that is none of those known."""
        names = list(known)
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        params = {"wanted": wanted, "wanted_zh": WANTED_ZH[wanted], "suggestion": self.near(word.text, names)}
        return self.fault("scenario.word", word.span, given=word.text, known=shown, **params)

    def matched(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The next word if it has this form, read; else ``None``."""
        found = pattern.fullmatch(self.peek())
        self._at += found is not None
        return found

    def quoted(self, wanted: str) -> str:
        """The next word, which must be text in quotes."""
        word = self.take(wanted)
        if not word.quoted:
            raise self.fault("scenario.quotes", word.span, given=word.text, wanted=wanted, wanted_zh=WANTED_ZH[wanted])
        return word.text

    def maybe_quoted(self) -> str:
        """The next word if it is text in quotes, read; else empty."""
        if self.done or not self._words[self._at].quoted:
            return ""
        self._at += 1
        return self._words[self._at - 1].text

    def end(self) -> None:
        """Nothing may be left."""
        if not self.done:
            raise self.fault("scenario.rest", self.here)

    def fault(self, code: str, span: Span, **params: object) -> Rejected:
        """Record a fault; raise what comes back."""
        return self._report.add(code, span, **params)


def value_of(word: Word) -> object:
    """What a word says: quoted text, a number (`50_000`), `true`, or the word itself."""
    if word.quoted:
        return word.text
    return plain_value(word.text.replace("_", "") if _DIGITS.fullmatch(word.text) else word.text)


def _cut(report: Report) -> list[Word]:
    text = report.text
    if len(text) > MOST_CHARACTERS:
        raise report.add("scenario.line_long", (0, 1), given=len(text), limit=MOST_CHARACTERS)
    words: list[Word] = []
    at = 0
    while at < len(text):
        match = _WORD.match(text, at)
        assert match is not None  # every character is of one of the kinds
        at = match.end()
        if match.lastgroup == "quote":
            closing = text.find(_QUOTES[match[0]], at)
            if closing < 0:
                raise report.add("scenario.open_quote", match.span(), closing=_QUOTES[match[0]])
            words.append(Word(text[at:closing], (match.start(), closing + 1), quoted=True))
            at = closing + 1
        elif match.lastgroup != "space":
            words.append(Word(_FOLDED.get(match[0], match[0]), match.span()))
    if not words:
        raise report.add("scenario.empty", (0, max(1, len(text))))
    return words

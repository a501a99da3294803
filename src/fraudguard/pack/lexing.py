"""From an author's line to tokens: full-width signs folded, Chinese connectives read, every token with its place."""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fraudguard.pack.rejections import Report, Span
from fraudguard.pack.vocabulary import CONNECTIVES_ZH

__all__ = ["KEYWORDS", "MAX_CHARACTERS", "MAX_NUMBER", "MAX_STRING", "Kind", "Token", "tokenize"]

MAX_CHARACTERS = 2_000
MAX_STRING = 500
MAX_NUMBER = 10**15
_MAX_FAULTS = 20

KEYWORDS = frozenset({"and", "or", "not", "in", "is", "True", "False", "None"})
"""Words with a meaning. ``is``, ``True``, ``False`` and ``None`` are read only to be refused with a cure."""

_REFUSED_WORDS = frozenset(keyword.kwlist) - KEYWORDS
_PREFIXES = frozenset({"r", "b", "f", "u", "rb", "br", "fr", "rf"})

# One character for one character, so that offsets stay those of the author's text. Quotes are not folded:
# what they enclose is kept as written.
_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {
    0x3000: " ",
    0x3002: ".",  # ideographic full stop
    0xFF61: ".",  # its half-width form
    0x3001: ",",  # ideographic comma
    0x3010: "[",  # lenticular brackets
    0x3011: "]",
    0x2212: "-",  # minus sign
    0x00D7: "*",  # multiplication sign
    0x00F7: "/",  # division sign
}
del _FOLD[0xFF02], _FOLD[0xFF07]

_CLOSING = {
    "'": "'",
    '"': '"',
    "\u2018": "\u2018\u2019",
    "\u2019": "\u2018\u2019",
    "\u201c": "\u201c\u201d",
    "\u201d": "\u201c\u201d",
    "\uff02": '\uff02"',
    "\uff07": "\uff07'",
}
"""Opening quotes and what may close them: a typesetter often writes the same mark on both sides."""

_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t"}

_SIGNS = {"\u2265": ">=", "\u2264": "<=", "\u2260": "!=", "\u2267": ">=", "\u2266": "<="}

_CURES = {
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
    "~": "not",
    "<>": "!=",
    "=>": ">=",
    "=<": "<=",
    "===": "==",
    "!==": "!=",
    "//": "/",
    "{": "[",
    "}": "]",
    "^": "",
    ":=": "==",
}

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>(?:[0-9][0-9_]*(?:\.[0-9][0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?(?P<unit>\w*))
  | (?P<name>[^\W\d]\w*)
  | (?P<quote>['"\u2018\u2019\u201c\u201d\uff02\uff07])
  | (?P<bad>===|!==|&&|\|\||<>|=>|=<|//|\*\*|:=|->|<<|>>)
  | (?P<sign>==|!=|<=|>=|[<>=+\-*/()\[\],.\u2265\u2264\u2260\u2267\u2266])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Kind(StrEnum):
    """What a token is."""

    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """
    One token. ``text`` is its folded form (a string's content), ``start`` and ``end`` its place.

    ``inner`` is the offset of a string's first character when its content stands there unescaped, else -1.
    """

    kind: Kind
    text: str
    start: int
    end: int
    number: Decimal = Decimal(0)
    inner: int = -1

    @property
    def sign(self) -> str:
        """The text of an operator, bracket or word of the language; empty for names, numbers and strings."""
        return self.text if self.kind in {Kind.SIGN, Kind.WORD} else ""

    @property
    def span(self) -> Span:
        """Where it stands in the author's text."""
        return self.start, self.end


def tokenize(report: Report) -> list[Token] | None:
    """The tokens of the report's text; None when it cannot be cut into tokens (faults recorded)."""
    if not _readable(report):
        return None
    before = len(report.faults)
    folded = report.text.translate(_FOLD)
    tokens: list[Token] = []
    at = 0
    while at < len(folded):
        match = _TOKEN.match(folded, at)
        assert match is not None
        at = _take(report, match, tokens)
        if at < 0 or len(report.faults) >= _MAX_FAULTS:
            return None
    if not tokens and len(report.faults) == before:
        report.add("expression.empty", (0, len(report.text)))
    return tokens if len(report.faults) == before else None


def _readable(report: Report) -> bool:
    """Whether the text is short enough and holds only characters that can be shown."""
    if len(report.text) > MAX_CHARACTERS:
        report.add("expression.too_long", (0, 1), given=len(report.text), limit=MAX_CHARACTERS)
        return False
    if report.text.isprintable():
        return True
    for at, character in enumerate(report.text):
        if unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\t\r\n":
            report.add("expression.character", (at, at + 1), given=f"U+{ord(character):04X}")
            return False
    return True


def _take(report: Report, match: re.Match[str], tokens: list[Token]) -> int:
    """Add the matched token; where the next one begins, or -1 when nothing after it can be read."""
    start, end = match.span()
    text = match[0]
    group = match.lastgroup
    if group == "number":
        _take_number(report, match, tokens)
    elif group == "name":
        return _take_name(report, text, start, tokens)
    elif group == "quote":
        return _take_string(report, start, start, raw=False, tokens=tokens)
    elif group == "sign":
        tokens.append(Token(Kind.SIGN, _SIGNS.get(text, text), start, end))
    elif text == "#":
        report.add("expression.comment", (start, end))
        return -1
    elif group in {"bad", "other"}:
        code = "expression.percent" if text == "%" else "expression.symbol"
        report.add(code, (start, end), suggestion=_CURES.get(text, ""))
    return end


def _take_number(report: Report, match: re.Match[str], tokens: list[Token]) -> None:
    span = match.span()
    unit = match["unit"]
    text = match[0].removesuffix(unit)
    if unit:
        report.add("expression.number_unit", span, number=text, unit=unit, suggestion=_scaled(text, unit))
        return
    # An exponent beyond the bound would make exact arithmetic write out that many digits.
    exponent = int(text.lower().partition("e")[2] or 0) if len(text) < MAX_STRING else MAX_STRING
    if abs(exponent) > 30 or (value := Decimal(text.replace("_", ""))) > MAX_NUMBER:
        report.add("expression.number_large", span)
        return
    tokens.append(Token(Kind.NUMBER, text, *span, number=value))


def _scaled(number: str, unit: str) -> str:
    """``5万`` written out, ``1h`` as a duration; empty when the unit is not one of these."""
    factor = {"万": 10_000, "亿": 100_000_000, "千": 1_000, "百": 100, "元": 1, "万元": 10_000, "k": 1_000}.get(unit)
    if unit in {"s", "m", "h", "d"}:
        return f"'{number}{unit}'"
    if factor is None or len(number) > 15 or "e" in number.lower():
        return ""
    value = Decimal(number.replace("_", "")) * factor
    return f"{int(value):_}" if value == int(value) else ""


def _take_name(report: Report, text: str, start: int, tokens: list[Token]) -> int:
    end = start + len(text)
    if end < len(report.text) and report.text[end] in _CLOSING and text.lower() in _PREFIXES:
        if text.lower() != "r":
            report.add("expression.string_prefix", (start, end))
        return _take_string(report, start, end, raw="r" in text.lower(), tokens=tokens)
    if text in _REFUSED_WORDS:
        report.add("expression.word", (start, end))
        return end
    words = CONNECTIVES_ZH.get(text, text).split()
    kind = Kind.WORD if words[0] in KEYWORDS else Kind.NAME
    tokens.extend(Token(kind, word, start, end) for word in words)
    return end


def _take_string(report: Report, start: int, quote: int, *, raw: bool, tokens: list[Token]) -> int:
    closing = _CLOSING[report.text[quote]]
    at = quote + 1
    pieces: list[str] = []
    plain = True
    sound = True
    while at < len(report.text) and report.text[at] not in closing and report.text[at] not in "\r\n":
        character = report.text[at]
        after = report.text[at + 1 : at + 2]
        if character == "\\" and raw and after:
            character += after
        elif character == "\\":
            if after not in _ESCAPES or not after:
                report.add("expression.string_escape", (at, at + 1 + len(after)))
                sound = False
            pieces.append(_ESCAPES.get(after, ""))
            plain = False
            at += 2
            continue
        pieces.append(character)
        at += len(character)
    if at >= len(report.text) or report.text[at] not in closing:
        report.add("expression.string_open", (start, quote + 1))
        return -1
    content = "".join(pieces)
    if len(content) > MAX_STRING:
        report.add("expression.string_long", (start, at + 1), given=len(content), limit=MAX_STRING)
    elif sound:
        tokens.append(Token(Kind.STRING, content, start, at + 1, inner=quote + 1 if plain else -1))
    return at + 1

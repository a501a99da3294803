"""From tokens to Python's syntax tree: bounds and order are checked on the tokens before `ast.parse` sees them."""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import dataclass, field

from fraudguard.pack.lexing import Kind, Token
from fraudguard.pack.rejections import Rejected, Report, Span
from fraudguard.pack.vocabulary import unglued

__all__ = ["MAX_NESTING", "Source", "parse"]

MAX_NESTING = 40
_ARITHMETIC = frozenset("+-*/")
_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
_MAX_DOTS = 8


@dataclass(slots=True)
class Source:
    """
    A parsed line: Python's tree over placeholders, and the tokens they stand for.

    Every name, number and string is written for `ast.parse` as ``t0``, ``t1``, …, its token's number. So
    Python only ever sees the structure, in ASCII, and offsets and values stay those of the author's text.
    """

    tree: ast.expr
    tokens: list[Token]
    starts: list[int] = field(repr=False)

    def token(self, placeholder: str) -> Token:
        """The token that a placeholder name stands for."""
        return self.tokens[int(placeholder[1:])]

    def span(self, node: ast.expr | ast.keyword) -> Span:
        """Where a node stands in the author's text."""
        first = bisect_right(self.starts, node.col_offset) - 1
        last = bisect_right(self.starts, (node.end_col_offset or node.col_offset + 1) - 1) - 1
        return self.tokens[first].start, self.tokens[last].end


def parse(tokens: list[Token], report: Report) -> Source | None:
    """The tree of a line; None when it is no expression or is too deep (faults recorded)."""
    try:
        _check_order(tokens, report)
        _check_depth(tokens, report)
    except Rejected:
        return None
    written: list[str] = []
    starts: list[int] = []
    length = 0
    for number, token in enumerate(tokens):
        text = token.sign or f"t{number}"
        starts.append(length)
        written.append(text)
        length += len(text) + 1
    try:
        tree = ast.parse(" ".join(written), mode="eval").body
    except SyntaxError as stop:
        at = min(bisect_right(starts, max(0, (stop.offset or 1) - 1)) - 1, len(tokens) - 1)
        report.add("expression.syntax", tokens[at].span)
        return None
    return Source(tree, tokens, starts)


def _check_order(tokens: list[Token], report: Report) -> None:
    """Operands and operators take turns, brackets match: the faults that people really make, named exactly."""
    opened: list[tuple[Token, bool]] = []
    operand_next = True
    for number, token in enumerate(tokens):
        before = tokens[number - 1] if number else None
        if operand_next:
            operand_next = _at_operand(token, before, opened, report)
        else:
            operand_next = _at_operator(token, tokens, number, opened, report)
    if opened:
        token = opened[-1][0]
        raise report.add("expression.unclosed", token.span, wanted=_partner(token.sign))
    if operand_next:
        raise report.add("expression.incomplete", tokens[-1].span)


def _partner(bracket: str) -> str:
    return {"(": ")", "[": "]", ")": "(", "]": "["}[bracket]


def _at_operand(token: Token, before: Token | None, opened: list[tuple[Token, bool]], report: Report) -> bool:
    """Whether an operand is still wanted after ``token``, which stands where one must begin."""
    if token.kind in {Kind.NAME, Kind.NUMBER, Kind.STRING} or token.sign in {"True", "False", "None"}:
        return False
    if token.sign in {"not", "-", "+"}:
        return True
    if token.sign in {"(", "["}:
        opened.append((token, False))
        return True
    if token.sign in {")", "]"}:
        empty = before is not None and (before.sign == "," or before is (opened[-1][0] if opened else None))
        if not opened or _partner(token.sign) != opened[-1][0].sign or empty:
            _close(token, opened, report)
            return False
    code = "expression.missing_operand"
    raise report.add(code, token.span, before=report.shown(before.span) if before else "")


def _close(token: Token, opened: list[tuple[Token, bool]], report: Report) -> None:
    if not opened:
        raise report.add("expression.unopened", token.span, wanted=_partner(token.sign))
    if opened[-1][0].sign != _partner(token.sign):
        wanted = _partner(opened[-1][0].sign)
        raise report.add("expression.unmatched", token.span, wanted=wanted, opened=opened[-1][0].sign)
    opened.pop()


def _at_operator(
    token: Token, tokens: list[Token], number: int, opened: list[tuple[Token, bool]], report: Report
) -> bool:
    """Whether an operand is wanted after ``token``, which stands right after a complete one."""
    before = tokens[number - 1]
    span = token.span
    if token.sign in {")", "]"}:
        _close(token, opened, report)
        return False
    if token.sign in {"(", "["}:
        if token.sign == "[" or before.kind is not Kind.NAME:
            code = "expression.index" if token.sign == "[" else "expression.missing_operator"
            raise report.add(code, span, before=report.shown(before.span))
        opened.append((token, True))
        return True
    if token.sign == "." and (before.kind is not Kind.NAME or not _follows(tokens, number, Kind.NAME)):
        raise report.add("expression.dot", span)
    if token.sign == "=":
        keyword = before.kind is Kind.NAME and opened and opened[-1][1] and tokens[number - 2].sign in {"(", ","}
        if not keyword:
            raise report.add("expression.assignment", span)
        return True
    if token.sign == ",":
        if not opened:
            raise report.add("expression.comma", span)
        return True
    if token.sign == "not" and not _follows(tokens, number, Kind.WORD, "in"):
        raise report.add("expression.missing_operator", span, before=report.shown(before.span))
    if token.kind is Kind.SIGN or token.sign in {"and", "or", "in", "is"}:
        return True
    if token.sign == "not":
        return False
    if split := unglued(token.text):
        raise report.add("expression.glued", span, suggestion=split)
    raise report.add("expression.missing_operator", span, before=report.shown(before.span))


def _follows(tokens: list[Token], number: int, kind: Kind, text: str = "") -> bool:
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    return after is not None and after.kind is kind and (not text or after.sign == text)


@dataclass(slots=True)
class _Level:
    """Height so far of one bracket: operators of the running part, its deepest bracket, the highest part before."""

    operators: int = 0
    dots: int = 0
    inner: int = 0
    highest: int = 0

    def height(self) -> int:
        return max(self.highest, self.operators + self.inner)

    def next_part(self) -> None:
        self.highest = self.height()
        self.operators = self.inner = 0


def _check_depth(tokens: list[Token], report: Report) -> None:
    """No tree deeper than `MAX_NESTING`: brackets, signs before an operand and arithmetic chains all count."""
    levels = [_Level()]
    for token in tokens:
        level = levels[-1]
        text = token.sign
        level.dots = level.dots + 1 if text == "." else level.dots if token.kind is Kind.NAME else 0
        if text in {"(", "["}:
            levels.append(_Level())
        elif text in {")", "]"}:
            closed = levels.pop().height() + 1
            levels[-1].inner = max(levels[-1].inner, closed)
        elif text in _ARITHMETIC or text == "not":
            level.operators += 1
        elif text in {",", "and", "or", "in"} or text in _COMPARISONS:
            level.next_part()
        level = levels[-1]
        if level.dots > _MAX_DOTS:
            raise report.add("expression.path_long", token.span, limit=_MAX_DOTS)
        if len(levels) - 1 + level.operators + level.inner > MAX_NESTING:
            raise report.add("expression.too_deep", token.span, limit=MAX_NESTING)

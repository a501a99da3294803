"""Recognise the lines that YAML reads differently from what their author meant."""

from __future__ import annotations

import re

import yaml

from fraudguard.errors import Fault
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar, Source

__all__ = ["cut_fault", "hash_in_text", "map_trap", "syntax_fault"]

_PAIRS = {"(": ")", "（": "）", "“": "”", "《": "》", "【": "】"}

_ITEM = re.compile(r"[ ]*(?:-[ ]+)*(?:[\w.+-]+:[ ]+)?(?P<rest>\S.*)$")
_COLON = re.compile(r":(?=[ ]|$)")
_INDICATORS = "*&%@!`"
_PROBLEMS = (  # what the parser says, our code, whether to point at what was opened
    ("mapping values", "pack.yaml_indent", False),
    ("'-' indicator", "pack.yaml_item", False),
    ("',' or ", "pack.yaml_bracket", True),
    ("expected node content", "pack.yaml_bracket", True),
    ("escape character", "pack.yaml_escape", False),
    ("expected key", "pack.yaml_indent", False),
    ("could not find expected ':'", "pack.yaml_colon", False),
)
_EXPRESSION = re.compile(r"[<>=()（）'\"]|\b(and|or|not|in)\b")


def syntax_fault(source: Source, error: yaml.YAMLError) -> Fault:
    """The fault for what the YAML parser said, in the author's terms where the cause can be seen."""
    problem = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    at = min(mark.index if mark else 0, len(source.text))
    marks = [at]
    if context is not None and context.index < at:
        marks.append(_line_before(source, at))
        marks.append(context.index)
    for offset in marks:
        found = _trap(source, offset, problem, at)
        if found:
            return found
    if "quoted scalar" in str(getattr(error, "context", "")) and "end of stream" in problem and context is not None:
        return Fault("pack.yaml_open_quote", {}, source.place(context.index, context.index + 1))
    for words, code, opening in _PROBLEMS:
        if words in problem:
            spot = context.index if opening and context is not None else at
            return Fault(code, {}, source.place(spot, spot + 1))
    return Fault("pack.yaml_syntax", {"problem": problem or "?"}, source.place(at, at + 1))


def _line_before(source: Source, offset: int) -> int:
    """The last character that is not blank before ``offset``'s line or in it."""
    text = source.text[:offset].rstrip()
    return max(0, len(text) - 1)


def _trap(source: Source, offset: int, problem: str, at: int) -> Fault | None:
    line = source.line_at(offset)
    if not line:
        return None
    start = source.place(offset, offset)
    begin = offset - (start.column - 1)
    if "cannot start any token" in problem and source.text[at : at + 1] == "\t":
        return Fault("pack.yaml_tab", {}, source.place(at, at + 1))
    match = _ITEM.match(line)
    if match is None:
        return None
    rest = match["rest"]
    here = begin + match.start("rest")
    shown = {"quoted": "'" + rest.replace("'", "''") + "'"}
    first = rest[0]
    if first in "'\"" and _after_quote(rest):
        return Fault("pack.trap_quote", shown, source.place(here, here + 1))
    if first in _INDICATORS:
        return Fault("pack.trap_indicator", {**shown, "character": first}, source.place(here, here + 1))
    if first in "|>" and "block scalar" not in problem and "comment or line break" in problem:
        return Fault("pack.trap_indicator", {**shown, "character": first}, source.place(here, here + 1))
    if first in "{[" and "expected" in problem and _after_bracket(rest):
        return Fault("pack.trap_brace", {**shown, "character": first}, source.place(here, here + 1))
    if "mapping values" in problem:
        colon = _COLON.search(rest)
        if colon and begin + match.start("rest") + colon.start() <= at and not _is_key(line, rest):
            spot = here + colon.start()
            return Fault("pack.trap_colon", shown, source.place(spot, spot + 1))
    return None


def _after_quote(rest: str) -> bool:
    """Whether something follows the closing quote of a line that begins with one."""
    quote = rest[0]
    closed = re.match(r"'(?:[^']|'')*'" if quote == "'" else r'"(?:[^"\\]|\\.)*"', rest)
    if closed is None:
        return False
    after = rest[closed.end() :].strip()
    return bool(after) and not after.startswith(("#", ",", "]", "}", ":"))


def _after_bracket(rest: str) -> bool:
    """Whether something follows the bracket that closes the one at the beginning of a line."""
    depth = 0
    for index, character in enumerate(rest):
        depth += (character in "{[") - (character in "}]")
        if depth == 0:
            after = rest[index + 1 :].strip()
            return bool(after) and not after.startswith(("#", ",", "]", "}", ":"))
    return False


def _is_key(line: str, rest: str) -> bool:
    """Whether ``rest`` is a plain ``key: value`` with nothing before it but indentation."""
    return line.strip() == rest and re.fullmatch(r"[\w.+-]+:([ ].*)?", rest) is not None and rest.count(": ") <= 1


def map_trap(node: Node, *, braces: bool = True) -> Fault | None:
    """
    Why text became a mapping or a list, if the source shows it; ``None`` when the author may have meant one.

    Without ``braces`` a mapping or list in brackets is taken as meant.
    """
    raw = node.source.text[node.start : node.start + 1]
    if isinstance(node, MapNode) and raw != "{" and len(node.entries) == 1:
        key, value = next(iter(node.entries.values()))
        if _EXPRESSION.search(key.text) or _has_chinese(key.text):
            line = key.source.line_at(key.start).strip().removeprefix("- ")
            colon = key.end + key.source.text[key.end : value.start + 1].find(":")
            return Fault("pack.trap_colon", {"quoted": _quoted(line)}, key.source.place(colon, colon + 1))
    if braces and isinstance(node, (MapNode, ListNode)) and raw and raw in "{[":
        line = node.source.text[node.start : node.end]
        return Fault("pack.trap_brace", {"quoted": _quoted(line), "character": raw}, node.place())
    return None


def _quoted(line: str) -> str:
    return "'" + line.replace("'", "''") + "'"


def _has_chinese(text: str) -> bool:
    return any("一" <= c <= "鿿" for c in text)


def cut_fault(node: Scalar) -> Fault | None:
    """The fault of a condition that YAML cut at `` #``: what is left has an open quote or bracket."""
    tail = _comment_after(node)
    if tail is None or not _unbalanced(node.text):
        return None
    at, line = tail
    return Fault("pack.trap_hash", {"quoted": _quoted(line)}, node.source.place(at, at + 1))


def hash_in_text(node: Scalar) -> Fault | None:
    """
    What to say of a text that is followed by a comment.

    A fault when the text has a bracket that nothing closes: it was cut. A warning when ``#`` is followed by a word
    without a space, as in ``##002#``: perhaps meant as text.
    """
    tail = _comment_after(node)
    if tail is None:
        return None
    at, line = tail
    place = node.source.place(at, at + 1)
    if any(node.text.count(opening) > node.text.count(closing) for opening, closing in _PAIRS.items()):
        return Fault("pack.trap_hash", {"quoted": _quoted(line)}, place)
    following = node.source.text[at : at + len(line)].lstrip("#")[:1]
    if not following or following.isspace():
        return None
    return Fault("pack.trap_hash", {"quoted": _quoted(line)}, place, "warning")


def _comment_after(node: Scalar) -> tuple[int, str] | None:
    """Where the comment after a plain scalar begins and the line from the scalar to its end."""
    if node.style:
        return None
    row_end = node.source.text.find("\n", node.end)
    rest = node.source.text[node.end : row_end if row_end >= 0 else len(node.source.text)].rstrip("\r")
    stripped = rest.lstrip(" \t")
    if not stripped.startswith("#"):
        return None
    at = node.end + len(rest) - len(stripped)
    return at, node.source.text[node.start : node.end] + rest


def _unbalanced(text: str) -> bool:
    depth, quote, skip = 0, "", False
    for character in text:
        if skip:
            skip = False
        elif quote:
            if character == "\\":
                skip = True
            elif character == quote:
                quote = ""
        elif character in "'\"":
            quote = character
        elif character in "([（":
            depth += 1
        elif character in ")]）":
            depth -= 1
    return bool(quote) or depth != 0

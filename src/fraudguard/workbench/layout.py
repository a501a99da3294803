"""
One layout for the files of a pack, line by line, so that every comment stays with what it is about.

Two spaces for each level, a list one level below its key, the keys of a rule in one order, one blank line between
rules, no blanks at the end of a line. What stands on a line stays as its author wrote it: flow lists, quotes, long
lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from fraudguard.errors import Fault
from fraudguard.pack.nodes import ListNode, MapNode, Node, Scalar, Source
from fraudguard.pack.yamlfile import decode, read_yaml

__all__ = ["KEY_ORDER", "Formatted", "formatted"]

KEY_ORDER = (
    "id", "title", "source", "on", "subject", "role", "when", "unless", "sequence", "stage", "group", "points", "floor",
    "urgent", "because", "advice", "status", "allow", "examples",
)  # fmt: skip
"""The keys of a rule, as the shipped rules have them: what, whence, on what, when, and what follows."""

_STEP = 2


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file before and after; ``faults`` say why it is left alone."""

    before: str
    after: str
    faults: tuple[Fault, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the layout is another one now."""
        return self.before != self.after


def formatted(name: str, data: bytes) -> Formatted:
    """
    The file in the one layout.

    A file whose YAML is not sound, or would mean something else afterwards, comes back unchanged with the fault.
    """
    source, faults = decode(name, data)
    node, more = read_yaml(source) if source is not None else (None, [])
    raw = data.decode("utf-8", "replace")
    if source is None or node is None or faults or more:
        return Formatted(raw, raw, (*faults, *more))
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    after = _sorted_rules(_indented(text, name), name)
    again = _read(after, name)
    if again is None or not _same(node, again):
        return Formatted(raw, raw, (Fault("workbench.layout", {"file": name}, source.place(0, 1)),))
    return Formatted(raw, after)


def _read(text: str, name: str) -> Node | None:
    node, faults = read_yaml(Source(name, text))
    return None if faults else node


def _same(one: Node, other: Node) -> bool:
    """Whether two files say the same: the same values in the same lists, whatever the order of keys."""
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return (one.value, type(one.value), one.text) == (other.value, type(other.value), other.text)
    if isinstance(one, ListNode) and isinstance(other, ListNode):
        same = len(one.items) == len(other.items)
        return same and all(_same(a, b) for a, b in zip(one.items, other.items, strict=True))
    if isinstance(one, MapNode) and isinstance(other, MapNode):
        return one.entries.keys() == other.entries.keys() and all(
            _same(value, other.entries[key][1]) for key, (_, value) in one.entries.items()
        )
    return False


# -- indentation and blanks ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Rows:
    """The lines of a text, and in which of them an offset lies."""

    text: str
    lines: list[str] = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def of(self, offset: int) -> int:
        """The row of an offset, from 0."""
        return bisect_right(self.starts, offset) - 1

    def before(self, offset: int) -> str:
        """What stands before an offset on its line."""
        return self.text[self.starts[self.of(offset)] : offset]


@dataclass(slots=True)
class _Moves:
    """
    What is decided for the lines of a file: a new indent, or that a line is kept as it is and moves with the one that
    it belongs to, by ``shift``.
    """

    rows: _Rows
    indent: dict[int, int] = field(default_factory=dict)
    shift: dict[int, int] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)


def _indented(text: str, name: str) -> str:
    """The text with canonical indents, no blanks at line ends, and at most one empty line in a row."""
    node = _read(text, name)
    moves = _Moves(_Rows(text))
    if node is not None:
        _place(node, 0, moves)
    comments = _comment_indents(moves)
    out: list[str] = []
    shift = 0
    for row, line in enumerate(moves.rows.lines):
        if row in moves.kept:
            out.append(" " * max(0, _blanks(line) + shift) + line.lstrip(" ") if line.strip() else line)
            continue
        shift = moves.shift.get(row, shift)
        bare = line.strip()
        if not bare:
            out += [""] if out and out[-1] != "" else []
        else:
            indent = comments[row] if bare.startswith("#") else moves.indent.get(row, max(0, _blanks(line) + shift))
            out.append(" " * indent + bare)
    while out and out[-1] == "":
        out.pop()
    return "\n".join(out) + "\n"


def _comment_indents(moves: _Moves) -> list[int]:
    """For each row the indent of the next line that has one: a comment stands as deep as what follows it."""
    found, following = [0] * len(moves.rows.lines), 0
    for row in range(len(found) - 1, -1, -1):
        following = moves.indent.get(row, following)
        found[row] = following
    return found


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _place(node: Node, indent: int, moves: _Moves) -> None:
    """Decide the indents of a block collection; its flow collections and scalars move with the line they begin on."""
    if _is_flow(node):
        return
    if isinstance(node, MapNode):
        for label, value in node.entries.values():
            _place_entry(label, value, indent, moves)
    elif isinstance(node, ListNode):
        for item in node.items:
            _place_item(item, indent, moves)


def _place_entry(label: Scalar, value: Node, indent: int, moves: _Moves) -> None:
    row = moves.rows.of(label.start)
    if moves.rows.before(label.start).strip() == "":
        _set(row, indent, moves)
    if _is_flow(value):
        _keep_scalar(value, row, moves)
    elif value.start >= 0:
        _place(value, indent + _STEP, moves)


def _place_item(item: Node, indent: int, moves: _Moves) -> None:
    row = moves.rows.of(item.start)
    dash = moves.rows.lines[row].lstrip(" ")
    if not dash.startswith("-"):  # the item begins on a later line than its dash
        moves.kept.update(range(len(moves.rows.lines)))
        return
    _set(row, indent, moves)
    if _is_flow(item):
        _keep_scalar(item, row, moves)
    else:
        _place(item, indent + _STEP, moves)


def _set(row: int, indent: int, moves: _Moves) -> None:
    if row not in moves.indent:
        moves.indent[row] = indent
        moves.shift[row] = indent - _blanks(moves.rows.lines[row])


def _keep_scalar(value: Node, row: int, moves: _Moves) -> None:
    """The further lines of a scalar or of a flow collection keep their blanks, and move with the first."""
    last = moves.rows.of(max(value.start, value.end - 1))
    moves.kept.update(range(row + 1, last + 1))


def _is_flow(node: Node) -> bool:
    """Whether a node moves as one: a scalar, or a collection in brackets."""
    return isinstance(node, Scalar) or node.source.text[node.start : node.start + 1] in {"[", "{"}


# -- the order of keys, and blank lines between rules -------------------------------------------------


def _sorted_rules(text: str, name: str) -> str:
    """The rules of a file of rules with their keys in order and one blank line between them."""
    node = _read(text, name)
    rules = node.get("rules") if isinstance(node, MapNode) else None
    if not isinstance(rules, ListNode) or _is_flow(rules) or not all(_block_map(item) for item in rules.items):
        return text
    rows = _Rows(text)
    lines = rows.lines
    starts = [rows.of(item.start) for item in rules.items]
    ends = [*(_gap(lines, start) for start in starts[1:]), _end(node, rules, rows)]
    begins = [_gap(lines, starts[0]), *ends[:-1]]
    out = [*_stripped(lines[: begins[0]])]
    for number, item in enumerate(rules.items):
        assert isinstance(item, MapNode)
        out += [""] if number else []
        out += _stripped(lines[begins[number] : starts[number]])
        out += _stripped(_ordered(item, rows, ends[number]))
    rest = lines[ends[-1] :]
    return "\n".join(out + rest).rstrip("\n") + "\n"


def _block_map(node: Node) -> bool:
    return isinstance(node, MapNode) and not _is_flow(node) and bool(node.entries)


def _above(lines: Sequence[str], row: int, least: int) -> int:
    """The first of the comment lines right above a row."""
    while row - 1 > least and lines[row - 1].lstrip().startswith("#"):
        row -= 1
    return row


def _gap(lines: Sequence[str], row: int) -> int:
    """The first of the comments and empty lines above a rule: all of them belong to it."""
    while row > 0 and (not lines[row - 1].strip() or lines[row - 1].lstrip().startswith("#")):
        row -= 1
    return row


def _end(node: Node | None, rules: ListNode, rows: _Rows) -> int:
    """Behind the last line of the rules: where the next key of the file begins, or its last line."""
    assert isinstance(node, MapNode)
    later = [rows.of(label.start) for label, _ in node.entries.values() if label.start > rules.start]
    return _above(rows.lines, min(later), 0) if later else len(rows.lines)


def _stripped(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    while found and not found[0].strip():
        found.pop(0)
    while found and not found[-1].strip():
        found.pop()
    return found


def _ordered(rule: MapNode, rows: _Rows, end: int) -> list[str]:
    """The lines of a rule up to a row, key by key in the one order; comments above a key move with it."""
    first = rows.of(rule.start)
    entries = [(key, rows.of(label.start)) for key, (label, _) in rule.entries.items()]
    begins = [first, *(_above(rows.lines, row, first) for _, row in entries[1:]), end]
    blocks = {key: rows.lines[begin:until] for (key, _), begin, until in zip(entries, begins, begins[1:], strict=False)}
    rank = {key: place for place, key in enumerate(KEY_ORDER)}
    order = sorted(blocks, key=lambda key: rank.get(key, len(rank)))
    if order == list(blocks):
        return rows.lines[first:end]
    head = blocks[entries[0][0]]
    blocks[entries[0][0]] = [head[0].replace("- ", "  ", 1), *head[1:]]
    out = [line for key in order for line in _stripped(blocks[key])]
    top = next(place for place, line in enumerate(out) if not line.lstrip().startswith("#"))
    out[top] = f"{' ' * (_blanks(out[top]) - _STEP)}- {out[top].lstrip()}"
    above = [" " * _blanks(out[top]) + line.lstrip() for line in out[:top]]
    return above + out[top:]

"""The parsed form of a pattern of `fraudguard.text.dialect`, and what can be read off it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "ANY",
    "Alternation",
    "CharacterSet",
    "Node",
    "Repeat",
    "Row",
    "expanded_size",
    "first_set",
    "one_of",
    "overlap",
    "shortest",
]

_LAST = 0x10FFFF
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """One character out of ``ranges`` (code points, inclusive, merged), or, ``negated``, any other one."""

    ranges: Ranges
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """``body`` at least ``least`` and at most ``most`` times."""

    body: Node
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Row:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternation:
    """One of several."""

    choices: tuple[Node, ...]


Node = CharacterSet | Repeat | Row | Alternation

ANY = CharacterSet(((10, 10),), negated=True)
"""The dot: every character but a line end."""


def one_of(ranges: list[tuple[int, int]], negated: bool = False) -> CharacterSet:
    """A set with its ranges sorted and merged."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return CharacterSet(tuple(merged), negated)


def _positive(node: CharacterSet) -> list[tuple[int, int]]:
    """The ranges of the characters that the set really holds."""
    if not node.negated:
        return list(node.ranges)
    found, start = [], 0
    for low, high in node.ranges:
        if low > start:
            found.append((start, low - 1))
        start = high + 1
    if start <= _LAST:
        found.append((start, _LAST))
    return found


def overlap(one: CharacterSet, other: CharacterSet) -> bool:
    """Whether some character is in both sets."""
    return any(a <= d and c <= b for a, b in _positive(one) for c, d in _positive(other))


def shortest(node: Node) -> int:
    """Length of the shortest text the node matches."""
    match node:
        case CharacterSet():
            return 1
        case Repeat(body, least, _):
            return least * shortest(body)
        case Row(parts):
            return sum(map(shortest, parts))
        case Alternation(choices):
            return min(map(shortest, choices))


def expanded_size(node: Node) -> int:
    """Number of nodes with every repeat written out."""
    match node:
        case CharacterSet():
            return 1
        case Repeat(body, _, most):
            return most * expanded_size(body)
        case Row(parts) | Alternation(parts):
            return 1 + sum(map(expanded_size, parts))


def _first_ranges(node: Node) -> list[tuple[int, int]]:
    match node:
        case CharacterSet():
            return _positive(node)
        case Repeat(body, _, _):
            return _first_ranges(body)
        case Alternation(choices):
            return [found for choice in choices for found in _first_ranges(choice)]
        case Row(parts):
            ranges: list[tuple[int, int]] = []
            for part in parts:
                ranges += _first_ranges(part)
                if shortest(part):
                    break
            return ranges


def first_set(node: Node) -> CharacterSet:
    """The characters with which a non-empty match of the node can begin."""
    return one_of(_first_ranges(node))

"""
How many ways a backtracking matcher may try a pattern from one starting point, at worst.

Without unbounded repeats every search is linear in the text, but the constant can still be huge:
``(a{0,50}){0,50}b``. The estimate multiplies the choices. A choice is a repeat whose end is not
decided by the next character; choices followed by different characters compete for the same
stretch of text, so each counts only for its share of it. Choices before the end of the whole
pattern cost nothing: leaving there is a match.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from fraudguard.text.pattern_tree import (
    ANY,
    Alternation,
    CharacterSet,
    Node,
    Repeat,
    Row,
    first_set,
    one_of,
    overlap,
    shortest,
)

__all__ = ["ways"]

_HUGE = 10**9


@dataclass(frozen=True, slots=True)
class _Choice:
    """``count`` ways to go on, each of which needs a character of ``follow`` next."""

    count: int
    follow: CharacterSet


def ways(node: Node) -> int:
    """The estimate, capped at 10⁹."""
    choices = _choices(node, None)
    share = _shares(choices)
    total = 1.0
    for choice, part in zip(choices, share, strict=True):
        total = min(_HUGE, total * max(1.0, choice.count * part))
    return int(total)


def _shares(choices: list[_Choice]) -> list[float]:
    """For each choice, the share of the choices whose next characters overlap with its own."""
    group = list(range(len(choices)))
    for one in range(len(choices)):
        for other in range(one):
            if group[one] != group[other] and overlap(choices[one].follow, choices[other].follow):
                old, new = group[one], group[other]
                group = [new if g == old else g for g in group]
    return [group.count(g) / len(group) for g in group]


def _choices(node: Node, follow: CharacterSet | None) -> list[_Choice]:
    """The open choices inside ``node`` when ``follow`` comes after it (None: the match is complete)."""
    match node:
        case CharacterSet():
            return []
        case Row(parts):
            found: list[_Choice] = []
            for part in reversed(parts):
                found += _choices(part, follow)
                follow = _before(part, follow)
            return found
        case Alternation(choices):
            return _of_alternation(choices, follow)
        case Repeat(body, least, most):
            return _of_repeat(body, least, most, follow)


def _before(part: Node, follow: CharacterSet | None) -> CharacterSet | None:
    """What may come at the start of ``part``, when ``follow`` comes after it."""
    first = first_set(part)
    if shortest(part):
        return first
    return None if follow is None else one_of([*first.ranges, *_positive_ranges(follow)])


def _positive_ranges(node: CharacterSet) -> tuple[tuple[int, int], ...]:
    return first_set(node).ranges


def _of_alternation(choices: tuple[Node, ...], follow: CharacterSet | None) -> list[_Choice]:
    inner = max((_choices(choice, follow) for choice in choices), key=_product)
    words = [_word(choice) for choice in choices]
    if all(word is not None for word in words):
        ordered = sorted(str(word) for word in words)
        together = 1 + sum(b.startswith(a) for a, b in pairwise(ordered))
    else:
        firsts = [first_set(choice) for choice in choices]
        together = max(sum(overlap(one, other) for other in firsts) for one in firsts)
    return [*inner, _Choice(together, ANY)] if together > 1 and follow is not None else inner


def _of_repeat(body: Node, least: int, most: int, follow: CharacterSet | None) -> list[_Choice]:
    first = first_set(body)
    again = first if follow is None or most == 1 else one_of([*first.ranges, *_positive_ranges(follow)])
    inner = _choices(body, follow if most == 1 else again)
    found = [_Choice(min(_HUGE, choice.count ** min(most, 64)), choice.follow) for choice in inner]
    if most > least and follow is not None and overlap(first, follow):
        found.append(_Choice(most - least + 1, follow))
    return found


def _product(choices: list[_Choice]) -> int:
    total = 1
    for choice in choices:
        total = min(_HUGE, total * choice.count)
    return total


def _word(node: Node) -> str | None:
    """The text of a node that matches just one text, else None."""
    match node:
        case CharacterSet(ranges, False) if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
            return chr(ranges[0][0])
        case Row(parts):
            words = [_word(part) for part in parts]
            return None if any(word is None for word in words) else "".join(map(str, words))
        case _:
            return None

"""What terms say of one another: a longer window counts no less, a shorter phrase is found wherever a longer one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from fraudguard.pack.tree import And, Compare, Expression, Mentions, Window
from fraudguard.text import contains_phrase
from fraudguard.workbench.lints.domains import Domain, Numbers, Words, only
from fraudguard.workbench.lints.ranges import natural

__all__ = ["Prover", "at_odds", "counts_no_more", "covers"]


class Prover(Protocol):
    """Whoever can prove that one condition implies another."""

    def implies(self, premise: Expression, conclusion: Expression) -> bool:
        """Whether the conclusion is proved true wherever the premise is."""


def at_odds(domains: Mapping[Expression, Domain], prover: Prover) -> bool:
    """Whether the values left to different terms contradict one another."""
    windows: list[tuple[Window, Domain]] = []
    mentions: list[tuple[Mentions, Words]] = []
    for term, domain in domains.items():
        if isinstance(term, Window) and term.function in {"count", "distinct", "sum", "first_seen"}:
            windows.append((term, domain))
        elif isinstance(term, Mentions) and isinstance(domain, Words) and len(domain.values) == 1:
            mentions.append((term, domain))
        elif isinstance(term, Compare) and isinstance(domain, Words) and _apart(term, domain, domains):
            return True
    for less, of_less in windows:
        for more, of_more in windows:
            if less is not more and _opposed(of_less, of_more) and counts_no_more(less, more, prover):
                return True
    return any(
        True in yes.values and False in no.values and covers(other.phrases, one.phrases)
        for one, yes in mentions
        for other, no in mentions
        if one is not other and one.item == other.item
    )


def _opposed(less: Domain, more: Domain) -> bool:
    """Whether what must not be more is more; of `first_seen`, whether something was seen in the shorter window only."""
    if isinstance(less, Numbers) and isinstance(more, Numbers):
        touching = less.low == more.high and (less.low_open or more.high_open)
        return less.low > more.high or touching
    return less == only(value=False) and more == only(value=True)


def _apart(pair: Compare, signs: Words, domains: Mapping[Expression, Domain]) -> bool:
    """Whether the ranges of the two sides of a comparison leave none of the signs that are assumed."""
    left, right = domains.get(pair.left), domains.get(pair.right)
    if not isinstance(left, Numbers) or not isinstance(right, Numbers):
        return False
    if left.low > right.high:
        return 1 not in signs.values
    return left.high < right.low and -1 not in signs.values


def counts_no_more(less: Window, more: Window, prover: Prover) -> bool:
    """
    Whether every event that ``less`` counts is counted by ``more``, so that its value is no more.

    For `first_seen`: whether a value seen in ``less`` was seen in ``more``.
    """
    if (less.function, less.kind, less.path, less.by) != (more.function, more.kind, more.path, more.by):
        return False
    if less.within > more.within:
        return False
    if less.function == "sum" and not _never_negative(less):
        return False
    if more.where is None or less.where == more.where:
        return True
    if less.where is None:
        return False
    own = set(less.where.items) if isinstance(less.where, And) else {less.where}
    wanted = more.where.items if isinstance(more.where, And) else (more.where,)
    return own.issuperset(wanted) or prover.implies(less.where, more.where)


def _never_negative(window: Window) -> bool:
    found = natural(window, lambda _where: True)
    return isinstance(found, Numbers) and found.low >= 0


def covers(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether a text that holds one of ``longer`` always holds one of ``shorter``."""
    own = set(shorter)
    return all(phrase in own or any(contains_phrase(phrase, one) for one in shorter) for phrase in longer)

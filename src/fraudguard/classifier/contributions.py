"""What speaks for and against a scam in one text, in the words as written; the parts add up to the log-odds."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from fraudguard.classifier.features import BUCKETS, LONGEST, ORDERS, REACH, gram_bucket, ideas_in, pair_column
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.neutral import neutral_with_offsets
from fraudguard.classifier.weights import log_odds, probability

__all__ = ["Contribution", "TextExplanation", "explain_text"]

_SHOWN = 8
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Contribution:
    """Words as they were written, and the log-odds they bring; above 0 they speak for a scam."""

    text: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class TextExplanation:
    """
    ``log_odds`` is the sum of ``base`` (what an empty text would have), ``shown`` and ``rest`` (everything else).

    ``shown`` are the strongest parts, first those for a scam, then those against, the strongest first.
    """

    probability: float
    scam: str
    log_odds: float
    base: float
    shown: tuple[Contribution, ...]
    rest: float


def explain_text(model: TextModel, text: str, most: int = _SHOWN) -> TextExplanation | None:
    """Why ``model`` says what it says of ``text``; ``None`` where it says nothing. ``most`` parts of either side."""
    answer = model.classify_text(text)
    if answer is None:
        return None
    spans = _first_spans(text)
    value = sum(int(model.weights.value[column]) for column in spans)
    rarity = sum(int(model.weights.rarity[column]) for column in spans)
    step = model.card.slope / math.sqrt(rarity)
    odds = log_odds(float(value), float(rarity), model.card.slope, model.card.offset)
    parts = [(int(model.weights.value[column]), parts) for column, parts in spans.items()]
    shown = [
        Contribution(_words(text, spans), value * step)
        for sign in (1, -1)
        for value, spans in _strongest([part for part in parts if part[0] * sign > 0], most)
    ]
    rest = odds - model.card.offset - sum(one.log_odds for one in shown)
    return TextExplanation(probability(odds), answer.scam, odds, model.card.offset, tuple(shown), rest)


def _strongest(parts: list[tuple[int, tuple[Span, ...]]], most: int) -> list[tuple[int, tuple[Span, ...]]]:
    """The strongest parts that do not lie within one already chosen."""
    chosen: list[tuple[int, tuple[Span, ...]]] = []
    for part in sorted(parts, key=lambda one: (-abs(one[0]), one[1])):
        if len(chosen) == most:
            break
        if not any(_within(part[1], other[1]) for other in chosen):
            chosen.append(part)
    return chosen


def _within(one: tuple[Span, ...], other: tuple[Span, ...]) -> bool:
    return all(any(start >= low and end <= high for low, high in other) for start, end in one)


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return "…".join(text[start:end].strip() or text[start:end] for start, end in spans)


def _first_spans(text: str) -> dict[int, tuple[Span, ...]]:
    """Each column of a text with the spans of the original that it stands for, where it comes first."""
    normal = neutral_with_offsets(text)
    neutral, origin = normal.text[:LONGEST], normal.origin
    found: dict[int, tuple[Span, ...]] = {}
    for column, places in _columns_with_places(neutral):
        if column not in found:
            found[column] = tuple((origin[start][0], origin[end - 1][1]) for start, end in places)
    return found


def _columns_with_places(neutral: str) -> Iterator[tuple[int, tuple[Span, ...]]]:
    for order in ORDERS:
        for at in range(len(neutral) - order + 1):
            yield gram_bucket(neutral[at : at + order]), ((at, at + order),)
    ideas = ideas_in(neutral)
    for number, start, end in ideas:
        yield BUCKETS + number, ((start, end),)
    for at, (first, start, end) in enumerate(ideas):
        for second, begin, last in ideas[at + 1 : at + 1 + REACH]:
            yield pair_column(first, second), ((start, end), (begin, last))

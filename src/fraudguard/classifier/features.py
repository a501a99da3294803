"""
What the classifier sees of a text: hashed character n-grams, and which ideas follow each other.

An n-gram of the neutral form falls into one of `BUCKETS` buckets by a polynomial hash, worked out for a whole row of
characters at once. Behind the buckets stand the ideas of `fraudguard.classifier.ideas`, and every ordered pair of ideas
of which the second is among the next `REACH`. A feature is there or not; how often does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain
from operator import add

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from fraudguard.classifier.ideas import IDEAS

__all__ = ["BUCKETS", "COLUMNS", "LONGEST", "ORDERS", "PAIRS_FROM", "REACH", "columns", "columns_of_many",
           "fingerprint", "gram_bucket", "ideas_in", "pair_column", "parts_of_many"]  # fmt: skip

Columns = NDArray[np.int64]
Codes = NDArray[np.uint64]

ORDERS = (1, 2, 3)
BUCKETS = 1 << 20
REACH = 3
LONGEST = 20_000
"""Characters of the neutral form that are read; what follows is left out."""

_KINDS = len(IDEAS)
PAIRS_FROM = BUCKETS + _KINDS
"""The first column of a pair of ideas; before it stand the ideas, before them the buckets."""
COLUMNS = PAIRS_FROM + _KINDS * _KINDS

_BASE = np.uint64(0x9E3779B97F4A7C15)
_DOWN = np.uint64(64 - 20)
_WORDS = tuple((word, number) for number, words in enumerate(IDEAS.values()) for word in words.split())
_IDEA_OF = tuple(number for _, number in _WORDS)
_FIND = AhoCorasick(
    [word for word, _ in _WORDS], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
).find_matches_as_indexes


def fingerprint() -> str:
    """A digest of everything above: a model fits only the features it was trained on."""
    what = repr((2, ORDERS, BUCKETS, REACH, LONGEST, tuple(IDEAS.items())))
    return hashlib.sha256(what.encode("utf-8")).hexdigest()


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)


def _grams(codes: Codes) -> tuple[Codes, tuple[int, ...]]:
    """
    The buckets of all n-grams in one row, and where each order ends in it.

    The hash of an n-gram is ``(...(c1 * B + c2) * B + ...) * B`` modulo 2^64; its topmost bits are the bucket.
    """
    size = len(codes)
    second = size + max(0, size - 1)
    third = second + max(0, size - 2)
    row = np.empty(third, dtype=np.uint64)
    before = np.multiply(codes, _BASE, out=row[:size])
    for order, begin, end in ((1, size, second), (2, second, third)):
        if begin < end:
            part = np.add(before[:-1], codes[order:], out=row[begin:end])
            before = np.multiply(part, _BASE, out=part)
    return np.right_shift(row, _DOWN, out=row), (size, second, third)


def gram_bucket(gram: str) -> int:
    """The bucket of one n-gram."""
    value = 0
    for character in gram:
        value = (value + ord(character)) * int(_BASE) % 2**64
    return value >> int(_DOWN)


def ideas_in(text: str) -> list[tuple[int, int, int]]:
    """The ideas of a neutral form in their order: number, start, end."""
    return [(_IDEA_OF[word], start, end) for word, start, end in _FIND(text)]


def pair_column(first: int, second: int) -> int:
    """The column of two ideas of which the second follows the first."""
    return PAIRS_FROM + first * _KINDS + second


def idea_columns(ideas: Sequence[int]) -> list[int]:
    """Columns of a row of ideas and of their ordered pairs."""
    found = [BUCKETS + idea for idea in ideas]
    begins = [PAIRS_FROM + idea * _KINDS for idea in ideas]
    for distance in range(1, REACH + 1):
        found += map(add, begins, ideas[distance:])
    return found


def _ideas(text: str) -> list[int]:
    return [_IDEA_OF[match[0]] for match in _FIND(text)]


def columns(neutral: str) -> Columns:
    """The columns of one neutral form; one that occurs twice is there twice."""
    neutral = neutral[:LONGEST]
    row, _ = _grams(_codes(neutral))
    found = row.view(np.int64)
    ideas = _ideas(neutral)
    return np.concatenate((found, np.array(idea_columns(ideas), dtype=np.int64))) if ideas else found


def columns_of_many(neutrals: Sequence[str]) -> tuple[Columns, Columns]:
    """The columns of many texts and the number of the text of each; pairs (text, column) may repeat."""
    parts = parts_of_many(neutrals)
    return np.concatenate([found for found, _ in parts]), np.concatenate([owner for _, owner in parts])


def parts_of_many(neutrals: Sequence[str]) -> list[tuple[Columns, Columns]]:
    """The same part by part: n-grams of each order, then ideas with their pairs."""
    texts = [text[:LONGEST] for text in neutrals]
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    codes = _codes("".join(texts))
    owner = np.repeat(np.arange(len(texts)), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))  # characters from here to the text's end
    row, ends = _grams(codes)
    parts = []
    for order, (begin, end) in enumerate(zip((0, *ends), ends, strict=False), 1):
        inside = left[: end - begin] >= order
        parts.append((row[begin:end].view(np.int64)[inside], owner[: end - begin][inside]))
    ideas = [idea_columns(_ideas(text)) for text in texts]
    owner = np.repeat(np.arange(len(texts)), [len(own) for own in ideas])
    parts.append((np.fromiter(chain.from_iterable(ideas), dtype=np.int64), owner))
    return parts

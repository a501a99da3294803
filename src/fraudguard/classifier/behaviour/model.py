"""The behaviour model in service: all its heads, and one answer out of what was done and what was said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.bundle import read_behaviour
from fraudguard.classifier.behaviour.card import BehaviourCard
from fraudguard.classifier.behaviour.features import expressions
from fraudguard.classifier.behaviour.head import Head
from fraudguard.classifier.classification import Classification
from fraudguard.classifier.weights import probabilities, probability
from fraudguard.pack.tree import Expression

__all__ = ["BehaviourModel", "load_behaviour", "odds_of_words"]

_SCHEME_FROM = -2.0  # log-odds below which no scheme is named: about 12 in 100
_SURE = 1e-9  # how close to 0 and 1 a probability of words is taken at its word


class BehaviourModel:
    """
    Says how likely an event belongs to a scam by its features (`fraudguard.classifier.behaviour.features`).

    One event and many give the same bits. May be used from several threads.
    """

    def __init__(self, card: BehaviourCard, heads: Sequence[Head]) -> None:
        self.card = card
        self.heads: Mapping[str, Head] = {one.card.kind: one for one in heads}

    @property
    def fingerprint(self) -> str:
        """The seal of the card: equal models have equal ones."""
        return self.card.seal

    @property
    def features(self) -> Mapping[str, Sequence[Expression]]:
        """By kind what has to be known of an event, in the language of rules."""
        return {kind: expressions(kind) for kind in self.heads}

    def classify_values(
        self, kind: str, values: Sequence[Any], words: Classification | None = None
    ) -> Classification | None:
        """The answer on an event by its feature values and, where it brings a remark, what the words alone say."""
        head = self.heads.get(kind)
        odds = None if head is None else head.log_odds(values)
        if head is None or odds is None:
            return words
        if words is not None:
            odds += head.card.words * odds_of_words(words.probability)
        scam = "" if words is None else words.scam
        if odds < _SCHEME_FROM or not self.card.schemes:
            scam = ""
        elif not scam:
            scam = self.card.schemes[head.likeliest(values)]
        return Classification(probability(odds), scam, textual=False)

    def probabilities(self, kind: str, table: NDArray[np.float64], threads: int = 1) -> NDArray[np.float64]:
        """The probabilities of many events without remarks, NaN where there is too little to be weighed."""
        return np.array(probabilities(self.heads[kind].log_odds_many(table, threads).tolist()))

    @staticmethod
    def said(chance: float, scam: str) -> Classification:
        """What the words of a remark say, as `classify_values` takes it."""
        return Classification(chance, scam, textual=True)


def odds_of_words(chance: float) -> float:
    """The log-odds behind a probability of words, never quite certain."""
    chance = min(max(chance, _SURE), 1 - _SURE)
    return math.log(chance / (1 - chance))


def load_behaviour(folder: Path) -> BehaviourModel:
    """The behaviour model in a folder. Raises `ModelError`."""
    return BehaviourModel(*read_behaviour(folder))

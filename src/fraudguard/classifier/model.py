"""The text model in service: one text or many, always the same whole-number sums, no scikit-learn."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.bundle import read_bundle
from fraudguard.classifier.card import Card
from fraudguard.classifier.classification import Classification
from fraudguard.classifier.features import COLUMNS, LONGEST, columns, parts_of_many
from fraudguard.classifier.neutral import neutral_form
from fraudguard.classifier.weights import Weights, idea_rows, log_odds, pair_rows, probability, scheme_rows
from fraudguard.errors import ModelError
from fraudguard.events import Call, Event, Message, Report, Transaction

__all__ = ["TextModel", "load_model", "text_of"]

Columns = NDArray[np.int64]

_TOGETHER = 256  # texts whose columns are sorted in one go
_HALF = 32  # bits for the sum of rarities in a sum of both: 16 for one, 16 for as many columns
_ORDER = np.arange(1 << 15, dtype=np.int16)
_SCHEME_FROM = -2.0  # log-odds below which no scheme is named: about 12 in 100


def text_of(event: Event) -> str | None:
    """The words that an event brings: of a message, a call, a report, or the remark on a payment."""
    if isinstance(event, (Message, Report)):
        return event.text
    if isinstance(event, Call):
        return event.transcript
    return event.memo if isinstance(event, Transaction) else None


class TextModel:
    """
    Says how likely a text belongs to a scam, and to which. Fulfils `fraudguard.classifier.Classifier`.

    Answers depend on the text and the weights alone and are the same bit for bit from `classify`, `classify_text` and
    `classify_many`. May be used from several threads. Takes about 10 MB.
    """

    def __init__(self, card: Card, weights: Weights) -> None:
        self.card = card
        self.weights = weights
        self._both = (weights.value.astype(np.int64) << _HALF) + weights.rarity  # one look for two sums
        largest = int(np.abs(weights.value.astype(np.int64)).max(initial=1))
        self._fits = min((1 << 63 - _HALF - 1) // largest, (1 << 15) - 1)  # columns of which both sums are exact
        self._bias = weights.scheme_bias.astype(np.float64)
        self._threads = threading.local()
        for sample in card.parity:
            if self.sums(neutral_form(sample.text)) != (sample.value, sample.rarity):
                raise ModelError("model.parity")

    @property
    def fingerprint(self) -> str:
        """The seal of the card: equal models have equal ones."""
        return self.card.seal

    def classify(self, event: Event) -> Classification | None:
        """The classification of an event, ``None`` when it brings no words or none that the model knows."""
        text = text_of(event)
        return None if text is None else self.classify_text(text)

    def classify_text(self, text: str) -> Classification | None:
        """The classification of a text as it was written."""
        neutral = neutral_form(text)[:LONGEST]
        if not neutral:
            return None
        found = columns(neutral)
        return self._answer(found, len(neutral), *self._totals(found))

    def classify_many(self, texts: Sequence[str | None]) -> list[Classification | None]:
        """The same for many texts, in less time."""
        answers: list[Classification | None] = []
        for begin in range(0, len(texts), _TOGETHER):
            answers += self._together([neutral_form(text or "")[:LONGEST] for text in texts[begin : begin + _TOGETHER]])
        return answers

    def _together(self, neutrals: Sequence[str]) -> list[Classification | None]:
        parts = parts_of_many(neutrals)
        size = len(neutrals)
        keys = np.sort(np.concatenate([owner * COLUMNS + found for found, owner in parts]))
        if len(keys):
            keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
        owner, found = np.divmod(keys, COLUMNS)
        values = np.bincount(owner, weights=self.weights.value.take(found), minlength=size).tolist()
        rarities = np.bincount(owner, weights=self.weights.rarity.take(found), minlength=size).tolist()
        slope, offset = self.card.slope, self.card.offset
        odds = [
            log_odds(value, rarity, slope, offset) if rarity else None
            for value, rarity in zip(values, rarities, strict=True)
        ]
        named = np.array([one is not None and one >= _SCHEME_FROM for one in odds], dtype=bool)
        schemes = self._likeliest_of(parts, named) if self.card.schemes and named.any() else {}
        return [
            None if one is None else Classification(probability(one), schemes.get(place, ""), textual=True)
            for place, one in enumerate(odds)
        ]

    def _likeliest_of(self, parts: Sequence[tuple[Columns, Columns]], named: NDArray[np.bool_]) -> dict[int, str]:
        """The likeliest schemes of those texts that are ``named``, by the number of the text."""
        (pairs, of_pairs), (ideas, of_ideas) = parts[1], parts[-1]
        rows = np.concatenate((pair_rows(pairs[named[of_pairs]]), idea_rows(ideas[named[of_ideas]])))
        owner = np.concatenate((of_pairs[named[of_pairs]], of_ideas[named[of_ideas]]))
        order = np.argsort(owner, kind="stable")
        counts = np.bincount(owner, minlength=len(named))
        sums = np.zeros((len(named), len(self._bias)), dtype=np.int64)
        some = np.flatnonzero(counts)
        if len(some):
            found = self.weights.scheme.take(rows[order], axis=0)
            sums[some] = np.add.reduceat(found, np.cumsum(counts)[some] - counts[some], axis=0, dtype=np.int64)
        best = np.argmax(sums + self._bias * np.sqrt(np.maximum(counts, 1))[:, None], axis=1)
        return {place: self.card.schemes[int(best[place])] for place in np.flatnonzero(named).tolist()}

    def log_odds(self, text: str) -> float | None:
        """The log-odds of a text, ``None`` when there is nothing to read."""
        odds = self._odds(neutral_form(text))
        return None if math.isnan(odds) else odds

    def odds_of(self, neutrals: Iterable[str]) -> NDArray[np.float64]:
        """The log-odds of neutral forms, NaN where there is nothing to read."""
        return np.array([self._odds(one) for one in neutrals])

    def _odds(self, neutral: str) -> float:
        value, rarity = self.sums(neutral)
        return log_odds(value, rarity, self.card.slope, self.card.offset) if rarity else math.nan

    def sums(self, neutral: str) -> tuple[float, float]:
        """The two whole sums of a neutral form; the second is 0 where there is nothing to read."""
        return self._totals(columns(neutral[:LONGEST]))

    def likeliest(self, neutral: str) -> str:
        """The likeliest scheme of a neutral form, however unlikely a scam is at all."""
        neutral = neutral[:LONGEST]
        return self._likeliest(columns(neutral), len(neutral)) if neutral and self.card.schemes else ""

    def _totals(self, found: Columns) -> tuple[float, float]:
        """Both sums over the distinct columns."""
        if len(found) > self._fits:
            found = np.unique(found)
            return float(self.weights.value.take(found).sum()), float(self.weights.rarity.take(found).sum())
        scratch = getattr(self._threads, "scratch", None)
        if scratch is None:
            scratch = self._threads.scratch = np.zeros(COLUMNS, dtype=np.int16)
        order = _ORDER[: len(found)]
        scratch[found] = order  # of a column that comes twice the last place stays
        total = int(np.add.reduce(self._both.take(found[scratch.take(found) == order])))
        return float(total >> _HALF), float(total & (1 << _HALF) - 1)

    def _answer(self, found: Columns, length: int, value: float, rarity: float) -> Classification | None:
        if not rarity:
            return None
        odds = log_odds(value, rarity, self.card.slope, self.card.offset)
        scam = self._likeliest(found, length) if odds >= _SCHEME_FROM and self.card.schemes else ""
        return Classification(probability(odds), scam, textual=True)

    def _likeliest(self, found: Columns, length: int) -> str:
        rows = scheme_rows(found, length)
        if not len(rows):
            return self.card.schemes[int(self._bias.argmax())]
        sums = np.add.reduce(self.weights.scheme.take(rows, axis=0), axis=0, dtype=np.int64)
        return self.card.schemes[int((sums + self._bias * math.sqrt(len(rows))).argmax())]


def load_model(path: str | Path = "@shipped") -> TextModel:
    """The model in a folder (``"@shipped"``: the one that comes with the library). Raises `ModelError`."""
    card, weights = read_bundle(path)
    return TextModel(card, weights)

"""The text model in service: one text or many, always the same whole-number sums, no scikit-learn."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.bundle import read_bundle
from fraudguard.classifier.card import Card
from fraudguard.classifier.classification import Classification
from fraudguard.classifier.features import COLUMNS, LONGEST, columns, columns_of_many
from fraudguard.classifier.neutral import neutral_form
from fraudguard.classifier.weights import Weights, log_odds, probability, scheme_rows
from fraudguard.errors import ModelError
from fraudguard.events import Call, Event, Message, Report, Transaction

__all__ = ["TextModel", "load_model", "text_of"]

_TOGETHER = 256  # texts whose columns are sorted in one go
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
    `classify_many`. May be used from several threads. Takes about 25 MB.
    """

    def __init__(self, card: Card, weights: Weights) -> None:
        self.card = card
        self.weights = weights
        self._sums = weights.value + 1j * weights.rarity  # both sums in one pass; whole, and far below 2^53
        self._scheme = weights.scheme.astype(np.int64)
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
            neutrals = [neutral_form(text or "")[:LONGEST] for text in texts[begin : begin + _TOGETHER]]
            found, owner = columns_of_many(neutrals)
            keys = np.sort(owner * COLUMNS + found)
            if len(keys):
                keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
            owner, found = np.divmod(keys, COLUMNS)
            sums = self._sums[found]
            values = np.bincount(owner, weights=sums.real, minlength=len(neutrals)).tolist()
            rarities = np.bincount(owner, weights=sums.imag, minlength=len(neutrals)).tolist()
            answers += map(self._answer_late, neutrals, values, rarities)
        return answers

    def log_odds(self, text: str) -> float | None:
        """The log-odds of a text, ``None`` when there is nothing to read."""
        value, rarity = self.sums(neutral_form(text))
        return log_odds(value, rarity, self.card.slope, self.card.offset) if rarity else None

    def sums(self, neutral: str) -> tuple[float, float]:
        """The two whole sums of a neutral form; the second is 0 where there is nothing to read."""
        return self._totals(columns(neutral[:LONGEST]))

    def likeliest(self, neutral: str) -> str:
        """The likeliest scheme of a neutral form, however unlikely a scam is at all."""
        neutral = neutral[:LONGEST]
        return self._likeliest(columns(neutral), len(neutral)) if neutral and self.card.schemes else ""

    def _totals(self, found: NDArray[np.int64]) -> tuple[float, float]:
        """Both sums over the distinct columns."""
        scratch = getattr(self._threads, "scratch", None)
        if scratch is None:
            scratch = self._threads.scratch = np.zeros(COLUMNS, dtype=np.int32)
        order = np.arange(len(found), dtype=np.int32)
        scratch[found] = order  # of a column that comes twice the last place stays
        total = complex(np.add.reduce(self._sums.take(found[scratch.take(found) == order])))
        return total.real, total.imag

    def _answer(
        self, found: NDArray[np.int64] | None, length: int, value: float, rarity: float, neutral: str = ""
    ) -> Classification | None:
        if not rarity:
            return None
        odds = log_odds(value, rarity, self.card.slope, self.card.offset)
        scam = ""
        if odds >= _SCHEME_FROM and self.card.schemes:
            scam = self._likeliest(columns(neutral) if found is None else found, length)
        return Classification(probability(odds), scam, textual=True)

    def _answer_late(self, neutral: str, value: float, rarity: float) -> Classification | None:
        return self._answer(None, len(neutral), value, rarity, neutral)

    def _likeliest(self, found: NDArray[np.int64], length: int) -> str:
        rows = scheme_rows(found, length)
        if not len(rows):
            return self.card.schemes[int(np.argmax(self._bias))]
        sums = np.add.reduce(self._scheme.take(rows, axis=0), axis=0)
        return self.card.schemes[int(np.argmax(sums + self._bias * math.sqrt(len(rows))))]


def load_model(path: str | Path = "@shipped") -> TextModel:
    """The model in a folder (``"@shipped"``: the one that comes with the library). Raises `ModelError`."""
    card, weights = read_bundle(path)
    return TextModel(card, weights)

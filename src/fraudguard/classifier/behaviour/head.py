"""The model of one kind of event in service: feature values in, log-odds and the likeliest scheme out."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.bins import Bins, Codes
from fraudguard.classifier.behaviour.card import HeadCard
from fraudguard.classifier.behaviour.features import needed_columns
from fraudguard.classifier.behaviour.scorecard import Scorecard
from fraudguard.classifier.behaviour.trees import Trees
from fraudguard.errors import ModelError

__all__ = ["Head", "HeadArrays"]

_BLOCK = 8192
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeadArrays:
    """
    The numbers of a head. ``feature`` and ``cut`` are empty for a scorecard, whose points are ``value``.

    ``scheme[c, s]`` is what code c (in the row of all codes) says for scheme s; ``scheme_bias[s]`` what scheme s begins
    with; ``seen`` how many of a million training rows had each code.
    """

    edges: NDArray[np.float64]
    feature: NDArray[np.uint8]
    cut: NDArray[np.uint8]
    value: NDArray[np.int32]
    scheme: NDArray[np.int16]
    scheme_bias: NDArray[np.int32]
    seen: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Head:
    """Answers depend on the values and the weights alone, and are the same bit for bit for one event and for many."""

    card: HeadCard
    arrays: HeadArrays
    bins: Bins = field(init=False)
    weigher: Trees | Scorecard = field(init=False)
    _needed: tuple[tuple[int, ...], ...] = field(init=False, repr=False)
    _begins: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        arrays = self.arrays
        bins = Bins(tuple(np.split(arrays.edges, np.cumsum(self.card.edges)[:-1].tolist())))
        trees = self.card.form == "trees"
        weigher: Trees | Scorecard = (
            Trees(bins, arrays.feature, arrays.cut, arrays.value) if trees else Scorecard(bins, arrays.value)
        )
        object.__setattr__(self, "bins", bins)
        object.__setattr__(self, "weigher", weigher)
        object.__setattr__(self, "_needed", needed_columns(self.card.kind))
        object.__setattr__(self, "_begins", np.array(bins.begins, dtype=np.int64))
        for sample in self.card.samples:
            sound = len(sample.codes) == len(bins.sizes) and all(
                code < size for code, size in zip(sample.codes, bins.sizes, strict=True)
            )
            if not sound or weigher.of_one(sample.codes) != sample.total:
                raise ModelError("model.parity")

    def log_odds(self, values: Sequence[Any]) -> float | None:
        """
        The log-odds of an event, before a remark on it is counted; ``None`` where it says too little to be weighed.

        A value is ``None`` where it is unknown.
        """
        for group in self._needed:
            if not any(values[one] for one in group):
                return None
        return self.card.slope * self.weigher.of_values(values) + self.card.offset

    def log_odds_many(self, table: Table, threads: int = 1) -> Table:
        """The log-odds of a row for each event, NaN where there is too little to be weighed."""
        odds = np.empty(len(table))

        def work(begin: int) -> None:
            block = table[begin : begin + _BLOCK]
            found = self.odds_of_codes(self.bins.of_many(block))
            odds[begin : begin + _BLOCK] = np.where(self._known(block), found, np.nan)

        begins = range(0, len(table), _BLOCK)
        if threads == 1:
            for begin in begins:
                work(begin)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(work, begins))
        return odds

    def odds_of_codes(self, codes: Codes) -> Table:
        """The log-odds of many events by the codes of their values, whether much is known of them or little."""
        odds: Table = (self.card.slope * self.weigher.of_many(codes) + self.card.offset).astype(np.float64)
        return odds

    def likeliest(self, values: Sequence[Any]) -> int:
        """The number of the likeliest scheme."""
        codes = self.bins.of_one(values)
        sums = self.arrays.scheme.take(self._begins + codes, axis=0).sum(axis=0, dtype=np.int64)
        return int(np.argmax(sums + self.arrays.scheme_bias))

    def likeliest_many(self, codes: Codes) -> NDArray[np.int64]:
        """The numbers of the likeliest schemes of many events."""
        scheme = self.arrays.scheme.astype(np.int64)
        sums = self.arrays.scheme_bias.astype(np.int64) + np.zeros((codes.shape[1], 1), dtype=np.int64)
        for begin, own in zip(self.bins.begins, codes, strict=True):
            sums += scheme[begin + own.astype(np.int64)]
        found: NDArray[np.int64] = np.argmax(sums, axis=1)
        return found

    def _known(self, table: Table) -> NDArray[np.bool_]:
        known = np.ones(len(table), dtype=np.bool_)
        for group in self._needed:
            some = np.zeros(len(table), dtype=np.bool_)
            for one in group:
                some |= np.nan_to_num(table[:, one]) != 0
            known &= some
        return known

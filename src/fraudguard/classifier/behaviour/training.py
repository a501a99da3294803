"""Fits a head: bins, a scorecard or boosted trees in whole numbers, and the line that makes them probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.bins import Bins, Codes, fitted_bins
from fraudguard.classifier.behaviour.card import Form, HeadCard, Kind, Sample
from fraudguard.classifier.behaviour.head import Head, HeadArrays
from fraudguard.classifier.behaviour.rows import Rows
from fraudguard.classifier.behaviour.trees import LEAF, LEAVES
from fraudguard.errors import ModelError

__all__ = ["BehaviourSettings", "boosted", "fit_head", "importance"]

Floats = NDArray[np.float64]

_TREE_SCALE = 1 << 20  # steps of a leaf: the nearest whole number moves log-odds by less than 1e-4 over all trees
_POINTS = 20 / np.log(2)  # twenty points double the odds
_SCHEME_SCALE = 64
_LEAST = 20  # rows of either side without which nothing can be learnt
_SMOOTH = 2.0  # rows of a scheme that are taken from all schemes together


@dataclass(frozen=True, slots=True)
class BehaviourSettings:
    """
    How to train. ``prior``: the share of fraud in the stream that probabilities are meant for. ``share``: what all rows
    of fraud weigh together in training, beside 1 for the rest. A scorecard, which people read, has fewer borders.
    """

    seed: int = 20260101
    prior: float = 0.01
    trees: int = 60
    rate: float = 0.15
    least_rows: int = 20
    penalty: float = 5.0
    tree_borders: int = 60
    card_borders: int = 8
    inverse_penalty: float = 0.1
    share: float = 0.2


def fit_head(kind: Kind, form: Form, taught: Rows, calibration: Rows, settings: BehaviourSettings,
             schemes: Sequence[str]) -> Head:  # fmt: skip
    """
    A head of one form. Raises `ModelError` when a side is nearly empty.

    One thread fits it, so that sums are added in one order: equal rows and settings give equal numbers.
    """
    from threadpoolctl import threadpool_limits

    for rows in (taught, calibration):
        fraud = int(rows.fraud.sum())
        if min(fraud, len(rows) - fraud) < _LEAST:
            raise ModelError("model.too_few_rows", kind=kind, fraud=fraud, honest=len(rows) - fraud, least=_LEAST)
    with threadpool_limits(limits=1):
        borders = settings.tree_borders if form == "trees" else settings.card_borders
        bins = fitted_bins(taught.table, taught.fraud, borders)
        codes = bins.of_many(taught.table)
        weight = importance(taught, settings)
        if form == "trees":
            feature, cut, value, scale = _trees(codes, taught.fraud, weight, settings)
        else:
            feature, cut, value, scale = _points(bins, codes, taught.fraud, weight, settings)
        scheme, bias = _scheme_head(bins, codes, taught, schemes)
        seen = _seen(bins, codes, taught.fraud)
        arrays = HeadArrays(np.concatenate(bins.edges), feature, cut, value, scheme, bias, seen)
        card = HeadCard(
            kind=kind, form=form,
            slope=1.0, offset=0.0, words=0.0, edges=tuple(len(one) for one in bins.edges),
            nodes=len(feature), margin=0.0, samples=(), measured=(),
        )  # fmt: skip
        bare = Head(card, arrays)
        slope, offset, words = _calibrated(bare, calibration, scale, settings.prior)
    samples = _samples(bare, codes, taught.fraud)
    return Head(card.model_copy(update={"slope": slope, "offset": offset, "words": words, "samples": samples}), arrays)


def importance(rows: Rows, settings: BehaviourSettings) -> Floats:
    """What a row weighs in training: attempts with many rows count more than others, but less than their rows."""
    sizes = np.bincount(rows.attempt[rows.fraud], minlength=1)
    weight = np.ones(len(rows))
    weight[rows.fraud] = 1 / np.sqrt(sizes[rows.attempt[rows.fraud]])
    weight[rows.fraud] *= settings.share * (~rows.fraud).sum() / weight[rows.fraud].sum()
    return weight


def boosted(codes: Codes, fraud: NDArray[np.bool_], weight: Floats, settings: BehaviourSettings) -> Any:
    """The trees of scikit-learn that a head is made of."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=settings.trees, max_leaf_nodes=LEAVES, learning_rate=settings.rate, l2_regularization=settings.penalty,
        min_samples_leaf=settings.least_rows, early_stopping=False, random_state=settings.seed,
    )  # fmt: skip
    return model.fit(codes.T, fraud, sample_weight=weight)


def _trees(
    codes: Codes, fraud: NDArray[np.bool_], weight: Floats, settings: BehaviourSettings
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int32], float]:
    """The nodes of scikit-learn's trees in preorder, with whole values; what one step of a value is."""
    model = boosted(codes, fraud, weight, settings)
    features: list[int] = []
    cuts: list[int] = []
    values: list[int] = []
    for (predictor,) in model._predictors:  # noqa: SLF001  # scikit-learn shows its trees nowhere else; a test compares sums
        nodes = predictor.nodes
        means = _means(nodes)
        waiting = [0]
        while waiting:
            at = waiting.pop()
            node = nodes[at]
            values.append(round(means[at] * _TREE_SCALE))
            if node["is_leaf"]:
                features.append(LEAF)
                cuts.append(0)
                continue
            features.append(int(node["feature_idx"]))
            cuts.append(int(np.floor(node["num_threshold"])))
            waiting += [int(node["right"]), int(node["left"])]
    return np.array(features, np.uint8), np.array(cuts, np.uint8), np.array(values, np.int32), 1 / _TREE_SCALE


def _means(nodes: Any) -> list[float]:
    """What each node adds on average over the rows that reach it."""
    means = [0.0] * len(nodes)
    for at in range(len(nodes) - 1, -1, -1):  # children stand behind their parents
        node = nodes[at]
        if node["is_leaf"]:
            means[at] = float(node["value"])
        else:
            left, right = int(node["left"]), int(node["right"])
            sizes = int(nodes[left]["count"]), int(nodes[right]["count"])
            means[at] = (means[left] * sizes[0] + means[right] * sizes[1]) / sum(sizes)
    return means


def _points(
    bins: Bins, codes: Codes, fraud: NDArray[np.bool_], weight: Floats, settings: BehaviourSettings
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int32], float]:
    """Whole points for each band, by logistic regression; what one point is in log-odds."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    columns = (codes.T.astype(np.int64) + np.array(bins.begins)).ravel()
    size = sum(bins.sizes)
    pointers = np.arange(codes.shape[1] + 1) * len(bins.sizes)
    matrix = sparse.csr_matrix((np.ones(len(columns)), columns, pointers), shape=(codes.shape[1], size))
    model = LogisticRegression(C=settings.inverse_penalty, max_iter=500, tol=1e-4)
    coefficients = model.fit(matrix, fraud, sample_weight=weight).coef_[0]
    nothing = np.zeros(0, np.uint8)
    return nothing, nothing, np.rint(coefficients * _POINTS).astype(np.int32), 1 / _POINTS


def _scheme_head(
    bins: Bins, codes: Codes, rows: Rows, schemes: Sequence[str]
) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
    """What each band says for each scheme: how much more frequent it is there than in all schemes together."""
    total = sum(bins.sizes)
    found = np.zeros((total, len(schemes)), dtype=np.int16)
    fraud = codes[:, rows.fraud]
    names = rows.scheme[rows.fraud]
    counts = [np.bincount(own, minlength=size) for own, size in zip(fraud, bins.sizes, strict=True)]
    for number, scheme in enumerate(schemes):
        inside = names == scheme
        size = int(inside.sum())
        for begin, width, own, whole in zip(bins.begins, bins.sizes, fraud, counts, strict=True):
            prior = (whole + 0.5) / (whole.sum() + 0.5 * width)
            share = (np.bincount(own[inside], minlength=width) + _SMOOTH * prior) / (size + _SMOOTH)
            found[begin : begin + width, number] = np.rint(np.log(share / prior) * _SCHEME_SCALE)
    return found, np.zeros(len(schemes), dtype=np.int32)


def _seen(bins: Bins, codes: Codes, fraud: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Of a million honest rows, how many have each code: what drift is measured against."""
    parts = [np.bincount(own, minlength=size) for own, size in zip(codes[:, ~fraud], bins.sizes, strict=True)]
    shares: NDArray[np.int32] = np.rint(np.concatenate(parts) / (~fraud).sum() * 1e6).astype(np.int32)
    return shares


def _calibrated(head: Head, rows: Rows, scale: float, prior: float) -> tuple[float, float, float]:
    """
    Slope, offset and weight of words: Platt's line through rows that were not taught, the share ``prior`` being fraud.

    Words are given no weight where they did not help.
    """
    from sklearn.linear_model import LogisticRegression

    weight = rows.weights(prior)
    sums = head.weigher.of_many(head.bins.of_many(rows.table)) * scale
    line = LogisticRegression(C=1e6, tol=1e-8, max_iter=500).fit(sums[:, None], rows.fraud, sample_weight=weight)
    slope, offset = float(line.coef_[0, 0]), float(line.intercept_[0])
    said = ~np.isnan(rows.odds_of_words)
    words = 0.0
    if min(int((said & rows.fraud).sum()), int((said & ~rows.fraud).sum())) >= _LEAST:
        both = np.column_stack((slope * sums[said] + offset, rows.odds_of_words[said]))
        mixed = LogisticRegression(C=1e6, tol=1e-8, max_iter=500).fit(both, rows.fraud[said],
                                                                       sample_weight=weight[said])  # fmt: skip
        words = max(0.0, round(float(mixed.coef_[0, 1]), 4))
    return float(f"{slope * scale:.9g}"), round(offset, 6), words


def _samples(head: Head, codes: Codes, fraud: NDArray[np.bool_]) -> tuple[Sample, ...]:
    """A few rows of codes with their sums, so that a model that would answer otherwise is found when it is loaded."""
    chosen = [*np.flatnonzero(fraud)[:3].tolist(), *np.flatnonzero(~fraud)[:3].tolist()]
    found = [codes[:, one].tolist() for one in chosen]
    return tuple(Sample(codes=tuple(one), total=head.weigher.of_one(one)) for one in found)

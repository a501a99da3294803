"""Fits a text model: scikit-learn finds the weights, whole numbers come out, the same for the same data and seed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.features import COLUMNS, columns, columns_of_many
from fraudguard.classifier.samples import Sample, groups_of
from fraudguard.classifier.weights import SCHEME_ROWS, Weights, scheme_rows
from fraudguard.errors import ModelError

__all__ = ["Fitted", "Settings", "decision_scores", "fit_scores", "pattern", "rarity_of", "scores_of", "train",
           "whole_fit"]  # fmt: skip

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SCALE = 4096  # steps of a weight: the nearest whole number moves log-odds by less than 1e-5
_RARITY_SCALE = 64  # steps of the squared inverse document frequency
_SCHEME_SCALE = 1024
_TOLERANCE = 1e-8  # so close to the best weights that the last bits of another processor's sums do not show in them
_TOTAL = 4_000  # what all samples of one side of the first source weigh together
_LEAST = 40  # samples of either side without which nothing can be learnt


@dataclass(frozen=True, slots=True)
class Settings:
    """
    How to train. ``inverse_penalty`` is scikit-learn's ``C``. Every source and side weighs the same inside its source;
    the first source weighs 1, the others ``share`` each. ``false_alarms`` sets the working threshold: the share of the
    first source's honest texts above it, out of fold. Without ``heads`` schemes are not told apart.
    """

    seed: int = 20260101
    folds: int = 4
    inverse_penalty: float = 4.0
    share: float = 0.6
    false_alarms: float = 0.03
    least_texts: int = 2
    heads: bool = True


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained model's numbers; ``out_of_fold`` are log-odds of the samples by models that had not seen them."""

    weights: Weights
    schemes: tuple[str, ...]
    slope: float
    offset: float
    threshold: float
    out_of_fold: Floats
    folds: NDArray[np.int64]
    scheme_f1: float


def train(samples: Sequence[Sample], settings: Settings) -> Fitted:
    """The model of ``samples``. Raises `ModelError` when a side is nearly empty."""
    from threadpoolctl import threadpool_limits

    fraud = np.array([one.fraud for one in samples], dtype=bool)
    if min(int(fraud.sum()), int((~fraud).sum())) < _LEAST:
        raise ModelError("model.too_few", fraud=int(fraud.sum()), honest=int((~fraud).sum()), least=_LEAST)
    importance = _importance(samples, settings.share)
    folds = _folds(groups_of(samples), settings)
    with threadpool_limits(limits=1):
        matrix = pattern([one.neutral for one in samples])
        raw = np.zeros(len(samples))
        for fold in range(settings.folds):
            out = folds == fold
            raw[out] = fit_scores(matrix, fraud, importance, ~out, settings)[out]
        slope, offset = _calibrated(raw, fraud, importance)
        coefficients, bias, rarity = whole_fit(samples, matrix, settings)
        schemes, scheme, scheme_bias, f1 = _scheme_head(samples, folds, settings)
    value = np.rint(coefficients * np.sqrt(rarity) * _SCALE).astype(np.int32)
    first = np.array([one.source == samples[0].source for one in samples])
    odds = slope * raw + offset
    return Fitted(
        Weights(value, rarity.astype(np.uint16), scheme, scheme_bias), schemes, float(f"{slope / _SCALE:.9g}"),
        round(slope * bias + offset, 6), round(float(np.quantile(odds[first & ~fraud], 1 - settings.false_alarms)), 3),
        odds, folds, f1,
    )  # fmt: skip


def whole_fit(samples: Sequence[Sample], matrix: Any, settings: Settings) -> tuple[Floats, float, Floats]:
    """Coefficients, intercept and rarities of scikit-learn's model of all samples, before anything is rounded."""
    fraud = np.array([one.fraud for one in samples], dtype=bool)
    everything = np.ones(len(samples), dtype=bool)
    rarity = rarity_of(matrix, everything, settings.least_texts)
    importance = _importance(samples, settings.share)
    return *_fitted(matrix, fraud, importance, everything, rarity, settings), rarity


def scores_of(fitted: Fitted, neutrals: Sequence[str]) -> Floats:
    """Log-odds of texts that were not among the samples."""
    matrix = pattern(neutrals)
    lengths = np.sqrt(matrix @ fitted.weights.rarity.astype(np.float64))
    scores: Floats = (matrix @ fitted.weights.value.astype(np.float64)) / np.where(lengths > 0, lengths, 1)
    return fitted.slope * scores + fitted.offset


def pattern(neutrals: Sequence[str]) -> Any:
    """A sparse matrix with 1 where a text has a feature."""
    from scipy import sparse

    parts = []
    for begin in range(0, len(neutrals), 2_000):
        found, owner = columns_of_many(neutrals[begin : begin + 2_000])
        parts.append(np.unique((owner + begin) * COLUMNS + found))
    keys = np.concatenate(parts)
    pointers = np.searchsorted(keys, np.arange(len(neutrals) + 1) * COLUMNS)
    return sparse.csr_matrix((np.ones(len(keys)), keys % COLUMNS, pointers), shape=(len(neutrals), COLUMNS))


def fit_scores(matrix: Any, fraud: Mask, importance: Floats, taught: Mask, settings: Settings) -> Floats:
    """Raw scores of all rows by a model taught on some."""
    rarity = rarity_of(matrix, taught, settings.least_texts)
    coefficients, bias = _fitted(matrix, fraud, importance, taught, rarity, settings)
    return decision_scores(matrix, coefficients, bias, rarity)


def decision_scores(matrix: Any, coefficients: Floats, bias: float, rarity: Floats) -> Floats:
    """What scikit-learn's decision function says of every row."""
    scores: Floats = np.asarray(_scaled(matrix, rarity) @ coefficients).ravel() + bias
    return scores


def rarity_of(matrix: Any, taught: Mask, least: int) -> Floats:
    """The squared inverse document frequency of each column, in whole steps; 0 for a column seen too rarely."""
    holding = np.asarray(matrix[taught].sum(axis=0)).ravel()
    rarity: Floats = np.rint(np.log((1 + taught.sum()) / (1 + holding)) ** 2 * _RARITY_SCALE)
    rarity[holding < least] = 0
    return rarity


def _scaled(matrix: Any, rarity: Floats) -> Any:
    """The rows weighted by rarity, each of length 1."""
    from scipy import sparse

    lengths = np.sqrt(matrix @ rarity)
    return sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix @ sparse.diags(np.sqrt(rarity))


def _fitted(
    matrix: Any, fraud: Mask, importance: Floats, taught: Mask, rarity: Floats, settings: Settings
) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=settings.inverse_penalty, solver="liblinear", tol=_TOLERANCE, max_iter=2_000, random_state=settings.seed
    )
    known = np.flatnonzero(rarity)  # the others weigh nothing; without them it takes half the time
    model.fit(_scaled(matrix, rarity).tocsr()[taught][:, known], fraud[taught], sample_weight=importance[taught])
    coefficients = np.zeros(COLUMNS)
    coefficients[known] = model.coef_[0]
    return coefficients, float(model.intercept_[0])


def _importance(samples: Sequence[Sample], share: float) -> Floats:
    """What a sample weighs, so that many texts of one source do not drown the few of another."""
    sizes = Counter((one.source, one.fraud) for one in samples)
    first = samples[0].source
    weights = np.array([(1 if one.source == first else share) / sizes[one.source, one.fraud] for one in samples])
    return weights * _TOTAL


def _folds(groups: NDArray[np.int64], settings: Settings) -> NDArray[np.int64]:
    """A fold for each sample; groups stay together."""
    drawn = np.random.default_rng(settings.seed).integers(0, settings.folds, size=len(groups))
    return drawn[groups]


def _calibrated(raw: Floats, fraud: Mask, importance: Floats) -> tuple[float, float]:
    """Slope and offset of Platt's line through scores out of fold; both sides weigh the same."""
    from sklearn.linear_model import LogisticRegression

    balanced = importance / np.where(fraud, importance[fraud].sum(), importance[~fraud].sum())
    line = LogisticRegression(C=1e6, tol=1e-8).fit(raw[:, None], fraud, sample_weight=balanced * len(raw))
    return round(float(line.coef_[0, 0]), 6), round(float(line.intercept_[0]), 6)


def _scheme_head(
    samples: Sequence[Sample], folds: NDArray[np.int64], settings: Settings
) -> tuple[tuple[str, ...], NDArray[np.int16], NDArray[np.int32], float]:
    """Names, weights and biases of the schemes, and their macro-F1 out of fold."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score

    first = samples[0].source
    chosen = [number for number, one in enumerate(samples) if one.scheme]
    names = sorted({samples[number].scheme for number in chosen})
    if len(names) < 2 or not settings.heads:  # nothing to tell apart
        names = names if settings.heads else []
        return tuple(names), np.zeros((SCHEME_ROWS, len(names)), np.int16), np.zeros(len(names), np.int32), math.nan
    rows = [scheme_rows(columns(samples[number].neutral), len(samples[number].neutral)) for number in chosen]
    pointers = np.cumsum([0, *(len(one) for one in rows)])
    data = np.concatenate([np.full(len(one), 1 / math.sqrt(max(1, len(one)))) for one in rows])
    matrix = sparse.csr_matrix((data, np.concatenate(rows), pointers), shape=(len(rows), SCHEME_ROWS))
    target = np.array([samples[number].scheme for number in chosen])
    fold = folds[chosen]
    sizes = Counter(target)
    weight = np.array([1 / math.sqrt(sizes[name]) for name in target])

    def fit(taught: Mask) -> Any:
        model = LogisticRegression(C=20.0, tol=1e-3, max_iter=60)
        return model.fit(matrix[taught], target[taught], sample_weight=weight[taught] / weight.mean())

    out = fold == 0
    own = out & np.array([samples[number].source == first for number in chosen])
    f1 = float(f1_score(target[own], fit(~out).predict(matrix[own]), average="macro")) if own.any() else math.nan
    model = fit(np.ones(len(rows), dtype=bool))
    coefficients, biases = (
        (model.coef_, model.intercept_) if len(names) > 2
        else (np.vstack((-model.coef_, model.coef_)), np.array([-model.intercept_[0], model.intercept_[0]]))
    )  # fmt: skip
    limit = np.iinfo(np.int16).max
    scheme = np.clip(np.rint(coefficients.T * _SCHEME_SCALE), -limit, limit).astype(np.int16)
    return tuple(names), scheme, np.rint(biases * _SCHEME_SCALE).astype(np.int32), f1

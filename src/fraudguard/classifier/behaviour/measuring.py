"""How good a head is on rows it has not seen: ranking, attempts found, calibration, intervals over whole attempts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.card import HeadMeasured
from fraudguard.classifier.behaviour.head import Head
from fraudguard.classifier.behaviour.rows import Rows

__all__ = ["Ranks", "bar", "measure_head", "ranked"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_REPEATS = 100
_BINS = 10


@dataclass(frozen=True, slots=True)
class Ranks:
    """How well scores put fraud first."""

    auc: float
    auc_interval: tuple[float, float]
    average_precision: float
    average_precision_interval: tuple[float, float]


def measure_head(head: Head, rows: Rows, schemes: tuple[str, ...], prior: float, seed: int = 20260101) -> HeadMeasured:
    """All measures of a head on one set of rows; remarks are left aside. ``prior`` is as in training."""
    codes = head.bins.of_many(rows.table)
    odds = head.odds_of_codes(codes)
    told = head.likeliest_many(codes[:, rows.fraud]).tolist() if schemes else []
    f1 = _macro_f1(rows.scheme[rows.fraud].tolist(), [schemes[one] for one in told]) if schemes else None
    low, high = (_recall_at(odds, rows.fraud, share) for share in (0.001, 0.005))
    chance = 1 / (1 + np.exp(-odds))
    weight = rows.weights(prior)
    weight /= weight.sum()
    ranks = ranked(odds, rows.fraud, rows.attempt, seed)
    return HeadMeasured(
        source=rows.name,
        form=head.card.form,
        rows=len(rows),
        fraud=int(rows.fraud.sum()),
        attempts=len(np.unique(rows.attempt[rows.fraud])),
        auc=ranks.auc,
        auc_interval=ranks.auc_interval,
        average_precision=ranks.average_precision,
        average_precision_interval=ranks.average_precision_interval,
        recall_at_1_in_1000=low,
        recall_at_5_in_1000=high,
        found_at=(_found_at(odds, rows, 0.001), _found_at(odds, rows, 0.005)),
        brier=round(float((weight * (chance - rows.fraud) ** 2).sum()), 6),
        calibration_error=_calibration_error(chance, rows.fraud, weight),
        scheme_f1=f1,
    )


def ranked(odds: Floats, fraud: Mask, group: NDArray[np.int64], seed: int = 20260101) -> Ranks:
    """Area and average precision, with intervals; rows of fraud with the same ``group`` are drawn together."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    random = np.random.default_rng(seed)
    mine = np.flatnonzero(fraud)
    mine = mine[np.argsort(group[mine], kind="stable")]
    members = np.split(mine, np.flatnonzero(np.diff(group[mine])) + 1)
    honest = np.flatnonzero(~fraud)
    areas, precisions = [], []
    for _ in range(_REPEATS):
        some = [members[one] for one in random.integers(0, len(members), len(members)).tolist()]
        rows = np.concatenate([*some, random.choice(honest, len(honest))])
        areas.append(float(roc_auc_score(fraud[rows], odds[rows])))
        precisions.append(float(average_precision_score(fraud[rows], odds[rows])))
    return Ranks(
        round(float(roc_auc_score(fraud, odds)), 4),
        _between(areas),
        round(float(average_precision_score(fraud, odds)), 4),
        _between(precisions),
    )


def _between(drawn: list[float]) -> tuple[float, float]:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def bar(odds: Floats, fraud: Mask, share: float) -> float:
    """The lowest score that at most ``share`` of the honest rows exceed."""
    honest = np.sort(odds[~fraud])[::-1]
    return float(honest[min(int(len(honest) * share), len(honest) - 1)])


def _recall_at(odds: Floats, fraud: Mask, share: float) -> float:
    return round(float((odds[fraud] > bar(odds, fraud, share)).mean()), 4)


def _found_at(odds: Floats, rows: Rows, share: float) -> float:
    """The share of attempts of which at least one row lies above the score that ``share`` of the honest rows exceed."""
    above = rows.fraud & (odds > bar(odds, rows.fraud, share))
    return round(len(np.unique(rows.attempt[above])) / len(np.unique(rows.attempt[rows.fraud])), 4)


def _calibration_error(chance: Floats, fraud: Mask, weight: Floats) -> float:
    """The mean distance between told and true shares over ten bands of probability."""
    bands = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for band in range(_BINS):
        inside = bands == band
        if inside.any():
            error += abs(float((weight[inside] * (chance[inside] - fraud[inside])).sum()))
    return round(error, 6)


def _macro_f1(true: list[str], told: list[str]) -> float:
    from sklearn.metrics import f1_score

    return round(float(f1_score(true, told, average="macro", labels=sorted(set(true)), zero_division=0.0)), 4)

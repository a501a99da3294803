"""How good scores are on one source: ranking, rates at a threshold, calibration, and intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.card import Measured

__all__ = ["measure"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_REPEATS = 200
_BINS = 10


def measure(
    source: str,
    odds: Floats,
    fraud: Mask,
    threshold: float,
    *,
    seen: Literal["no", "out of fold"],
    schemes: tuple[Sequence[str], Sequence[str]] = ((), ()),
    seed: int = 20260101,
) -> Measured:
    """All measures of one source; ``schemes`` are the true and the told schemes of its texts of fraud."""
    both = bool(fraud.any() and (~fraud).any())
    chance = 1 / (1 + np.exp(-np.clip(odds, -700, 700)))
    random = np.random.default_rng(seed)
    return Measured(
        source=source,
        texts=len(odds),
        fraud=int(fraud.sum()),
        seen=seen,
        auc=_rounded(_auc(odds, fraud)) if both else None,
        auc_interval=_interval(_auc, odds, fraud, random) if both else None,
        average_precision=_rounded(_average_precision(odds, fraud)) if both else None,
        recall_at_1=_rounded(_recall_at(odds, fraud, 0.01)) if both else None,
        recall_at_5=_rounded(_recall_at(odds, fraud, 0.05)) if both else None,
        recall=_rounded(float((odds[fraud] >= threshold).mean())) if fraud.any() else None,
        recall_interval=(
            _interval(lambda o, f: float((o[f] >= threshold).mean()), odds, fraud, random) if fraud.any() else None
        ),
        false_alarms=_rounded(float((odds[~fraud] >= threshold).mean())) if (~fraud).any() else None,
        brier=_rounded(float(((chance - fraud) ** 2).mean())) if both else None,
        calibration_error=_rounded(_calibration_error(chance, fraud)) if both else None,
        scheme_f1=_macro_f1(*schemes) if len(schemes[0]) else None,
    )


def _rounded(value: float) -> float:
    return round(value, 4)


def _auc(odds: Floats, fraud: Mask) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(fraud, odds))


def _average_precision(odds: Floats, fraud: Mask) -> float:
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(fraud, odds))


def _recall_at(odds: Floats, fraud: Mask, share: float) -> float:
    """The share of fraud above the lowest threshold that at most ``share`` of the honest texts exceed."""
    honest = np.sort(odds[~fraud])[::-1]
    allowed = int(len(honest) * share)
    return float((odds[fraud] > honest[allowed]).mean()) if allowed < len(honest) else 1.0


def _interval(
    figure: Callable[[Floats, Mask], float], odds: Floats, fraud: Mask, random: np.random.Generator
) -> tuple[float, float]:
    """Where 95 of 100 repetitions lie, each on texts drawn anew from either side."""
    mine, others = np.flatnonzero(fraud), np.flatnonzero(~fraud)
    found = []
    for _ in range(_REPEATS):
        drawn = np.concatenate([random.choice(side, len(side)) for side in (mine, others) if len(side)])
        found.append(figure(odds[drawn], fraud[drawn]))
    low, high = np.quantile(found, (0.025, 0.975))
    return _rounded(float(low)), _rounded(float(high))


def _calibration_error(chance: Floats, fraud: Mask) -> float:
    """The mean distance between told and true shares over ten bands of probability; both sides weigh the same."""
    weight = np.where(fraud, 0.5 / fraud.sum(), 0.5 / (~fraud).sum())
    bands = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    error = 0.0
    for band in range(_BINS):
        inside = bands == band
        if inside.any():
            error += abs(float((weight[inside] * (chance[inside] - fraud[inside])).sum()))
    return error


def _macro_f1(true: Sequence[str], told: Sequence[str]) -> float:
    from sklearn.metrics import f1_score

    return _rounded(float(f1_score(true, told, average="macro", labels=sorted(set(true)), zero_division=0.0)))

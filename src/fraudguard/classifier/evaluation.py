"""Measures a model on labelled texts, source by source and never pooled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch

import numpy as np

from fraudguard.classifier.card import Measured
from fraudguard.classifier.measures import measure
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.samples import Sample
from fraudguard.classifier.training import Settings, scores_of, train
from fraudguard.errors import ModelError

__all__ = ["ALL", "Evaluation", "LabelRate", "LeftOut", "evaluate", "left_out"]

ALL = "all"
"""Stands for every scheme that has texts."""

_NOTHING_TO_READ = -20.0  # log-odds that stand for "unknown": such a text is never warned of


@dataclass(frozen=True, slots=True)
class LabelRate:
    """How many texts of one label lie above the threshold; ``apart`` ones are not in the figures of their source."""

    source: str
    label: str
    fraud: bool
    texts: int
    above: float
    apart: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One scheme of which a model was taught nothing: how many texts, and the recall on them."""

    scheme: str
    texts: int
    recall: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One line a source, one line a label, and the threshold (log-odds) behind them."""

    threshold: float
    sources: tuple[Measured, ...]
    labels: tuple[LabelRate, ...]


def evaluate(
    model: TextModel,
    samples: Sequence[Sample],
    *,
    apart: Sequence[str] = (),
    threshold: float | None = None,
    honest: tuple[str, float] | None = None,
) -> Evaluation:
    """
    ``model`` on ``samples``. ``apart`` are patterns (``FBS/IL:*``) of source/label. The threshold is the model's, or
    the one given, or that which the share ``honest[1]`` of the honest texts of source ``honest[0]`` exceed.
    """
    odds = np.nan_to_num(model.odds_of(one.neutral for one in samples), nan=_NOTHING_TO_READ)
    fraud = np.array([one.fraud for one in samples], dtype=bool)
    sources = np.array([one.source for one in samples])
    if honest is not None:
        threshold = float(np.quantile(odds[(sources == honest[0]) & ~fraud], 1 - honest[1]))
    threshold = model.card.threshold if threshold is None else threshold
    aside = np.array([any(fnmatch(f"{one.source}/{one.label}", shape) for shape in apart) for one in samples])
    lines = []
    for source in sorted(set(sources.tolist())):
        inside = (sources == source) & ~aside
        if inside.any():
            schemes = _schemes(model, [samples[at] for at in np.flatnonzero(inside).tolist()])
            lines.append(measure(source, odds[inside], fraud[inside], threshold, seen="no", schemes=schemes))
    labels: dict[tuple[str, str, bool, bool], list[bool]] = {}
    for one, value, away in zip(samples, odds, aside, strict=True):
        labels.setdefault((one.source, one.label, one.fraud, bool(away)), []).append(bool(value >= threshold))
    rates = tuple(
        LabelRate(source, label, is_fraud, len(above), round(sum(above) / len(above), 4), away)
        for (source, label, is_fraud, away), above in sorted(labels.items())
    )
    return Evaluation(threshold, tuple(lines), rates)


def _schemes(model: TextModel, samples: Sequence[Sample]) -> tuple[list[str], list[str]]:
    known = [one for one in samples if one.scheme in model.card.schemes]
    return [one.scheme for one in known], [model.likeliest(one.neutral) for one in known]


def left_out(samples: Sequence[Sample], settings: Settings, schemes: Sequence[str], jobs: int = 1) -> Iterator[LeftOut]:
    """
    For each scheme the recall on its texts by a model that was taught none of them, at that model's own threshold:
    what to expect of a scheme that nobody has seen yet. `ALL` stands for every scheme that the first source has.

    Raises `ModelError` for a scheme without texts. ``jobs`` processes share the work; each figure is
    given as soon as it is known.
    """
    from joblib import Parallel, delayed

    known = sorted({one.scheme for one in samples if one.scheme and one.source == samples[0].source})
    wanted = known if ALL in schemes else list(dict.fromkeys(schemes))
    for scheme in wanted:
        if scheme not in known:
            raise ModelError("model.no_texts", scheme=scheme)
    work = (delayed(_without)(samples, settings, scheme) for scheme in wanted)
    yield from Parallel(n_jobs=jobs, return_as="generator")(work)


def _without(samples: Sequence[Sample], settings: Settings, scheme: str) -> LeftOut:
    known = [one for one in samples if one.scheme != scheme]
    unknown = [one for one in samples if one.scheme == scheme and one.source == samples[0].source]
    fitted = train(known, replace(settings, heads=False))
    odds = scores_of(fitted, [one.neutral for one in unknown])
    return LeftOut(scheme, len(unknown), round(float((odds >= fitted.threshold).mean()), 4))

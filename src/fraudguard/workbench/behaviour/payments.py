"""A table of labelled payments, divided by time: outcomes are known only after a delay, in training and in features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.card import HeadMeasured
from fraudguard.classifier.behaviour.features import expressions
from fraudguard.classifier.behaviour.measuring import measure_head
from fraudguard.classifier.behaviour.rows import Rows
from fraudguard.classifier.behaviour.training import BehaviourSettings, fit_head
from fraudguard.errors import ModelError
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.feature_columns import feature_tables

__all__ = ["Layout", "Split", "measure_payments"]

_SECOND = 1_000_000
_KNOWN = 28 * 86_400  # seconds of outcomes that are looked back on
_CALIBRATION = 0.2


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table; ``step`` are the seconds of one unit of a time that is a number."""

    at: str
    person: str
    payee: str
    amount: str
    label: str
    step: int = 60

    @classmethod
    def parse(cls, text: str, step: int) -> Layout:
        """From ``at=…,person=…,payee=…,amount=…,label=…``. Raises `ModelError` naming what is missing."""
        pairs = dict(part.split("=", 1) for part in text.split(",") if "=" in part)
        names = ("at", "person", "payee", "amount", "label")
        missing = [name for name in names if not pairs.get(name)]
        if missing or set(pairs) - set(names):
            raise ModelError("model.columns", given=text, missing=", ".join(missing or sorted(set(pairs) - set(names))))
        return cls(pairs["at"], pairs["person"], pairs["payee"], pairs["amount"], pairs["label"], step)


@dataclass(frozen=True, slots=True)
class Split:
    """The first ``share`` of the time is learnt from; an outcome is known ``delay`` seconds after its payment."""

    share: float = 0.7
    delay: int = 7 * 86_400


def measure_payments(
    path: Path, layout: Layout, split: Split, settings: BehaviourSettings, pack: CheckedPack
) -> Sequence[HeadMeasured]:
    """
    Both forms of a head, learnt from what was known at the split and measured on what came after it.

    To the features of payments come what outcomes known at the time said of payee and person. Rows whose label is
    neither 0 nor 1 are seen by windows and not judged.
    """
    frame = _read(path, layout)
    table = feature_tables({"transaction": expressions("transaction")}, {"transaction": frame}, pack)["transaction"]
    seconds = (frame["at"].to_numpy() - int(frame["at"][0])) // _SECOND
    label = frame["_label"].to_numpy()
    known = [_outcomes(frame[name], seconds, label, split.delay) for name in ("payee.account", "person.key")]
    people = frame["person.key"].cast(pl.Categorical).to_physical().to_numpy().astype(np.int64)
    fraud = label == 1
    rows = Rows(
        path.stem,
        np.column_stack([table, *(column for pair in known for column in pair)]),
        fraud,
        np.where(fraud, people, -1),
        np.where(fraud, "fraud", "").astype(np.str_),
        np.full(len(frame), np.nan),
        np.full(len(frame), ""),
    )
    border = seconds[min(int(len(seconds) * split.share), len(seconds) - 1)]
    judged = (label == 0) | fraud
    learnt = np.flatnonzero(judged & (seconds <= border - split.delay))
    first = int(len(learnt) * (1 - _CALIBRATION))
    taught, calibration = rows.some(learnt[:first]), rows.some(learnt[first:])
    test = rows.some(np.flatnonzero(judged & (seconds > border)))
    prior = float(np.clip(taught.fraud.sum() / max(1, len(taught)), 1e-6, 0.5))
    own = replace(settings, prior=prior)
    return [
        measure_head(fit_head("transaction", form, taught, calibration, own, ()), test, (), prior)
        for form in ("scorecard", "trees")
    ]


def _read(path: Path, layout: Layout) -> pl.DataFrame:
    """The payments in their order, as events of the library."""
    try:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema_length=10_000)
        at = frame[layout.at]
        if at.dtype == pl.String:
            at = at.str.to_datetime(time_unit="us")
        instants = at.dt.epoch("us") if at.dtype.is_temporal() else (at.cast(pl.Float64) * layout.step * _SECOND)
        found = pl.DataFrame(
            {
                "at": instants.cast(pl.Int64),
                "person.key": frame[layout.person].cast(pl.String),
                "payee.account": frame[layout.payee].cast(pl.String),
                "amount": (frame[layout.amount].cast(pl.Float64) * 100).round().cast(pl.Int64),
                "_label": frame[layout.label].cast(pl.Int64),
            }
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, TypeError) as error:
        raise ModelError("model.data_file", path=path, reason=f"{type(error).__name__}: {error}"[:200]) from None
    found = found.drop_nulls(["at", "person.key", "amount"]).with_columns(
        pl.lit("out").alias("direction"), pl.lit("payment").alias("method")
    )
    numbered = found.with_row_index("id")
    return numbered.with_columns(pl.col("id").cast(pl.String).str.zfill(9)).sort("at", "id")


def _outcomes(
    key: pl.Series, seconds: NDArray[np.int64], label: NDArray[np.int64], delay: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each payment: outcomes of fraud known by then under its key, and their share in all outcomes known."""
    codes = key.cast(pl.Categorical).to_physical().fill_null(0).to_numpy().astype(np.int64)
    span = int(seconds.max()) + _KNOWN + delay + 2
    places = codes * span + seconds
    judged = np.flatnonzero((label == 0) | (label == 1))
    order = judged[np.argsort(places[judged], kind="stable")]
    sorted_places = places[order]
    sums = np.concatenate([[0], np.cumsum(label[order] == 1)])
    last = np.searchsorted(sorted_places, codes * span + np.maximum(seconds - delay, -1), side="right")
    first = np.searchsorted(sorted_places, codes * span + np.maximum(seconds - delay - _KNOWN, -1), side="right")
    fraud = (sums[last] - sums[first]).astype(np.float64)
    every = last - first
    return fraud, np.where(every > 0, fraud / np.maximum(1, every), np.nan)

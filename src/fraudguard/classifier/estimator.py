"""A user's own estimator from a joblib file: loading it runs its code, so the caller must give the file's digest."""

from __future__ import annotations

import hashlib
import io
import math
from pathlib import Path
from typing import Any

from fraudguard.classifier.classification import Classification
from fraudguard.classifier.model import text_of
from fraudguard.classifier.neutral import neutral_form
from fraudguard.errors import ModelError
from fraudguard.events import Event

__all__ = ["EstimatorClassifier", "load_estimator"]

_SURE = 1e-9  # probabilities stay this far from 0 and 1


class EstimatorClassifier:
    """
    Any estimator with ``predict_proba`` over a list of texts in neutral form and two classes, the second being fraud.

    It names no scheme. Fulfils `fraudguard.classifier.Classifier`; whether it answers the same every time is up to it.
    """

    def __init__(self, estimator: Any, fingerprint: str) -> None:
        self.estimator = estimator
        self.fingerprint = fingerprint

    def classify(self, event: Event) -> Classification | None:
        """The classification of an event, ``None`` when it brings no words."""
        text = text_of(event)
        neutral = neutral_form(text) if text else ""
        if not neutral:
            return None
        chance = float(self.estimator.predict_proba([neutral])[0][1])
        if not math.isfinite(chance):
            raise ModelError("model.estimator", reason="predict_proba: NaN")
        return Classification(min(max(chance, _SURE), 1 - _SURE), "", textual=True)


def load_estimator(path: str | Path, *, sha256: str) -> EstimatorClassifier:
    """
    The estimator in a joblib file, if its SHA-256 is ``sha256`` (hex). Loading runs code that stands in the file.

    Raises `ModelError` before anything is loaded when the digest is another, and for what is no such estimator.
    """
    try:
        raw = Path(path).read_bytes()
    except OSError:
        raise ModelError("model.missing", path=Path(path).parent, file=Path(path).name) from None
    found = hashlib.sha256(raw).hexdigest()
    if found != sha256.strip().lower():
        raise ModelError("model.untrusted", found=found)
    import joblib

    try:
        estimator = joblib.load(io.BytesIO(raw))
    except Exception as error:  # noqa: BLE001 - whatever stands in the file
        raise ModelError("model.estimator", reason=type(error).__name__) from None
    if not callable(getattr(estimator, "predict_proba", None)) or len(getattr(estimator, "classes_", ())) != 2:
        raise ModelError("model.estimator", reason=type(estimator).__name__)
    return EstimatorClassifier(estimator, found)

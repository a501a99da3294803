"""Words and behaviour as one classifier: what was said is read first, what was done is weighed with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fraudguard.classifier.arrays import CARD
from fraudguard.classifier.behaviour.model import BehaviourModel, load_behaviour
from fraudguard.classifier.bundle import model_folder
from fraudguard.classifier.classification import Classification
from fraudguard.classifier.model import TextModel, load_model
from fraudguard.events import Event
from fraudguard.pack.tree import Expression

__all__ = ["BEHAVIOUR", "TwoHeads", "load_classifier"]

BEHAVIOUR = "behaviour"
"""The folder of the behaviour model inside that of the whole."""


class TwoHeads:
    """
    A text model, a behaviour model, or both, with one answer. Fulfils `fraudguard.classifier.WindowClassifier`.

    Where an event brings both words and behaviour, the log-odds of the words count beside those of the behaviour with
    the weight that its card gives them.
    """

    def __init__(self, text: TextModel | None, behaviour: BehaviourModel) -> None:
        self.text = text
        self.behaviour = behaviour
        seals = f"{'' if text is None else text.fingerprint}\n{behaviour.fingerprint}"
        self.fingerprint = hashlib.sha256(seals.encode("ascii")).hexdigest()

    @property
    def features(self) -> Mapping[str, Sequence[Expression]]:
        """By kind what has to be known of an event before it can be weighed."""
        return self.behaviour.features

    def classify(self, event: Event) -> Classification | None:
        """What the words of an event say alone; ``None`` where there are none."""
        return None if self.text is None else self.text.classify(event)

    def weigh(self, kind: str, words: Classification | None, values: Sequence[Any]) -> Classification | None:
        """The answer on an event by what its words say and the values of its features."""
        return self.behaviour.classify_values(kind, values, words)


def load_classifier(path: str | Path = "@shipped") -> TextModel | TwoHeads:
    """
    The model in a folder: its text head, and with it or alone the behaviour head in the folder ``behaviour``.

    Raises `ModelError` when either is not exactly what was written.
    """
    folder = model_folder(path)
    if not (folder / BEHAVIOUR).exists():
        return load_model(path)
    behaviour = load_behaviour(folder / BEHAVIOUR)
    return TwoHeads(load_model(path) if (folder / CARD).exists() else None, behaviour)

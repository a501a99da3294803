"""Drift of events and of labelled texts in files, against both heads of a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from fraudguard.classifier.behaviour.drift import Drift, drift_of
from fraudguard.classifier.drift import Against, TextDrift, drift_of_texts, sides_of
from fraudguard.classifier.heads import TwoHeads
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.neutral import neutral_form
from fraudguard.classifier.samples import read_samples
from fraudguard.errors import ModelError
from fraudguard.pack import load_pack
from fraudguard.workbench.behaviour.reading import event_frames, feature_rows, is_folder_of_events, texts_in

__all__ = ["divided", "drift_in_files"]


def drift_in_files(
    paths: Sequence[Path], model: TextModel | TwoHeads, name: str, against: Against = "honest", source: str = ""
) -> tuple[list[Drift], list[TextDrift]]:
    """
    What has moved in files, of behaviour and of words; ``name`` is what an error calls the model.

    Words are those of events and of labelled texts; of the latter, against the honest side, only the honest ones.
    Raises `ModelError` where the model can say nothing of what was given.
    """
    events, labelled = divided(paths)
    text, behaviour = (model.text, model.behaviour) if isinstance(model, TwoHeads) else (model, None)
    frames = event_frames(events)
    moved: list[Drift] = []
    if frames and behaviour is not None:
        tables = feature_rows(frames, load_pack(("@shipped",), examples=False))
        for kind, head in behaviour.heads.items():
            if len(tables[kind]):
                moved += drift_of(head, tables[kind])
    neutrals = [neutral_form(one) for one in texts_in(frames)]
    neutrals += [one.neutral for one in read_samples(labelled)[0] if against == "all" or not one.fraud]
    sides = sides_of(text.card, against, source) if text is not None else []
    if not sides and (labelled or (neutrals and behaviour is None)):
        raise ModelError("model.no_reference", path=name)
    if behaviour is None and not neutrals:
        raise ModelError("model.no_behaviour", path=name)
    return moved, drift_of_texts(text, neutrals, sides) if text is not None else []


def divided(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files and folders of events, and those of labelled texts."""
    events: list[Path] = []
    labelled: list[Path] = []
    for path in paths:
        (labelled if _is_labelled(path) else events).append(path)
    return events, labelled


def _is_labelled(path: Path) -> bool:
    if path.is_dir():
        return not is_folder_of_events(path) and any(any(path.glob(shape)) for shape in ("*.yaml", "*/*.yaml"))
    if path.suffix in {".csv", ".parquet"}:
        return True
    try:
        with path.open(encoding="utf-8-sig") as lines:
            row = json.loads(next((line for line in lines if line.strip()), ""))
    except (OSError, ValueError):
        return False  # whoever reads it as events says what is wrong
    return isinstance(row, dict) and "is_fraud" in row

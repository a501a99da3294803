"""A text model as a folder: `card.json` and `weights.npz`, always written the same and read without running code."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from fraudguard.classifier.arrays import CARD, WEIGHTS, packed_arrays, read_limited, unpacked_arrays
from fraudguard.classifier.card import Card, parse_card
from fraudguard.classifier.features import COLUMNS, fingerprint
from fraudguard.classifier.ideas import IDEAS
from fraudguard.classifier.weights import ARRAYS, SCHEME_ROWS, Weights
from fraudguard.errors import ModelError
from fraudguard.shipped import shipped_models

__all__ = ["model_folder", "packed", "read_bundle", "write_bundle"]

_LARGEST = 1 << 26  # of one weight: sums over all columns stay below 2^53, where floats are whole
_STANDARD = "default"


def model_folder(path: str | Path) -> Path:
    """The folder of a model; ``"@shipped"`` is the one that comes with the library."""
    return shipped_models() / _STANDARD if str(path) == "@shipped" else Path(path)


def packed(weights: Weights) -> bytes:
    """The arrays as a compressed npz: equal numbers give equal bytes."""
    return packed_arrays({name: getattr(weights, name).astype(kind, copy=False) for name, kind in ARRAYS.items()})


def write_bundle(folder: Path, card: Card, weights: bytes) -> None:
    """Write both files; an old model in the folder is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    (folder / CARD).write_bytes(card.written())


def read_bundle(path: str | Path) -> tuple[Card, Weights]:
    """The model in a folder. Raises `ModelError` for anything that is not exactly what was written."""
    folder = model_folder(path)
    card = parse_card(read_limited(folder, CARD))
    raw = read_limited(folder, WEIGHTS)
    if hashlib.sha256(raw).hexdigest() != card.weights_sha256:
        raise ModelError("model.altered", file=WEIGHTS)
    if card.features != fingerprint():
        raise ModelError("model.features")
    layouts = {tuple((one.feature, one.edges) for one in side.bands) for side in card.reference}
    if len(layouts) > 1 or any(side.ideas.keys() != IDEAS.keys() for side in card.reference):
        raise ModelError("model.card", field="reference")
    schemes = len(card.schemes)
    shapes = {"value": (COLUMNS,), "rarity": (COLUMNS,), "scheme": (SCHEME_ROWS, schemes), "scheme_bias": (schemes,)}
    weights = Weights(**unpacked_arrays(raw, {name: (ARRAYS[name], shape) for name, shape in shapes.items()}))
    _check(weights)
    if weights.digest() != card.weights_digest:
        raise ModelError("model.altered", file=WEIGHTS)
    return card, weights


def _check(weights: Weights) -> None:
    """Refuse numbers with which sums could leave the range in which they are exact."""
    if weights.value.size and int(np.abs(weights.value.astype(np.int64)).max()) > _LARGEST:
        raise ModelError("model.weights", field="value")
    if int(weights.value[weights.rarity == 0].astype(np.int64).any()):
        raise ModelError("model.weights", field="rarity")
    if weights.scheme_bias.size and int(np.abs(weights.scheme_bias.astype(np.int64)).max()) > _LARGEST:
        raise ModelError("model.weights", field="scheme_bias")

"""A behaviour model as a folder: card and arrays, written the same every time and read without running any code."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.arrays import CARD, WEIGHTS, Layout, digest_of, packed_arrays, read_limited, unpacked_arrays
from fraudguard.classifier.behaviour.card import BehaviourCard, HeadCard, parse_behaviour_card
from fraudguard.classifier.behaviour.features import features_fingerprint, features_of
from fraudguard.classifier.behaviour.head import Head, HeadArrays
from fraudguard.errors import ModelError

__all__ = ["behaviour_digest", "packed_heads", "read_behaviour", "write_behaviour"]

_KINDS: Mapping[str, np.dtype[Any]] = {
    "edges": np.dtype("<f8"), "feature": np.dtype("u1"), "cut": np.dtype("u1"), "value": np.dtype("<i4"),
    "scheme": np.dtype("<i2"), "scheme_bias": np.dtype("<i4"), "seen": np.dtype("<i4"),
}  # fmt: skip
_LARGEST = 1 << 26
_LARGEST_EDGE = 1e18


def _named(heads: Mapping[str, HeadArrays]) -> dict[str, NDArray[Any]]:
    return {
        f"{kind}.{one.name}": np.ascontiguousarray(getattr(arrays, one.name), dtype=_KINDS[one.name])
        for kind, arrays in heads.items()
        for one in fields(HeadArrays)
    }


def packed_heads(heads: Mapping[str, HeadArrays]) -> bytes:
    """The arrays of all heads as one npz: equal numbers give equal bytes."""
    return packed_arrays(_named(heads))


def behaviour_digest(heads: Mapping[str, HeadArrays]) -> str:
    """Hex digest of all numbers: equal for equal data, seed, threads and releases of the libraries."""
    return digest_of(_named(heads))


def write_behaviour(folder: Path, card: BehaviourCard, weights: bytes) -> None:
    """Write both files; an old model in the folder is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    (folder / CARD).write_bytes(card.written())


def read_behaviour(folder: Path) -> tuple[BehaviourCard, Sequence[Head]]:
    """The model in a folder. Raises `ModelError` for anything that is not exactly what was written."""
    card = parse_behaviour_card(read_limited(folder, CARD))
    raw = read_limited(folder, WEIGHTS)
    if hashlib.sha256(raw).hexdigest() != card.weights_sha256:
        raise ModelError("model.altered", file=WEIGHTS)
    if card.features != features_fingerprint():
        raise ModelError("model.features")
    for one in card.heads:
        if len(one.edges) != len(features_of(one.kind)) or (one.form == "trees") != (one.nodes > 0):
            raise ModelError("model.card", field="heads")
    layout = {
        f"{one.kind}.{name}": shape for one in card.heads for name, shape in _layout(one, len(card.schemes)).items()
    }
    arrays = unpacked_arrays(raw, layout)
    heads: dict[str, HeadArrays] = {
        one.kind: HeadArrays(**{name: arrays[f"{one.kind}.{name}"] for name in _KINDS}) for one in card.heads
    }
    for kind, own in heads.items():
        _check(kind, own, next(one for one in card.heads if one.kind == kind))
    if behaviour_digest(heads) != card.weights_digest:
        raise ModelError("model.altered", file=WEIGHTS)
    return card, [Head(one, heads[one.kind]) for one in card.heads]


def _layout(card: HeadCard, schemes: int) -> Layout:
    codes = sum(card.edges) + 2 * len(card.edges)
    shapes: dict[str, tuple[int, ...]] = {
        "edges": (sum(card.edges),),
        "feature": (card.nodes,),
        "cut": (card.nodes,),
        "value": (card.nodes or codes,),
        "scheme": (codes, schemes),
        "scheme_bias": (schemes,),
        "seen": (codes,),
    }
    return {name: (_KINDS[name], shape) for name, shape in shapes.items()}


def _check(kind: str, arrays: HeadArrays, card: HeadCard) -> None:
    """Refuse borders that are not ascending numbers, and weights with which sums could leave the exact range."""
    edges = arrays.edges
    if not np.isfinite(edges).all() or (np.abs(edges) > _LARGEST_EDGE).any():
        raise ModelError("model.weights", field=f"{kind}.edges")
    for part in np.split(edges, np.cumsum(card.edges)[:-1].tolist()):
        if (np.diff(part) <= 0).any():
            raise ModelError("model.weights", field=f"{kind}.edges")
    for name in ("value", "scheme_bias"):
        whole = getattr(arrays, name).astype(np.int64)
        if whole.size and int(np.abs(whole).max()) > _LARGEST:
            raise ModelError("model.weights", field=f"{kind}.{name}")
    if (arrays.seen < 0).any() or (arrays.seen > 1_000_000).any():
        raise ModelError("model.weights", field=f"{kind}.seen")

"""A model as a folder: `card.json` and `weights.npz`, written the same every time and read without running any code."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.card import Card, parse_card
from fraudguard.classifier.features import COLUMNS, fingerprint
from fraudguard.classifier.weights import ARRAYS, SCHEME_ROWS, Weights
from fraudguard.errors import ModelError
from fraudguard.shipped import shipped_models

__all__ = ["model_folder", "packed", "read_bundle", "write_bundle"]

_CARD, _WEIGHTS = "card.json", "weights.npz"
_MOST = {_CARD: 1 << 18, _WEIGHTS: 1 << 23}
_WHEN = (1980, 1, 1, 0, 0, 0)
_HEADER = 128  # bytes before the numbers of an array
_LARGEST = 1 << 26  # of one weight: sums over all columns stay below 2^53, where floats are whole
_STANDARD = "default"


def model_folder(path: str | Path) -> Path:
    """The folder of a model; ``"@shipped"`` is the one that comes with the library."""
    return shipped_models() / _STANDARD if str(path) == "@shipped" else Path(path)


def packed(weights: Weights) -> bytes:
    """The arrays as a compressed npz: equal numbers give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as whole:
        for name, kind in ARRAYS.items():
            one = io.BytesIO()
            array = np.ascontiguousarray(getattr(weights, name), dtype=kind)
            np.lib.format.write_array(one, array, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            whole.writestr(info, one.getvalue())
    return out.getvalue()


def write_bundle(folder: Path, card: Card, weights: bytes) -> None:
    """Write both files; an old model in the folder is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _WEIGHTS).write_bytes(weights)
    (folder / _CARD).write_bytes(card.written())


def read_bundle(path: str | Path) -> tuple[Card, Weights]:
    """The model in a folder. Raises `ModelError` for anything that is not exactly what was written."""
    folder = model_folder(path)
    card = parse_card(_bytes(folder, _CARD))
    raw = _bytes(folder, _WEIGHTS)
    if hashlib.sha256(raw).hexdigest() != card.weights_sha256:
        raise ModelError("model.altered", file=_WEIGHTS)
    if card.features != fingerprint():
        raise ModelError("model.features")
    weights = _unpacked(raw, len(card.schemes))
    _check(weights)
    if weights.digest() != card.weights_digest:
        raise ModelError("model.altered", file=_WEIGHTS)
    return card, weights


def _bytes(folder: Path, name: str) -> bytes:
    try:
        with (folder / name).open("rb") as file:
            raw = file.read(_MOST[name] + 1)
    except OSError:
        raise ModelError("model.missing", path=folder, file=name) from None
    if len(raw) > _MOST[name]:
        raise ModelError("model.too_large", file=name, most=_MOST[name])
    return raw


def _unpacked(raw: bytes, schemes: int) -> Weights:
    shapes = {"value": (COLUMNS,), "rarity": (COLUMNS,), "scheme": (SCHEME_ROWS, schemes), "scheme_bias": (schemes,)}
    field = _WEIGHTS
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            arrays: dict[str, Any] = {}
            for name, shape in shapes.items():
                field = name
                arrays[name] = _array(whole, name, shape)
    except ModelError:
        raise
    except Exception:  # noqa: BLE001 - whatever zlib, zipfile and numpy find wrong
        raise ModelError("model.weights", field=field) from None
    return Weights(**arrays)


def _array(whole: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> NDArray[Any]:
    """One array; its size is looked at before anything is unpacked."""
    kind = ARRAYS[name]
    entry = whole.getinfo(f"{name}.npy")
    size = int(np.prod(shape)) * kind.itemsize + _HEADER
    if entry.file_size != size or entry.compress_type not in {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED}:
        raise ModelError("model.weights", field=name)
    with whole.open(entry) as file:
        data = file.read(size + 1)
    expected = io.BytesIO()
    np.lib.format.write_array_header_1_0(expected, {"descr": kind.str, "fortran_order": False, "shape": shape})
    if len(data) != size or data[:_HEADER] != expected.getvalue():
        raise ModelError("model.weights", field=name)
    return np.frombuffer(data, dtype=kind, offset=_HEADER).reshape(shape)


def _check(weights: Weights) -> None:
    """Refuse numbers with which sums could leave the range in which they are exact."""
    if weights.value.size and int(np.abs(weights.value.astype(np.int64)).max()) > _LARGEST:
        raise ModelError("model.weights", field="value")
    if int(weights.value[weights.rarity == 0].astype(np.int64).any()):
        raise ModelError("model.weights", field="rarity")
    if weights.scheme_bias.size and int(np.abs(weights.scheme_bias.astype(np.int64)).max()) > _LARGEST:
        raise ModelError("model.weights", field="scheme_bias")

"""Arrays of whole numbers and reals as an npz: equal numbers give equal bytes, and reading runs no code."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.errors import ModelError

__all__ = ["CARD", "WEIGHTS", "Layout", "digest_of", "packed_arrays", "read_limited", "unpacked_arrays"]

CARD, WEIGHTS = "card.json", "weights.npz"
"""The two files of a model."""

Layout = Mapping[str, tuple[np.dtype[Any], tuple[int, ...]]]
"""Names, types and shapes of arrays, in their order in the file."""

_MOST = {CARD: 1 << 18, WEIGHTS: 1 << 23}
_WHEN = (1980, 1, 1, 0, 0, 0)
_HEADER = 128  # bytes before the numbers of an array


def packed_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The arrays as a compressed npz."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as whole:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.lib.format.write_array(one, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            whole.writestr(info, one.getvalue())
    return out.getvalue()


def digest_of(arrays: Mapping[str, NDArray[Any]]) -> str:
    """Hex digest of all numbers, their names and shapes."""
    whole = hashlib.sha256()
    for name, array in arrays.items():
        whole.update(f"{name}{array.shape}".encode("ascii"))
        whole.update(np.ascontiguousarray(array).tobytes())
    return whole.hexdigest()


def read_limited(folder: Path, name: str) -> bytes:
    """One file of a model. Raises `ModelError` when it is missing or larger than it may be."""
    try:
        with (folder / name).open("rb") as file:
            raw = file.read(_MOST[name] + 1)
    except OSError:
        raise ModelError("model.missing", path=folder, file=name) from None
    if len(raw) > _MOST[name]:
        raise ModelError("model.too_large", file=name, most=_MOST[name])
    return raw


def unpacked_arrays(raw: bytes, layout: Layout) -> dict[str, NDArray[Any]]:
    """The arrays of an npz. Raises `ModelError` for any that has not the type and shape it must have."""
    field = WEIGHTS
    arrays: dict[str, NDArray[Any]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            for field, (kind, shape) in layout.items():  # the error names where it stopped
                arrays[field] = _array(whole, field, kind, shape)
    except ModelError:
        raise
    except Exception:  # noqa: BLE001 - a file from outside: what zipfile raises for a broken one is no closed list
        raise ModelError("model.weights", field=field) from None
    return arrays


def _array(whole: zipfile.ZipFile, name: str, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """One array; its size is looked at before anything is unpacked."""
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

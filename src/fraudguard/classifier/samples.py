"""Training and measuring texts: the project's own corpus, and JSON lines, CSV or Parquet of the user's."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.corpus import read_corpus
from fraudguard.classifier.neutral import neutral_form
from fraudguard.errors import ModelError

__all__ = ["Sample", "Source", "groups_of", "read_samples"]

_FIELDS = ("text", "is_fraud")
_BANDS, _ROWS = 8, 4  # two texts of Jaccard .8 share a band with probability .98, of .5 with .40
_SCHEMES: Mapping[str, str] = {"投资诈骗": "fake_investment"}
"""Labels of others that name exactly one of our schemes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled text in neutral form; ``scheme`` is empty where none is known, ``label`` the publisher's."""

    source: str
    neutral: str
    fraud: bool
    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where samples came from: a name, how many, their digest and licence."""

    name: str
    texts: int
    fraud: int
    sha256: str
    licence: str


def read_samples(paths: Iterable[Path]) -> tuple[list[Sample], list[Source]]:
    """
    The samples of folders (a corpus of ours) and files, and what they are.

    A row has ``text`` and ``is_fraud`` (0 or 1), and may have ``source``, ``scheme``, ``category``, ``licence``.
    Raises `ModelError` with file and row for one that has not.
    """
    samples: list[Sample] = []
    sources: list[Source] = []
    for path in paths:
        rows = _corpus_rows(path) if path.is_dir() else _file_rows(path)
        by_source: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            by_source.setdefault(str(row.get("source") or path.stem), []).append(row)
        for name, own in by_source.items():
            samples += [_sample(name, row) for row in own]
            sources.append(_source(name, own))
    return samples, sources


def _sample(source: str, row: Mapping[str, Any]) -> Sample:
    label = str(row.get("category") or "")
    scheme = str(row.get("scheme") or _SCHEMES.get(label, ""))
    fraud = bool(row["is_fraud"])
    return Sample(source, neutral_form(row["text"]), fraud, scheme if fraud else "", label)


def _source(name: str, rows: Sequence[Mapping[str, Any]]) -> Source:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps([row["text"], int(row["is_fraud"])], ensure_ascii=False).encode("utf-8", "replace"))
    licence = ", ".join(sorted({str(row["licence"]) for row in rows if row.get("licence")}))
    return Source(name, len(rows), sum(int(row["is_fraud"]) for row in rows), digest.hexdigest(), licence)


def _corpus_rows(root: Path) -> list[dict[str, Any]]:
    return [
        {
            "text": one.text, "is_fraud": int(one.side == "scam"), "scheme": one.scheme, "category": one.scheme,
            "source": root.name, "licence": "Apache-2.0",
        }
        for one in read_corpus(root)
    ]  # fmt: skip


def _file_rows(path: Path) -> list[dict[str, Any]]:
    try:
        rows = _parsed(path)
    except OSError as error:
        raise ModelError("model.data_file", path=path, reason=error.strerror or type(error).__name__) from None
    except Exception as error:  # noqa: BLE001 - whatever a parser finds wrong
        raise ModelError("model.data_file", path=path, reason=type(error).__name__) from None
    for number, row in enumerate(rows, 1):
        row["is_fraud"] = {"0": 0, "1": 1, "True": 1, "False": 0, "true": 1, "false": 0}.get(str(row.get("is_fraud")))
        if not isinstance(row.get("text"), str) or row["is_fraud"] is None:
            raise ModelError("model.data_row", path=path, row=number, fields=" ".join(_FIELDS))
    return rows


def _parsed(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        import polars as pl

        return pl.read_parquet(path).to_dicts()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        if path.suffix == ".csv":
            return [dict(row) for row in csv.DictReader(lines)]
        return [dict(json.loads(line)) for line in lines if line.strip()]


def groups_of(samples: Sequence[Sample]) -> NDArray[np.int64]:
    """
    A number for each sample, the same for texts that are nearly the same.

    Texts that share a band of minimum hashes of their 4-character shingles are joined, and so are their friends.
    """
    parent = list(range(len(samples)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[tuple[int, bytes], int] = {}
    for number, sample in enumerate(samples):
        for band, key in enumerate(_bands(sample.neutral)):
            other = first.setdefault((band, key), number)
            if other != number:
                parent[root(number)] = root(other)
    return np.array([root(at) for at in range(len(samples))], dtype=np.int64)


_ODD = np.random.default_rng(20260101).integers(1, 2**63, size=(_BANDS * _ROWS, 1), dtype=np.uint64) | np.uint64(1)
_POWERS = np.array([0x9E3779B97F4A7C15**power % 2**64 for power in (4, 3, 2, 1)], dtype=np.uint64)


def _bands(text: str) -> list[bytes]:
    codes = np.frombuffer(text.replace(" ", "").encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < len(_POWERS):
        codes = np.pad(codes, (0, len(_POWERS) - len(codes)))
    shingles = (np.lib.stride_tricks.sliding_window_view(codes, len(_POWERS)) * _POWERS).sum(axis=1, dtype=np.uint64)
    shingles ^= shingles >> np.uint64(31)
    least = (shingles[None, :] * _ODD).min(axis=1)
    return [least[at : at + _ROWS].tobytes() for at in range(0, len(least), _ROWS)]

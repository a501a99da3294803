"""Labelled events as a model learns and is measured on them: feature values, what they were, and what they count."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rows", "joined"]


@dataclass(frozen=True, slots=True)
class Rows:
    """
    A row for each event of one kind.

    ``attempt`` numbers the attempt a row of fraud belongs to, -1 for the rest; ``scheme`` is its name.
    ``odds_of_words`` are the log-odds of a remark on the event, NaN without one; ``alike`` is the name of the honest
    story that a row belongs to, if it was told to look like fraud.
    """

    name: str
    table: NDArray[np.float64]
    fraud: NDArray[np.bool_]
    attempt: NDArray[np.int64]
    scheme: NDArray[np.str_]
    odds_of_words: NDArray[np.float64]
    alike: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.table)

    def some(self, places: NDArray[np.int64]) -> Rows:
        """The rows at some places."""
        return Rows(self.name, *(getattr(self, one.name)[places] for one in fields(self)[1:]))

    def weights(self, prior: float) -> NDArray[np.float64]:
        """What each row counts so that the share ``prior`` of all is fraud."""
        fraud = int(self.fraud.sum())
        return np.where(self.fraud, prior / (1 - prior) * (len(self) - fraud) / max(1, fraud), 1.0)

    @property
    def sha256(self) -> str:
        """Digest of values and labels."""
        whole = hashlib.sha256()
        for part in (self.table, self.fraud, self.attempt):
            whole.update(np.ascontiguousarray(part).tobytes())
        whole.update("\n".join(self.scheme.tolist()).encode("utf-8"))
        return whole.hexdigest()


def joined(name: str, parts: Sequence[Rows]) -> Rows:
    """The rows of several sets as one; attempts of different sets stay different."""
    attempts, base = [], 0
    for one in parts:
        attempts.append(np.where(one.attempt >= 0, one.attempt + base, -1))
        base += int(one.attempt.max(initial=-1)) + 1
    return Rows(
        name,
        np.concatenate([one.table for one in parts]),
        np.concatenate([one.fraud for one in parts]),
        np.concatenate(attempts),
        np.concatenate([one.scheme for one in parts]),
        np.concatenate([one.odds_of_words for one in parts]),
        np.concatenate([one.alike for one in parts]),
    )

"""Where a run that may be killed has come to, so that the next one goes on from there."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fraudguard.errors import FraudguardError
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.outputs import replace_file

__all__ = ["KEEP_EVERY", "Checkpoint", "Checkpoints", "job_of"]

KEEP_EVERY = 50_000
"""Rows between two checkpoints."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """
    A run after so many ``rows``, in the order in which they are scored.

    ``places`` are how far each output had come, ``notes`` what the matcher remembered, ``snapshot`` the guard's state.
    """

    rows: int
    places: Mapping[str, int]
    accounts: Accounts
    notes: Mapping[str, Any]
    snapshot: bytes


def job_of(files: Sequence[Path], settings: Mapping[str, object], key: bytes) -> str:
    """
    What a run is about: its files, their sizes and when they were written, its settings and its key, as a digest.

    A run of another job does not go on from a checkpoint; it begins from the beginning.
    """
    told = [[str(path.absolute()), path.stat().st_size, path.stat().st_mtime_ns] for path in files]
    text = json.dumps([_VERSION, told, dict(settings)], sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=16, key=key[:64]).hexdigest()


class Checkpoints:
    """The checkpoint in the folder of a run; a new one takes the place of the one before at once."""

    def __init__(self, folder: Path, job: str, every: int = KEEP_EVERY) -> None:
        self._path, self._job, self.every = folder / "checkpoint", job, every
        self._unfit = folder / "not-by-columns"

    def found(self) -> Checkpoint | None:
        """The checkpoint that a killed run of this job left, or ``None``."""
        try:
            head, _, snapshot = self._path.read_bytes().partition(b"\n")
            said = json.loads(head)
            if said["job"] != self._job:
                return None
            return Checkpoint(said["rows"], said["places"], _accounts(said["accounts"]), said["notes"], snapshot)
        except (OSError, ValueError, KeyError, TypeError, FraudguardError):
            return None  # none, or none of ours: the run begins from the beginning

    def unfit(self) -> str | None:
        """Why the killed run of this job had begun again by events, or ``None``: its outputs go on from there."""
        try:
            said = json.loads(self._unfit.read_bytes())
            return str(said["why"]) if said["job"] == self._job else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep_unfit(self, why: str) -> None:
        """Keep why a run by columns begins again by events, before anything of that is kept. Raises `FeedError`."""
        replace_file(self._unfit, json.dumps({"job": self._job, "why": why}).encode("ascii"))

    def keep(self, checkpoint: Checkpoint) -> None:
        """Keep where a run has come to. Raises `FeedError`."""
        said = {
            "job": self._job,
            "rows": checkpoint.rows,
            "places": dict(checkpoint.places),
            "accounts": {one.name: getattr(checkpoint.accounts, one.name) for one in fields(Accounts)},
            "notes": dict(checkpoint.notes),
        }
        replace_file(self._path, json.dumps(said).encode("ascii") + b"\n" + checkpoint.snapshot)


def _accounts(said: Mapping[str, Any]) -> Accounts:
    made = Accounts()
    for field in fields(Accounts):
        before = getattr(made, field.name)
        setattr(made, field.name, Counter(said[field.name]) if isinstance(before, Counter) else said[field.name])
    return made

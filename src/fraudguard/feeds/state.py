"""What a run leaves for the next one: windows, episodes, remembered ids and the key, in a directory of its own."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from fraudguard.errors import StateError
from fraudguard.feeds.locks import locked
from fraudguard.feeds.outputs import replace_file
from fraudguard.feeds.refusals import unreadable, unwritable

__all__ = ["StateDirectory"]


class StateDirectory:
    """
    A directory that one run at a time may use; it holds ``state`` and, unless the caller has one, ``key``.

    Used as a context: the lock is held inside. Raises `StateError` when another run holds it, and `FeedError` when
    the directory cannot be used.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock: IO[str] = (self.folder / "lock").open("a", encoding="utf-8")
        except (OSError, ValueError) as error:
            raise unwritable(folder, error) from None
        if not locked(self._lock):
            self._lock.close()
            raise StateError("state.busy", folder=str(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.close()

    def key(self) -> tuple[bytes, bool]:
        """The directory's own key, and whether it was made just now."""
        path = self.folder / "key"
        try:
            return path.read_bytes(), False
        except FileNotFoundError:
            key = secrets.token_bytes(32)
            replace_file(path, key)
            return key, True
        except OSError as error:
            raise unreadable(path, error) from None

    def load(self) -> tuple[bytes, dict[str, Any]] | None:
        """
        The guard's snapshot and the notes of the last run, or ``None`` when there was none.

        Raises `StateError` when the file is none of ours; the snapshot has a seal of its own.
        """
        path = self.folder / "state"
        try:
            head, _, snapshot = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(path, error) from None
        try:
            notes = json.loads(head)["notes"]
            first_at = {str(kind): int(at) for kind, at in notes["first_at"].items()}
            told = dict(notes.get("told", {}))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise StateError("state.altered") from None
        return snapshot, {"first_at": first_at, "told": told}

    @staticmethod
    def written(snapshot: bytes, notes: dict[str, Any]) -> bytes:
        """A state as it is kept."""
        return json.dumps({"notes": notes}).encode("ascii") + b"\n" + snapshot

    def put(self, state: bytes) -> None:
        """Replace the state at once: a run that is cut off leaves the one before."""
        replace_file(self.folder / "state", state)

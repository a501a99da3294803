"""What the system said about a file, as errors with a code and a cure."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from fraudguard.errors import FeedError

__all__ = ["is_full", "unreadable", "unwritable"]

_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def unreadable(path: str | Path, error: OSError | ValueError) -> FeedError:
    """Why a file could not be read. ``ValueError`` is what a path with a NUL raises."""
    number = _number(error)
    if number == errno.ENOENT:
        return FeedError("feed.no_file", file=str(path))
    if number in _FORBIDDEN:
        return FeedError("feed.forbidden", file=str(path))
    return FeedError("feed.unreadable", file=str(path), why=_why(error))


def unwritable(path: str | Path, error: OSError | ValueError) -> FeedError:
    """Why a file or folder could not be written. ``ValueError`` is what a path with a NUL raises."""
    number = _number(error)
    if number in _FULL:
        return FeedError("feed.disk_full", file=str(path))
    if number in _FORBIDDEN:
        return FeedError("feed.forbidden", file=str(path))
    if number in {errno.EEXIST, errno.ENOTDIR}:
        return FeedError("feed.not_a_folder", file=_file_in_the_way(path))
    return FeedError("feed.unwritable", file=str(path), why=_why(error))


def is_full(error: OSError) -> bool:
    """Whether there was no room for more."""
    return error.errno in _FULL


def _number(error: OSError | ValueError) -> int | None:
    return error.errno if isinstance(error, OSError) else None


def _why(error: OSError | ValueError) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _file_in_the_way(path: str | Path) -> str:
    """The part of a path that is a file although more follows, or is meant to be a folder."""
    parts = [Path(path), *Path(path).parents]
    return str(next((part for part in reversed(parts) if os.path.lexists(part) and not part.is_dir()), path))

"""A lock that ends with the process that holds it."""

from __future__ import annotations

from typing import IO

__all__ = ["CAN_LOCK", "locked"]

try:
    import fcntl
except ImportError:
    CAN_LOCK = False
else:
    CAN_LOCK = True


def locked(handle: IO[str]) -> bool:
    """Whether the lock could be had. Where the system has no such lock, runs are the caller's to keep apart."""
    if not CAN_LOCK:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

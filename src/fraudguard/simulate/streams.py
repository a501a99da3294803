"""Named random streams: what one entity draws moves nothing that another draws."""

from __future__ import annotations

import hashlib

import numpy as np

__all__ = ["stream"]


def stream(seed: str, town: int, *names: object) -> np.random.Generator:
    """
    The generator of one entity of one town of one simulation.

    Seeded by the SHA-256 of its names, so that a new scheme, look-alike or habit draws from a stream of its own and
    every other stream stays as it was.
    """
    text = "\x1f".join(str(part) for part in (seed, town, *names))
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")))

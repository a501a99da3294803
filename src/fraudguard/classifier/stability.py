"""The population stability index: how far shares of what comes in now are from those of what was learnt from."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOVED", "index_of", "stability"]

MOVED = 0.25
"""An index from which on a feature is commonly said to have moved; .1 is a little."""

_BAND = 0.05  # bands are joined with their neighbours until they hold this share of what was learnt from
_LEAST = 1e-4  # a share that stands for none

Shares = NDArray[np.float64]


def index_of(then: Shares, now: Shares, least: float = _LEAST) -> float:
    """The index over bands as they are; a share below ``least`` counts as that much."""
    before, after = np.maximum(then, least), np.maximum(now, least)
    return float(((after - before) * np.log(after / before)).sum())


def stability(then: Shares, now: Shares, least: float = _LEAST) -> float:
    """The index over bands, small ones joined; the first band, the unknown, is never joined with another."""
    groups = np.zeros(len(then), dtype=np.int64)
    held, group = 0.0, 1
    for place in range(1, len(then)):
        groups[place] = group
        held += float(then[place])
        if held >= _BAND:
            held, group = 0.0, group + 1
    if 0.0 < held < _BAND and group > 1:
        groups[groups == group] = group - 1
    before, after = (np.bincount(groups, weights=one).astype(np.float64) for one in (then, now))
    return index_of(before, after, least)

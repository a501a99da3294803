"""Numbers to codes: which band of its feature a value lies in, for one event and for many alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_EDGES", "Bins", "Codes", "fitted_bins"]

Codes = NDArray[np.uint8]
"""A row for each feature and a column for each event: 0 is unknown, then the bands from the lowest on."""

MOST_EDGES = 200
_FEW = 4  # edges up to which comparing with each is faster than searching


@dataclass(frozen=True, slots=True)
class Bins:
    """
    ``edges[f]`` are the ascending borders of feature ``f``; a value on a border belongs to the band above it.

    ``sizes`` says how many codes each feature has, ``begins`` where they begin when all stand in one row.
    """

    edges: tuple[NDArray[np.float64], ...]
    sizes: list[int] = field(init=False, repr=False, compare=False)
    begins: list[int] = field(init=False, repr=False, compare=False)
    _lists: list[list[float]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        sizes = [len(one) + 2 for one in self.edges]
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "begins", [0, *np.cumsum(sizes).tolist()][:-1])
        object.__setattr__(self, "_lists", [one.tolist() for one in self.edges])

    def of_one(self, values: Sequence[float | None]) -> list[int]:
        """The codes of one event; ``None`` is unknown."""
        return [
            0 if value is None else 1 + bisect_right(edges, value)
            for value, edges in zip(values, self._lists, strict=True)
        ]

    def of_many(self, table: NDArray[np.float64]) -> Codes:
        """The codes of many; NaN is unknown."""
        codes = np.empty((len(self.edges), len(table)), dtype=np.uint8)
        for number, edges in enumerate(self.edges):
            column = np.ascontiguousarray(table[:, number])
            if len(edges) <= _FEW:
                found = codes[number]
                found[:] = ~np.isnan(column)
                for edge in edges.tolist():
                    found += column >= edge
            else:
                place = np.searchsorted(edges, column, side="right") + 1
                place[np.isnan(column)] = 0
                codes[number] = place
        return codes


def fitted_bins(table: NDArray[np.float64], fraud: NDArray[np.bool_], most: int) -> Bins:
    """Bins with at most ``most`` edges a feature: half of them divide the fraud evenly, half the rest."""
    edges = []
    for column in table.T:
        known = ~np.isnan(column)
        values = np.unique(column[known])
        if len(values) <= most + 1:
            found = (values[1:] + values[:-1]) / 2
        else:
            shares = np.linspace(0, 1, most // 2 + 2)[1:-1]
            sides = [column[known & (fraud == side)] for side in (False, True)]
            found = np.unique(np.concatenate([np.quantile(side, shares) for side in sides if len(side)]))
        edges.append(np.unique(found).astype(np.float64))
    return Bins(tuple(edges))

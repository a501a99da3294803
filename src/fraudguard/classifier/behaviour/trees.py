"""
Boosted trees without scikit-learn: whole numbers at the leaves, all trees of an event answered by a few array steps.

A tree stands in preorder: a node that asks "is the code of this feature at most ``cut``" is followed by its left
subtree (yes), then its right one; `LEAF` marks a leaf. Every node has a value: that of a leaf is what the tree adds,
that of an inner node what it adds on average, so that the way down a tree can be divided among the features asked.

To find the leaf, each feature's code strikes out the leaves that it rules out: the lowest that is left is the answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudguard.classifier.behaviour.bins import Bins, Codes
from fraudguard.errors import ModelError

__all__ = ["LEAF", "LEAVES", "Trees"]

LEAF = 255
LEAVES = 16
"""The most leaves of a tree: as many as there are bits in its word."""

_LARGEST = 1 << 26
_BLOCK = 1024
_LOWEST = np.array([0] + [(one & -one).bit_length() - 1 for one in range(1, 1 << LEAVES)], dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Trees:
    """
    All trees one after the other; ``feature``, ``cut`` and ``value`` have an entry for each node.

    Raises `ModelError` where the nodes are no trees, or ask for what the bins do not have.
    """

    bins: Bins
    feature: NDArray[np.uint8]
    cut: NDArray[np.uint8]
    value: NDArray[np.int32]
    _rights: list[int] = field(init=False, repr=False)
    _roots: list[int] = field(init=False, repr=False)
    _masks: NDArray[np.uint16] = field(init=False, repr=False)
    _rows: NDArray[np.int64] = field(init=False, repr=False)
    _used: list[int] = field(init=False, repr=False)
    _leaves: NDArray[np.int64] = field(init=False, repr=False)
    _first: NDArray[np.int64] = field(init=False, repr=False)
    _words: list[tuple[int, list[float], list[int]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._check()
        rights, roots, leaves = self._read()
        used = sorted(set(self.feature.tolist()) - {LEAF})
        sizes = self.bins.sizes
        rows = np.cumsum([0, *(sizes[one] for one in used)])
        place = {one: int(row) for one, row in zip(used, rows, strict=False)}
        masks = np.full((int(rows[-1]), len(roots)), (1 << LEAVES) - 1, dtype=np.uint16)
        values = np.zeros((len(roots), LEAVES), dtype=np.int64)
        for tree, own in enumerate(leaves):
            values[tree, : len(own)] = self.value[own]
        for tree, (root, end) in enumerate(zip(roots, [*roots[1:], len(self.feature)], strict=True)):
            numbers = {node: number for number, node in enumerate(leaves[tree])}
            for node in range(root, end):
                asked = int(self.feature[node])
                if asked == LEAF:
                    continue
                left = sum(1 << numbers[leaf] for leaf in range(node + 1, rights[node]) if leaf in numbers)
                first = place[asked] + int(self.cut[node]) + 1
                masks[first : place[asked] + sizes[asked], tree] &= (1 << LEAVES) - 1 - left
        for name, made in (
            ("_rights", rights), ("_roots", roots), ("_masks", masks), ("_used", used),
            ("_rows", rows[:-1].astype(np.int64)), ("_leaves", values.ravel()),
            ("_first", np.arange(len(roots), dtype=np.int64) * LEAVES),
            ("_words", [
                (one, self.bins.edges[one].tolist(), [
                    int.from_bytes(masks[row].astype("<u2").tobytes(), "little")
                    for row in range(place[one], place[one] + sizes[one])
                ])
                for one in used
            ]),
        ):  # fmt: skip
            object.__setattr__(self, name, made)

    def of_values(self, values: Sequence[Any]) -> int:
        """The whole sum over all trees for one event, ``None`` being unknown; all leaves are one long word."""
        left = self._all
        for column, edges, words in self._words:
            value = values[column]
            left &= words[0 if value is None else bisect_right(edges, value) + 1]
        return self._sum(left)

    def of_one(self, codes: Sequence[int]) -> int:
        """The same by the codes of the values."""
        left = self._all
        for column, _, words in self._words:
            left &= words[codes[column]]
        return self._sum(left)

    @property
    def _all(self) -> int:
        return (1 << LEAVES * len(self._roots)) - 1

    def _sum(self, left: int) -> int:
        """The sum of the lowest leaf of each tree that is left."""
        words = np.frombuffer(left.to_bytes(2 * len(self._roots), "little"), dtype="<u2")
        return int(np.add.reduce(self._leaves.take(self._first + _LOWEST.take(words))))

    def of_many(self, codes: Codes) -> NDArray[np.int64]:
        """The sums of many events."""
        sums = np.empty(codes.shape[1], dtype=np.int64)
        own = [
            self._masks[row : row + self.bins.sizes[used]]
            for row, used in zip(self._rows.tolist(), self._used, strict=True)
        ]
        for begin in range(0, codes.shape[1], _BLOCK):
            block = codes[:, begin : begin + _BLOCK]
            left = np.full((block.shape[1], len(self._roots)), (1 << LEAVES) - 1, dtype=np.uint16)
            struck = np.empty_like(left)
            for masks, used in zip(own, self._used, strict=True):
                np.take(masks, block[used], axis=0, out=struck, mode="clip")
                np.bitwise_and(left, struck, out=left)
            leaf = _LOWEST.take(left, mode="clip") + self._first
            sums[begin : begin + _BLOCK] = self._leaves.take(leaf, mode="clip").sum(axis=1)
        return sums

    def parts(self, codes: Sequence[int]) -> tuple[int, list[int]]:
        """What the trees add on average, and what each feature moves it by; together they are `of_one`."""
        parts = [0] * len(self.bins.edges)
        base = 0
        for root in self._roots:
            node = root
            base += int(self.value[node])
            while self.feature[node] != LEAF:
                asked = int(self.feature[node])
                inner = node + 1 if codes[asked] <= self.cut[node] else self._rights[node]
                parts[asked] += int(self.value[inner]) - int(self.value[node])
                node = inner
        return base, parts

    def _check(self) -> None:
        sizes = np.array([*self.bins.sizes, *[0] * (LEAF + 1)])[: LEAF + 1]
        inner = self.feature != LEAF
        if (self.feature[inner] >= len(self.bins.edges)).any():
            raise ModelError("model.weights", field="feature")
        if (self.cut[inner] >= sizes[self.feature[inner]] - 1).any():
            raise ModelError("model.weights", field="cut")
        if self.value.size and int(np.abs(self.value.astype(np.int64)).max()) > _LARGEST:
            raise ModelError("model.weights", field="value")

    def _read(self) -> tuple[list[int], list[int], list[list[int]]]:
        """Of each inner node where its right subtree begins; the roots; the leaves of each tree, left to right."""
        rights: list[int] = [0] * len(self.feature)
        roots: list[int] = []
        leaves: list[list[int]] = []
        waiting: list[int] = []  # inner nodes whose left subtree is not complete yet, -1 for those in their right one
        for node, asked in enumerate(self.feature.tolist()):
            if not waiting:
                roots.append(node)
                leaves.append([])
            if asked != LEAF:
                waiting.append(node)
                continue
            leaves[-1].append(node)
            if len(leaves[-1]) > LEAVES:
                raise ModelError("model.weights", field="feature")
            while waiting and waiting[-1] < 0:
                waiting.pop()
            if waiting:
                rights[waiting[-1]] = node + 1
                waiting[-1] = -1
        if waiting or not roots:
            raise ModelError("model.weights", field="feature")
        return rights, roots, leaves

"""Boosted trees in whole numbers, against walking down each of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.classifier.behaviour.bins import Bins
from fraudguard.classifier.behaviour.trees import LEAF, LEAVES, Trees
from fraudguard.errors import ModelError

BINS = Bins((np.array([0.5]), np.array([1.0, 2.0, 3.0]), np.array([], dtype=np.float64), np.arange(40.0)))
Node = tuple[int, int, int]


def grown(random: np.random.Generator, leaves: int) -> list[Node]:
    """A random tree of at most so many leaves in preorder: feature, cut, value."""
    value = int(random.integers(-1000, 1000))
    if leaves == 1:
        return [(LEAF, 0, value)]
    asked = int(random.integers(len(BINS.edges)))
    left = int(random.integers(1, leaves))
    cut = int(random.integers(BINS.sizes[asked] - 1))
    return [(asked, cut, value), *grown(random, left), *grown(random, leaves - left)]


def walked(nodes: list[Node], codes: list[int]) -> int:
    """The values at the leaves, found by walking down tree after tree."""

    def past(at: int) -> int:
        return at + 1 if nodes[at][0] == LEAF else past(past(at + 1))

    at = total = 0
    while at < len(nodes):
        end, place = past(at), at
        while nodes[place][0] != LEAF:
            asked, cut, _ = nodes[place]
            place = place + 1 if codes[asked] <= cut else past(place + 1)
        total += nodes[place][2]
        at = end
    return total


def made(nodes: list[Node]) -> Trees:
    """Trees of these nodes."""
    feature, cut, value = (np.array(column) for column in zip(*nodes, strict=True))
    return Trees(BINS, feature.astype(np.uint8), cut.astype(np.uint8), value.astype(np.int32))


@given(st.integers(0, 10**6))
def test_one_and_many_are_what_a_walk_finds(seed: int) -> None:
    """Random trees give for random codes, alone and together, the sum of the leaves that are reached."""
    random = np.random.default_rng(seed)
    nodes = [
        node for _ in range(int(random.integers(1, 6))) for node in grown(random, int(random.integers(1, LEAVES + 1)))
    ]
    trees = made(nodes)
    codes = np.array([random.integers(0, size, 20) for size in BINS.sizes], dtype=np.uint8)
    expected = [walked(nodes, column.tolist()) for column in codes.T]
    assert expected == trees.of_many(codes).tolist()
    assert expected == [trees.of_one(column.tolist()) for column in codes.T]
    for column, total in zip(codes.T.tolist(), expected, strict=True):
        base, parts = trees.parts(column)
        assert total == base + sum(parts)


@given(st.lists(st.one_of(st.none(), st.floats(-5, 50)), min_size=4, max_size=4))
def test_values_and_their_codes_give_one_sum(values: list[float | None]) -> None:
    """The short way from values to the sum is that over codes."""
    trees = made([node for seed in range(4) for node in grown(np.random.default_rng(seed), 12)])
    assert trees.of_one(BINS.of_one(values)) == trees.of_values(values)


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [(0, 0, 1)],
        [(0, 0, 1), (LEAF, 0, 1)],
        [(9, 0, 1), (LEAF, 0, 1), (LEAF, 0, 1)],
        [(0, 2, 1), (LEAF, 0, 1), (LEAF, 0, 1)],
        [(LEAF, 0, 2**27)],
        [*[(3, 0, 1)] * LEAVES, *[(LEAF, 0, 1)] * (LEAVES + 1)],
    ],
    ids=["none", "a node alone", "half a tree", "no such feature", "no such band", "too large", "too many leaves"],
)
def test_what_are_no_trees_is_refused(nodes: list[Node]) -> None:
    """Nodes that break off, ask for what there is not, or are too many for a word are an error."""
    with pytest.raises(ModelError) as caught:
        made(nodes or [(0, 0, 1)])
    assert "model.weights" == caught.value.code

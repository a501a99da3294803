"""Online scoring equals the oracle: findings, chains, points, levels, parts, tickets, on random packs and streams."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from agreement import Classifier, difference, hunt
from fraudguard.events import People
from fraudguard.pack import load_pack, load_pack_text
from fraudguard.testing import make_stream, packs, streams

PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
"""Explaining which choices matter takes minutes where a choice is a whole pack."""

DIRECTORY = People.from_text(
    "person,type,value,from,to\n"
    "P1,phone,13800138000,,\n"
    "P1,wechat,wx1,2025-01-06T10:01:00+08:00,2025-01-06T12:00:00+08:00\n"
    "P2,wechat,wx1,2025-01-06T12:00:00+08:00,\n"
)


@pytest.mark.parametrize("block", range(6))
def test_the_guard_says_what_the_oracle_says(block):
    """On ten random packs with four streams each, in three ways."""
    for seed in range(block * 10, block * 10 + 10):
        assert "" == hunt(seed, 4, DIRECTORY)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(40))
def test_the_guard_says_what_the_oracle_says_at_length(block):
    """The same on two thousand packs."""
    for seed in range(1_000 + block * 50, 1_000 + block * 50 + 50):
        assert "" == hunt(seed, 5, DIRECTORY)


def agree(draw: Callable[[Any], Any]) -> None:
    """A pack and two streams as Hypothesis wants them, so that a disagreement shrinks."""
    pack = load_pack_text(draw(packs()))
    for _ in range(2):
        events = draw(streams(pack))
        cut = draw(st.none() | st.integers(0, len(events) - 1))
        for order in ("arrival", "sorted"):
            assert "" == difference(pack, events, order=order, cut=cut, classifier=Classifier())


@settings(max_examples=40, phases=PHASES)
@given(st.data())
def test_hypothesis_finds_no_disagreement(data):
    """Hypothesis chooses packs, streams and the place of a restart."""
    agree(data.draw)


@pytest.mark.slow
@settings(max_examples=1_500, phases=PHASES)
@given(st.data())
def test_hypothesis_finds_no_disagreement_at_length(data):
    """The same with many more examples."""
    agree(data.draw)


def test_the_guard_says_what_the_oracle_says_of_the_shipped_pack():
    """The rules that ship, on random streams around their own thresholds and times."""
    pack = load_pack()
    for seed in range(12):
        events = make_stream(Random(seed), pack)
        for how in ({}, {"order": "sorted"}, {"cut": len(events) // 2}):
            assert "" == difference(pack, events, classifier=Classifier(), **how)

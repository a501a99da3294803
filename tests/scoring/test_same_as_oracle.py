"""Online scoring equals the oracle: findings, chains, points, levels, parts, tickets, on random packs and streams."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement import Classifier, difference, report, smallest
from fraudguard.events import People
from fraudguard.pack import load_pack, load_pack_text
from fraudguard.testing import make_pack, make_stream, packs, streams

DIRECTORY = People.from_text(
    "person,type,value,from,to\n"
    "P1,phone,13800138000,,\n"
    "P1,wechat,wx1,2025-01-06T10:01:00+08:00,2025-01-06T12:00:00+08:00\n"
    "P2,wechat,wx1,2025-01-06T12:00:00+08:00,\n"
)


def check(seed: int, streams_each: int) -> None:
    """One random pack, some streams, each in arrival order, in sorted order and across a restart."""
    files = make_pack(Random(seed))
    pack = load_pack_text(files)
    for number in range(streams_each):
        random = Random(seed * 1_000 + number)
        events = make_stream(random, pack)
        shared: dict[str, Any] = {"classifier": Classifier() if number % 2 else None}
        shared["people"] = DIRECTORY if number % 3 == 2 else None
        for how in ({}, {"order": "sorted"}, {"cut": random.randrange(len(events))}):
            if difference(pack, events, **shared, **how):
                less = {name: value for name, value in how.items() if name != "cut"}
                kept, told = smallest(pack, events, **shared, **less)
                pytest.fail(f"seed {seed}, stream {number}, {how}\n{report(files, kept, told)}")


@pytest.mark.parametrize("block", range(6))
def test_the_guard_says_what_the_oracle_says(block):
    """On ten random packs with four streams each, in three ways."""
    for seed in range(block * 10, block * 10 + 10):
        check(seed, 4)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(40))
def test_the_guard_says_what_the_oracle_says_at_length(block):
    """The same on two thousand packs."""
    for seed in range(1_000 + block * 50, 1_000 + block * 50 + 50):
        check(seed, 5)


def agree(draw: Callable[[Any], Any]) -> None:
    """A pack and two streams as Hypothesis wants them, so that a disagreement shrinks."""
    pack = load_pack_text(draw(packs()))
    for _ in range(2):
        events = draw(streams(pack))
        cut = draw(st.none() | st.integers(0, len(events) - 1))
        for order in ("arrival", "sorted"):
            assert "" == difference(pack, events, order=order, cut=cut, classifier=Classifier())


@settings(max_examples=40)
@given(st.data())
def test_hypothesis_finds_no_disagreement(data):
    """Hypothesis chooses packs, streams and the place of a restart."""
    agree(data.draw)


@pytest.mark.slow
@settings(max_examples=1_500)
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

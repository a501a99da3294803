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
from fraudguard.testing import call, lead, make_stream, packs, report, streams, transaction

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
@pytest.mark.parametrize("block", [0, 1, *(pytest.param(block, marks=pytest.mark.long) for block in (2, 3))])
def test_the_guard_says_what_the_oracle_says_at_length(block):
    """The same on two hundred packs."""
    for seed in range(1_000 + block * 50, 1_000 + block * 50 + 50):
        assert "" == hunt(seed, 5, DIRECTORY)


FILES = {
    "pack.yaml": """
name: hard
settings: {lateness: 1h, dedup: 1h, sweep_rank: 1}
extra: {branch: text, fee: money}
groups: {lead: {cap: 60}, model: {cap: 40}, money: {cap: 60, half_life: 1h, horizon: 2h}}
model: {from: 0.25, base: 5, slope: 0, cap: 35}
""",
    "policy.yaml": """
thresholds: {green: 10, yellow: 20, red: 40}
lead_points: {green: 10, yellow: 20, red: 40}
episode: 2h
""",
    "taxonomy.yaml": "[{id: fake_loan, zh: 虚假贷款, en: fake loan, type: scheme}]",
    "scams/fake_loan.yaml": """
scam: fake_loan
rules:
  - {id: branch-twice, title: 规则, stage: hook, group: money, points: 20, because: 请核实。,
     sequence: {within: 1h, by: [extra.branch], steps: [{as: one, on: call}, {on: call, when: [extra.fee >= one.extra.fee]}]}}
  - {id: of-branch, title: 规则, stage: hook, group: money, points: 20, because: 请核实。,
     on: report, when: [extra.fee >= 1], subject: extra.branch}
  - {id: device, title: 规则, stage: hook, group: money, points: 20, because: 请核实。,
     on: transaction, when: [device.id == 'b']}
""",
}

FOUND_ONCE = {
    "a forgotten id at the same instant": [
        lead("+0h", id="a", level="red"),
        call("+2h", id="b", person="p2"),
        lead("+0h", id="a", level="green"),
    ],
    "a chain by an own field": [
        call("+0m", id="a", extra={"branch": "x", "fee": "1.00"}),
        call("+1m", id="b", extra={"branch": "x", "fee": "1.00"}),
        call("+2m", id="c", extra={"branch": True, "fee": "?"}),
        call("+3m", id="d", extra={"branch": True, "fee": 7}),
    ],
    "a subject of another type than declared": [
        report("+0m", id="a", extra={"branch": "x", "fee": 1}),
        report("+1m", id="b", extra={"branch": 7, "fee": 1}),
    ],
    "a correction of nothing but the handset": [
        transaction("+0m", id="a", device={"id": "a"}),
        transaction("+0m", id="a", device={"id": "b"}),
    ],
    "a duplicate that says the same in other words": [
        transaction("+0m", id="a", amount="1.00", person={"key": "p1"}),
        transaction("+0m", id="a", amount="¥1", person={"key": "p1", "ids": {}}, payer={}),
    ],
}


@pytest.mark.parametrize("name", FOUND_ONCE)
def test_what_was_found_once_stays_mended(name):
    """Streams on which the guard and the oracle once differed."""
    pack = load_pack_text(FILES)
    for how in ({}, {"order": "sorted"}, {"cut": 1}):
        assert "" == difference(pack, FOUND_ONCE[name], **how)


def test_a_certain_classifier_brings_what_the_formula_says():
    """At probability 1 a slope of 0 still adds nothing."""
    pack = load_pack_text(FILES)
    for number in range(12):
        assert "" == difference(pack, [call(id=f"c{number}")], classifier=Classifier())


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
@settings(max_examples=150, phases=PHASES)
@given(st.data())
def test_hypothesis_finds_no_disagreement_at_length(data):
    """The same with many more examples."""
    agree(data.draw)


@pytest.mark.parametrize("block", [0, 1, *(pytest.param(block, marks=pytest.mark.long) for block in (2, 3))])
def test_the_guard_says_what_the_oracle_says_of_the_shipped_pack(block):
    """The rules that ship, on random streams around their own thresholds and times."""
    pack = load_pack()
    for seed in range(block * 2, block * 2 + 2):
        events = make_stream(Random(seed), pack)
        for how in ({}, {"order": "sorted"}, {"cut": len(events) // 2}):
            assert "" == difference(pack, events, classifier=Classifier(), **how)

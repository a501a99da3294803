"""Scoring whole tables equals the oracle and the online engine: findings, decisions and tickets, however it is cut."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

import oracle
from agreement import KEY, expected, given
from fraudguard.events import People, parse_event, resolve
from fraudguard.pack import load_pack_text
from fraudguard.plan.to_polars import InexactError
from fraudguard.scoring import Guard
from fraudguard.scoring.batch import Batch
from fraudguard.testing import make_pack, make_stream

DIRECTORY = People.from_text(
    "person,type,value,from,to\n"
    "P1,phone,13800138000,,\n"
    "P1,wechat,wx1,2025-01-06T10:01:00+08:00,2025-01-06T12:00:00+08:00\n"
    "P2,wechat,wx1,2025-01-06T12:00:00+08:00,\n"
)


def plain_stream(events):
    """A stream as tables hold it: in order, every id once, nothing taken back."""
    first = {}
    for event in map(parse_event, events):
        if event.kind != "retraction":
            first.setdefault(event.id, event)
    return sorted(first.values(), key=lambda event: (event.at_us, event.id))


def disagreement(pack, events, cuts, people=None):
    """The first thing on which oracle and tables disagree; empty when they agree."""
    parsed = plain_stream(events)
    judged = [expected(result) for result in oracle.run(pack, parsed, "sorted", people, None)]
    batch = Batch(Guard(pack, people=people, key=KEY)._engine)
    decisions, found = {}, []
    edges = sorted({0, len(parsed), *(cut for cut in cuts if cut < len(parsed))})
    for start, end in pairwise(edges):
        try:
            scored = batch.score(batch.tables(resolve(event, people) for event in parsed[start:end]))
        except InexactError:
            return ""  # worked out event by event instead
        decisions |= {decision.event_id: given(decision) for decision in scored.decisions}
        found += scored.findings.select("event_id", "rule", "subject", "at", "status").rows()
    rules = {rule.id for rule in pack.rules}
    wanted = [
        (one["event"], finding[0], finding[1], finding[2], finding[3])
        for one in judged
        for finding in one["findings"]
        if finding[0] in rules
    ]
    if sorted(wanted) != sorted(found):
        return f"findings: oracle {sorted(set(wanted) - set(found))}, tables {sorted(set(found) - set(wanted))}"
    for one in judged:
        got = decisions.get(one["event"])
        if got is None:
            if one["tickets"]:
                return f"{one['event']}: nothing decided, oracle {one}"
            continue
        for name in ("tickets", "standing"):
            if one[name] != got[name]:
                return f"{one['event']} {name}: oracle {one[name]}, tables {got[name]}"
    return ""


def hunted(seeds):
    """The first disagreement on random packs, four streams each, each cut in three ways."""
    for seed in seeds:
        pack = load_pack_text(make_pack(Random(seed)))
        for number in range(4):
            random = Random(seed * 1_000 + number)
            events = make_stream(random, pack)
            people = DIRECTORY if number % 3 == 2 else None
            for cuts in ((), (random.randrange(len(events)),), range(0, len(events), 2)):
                told = disagreement(pack, events, cuts, people)
                if told:
                    return f"seed {seed}, stream {number}, cut at {list(cuts)}: {told}"
    return ""


@pytest.mark.parametrize("block", range(4))
def test_tables_say_what_the_oracle_says(block):
    """On random packs and streams, in one chunk, in two, and two events at a time."""
    assert hunted(range(block * 5, block * 5 + 5)) == ""


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_tables_say_what_the_oracle_says_at_length(block):
    """The same on many more packs."""
    assert hunted(range(5_000 + block * 15, 5_015 + block * 15)) == ""


@settings(max_examples=15, deadline=None)
@drawn(st.integers(0, 10**6), st.lists(st.integers(0, 25), max_size=4))
def test_where_chunks_are_cut_makes_no_difference(seed, cuts):
    """Any pack, any stream, any cuts: the answer is the oracle's."""
    pack = load_pack_text(make_pack(Random(seed)))
    assert disagreement(pack, make_stream(Random(seed), pack), cuts) == ""

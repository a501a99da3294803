"""Random packs and streams: sound, repeatable, and reaching every item of the rule language."""

import sys
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.events import parse_event
from fraudguard.pack import load_pack_text
from fraudguard.testing import grammar_coverage, make_pack, make_stream, packs, streams
from fraudguard.testing.grammar import GRAMMAR


def test_random_packs_reach_every_item_of_the_grammar(capsys):
    """All functions, operators, nestings, kinds and settings stand in three hundred packs; the table is printed."""
    found = grammar_coverage(make_pack(Random(seed)) for seed in range(300))
    items = [f"{count:4} {item}" for item, count in found.items()]
    height = -(-len(items) // 4)
    rows = ["".join(f"{item:<40}" for item in items[row::height]).rstrip() for row in range(height)]
    with capsys.disabled():
        sys.stdout.write("\n".join(["\npacks (of 300) that use each item of the rule language", *rows, ""]))

    assert GRAMMAR == found.keys()
    assert [] == [item for item, count in found.items() if count == 0]


def test_coverage_counts_packs_and_knows_what_is_missing():
    """An item counts once for a pack; what no pack uses is 0."""
    one = make_pack(Random(5))

    assert [2] == sorted({count for count in grammar_coverage([one, one]).values() if count})
    assert {0} == set(grammar_coverage([]).values())


def test_the_same_choices_give_the_same_pack_and_stream():
    """A seed is enough to see a disagreement again."""
    files = make_pack(Random(7))
    pack = load_pack_text(files)

    assert files == make_pack(Random(7))
    assert make_stream(Random(8), pack) == make_stream(Random(8), pack)


def test_random_streams_hold_what_makes_streams_hard():
    """Ties, late events, duplicates, corrections, retractions and unknown persons all come up."""
    pack = load_pack_text(make_pack(Random(3)))
    seen = set()
    for seed in range(60):
        events = [parse_event(event) for event in make_stream(Random(seed), pack)]
        for earlier, later in pairwise(events):
            seen |= {"late"} if later.at < earlier.at else set()
            seen |= {"tie"} if later.at == earlier.at and later.id != earlier.id else set()
        for number, event in enumerate(events):
            before = [one for one in events[:number] if one.id == event.id]
            seen |= {"duplicate" if event in before else "correction"} if before else set()
            seen |= {event.kind} if event.kind in {"retraction", "lead", "settlement"} else set()
            seen |= (
                {"nobody"} if event.person.key is None and not any(event.person.ids.model_dump().values()) else set()
            )

    assert {"late", "tie", "duplicate", "correction", "retraction", "lead", "settlement", "nobody"} == seen


@settings(max_examples=20)
@given(st.data())
def test_what_the_strategies_draw_loads_and_parses(data):
    """Packs are sound, streams are 1 to 25 events that the door lets in."""
    pack = load_pack_text(data.draw(packs()))
    events = [parse_event(event) for event in data.draw(streams(pack))]

    assert 1 <= len(events) <= 25

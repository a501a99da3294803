"""Folding recorded findings again gives the guard's own tickets, and tickets without a rule."""

from collections.abc import Collection
from random import Random
from typing import Any

import pytest

from fraudguard.events import parse_event
from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard
from fraudguard.testing import make_pack, make_stream
from fraudguard.workbench.quality.recording import QUALITY_KEY, record
from fraudguard.workbench.quality.replay import Change, replay
from packing import pack_of, rule


def _sorted_run(random: Random, pack: CheckedPack) -> list[dict[str, Any]]:
    """A stream as a sorted run has it: each id once, nothing taken back."""
    events = {event["id"]: event for event in make_stream(random, pack) if event["kind"] != "retraction"}
    return sorted(events.values(), key=lambda event: (parse_event(event).at_us, event["id"]))


def _urgent(decision: Decision, subject: str) -> bool:
    """Whether the standing that raised a ticket was urgent."""
    found = decision.standing if decision.standing.subject == subject else decision.standings[subject]
    return found.urgent


@pytest.mark.parametrize("block", range(4))
def test_the_replay_gives_the_tickets_that_the_guard_gave(block):
    """On random packs and streams: the same tickets, opened and raised by the same events, with level and points."""
    seen = 0
    for seed in range(block * 20, block * 20 + 20):
        random = Random(seed)
        pack = load_pack_text(make_pack(random))
        for _ in range(4):
            stream = _sorted_run(random, pack)
            guard = Guard(pack, key=QUALITY_KEY)
            given = {}
            for decision in guard.score_many(stream):
                for ticket in decision.tickets:
                    change = Change(
                        ticket.first_event,
                        ticket.changed_at,
                        ticket.last_event,
                        ticket.level,
                        ticket.points,
                        ticket.scam,
                        ticket.level == "red" and _urgent(decision, ticket.subject),
                    )
                    given.setdefault(ticket.subject, []).append(change)
            kept = record(pack, None, stream)
            again = {name: replay(name, found, kept.sources, pack) for name, found in kept.subjects.items()}
            assert given == {name: changes for name, changes in again.items() if changes}
            seen += len(given)
    assert seen > 10


def _payment(number: int, minute: int, amount: int) -> dict[str, Any]:
    return {
        "kind": "transaction",
        "id": f"e{number}",
        "at": f"2025-01-06T10:{minute:02}:00+08:00",
        "person": {"key": "p1"},
        "direction": "out",
        "amount": amount,
    }


PACK = pack_of(
    rule("large", "amount >= 100", points=30),
    rule("larger", "amount >= 1000", points=40),
    rule("beside", "amount >= 1", points=30, role="support"),
)


def _changes(stream: list[dict[str, Any]], without: Collection[str] = ()) -> list[tuple[str, str, int]]:
    kept = record(PACK, None, stream)
    return [
        (change.event_id, change.level, change.points)
        for name, found in kept.subjects.items()
        for change in replay(name, found, kept.sources, PACK, without)
    ]


def test_without_a_rule_its_points_are_gone():
    """A ticket that two core rules and a support rule made, after taking out each of them."""
    stream = [_payment(1, 0, 1000)]
    whole = _changes(stream)
    assert 100 == whole[0][2]
    assert 70 == _changes(stream, {"beside"})[0][2]
    assert 60 == _changes(stream, {"larger"})[0][2]
    assert [] == _changes(stream, {"large", "larger"})


def test_who_has_no_core_finding_is_not_kept():
    """Support alone never counts, so it is only counted as a hit."""
    kept = record(PACK, None, [_payment(1, 0, 99), _payment(2, 1, 5)])
    assert {} == kept.subjects
    assert {"beside": 2} == kept.hits
    assert 2 == kept.events


def test_a_lead_keeps_the_level_it_came_with():
    """Two leads of different levels have two rules of their own, so that the floor of each is known."""
    leads = [
        {"kind": "lead", "id": f"l{n}", "at": f"2025-01-0{n}T10:00:00+08:00", "person": {"key": "p1"}, "level": level}
        for n, level in ((6, "yellow"), (7, "red"))
    ]
    kept = record(PACK, None, leads)
    assert ["lead:yellow", "lead:red"] == list(kept.sources)
    assert ["yellow", "red"] == [level for _, level, _ in _changes(leads)]

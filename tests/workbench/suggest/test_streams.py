"""Streams that suggestions work on: from an author's form and back."""

import pytest

from fraudguard.workbench.suggest.streams import (
    BASE,
    begun,
    facts_apart,
    in_order,
    read_fact,
    stream_of,
    with_fact,
    written_events,
)


def test_what_an_author_writes_comes_back() -> None:
    """Times are written where they are not the usual ones, in the largest unit that fits; facts stay in their order."""
    events = [
        {"kind": "call", "at": "2025-01-05 09:30", "state": "ended"},
        {"kind": "call", "state": "ended"},
        {"kind": "transaction", "at": "+90m", "amount": 1},
        {"kind": "transaction", "at": "+2d", "amount": 1, "payee": {"kind": "corp"}},
        {"kind": "transaction", "at": "+61s", "amount": 2},
    ]
    stream = stream_of(events)
    assert stream is not None
    assert events == written_events(stream)


def test_an_id_or_half_a_second_is_left_alone() -> None:
    """What cannot be written back as it was is no stream to change."""
    assert stream_of([{"kind": "call", "id": "x"}]) is None
    assert stream_of([{"kind": "call", "at": "2025-01-06T10:00:00.5+08:00"}]) is None


def test_a_stream_can_begin_at_the_usual_hour() -> None:
    """All events move alike."""
    stream = stream_of([{"kind": "call", "at": "2025-01-01 07:00"}, {"kind": "call", "at": "+2h"}])
    assert stream is not None
    assert [BASE, BASE + 7200] == [moment.at for moment in begun(stream)]


def test_two_events_at_one_time_are_out_of_order() -> None:
    """Each must be later than the one before."""
    first, second = stream_of([{"kind": "call"}, {"kind": "call"}]) or ()
    assert in_order((first, second))
    assert not in_order((second, first))
    assert not in_order((first, first))


def test_facts_are_read_and_put_by_path() -> None:
    """A fact of a part makes the part; the last fact gone takes it away; the given event is not touched."""
    event = {"kind": "transaction", "payee": {"kind": "corp"}}
    assert "corp" == read_fact(event, "payee.kind")
    assert read_fact(event, "payer.kind") is None
    assert {"kind": "transaction"} == with_fact(event, "payee.kind", None)
    assert {"kind": "transaction", "payee": {"kind": "corp"}, "device": {"in_call": True}} == with_fact(
        event, "device.in_call", True
    )
    assert {"kind": "transaction", "payee": {"kind": "corp"}} == event


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        ([{"kind": "call", "state": "ended"}], 0),
        ([{"kind": "call", "state": "started"}], 1),
        ([{"kind": "call"}], 1),
        ([{"kind": "message"}, {"kind": "call", "state": "ended"}], 1),
        ([{"kind": "message"}, {"kind": "message"}, {"kind": "call", "state": "ended"}], 2),
    ],
)
def test_how_far_examples_are_apart(other: list[dict[str, object]], apart: int) -> None:
    """Facts that differ, and an event that only one has is one fact."""
    assert apart == facts_apart([{"kind": "call", "state": "ended"}], other)

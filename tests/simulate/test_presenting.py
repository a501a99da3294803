"""Frames of events as mappings."""

from typing import Any

import numpy as np
import polars as pl

from fraudguard.events import parse_event
from fraudguard.simulate.presenting import equal_runs, instants, present

CARDS = ({"ids": {"phone": "16400000001"}, "age": 30},)


def _frames() -> dict[str, pl.DataFrame]:
    calls = {"at": [10, 20, 30], "id": ["c", "a", "x"], "_person": [0, 0, None], "duration_s": [None, 5, 6]}
    payments = {
        "at": [20, 20], "id": ["b", "d"], "_person": [0, 0], "amount": [1_999, None], "payee.account": [None, "9900"],
        "payee.opened_on": [None, 1_704_038_400_000_000], "memo": [None, None],
    }  # fmt: skip
    return {"call": pl.DataFrame(calls), "transaction": pl.DataFrame(payments)}


def test_events_come_in_the_order_of_time_and_then_of_id() -> None:
    """Equal instants of several kinds are told apart by the id."""
    events = list(present(_frames(), CARDS))
    assert ["c", "a", "b", "d", "x"] == [event["id"] for event in events]
    assert [10, 20, 20, 20, 30] == instants(_frames())


def test_what_is_missing_is_left_out() -> None:
    """No field, no group of fields and no person is there without a value."""
    by_id: dict[str, dict[str, Any]] = {event["id"]: event for event in present(_frames(), CARDS)}
    assert {"kind", "id", "at", "amount", "person"} == set(by_id["b"])
    assert {"account": "9900", "opened_on": "2023-12-31T16:00:00.000000+00:00"} == by_id["d"]["payee"]
    assert "person" not in by_id["x"]
    assert CARDS[0] == by_id["a"]["person"]


def test_money_is_yuan_and_time_is_text() -> None:
    """Nothing is lost on the way: 1,999 fen are 19.99 yuan, and 20 microseconds stay 20."""
    event = next(event for event in present(_frames(), CARDS) if event["id"] == "b")
    read = parse_event(event)
    assert 1_999 == read.amount
    assert 20 == read.at_us


def test_runs_of_equal_values_are_found() -> None:
    """At the beginning, in the middle, at the end; none where all differ."""
    assert [(0, 2), (3, 6)] == list(equal_runs(np.array([1, 1, 2, 3, 3, 3])))
    assert [] == list(equal_runs(np.array([1, 2])))
    assert [] == list(equal_runs(np.array([], dtype=np.int64)))


def test_no_events_are_no_events() -> None:
    """An empty town says nothing."""
    assert [] == list(present({}, CARDS))

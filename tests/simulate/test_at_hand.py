"""What a banking app sees of the phone at everyday payments."""

import numpy as np
import pytest

from fraudguard.simulate import Settings
from fraudguard.simulate.at_hand import Spans, with_phone
from fraudguard.simulate.columns import Block, Picked
from fraudguard.simulate.population import populate

DAY = 86_400_000_000
PEOPLE = populate(Settings(persons=60, days=5, seed="at hand"), 0)
START = PEOPLE.settings.start_us


@pytest.mark.parametrize(
    ("at", "inside"), [(99, False), (100, True), (199, True), (200, False), (350, True), (401, False)]
)
def test_a_span_holds_its_begin_and_not_its_end(at: int, inside: bool) -> None:
    """Overlapping spans of a person count as one; another person's span does not."""
    spans = Spans.of(np.array([1, 1, 1, 0]), np.array([100, 300, 310, 150]), np.array([200, 400, 320, 99_999]), 0, DAY)
    assert [inside] == spans.holds(np.array([1]), np.array([at])).tolist()
    assert [False] == spans.holds(np.array([2]), np.array([at])).tolist()


def test_no_spans_hold_nothing() -> None:
    """Where nobody calls, nobody pays during a call."""
    none = np.empty(0, dtype=np.int64)
    assert [False] == Spans.of(none, none, none, 0, DAY).holds(np.array([0]), np.array([5])).tolist()


def test_payments_on_the_phone_tell_of_calls_and_shared_screens() -> None:
    """A payment during a call and a meeting says so; one at a counter says nothing."""
    hour = 3_600_000_000
    call = Block(
        "friends-in", "call", {"_person": np.array([3]), "at": np.array([START]), "duration_s": np.array([60])}
    )
    begin = Block("meetings-on", "device_event", {"_person": np.array([3]), "at": np.array([START])})
    end = Block("meetings-off", "device_event", {"_person": np.array([3]), "at": np.array([START + hour])})
    size = 3_000
    pay = Block(
        "pay",
        "transaction",
        {
            "_person": np.full(size, 3),
            "at": np.where(np.arange(size) % 2, START + 30_000_000, START + 2 * hour),
            "direction": "out",
            "channel": Picked(("mobile_bank", "counter"), (np.arange(size) >= size - 2).astype(np.int64)),
        },
    )
    (told,) = with_phone(PEOPLE, [pay], [call, begin, end])
    in_call, sharing = (told.array(f"device.{name}")[:-2] for name in ("in_call", "screen_sharing"))
    during = np.arange(size - 2) % 2 == 1
    assert all(in_call[during])
    assert all(sharing[during])
    assert 0.012 == pytest.approx(float(np.mean(in_call[~during].astype(bool))), abs=0.008)
    assert np.mean(sharing[~during].astype(bool)) < 0.005
    assert [None, None] == told.array("device.in_call")[-2:].tolist()


def test_money_that_comes_in_tells_nothing_of_the_phone() -> None:
    """Only who pays holds the phone."""
    block = Block(
        "in", "transaction", {"_person": np.array([0]), "at": np.array([START]), "direction": "in", "channel": "qr"}
    )
    assert [block] == list(with_phone(PEOPLE, [block], []))

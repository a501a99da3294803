"""What the feeds of a town see."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from fraudguard.simulate import Coverage, Settings
from fraudguard.simulate.columns import frame_of_events, stacked
from fraudguard.simulate.coverage import NEEDED, covered, seen_in
from fraudguard.simulate.population import Population, populate

HOUR = 3_600_000_000


def _town(**shares: float) -> Population:
    return populate(Settings(persons=400, days=5, seed="cover", coverage=Coverage(**shares)), 0)


def _seen(kind: str, events: Sequence[Mapping[str, Any]], people: Population) -> list[dict[str, Any]]:
    flat = [{"kind": kind, "at": 1_000, "_id": 7 + n, "_person": n, **event} for n, event in enumerate(events)]
    frame = stacked(kind, [frame_of_events(kind, flat)], NEEDED.get(kind, ()))
    return covered(kind, frame, people, seen_in(people)).to_dicts()


@pytest.mark.parametrize(
    ("field", "share"),
    [("calls", 0.9), ("devices", 0.25), ("texts", 0.15), ("bank", 1.5 / 1.8), ("view", 0.6), ("pending", 0.6)],
)
def test_the_shares_are_those_of_the_reference(field: str, share: float) -> None:
    """DOMAIN 12, over the persons or accounts of a town."""
    seen = seen_in(populate(Settings(persons=2_000, days=5, seed="cover"), 0))
    assert share == pytest.approx(float(getattr(seen, field).mean()), abs=0.03)


def test_a_call_is_told_when_it_begins_and_when_it_ends() -> None:
    """A live feed brings `started` without what is not yet known, and `ended` so many seconds later."""
    call = {"peer": "16400000001", "answered": True, "duration_s": 90, "transcript": "喂"}
    started, ended = _seen("call", [call], _town(calls=1, live=1, texts=1))
    assert ("started", 1_000, None, None, None) == tuple(
        started[name] for name in ("state", "at", "duration_s", "answered", "transcript")
    )
    assert ("ended", 90_001_000, 90, True, "喂") == tuple(
        ended[name] for name in ("state", "at", "duration_s", "answered", "transcript")
    )
    assert started["_id"] != ended["_id"]


def test_calls_nobody_answers_and_feeds_that_are_not_live_bring_only_the_end() -> None:
    """One event, without the words where words are not seen."""
    call = {"peer": "16400000001", "answered": True, "duration_s": 90, "transcript": "喂"}
    missed = {"peer": "16400000001", "answered": False, "duration_s": 0}
    assert ["ended"] == [one["state"] for one in _seen("call", [missed], _town(calls=1, live=1))]
    (ended,) = _seen("call", [call], _town(calls=1, live=0, texts=0))
    assert ("ended", None) == (ended["state"], ended["transcript"])
    assert [] == _seen("call", [call], _town(calls=0))


def test_without_words_a_handset_still_tells_that_a_code_came() -> None:
    """A code stays without its text; any other message is not there."""
    code = {"channel": "sms", "is_otp": True, "otp_issuer": "工商银行", "text": "验证码"}
    talk = {"channel": "wechat", "is_otp": False, "text": "在吗"}
    (told,) = _seen("message", [code, talk], _town(texts=0, devices=1))
    assert ("工商银行", None) == (told["otp_issuer"], told["text"])
    assert [] == _seen("message", [code, talk], _town(texts=0, devices=0))
    assert ["验证码", "在吗"] == [one["text"] for one in _seen("message", [code, talk], _town(texts=1, devices=0))]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, "pending"), ({"channel": "counter"}, "pending"), ({"direction": "in"}, "success"),
        ({"method": "payment"}, "success"), ({"channel": "qr"}, "success"), ({"channel": None}, "success"),
    ],
)  # fmt: skip
def test_only_transfers_out_wait_for_the_bank(changed: Mapping[str, Any], status: str) -> None:
    """Where a bank reports early, a transfer is pending first and settles later; all else is done at once."""
    payment = {"direction": "out", "method": "transfer", "channel": "mobile_bank", "amount": 100, **changed}
    (told,) = _seen("transaction", [payment], _town(pending=1))
    assert status == told["status"]
    assert (told["_settles"] > told["at"]) == (status == "pending")


@pytest.mark.parametrize(("delayed", "low", "high"), [(0.0, 5_000_000, 90_000_000), (1.0, 2 * HOUR, 2 * HOUR)])
def test_payments_settle_in_seconds_or_after_two_hours(delayed: float, low: int, high: int) -> None:
    """At once means 5 to 90 seconds; a delayed transfer takes two hours."""
    payment = {"direction": "out", "method": "transfer", "channel": "mobile_bank", "amount": 100}
    waits = [
        one["_settles"] - one["at"] for one in _seen("transaction", [payment] * 300, _town(pending=1, delayed=delayed))
    ]
    assert low <= min(waits) <= max(waits) <= high


def test_the_bank_decides_what_is_told_of_a_payment() -> None:
    """No view, no facts of the phone; no feed, no event; an account of nobody here is taken for seen."""
    payment = {"direction": "out", "method": "payment", "channel": "qr", "amount": 100, "device.in_call": True}
    (told,) = _seen("transaction", [payment], _town(app_view=1, banks=1))
    assert (True, True) == (told["device.in_call"], told["_fed"])
    (told,) = _seen("transaction", [payment], _town(app_view=0, banks=0))
    assert (None, False) == (told["device.in_call"], told["_fed"])
    (told,) = _seen("transaction", [{**payment, "account": "6299000000000000777"}], _town(app_view=1, banks=0))
    assert (None, True) == (told["device.in_call"], told["_fed"])


def test_a_payment_without_account_is_of_the_first_one() -> None:
    """Stories need not say from which account was paid."""
    people = _town()
    (told,) = _seen("transaction", [{"direction": "out", "amount": 1, "_person": 5}], people)
    assert people.accounts[5][0] == told["account"]


def test_other_kinds_pass_as_they_are() -> None:
    """Reports and leads come from the station itself."""
    assert 1 == len(_seen("lead", [{"ref": "YJ1"}], _town(calls=0, texts=0, devices=0, banks=0)))

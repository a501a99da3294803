"""Prints what the shipped model says of a few made-up payments, each after a fortnight of small purchases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fraudguard import Guard

_PERSON = {"ids": {"phone": "13800138000"}}
_DAY = "2025-01-14T"
_KEY = b"a key for examples only"
Event = Mapping[str, Any]


def purchases() -> list[Event]:
    """Twelve days of small payments to three shops."""
    return [
        {
            "kind": "transaction", "id": f"shop {day}", "at": f"2025-01-{2 + day:02d}T12:10:00+08:00",
            "direction": "out", "method": "payment", "channel": "qr", "amount": 20 + day * 7,
            "balance_before": 8_000 - day * 50, "person": _PERSON,
            "payee": {"account": f"62220200000000{day % 3:05d}", "kind": "merchant", "region": "福州"},
        }
        for day in range(12)
    ]  # fmt: skip


def paid(time: str, amount: int, balance: int, kind: str = "personal", **more: Any) -> Event:
    """A transfer to an account that was never paid before."""
    return {
        "kind": "transaction", "id": f"paid {time}", "at": f"{_DAY}{time}:00+08:00", "direction": "out",
        "method": "transfer", "channel": "mobile_bank", "amount": amount, "balance_before": balance, "person": _PERSON,
        "payee": {"account": "6222029999999999999", "kind": kind, "region": "昆明"}, **more,
    }  # fmt: skip


def called(time: str, seconds: int) -> Event:
    """A call from a stranger that ended at this time."""
    return {
        "kind": "call", "id": f"call {time}", "at": f"{_DAY}{time}:00+08:00", "state": "ended", "direction": "in",
        "peer": "17012345678", "peer_class": "mvno", "answered": True, "duration_s": seconds, "person": _PERSON,
    }  # fmt: skip


LOAN: Event = {
    "kind": "transaction", "id": "loan", "at": f"{_DAY}10:00:00+08:00", "direction": "in", "method": "loan",
    "amount": 30_000, "balance_before": 2_000, "person": _PERSON,
    "payer": {"account": "6222028888888888888", "kind": "corp"},
}  # fmt: skip

TALES: Mapping[str, Sequence[Event]] = {
    "40 minutes with a stranger, then 48,000 of 50,000 yuan": [called("14:40", 2_400), paid("14:52", 48_000, 50_000)],
    "the bank's app sees a shared screen, 20,000 of 50,000 yuan": [
        called("14:40", 2_400),
        paid("14:42", 20_000, 50_000, device={"screen_sharing": True}),
    ],
    "a loan comes in, 29,000 yuan leave 20 minutes later": [LOAN, paid("10:20", 29_000, 32_000)],
    "380 yuan to a stranger at noon": [paid("12:00", 380, 6_000)],
    "699 yuan to a stranger, an `activation fee`": [paid("12:00", 699, 6_000)],
    "480,000 of 520,000 yuan for a flat, at the counter": [paid("10:30", 480_000, 520_000, "corp", channel="counter")],
    "48,000 of 50,000 yuan to an account of one's own": [paid("14:52", 48_000, 50_000, "self")],
    "3,000 yuan of rent to a person, in the evening": [paid("19:00", 3_000, 9_000)],
}


def main() -> None:
    """Print the probability of the last event of each tale, and the two strongest parts for it."""
    for tale, events in TALES.items():
        guard = Guard.load(model="@shipped", key=_KEY)
        for event in (*purchases(), *events[:-1]):
            guard.score(event)
        seen = guard.explain(events[-1]).model
        assert seen is not None
        said = "; ".join(f"{part.text} {part.log_odds:+.1f}" for part in seen.shown[:2])
        print(f"{seen.probability:.2f}  {seen.scam:28}  {tale}  ({said})")


if __name__ == "__main__":
    main()

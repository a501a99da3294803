"""Small schemes and look-alikes for tests of the town that tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fraudguard.simulate.story import Story, Subject

__all__ = ["Fake"]

MINUTE = 60_000_000


@dataclass(frozen=True)
class Fake:
    """A scheme (with a ``prior``) or a look-alike (with a ``rate``): a call, and perhaps a payment half an hour later."""

    id: str
    prior: float = 1.0
    rate: float = 50.0
    pays: float = 1.0
    hours: tuple[float, ...] = (1.0,) * 24
    weekdays: tuple[float, ...] = (1.0,) * 7

    def suits(self, subject: Subject) -> float:
        return 1.0 if subject.age >= 18 else 0.0

    def play(self, subject: Subject, start_us: int, *rest: Any) -> Story:
        rng: np.random.Generator = rest[-1]
        scam = len(rest) == 2
        call = {
            "kind": "call", "at": start_us, "_person": subject.number, "_stage": "hook" if scam else "",
            "peer": "16300000000", "answered": True, "duration_s": int(rng.integers(60, 600)),
        }  # fmt: skip
        if rng.random() >= self.pays:
            return Story(self.id, subject.number, (), "hook", (call,))
        payee = rest[0].take(start_us, rng) if scam else None
        payment = {
            "kind": "transaction", "at": start_us + 30 * MINUTE, "_person": subject.number, "direction": "out",
            "amount": 500_000, "method": "transfer", "channel": "mobile_bank", "_stage": "transfer" if scam else "",
            "payee.account": payee.account if payee else "9900000000000000001",
        }  # fmt: skip
        if scam:
            payment["_loss"] = True
        return Story(self.id, subject.number, ("remote_control",), "transfer", (call, payment))

"""Accounts that receive the proceeds: short-lived, often asleep before, some used for several victims; and what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fraudguard.simulate.confusers.made_up import CITIES, Payee, company, pick, private_name
from fraudguard.simulate.population import BANKS, card
from fraudguard.simulate.settings import DAY, MINUTE, Settings
from fraudguard.simulate.story import Flat
from fraudguard.simulate.streams import stream

__all__ = ["Mule", "MulePool", "mule_events"]

_PER_PERSON = 30 / 1000  # DOMAIN 12: 600 for 20,000
_FEWEST = 8
_DORMANT = 0.40
_OWN_FEED = 0.50  # whose bank is one of those that deliver
_CORPORATE = 0.18
_YEAR = 365 * DAY


@dataclass(frozen=True, slots=True)
class Mule:
    """One receiving account; in use from ``start`` to ``end``, opened at ``opened`` (microseconds UTC)."""

    number: int
    payee: Payee
    start: int
    end: int
    opened: int
    fed: bool
    appeal: float


class MulePool:
    """The receiving accounts of a town. Nothing is learned from being asked: the same draw gives the same account."""

    def __init__(self, settings: Settings, town: int) -> None:
        rng = stream(settings.seed, town, "mules")
        count = max(_FEWEST, round(settings.persons_of(town) * _PER_PERSON))
        self.mules = tuple(self._mule(settings, town, number, rng) for number in range(count))
        self._middle = np.array([(mule.start + mule.end) // 2 for mule in self.mules])
        self._appeal = np.array([mule.appeal for mule in self.mules])

    @staticmethod
    def _mule(settings: Settings, town: int, number: int, rng: np.random.Generator) -> Mule:
        start = settings.start_us + int(rng.random() * settings.days * DAY) - 2 * DAY
        end = start + int(rng.uniform(3, 20) * DAY)
        before = rng.uniform(180, 1200) if rng.random() < _DORMANT else rng.uniform(2, 30)
        opened = (start - int(before * DAY)) // DAY * DAY
        account = card(town % 10_000, 80_000 + number, 0)
        corporate = rng.random() < _CORPORATE
        name = company(rng, pick(rng, ("商贸", "科技", "建材", "信息咨询"))).name if corporate else private_name(rng)
        payee = Payee(account, name, "corp" if corporate else "personal", pick(rng, BANKS), pick(rng, CITIES))
        return Mule(
            number, payee, start, end, opened, bool(rng.random() < _OWN_FEED), float(rng.gamma(0.6, 1.0)) + 0.05
        )

    def take(self, at: int, rng: np.random.Generator) -> Payee:
        """An account in use about then, the popular ones more often."""
        away = np.abs(self._middle - at)
        near = np.argsort(away, kind="stable")[:8]
        weights = self._appeal[near] * np.exp(-away[near] / (12 * DAY))
        total = weights.sum()
        chosen = near[0] if not total > 0 else near[int(rng.choice(len(near), p=weights / total))]
        mule = self.mules[int(chosen)]
        payee = mule.payee
        age = max(DAY, at - mule.opened) / _YEAR
        return Payee(payee.account, payee.name, payee.kind, payee.bank, payee.region, age)


def mule_events(
    transfers: Iterable[Mapping[str, Any]], pool: MulePool, settings: Settings, town: int
) -> Iterator[Flat]:
    """
    What the receiving accounts' own bank sees, for those whose bank delivers.

    Of ``transfers`` (``id``, ``settles_at``, ``amount``, ``payee_account``, ``payer_account``) each comes in, rests two to twenty-five
    minutes, and goes on in two to six parts (DOMAIN 12). ``_mule`` is the number of the account.
    """
    by_account = {mule.payee.account: mule for mule in pool.mules if mule.fed}
    for transfer in transfers:
        mule = by_account.get(transfer["payee_account"])
        if mule is None:
            continue
        rng = stream(settings.seed, town, "mule", transfer["id"])
        amount, at = int(transfer["amount"]), int(transfer["settles_at"])
        common = {"kind": "transaction", "account": mule.payee.account, "_mule": mule.number, "_stage": "after"}
        yield common | {
            "at": at, "direction": "in", "amount": amount, "method": "transfer",
            "payer.account": transfer["payer_account"], "payer.kind": "personal",
        }  # fmt: skip
        parts = int(rng.integers(2, 7))
        cuts = np.sort(rng.random(parts - 1))
        shares = np.diff(np.concatenate([[0.0], cuts, [1.0]]))
        at += int(rng.uniform(2, 25) * MINUTE)
        for share in shares:
            part = max(1, int(amount * share * 0.99))
            onward = pool.take(at, rng)
            cash = rng.random() < 0.2
            event = common | {
                "at": at, "direction": "out", "amount": part,
                "method": "withdrawal" if cash else "transfer", "channel": "atm" if cash else "mobile_bank",
            }  # fmt: skip
            if not cash:
                event |= {"payee.account": onward.account, "payee.kind": onward.kind, "payee.bank": onward.bank}
            yield event
            at += int(rng.uniform(0.3, 4) * MINUTE)

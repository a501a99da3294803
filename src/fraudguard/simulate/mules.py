"""Receiving accounts: short-lived, often asleep before, some used on several victims; and what they do."""

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

_PER_VICTIM = 1.43
"""DOMAIN 12: 600 accounts for 20,000 persons, of whom 1.75 in a thousand pay each month, so 420 a year."""
_SCHEMES = 22  # of each of which a panel wants so many victims more
_FEWEST = 8
_SHORTEST, _LONGEST = 3, 20  # days of use
_DORMANT = 0.40
_OWN_FEED = 0.50  # whose bank is one of those that deliver
_CORPORATE = 0.18
_SHARES_ADDRESS = 0.25
_GANG = 6  # accounts behind one network address, about
_SKEW = 0.30  # of how much the gangs use one account; less is more uneven
_TRIED = 0.35  # accounts tried with a small sum when they wake up
_DAYS_OF_YEAR = 365
_YEAR = _DAYS_OF_YEAR * DAY


@dataclass(frozen=True, slots=True)
class Mule:
    """
    One receiving account; in use from ``start`` to ``end``, opened at ``opened`` (microseconds UTC).

    ``fed`` is whether its own bank delivers; ``appeal`` how much it is used against others; ``ip`` the network address
    that it shares with others of the same gang, if any; ``tried`` whether a small sum came in first.
    """

    number: int
    payee: Payee
    start: int
    end: int
    opened: int
    fed: bool
    appeal: float
    ip: str | None = None
    tried: bool = False


class MulePool:
    """The receiving accounts of a town. Nothing is learned from being asked: the same draw gives the same account."""

    def __init__(self, settings: Settings, town: int) -> None:
        rng = stream(settings.seed, town, "mules")
        count = max(_FEWEST, round(_victims(settings, town) * _PER_VICTIM))
        self.mules = tuple(_mule(settings, town, number, count, rng) for number in range(count))
        self._starts = np.array([mule.start for mule in self.mules])
        self._ends = np.array([mule.end for mule in self.mules])
        self._places: dict[str | None, int] = {mule.payee.account: mule.number for mule in self.mules}
        self._appeal = np.array([mule.appeal for mule in self.mules])

    def take(self, at: int, rng: np.random.Generator, *, besides: str | None = None) -> Payee:
        """
        An account in use at ``at``, the popular ones more often; where none is, the one nearest in time.

        ``besides`` is an account that is not wanted again.
        """
        away = np.maximum(np.maximum(self._starts - at, at - self._ends), 0)
        if besides in self._places:
            away[self._places[besides]] = np.iinfo(np.int64).max
        alive = np.flatnonzero(away == 0)
        if len(alive):
            weights = self._appeal[alive]
            chosen = int(alive[int(rng.choice(len(alive), p=weights / weights.sum()))])
        else:
            chosen = int(np.argmin(away))
        mule = self.mules[chosen]
        payee = mule.payee
        age = max(DAY, at - mule.opened) / _YEAR
        return Payee(payee.account, payee.name, payee.kind, payee.bank, payee.region, age)


def _victims(settings: Settings, town: int) -> float:
    """How many pay in a town, the panel included."""
    panel = settings.panel * _SCHEMES / settings.towns
    return settings.rate * settings.persons_of(town) / 1000 * settings.days / 30 + panel


def _mule(settings: Settings, town: int, number: int, count: int, rng: np.random.Generator) -> Mule:
    """Account ``number`` of ``count``: they follow each other evenly, each a little early or late."""
    step = settings.days * DAY / count
    start = settings.start_us + int((number + rng.random()) * step) - int(rng.uniform(1, 8) * DAY)
    end = start + int(rng.uniform(_SHORTEST, _LONGEST) * DAY)
    before = rng.uniform(180, 1200) if rng.random() < _DORMANT else rng.uniform(2, 30)
    corporate = rng.random() < _CORPORATE
    name = company(rng, pick(rng, ("商贸", "科技", "建材", "信息咨询"))).name if corporate else private_name(rng)
    kind = "corp" if corporate else "personal"
    payee = Payee(card(town % 10_000, 80_000 + number, 0), name, kind, pick(rng, BANKS), pick(rng, CITIES))
    gang = number // _GANG
    return Mule(
        number,
        payee,
        start,
        end,
        opened=(start - int(before * DAY)) // DAY * DAY,
        fed=bool(rng.random() < _OWN_FEED),
        appeal=float(rng.gamma(_SKEW, 1.0)) + 0.01,
        ip=f"198.51.100.{gang % 254 + 1}" if rng.random() < _SHARES_ADDRESS else None,
        tried=bool(rng.random() < _TRIED),
    )


def mule_events(
    transfers: Iterable[Mapping[str, Any]], pool: MulePool, settings: Settings, town: int
) -> Iterator[Flat]:
    """
    What the receiving accounts' own bank sees, for those whose bank delivers.

    Of ``transfers`` (``id``, ``settles_at``, ``amount``, ``payee_account``, ``payer_account``), in order of time, each
    comes in, rests two to twenty-five minutes, and goes on in two to six parts (DOMAIN 12). Some accounts are tried
    with a small sum before the first. ``_mule`` is the number of the account, ``_of`` the ``id`` of the transfer.
    """
    by_account = {mule.payee.account: mule for mule in pool.mules if mule.fed}
    seen: set[int] = set()
    for transfer in transfers:
        mule = by_account.get(transfer["payee_account"])
        if mule is None:
            continue
        rng = stream(settings.seed, town, "mule", transfer["id"])
        at = int(transfer["settles_at"])
        if mule.number not in seen and mule.tried:
            yield from _marked(_tried(mule, pool, at, rng), transfer)
        seen.add(mule.number)
        yield from _marked(_passed_on(mule, pool, transfer, rng), transfer)


def _marked(events: Iterable[Flat], transfer: Mapping[str, Any]) -> Iterator[Flat]:
    """The events with the transfer that they follow."""
    for event in events:
        yield event | {"_of": transfer["id"]}


def _event(mule: Mule, at: int, direction: str, amount: int, **fields: Any) -> Flat:
    flat: Flat = {
        "kind": "transaction", "at": at, "direction": direction, "amount": amount, "account": mule.payee.account,
        "_mule": mule.number, "_stage": "after",
    }  # fmt: skip
    flat.update({name.replace("__", "."): value for name, value in fields.items() if value is not None})
    return flat


def _onward(mule: Mule, pool: MulePool, at: int, amount: int, rng: np.random.Generator) -> Flat:
    """A part of the money on its way: to the next account, or as cash from a machine."""
    if rng.random() < 0.2:
        return _event(mule, at, "out", amount, method="withdrawal", channel="atm")
    other = pool.take(at, rng)
    return _event(
        mule,
        at,
        "out",
        amount,
        method="transfer",
        channel="mobile_bank",
        payee__account=other.account,
        payee__kind=other.kind,
        payee__bank=other.bank,
        payee__region=other.region,
        payee__name=other.name if rng.random() < 0.85 else None,
        device__ip=mule.ip,
    )


def _tried(mule: Mule, pool: MulePool, first: int, rng: np.random.Generator) -> Iterator[Flat]:
    """The gang sees whether the account still works: a few yuan in, and out again, hours before the first victim."""
    at = first - int(rng.uniform(20, 1_200) * MINUTE)
    amount = int(rng.integers(1, 1_001))
    other = pool.take(at, rng)
    yield _event(
        mule, at, "in", amount, method="transfer", payer__account=other.account, payer__kind="personal",
        payer__bank=other.bank,
    )  # fmt: skip
    yield _event(
        mule, at + int(rng.uniform(1, 15) * MINUTE), "out", amount, method="transfer", channel="mobile_bank",
        payee__account=other.account, payee__kind=other.kind, device__ip=mule.ip,
    )  # fmt: skip


def _passed_on(mule: Mule, pool: MulePool, transfer: Mapping[str, Any], rng: np.random.Generator) -> Iterator[Flat]:
    amount, at = int(transfer["amount"]), int(transfer["settles_at"])
    left = int(rng.integers(0, 5_000))
    yield _event(
        mule, at, "in", amount, method="transfer", payer__account=transfer["payer_account"], payer__kind="personal",
        balance_before=left, balance_after=left + amount,
    )  # fmt: skip
    parts = int(rng.integers(2, 7))
    cuts = np.sort(rng.random(parts - 1))
    at += int(rng.uniform(2, 25) * MINUTE)
    for share in np.diff(np.concatenate([[0.0], cuts, [1.0]])):
        yield _onward(mule, pool, at, max(1, int(amount * share * 0.99)), rng)
        at += int(rng.uniform(0.3, 4) * MINUTE)

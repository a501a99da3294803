"""The receiving accounts: how many, how long, how often they are used, and what their own bank sees."""

from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest

from fraudguard.simulate.mules import MulePool, mule_events
from fraudguard.simulate.settings import DAY, MINUTE, Settings

YEAR = Settings(persons=20_000, days=365, seed="test", town_size=20_000)
POOL = MulePool(YEAR, 0)


def _takings(settings: Settings, pool: MulePool, victims: int) -> list[tuple[int, int, str]]:
    """(victim, instant, account), one account each."""
    rng = np.random.default_rng(4)
    instants = settings.start_us + (rng.random(victims) * settings.days * DAY).astype(np.int64)
    return [(number, int(at), pool.take(int(at), rng).account) for number, at in enumerate(instants)]


def _transfers(count: int = 200) -> list[dict[str, Any]]:
    return [
        {
            "id": f"t{number}",
            "settles_at": at,
            "amount": 100_000 + number,
            "payee_account": account,
            "payer_account": f"629900000000000{number:04d}",
        }
        for number, at, account in sorted(_takings(YEAR, POOL, count), key=lambda taken: taken[1])
    ]


def _flows() -> list[list[dict[str, Any]]]:
    """The events of each transfer, those of the trial left out."""
    by_transfer: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    amounts = {transfer["id"]: transfer["amount"] for transfer in _transfers()}
    for event in mule_events(_transfers(), POOL, YEAR, 0):
        by_transfer[event["_of"]].append(event)
    flows = []
    for transfer, events in by_transfer.items():
        first = next(place for place, event in enumerate(events) if event["amount"] == amounts[transfer])
        flows.append(events[first:])
    return flows


def test_a_year_has_as_many_accounts_as_known() -> None:
    """Twenty thousand persons have about 600 in a year at the usual rate of fraud."""
    assert len(POOL.mules) == pytest.approx(600, abs=10)


def test_a_panel_has_accounts_of_its_own() -> None:
    """More victims find more accounts, so that a panel does not make every account notorious."""
    small = Settings(persons=2_000, days=60, seed="test")
    panel = Settings(persons=2_000, days=60, seed="test", panel=50)
    assert len(MulePool(panel, 0).mules) > 50 * len(MulePool(small, 0).mules)


def test_accounts_are_different_and_short_lived() -> None:
    """Each account is another, lives 3 to 20 days, and was opened before its use."""
    assert len(POOL.mules) == len({mule.payee.account for mule in POOL.mules})
    assert all(3 * DAY <= mule.end - mule.start <= 20 * DAY for mule in POOL.mules)
    assert all(mule.opened <= mule.start for mule in POOL.mules)


def test_some_accounts_slept() -> None:
    """Two in five were opened half a year or more before they were used."""
    slept = sum(mule.start - mule.opened > 180 * DAY for mule in POOL.mules) / len(POOL.mules)
    assert slept == pytest.approx(0.40, abs=0.06)


def test_half_of_the_banks_deliver() -> None:
    """The own feed of about half of the accounts is seen."""
    assert sum(mule.fed for mule in POOL.mules) / len(POOL.mules) == pytest.approx(0.5, abs=0.07)


def test_accounts_are_taken_while_they_live() -> None:
    """A payment goes to an account that is in use at that time."""
    lives = {mule.payee.account: (mule.start, mule.end) for mule in POOL.mules}
    assert all(lives[account][0] <= at <= lives[account][1] for _, at, account in _takings(YEAR, POOL, 300))


def test_a_third_of_the_used_accounts_robs_several() -> None:
    """Of the accounts that are used, about 30 % take money of three victims or more."""
    victims = Counter(account for _, _, account in _takings(YEAR, POOL, 600))
    several = sum(count >= 3 for count in victims.values()) / len(victims)
    assert several == pytest.approx(0.33, abs=0.08)


def test_a_lonely_time_takes_the_nearest_account() -> None:
    """When no account is in use the one that is nearest in time is taken."""
    early = YEAR.start_us - 3_000 * DAY
    first = min(POOL.mules, key=lambda mule: mule.start)
    assert POOL.take(early, np.random.default_rng(0)).account == first.payee.account


def test_money_rests_minutes_and_goes_on_in_parts() -> None:
    """What comes in rests 2 to 25 minutes, and goes out in two to six parts that are not more than came in."""
    flows = _flows()
    assert flows
    for first, *onward in flows:
        assert first["direction"] == "in"
        assert 2 <= len(onward) <= 6
        assert {"out"} == {event["direction"] for event in onward}
        assert 2 * MINUTE <= onward[0]["at"] - first["at"] <= 25 * MINUTE
        assert 0.95 * first["amount"] - 6 <= sum(event["amount"] for event in onward) <= first["amount"]


def test_only_fed_accounts_speak() -> None:
    """Accounts whose bank does not deliver are silent."""
    fed = {mule.payee.account for mule in POOL.mules if mule.fed}
    heard = {event["account"] for event in mule_events(_transfers(), POOL, YEAR, 0)}
    assert heard
    assert heard <= fed


def test_trials_are_small_and_before_the_first_victim() -> None:
    """An account that is tried gets at most ten yuan, before any victim's money."""
    events = list(mule_events(_transfers(), POOL, YEAR, 0))
    first_victim: dict[str, int] = {}
    for transfer in _transfers():
        first_victim.setdefault(transfer["payee_account"], transfer["settles_at"])
    trials = [event for event in events if event["amount"] <= 1_000 and event["at"] < first_victim[event["account"]]]
    tried = {mule.payee.account for mule in POOL.mules if mule.tried}
    assert trials
    assert {event["account"] for event in trials} <= tried
    assert {"in", "out"} == {event["direction"] for event in trials}


def test_the_same_transfers_go_on_the_same_way() -> None:
    """What an account does hangs on the transfer and on nothing else."""
    whole = [event for event in mule_events(_transfers(), POOL, YEAR, 0) if event["_of"] == "t7"]
    alone = [
        event
        for event in mule_events([one for one in _transfers() if one["id"] == "t7"], POOL, YEAR, 0)
        if event["direction"] == "out" and event["amount"] > 1_000
    ]
    assert [event for event in whole if event["direction"] == "out" and event["amount"] > 1_000] == alone

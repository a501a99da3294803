"""Money a few times a year or in a life: large purchases, loans, savings, own accounts, cash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from fraudguard.simulate.columns import Block, Column, Picked, maybe
from fraudguard.simulate.money import log_normal, memos, payments, rng_of, rounded, whom_and_day
from fraudguard.simulate.population import BANKS, Population
from fraudguard.simulate.rhythm import NIGHT, OFFICE, SHOPS, moments
from fraudguard.simulate.settings import DAY, HOUR, MINUTE

__all__ = ["life_blocks"]

_CITIES = ("杭州", "成都", "郑州", "南昌", "合肥", "沈阳", "厦门", "西安")
_AWAY = ("酒店", "民宿", "饭店", "景区", "便利店", "小吃店", "出租车", "加油站", "特产店", "咖啡店", "夜市摊", "停车场")
_MEMOS: Mapping[str, tuple[str, ...]] = {
    "house": ("购房款", "首付", "定金"),
    "car": ("购车款", "定金"),
    "tuition": ("学费", "培训费"),
    "furniture": ("装修款", "家具", "定金"),
    "lending": ("借款", "周转"),
    "travel": ("旅游", "机票", "酒店"),
    "deal": ("定金", "押金", "尾款", "二手", "家教费", "工钱"),
}
_LARGE = (
    ("house", 0.02, 30_000_000, 0.7),
    ("car", 0.04, 9_000_000, 0.85),
    ("tuition", 0.15, 900_000, 0.95),
    ("furniture", 0.20, 700_000, 0.6),
    ("lending", 0.10, 1_200_000, 0.0),
    ("travel", 0.25, 400_000, 0.9),
    ("deal", 0.80, 250_000, 0.1),
)
"""What it is, how often a year, the median in fen, the share that goes to a company."""


def life_blocks(people: Population) -> Iterator[Block]:
    """All rarer payments of a town."""
    yield from _large(people)
    yield from _loans(people)
    yield from _savings(people)
    yield _own_moves(people)
    yield _cash(people)
    yield _journeys(people)


def _adults(people: Population, per_year: float) -> np.ndarray:
    return np.where((people.age >= 20) & (people.kind == "personal"), per_year / 365, 0.0)


def _large(people: Population) -> Iterator[Block]:
    """To somebody never paid before: a house, a car, tuition, furniture, a friend in need, a deal; some pay again."""
    for name, per_year, median, to_firm in _LARGE:
        rng = rng_of(people, name)
        person, day = whom_and_day(rng, people, _adults(people, per_year))
        size = len(person)
        firm = rng.random(size) < to_firm
        row = np.where(firm, rng.integers(*people.firms, size=size), rng.integers(*people.outsiders, size=size))
        amount = rounded(rng, log_normal(rng, median, 0.7, size), 0.85)
        at = moments(rng, people.settings, day, SHOPS)
        way = rng.choice(3, size=size, p=[0.7, 0.15, 0.15])
        channel = Picked(("mobile_bank", "counter", "online_bank"), way)
        at = np.where(way == 1, moments(rng, people.settings, day, OFFICE), at)
        rest = rng.random(size) < 0.3
        later = at + np.maximum(1, np.exp(rng.normal(np.log(10), 1.0, size))).astype(np.int64) * DAY
        rest &= later < people.settings.end_us
        person, row = np.concatenate([person, person[rest]]), np.concatenate([row, row[rest]])
        amount = np.concatenate([amount, np.maximum(1, (amount[rest] * rng.uniform(0.2, 1.5)).astype(np.int64))])
        yield payments(
            people, name, rng, person, np.concatenate([at, later[rest]]), amount, row, direction="out",
            method="transfer", channel=channel[np.concatenate([np.arange(size), np.flatnonzero(rest)])],
            memo=memos(rng, len(person), _MEMOS[name], 0.6),
        )  # fmt: skip


def _loans(people: Population) -> Iterator[Block]:
    """A loan comes in, and within days most of it goes to a shop, a school, a company, now and then to a person."""
    rng = rng_of(people, "loans")
    person, day = whom_and_day(rng, people, _adults(people, 0.35))
    size = len(person)
    row = rng.integers(*people.firms, size=size)
    amount = np.maximum(50_000, log_normal(rng, 1_000_000, 0.9, size) // 10_000 * 10_000)
    at = moments(rng, people.settings, day, SHOPS)
    yield payments(
        people, "loans", rng, person, at, amount, row, direction="in", method="loan", channel=None,
        memo=memos(rng, size, ("放款", "贷款发放"), 0.6),
    )  # fmt: skip
    spent = rng.random(size) < 0.6
    later = at + (np.exp(rng.normal(np.log(8), 1.5, size)) * HOUR).astype(np.int64)
    spent &= later < people.settings.end_us
    to = rng.choice(4, size=size, p=[0.5, 0.25, 0.15, 0.10])
    target = np.choose(
        to,
        [
            rng.integers(*people.firms, size=size),
            rng.integers(*people.shops, size=size),
            people.regulars[person, rng.integers(5, size=size)],
            rng.integers(*people.outsiders, size=size),
        ],
    )
    share = 0.4 + 0.6 * rng.random(size)
    paid = rounded(rng, (amount * share).astype(np.int64), 0.7)
    yield payments(
        people, "loans-spent", rng, person[spent], later[spent], paid[spent], target[spent], direction="out",
        method="transfer", channel="mobile_bank",
        memo=memos(rng, int(spent.sum()), ("装修款", "货款", "学费", "还款"), 0.5),
    )  # fmt: skip


def _savings(people: Population) -> Iterator[Block]:
    """A deposit is broken early, and the money goes on to something within a day or stays."""
    rng = rng_of(people, "savings")
    person, day = whom_and_day(rng, people, _adults(people, 0.12))
    size = len(person)
    amount = np.maximum(100_000, log_normal(rng, 4_000_000, 0.8, size) // 100_000 * 100_000)
    at = moments(rng, people.settings, day, OFFICE)
    yield payments(
        people, "savings", rng, person, at, amount, None, direction="in", method="deposit_break", channel="counter"
    )
    spent = rng.random(size) < 0.4
    later = at + (rng.random(size) * 20 * HOUR).astype(np.int64) + 10 * MINUTE
    spent &= later < people.settings.end_us
    row = np.where(
        rng.random(size) < 0.5,
        people.regulars[person, rng.integers(4, size=size)],
        rng.integers(*people.firms, size=size),
    )
    paid = (amount * (0.5 + 0.5 * rng.random(size))).astype(np.int64) // 10_000 * 10_000
    yield payments(
        people, "savings-spent", rng, person[spent], later[spent], np.maximum(paid[spent], 1), row[spent],
        direction="out", method="transfer", channel="mobile_bank",
        memo=memos(rng, int(spent.sum()), ("购房款", "理财", "周转"), 0.4),
    )  # fmt: skip


def _own_moves(people: Population) -> Block:
    """From one account of one's own to another."""
    rng = rng_of(people, "own")
    several = np.array([len(own) > 1 for own in people.accounts])
    person, day = whom_and_day(rng, people, np.where(several & (people.age >= 18), 0.04, 0.0))
    size = len(person)
    many = np.array([len(own) for own in people.accounts])
    first, last = people.account_place[person, 0], people.account_place[person, 0] + many[person] - 1
    amount = rounded(rng, log_normal(rng, 300_000, 1.2, size), 0.8)
    at = moments(rng, people.settings, day, SHOPS)
    missing = np.full(size, -1)
    return payments(
        people, "own", rng, person, at, amount, person, direction="out", method="transfer", channel="mobile_bank",
        other={
            "account": Picked(people.account_list, first), "payee.account": Picked(people.account_list, last),
            "payee.kind": maybe(rng, 0.85, "self", size), "payee.name": Picked((), missing), "payee.opened_on": missing,
        },
    )  # fmt: skip


def _cash(people: Population) -> Block:
    """Cash from machines and counters, by the elderly more often."""
    rng = rng_of(people, "cash")
    person, day = whom_and_day(rng, people, np.where(people.age >= 60, 0.05, np.where(people.age >= 18, 0.02, 0.0)))
    size = len(person)
    amount = np.maximum(10_000, log_normal(rng, 150_000, 0.9, size) // 10_000 * 10_000)
    machine = amount <= 2_000_000
    at = moments(rng, people.settings, day, OFFICE)
    channel = Picked(("counter", "atm"), (machine & (rng.random(size) < 0.8)).astype(np.int64))
    return payments(
        people, "cash", rng, person, at, amount, None, direction="out", method="withdrawal", channel=channel
    )


def _journeys(people: Population) -> Block:
    """Days away: meals, tickets and rooms in other cities, at shops that nobody here has paid before, late ones too."""
    rng = rng_of(people, "journeys")
    person, day = whom_and_day(rng, people, _adults(people, 1.5))
    days = rng.integers(1, 6, size=len(person))
    city = np.repeat(rng.integers(len(_CITIES), size=len(person)), days)
    day = np.repeat(day, days) + np.concatenate([np.empty(0, dtype=np.int64), *(np.arange(n) for n in days)])
    person, day, city = (np.repeat(column, 4) for column in (np.repeat(person, days), day, city))
    here = (day < people.settings.days) & (rng.random(len(day)) < 0.8)
    person, day, city = person[here], day[here], city[here]
    size = len(person)
    shop = rng.integers(400, size=size) + 1000 * city
    late = moments(rng, people.settings, day, NIGHT)
    at = np.where(rng.random(size) < 0.15, late, moments(rng, people.settings, day, SHOPS))
    away: dict[str, Column] = {
        "payee.account": 899_300_000_000_000 + people.town % 10_000 * 1_000_000 + shop,
        "payee.name": Picked(_AWAY, shop % len(_AWAY)),
        "payee.bank": Picked(BANKS, shop % len(BANKS)),
        "payee.kind": "merchant",
        "payee.region": Picked(_CITIES, city),
    }
    return payments(
        people, "journeys", rng, person, at, log_normal(rng, 9_000, 1.1, size), None, direction="out", method="payment",
        channel=Picked(("qr", "quick_pay", "pos"), rng.integers(3, size=size)), other=away,
    )  # fmt: skip

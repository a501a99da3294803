"""Everyday money, whole columns at a time: payments, salaries, rent, red packets, loans, savings, shops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from fraudguard.simulate.columns import Block, Column, Picked
from fraudguard.simulate.population import Population
from fraudguard.simulate.rhythm import NIGHT, OFFICE, SHOPS, days_of_month, feast_days, moments, weekdays
from fraudguard.simulate.settings import DAY, MINUTE
from fraudguard.simulate.streams import stream

__all__ = ["log_normal", "memos", "money_blocks", "payments", "rng_of", "rounded", "whom_and_day"]

_OUTS = 1.6  # a day, DOMAIN 12
_MEDIAN, _SIGMA = 3_500, 1.4  # fen, DOMAIN 12
_KIND_KNOWN, _NAME_KNOWN, _OPENED_KNOWN, _BALANCE_KNOWN = 0.85, 0.85, 0.30, 0.80
_MEMOS = (
    "房租", "还款", "红包", "学费", "水电费", "餐费", "生活费", "装修款", "AA", "礼金", "医药费", "货款", "定金",
    "借款", "车费", "份子钱", "压岁钱", "班费", "团购", "还你的钱", "买菜", "话费", "保证金", "培训费", "中介费",
)  # fmt: skip
_FIRM_MEMOS = (
    "货款",
    "往来款",
    "服务费",
    "材料款",
    "工程款",
    "运费",
    "合同款",
    "保证金",
    "广告费",
    "退款",
    "预付款",
    "尾款",
)


def money_blocks(people: Population) -> Iterator[Block]:
    """All everyday payments of a town."""
    yield _daily(people)
    yield _firms(people)
    yield _monthly(people, "salary")
    yield _monthly(people, "rent")
    yield _monthly(people, "repayment")
    yield _incoming(people)
    yield _red_packets(people)
    yield _shop_takings(people)
    yield _topups(people)
    yield _night_owls(people)


def rng_of(people: Population, name: str) -> np.random.Generator:
    """The stream of one habit with money."""
    return stream(people.settings.seed, people.town, "money", name)


def whom_and_day(rng: np.random.Generator, people: Population, rate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Person and day of each event, so many a day for each person on average."""
    counts = rng.poisson(np.broadcast_to(rate[:, None], (people.size, people.settings.days)))
    person, day = np.nonzero(counts)
    times = counts[person, day]
    return np.repeat(person, times), np.repeat(day, times)


def log_normal(rng: np.random.Generator, median: float, sigma: float, size: int) -> np.ndarray:
    """Whole fen, at least one, log-normal around ``median``."""
    found: np.ndarray = np.maximum(1, np.exp(rng.normal(np.log(median), sigma, size))).astype(np.int64)
    return found


def rounded(rng: np.random.Generator, amount: np.ndarray, share: float) -> np.ndarray:
    """So many of the amounts as people think of them: to two places."""
    step = 10 ** np.maximum(2, np.floor(np.log10(np.maximum(amount, 1))) - 1).astype(np.int64)
    found: np.ndarray = np.where(rng.random(len(amount)) < share, np.maximum(step, amount // step * step), amount)
    return found


def _known(rng: np.random.Generator, place: np.ndarray, share: float) -> np.ndarray:
    """The places that a bank knows; the others are missing."""
    found: np.ndarray = np.where(rng.random(len(place)) < share, place, -1)
    return found


def payments(
    people: Population,
    name: str,
    rng: np.random.Generator,
    person: np.ndarray,
    at: np.ndarray,
    amount: np.ndarray,
    row: np.ndarray | None,
    *,
    direction: str,
    method: Column,
    channel: Column | None,
    memo: Column | None = None,
    other: Mapping[str, Column] | None = None,
) -> Block:
    """Payments as columns; ``row`` is the other side among the town's payees, ``other`` lays facts over it."""
    fields: dict[str, Column] = {
        "_person": person,
        "at": at,
        "amount": amount,
        "direction": direction,
        "method": method,
        "account": _accounts_of(people, rng, person),
        "currency": "CNY",
    }
    if row is not None:
        fields |= _other_side(people, rng, "payee" if direction == "out" else "payer", row)
    before = _balance(people, rng, person, amount, direction)
    after = before - amount if direction == "out" else before + amount
    known = rng.random(len(person)) < _BALANCE_KNOWN
    fields["balance_before"], fields["balance_after"] = np.where(known, before, -1), np.where(known, after, -1)
    if channel is not None:
        fields["channel"] = channel
    if memo is not None:
        fields["memo"] = memo
    return Block(name, "transaction", fields | dict(other or {}))


def _other_side(people: Population, rng: np.random.Generator, side: str, row: np.ndarray) -> dict[str, Column]:
    """What the person's bank knows of the other account."""
    payees = people.payees
    opened = people.settings.start_us - payees.opened[row] * DAY
    return {
        f"{side}.account": Picked(payees.account, row),
        f"{side}.name": Picked(payees.name, _known(rng, row, _NAME_KNOWN)),
        f"{side}.bank": Picked(payees.bank, row),
        f"{side}.kind": Picked(payees.kind, _known(rng, row, _KIND_KNOWN)),
        f"{side}.region": Picked(payees.region, row),
        f"{side}.opened_on": _known(rng, opened, _OPENED_KNOWN),
    }


def _accounts_of(people: Population, rng: np.random.Generator, person: np.ndarray) -> Picked:
    """Mostly the first account, sometimes another one of the person's own."""
    return Picked(people.account_list, people.account_place[person, rng.choice(3, size=len(person), p=[0.7, 0.2, 0.1])])


def _balance(
    people: Population, rng: np.random.Generator, person: np.ndarray, amount: np.ndarray, direction: str
) -> np.ndarray:
    """What the account held: about what the person usually has; who pays more than that had more."""
    usual: np.ndarray = (people.balance[person] * np.exp(rng.normal(0, 0.6, len(person)))).astype(np.int64)
    if direction == "in":
        return usual
    enough = (amount * (1 + rng.random(len(person)) * 0.8)).astype(np.int64)
    found: np.ndarray = np.where(usual < amount, enough, usual)
    return found


def memos(rng: np.random.Generator, size: int, words: Sequence[str], share: float) -> Picked:
    """A memo on so many of the payments."""
    return Picked(words, _known(rng, rng.integers(len(words), size=size), share))


def _grown(people: Population) -> np.ndarray:
    """Small children have no money of their own, larger ones a little."""
    found: np.ndarray = np.where(people.age < 8, 0.0, np.where(people.age < 15, 0.3, 1.0))
    return found


def _daily(people: Population) -> Block:
    """What a person pays from day to day: 70 % to those paid before, 12 % codes in shops, 3 % to somebody new."""
    rng = rng_of(people, "daily")
    person, day = whom_and_day(rng, people, np.where(people.kind == "corp", 0.4, _OUTS * _grown(people)))
    size = len(person)
    kind = rng.choice(4, size=size, p=[0.70, 0.12, 0.03, 0.15])
    regular = people.regulars[person, (rng.random(size) ** 1.7 * people.regulars.shape[1]).astype(np.int64)]
    shop = rng.integers(*people.shops, size=size)
    new = rng.integers(*people.outsiders, size=size)
    firm = rng.integers(*people.firms, size=size)
    row = np.choose(kind, [regular, shop, new, firm])
    to_person = people.pays_person[row]
    amount = log_normal(rng, _MEDIAN, _SIGMA, size)
    amount = np.where(to_person, rounded(rng, amount * 4, 0.8), amount)
    channel = np.where(to_person, rng.integers(3, size=size), 3 + rng.integers(4, size=size))
    at = moments(rng, people.settings, day, SHOPS)
    memo = memos(rng, size, _MEMOS, 0.4)
    return payments(
        people, "daily", rng, person, at, amount, row, direction="out",
        method=Picked(("payment", "transfer"), to_person.astype(np.int64)),
        channel=Picked(("mobile_bank", "mobile_bank", "wallet", "qr", "quick_pay", "pos", "qr"), channel),
        memo=Picked(memo.words, np.where(to_person, memo.place, -1)),
    )  # fmt: skip


def _firms(people: Population) -> Block:
    """What companies pay: suppliers again and again, now and then a new one or a person's account."""
    rng = rng_of(people, "firms")
    person, day = whom_and_day(rng, people, np.where(people.kind == "corp", 1.2, 0.0))
    working = np.isin(weekdays(people.settings)[day], [0, 1, 2, 3, 4])
    person, day = person[working], day[working]
    size = len(person)
    kind = rng.choice(3, size=size, p=[0.90, 0.07, 0.03])
    regular = people.regulars[person, rng.integers(people.regulars.shape[1], size=size)]
    row = np.choose(kind, [regular, rng.integers(*people.firms, size=size), rng.integers(*people.outsiders, size=size)])
    amount = rounded(rng, log_normal(rng, 600_000, 1.5, size), 0.5)
    at = moments(rng, people.settings, day, OFFICE)
    memo = memos(rng, size, _FIRM_MEMOS, 0.7)
    return payments(
        people, "firms", rng, person, at, amount, row,
        direction="out", method="transfer", channel="corp_ebank", memo=memo,
    )  # fmt: skip


def _monthly(people: Population, name: str) -> Block:
    """What comes or goes once a month: salaries and pensions in, rent and repayments out."""
    rng = rng_of(people, name)
    settings = people.settings
    adult = people.age >= 20
    share = {"salary": 0.75, "rent": 0.22, "repayment": 0.35}[name]
    has = (rng.random(people.size) < share) & adult & (people.kind == "personal")
    due = rng.integers(8, 16, size=people.size) if name == "salary" else rng.integers(1, 29, size=people.size)
    person, day = np.nonzero(has[:, None] & (days_of_month(settings)[None, :] == due[:, None]))
    size = len(person)
    usual = log_normal(rng, {"salary": 650_000, "rent": 180_000, "repayment": 210_000}[name], 0.55, people.size)
    amount = usual[person]
    if name == "salary":
        amount = (amount * np.exp(rng.normal(0, 0.08, size))).astype(np.int64)
    low, high = people.outsiders if name == "rent" else people.firms
    row = rng.integers(low, high, size=people.size)[person]
    at = moments(rng, settings, day, OFFICE if name == "salary" else SHOPS)
    direction = "in" if name == "salary" else "out"
    words = {"salary": ("工资", "代发工资", "养老金"), "rent": ("房租",), "repayment": ("还款", "房贷", "车贷")}[name]
    return payments(
        people, name, rng, person, at, amount, row, direction=direction, method="transfer",
        channel="mobile_bank" if name == "rent" else "online_bank", memo=memos(rng, size, words, 0.8),
    )  # fmt: skip


def _incoming(people: Population) -> Block:
    """What others send: family, friends who pay their share, refunds of shops, now and then somebody unknown."""
    rng = rng_of(people, "incoming")
    person, day = whom_and_day(rng, people, 0.30 * _grown(people))
    size = len(person)
    kind = rng.choice(4, size=size, p=[0.55, 0.15, 0.20, 0.10])
    regular = people.regulars[person, rng.integers(5, size=size)]
    local = rng.integers(people.size, size=size)
    shop = rng.integers(*people.shops, size=size)
    new = rng.integers(*people.outsiders, size=size)
    row = np.choose(kind, [regular, local, shop, new])
    amount = rounded(rng, log_normal(rng, 12_000, 1.5, size), 0.6)
    method = Picked(("transfer", "refund"), (kind == 2).astype(np.int64))
    at = moments(rng, people.settings, day, SHOPS)
    return payments(
        people, "incoming", rng, person, at, amount, row, direction="in", method=method, channel=None,
        memo=memos(rng, size, _MEMOS, 0.3),
    )  # fmt: skip


def _red_packets(people: Population) -> Block:
    """Feast days: round sums to family and friends, lucky numbers on 05-20."""
    rng = rng_of(people, "red packets")
    feasts = feast_days(people.settings)
    counts = rng.poisson(
        np.where((people.age >= 16) & (people.kind == "personal"), 2.0, 0.0)[:, None], size=(people.size, len(feasts))
    )
    person, which = np.nonzero(counts)
    person, which = np.repeat(person, counts[person, which]), np.repeat(which, counts[person, which])
    size = len(person)
    row = people.regulars[person, rng.integers(5, size=size)]
    amount = np.array([5_200, 6_600, 8_800, 10_000, 20_000, 52_000, 131_400, 20_000, 50_000])[
        rng.integers(9, size=size)
    ]
    at = moments(rng, people.settings, feasts[which] if size else which, SHOPS)
    return payments(
        people, "red-packets", rng, person, at, amount, row, direction="out", method="transfer", channel="wallet",
        memo=memos(rng, size, ("红包", "压岁钱", "节日快乐"), 0.6),
    )  # fmt: skip


def _shop_takings(people: Population) -> Block:
    """What merchants take in: many small sums from many payers."""
    rng = rng_of(people, "takings")
    person, day = whom_and_day(rng, people, np.where(people.role == "merchant", rng.gamma(2.0, 6.0, people.size), 0.0))
    size = len(person)
    stranger = rng.random(size) < 0.6
    row = np.where(stranger, rng.integers(*people.outsiders, size=size), rng.integers(people.size, size=size))
    amount = log_normal(rng, 2_800, 0.9, size)
    at = moments(rng, people.settings, day, SHOPS)
    return payments(people, "takings", rng, person, at, amount, row, direction="in", method="payment", channel="qr")


def _topups(people: Population) -> Block:
    """Telephone credit, games and wallets: round sums, by the young most often, now and then many in one evening."""
    rng = rng_of(people, "top-ups")
    rate = np.where(people.age < 25, 0.12, np.where(people.age < 60, 0.06, 0.02))
    person, day = whom_and_day(rng, people, np.where((people.age >= 8) & (people.kind == "personal"), rate, 0.0))
    times = np.where(rng.random(len(person)) < 0.04, rng.integers(3, 9, size=len(person)), 1)
    first = moments(rng, people.settings, day, SHOPS)
    person, at = np.repeat(person, times), np.repeat(first, times)
    size = len(person)
    at = at + (rng.random(size) * 40 * MINUTE * (np.repeat(times, times) > 1)).astype(np.int64)
    amount = np.array([600, 1_000, 3_000, 5_000, 10_000, 9_800, 19_800, 32_800, 64_800])[rng.integers(9, size=size)]
    return payments(
        people, "top-ups", rng, person, at, amount, rng.integers(*people.shops, size=size), direction="out",
        method="topup", channel=Picked(("quick_pay", "wallet"), rng.integers(2, size=size)),
    )  # fmt: skip


def _night_owls(people: Population) -> Block:
    """Those who work or stay up at night pay at night: meals, shops, friends, now and then somebody new."""
    rng = rng_of(people, "night")
    late = (rng.random(people.size) < 0.08) & (people.age >= 16) & (people.age < 60)
    person, day = whom_and_day(rng, people, np.where(late, 0.5, 0.0))
    size = len(person)
    kind = rng.choice(3, size=size, p=[0.55, 0.40, 0.05])
    regular = people.regulars[person, rng.integers(people.regulars.shape[1], size=size)]
    row = np.choose(kind, [regular, rng.integers(*people.shops, size=size), rng.integers(*people.outsiders, size=size)])
    to_person = people.pays_person[row]
    amount = log_normal(rng, _MEDIAN, _SIGMA, size)
    return payments(
        people, "night", rng, person, moments(rng, people.settings, day, NIGHT),
        np.where(to_person, rounded(rng, amount * 4, 0.8), amount), row, direction="out",
        method=Picked(("payment", "transfer"), to_person.astype(np.int64)),
        channel=Picked(("qr", "mobile_bank"), to_person.astype(np.int64)), memo=memos(rng, size, _MEMOS, 0.15),
    )  # fmt: skip

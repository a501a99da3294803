"""Who lives in a town: ages, families, trades, accounts and telephones; all made up, none of it anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fraudguard.simulate.settings import Settings
from fraudguard.simulate.story import KnownPayee, Subject
from fraudguard.simulate.streams import stream

__all__ = ["BANDS", "BANKS", "Population", "card", "populate"]

BANKS = ("工商银行", "农业银行", "中国银行", "建设银行", "交通银行", "招商银行", "邮储银行", "农村商业银行")
BANDS = ("<18", "18-40", "41-65", ">65")
_BAND_ENDS = (18, 41, 66)
_AGES = ((0, 8, 0.04), (8, 18, 0.08), (18, 25, 0.11), (25, 41, 0.29), (41, 56, 0.24), (56, 66, 0.12), (66, 91, 0.12))
"""A census-like mix: from, to, share."""

_CORPORATE, _MERCHANT = 0.08, 0.06  # DOMAIN 12
_AREAS = tuple(f"责任区{number}" for number in "一二三四五六七八九")  # nine responsibility areas (R0)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "岚禾远梅强芳桐墨平兰哲怡博珍涛琪新玲然华诺杰霞福静宇芬振欣胜雪嘉翠泽慧河彩文凤阳"
_TRADES = (
    "超市",
    "便利店",
    "面馆",
    "水果店",
    "药房",
    "早餐店",
    "理发店",
    "五金店",
    "菜摊",
    "服装店",
    "奶茶店",
    "加油站",
)
_FIRMS = (
    "物业服务",
    "自来水",
    "供电",
    "燃气",
    "教育科技",
    "商贸",
    "建材",
    "装饰工程",
    "房地产",
    "汽车销售",
    "医疗",
    "保险代理",
)
_WORDS = ("青禾", "永泰", "双桥", "金湾", "南屏", "东篱", "云栖", "百川", "和顺", "启明", "海棠", "长风")
_FAMILY = np.array([0.25, 0.30, 0.28, 0.17])  # households of one to four
_CONTACTS = 40  # of the log-normal median of sixty, those that matter here
_REGULARS = 14
_OUTSIDERS = 1.5  # for each person of the town
_FEWEST_OUTSIDERS = 400
_SHOPS = 240
_COMPANIES = 90


def card(*parts: int) -> str:
    """A card number of a bank that does not exist, told apart by ``parts`` and passing the check of cards."""
    body = "62991" + "".join(f"{part:0{width}d}" for part, width in zip(parts, (4, 5, 2), strict=False))
    body = f"{body:0<18}"
    total = 0
    for place, character in enumerate(reversed(body)):
        doubled = int(character) * (2 - place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


@dataclass(frozen=True, slots=True)
class Payees:
    """Accounts that people of the town pay, by column."""

    account: np.ndarray
    name: np.ndarray
    kind: np.ndarray
    bank: np.ndarray
    region: np.ndarray
    opened: np.ndarray  # days before the start


@dataclass(frozen=True)
class Population:
    """
    One town's people by column, and whom they pay.

    ``regulars[n]`` are rows of ``payees`` that person ``n`` pays again and again; ``outsiders``, ``shops`` and
    ``firms`` are the ranges of rows that are somebody elsewhere, a shop, a company; row ``n`` is person ``n``'s first
    account.
    """

    settings: Settings
    town: int
    key: np.ndarray
    age: np.ndarray
    kind: np.ndarray
    role: np.ndarray
    female: np.ndarray
    area: np.ndarray
    phone: np.ndarray
    accounts: tuple[tuple[str, ...], ...]
    balance: np.ndarray
    contacts: np.ndarray
    household: tuple[tuple[int, ...], ...]
    payees: Payees
    regulars: np.ndarray
    outsiders: tuple[int, int]
    shops: tuple[int, int]
    firms: tuple[int, int]

    @property
    def size(self) -> int:
        """How many people live here."""
        return len(self.key)

    @cached_property
    def account_list(self) -> tuple[str, ...]:
        """Every account of the town's people, person by person."""
        return tuple(one for own in self.accounts for one in own)

    @cached_property
    def account_place(self) -> np.ndarray:
        """For each person three places in ``account_list``; who has fewer accounts has the same one again."""
        firsts = np.cumsum([0, *(len(own) for own in self.accounts[:-1])])
        many = np.array([len(own) for own in self.accounts])
        return np.stack([firsts + place % many for place in range(3)], axis=1)

    @cached_property
    def pays_person(self) -> np.ndarray:
        """Of each row of ``payees``, whether a person holds it."""
        held: np.ndarray = self.payees.kind == "personal"
        return held

    @cached_property
    def band(self) -> np.ndarray:
        """Each person's age band."""
        bands: np.ndarray = np.array(BANDS, dtype=object)[np.digitize(self.age, _BAND_ENDS)]
        return bands

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Each person as stories see them."""
        return tuple(self._subject(number) for number in range(self.size))

    def _subject(self, number: int) -> Subject:
        payees = self.payees
        return Subject(
            number=number,
            key=str(self.key[number]),
            age=int(self.age[number]),
            kind=str(self.kind[number]),
            role=self.role[number],
            female=bool(self.female[number]),
            area=str(self.area[number]),
            phone=str(self.phone[number]),
            accounts=self.accounts[number],
            balance=int(self.balance[number]),
            contacts=tuple(map(str, self.contacts[number].tolist())),
            known_payees=tuple(
                KnownPayee(*(str(getattr(payees, name)[row]) for name in ("account", "name", "kind", "bank", "region")))
                for row in self.regulars[number]
            ),
            household=self.household[number],
        )


def populate(settings: Settings, town: int) -> Population:
    """The people of a town."""
    size = settings.persons_of(town)
    rng = stream(settings.seed, town, "population")
    kind, role, age = _trades(rng, size)
    accounts = _accounts(rng, town, size)
    payees, ranges = _payees(stream(settings.seed, town, "payees"), town, accounts, kind, role)
    household = _households(rng, size, kind)
    balance = np.exp(rng.normal(np.log(900_000), 1.2, size))
    balance = np.where(kind == "corp", np.exp(rng.normal(np.log(30_000_000), 1.1, size)), balance)
    return Population(
        settings=settings,
        town=town,
        key=np.array([f"T{town:03d}-{number:05d}" for number in range(size)], dtype=object),
        age=age,
        kind=kind,
        role=role,
        female=rng.random(size) < 0.5,
        area=np.array(_AREAS, dtype=object)[rng.integers(len(_AREAS), size=size)],
        phone=np.array([f"164{town % 1000:03d}{number:05d}" for number in range(size)], dtype=object),
        accounts=accounts,
        balance=balance.astype(np.int64),
        contacts=_contacts(rng, town, size, household),
        household=household,
        payees=payees,
        regulars=_regulars(stream(settings.seed, town, "regulars"), size, household, kind, ranges),
        outsiders=ranges[0],
        shops=ranges[1],
        firms=ranges[2],
    )


def _trades(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shares = np.array([share for _, _, share in _AGES])
    classes = rng.choice(len(_AGES), size=size, p=shares / shares.sum())
    low = np.array([one[0] for one in _AGES])[classes]
    high = np.array([one[1] for one in _AGES])[classes]
    age = (low + rng.random(size) * (high - low)).astype(np.int64)
    drawn = rng.random(size)
    kind = np.full(size, "personal", dtype=object)
    role = np.full(size, None, dtype=object)
    role[(age >= 60) & (rng.random(size) < 0.85)] = "retired"
    role[(age >= 15) & (age < 24) & (rng.random(size) < 0.75)] = "student"
    adult = (age >= 22) & (age < 63)
    scale = max(adult.mean(), 0.01)
    corporate = adult & (drawn < _CORPORATE / scale)
    merchant = adult & ~corporate & (drawn < (_CORPORATE + _MERCHANT) / scale)
    kind[corporate], role[corporate], role[merchant] = "corp", "finance", "merchant"
    return kind, role, age


def _accounts(rng: np.random.Generator, town: int, size: int) -> tuple[tuple[str, ...], ...]:
    many = rng.choice([1, 2, 3], size=size, p=[0.42, 0.38, 0.20])  # 1.8 banks on average (DOMAIN 12)
    return tuple(tuple(card(town % 10_000, number, k) for k in range(many[number])) for number in range(size))


def _households(rng: np.random.Generator, size: int, kind: np.ndarray) -> tuple[tuple[int, ...], ...]:
    members: list[tuple[int, ...]] = [()] * size
    people = [int(number) for number in rng.permutation(size) if kind[number] == "personal"]
    reached = 0
    while reached < len(people):
        home = people[reached : reached + 1 + int(rng.choice(4, p=_FAMILY))]
        for number in home:
            members[number] = tuple(sorted(set(home) - {number}))
        reached += len(home)
    return tuple(members)


def _contacts(rng: np.random.Generator, town: int, size: int, household: tuple[tuple[int, ...], ...]) -> np.ndarray:
    """Telephone numbers as whole numbers: family first, then half from the town, half from elsewhere."""
    here = 16_400_000_000 + (town % 1000) * 100_000
    elsewhere = 15_400_000_000 + rng.integers(100_000_000, size=(size, _CONTACTS))
    local = here + rng.integers(size, size=(size, _CONTACTS))
    contacts = np.where(rng.random((size, _CONTACTS)) < 0.5, local, elsewhere)
    for number, family in enumerate(household):
        for place, other in enumerate(family):
            contacts[number, place] = here + other
    return contacts


def _payees(
    rng: np.random.Generator, town: int, accounts: tuple[tuple[str, ...], ...], kind: np.ndarray, role: np.ndarray
) -> tuple[Payees, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]:
    size = len(accounts)
    outside = max(_FEWEST_OUTSIDERS, int(size * _OUTSIDERS))
    first_shop = size + outside
    first_firm = first_shop + _SHOPS
    total = first_firm + _COMPANIES
    account = [own[0] for own in accounts]
    account += [card(town % 10_000, 90_000 + n // 100, n % 100) for n in range(outside)]
    account += [f"8991{town % 10_000:04d}{n:07d}" for n in range(_SHOPS)]
    account += [f"9903{town % 10_000:04d}{n:010d}" for n in range(_COMPANIES)]
    people = [
        _SURNAMES[i] + _GIVEN[j] + (_GIVEN[k] if k % 3 else "")
        for i, j, k in rng.integers(38, size=(first_shop, 3)) % (len(_SURNAMES), len(_GIVEN), len(_GIVEN))
    ]
    names = [name if kind[n] != "corp" else _firm(rng, "商贸") for n, name in enumerate(people[:size])] + people[size:]
    names += [_WORDS[n % len(_WORDS)] + _TRADES[n // len(_WORDS) % len(_TRADES)] for n in range(_SHOPS)]
    names += [_firm(rng, _FIRMS[n % len(_FIRMS)]) for n in range(_COMPANIES)]
    kinds = np.full(total, "personal", dtype=object)
    kinds[:size][kind == "corp"] = "corp"
    kinds[:size][role == "merchant"] = "merchant"
    kinds[first_shop:first_firm], kinds[first_firm:] = "merchant", "corp"
    regions = np.full(total, "本市", dtype=object)
    away = np.array(["杭州", "成都", "郑州", "南昌", "合肥", "沈阳", "厦门", "西安"], dtype=object)
    strangers = np.arange(total) >= size
    far = strangers & (rng.random(total) < 0.4)
    regions[far] = away[rng.integers(len(away), size=int(far.sum()))]
    return (
        Payees(
            account=np.array(account, dtype=object),
            name=np.array(names, dtype=object),
            kind=kinds,
            bank=np.array(BANKS, dtype=object)[rng.integers(len(BANKS), size=total)],
            region=regions,
            opened=(rng.gamma(2.0, 900, size=total) + 5).astype(np.int64),
        ),
        ((size, first_shop), (first_shop, first_firm), (first_firm, total)),
    )


def _firm(rng: np.random.Generator, trade: str) -> str:
    return f"{_WORDS[int(rng.integers(len(_WORDS)))]}{trade}有限公司"


def _regulars(
    rng: np.random.Generator,
    size: int,
    household: tuple[tuple[int, ...], ...],
    kind: np.ndarray,
    ranges: tuple[tuple[int, int], tuple[int, int], tuple[int, int]],
) -> np.ndarray:
    """Whom each person pays again and again: family, friends here and elsewhere, shops, companies; firms pay firms."""
    (out_low, out_high), (shop_low, shop_high), (firm_low, firm_high) = ranges
    rows = np.empty((size, _REGULARS), dtype=np.int64)
    rows[:, :3] = rng.integers(size, size=(size, 3))
    rows[:, 3:5] = rng.integers(out_low, out_high, size=(size, 2))
    rows[:, 5:11] = rng.integers(shop_low, shop_high, size=(size, 6))
    rows[:, 11:] = rng.integers(firm_low, firm_high, size=(size, _REGULARS - 11))
    for number, family in enumerate(household):
        rows[number, : min(3, len(family))] = family[:3]
    firms = np.flatnonzero(kind == "corp")
    rows[firms] = rng.integers(firm_low, firm_high, size=(len(firms), _REGULARS))
    return rows

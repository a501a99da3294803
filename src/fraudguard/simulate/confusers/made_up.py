"""Names, numbers and accounts that nobody can own, for the people and shops that honest stories meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from fraudguard.simulate.story import KnownPayee, Subject

__all__ = [
    "CITIES",
    "Payee",
    "bank_line",
    "broker",
    "company",
    "digits",
    "hotline",
    "known_person",
    "landline",
    "lender",
    "merchant",
    "mobile",
    "overseas",
    "own_account",
    "pick",
    "private_name",
    "private_payee",
    "sms_port",
]

Rng = np.random.Generator
T = TypeVar("T")

BANKS = ("工商银行", "农业银行", "中国银行", "建设银行", "交通银行", "招商银行", "邮储银行", "农村商业银行")
BANK_LINES = ("95588", "95599", "95566", "95533", "95559", "95555", "95580")
CITIES = ("杭州", "成都", "郑州", "南昌", "合肥", "沈阳", "厦门", "西安", "长沙", "临沂")
AREA_CODES = ("010", "021", "024", "0571", "028", "0371", "0791", "0551", "0592", "029", "0731", "0539")
UNASSIGNED = ("154", "163", "164", "169", "179")  # mobile prefixes that no operator has given out
VIRTUAL = ("1650000", "1670000", "1710000")
COUNTRIES = ("001", "0044", "0061", "0065", "0081", "0082", "00852", "0060", "0049", "0066")

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
# fmt: off
GIVEN = (
    "晓岚", "小禾", "志远", "春梅", "国强", "桂芳", "雨桐", "子墨", "建平", "秀兰",
    "明哲", "佳怡", "文博", "玉珍", "海涛", "思琪", "立新", "美玲", "浩然", "丽华",
    "一诺", "俊杰", "红霞", "永福", "静怡", "天宇", "淑芬", "振华", "可欣", "德胜",
    "雪梅", "嘉豪", "翠英", "泽宇", "慧敏", "长河", "彩云", "博文", "金凤", "向阳",
)
# fmt: on
TOWN_WORDS = ("青禾", "永泰", "双桥", "金湾", "南屏", "东篱", "云栖", "百川", "和顺", "启明", "长兴里", "海棠")
LENDERS = ("城光消费金融", "惠民消费金融", "安信小额贷款", "众诚消费金融", "邻里网络小贷", "宝禾汽车金融")
BROKERS = ("东海岸证券", "湖光证券", "青岭证券", "海西证券")


@dataclass(frozen=True, slots=True)
class Payee:
    """The other side of a payment, as far as anybody could know it."""

    account: str
    name: str
    kind: str
    bank: str
    region: str
    opened_years: float = 5.0


def pick(rng: Rng, options: Sequence[T]) -> T:
    """One of ``options``, each as likely."""
    return options[int(rng.random() * len(options))]


def digits(rng: Rng, count: int) -> str:
    """``count`` decimal digits."""
    return f"{int(rng.random() * 10**count):0{count}d}"


def mobile(rng: Rng) -> str:
    """A mobile number nobody has; one in twelve of a virtual operator."""
    if rng.random() < 1 / 12:
        return pick(rng, VIRTUAL) + digits(rng, 4)
    return pick(rng, UNASSIGNED) + digits(rng, 8)


def landline(rng: Rng, *, home: bool = False) -> str:
    """A landline whose local part begins with 1, which no exchange gives out; ``home`` is the town's own code."""
    return f"{'0539' if home else pick(rng, AREA_CODES)}1{digits(rng, 6)}"


def hotline(rng: Rng) -> str:
    """A 400 number out of a series that was never opened."""
    return f"4003{digits(rng, 6)}"


def bank_line(rng: Rng) -> str:
    """The public service number of a bank."""
    return pick(rng, BANK_LINES)


def overseas(rng: Rng) -> str:
    """A number abroad, too short to reach anybody."""
    return pick(rng, COUNTRIES) + "0" + digits(rng, 7)


def sms_port(rng: Rng) -> str:
    """A port from which firms send their texts."""
    return "10690000" + digits(rng, 6)


def private_name(rng: Rng) -> str:
    """A person's name."""
    return pick(rng, SURNAMES) + pick(rng, GIVEN)


def _card(rng: Rng) -> str:
    """Nineteen digits that pass the check of cards, with an issuer that does not exist."""
    body = "62990" + digits(rng, 13)
    total = 0
    for place, character in enumerate(reversed(body)):
        doubled = int(character) * (2 - place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def _years(rng: Rng) -> float:
    """The age of an honest account: most are years old, a few are new."""
    return float(rng.gamma(2.0, 2.5)) + 0.02


def private_payee(rng: Rng, *, region: str | None = None) -> Payee:
    """A person's own account at some bank."""
    near = region or ("本市" if rng.random() < 0.6 else pick(rng, CITIES))
    return Payee(_card(rng), private_name(rng), "personal", pick(rng, BANKS), near, _years(rng))


def company(rng: Rng, trade: str, *, region: str | None = None) -> Payee:
    """A company's account, named after a made-up word and its ``trade``."""
    near = region or ("本市" if rng.random() < 0.5 else pick(rng, CITIES))
    name = f"{'' if near == '本市' else near}{pick(rng, TOWN_WORDS)}{trade}有限公司"
    return Payee("9900" + digits(rng, 14), name, "corp", pick(rng, BANKS), near, _years(rng))


def merchant(rng: Rng, trade: str) -> Payee:
    """A shop that takes payments by code or terminal."""
    return Payee("8990" + digits(rng, 11), pick(rng, TOWN_WORDS) + trade, "merchant", "收单机构", "本市", _years(rng))


def lender(rng: Rng) -> Payee:
    """A licensed lender's account."""
    return Payee("9901" + digits(rng, 14), pick(rng, LENDERS), "corp", pick(rng, BANKS), pick(rng, CITIES), 8.0)


def broker(rng: Rng) -> Payee:
    """The account through which money goes to a licensed broker (银证转账)."""
    name = pick(rng, BROKERS)
    return Payee("9902" + digits(rng, 14), f"{name}客户交易结算资金", "corp", pick(rng, BANKS), pick(rng, CITIES), 12.0)


def own_account(rng: Rng, subject: Subject) -> Payee:
    """An account of the person's own at another bank: one that the town knows, else a made-up one."""
    account = subject.accounts[-1] if len(subject.accounts) > 1 else _card(rng)
    return Payee(account, "本人", "self", pick(rng, BANKS), "本市", _years(rng))


def known_person(rng: Rng, subject: Subject, *, kind: str = "personal") -> Payee:
    """Somebody the person has paid before, else a made-up account near by."""
    known: list[KnownPayee] = [payee for payee in subject.known_payees if payee.kind == kind]
    if not known:
        return replace(private_payee(rng, region="本市"), kind=kind)
    chosen = pick(rng, known)
    return Payee(chosen.account, chosen.name, chosen.kind, chosen.bank, chosen.region)

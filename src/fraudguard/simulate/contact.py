"""Everyday calls and messages, whole columns at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

from fraudguard.simulate.columns import Block, Picked
from fraudguard.simulate.coverage import Seen
from fraudguard.simulate.everyday_words import CHATS, NOTICES
from fraudguard.simulate.money import whom_and_day
from fraudguard.simulate.population import BANKS, Population
from fraudguard.simulate.rhythm import CALLS, SHOPS, moments
from fraudguard.simulate.settings import SECOND
from fraudguard.simulate.streams import stream

__all__ = ["book_known", "contact_blocks"]

_CALLS_IN, _STRANGERS = 2.5, 0.25  # DOMAIN 12
_CALLS_OUT, _CALLS_TO_SERVICES = 0.8, 0.15
_OTPS = 0.6  # DOMAIN 12
_LONG = 0.06  # strangers that talk for minutes: insurers, recruiters, landlords, schools
_MARKED = 0.06
_REGULAR_COURIER = 0.5
_COURIERS = 80
_BOOK = 0.35  # persons whose call feed comes from the handset, which alone knows the address book
_CLASSES = ("mobile", "landline", "95_96_service", "400_800", "mvno", "iot", "overseas")
_CLASS_SHARES = (0.56, 0.22, 0.10, 0.05, 0.05, 0.01, 0.01)
_FIRST = np.array([16_300_000_000, 0, 95_500, 4_003_000_000, 16_700_000_000, 14_800_000_000, 0])
_SPAN = np.array([10**8, 10**6, 100, 10**6, 10**4, 10**4, 10**7])
_AREA_CODES = ("0539", "010", "021", "0571", "028", "0371", "029", "0731")
_COUNTRIES = ("00850", "00440", "00610", "00650", "008520")
_PORTS = ("95588", "95599", "95566", "95533", "10086", "10010", "10000", "95555")
_ISSUERS = (*BANKS, "支付宝", "微信支付", "京东", "美团", "12306", "抖音", "政务服务", "医院挂号")


def book_known(key: str) -> bool:
    """Whether a person's feed knows the address book; stories ask the same of the same person."""
    return zlib.crc32(f"{key}/book".encode()) % 1000 < 1000 * _BOOK


def contact_blocks(people: Population, seen: Seen) -> Iterator[Block]:
    """All everyday calls and messages; what no feed would carry is not even made."""
    book = np.array([book_known(str(key)) for key in people.key])
    yield _friends(people, seen, book, "in")
    yield _friends(people, seen, book, "out")
    yield _strangers(people, seen, book)
    yield _services(people, seen, book)
    yield _codes(people, seen)
    yield _notices(people, seen, book)
    yield _chats(people, seen)


def _rng(people: Population, name: str) -> np.random.Generator:
    return stream(people.settings.seed, people.town, "contact", name)


def _whether_contact(known: np.ndarray, *, contact: bool) -> Picked | np.ndarray:
    """What a feed says of ``is_contact``: nothing where it does not know the address book."""
    column = np.full(len(known), None, dtype=object)
    column[known] = contact
    return column


def _friends(people: Population, seen: Seen, book: np.ndarray, direction: str) -> Block:
    """Calls with people one knows; a feed without the address book shows a number and its class."""
    rng = _rng(people, f"friends {direction}")
    rate = _CALLS_IN * (1 - _STRANGERS) if direction == "in" else _CALLS_OUT
    person, day = whom_and_day(rng, people, np.where(seen.calls & (people.age >= 8), rate, 0.0))
    size = len(person)
    place = (rng.random(size) ** 2 * people.contacts.shape[1]).astype(np.int64)
    answered = rng.random(size) < 0.82
    lasting = np.minimum(np.exp(rng.normal(np.log(65), 1.1, size)), 7200).astype(np.int64)
    known = book[person]
    return Block(
        f"friends-{direction}",
        "call",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, CALLS),
            "direction": direction,
            "peer": people.contacts[person, place],
            "peer_class": Picked(("mobile", "contact"), known.astype(np.int64)),
            "is_contact": _whether_contact(known, contact=True),
            "answered": answered,
            "duration_s": np.where(answered, lasting, 0),
        },
    )


def _strangers(people: Population, seen: Seen, book: np.ndarray) -> Block:
    """Couriers, deliveries, surveys, salespeople: mostly short, now and then minutes long; some couriers call again."""
    rng = _rng(people, "strangers")
    person, day = whom_and_day(rng, people, np.where(seen.calls & (people.age >= 14), _CALLS_IN * _STRANGERS, 0.0))
    size = len(person)
    kind = rng.choice(len(_CLASSES), size=size, p=_CLASS_SHARES)
    answered = rng.random(size) < 0.7
    short = np.clip(np.exp(rng.normal(np.log(50), 0.7, size)), 8, 180)
    long = np.exp(rng.uniform(np.log(180), np.log(2400), size))
    lasting = np.where(rng.random(size) < _LONG, long, short).astype(np.int64)
    again = (kind == 0) & (rng.random(size) < _REGULAR_COURIER)
    number = np.where(again, rng.integers(_COURIERS, size=size) * 1_009, rng.integers(10**8, size=size))
    return Block(
        "strangers",
        "call",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, CALLS),
            "direction": "in",
            "peer": _numbers(rng, kind, number),
            "peer_class": Picked(_CLASSES, kind),
            "is_contact": _whether_contact(book[person], contact=False),
            "answered": answered,
            "duration_s": np.where(answered, lasting, 0),
            "marked": Picked(("user_marked", "clean"), _marks(rng, size)),
        },
    )


def _marks(rng: np.random.Generator, size: int) -> np.ndarray:
    """What lists say of a stranger's number: mostly nothing."""
    drawn = rng.random(size)
    found: np.ndarray = np.where(drawn < _MARKED, 0, np.where(drawn < 0.3, 1, -1))
    return found


def _numbers(rng: np.random.Generator, kind: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Numbers nobody has, of the classes ``kind``."""
    end = number % _SPAN[kind]
    text: np.ndarray = (_FIRST[kind] + end).astype(str).astype(object)
    for place in np.flatnonzero(kind == 1):
        text[place] = f"{_AREA_CODES[int(rng.random() ** 2 * len(_AREA_CODES))]}1{end[place]:06d}"
    for place in np.flatnonzero(kind == len(_CLASSES) - 1):
        text[place] = f"{_COUNTRIES[int(rng.random() * len(_COUNTRIES))]}{end[place]:07d}"
    return text


def _services(people: Population, seen: Seen, book: np.ndarray) -> Block:
    """Calls to banks, hotlines, restaurants, landlords: numbers that stand in no address book."""
    rng = _rng(people, "services")
    person, day = whom_and_day(rng, people, np.where(seen.calls & (people.age >= 14), _CALLS_TO_SERVICES, 0.0))
    size = len(person)
    kind = rng.choice(4, size=size, p=[0.4, 0.25, 0.2, 0.15])
    answered = rng.random(size) < 0.85
    lasting = np.minimum(np.exp(rng.normal(np.log(90), 1.0, size)), 3600).astype(np.int64)
    return Block(
        "services",
        "call",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, CALLS),
            "direction": "out",
            "peer": _numbers(rng, kind, rng.integers(10**8, size=size)),
            "peer_class": Picked(_CLASSES, kind),
            "is_contact": _whether_contact(book[person], contact=False),
            "answered": answered,
            "duration_s": np.where(answered, lasting, 0),
        },
    )


def _codes(people: Population, seen: Seen) -> Block:
    """One-time codes, sometimes several in a row; no feed carries the digits."""
    rng = _rng(people, "codes")
    wanted = np.where((seen.texts | seen.devices) & (people.age >= 14), _OTPS * 0.8, 0.0)
    person, day = whom_and_day(rng, people, wanted)
    at = moments(rng, people.settings, day, SHOPS)
    issuer = rng.integers(len(_ISSUERS), size=len(person))
    again = rng.random(len(person)) < 0.25
    later = at[again] + (rng.uniform(20, 300, int(again.sum())) * SECOND).astype(np.int64)
    other = np.where(rng.random(len(later)) < 0.3, rng.integers(len(_ISSUERS), size=len(later)), issuer[again])
    issuer = np.concatenate([issuer, other])
    texts = tuple(f"【{name}】您的验证码为******，5分钟内有效，请勿泄露给他人。" for name in _ISSUERS)
    return Block(
        "codes",
        "message",
        {
            "_person": np.concatenate([person, person[again]]),
            "at": np.concatenate([at, later]),
            "channel": "sms",
            "sender": Picked(_PORTS, issuer % len(_PORTS)),
            "is_otp": True,
            "otp_issuer": Picked(_ISSUERS, issuer),
            "text": Picked(texts, issuer),
        },
    )


def _notices(people: Population, seen: Seen, book: np.ndarray) -> Block:
    """What services and shops write."""
    rng = _rng(people, "notices")
    person, day = whom_and_day(rng, people, np.where(seen.texts & (people.age >= 10), 1.0, 0.0))
    size = len(person)
    senders = ("1069000012", "1069000077", *_PORTS)
    return Block(
        "notices",
        "message",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "channel": "sms",
            "sender": Picked(senders, rng.integers(len(senders), size=size)),
            "sender_known": _whether_contact(book[person], contact=False),
            "is_otp": False,
            "text": _worded(rng, NOTICES, size),
        },
    )


def _chats(people: Population, seen: Seen) -> Block:
    """Talk of friends, families and groups."""
    rng = _rng(people, "chats")
    person, day = whom_and_day(rng, people, np.where(seen.texts & (people.age >= 10), 2.5, 0.0))
    size = len(person)
    friend = person * 40 + (rng.random(size) ** 2 * 40).astype(np.int64)
    return Block(
        "chats",
        "message",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "channel": Picked(("wechat", "qq"), (rng.random(size) < 0.1).astype(np.int64)),
            "sender": np.array([f"wx_{number:07d}" for number in friend.tolist()], dtype=object),
            "sender_known": rng.random(size) < 0.85,
            "is_otp": False,
            "text": _worded(rng, CHATS, size),
        },
    )


def _worded(rng: np.random.Generator, texts: tuple[str, ...], size: int) -> np.ndarray:
    """Texts at random, each ``#`` a number."""
    numbers = np.exp(rng.uniform(np.log(10), np.log(9999), size)).astype(np.int64).tolist()
    chosen = rng.integers(len(texts), size=size).tolist()
    return np.array([texts[text].replace("#", str(n)) for text, n in zip(chosen, numbers, strict=True)], dtype=object)

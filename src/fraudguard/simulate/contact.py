"""Everyday calls, messages and handsets, whole columns at a time."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

from fraudguard.simulate.columns import Block
from fraudguard.simulate.coverage import Seen
from fraudguard.simulate.everyday_words import CHATS, NOTICES
from fraudguard.simulate.money import whom_and_day
from fraudguard.simulate.population import BANKS, Population
from fraudguard.simulate.rhythm import CALLS, OFFICE, SHOPS, moments, weekdays
from fraudguard.simulate.settings import MINUTE, SECOND
from fraudguard.simulate.streams import stream

__all__ = ["book_known", "contact_blocks"]

_CALLS_IN, _STRANGERS = 2.5, 0.25  # DOMAIN 12
_CALLS_OUT = 0.8
_OTPS = 0.6  # DOMAIN 12
_BOOK = 0.35  # persons whose call feed comes from the handset, which alone knows the address book
_CLASSES = ("mobile", "landline", "95_96_service", "400_800", "mvno", "iot", "overseas")
_CLASS_SHARES = (0.56, 0.22, 0.10, 0.05, 0.05, 0.015, 0.005)
_PORTS = ("95588", "95599", "95566", "95533", "10086", "10010", "10000", "95555")
_ISSUERS = (*BANKS, "支付宝", "微信支付", "京东", "美团", "12306", "抖音")
_OFFICE_APP = ("com.tencent.wemeet.app", "com.alibaba.android.rimet", "com.ss.android.lark")
_OFFICE_NAME = ("腾讯会议", "钉钉", "飞书")
_STORE_APPS = ("天气", "地铁通", "记账本", "听书", "菜谱", "跑步", "词典", "相册管家", "医院挂号", "停车缴费")
_BANK_APPS = ("com.icbc", "com.android.bankabc", "com.chinamworld.bocmbci", "com.chinamworld.main", "cmb.pb")


def book_known(key: str) -> bool:
    """Whether a person's feed knows the address book; stories ask the same of the same person."""
    return zlib.crc32(f"{key}/book".encode()) % 1000 < 1000 * _BOOK


def contact_blocks(people: Population, seen: Seen) -> Iterator[Block]:
    """All everyday calls, messages and handset events; what no feed would carry is not even made."""
    book = np.array([book_known(str(key)) for key in people.key])
    yield _friends(people, seen, book, "in")
    yield _friends(people, seen, book, "out")
    yield _strangers(people, seen, book)
    yield _codes(people, seen)
    yield _texts(people, seen, book, "notices")
    yield _texts(people, seen, book, "chats")
    yield from _meetings(people, seen)
    yield _apps(people, seen)
    yield _bank_apps(people, seen)


def _rng(people: Population, name: str) -> np.random.Generator:
    return stream(people.settings.seed, people.town, "contact", name)


def _phone_text(numbers: np.ndarray) -> np.ndarray:
    return np.char.zfill(numbers.astype(str), 11).astype(object)


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
            "direction": np.full(size, direction, dtype=object),
            "peer": _phone_text(people.contacts[person, place]),
            "peer_class": np.where(known, "contact", "mobile").astype(object),
            "is_contact": np.where(known, True, None),
            "answered": answered,
            "duration_s": np.where(answered, lasting, 0),
        },
    )


def _strangers(people: Population, seen: Seen, book: np.ndarray) -> Block:
    """Couriers, deliveries, surveys, salespeople: mostly short, now and then minutes long."""
    rng = _rng(people, "strangers")
    person, day = whom_and_day(rng, people, np.where(seen.calls & (people.age >= 14), _CALLS_IN * _STRANGERS, 0.0))
    size = len(person)
    kind = rng.choice(len(_CLASSES), size=size, p=_CLASS_SHARES)
    answered = rng.random(size) < 0.7
    short = np.clip(np.exp(rng.normal(np.log(50), 0.7, size)), 20, 180)
    long = rng.uniform(180, 900, size)
    lasting = np.where(rng.random(size) < 0.03, long, short).astype(np.int64)
    ends = rng.integers(10**8, size=size)
    peers = np.array(
        ["163{:08d}", "05391{:06d}", "955{:02d}", "4003{:06d}", "1670000{:04d}", "1490000{:04d}", "00850{:07d}"],
        dtype=object,
    )
    limits = np.array([10**8, 10**6, 100, 10**6, 10**4, 10**4, 10**7])
    peer = np.array(
        [form.format(end) for form, end in zip(peers[kind], ends % limits[kind], strict=True)], dtype=object
    )
    marked = np.where(rng.random(size) < 0.03, "user_marked", None)
    return Block(
        "strangers",
        "call",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, CALLS),
            "direction": np.full(size, "in", dtype=object),
            "peer": peer,
            "peer_class": np.array(_CLASSES, dtype=object)[kind],
            "is_contact": np.where(book[person], False, None),
            "answered": answered,
            "duration_s": np.where(answered, lasting, 0),
            "marked": marked,
        },
    )


def _codes(people: Population, seen: Seen) -> Block:
    """One-time codes, sometimes several in a row."""
    rng = _rng(people, "codes")
    person, day = whom_and_day(
        rng, people, np.where((seen.texts | seen.devices) & (people.age >= 14), _OTPS * 0.8, 0.0)
    )
    at = moments(rng, people.settings, day, SHOPS)
    issuer = rng.integers(len(_ISSUERS), size=len(person))
    again = rng.random(len(person)) < 0.25
    later = at[again] + (rng.uniform(20, 300, int(again.sum())) * SECOND).astype(np.int64)
    other = np.where(rng.random(len(later)) < 0.3, rng.integers(len(_ISSUERS), size=len(later)), issuer[again])
    person, at, issuer = (
        np.concatenate([person, person[again]]),
        np.concatenate([at, later]),
        np.concatenate([issuer, other]),
    )
    size = len(person)
    return Block(
        "codes",
        "message",
        {
            "_person": person,
            "at": at,
            "channel": np.full(size, "sms", dtype=object),
            "sender": np.array(_PORTS, dtype=object)[issuer % len(_PORTS)],
            "is_otp": np.full(size, True),
            "otp_issuer": np.array(_ISSUERS, dtype=object)[issuer],
        },
    )


def _texts(people: Population, seen: Seen, book: np.ndarray, name: str) -> Block:
    """Notices of services, and talk of friends and groups."""
    rng = _rng(people, name)
    person, day = whom_and_day(
        rng, people, np.where(seen.texts & (people.age >= 10), 1.0 if name == "notices" else 2.5, 0.0)
    )
    size = len(person)
    words = NOTICES if name == "notices" else CHATS
    text = np.array(words, dtype=object)[rng.integers(len(words), size=size)]
    numbers = rng.integers(10, 9999, size=size).astype(str)
    text = np.array([one.replace("#", number) for one, number in zip(text, numbers, strict=True)], dtype=object)
    notice = name == "notices"
    channel = np.full(size, "sms" if notice else "wechat", dtype=object)
    if notice:
        sender = np.array(["1069000012", "1069000077", *_PORTS], dtype=object)[rng.integers(10, size=size)]
        known = np.where(book[person], False, None)
    else:
        sender = np.array([f"wx_{n:07d}" for n in rng.integers(10**7, size=size)], dtype=object)
        known = rng.random(size) < 0.85
    return Block(
        name,
        "message",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "channel": channel,
            "sender": sender,
            "sender_known": known,
            "is_otp": np.full(size, False),
            "text": text,
        },
    )


def _meetings(people: Population, seen: Seen) -> Iterator[Block]:
    """Office workers meet for 0.4 hours a day and share a screen in a fifth of the meetings (DOMAIN 12)."""
    rng = _rng(people, "meetings")
    office = (people.age >= 22) & (people.age < 60) & seen.devices & (rng.random(people.size) < 0.6)
    person, day = whom_and_day(rng, people, np.where(office, 0.8, 0.0))
    working = np.isin(weekdays(people.settings)[day], [0, 1, 2, 3, 4]) & (rng.random(len(day)) < 0.2)
    person, day = person[working], day[working]
    size = len(person)
    app = rng.integers(len(_OFFICE_APP), size=size)
    begin = moments(rng, people.settings, day, OFFICE)
    end = begin + (rng.uniform(10, 60, size) * MINUTE).astype(np.int64)
    for state, at in (("on", begin), ("off", end)):
        yield Block(
            f"meetings-{state}",
            "device_event",
            {
                "_person": person,
                "at": at,
                "type": np.full(size, "screen_share", dtype=object),
                "state": np.full(size, state, dtype=object),
                "package": np.array(_OFFICE_APP, dtype=object)[app],
                "app_name": np.array(_OFFICE_NAME, dtype=object)[app],
            },
        )


def _apps(people: Population, seen: Seen) -> Block:
    """Apps from the store, a few from elsewhere."""
    rng = _rng(people, "apps")
    person, day = whom_and_day(rng, people, np.where(seen.devices & (people.age >= 10), 0.12, 0.0))
    size = len(person)
    source = np.where(rng.random(size) < 0.06, "sideload", "store").astype(object)
    return Block(
        "apps",
        "device_event",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "type": np.full(size, "app_install", dtype=object),
            "state": np.full(size, "once", dtype=object),
            "app_name": np.array(_STORE_APPS, dtype=object)[rng.integers(len(_STORE_APPS), size=size)],
            "install_source": source,
        },
    )


def _bank_apps(people: Population, seen: Seen) -> Block:
    """The banking app is opened, mostly only to look."""
    rng = _rng(people, "bank apps")
    person, day = whom_and_day(rng, people, np.where(seen.devices & (people.age >= 16), 0.5, 0.0))
    size = len(person)
    return Block(
        "bank-apps",
        "device_event",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "type": np.full(size, "app_open", dtype=object),
            "state": np.full(size, "once", dtype=object),
            "package": np.array(_BANK_APPS, dtype=object)[rng.integers(len(_BANK_APPS), size=size)],
        },
    )

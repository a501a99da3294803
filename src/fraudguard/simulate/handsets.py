"""What happens on people's handsets from day to day: meetings with a shared screen, installs, the banking app."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fraudguard.simulate.columns import Block, Picked
from fraudguard.simulate.coverage import Seen
from fraudguard.simulate.money import whom_and_day
from fraudguard.simulate.population import Population
from fraudguard.simulate.rhythm import OFFICE, SHOPS, moments, weekdays
from fraudguard.simulate.settings import MINUTE
from fraudguard.simulate.streams import stream

__all__ = ["handset_blocks"]

_MEETING_APPS = ("com.tencent.wemeet.app", "com.alibaba.android.rimet", "com.ss.android.lark")
_MEETING_NAMES = ("腾讯会议", "钉钉", "飞书")
_APPS = (
    "天气", "地铁通", "记账本", "听书", "菜谱", "跑步", "词典", "相册管家", "医院挂号", "停车缴费", "小游戏", "短视频",
    "连环画", "广场舞", "二手集市", "同城跑腿", "作业帮手", "电子社保", "物业管家", "理财笔记", *_MEETING_NAMES,
)  # fmt: skip
_PACKAGES = (*(f"com.example.app{number:02d}" for number in range(len(_APPS) - len(_MEETING_NAMES))), *_MEETING_APPS)
_BANK_APPS = ("com.icbc", "com.android.bankabc", "com.chinamworld.bocmbci", "com.chinamworld.main", "cmb.pb")
_SINGLE = (("nfc_read", "once", 0.02), ("accessibility", "on", 0.003), ("call_forward", "on", 0.002))
"""Bus cards held to the phone, reading aids, calls sent on to the office: type, state, how often a day."""


def handset_blocks(people: Population, seen: Seen) -> Iterator[Block]:
    """All everyday events of handsets; only those that a feed carries are made."""
    yield from _meetings(people, seen)
    yield _apps(people, seen)
    yield _bank_apps(people, seen)
    for kind, state, rate in _SINGLE:
        yield _single(people, seen, kind, state, rate)


def _rng(people: Population, name: str) -> np.random.Generator:
    return stream(people.settings.seed, people.town, "handsets", name)


def _meetings(people: Population, seen: Seen) -> Iterator[Block]:
    """Office workers meet for 0.4 hours a day and share a screen in a fifth of the meetings (DOMAIN 12)."""
    rng = _rng(people, "meetings")
    office = (people.age >= 22) & (people.age < 60) & seen.devices & (rng.random(people.size) < 0.6)
    person, day = whom_and_day(rng, people, np.where(office, 0.8, 0.0))
    working = np.isin(weekdays(people.settings)[day], [0, 1, 2, 3, 4]) & (rng.random(len(day)) < 0.2)
    person, day = person[working], day[working]
    app = rng.integers(len(_MEETING_APPS), size=len(person))
    begin = moments(rng, people.settings, day, OFFICE)
    end = begin + (rng.uniform(10, 60, len(person)) * MINUTE).astype(np.int64)
    for state, at in (("on", begin), ("off", end)):
        yield Block(
            f"meetings-{state}",
            "device_event",
            {
                "_person": person,
                "at": at,
                "type": "screen_share",
                "state": state,
                "package": Picked(_MEETING_APPS, app),
                "app_name": Picked(_MEETING_NAMES, app),
            },
        )


def _apps(people: Population, seen: Seen) -> Block:
    """Apps from the store, a few from elsewhere; meeting apps among them."""
    rng = _rng(people, "apps")
    person, day = whom_and_day(rng, people, np.where(seen.devices & (people.age >= 10), 0.12, 0.0))
    size = len(person)
    app = rng.integers(len(_APPS), size=size)
    return Block(
        "apps",
        "device_event",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "type": "app_install",
            "state": "once",
            "package": Picked(_PACKAGES, app),
            "app_name": Picked(_APPS, app),
            "install_source": Picked(("store", "sideload"), (rng.random(size) < 0.06).astype(np.int64)),
        },
    )


def _bank_apps(people: Population, seen: Seen) -> Block:
    """The banking app is opened, mostly only to look."""
    rng = _rng(people, "bank apps")
    person, day = whom_and_day(rng, people, np.where(seen.devices & (people.age >= 16), 0.5, 0.0))
    return Block(
        "bank-apps",
        "device_event",
        {
            "_person": person,
            "at": moments(rng, people.settings, day, SHOPS),
            "type": "app_open",
            "state": "once",
            "package": Picked(_BANK_APPS, rng.integers(len(_BANK_APPS), size=len(person))),
        },
    )


def _single(people: Population, seen: Seen, kind: str, state: str, rate: float) -> Block:
    """Something that happens now and then for good reasons."""
    rng = _rng(people, kind)
    person, day = whom_and_day(rng, people, np.where(seen.devices & (people.age >= 12), rate, 0.0))
    at = moments(rng, people.settings, day, SHOPS)
    return Block(kind, "device_event", {"_person": person, "at": at, "type": kind, "state": state})

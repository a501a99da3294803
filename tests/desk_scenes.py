"""Made-up tickets and a desk whose clock the test turns: for the tests of what officers see and do."""

import dataclasses
from datetime import datetime, timedelta
from pathlib import Path

from desk_stores import fresh_store
from fraudguard.desk import CallAttempt, Case, Desk, Dispatch, Relatives, Sign, Sms, Units, Visit
from fraudguard.desk.units import Unit
from fraudguard.events import Transaction
from fraudguard.events.moment import SHANGHAI, microseconds
from fraudguard.scoring.decision import Evidence, Ticket

__all__ = ["KEY", "START", "UNITS", "Clock", "at", "desk", "event", "met", "reached", "sent", "ticket"]

KEY = b"k" * 32
START = datetime(2025, 3, 5, 10, 0, tzinfo=SHANGHAI)
UNITS = Units(
    [
        Unit("nanhu", "南湖派出所", "station", "chengxi", frozenset({"南湖社区"}), lat=30.0, lon=120.0, default=True),
        Unit("chengxi", "城西分局", "sub_bureau", "city"),
        Unit("city", "市反诈中心", "city"),
        Unit("cyber", "网安大队", "sub_bureau", "city", specialist=("fake_investment",)),
    ]
)  # fmt: skip


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def later(self, **how_much: float) -> datetime:
        """Turn it; the new time."""
        self.now += timedelta(**how_much)
        return self.now


def at(minutes: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


def desk(clock: Clock, url: str | None = None, units: Units | Path = UNITS) -> Desk:
    """A desk with the shipped rules and the units above."""
    return Desk.open(url or fresh_store(), key=KEY, clock=clock, units=units)


def event(number: int = 1, *, placed: bool = False) -> Transaction:
    """A payment of the person number ``number``; ``placed`` half a kilometre from the station."""
    person = {"ids": {"phone": f"138000010{number:02d}"}, "age": 63, "area": "南湖社区"}
    if placed:
        person["place"] = {"lat": 30.0045, "lon": 120.0}
    return Transaction(
        id=f"bank-{number}", at=START, person=person, direction="out", amount="22,848.00",
        payee={"account": "6299990000009000016", "kind": "personal"},
    )  # fmt: skip


def ticket(level: str = "yellow", number: int = 1, *, urgent: bool = False, **others: object) -> Ticket:
    """A ticket of the person number ``number``, its sentences those of a fake closure of an insurance."""
    start = microseconds(START)
    made = Ticket(
        id=f"{number:08x}{0:024x}",
        subject=f"person:{number:032x}",
        label=f"手机 138****10{number:02d}",
        change="opened",
        level=level,  # type: ignore[arg-type]
        points={"green": 30, "yellow": 62, "red": 95}[level],
        parts=(),
        scam="guarantee_closure",
        stage="control",
        urgent=urgent,
        opened_at=start,
        changed_at=start,
        first_event="tel-1",
        last_event=f"bank-{number}",
        evidence=(
            Evidence("share", "共享屏幕", "dev-1", start, "陌生来电还没有挂断，手机已开始共享屏幕"),
            Evidence("new-payee", "新账户", f"bank-{number}", start, "第一次向葛*的账户转账"),
        ),
        script="您这笔钱只要还没点确认，就请不要点；没有任何机构会让您先转一笔钱来“验证账户”。",
        questions=("对方说自己是哪家的客服？", "手机现在还在通话、共享或者黑屏吗？"),
        first_aid=("让当事人立即挂断来电，退出会议，先不做任何转账操作。",),
        advice=("用派出所固定电话或 96110 联系本人。",),
        bank_actions={
            "green": (),
            "yellow": ("verify_call", "re_authenticate"),
            "red": ("verify_call", "delay_settlement", "limit_channel"),
        }[level],
        deadlines={},
    )
    return dataclasses.replace(made, **others)  # type: ignore[arg-type]


def sent(one: Desk, case: Case, by: str = "王警官") -> Case:
    """The case signed, and a patrol on its way."""
    one.record(case.id, Sign(by=by))
    return one.record(case.id, Dispatch(by=by, unit="nanhu"))


def reached(one: Desk, case: Case, by: str = "王警官") -> Case:
    """The case signed and the person reached by telephone, after a text message and a relative."""
    one.record(case.id, Sign(by=by))
    one.record(case.id, Sms(by=by, template="12381-3", delivered=True))
    one.record(case.id, Relatives(by=by, relation="儿子", reached=True))
    return one.record(case.id, CallAttempt(by=by, answered=True, reached="self", convinced=True))


def met(one: Desk, case: Case, by: str = "王警官") -> Case:
    """The case of a person who was met at the door."""
    sent(one, case, by)
    return one.record(case.id, Visit(by=by, met=True, convinced=True, app="removed", bank_contacted=True))

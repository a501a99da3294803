"""
The life of a case at a station: a call opens it, silence raises it, a missed deadline moves it up, work closes it.

Run it: `python examples/station.py`. The people and numbers are invented, the clock is turned by hand.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone
from pathlib import Path

from fraudguard import Call, CaseError, Desk, Guard, Station
from fraudguard.desk import CallAttempt, Case, Dispatch, Result, Sign, Visit

SHANGHAI = timezone(timedelta(hours=8))
UNITS = Path(__file__).parent / "units.yaml"
OFFICER = "王警官"


class Clock:
    """A clock for the story; a station leaves it out and has the system's."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 5, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now

    def at(self, time: str) -> None:
        """Turn it to a time of that day."""
        hour, minute = time.split(":")
        self.now = self.now.replace(hour=int(hour), minute=int(minute))


# What the telephone company's feed says when the call is over.
CALL = {
    "id": "tel-1",
    "at": "2025-03-05T10:02:00+08:00",
    "source": "telecom",
    "person": {
        "ids": {"phone": "13800001061"},
        "age": 63,
        "area": "南湖社区",
        "place": {"lat": 30.2610, "lon": 120.1480},
    },
    "state": "ended",
    "direction": "in",
    "peer": "0085212340000",
    "peer_class": "overseas",
    "is_contact": False,
    "answered": True,
    "duration_s": 600,
    "transcript": "我是支付宝客服，您的百万保障今天到期，不关闭每月扣八百元，影响征信，请下载会议软件共享屏幕操作",
}


def tell(desk: Desk, what: str, case: Case) -> None:
    """One line of the story, in the words of the sheet."""
    sheet = desk.sheet(case.id)
    about = sheet.case
    print(f"{sheet.at[11:16]}  {what}：{about.level_zh}，{about.tier_zh}，{about.status_zh}")


def main() -> None:
    """Tell the story."""
    clock = Clock()
    key = secrets.token_bytes(32)  # from the station's key file; it opens the store again
    # A station writes "sqlite:///desk.db" or "postgresql+psycopg://…"; this store is gone when the script ends.
    desk = Desk.open("sqlite://", key=key, units=UNITS, clock=clock)
    station = Station(Guard.load(key=key), desk)

    clock.at("10:12")
    case = station.handle(Call(**CALL))  # when it returns, event, score and case are kept
    assert case is not None
    tell(desk, "通话结束，生成预警", case)

    clock.at("10:13")
    case = desk.record(case.id, Sign(by=OFFICER))
    for time in ("10:14", "10:16", "10:18"):
        clock.at(time)
        case = desk.record(case.id, CallAttempt(by=OFFICER, answered=False, failure="no_answer"))
        tell(desk, "电话无人接听", case)

    clock.at("10:24")  # nobody was sent within the minutes of this circle
    desk.tick()  # a timer calls this every minute
    case = desk.case(case.id)
    tell(desk, "没有按时出警", case)

    sheet = desk.sheet(case.id)  # what the officer sees; sheet.to_dict() for a screen
    print(f"\n现在：{sheet.now.zh}")
    print(f"依据：{sheet.why.sentences[0]}")
    print(f"话术：{sheet.say.script}")

    try:
        desk.close(case.id, by=OFFICER)
    except CaseError as refused:
        print("\n办结被拒绝：")
        for fault in refused.faults:
            print(f"  · {fault.message('zh')}")
        print()

    case = desk.record(case.id, Dispatch(by=OFFICER, unit="nanhu"))
    tell(desk, "派出民警", case)
    clock.at("10:27")
    case = desk.record(case.id, Visit(by=OFFICER, met=True, convinced=True, app="removed", bank_contacted=True))
    tell(desk, "见到本人", case)
    clock.at("10:45")
    case = desk.record(case.id, Result(by=OFFICER, verdict="dissuaded", at_risk="23,900.00", stopped="23,900.00"))
    case = desk.close(case.id, by=OFFICER)
    tell(desk, "办结", case)

    found = desk.verify()
    print(f"\n台账 {found.entries} 条，核验{'通过' if found.sound else '不通过'}")
    desk.close_store()


if __name__ == "__main__":
    main()

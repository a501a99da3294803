"""
What a station's software does with fraudguard: hand over events as they come, show the ticket when there is one.

Run it: `python examples/station.py`. The people and numbers are invented.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from fraudguard import Call, DeviceEvent, Guard, Ticket, Transaction

SHANGHAI = timezone(timedelta(hours=8))
PERSON = {"ids": {"phone": "13800001061"}, "age": 63}
LEVELS = {"red": "红色", "yellow": "黄色", "green": "绿色"}


def at(clock: str) -> datetime:
    """A time of day on the day of the story."""
    hour, minute = clock.split(":")
    return datetime(2025, 3, 5, int(hour), int(minute), tzinfo=SHANGHAI)


EVENTS = (
    # 10:02 a call from abroad begins; ten minutes later the screen is shared; then the money moves.
    Call(id="tel-1", at=at("10:02"), person=PERSON, state="started", direction="in",
         peer="0085212340000", peer_class="overseas", is_contact=False, answered=True),
    DeviceEvent(id="dev-1", at=at("10:12"), person=PERSON, type="screen_share", state="on",
                package="com.tencent.wemeet.app", app_name="腾讯会议"),
    Transaction(id="bank-1", at=at("10:31"), person=PERSON, direction="out", amount="22,848.00", status="pending",
                method="transfer", channel="mobile_bank", balance_before="23,900.00",
                payee={"account": "6299990000009000016", "name": "葛某", "kind": "personal"}),
)  # fmt: skip


def show(ticket: Ticket, scam: str) -> str:
    """A ticket as it could stand on the duty officer's screen."""
    lines = [
        f"【{LEVELS[ticket.level]}预警】{'紧急 ' if ticket.urgent else ''}{ticket.label}  {ticket.points} 分",
        f"疑似：{scam}",
        "依据：",
        *(f"  · {one.because}" for one in ticket.evidence),
        "话术：",
        *(f"  {line}" for line in ticket.script.splitlines()),
        "先问：",
        *(f"  · {question}" for question in ticket.questions[:3]),
        "先做：",
        *(f"  · {advice}" for advice in ticket.advice[:4]),
    ]
    return "\n".join(lines)


def main() -> None:
    """Score the story and print what each event changed."""
    guard = Guard.load()  # the shipped rules
    for event in EVENTS:
        decision = guard.score(event)
        print(f"{event.at:%H:%M} {event.kind}: {decision.level}, {decision.points} points")
        for ticket in decision.tickets:
            scam = guard.pack.taxonomy.get(ticket.scam)
            print(show(ticket, scam.zh if scam else "待核实"))


if __name__ == "__main__":
    main()

"""What lines of a scenario mean, and how hostile or mistaken files are refused."""

from collections.abc import Callable
from typing import Any

import pytest

from fraudguard.errors import Fault
from fraudguard.workbench.scenario.model import Deed, Expectation, Happening, Scenario, Step, Tick
from fraudguard.workbench.scenario.reading import MOST_EVENTS
from fraudguard.workbench.scenario.words import MOST_CHARACTERS

Read = Callable[..., tuple[tuple[Scenario, ...], list[Fault]]]
END = "expect no finding"


def steps(read: Read, *lines: str, **more: str) -> tuple[Step, ...]:
    """The steps of sound lines."""
    scenarios, faults = read(*lines, END, **more)
    assert [] == [fault.render() for fault in faults]
    return scenarios[0].steps


def events(read: Read, *lines: str, **more: str) -> list[dict[str, Any]]:
    """The events of sound lines, without what every event has."""
    made = [dict(event) for step in steps(read, *lines, **more) if isinstance(step, Happening) for event in step.events]
    return [{name: value for name, value in event.items() if name not in {"id", "person"}} for event in made]


def codes(read: Read, *lines: str, **more: str) -> list[str]:
    """The codes of the faults of lines."""
    return [fault.code for fault in read(*lines, END, **more)[1]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("call from stranger 600s", {"kind": "call", "state": "ended", "direction": "in", "peer_class": "mobile", "is_contact": False, "answered": True, "duration_s": 600}),
        ("call to contact A 2m", {"direction": "out", "is_contact": True, "duration_s": 120}),
        ("call from overseas starts", {"state": "started", "peer_class": "overseas", "is_contact": False}),
        ("call from mvno unanswered", {"answered": False, "duration_s": 0, "peer_class": "mvno"}),
        ("call from stranger 1h saying '转到安全账户'", {"duration_s": 3600, "transcript": "转到安全账户"}),
        ("message from stranger by wechat “你好”", {"kind": "message", "channel": "wechat", "sender_known": False, "text": "你好"}),
        ("message from contact 李 '在吗'", {"channel": "sms", "sender_known": True}),
        ("pay 50_000 to new payee A memo '货款'", {"kind": "transaction", "direction": "out", "amount": "50000", "method": "transfer", "memo": "货款"}),
        ("pay 5万 to new merchant", {"amount": "5万", "method": "payment"}),
        ("pay 28,000.50 to self", {"amount": "28,000.50"}),
        ("receive 76 from payee A", {"direction": "in", "amount": "76"}),
        ("borrow 20_000 from 某贷", {"direction": "in", "method": "loan"}),
        ("withdraw 50_000", {"method": "withdrawal", "channel": "counter"}),
        ("device screen_share", {"kind": "device_event", "type": "screen_share", "state": "on"}),
        ("device app_install '云会通' with install_source=sideload", {"type": "app_install", "state": "once", "app_name": "云会通", "install_source": "sideload"}),
        ("device screen_share off", {"state": "off"}),
        ("report by courier '感觉不对'", {"kind": "report", "reporter": "courier", "text": "感觉不对"}),
        ("lead red fake_loan ref A-1", {"kind": "lead", "level": "red", "scam": "fake_loan", "ref": "A-1"}),
        ("pay 5 to self with 设备.屏幕共享=true, balance_before＝1_000，status=pending", {"device": {"screen_sharing": True}, "balance_before": 1000, "status": "pending"}),
    ],
)  # fmt: skip
def test_a_line_is_an_event(read: Read, line: str, expected: dict[str, Any]) -> None:
    """Each form of shorthand fills the fields it speaks of."""
    (event,) = events(read, line)
    assert expected == {name: event[name] for name in expected}


def test_the_clock_of_a_story(read: Read) -> None:
    """
    It begins on Monday at 10:00, goes on by five minutes for an event and not at all for an officer; a clock that has
    passed today is tomorrow's.
    """
    made = steps(
        read, "call from stranger 60s", "call from stranger 60s", "+1h30m call from stranger 60s", "09:00 tick",
        "officer sign", "2025-01-08 14:30 call from stranger 60s", "14:30 call from stranger 60s",
    )  # fmt: skip
    at = [step.events[0]["at"] if isinstance(step, Happening) else step.at.isoformat() for step in made[:-1]]  # type: ignore[union-attr]
    assert ["06T10:00", "06T10:05", "06T11:35", "07T09:00", "07T09:00", "08T14:30", "08T14:30"] == [
        str(one)[8:16] for one in at
    ]


def test_a_start_of_ones_own(read: Read) -> None:
    """A time without a zone is Shanghai's; another zone is understood."""
    for start, expected in (("'2024-02-10 23:00'", "2024-02-10T23:00:00+08:00"), ("2024-02-10T15:00:00Z", "2024-02-10T23:00:00+08:00")):  # fmt: skip
        assert expected == events(read, "withdraw 5", start=start)[0]["at"]


def test_repeats(read: Read) -> None:
    """So many events at the same distance; without a name each new payee is another, with one it is the same."""
    made = events(read, "+1h 3 x every 10m pay 5 to new payee", "3 x pay 5 to new payee A")
    assert ["11:00", "11:10", "11:20", "11:25", "11:30", "11:35"] == [event["at"][11:16] for event in made]
    assert 4 == len({event["payee"]["account"] for event in made})


def test_who_it_happens_to(read: Read) -> None:
    """The story's person, somebody named, somebody named in a full event; each keeps one account."""
    made = steps(
        read, "withdraw 5", "withdraw 5 as 李四", "{kind: transaction, person: 李四, amount: 5, direction: out}",
        person="{age: 63}", people="{李四: {age: 30}}",
    )  # fmt: skip
    people = [step.events[0]["person"] for step in made if isinstance(step, Happening)]
    assert [63, 30, 30] == [one["age"] for one in people]
    assert [False, True] == [people[0]["ids"] == people[1]["ids"], people[1]["ids"] == people[2]["ids"]]


def test_what_is_no_event(read: Read) -> None:
    """Deeds, ticks and expectations are kept in their order."""
    made = steps(read, "withdraw 5", "officer call busy", "+1h tick", "expect case tier station")
    assert [Happening, Deed, Tick, Expectation, Expectation] == [type(step) for step in made]


def test_repeats_are_bounded(read: Read) -> None:
    """The most events a scenario may have are read; one more, or none, is refused at once."""
    assert [] == codes(read, f"{MOST_EVENTS} x every 1s withdraw 5")
    for line in (f"{MOST_EVENTS + 1} x every 1s withdraw 5", "0 x withdraw 5", "999999 x every 1s withdraw 5"):
        assert ["scenario.too_many"] == codes(read, line)
    assert ["scenario.too_many"] == codes(read, f"{MOST_EVENTS} x every 1s withdraw 5", "withdraw 5")


def test_lines_are_bounded(read: Read) -> None:
    """A line of the longest length is read; one character more is refused."""
    rest = len("report by self ''")
    assert [] == codes(read, f"report by self '{'好' * (MOST_CHARACTERS - rest)}'")
    assert ["scenario.line_long"] == codes(read, f"report by self '{'好' * (MOST_CHARACTERS - rest + 1)}'")


def test_time_is_bounded(read: Read) -> None:
    """A story ends before 2100, whatever is added up."""
    assert ["scenario.time_far"] == codes(read, "+999999d withdraw 5")
    assert ["scenario.time_far"] == codes(read, "2000 x every 300d withdraw 5")
    assert ["scenario.time_far"] == codes(read, f"+{'999999d' * 60} withdraw 5")


def test_a_story_must_expect_something(read: Read) -> None:
    """A scenario that cannot fail is a fault; `finally` is enough."""
    text = "scenarios:\n  - name: 一例\n    steps: [withdraw 5]\n"
    assert ["scenario.no_expectation"] == [fault.code for fault in read(text=text)[1]]
    assert [] == read(text=f"{text}    finally: [no ticket]\n")[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("scenarios: &a\n  - *a\n", "pack.yaml_anchor"),
        ("scenarios: []\nscenarios: []\n", "pack.repeated_key"),
        ("scenarios: " + "[" * 60 + "]" * 60, "pack.too_deep"),
        ("scenario: []\n", "pack.unknown_key"),
        ("- a\n", "pack.expected_map"),
    ],
)
def test_the_file_is_read_as_strictly_as_rules(read: Read, text: str, code: str) -> None:
    """Anchors, repeated keys, depth and unknown keys are refused by the pack's own reader."""
    assert code in [fault.code for fault in read(text=text)[1]]


def test_faults_are_bounded(read: Read) -> None:
    """Ten thousand wrong lines are told as two hundred and a number."""
    lines = "\n".join(f"  - {{name: s{i}, steps: [{', '.join(['expect level redd'] * 100)}]}}" for i in range(100))
    _, faults = read(text=f"scenarios:\n{lines}\n")
    assert 200 <= len(faults) <= 202

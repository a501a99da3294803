"""Rows read by what a mapping says: the keys that no shipped layout shows in full."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from fraudguard.errors import EventError, FeedError
from fraudguard.feeds.layout import Layout
from fraudguard.feeds.mapping_files import read_mapping

HEAD = "name: own\nkind: {kind}\nneed: [at]\n{more}fields:\n  at: {at}\n{fields}"
Read = Callable[..., tuple[datetime, dict[str, Any]]]


def layout(header: str, at: str, fields: str = "", *, kind: str = "transaction", more: str = "") -> Layout:
    """The layout of a mapping of one's own under a header."""
    text = HEAD.format(kind=kind, at=at, fields="".join(f"  {line}\n" for line in fields.splitlines()), more=more)
    return Layout(read_mapping("own.yaml", text.encode()), header.split(","))


@pytest.mark.parametrize(
    ("at", "cell", "expected"),
    [
        ("{columns: [t], as: time, formats: ['%d/%m/%Y %H:%M']}", "03/04/2024 09:30", "2024-04-03T09:30:00+08:00"),
        ("{columns: [t], as: time, formats: ['%d/%m/%Y %H:%M']}", "2024-04-03 09:30:00", "2024-04-03T09:30:00+08:00"),
        (
            "{columns: [t], as: time, formats: ['%d/%m/%Y %H:%M %z']}",
            "03/04/2024 09:30 +0000",
            "2024-04-03T09:30:00+00:00",
        ),
        ("{columns: [t], as: time, formats: ['%d/%m/%Y']}", "03/04/1999", "feed.time_range"),
        ("{columns: [t], as: steps, since: '2024-01-01T00:00:00+08:00', step: 1h}", "36", "2024-01-02T12:00:00+08:00"),
        ("{columns: [t], as: steps, since: '2024-01-01T00:00:00+08:00', step: 366d}", "999999999", "feed.time_range"),
        ("{columns: [t], as: steps, since: '2024-01-01T00:00:00+08:00', step: 1d}", "1.5", "feed.number"),
    ],
)
def test_times(at: str, cell: str, expected: str) -> None:
    """Formats of one's own go before the usual ones; steps count from an instant; none runs off the calendar."""
    try:
        found = layout("t", at).read([cell])[0].isoformat()
    except (FeedError, EventError) as error:
        found = error.code
    assert expected == found


def test_a_clock_that_goes_wrong() -> None:
    """The offset is added to every time of the feed."""
    wrong = layout(
        "t,u",
        "{columns: [t], as: time}",
        "pushed_at: {columns: [u], as: time}",
        kind="lead",
        more="clock_offset: '-90s'\n",
    )
    at, data = wrong.read(["2024-01-15 09:31:30", "2024-01-15 09:00:00"])
    assert ("2024-01-15T09:30:00+08:00", "2024-01-15T08:58:30+08:00") == (at.isoformat(), data["pushed_at"])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("65", "09:31:05"), ("1:05", "09:31:05"), ("00:01:05", "09:31:05"), ("1分5秒", "09:31:05"), ("", "09:30:00"), ("999999999999999", "feed.duration"), ("-5", "feed.duration"), ("x", "feed.number")],
)  # fmt: skip
def test_a_call_is_known_when_it_ends(cell: str, expected: str) -> None:
    """The length is added to the start; one that no call has is refused, a missing one adds nothing."""
    calls = layout(
        "t,d", "{columns: [t], as: time, plus: duration_s}", "duration_s: {columns: [d], as: duration}", kind="call"
    )
    try:
        found = calls.read(["2024-01-15 09:30:00", cell])[0].isoformat()[11:19]
    except FeedError as error:
        found = error.code
    assert expected == found


@pytest.mark.parametrize(
    ("unit", "header", "expected"),
    [("fen", "a", "12.34"), ("wan", "a", "1234万"), ("fen", "a(元)", "1234"), ("yuan", "a(分)", "12.34")],
)
def test_the_header_goes_before_the_unit_of_the_mapping(unit: str, header: str, expected: str) -> None:
    """What stands in the file is nearer to its cells."""
    money = layout(f"t,{header}", "{columns: [t], as: time}", f"amount: {{columns: [a], as: money, unit: {unit}}}")
    assert expected == money.read(["2024-01-15 09:30:00", "1234"])[1]["amount"]


def test_words_for_flags_and_fixed_values() -> None:
    """A flag may be told in words; a value of all rows is of the field's type."""
    fields = "device.in_call: {columns: [c], as: word, words: {'true': [在], 'false': [不在]}}\nperson.age: {value: '70'}\ndevice.is_new: {value: 'false'}\ncurrency: {value: CNY}"
    data = layout("t,c", "{columns: [t], as: time}", fields).read(["2024-01-15 09:30:00", "在"])[1]
    assert {
        "device": {"in_call": True, "is_new": False},
        "person": {"age": 70},
        "currency": "CNY",
    }.items() <= data.items()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("户主手机：[138 0000]", "138"),
        ("户主手机,13800000001", "13800000001"),
        ("户主手机: 13800000001；网点：甲", "13800000001"),
        ("户主手机说明如下", None),
        ("户主手机：1.38E+10", None),
        ("没有", None),
    ],
)
def test_what_stands_before_the_header(line: str, expected: str | None) -> None:
    """The value behind the word and a sign; prose is none, and a number that is spoilt is left out and counted."""
    found = layout("t", "{columns: [t], as: time}", "person.ids.phone: {preamble: [户主手机], as: phone}")
    found.stood_before(["导出说明", line])
    assert expected == found.read(["2024-01-15 09:30:00"])[1].get("person", {}).get("ids", {}).get("phone")
    assert ("E+" in line) == bool(found.unmapped)


def test_a_word_that_is_not_counted() -> None:
    """`unknown: silent` leaves out what most cells hold without a count."""
    fields = "payee.kind: {columns: [n], as: word, words: {wallet: [财付通]}, contains: true, unknown: silent}\ndirection: {value: out}"
    found = layout("t,n", "{columns: [t], as: time}", fields)
    assert "payee" not in found.read(["2024-01-15 09:30:00", "张三"])[1]
    assert not found.unmapped

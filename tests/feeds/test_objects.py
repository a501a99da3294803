"""JSON lines that are rows of a table and no events."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from fraudguard.errors import FeedError
from fraudguard.feeds.objects import read_object
from fraudguard.feeds.reader import Feed, Row
from fraudguard.feeds.reject import Reject

Make = Callable[..., Feed]
Split = Callable[..., tuple[list[Row], list[Reject]]]
ROW = {"TransactionSerial": "S1", "TransactionTime": "20240115093000", "CardNumber": 6217000000000000004, "BorrowingSigns": "借",
       "TransactionAmount": 1200.5, "TransactionStatus": "成功"}  # fmt: skip


def lines(*objects: dict[str, Any]) -> str:
    """One object a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


def test_names_of_a_known_layout(feed: Make, split: Split) -> None:
    """An object whose names are a layout's columns is a row of it; a card written as a number keeps its digits."""
    source = feed(lines(ROW))
    rows, rejects = split(source.rows())
    assert ([], "platform-100405") == (rejects, source.layout_name)
    assert ("6217000000000000004", "1200.5", "out") == tuple(
        rows[0].data[name] for name in ("account", "amount", "direction")
    )


def test_names_that_are_left_out_or_come_later(feed: Make, split: Split) -> None:
    """What an object leaves out is an empty cell; a name that comes later is read from there on; events may stand between."""
    short = {name: value for name, value in ROW.items() if name not in {"TransactionStatus", "TransactionAmount"}}
    event = {"kind": "message", "at": "2024-01-15T09:30:00+08:00", "text": "t"}
    rows, rejects = split(
        feed(lines(ROW, short, event, ROW | {"TransactionRemark": "货款", "TransactionSerial": "S2"})).rows()
    )
    assert [(2, "feed.cell_missing")] == [(reject.line, reject.code) for reject in rejects]
    assert [None, None, "货款"] == [row.data.get("memo") for row in rows]
    assert "status" in rows[0].data


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"CardNumber": 6.217e18}, "event.mangled_number"),
        ({"TransactionAmount": None}, "feed.cell_missing"),
        ({"BorrowingSigns": True}, "feed.word"),
    ],
)
def test_values_that_are_no_text(feed: Make, split: Split, change: dict[str, Any], code: str) -> None:
    """Numbers in scientific form, nothing and truth values are read as a cell with that text would be."""
    _, rejects = split(feed(lines(ROW, ROW | change)).rows())
    assert [code] == [reject.code for reject in rejects]


def test_parts_and_lists(feed: Make, split: Split) -> None:
    """Parts are columns with dots; words left out are counted once for all shapes."""
    rows, _ = split(feed(lines({"付款": {"x": 1}, **ROW, "TransactionRemark": ["a", "b"]})).rows())
    assert "a;b" == rows[0].data["memo"]
    source = feed(lines(ROW | {"TransactionStatus": "?"}, ROW | {"TransactionStatus": "?", "MAC": "m"}))
    split(source.rows())
    assert source.layout is not None
    assert {"status": 2} == dict(source.layout.unmapped)


def test_names_of_no_layout(feed: Make, split: Split) -> None:
    """An object that is neither an event nor a row says so."""
    _, rejects = split(feed(lines({"a": 1, "b": 2})).rows())
    assert ["event.kind_missing"] == [reject.code for reject in rejects]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[1]", "feed.json_object"),
        ('{"a": NaN}', "feed.json_number"),
        ('{"a": 1, "a": 2}', "feed.json_twice"),
        ("{", "feed.json"),
    ],
)
def test_what_is_no_object(text: str, code: str) -> None:
    """One object a line, each name once, numbers that are numbers."""
    with pytest.raises(FeedError) as caught:
        read_object(text)
    assert code == caught.value.code

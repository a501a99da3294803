"""JSON lines read as tables say the same as line by line, clean or not."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.test_vector_reader import by_rows, by_vectors
from fraudguard.events import FIELDS, KINDS
from fraudguard.feeds.reader import open_feed
from fraudguard.feeds.vector_objects import ObjectTables

CARD, PAPER = "6217000000000000004", "110101199003070011"
GOOD: dict[str, tuple[Any, ...]] = {
    "bool": (True, False, None),
    "number": (0, 1, 35, 2.5, None),
    "money": (12.5, 1200, 0.07, 135.44, "12.50", None),
    "time": ("2024-01-15T09:30:00+08:00", None),
    "text": ("备注", "S1", "x-y_z", "", None),
    "texts": (["a.example", "b.example"], [], None),
}
BY_PATH: dict[str, tuple[Any, ...]] = {
    "person.ids.account": (CARD, "6222020000000000018", None),
    "person.ids.id_card": (PAPER, "110***********0011", None),
    "person.ids.phone": ("13800000002", "02458612009", None),
    "payee.account": (CARD, "6217000000000000000"),
    "peer": ("13800000001", "95588", "未知号码", None),
    "text": ("您好", "我的验证码是 123456", "订单 88 已发", None),
    "person.key": ("P7", None),
}
ODD = (
    None, "", " ", "-", "无", "NULL", 0, -1, 5, 10**15, 10**30, 1.005, -2.5, 1e22, 5e-324, True, False, "true", "是", [], ["a"], [1], [None], {}, {"a": 1},
    "12.50", "1,200.50", "1.26万", "¥3", "１２", "6.217E+18", 6217000000000000004, 6217000000000000000, "2024-01-15 09:30:00", "2024-01-15T09:30:00",
    "2024-01-15T24:00:00+08:00", "2024-02-30T00:00:00+08:00", "1969-01-01T00:00:00Z", "2024-01-15T09:30:00.1234567+08:00", 1705282200, " x ", "　甲　",
    "a\u200b", "é", "\x85a", "\t", "\x00", "x" * 300, '\\":', 'a":b', "张三", "张 三", "138 0000 0001", "+86 13800000001", "transaction", "in", "ended",
)  # fmt: skip
TIMES = (
    "2024-01-15T09:30:00+08:00",
    "2024-01-15T09:30:00.25-05:30",
    "2024-01-16T00:30:00Z",
    "2023-12-31T16:02:27.145671+00:00",
)


def good(kind: str, path: str) -> st.SearchStrategy[Any]:
    """A value that means something to a field."""
    spec = FIELDS[kind][path]
    return st.sampled_from(BY_PATH.get(path) or spec.choices or GOOD[spec.type])


@st.composite
def objects(draw: st.DrawFn) -> str:
    """One line: an event in JSON, sometimes with something about it that is not as it should be."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    data: dict[str, Any] = {"kind": kind, "at": draw(st.sampled_from(TIMES))}
    if draw(st.integers(0, 5)):
        data["id"] = draw(st.sampled_from(("e1", "e2", "bank:0:77", " e3")))
    odd = draw(st.integers(0, 3)) == 0
    for path in draw(st.lists(st.sampled_from(sorted(set(FIELDS[kind]) - {"kind", "id", "at"})), max_size=8)):
        *outer, last = path.split(".")
        part = data
        for name in outer:
            inner = part.setdefault(name, {})
            part = inner if isinstance(inner, dict) else {}
        part[last] = draw(st.sampled_from(ODD) if odd and draw(st.booleans()) else good(kind, path))
    if draw(st.integers(0, 9)) == 0:
        data["extra"] = draw(st.dictionaries(st.sampled_from(("a", "b", "c.d", "")), st.sampled_from(ODD), max_size=2))
    if draw(st.integers(0, 19)) == 0:
        data[draw(st.sampled_from(("person.key", "unknown", "at", "kind", "id", "person")))] = draw(
            st.sampled_from(ODD)
        )
    return spoilt(json.dumps(data, ensure_ascii=draw(st.booleans())), draw(st.integers(0, 40)))


def spoilt(line: str, how: int) -> str:
    """A line as it is, or with one thing wrong in its writing."""
    match how:
        case 0:
            return line[:-1] + ', "id": "twice"}'
        case 1:
            return line[:-1] + ', "id" : "twice"}'
        case 2:
            return line[:-1]
        case 3:
            return line[:-1] + ', "amount": NaN}'
        case 4:
            return line.replace('": ', '" : ')
        case 5:
            return "[" + line + "]"
        case 6:
            return line.replace("e1", "e\\ud800")
        case 7:
            return line.replace("e1", "e\t1")
        case 8:
            return ""
        case 9:
            return "\ufeff" + line
        case 10:
            return line[:-1] + ', "person": {"key": "a", "key": "b"}}'
        case 11:
            return line + " x"
    return line


@given(lines=st.lists(objects(), max_size=12))
@settings(max_examples=150, deadline=None)
@example(
    lines=['{"kind": "message", "id": "a", "at": "2024-01-16T00:30:00Z", "text": "验证码 123456", "is_otp": false}']
)
def test_tables_say_what_single_lines_say(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    """Events, ids, persons, places, rejects and counts are equal."""
    folder = tmp_path_factory.mktemp("objects")
    path = folder / "feed.jsonl"
    path.write_bytes("\n".join(['{"first": 1}', *lines]).encode("utf-8", "surrogatepass"))
    one, other = (open_feed(path, 0, folder / "spool", (), "en") for _ in range(2))
    expected, got = by_rows(one), by_vectors(other, 1 << 20)
    assert expected[0] == got[0]
    assert sorted(map(str, expected[1])) == sorted(map(str, got[1]))
    assert one.skipped == other.skipped


def test_plain_events_are_read_as_tables(tmp_path: Path) -> None:
    """None of them needs a second look: the tables are not empty and nothing in them is dirty."""
    event = {
        "kind": "transaction",
        "id": "e{n}",
        "at": TIMES[3],
        "amount": 135.44,
        "direction": "out",
        "source": "bank",
    }
    parts = {"person": {"ids": {"phone": "16400000292"}, "age": 23}, "device": {"is_new": False}, "memo": None}
    line = json.dumps({**event, **parts}, ensure_ascii=False)
    path = tmp_path / "feed.jsonl"
    path.write_text("\n".join(line.replace("{n}", str(n)) for n in range(5)))
    feed = open_feed(path, 0, tmp_path / "spool", (), "en")
    (table,) = ObjectTables().read(list(feed.source.lines()))
    assert not table.dirty.any()
    assert table.values["amount"].to_list() == [13_544] * 5
    assert len(by_vectors(feed, 1 << 20)[0]) == 5


def test_an_id_that_is_a_list_is_rejected(tmp_path: Path) -> None:
    """It used to stop the run."""
    path = tmp_path / "feed.jsonl"
    path.write_text('{"kind": "call", "at": "2024-01-15T09:30:00+08:00", "id": []}')
    feed = open_feed(path, 0, tmp_path / "spool", (), "en")
    events, rejects = by_rows(feed)
    assert (events, [one.code for one in rejects]) == ({}, ["feed.id"])

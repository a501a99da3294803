"""The reader of many rows and the reader of single ones say the same of every feed, clean or not."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.errors import EventError
from fraudguard.events import FIELDS, People, from_microseconds, parse_event, resolve
from fraudguard.events.catalogue import read
from fraudguard.feeds.mapping_files import load_mapping, shipped_mappings
from fraudguard.feeds.reader import Feed, open_feed
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.vector_reader import VectorReader, event_in

CARD, OTHER, PAPER = "6217000000000000004", "6222020000000000018", "110101199003070011"
CELLS = (
    "", "", "-", "无", "NULL", "0", "00", "01", "1", "9999", "-5", "12.5", "1,200.50", "1.26万", "（5.00）", "12,00", "１２", "¥3",
    "2024-01-15 09:30:00", "2024-01-15T09:30:00", "2024/01/15 09:30:00", "2024/1/5 9:3", "20240115093000", "2024-01-15",
    "2024-01-15T09:30:00+08:00", "2024-01-15T09:30:00.25-05:30", "2024-02-30 00:00:00", "1999-01-01 00:00:00", "24:00:00",
    "093000", "93000", "09:30:00", "1705282200", "45306.5", "2024-01-15 24:00:00", "2024-01-15 09:30:60", "2024年1月15日 上午9:30",
    CARD, OTHER, PAPER, f"'{CARD}", f"\t{CARD}", "6.217E+18", "6217000000000000000", "621700000000001.0", "6217 0000 0000 004",
    "110101199003070012", "11010119900307001x", "110***********0011", "13800000001", "+86 138-0000-0001", "0591-12345678",
    "借", "贷", "出", "进", "收入", "支出", "成功", "失败", "处理中", "冲正", "手机银行转账", "ATM取现", "人民币", "USD", "是", "否", "Y",
    "张三", "张 三", "张·三", "财付通支付科技", " x ", "　甲　", "a\u200b", "é", "\x85a", "合计", "x" * 300, "S1", "S2", "T+1", "6217.0",
    "个人", "企业", "2030-01-01T00:00:00+08:00", "transaction", "call", "message", "retraction", "out", "in", "ended", "1:05", "65",
    "true", "1e3", "https://a.example;b.example", "a\\b", "sms", "我的验证码是 123456",
)  # fmt: skip
"""What cells of feeds hold, the dirt of DOMAIN 10.9 among it."""

TIMES = ("2024-01-15 09:30:00", "2024-01-15 09:30:01", "2024-01-16T10:00:00", "2024/01/15 09:30:00", "20240115093000")
ISO = ("2024-01-15T09:30:00+08:00", "2024-01-15T09:30:00.5+08:00", "2024-01-16T00:30:00Z")
BY_READING = {
    "time": TIMES, "steps": ("1", "2"), "day": ("2024-01-01", "2024/1/2"), "money": ("12.50", "1200", "1.26万", ""),
    "balance": ("0", "12.5", "-3", ""), "account": (CARD, OTHER, ""), "phone": ("02458612009", "13800000002", "u1"),
    "id_card": (PAPER, "", "110***********0011"), "number": ("1", "35", ""), "flag": ("是", "0", ""), "duration": ("65", "1:05", "0"),
    "name": ("张三", "张 三", "某某有限公司"), "text": ("", "S1", "备注 1", "x-y_z", "A1"), "list": ("a.example;b.example", ""),
}  # fmt: skip
BY_FIELD = {
    "kind": ("transaction", "transaction", "call"), "at": (*TIMES, *ISO), "id": ("e1", "e2", "", "e 3"), "txn_id": ("T1", "T2", ""),
    "direction": ("out", "in"), "call_id": ("", ""), "peer": ("", "", "13800000001"), "duration_s": ("", "", "5"), "url_hosts": ("",),
    "text": ("", "您好"), "is_otp": ("", ""), "payee.opened_on": ("2024-01-01", ""), "device.is_new": ("是", ""), "person.age": ("", "35"),
}  # fmt: skip
PEOPLE = People.from_text(f"person,type,value,from,to\nP1,account,{CARD},,\nP2,phone,13800000002,2024-01-16,\n")
FIELD_TABLE = (
    "id", "kind", "at", "source", "person.ids.id_card", "person.ids.account", "person.age", "direction", "amount", "txn_id", "memo",
    "payee.account", "payee.opened_on", "device.is_new", "call_id", "peer", "duration_s", "url_hosts", "text", "is_otp", "person.key",
)  # fmt: skip


def tables() -> list[tuple[str, list[str], list[tuple[str, ...]]]]:
    """Name, header and good cells of each column, of every layout that is shipped, of the examples, and of fields."""
    made = []
    own = [load_mapping(path) for path in sorted(Path("examples/mappings").glob("*.yaml"))]
    for mapping in (*shipped_mappings(), *own):
        header: dict[str, tuple[str, ...]] = {}
        for entry in mapping.fields.values():
            good = (*entry.table, "") if entry.reading == "word" else BY_READING[entry.reading]
            for name in entry.columns[:2]:
                header.setdefault(name, good)
            for name in (*entry.date[:1], *entry.begin[:1]):
                header.setdefault(name, ("2024-01-15", "") if entry.date else TIMES)
        for name, words in (*mapping.only.items(), *mapping.retracts.items()):
            header[name] = (*words, *words, "") if name in mapping.only else ("", "", *words)
        made.append((mapping.name, list(header), list(header.values())))
    single = [
        name
        for name in FIELD_TABLE
        if name not in ("kind", "call_id", "peer", "duration_s", "url_hosts", "text", "is_otp")
    ]
    for name, header_of in (("fields", list(FIELD_TABLE)), ("payments", single)):
        made.append((name, header_of, [BY_FIELD.get(path, _good(path)) for path in header_of]))
    return made


def _good(path: str) -> tuple[str, ...]:
    return BY_READING[
        "account" if "account" in path else "id_card" if "id_card" in path else "money" if path == "amount" else "text"
    ]


TABLES = tables()


@st.composite
def texts(draw: st.DrawFn) -> tuple[bytes, str]:
    """A table of one layout as a file in some encoding, with rows that are plain and rows that are not."""
    name, header, columns = draw(st.sampled_from(TABLES))
    lines = [",".join(header)]
    for _ in range(draw(st.integers(0, 14))):
        dirt = draw(st.sampled_from((0.0, 0.0, 0.03, 0.4)))
        row = [draw(cells(good, dirt)) for good in columns]
        shape = draw(
            st.sampled_from(
                ("plain",) * 20 + ("quoted", "short", "long", "odd quote", "open quote", "header", "blank", "twice")
            )
        )
        if shape == "header":
            other = draw(st.sampled_from([header, [*header, "多余"], draw(st.sampled_from(TABLES))[1]]))
            lines.append(",".join(other))
        elif shape == "blank":
            lines.append(draw(st.sampled_from(("", " ", "," * (len(header) - 1), "合计,3", "以上为明细"))))
        else:
            lines += _shaped(row, shape)
    broken = draw(st.sampled_from(("\n", "\n", "\r\n")))
    text = broken.join(lines) + draw(st.sampled_from((broken, "")))
    codec = draw(st.sampled_from(("utf-8", "gb18030")))
    data = text.encode(codec, "replace")
    if draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.sampled_from((b"\xff", b"\x00", b"\r", b'"', b"\xe5"))) + data[place:]
    return data, name


def cells(good: tuple[str, ...], dirt: float) -> st.SearchStrategy[str]:
    """A cell of a column, mostly one that means something to it."""
    clean = st.sampled_from(good or ("",))
    return (
        clean
        if dirt == 0.0
        else st.integers(0, 99).flatmap(lambda n: st.sampled_from(CELLS) if n < dirt * 100 else clean)
    )


def _shaped(row: list[str], shape: str) -> list[str]:
    plain = ",".join(row)
    if shape == "quoted":
        written = io.StringIO()
        csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="").writerow([*row[:-1], row[-1] + ",x"])
        return [written.getvalue()]
    return {
        "short": [",".join(row[:-1])], "long": [plain + ",", plain + ",x"], "odd quote": [plain.replace("1", '"', 1)],
        "open quote": [",".join([*row[:-1], f'"{row[-1]}']), 'x"'], "twice": [plain, plain],
    }.get(shape, [plain])  # fmt: skip


def by_rows(feed: Feed) -> tuple[dict[int, Any], list[Reject]]:
    """What the reader of rows and the door say: by line the event as plain data and its row; rejects."""
    events, rejects = {}, []
    for item in feed.rows():
        if isinstance(item, Reject):
            rejects.append(item)
            continue
        number = "000001" if item.counted else ""
        try:
            event = parse_event({**item.data, "id": item.id + number, "at": from_microseconds(item.at)})
        except EventError as error:
            rejects.append(feed.reject(error, item.line, item.offset, item.size))
            continue
        whole = resolve(event, PEOPLE).replaced(id=item.id)
        events[item.line] = _told(whole, item.counted, item.offset, item.size)
    return events, rejects


def by_vectors(feed: Feed, block: int) -> tuple[dict[int, Any], list[Reject]]:
    """The same from tables."""
    events, rejects, rows = {}, [], 0
    for part in VectorReader(feed, PEOPLE, block).parts():
        rows += part.rows
        rejects += part.rejects
        for kind, frame in part.frames.items():
            for row in frame.iter_rows(named=True):
                event = event_in(kind, row, PEOPLE)
                assert row["_line"] not in events
                events[row["_line"]] = _told(event, row["_counted"], row["_offset"], row["_size"])
    assert rows == len(events) + len(rejects)
    return events, rejects


def _told(event: Any, *where: object) -> tuple[object, ...]:
    """What an event says, its instants without the zones they were written in."""
    said = {path: value for path in FIELDS[event.kind] if (value := read(event, path)) is not None}
    return (said, event.extra, *where)


def same(data: bytes, folder: Path, block: int, mappings: Sequence[Any] = ()) -> None:
    """Both readers agree on a file."""
    path = folder / "feed.csv"
    path.write_bytes(data)
    try:
        one = open_feed(path, 0, folder / "spool", mappings, "en")
        expected = by_rows(one)
    except Exception as error:  # noqa: BLE001 - whatever it is, both raise it
        with pytest.raises(type(error)):
            by_vectors(open_feed(path, 0, folder / "spool", mappings, "en"), block)
        return
    other = open_feed(path, 0, folder / "spool", mappings, "en")
    if one.layout is None:
        return  # JSON lines, or nothing
    got = by_vectors(other, block)
    assert expected[0] == got[0]
    assert sorted(map(str, expected[1])) == sorted(map(str, got[1]))
    assert one.skipped == other.skipped
    assert one.layout.unmapped == other.layout.unmapped
    assert one.layout_name == other.layout_name


OWN = tuple(load_mapping(path) for path in sorted(Path("examples/mappings").glob("*.yaml")))


@given(table=texts(), block=st.sampled_from((40, 700, 1 << 20)))
@settings(max_examples=60, deadline=None)
def test_both_readers_agree(tmp_path_factory: pytest.TempPathFactory, table: tuple[bytes, str], block: int) -> None:
    """Events, ids, persons, places, rejects and counts of random tables of all layouts are equal."""
    same(table[0], tmp_path_factory.mktemp("same"), block, OWN)


def test_a_last_line_of_unreadable_bytes_is_a_line(tmp_path: Path) -> None:
    """A file cut off in the middle of a character has a last line all the same, which is rejected."""
    head = "txn_id,at,direction,amount,payee.account,memo\n"
    rows = f"T1,2024-01-15 09:30:00,out,5.00,{OTHER},备注\n" * 50
    same((head + rows).encode() + "张".encode()[:1], tmp_path, 1 << 20)
    feed = open_feed(tmp_path / "feed.csv", 0, tmp_path / "spool", (), "en")
    assert [reject.line for reject in by_vectors(feed, 1 << 20)[1]] == [52]


def test_cells_left_out_before_a_second_header_are_counted(tmp_path: Path) -> None:
    """A balance below zero is counted as left out, also when its block goes on under another header."""
    mapping = next(one for one in shipped_mappings() if one.name == "platform-100405")
    names = [*(column for entry in mapping.fields.values() for column in entry.columns[:1])]
    cells = {"TransactionTime": "2024-01-15 09:30:00", "CardNumber": CARD, "TransactionAmount": "5.00",
             "AccountBalance": "-3", "BorrowingSigns": "D", "OpponentAccountNumber": OTHER}  # fmt: skip
    row = [cells.get(name, "") for name in names]
    lines = [names, row, names[::-1], row[::-1]]
    data = "\n".join(",".join(line) for line in lines).encode()
    same(data, tmp_path, 1 << 20, OWN)
    feed = open_feed(tmp_path / "feed.csv", 0, tmp_path / "spool", OWN, "en")
    by_vectors(feed, 1 << 20)
    assert feed.layout is not None
    assert feed.layout.unmapped == {"balance_after": 2}

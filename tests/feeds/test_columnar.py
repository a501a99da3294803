"""A feed scored as columns says what it says event by event, and is begun again by events where columns cannot answer."""

import json

import pytest

from fraudguard.errors import UsageError
from fraudguard.feeds import score_feed
from fraudguard.feeds.merging import MergedTables
from fraudguard.feeds.vector_reader import VectorReader

KEY = b"a key for tests only"
EXAMPLE = "examples/bank_alerts.csv"


def lines(path, rows):
    """A feed of plain events."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def payment(number, **other: object):
    """A payment of one person."""
    return {
        "id": f"p{number}",
        "kind": "transaction",
        "at": f"2025-01-06T10:{number:02d}:00+08:00",
        "person": {"ids": {"account": "6217000000000001"}},
        "direction": "out",
        "amount": 100 + number,
        **other,
    }


def both(feed, folder, **how: object):
    """The results of both engines."""
    return (
        score_feed([feed], to=folder / "events", key=KEY, **how),
        score_feed([feed], to=folder / "columns", key=KEY, engine="columns", **how),
    )


def test_the_example_feed_gives_the_same_tickets_and_findings(tmp_path):
    """The ticket files are equal to the byte; findings are equal but for the words of those that concern nobody."""
    events, columns = both(EXAMPLE, tmp_path)
    texts = [(one.folder / "tickets.jsonl").read_text("utf-8") for one in (events, columns)]
    assert texts[0] == texts[1] != ""
    plain = [name for name in events.findings.columns if name not in ("because", "quotes", "conditions", "chain")]
    tables = [one.findings.sort("event_id", "rule").select(plain) for one in (events, columns)]
    assert tables[0].equals(tables[1])
    assert columns.summary["engine"] == "columns"


def test_the_books_are_the_same(tmp_path):
    """Rows read, scored, doubled and rejected are counted alike, and so are findings and levels."""
    rows = [payment(1), payment(2), payment(2), payment(3, amount=-5), payment(4)]
    events, columns = both(lines(tmp_path / "a.jsonl", rows), tmp_path)
    same = ("read", "scored", "duplicates", "retracted", "rejected", "findings", "shadow_findings", "tickets", "kinds")
    assert {name: events.summary[name] for name in same} == {name: columns.summary[name] for name in same}
    assert (columns.summary["scored"], columns.summary["duplicates"], columns.summary["rejected"]) == (3, 1, 1)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (payment(2, amount=999), "correction"),
        ({"id": "r", "kind": "retraction", "at": "2025-01-06T11:00:00+08:00", "target": "p1"}, "retraction"),
    ],
)
def test_a_feed_that_takes_events_back_is_begun_again_by_events(tmp_path, last, why):
    """The summary says why, and the books are those of the other engine."""
    events, columns = both(lines(tmp_path / "a.jsonl", [payment(1), payment(2), last]), tmp_path)
    assert (columns.summary["engine"], columns.summary["not_by_columns"]) == ("events", why)
    assert columns.summary["scored"] == events.summary["scored"]
    assert columns.summary["read"] == 3


def test_history_is_seen_and_not_scored(tmp_path):
    """Rows of a history fill windows in tables too, and open nothing."""
    before = lines(tmp_path / "before.jsonl", [payment(number) for number in range(1, 5)])
    feed = lines(tmp_path / "a.jsonl", [payment(number) for number in range(5, 9)])
    events, columns = both(feed, tmp_path, history=[before])
    assert columns.summary["scored"] == 4
    assert events.findings.sort("event_id", "rule")["rule"].equals(columns.findings.sort("event_id", "rule")["rule"])


def test_what_columns_cannot_do_is_refused(tmp_path):
    """A state, an order of arrival and an unknown engine are refused before anything is read."""
    for how in ({"engine": "columns", "state": tmp_path / "s"}, {"engine": "columns", "order": "arrival"}):
        with pytest.raises(UsageError) as caught:
            score_feed([EXAMPLE], to=tmp_path / "out", **how)
        assert caught.value.code == "feed.engine_columns"
    with pytest.raises(UsageError) as caught:
        score_feed([EXAMPLE], to=tmp_path / "out", engine="fast")
    assert caught.value.code == "feed.engine"


HEADER = "交易流水号,交易时间,交易卡号,收付标志,交易金额,交易余额,对手户名,交易对手账卡号,交易是否成功,摘要说明"
SAME = ("read", "scored", "duplicates", "retracted", "rejected", "findings", "shadow_findings", "tickets", "ticket_changes",
        "kinds", "rejects", "settled", "out_of_date", "told_by_two_feeds", "suspected_duplicates", "without_person", "top_scams",
        "top_rules", "kinds_never_seen", "first_event_at", "last_event_at", "feeds", "history")  # fmt: skip


def detail(
    number, *, at="2025-01-06 10:{:02d}:00", serial="S{}", amount="5000.00", state="成功", card="6217000000000000004"
):
    """A row of a fund investigation."""
    return f"{serial.format(number)},{at.format(number)},{card},出,{amount},,李某,6222020000000000018,{state},"


def table(path, *rows, header=HEADER, codec="gb18030"):  # noqa: ANN002
    """A feed of such rows."""
    path.write_bytes("\n".join([header, *rows, ""]).encode(codec))
    return path


def agree(folder, feeds, **how: object):
    """Both engines give the same tickets, rejects, findings and books."""
    events, columns = (
        score_feed(feeds, to=folder / name, key=KEY, engine=name, **how)  # type: ignore[arg-type]  # one of both
        for name in ("events", "columns")
    )
    assert "columns" == columns.summary["engine"]
    assert {name: events.summary[name] for name in SAME} == {name: columns.summary[name] for name in SAME}
    assert events.tickets == columns.tickets
    assert sorted(map(str, events.rejects)) == sorted(map(str, columns.rejects))
    plain = ["rule", "event_id", "serial", "subject", "at", "level", "actions", "status"]
    tables = [one.findings.sort("event_id", "rule").select(plain) for one in (events, columns)]
    assert tables[0].equals(tables[1])
    return columns


def test_rows_that_come_again_are_known_alike(tmp_path, pack):
    """A row twice, a later status, an older one, equal rows without a serial: as a run by events sees them."""
    rows = [
        detail(1, state="处理中"), detail(1), detail(2), detail(2), detail(3, serial=""), detail(3, serial=""), detail(4, amount="x"),
        detail(2, state="处理中", at="2025-01-06 11:00:00"), detail(5, card="0", serial=""), detail(6, amount="900"),
    ]  # fmt: skip
    found = agree(tmp_path, [table(tmp_path / "a.csv", *rows)], rules=[pack])
    expected = {"duplicates": 2, "settled": 1, "out_of_date": 1, "rejected": 1}
    assert expected == {name: found.summary[name] for name in expected}
    assert 1 == found.summary["suspected_duplicates"]["rows"]


def test_feeds_that_overlap_are_merged_alike(tmp_path, pack):
    """Files out of order, a file read twice, and a history before what is scored."""
    late = table(tmp_path / "late.csv", *(detail(number) for number in range(40, 10, -1)))
    early = table(tmp_path / "early.csv", *(detail(number) for number in range(5, 20)), codec="utf-8")
    before = table(tmp_path / "before.csv", *(detail(number, serial="H{}") for number in range(30)))
    found = agree(tmp_path, [late, early, late], rules=[pack], history=[before])
    assert 30 + 9 == found.summary["duplicates"]


def test_a_payment_told_by_two_feeds_is_known_alike(tmp_path, pack):
    """A wallet and a bank that tell of one payment."""
    bank = table(tmp_path / "bank.csv", *(detail(number) for number in range(1, 9)))
    order = (
        "TransactionSerial,CardNumber,BorrowingSigns,TransactionAmount,TransactionTime,ApplicationID,TransSerialNumber"
    )
    told = [
        f"Q{number},6217000000000000004,借,5000.00,2025010610{number:02d}30,A{number},N{number}"
        for number in range(1, 9)
    ]
    found = agree(tmp_path, [bank, table(tmp_path / "platform.csv", *told, header=order)], rules=[pack])
    assert 0 < found.summary["told_by_two_feeds"]["rows"]


def test_rows_that_wait_on_disk_are_scored_alike(tmp_path, pack, monkeypatch):
    """The order of a feed that is larger than the memory it may have; the summary names it."""
    monkeypatch.setattr(MergedTables.__init__, "__defaults__", (3, *MergedTables.__init__.__defaults__[1:]))
    monkeypatch.setattr(VectorReader.__init__, "__defaults__", (300,))
    feed = table(tmp_path / "a.csv", *(detail(number) for number in (9, 8, 7, 6, 5, 4, 3, 2, 1)))
    found = agree(tmp_path, [feed], rules=[pack])
    assert [str(feed)] == found.summary["sorted_on_disk"]

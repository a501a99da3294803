"""Spreadsheet workbooks as feeds."""

import sys
import zipfile
from pathlib import Path

import pytest

from fraudguard import score_feed
from fraudguard.errors import FeedError
from fraudguard.feeds import workbook
from fraudguard.feeds.reader import Feed, Row, open_feeds
from fraudguard.feeds.reject import Reject
from sheets import Cell, write_workbook

HEADER: list[Cell] = ["流水号", "交易时间", "客户账号", "收付标志", "交易金额"]
CARD = "6217000000000000004"


def row(
    serial: Cell = "T1", at: Cell = "2024-01-15 09:30:00", account: Cell = CARD, amount: Cell = 1200.5
) -> list[Cell]:
    """One payment."""
    return [serial, at, account, "付", amount]


@pytest.fixture
def read(tmp_path: Path):
    """Rows and rejects of a workbook of these sheets, and its feeds."""

    def make(
        sheets: dict[str, list[list[Cell]]], hidden: tuple[str, ...] = ()
    ) -> tuple[list[Row], list[Reject], list[Feed]]:
        path = write_workbook(tmp_path / "feed.xlsx", sheets, hidden)
        feeds = open_feeds(path, 0, tmp_path / "copy", (), "en")
        items = [item for feed in feeds for item in feed.rows()]
        return [i for i in items if isinstance(i, Row)], [i for i in items if isinstance(i, Reject)], feeds

    return make


def test_a_sheet_is_a_table(read) -> None:
    """Texts, numbers and dates become what a bank's CSV would say; the line is the row of the sheet."""
    rows, rejects, feeds = read({"流水": [["导出说明"], HEADER, row(at=("date", 45306.395833)), row("T2", at=45306.5)]})
    assert [] == rejects
    assert [("1200.5", CARD, 3), ("1200.5", CARD, 4)] == [(r.data["amount"], r.data["account"], r.line) for r in rows]
    assert 1_705_282_200_000_000 == rows[0].at
    assert ("workbook", [0]) == (feeds[0].source.form, [feed.number for feed in feeds])


@pytest.mark.parametrize(
    ("account", "amount", "code"),
    [
        (6217000000000000004.0, 5, "event.mangled_number"),
        ("6.217E+18", 5, "event.mangled_number"),
        (1234567890123456.0, 5, "event.mangled_number"),
        (CARD, -5, "feed.sign"),
        (CARD, "#N/A", "feed.cell_missing"),
    ],
)
def test_what_a_spreadsheet_has_spoilt(read, account: Cell, amount: Cell, code: str) -> None:
    """A card held as a number has lost its last digits: refused, not guessed."""
    rows, rejects, _ = read({"流水": [HEADER, row(account=account, amount=amount)]})
    assert ([], [code]) == (rows, [reject.code for reject in rejects])


def test_what_a_spreadsheet_only_bends_is_repaired(read) -> None:
    """Fifteen digits are exact, and a sum of binary fractions is the cents it shows."""
    rows, _, _ = read({"流水": [HEADER, row(serial=123456789012345.0, amount=0.1 + 0.2)]})
    assert ("bank-alerts:transaction:123456789012345", "0.3") == (rows[0].id, rows[0].data["amount"])


def test_midnight_is_a_time(read) -> None:
    """A day without a clock is midnight where the column has clocks, and no time where it has none."""
    rows, rejects, _ = read({"流水": [HEADER, row(at=("date", 45306.0)), row("T2", at=("date", 45306.5))]})
    assert ([], [1_705_248_000_000_000, 1_705_291_200_000_000]) == (rejects, [found.at for found in rows])
    rows, rejects, _ = read({"流水": [HEADER, row(at=("date", 45306.0)), row("T2", at=("date", 45307.0))]})
    assert ([], ["feed.time_date_only"] * 2) == (rows, [reject.code for reject in rejects])


def test_several_sheets(read, tmp_path: Path, pack: Path) -> None:
    """Each visible sheet with a header that is known is a feed of its own; the others are named, hidden ones are not read."""
    sheets = {"一月": [HEADER, row()], "说明": [["制表：某某"]], "二月": [HEADER, row("T2")], "旧": [HEADER, row("T3")]}
    rows, rejects, feeds = read(sheets, hidden=("旧",))
    assert (["bank-alerts:transaction:T1", "bank-alerts:transaction:T2"], []) == ([r.id for r in rows], rejects)
    assert ["[一月]", "[二月]"] == [feed.name[-4:] for feed in feeds]
    assert ["[说明]"] == [name[-4:] for name in feeds[0].left_out]
    summary = score_feed(tmp_path / "feed.xlsx", to=tmp_path / "out", rules=[pack]).summary
    assert (2, 2) == (summary["read"], summary["scored"])
    assert [name[-4:] for name in summary["feeds"][0]["sheets_left_out"]] == ["[说明]"]


def test_no_sheet_with_a_header(read) -> None:
    """A workbook without any table that is known says so as a CSV would."""
    with pytest.raises(FeedError, match=r"feed\.header"):
        read({"甲": [["一", "二"], ["1", "2"]], "乙": [["三"]]})
    with pytest.raises(FeedError, match=r"feed\.no_sheet"):
        read({"甲": [HEADER, row()]}, hidden=("甲",))


def test_an_archive_that_is_no_workbook(tmp_path: Path) -> None:
    """A zip of something else, and one cut off, are refused with words."""
    path = tmp_path / "feed.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
    with pytest.raises(FeedError, match=r"feed\.workbook"):
        open_feeds(path, 0, tmp_path / "copy", (), "en")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(FeedError, match=r"feed\.workbook"):
        open_feeds(path, 0, tmp_path / "copy", (), "en")


def test_a_decompression_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What unpacks to two hundred times its size is not unpacked, even when its index lies about the size."""
    monkeypatch.setattr(workbook, "_SUSPICIOUS", 1 << 16)
    path = tmp_path / "feed.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (4 << 20))
    with pytest.raises(FeedError, match=r"feed\.bomb"):
        open_feeds(path, 0, tmp_path / "copy", (), "en")
    data = path.read_bytes()
    path.write_bytes(data.replace((4 << 20).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(FeedError, match=r"feed\.bomb"):
        open_feeds(path, 0, tmp_path / "copy", (), "en")


def test_more_parts_than_a_workbook_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of countless small parts is no workbook."""
    monkeypatch.setattr(workbook, "_MOST_PARTS", 3)
    with pytest.raises(FeedError, match=r"feed\.bomb"):
        workbook.refuse_bomb(write_workbook(tmp_path / "feed.xlsx", {"甲": [HEADER]}))


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the reader of workbooks the error names the extra and the way to install it."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    path = write_workbook(tmp_path / "feed.xlsx", {"甲": [HEADER]})
    with pytest.raises(FeedError, match=r"fraudguard-rules\[feeds\]"):
        open_feeds(path, 0, tmp_path / "copy", (), "en")

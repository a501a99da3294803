"""A feed looked at before it is scored."""

from pathlib import Path

import pytest

from fraudguard.errors import FeedError
from fraudguard.feeds.check import check_feed
from sheets import write_workbook

HEADER = "流水号,交易时间,客户手机号,客户账号,对方户名,收付标志,交易金额,屏幕共享,网点编号"
GOOD = "T{n},2024-01-15 09:3{n}:00,13800000001,6217000000000000004,王小明,付,1200.5,是,0102"


def write(folder: Path, *rows: str) -> Path:
    """A feed of the bank's layout."""
    path = folder / "feed.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_what_was_recognised(tmp_path: Path) -> None:
    """Layout, columns, what nothing reads, the books, and the time the rows span."""
    path = write(
        tmp_path, GOOD.format(n=0), GOOD.format(n=1), "", GOOD.format(n=2).replace("付", "转"), "合计,,,,,,3601.5,,"
    )
    (report,) = check_feed(path)
    found = report.to_mapping()
    assert ("bank-alerts", "text", "utf-8", ["网点编号"]) == tuple(
        found[k] for k in ("layout", "form", "encoding", "columns_ignored")
    )
    assert (4, 2, 2) == (found["read"], found["accepted"], found["rejected"])
    assert ["交易金额"] == found["columns"]["amount"]
    assert ("2024-01-15T09:30:00+08:00", "2024-01-15T09:31:00+08:00") == (
        found["first_event_at"],
        found["last_event_at"],
    )
    assert {"feed.word": 1, "feed.total_line": 1} == {code: entry["rows"] for code, entry in found["rejects"].items()}
    assert {"header": 1, "blank": 1} == found["lines_skipped"]


def test_rows_are_shown_masked(tmp_path: Path) -> None:
    """Money in yuan, flags as they are read; no number, name or account in full, not in a reason either."""
    (report,) = check_feed(
        write(tmp_path, GOOD.format(n=0), GOOD.format(n=1).replace("1200.5", "-6217000000000000004"))
    )
    (row,) = report.first
    assert {
        "line": 2,
        "amount": "1,200.50",
        "device.screen_sharing": True,
        "payee.name": "王*明",
    }.items() <= row.items()
    shown = str(report.to_mapping())
    assert not [secret for secret in ("13800000001", "6217000000000000004", "王小明") if secret in shown]


def test_ten_rows_and_three_examples_are_enough(tmp_path: Path) -> None:
    """However long a feed is, the report is short."""
    rows = [GOOD.format(n=n % 6) for n in range(30)] + [GOOD.format(n=1).replace("付", "转")] * 7
    (report,) = check_feed(write(tmp_path, *rows))
    assert (10, 7, 3) == (
        len(report.first),
        report.rejects["feed.word"]["rows"],
        len(report.rejects["feed.word"]["examples"]),
    )


def test_the_door_of_events_is_asked_too(tmp_path: Path) -> None:
    """A row that reads well may still be no event."""
    (report,) = check_feed(write(tmp_path, GOOD.format(n=0).replace("1200.5", "一千")))
    assert (0, ["event.money_form"]) == (report.accepted, list(report.rejects))


def test_equal_rows_without_a_serial_are_counted(tmp_path: Path) -> None:
    """They may be two payments or one told twice."""
    row = GOOD.format(n=0).replace("T0,", ",")
    (report,) = check_feed(write(tmp_path, row, row, row))
    assert (3, 2) == (report.accepted, report.equal_rows)


def test_each_sheet_has_a_report(tmp_path: Path) -> None:
    """A workbook of two months is two tables."""
    head: list[str] = ["流水号", "交易时间", "收付标志", "交易金额"]
    sheets = {name: [head, ["1", "2024-01-15 09:30:00", "付", "5"]] for name in ("一月", "二月")}
    reports = check_feed(write_workbook(tmp_path / "feed.xlsx", sheets))
    assert [1, 1] == [report.read for report in reports]


def test_a_mapping_of_ones_own_and_a_file_without_a_header(tmp_path: Path) -> None:
    """What score would say of the header, check says; with a mapping the layout is known."""
    path = tmp_path / "feed.csv"
    path.write_text("when,sum,who\n2024-01-15 09:30:00,5,a\n", encoding="utf-8")
    with pytest.raises(FeedError, match=r"feed\.header"):
        check_feed(path)
    mapping = tmp_path / "own.yaml"
    mapping.write_text(
        "name: own\nkind: transaction\nneed: [at, amount]\nfields:\n  at: {columns: [when], as: time}\n"
        "  amount: {columns: [sum], as: money}\n  currency: {value: CNY}\n",
        encoding="utf-8",
    )
    (report,) = check_feed(path, mapping=[mapping])
    found = report.to_mapping()
    assert ("own", {"currency": "CNY"}, 1) == (found["layout"], found["fixed"], report.accepted)

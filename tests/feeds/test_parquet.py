"""Parquet files as feeds."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from fraudguard.errors import FeedError
from fraudguard.events import from_microseconds, parse_event
from fraudguard.feeds import parquet, tables
from fraudguard.feeds.mapping_files import read_mapping
from fraudguard.feeds.reader import Feed, Row, open_feed
from fraudguard.feeds.reject import Reject

AT = datetime(2024, 1, 15, 9, 30)  # noqa: DTZ001 - a column without a zone
CARD = "6217000000000000004"


@pytest.fixture
def read(tmp_path: Path):
    """Rows and rejects of a frame written as Parquet."""

    def make(columns: dict[str, Any], mappings: tuple[Any, ...] = ()) -> tuple[list[Row], list[Reject], Feed]:
        pl.DataFrame(columns).write_parquet(tmp_path / "feed.parquet")
        feed = open_feed(tmp_path / "feed.parquet", 0, tmp_path / "copy", mappings, "en")
        items = list(feed.rows())
        return [i for i in items if isinstance(i, Row)], [i for i in items if isinstance(i, Reject)], feed

    return make


def test_columns_become_cells(read) -> None:
    """Times, decimals, flags and missing values are read as from a CSV; line 1 is the header."""
    rows, rejects, feed = read(
        {"交易时间": [AT, AT], "流水号": [1, 2], "收付标志": ["付", "收"], "交易金额": [12.1, 1200.0], "客户账号": [CARD, None],
         "屏幕共享": [True, None], "附言": ["一\n二", 'a"b,c']}
    )  # fmt: skip
    assert ([], 2, "parquet") == (rejects, rows[0].line, feed.source.form)
    assert 1_705_282_200_000_000 == rows[0].at
    assert {"amount": "12.1", "account": CARD, "device": {"screen_sharing": True}, "memo": "一 二"}.items() <= rows[
        0
    ].data.items()
    assert ("1200.0", 'a"b,c', None) == (rows[1].data["amount"], rows[1].data["memo"], rows[1].data.get("account"))


def test_parts_of_records_and_lists(read) -> None:
    """A record's parts are fields with dots, a zone is kept, a list is a list."""
    rows, rejects, _ = read(
        {"at": [AT.replace(tzinfo=UTC)], "kind": ["transaction"], "amount": [5.5], "direction": ["out"],
         "payee": [{"account": CARD, "opened_on": date(2023, 12, 1)}], "person": [{"ids": {"phone": "13800000001"}}]}
    )  # fmt: skip
    assert [] == rejects
    event: Any = parse_event({**rows[0].data, "id": "x", "at": from_microseconds(rows[0].at)})
    assert (CARD, "13800000001") == (event.payee.account, event.person.ids.phone)
    assert 1_705_311_000_000_000 == rows[0].at


def test_numbers_that_do_not_hold_an_account(read) -> None:
    """An account in a floating column has lost digits from sixteen on; fifteen are exact."""
    columns = {
        "交易时间": [AT, AT],
        "收付标志": ["付", "付"],
        "交易金额": [1.0, 1.0],
        "客户账号": [6217000000000000004.0, 621700000000001.0],
    }
    rows, rejects, _ = read(columns)
    assert ["621700000000001"] == [row.data["account"] for row in rows]
    assert ["event.mangled_number"] == [reject.code for reject in rejects]


@pytest.mark.parametrize(("name", "amount"), [("amount_fen", "12.34"), ("amount_yuan", "1234")])
def test_whole_numbers_of_money_name_their_unit(read, name: str, amount: str) -> None:
    """A field of money in whole numbers is refused until its column says yuan or fen."""
    columns: dict[str, Any] = {"at": [AT], "kind": ["transaction"], "direction": ["out"]}
    with pytest.raises(FeedError, match=r"feed\.parquet_unit"):
        read({**columns, "amount": [1234]})
    rows, _, _ = read({**columns, name: [1234]})
    assert amount == rows[0].data["amount"]


def test_a_mapping_names_the_unit(read) -> None:
    """A mapping of one's own that reads the column says the unit instead."""
    text = "name: own\nkind: transaction\nneed: [at, amount]\nfields:\n  at: {columns: [at], as: time}\n  amount: {columns: [amount], as: money, unit: fen}\n"
    rows, _, _ = read({"at": [AT], "amount": [1234]}, (read_mapping("own.yaml", text.encode()),))
    assert "12.34" == rows[0].data["amount"]


def test_other_types(read) -> None:
    """Times of day, durations and lists have texts of their own; what has none is left out."""
    columns = {"at": [AT], "kind": ["message"], "text": ["t"], "url_hosts": [["a.example", "b.example"]],
               "x": [time(9, 30)], "y": [timedelta(seconds=65)], "z": [b"\x00\xff"]}  # fmt: skip
    rows, rejects, feed = read(columns)
    assert ([], ["a.example", "b.example"]) == (rejects, rows[0].data["url_hosts"])
    assert "09:30:00,65," == feed.source.path.read_text(encoding="utf-8").splitlines()[1][-12:]


def test_a_table_of_many_parts_is_read_whole(read, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts follow each other without a gap or a second header."""
    monkeypatch.setattr(parquet, "_ROWS", 7)
    many = 22
    rows, rejects, _ = read({"at": [AT] * many, "kind": ["call"] * many, "call_id": [str(n) for n in range(many)]})
    assert ([], [str(n) for n in range(many)]) == (rejects, [row.data["call_id"] for row in rows])


def test_an_empty_table_has_no_rows(read) -> None:
    """Columns without rows are a feed of none."""
    schema = {
        "at": pl.Series([], dtype=pl.Datetime),
        "kind": pl.Series([], dtype=pl.String),
        "text": pl.Series([], dtype=pl.String),
    }
    assert ([], []) == read(schema)[:2]


def test_a_table_that_unpacks_without_end_is_refused(read, monkeypatch: pytest.MonkeyPatch) -> None:
    """One text repeated is small on disk and fills one when it is written out."""
    monkeypatch.setattr(parquet, "LARGEST_TABLE", 1 << 16)
    with pytest.raises(FeedError, match=r"feed\.bomb"):
        read({"at": [AT] * 1000, "kind": ["call"] * 1000, "transcript": ["长" * 1000] * 1000})


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    """What only begins like Parquet is named as damaged."""
    (tmp_path / "feed.parquet").write_bytes(b"PAR1" + b"\x00" * 100)
    with pytest.raises(FeedError, match=r"feed\.parquet"):
        open_feed(tmp_path / "feed.parquet", 0, tmp_path / "copy", (), "en")


def test_a_table_of_text_has_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are counted in bytes while they are written."""
    monkeypatch.setattr(tables, "LARGEST_TABLE", 1 << 16)
    monkeypatch.setattr(tables, "_CHECKED_EVERY", 10)
    with pytest.raises(FeedError, match=r"feed\.bomb"):
        tables.write_table((["x" * 1000] for _ in range(1000)), tmp_path / "table", "feed")

"""From the first byte of a feed to rows and rejects."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fraudguard.errors import FeedError
from fraudguard.events import parse_event
from fraudguard.feeds.mapping_files import load_mapping
from fraudguard.feeds.reader import Feed, Row, open_feed
from fraudguard.feeds.reject import Reject

Make = Callable[..., Feed]
Split = Callable[..., tuple[list[Row], list[Reject]]]

FULL = (
    "交易卡号,交易账号,账户开户名称,开户人证件号码,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,对手户名,"
    "对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易网点代码,交易发生地,交易是否成功,传票号,终端号,IP地址,"
    "MAC地址,对手交易余额,交易流水号,日志号,凭证种类,凭证号,交易柜员号,商户名称,商户号,备注,交易类型,查询反馈结果原因"
)
CELLS = {
    "交易卡号": "6217000000000000004", "开户人证件号码": "110101199003070011", "交易时间": "20240115093000", "交易金额": "1200.5",
    "交易余额": "88.00", "收付标志": "付", "交易对手账卡号": "6222020000000000018", "对手户名": "张三", "摘要说明": "手机银行转账",
    "交易币种": "人民币", "交易是否成功": "成功", "交易流水号": "S1", "IP地址": "10.0.0.1",
}  # fmt: skip


def table(*rows: dict[str, str], header: str = FULL) -> str:
    """A 34-column feed with these cells."""
    names = header.split(",")
    return "\r\n".join([header, *(",".join(row.get(name, "") for name in names) for row in rows)]) + "\r\n"


def test_the_34_columns(feed: Make, split: Split) -> None:
    """An investigation export becomes transactions that the event's door accepts."""
    rows, rejects = split(feed(table(CELLS).encode("gb18030")).rows())
    assert [] == rejects
    row = rows[0]
    assert row.id.startswith("fund-detail:transaction:S1:")
    assert {
        "kind": "transaction", "source": "fund-detail", "txn_id": "S1", "account": "6217000000000000004",
        "person": {"ids": {"id_card": "110101199003070011", "account": "6217000000000000004"}}, "amount": "1200.5",
        "balance_after": "88.00", "currency": "CNY", "direction": "out", "status": "success", "method": "transfer",
        "channel": "mobile_bank", "payee": {"account": "6222020000000000018", "name": "张三"}, "memo": "手机银行转账",
        "device": {"ip": "10.0.0.1"},
    } == row.data  # fmt: skip
    event = parse_event({**row.data, "id": row.id, "at": "2024-01-15T09:30:00+08:00"})
    assert event.at_us == row.at


@pytest.mark.parametrize(
    "header",
    [
        FULL.replace(",", ", "),
        FULL.replace("交易金额", "交易金额（元）"),
        FULL.replace("账户开户名称", "交易户名").replace("开户人证件号码", "交易证件号"),
        "\ufeff" + FULL,
        FULL.replace("交易金额", '"交易\n金额"'),
    ],
)
def test_header_variants(feed: Make, split: Split, header: str) -> None:
    """Blanks, units, a byte order mark, line breaks and other banks' names are the same header."""
    plain = table(CELLS).split("\r\n", 1)[1]
    rows, rejects = split(feed(f"{header}\r\n{plain}").rows())
    assert (1, []) == (len(rows), rejects)
    assert "1200.5" == rows[0].data["amount"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("进", "in"),
        ("收", "in"),
        ("贷", "in"),
        ("入", "in"),
        ("C", "in"),
        ("出", "out"),
        ("付", "out"),
        ("借", "out"),
        ("O", "out"),
        ("Ｄ", "out"),
    ],
)
def test_direction_words(feed: Make, split: Split, word: str, expected: str) -> None:
    """Money into the account is 贷 in the bank's books; the other side is the payer then, else the payee."""
    rows, _ = split(feed(table({**CELLS, "收付标志": word})).rows())
    data = rows[0].data
    assert expected == data["direction"]
    assert {"in": "payer", "out": "payee"}[expected] in data


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"收付标志": ""}, "feed.cell_missing"),
        ({"收付标志": "转"}, "feed.word"),
        ({"交易时间": ""}, "feed.cell_missing"),
        ({"交易时间": "2024-01-15"}, "feed.time_date_only"),
        ({"交易时间": "昨天"}, "event.time_form"),
        ({"交易金额": "-5"}, "feed.sign"),
        ({"交易金额": "NaN"}, "feed.cell_missing"),
        ({"交易卡号": "6.217E+18"}, "event.mangled_number"),
    ],
)
def test_a_bad_row_is_rejected(feed: Make, split: Split, change: dict[str, str], code: str) -> None:
    """The row goes with its line, code, reason and text; the rows around it stay."""
    content = table(CELLS, {**CELLS, **change, "交易流水号": "S2"}, {**CELLS, "交易流水号": "S3"})
    rows, rejects = split(feed(content).rows())
    assert 2 == len(rows)
    assert [(3, code)] == [(reject.line, reject.code) for reject in rejects]
    assert "S2" in rejects[0].raw
    assert rejects[0].reason


def test_unknown_words_of_other_columns_are_left_out(feed: Make, split: Split) -> None:
    """A status nobody knows does not cost the payment; it is counted."""
    source = feed(table({**CELLS, "交易是否成功": "天知道"}))
    rows, rejects = split(source.rows())
    assert ([], False) == (rejects, "status" in rows[0].data)
    assert source.layout is not None
    assert {"status": 1} == dict(source.layout.unmapped)


def test_the_same_person_on_both_sides(feed: Make, split: Split) -> None:
    """Equal identity numbers make the payee the person's own account; a missing one makes nothing."""
    rows, _ = split(
        feed(table({**CELLS, "对手身份证号": "110101199003070011"}, {**CELLS, "开户人证件号码": ""})).rows()
    )
    assert ["self", None] == [row.data["payee"].get("kind") for row in rows]


def test_a_balance_below_zero_is_left_out(feed: Make, split: Split) -> None:
    """An overdraft does not cost the row."""
    rows, rejects = split(feed(table({**CELLS, "交易余额": "-5.00"})).rows())
    assert ([], False) == (rejects, "balance_after" in rows[0].data)


def test_what_stands_around_the_rows(feed: Make, split: Split) -> None:
    """Preambles and blank lines are skipped and counted; repeated headers and sums are rejected by name."""
    header, row = table(CELLS).strip().split("\r\n")
    other = "流水号,交易时间,收付标志,交易金额"
    content = [
        "导出说明", "", header, row, "," * 33, header, "", "合计" + "," * 32 + "1200.5", other, "T1,2024-01-16 08:00:00,进,5",
    ]  # fmt: skip
    source = feed("\n".join(content))
    rows, rejects = split(source.rows())
    assert 2 == len(rows)
    assert ["feed.repeated_header", "feed.total_line", "feed.repeated_header"] == [r.code for r in rejects]
    assert {"preamble": 2, "header": 1, "blank": 2} == dict(source.skipped)
    assert "bank-alerts:transaction:T1" == rows[1].id


def test_rows_of_the_wrong_length(feed: Make, split: Split) -> None:
    """Empty cells too many are fine; cells too few or full ones too many are not."""
    header, row = table(CELLS).strip().split("\r\n")
    rows, rejects = split(feed("\n".join([header, row + ",,", row + ",x", row.rsplit(",", 1)[0]])).rows())
    assert 1 == len(rows)
    assert ["feed.columns", "feed.columns"] == [reject.code for reject in rejects]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(feed: Make, split: Split, delimiter: str) -> None:
    """The delimiter is found by the header."""
    rows, rejects = split(feed(table(CELLS).replace(",", delimiter)).rows())
    assert (1, []) == (len(rows), rejects)


def test_units_in_the_header(feed: Make, split: Split) -> None:
    """Fen and ten thousands of yuan are what the header says, never guessed."""
    content = "流水号,交易时间,收付标志,交易金额({})\nT1,2024-01-16 08:00:00,进,{}\n"
    amounts = []
    for unit, cell in (("元", "12.5"), ("分", "1250"), ("万元", "1.2")):
        rows, _ = split(feed(content.format(unit, cell)).rows())
        amounts.append(rows[0].data["amount"])
    assert ["12.5", "12.50", "1.2万"] == amounts


def test_columns_by_field(feed: Make, split: Split) -> None:
    """A header of field paths needs no mapping; without a kind column the fields say the kind."""
    content = "at,amount,direction,payee.account,person.ids.phone,device.in_call\n2024-01-15 09:30:00,12,out,622,13800000001,true\n"
    rows, rejects = split(feed(content).rows())
    assert [] == rejects
    assert {"kind": "transaction", "amount": "12", "device": {"in_call": True}}.items() <= rows[0].data.items()
    assert parse_event({**rows[0].data, "id": "x", "at": "2024-01-15T09:30:00+08:00"})


def test_kinds_by_column(feed: Make, split: Split) -> None:
    """Rows of several kinds in one table; a row without a kind is rejected."""
    content = "id,kind,at,target,peer\nr1,retraction,2024-01-15T09:30:00+08:00,x,\nc1,call,2024-01-15T09:31:00+08:00,,138\nn1,,2024-01-15 09:30:00,,\n"
    rows, rejects = split(feed(content).rows())
    assert [("r1", "retraction"), ("c1", "call")] == [(row.id, row.data["kind"]) for row in rows]
    assert ["feed.cell_missing"] == [reject.code for reject in rejects]


def test_columns_of_several_kinds(feed: Make) -> None:
    """Fields that could be of many kinds need a kind column."""
    with pytest.raises(FeedError, match=r"feed\.kind"):
        list(feed("at,person.ids.phone,id\n2024-01-15 09:30:00,138,a\n").rows())


def test_an_unknown_header(feed: Make) -> None:
    """A table of something else is refused as a whole, with the ways out."""
    with pytest.raises(FeedError, match=r"--mapping"):
        list(feed("a,b,c\n1,2,3\n").rows())


def test_a_table_without_a_header_does_not_tell_its_numbers(feed: Make) -> None:
    """The first line of a refused file may be somebody's row: numbers in it are masked in the error."""
    with pytest.raises(FeedError) as caught:
        list(feed("6217000000000000004,13800000001,5\n").rows())
    assert not any(number in str(caught.value) for number in ("6217000000000000004", "13800000001"))


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "  \n"])
def test_an_empty_feed_has_no_rows(feed: Make, content: str) -> None:
    """A day without alerts is no error."""
    assert [] == list(feed(content).rows())


def test_json_lines(feed: Make, split: Split) -> None:
    """Events as they are, blank lines aside."""
    line = '{"kind": "call", "id": "c1", "at": "2024-01-15T09:30:00+08:00", "peer": "138"}'
    source = feed(f"\ufeff{line}\n\n{line.replace('c1', 'c2')}\n")
    rows, rejects = split(source.rows())
    assert (["c1", "c2"], []) == ([row.id for row in rows], rejects)
    assert {"kind": "call", "peer": "138"} == rows[0].data
    assert {"blank": 1} == dict(source.skipped)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "feed.json"),
        ("[1]", "feed.json_object"),
        ("17", "feed.json_object"),
        ('{"a": NaN}', "feed.json_number"),
        ('{"a": 1, "a": 2}', "feed.json_twice"),
        ('{"kind": "call", "at": "2024-01-15 09:30"}', "event.time_naive"),
        ('{"kind": "call"}', "event.field_missing"),
        ('{"kind": "call", "at": "2024-01-15T09:30:00Z", "id": 7}', "feed.id"),
        ("[" * 100_000, "feed.json"),
        ('{"a": ' + "9" * 5_000 + "}", "feed.json"),
    ],
)
def test_a_bad_line_of_json_is_rejected(feed: Make, split: Split, line: str, code: str) -> None:
    """What is no event is rejected with a code; the next line is read."""
    good = '{"kind": "call", "id": "c1", "at": "2024-01-15T09:30:00+08:00"}'
    rows, rejects = split(feed(f"{good}\n{line}\n{good}\n").rows())
    assert (2, [(2, code)]) == (len(rows), [(reject.line, reject.code) for reject in rejects])


def test_ids(feed: Make, split: Split) -> None:
    """The event's own id, else source and serial, else source and a digest of the row; equal rows share it."""
    at = '"at": "2024-01-15T09:30:00+08:00"'
    content = [
        f'{{"kind": "call", "id": " own ", {at}}}',
        f'{{"kind": "call", "source": "tel", "call_id": "9", {at}}}',
        f'{{"kind": "transaction", "txn_id": "9", {at}}}',
        f'{{"kind": "settlement", "txn_id": "9", {at}}}',
        f'{{"kind": "settlement", "txn_id": "9", {at}}}',
        f'{{"kind": "settlement", "txn_id": "8", {at}}}',
    ]
    rows, _ = split(feed("\n".join(content)).rows())
    assert ["own", "tel:call:9", "feed:transaction:9"] == [row.id for row in rows[:3]]
    assert rows[3].id == rows[4].id != rows[5].id
    assert [False, False, False, True, True, True] == [row.counted for row in rows]


def test_accounts_do_not_stand_in_ids(feed: Make, split: Split) -> None:
    """An account that belongs to the serial enters the id as a digest, so that two legs differ and nobody reads it."""
    rows, _ = split(feed(table(CELLS, {**CELLS, "收付标志": "收", "交易卡号": "6222020000000000018"})).rows())
    assert rows[0].id != rows[1].id
    assert not any("6217000000000000004" in row.id for row in rows)


def test_rows_can_be_read_again(feed: Make) -> None:
    """A second pass gives the same rows and counts nothing twice."""
    source = feed(table(CELLS, {**CELLS, "收付标志": ""}))
    assert list(source.rows()) == list(source.rows())
    assert {"header": 1} == dict(source.skipped)


def test_a_mapping_of_ones_own(tmp_path: Path, split: Split) -> None:
    """A bank's own layout is read by the file it gives, minus as money going out where it says so."""
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "name: town-bank\nkind: transaction\nneed: [at, amount]\nnegative: out\nfields:\n"
        "  at: {columns: [when], as: time}\n  amount: {columns: [sum], as: money}\n",
        encoding="utf-8",
    )
    path = tmp_path / "feed.csv"
    path.write_text("when,sum\n2024-01-15 09:30:00,-12.5\n2024-01-15 09:31:00,7\n", encoding="utf-8")
    rows, _ = split(open_feed(path, 0, tmp_path / "spool", (load_mapping(mapping),), "en").rows())
    assert [("12.5", "out"), ("7", None)] == [(row.data["amount"], row.data.get("direction")) for row in rows]

"""The catalogue of dirt (DOMAIN 10.9): each of its items is repaired where that is safe, else rejected with its code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fraudguard import score_feed
from fraudguard.errors import EventError
from fraudguard.events import from_microseconds, parse_event
from fraudguard.events.catalogue import read
from fraudguard.feeds.reader import Feed, Row

CARD, OTHER, PAPER = "6217000000000000004", "6222020000000000018", "110101199003070011"
CELLS = {
    "交易流水号": "S1", "交易日期": "", "交易时间": "2024-01-15 09:30:00", "交易卡号": CARD, "开户人证件号码": PAPER, "收付标志": "付",
    "交易金额": "1200.50", "交易余额": "", "对手户名": "李某", "交易对手账卡号": OTHER, "交易是否成功": "成功", "摘要说明": "",
}  # fmt: skip
CALL = {"record_id": "R1", "calling_number": "02458612009", "called_number": "13800000001", "talk_start_time": "2024-01-15 09:30:00",
        "talk_end_time": "2024-01-15 09:31:00"}  # fmt: skip

Look = Callable[..., Any]


def table(*rows: dict[str, str], rename: dict[str, str] | None = None, quote: str = "") -> str:
    """Rows of cells as a CSV."""
    names = list(rows[0])
    header = [(rename or {}).get(name, name) for name in names]
    return (
        "\n".join([",".join(header), *(",".join(f"{quote}{row[name]}{quote}" for name in names) for row in rows)])
        + "\n"
    )


@pytest.fixture
def look(feed: Callable[..., Feed]) -> Look:
    """A field of the only row of a table, or the code with which it is rejected."""

    def at(path: str, cells: dict[str, str], rename: dict[str, str] | None = None) -> Any:
        (item,) = feed(table(cells, rename=rename)).rows()
        if not isinstance(item, Row):
            return item.code
        try:
            event = parse_event({**item.data, "id": item.id, "at": from_microseconds(item.at)})
        except EventError as error:
            return error.code
        return event.at.isoformat() if path == "at" else read(event, path)

    return at


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("6.217E+18", "event.mangled_number"),
        ("6217000000000000000", "feed.rounded_number"),
        ("6217000000000000004.0", "event.mangled_number"),
        ("621700000000001.0", "621700000000001"),
        (f"'{CARD}", CARD),
        (f"\t{CARD}\t", CARD),
        ("6217 0000 0000 0000 004", CARD),
    ],
)
def test_01_cards_through_a_spreadsheet(look: Look, cell: str, expected: str) -> None:
    """Lost digits are never guessed; what only stands around them goes."""
    assert expected == look("account", CELLS | {"交易卡号": cell})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.10101E+17", "event.mangled_number"),
        ("64018119881231999", "event.id_card_length"),
        ("64018119881231999x", "64018119881231999X"),
        ("64018119881231999Ｘ", "64018119881231999X"),
        ("110***********1234", "110***********1234"),
        ("110101199003070012", "event.id_card_check"),
        ("110101199013070011", "event.id_card_check"),
    ],
)
def test_02_identity_papers(look: Look, cell: str, expected: str) -> None:
    """A lost X or a wrong check digit is refused, a masked number kept as masked."""
    assert expected == look("person.ids.id_card", CELLS | {"开户人证件号码": cell})


def test_03_lost_leading_zeros(look: Look) -> None:
    """A clock of digits gets its zero back; an area code does not, because nobody knows which it was."""
    split = CELLS | {"交易日期": "20240115", "交易时间": "93000"}
    assert "2024-01-15T09:30:00+08:00" == look("at", split)
    assert "02458612009" == look("peer", CALL)
    assert "2458612009" == look("peer", CALL | {"calling_number": "2458612009"})


@pytest.mark.parametrize(
    ("path", "column", "cell", "expected"),
    [
        ("account", "交易卡号", "".join(chr(ord(digit) + 0xFEE0) for digit in CARD), CARD),
        ("amount", "交易金额", "１，２００．５０", 120_050),
        ("amount", "交易金额", "\u3000¥1200.50\xa0", 120_050),
        ("direction", "收付标志", "Ｄ", "out"),
        ("payee.account", "交易对手账卡号", f"\u200b{OTHER}\ufeff", OTHER),
        ("at", "交易时间", "２０２４－０１－１５　０９：３０：００", "2024-01-15T09:30:00+08:00"),
    ],
)
def test_04_full_width_and_invisible(look: Look, path: str, column: str, cell: str, expected: object) -> None:
    """Width, blanks of all kinds and characters without a shape change nothing."""
    quoted = f'"{cell}"' if "," in cell else cell
    assert expected == look(path, CELLS | {column: quoted})


@pytest.mark.parametrize(
    ("change", "rename", "expected"),
    [
        ({"交易金额": "120050"}, {"交易金额": "交易金额(分)"}, 120_050),
        ({"交易金额": "1200.50"}, {"交易金额": "交易金额(分)"}, "feed.fen"),
        ({"交易金额": "120050"}, {}, 12_005_000),
        ({"交易金额": "1.2"}, {"交易金额": "交易金额（万元）"}, 1_200_000),
        ({"交易金额": "-1200.50"}, {}, "feed.sign"),
        ({"交易金额": "(1200.50)"}, {}, "feed.sign"),
        ({"收付标志": ""}, {}, "feed.cell_missing"),
        ({"收付标志": "转"}, {}, "feed.word"),
    ],
)  # fmt: skip
def test_05_units_signs_and_directions(
    look: Look, change: dict[str, str], rename: dict[str, str], expected: object
) -> None:
    """The header says the unit; a sign without a meaning and a direction that is not there are refused."""
    assert expected == look("amount", CELLS | change, rename)


@pytest.mark.parametrize(("word", "expected"), [("借", "out"), ("贷", "in"), ("入", "in"), ("O", "out")])
def test_05_debit_and_credit_are_the_banks(look: Look, word: str, expected: str) -> None:
    """贷 is money into the account; a lone O was meant as 出."""
    assert expected == look("direction", CELLS | {"收付标志": word})


@pytest.mark.parametrize(
    ("cell", "name", "kind"),
    [
        ("张 三", "张三", None),
        ("张　三", "张三", None),
        ("买买提•吐尔逊", "买买提·吐尔逊", None),
        ("买买提・吐尔逊", "买买提·吐尔逊", None),
        ("买买提.吐尔逊", "买买提·吐尔逊", None),
        ("张*", "张*", None),
        ("John Smith", "John Smith", None),
        ("某某商贸有限公司", "某某商贸有限公司", None),
        ("某某商贸有限责任公司", "某某商贸有限责任公司", None),
        ("微信支付-财付通", "微信支付-财付通", "wallet"),
        ("支付宝-备付金", "支付宝-备付金", "wallet"),
    ],
)
def test_06_names(look: Look, cell: str, name: str, kind: str | None) -> None:
    """One form for a name, two companies stay two, and a wallet company is no person."""
    cells = CELLS | {"对手户名": cell}
    assert (name, kind) == (look("payee.name", cells), look("payee.kind", cells))


@pytest.mark.parametrize(
    ("word", "expected"),
    [("0", "failed"), ("失败", "failed"), ("01", "failed"), ("冲正", "reversed"), ("00", "success")],
)
def test_07_failed_and_reversed_payments(look: Look, word: str, expected: str) -> None:
    """A payment that failed is not counted as done. (Duplicates and feeds that overlap: test_run, test_matching.)"""
    assert expected == look("status", CELLS | {"交易是否成功": word})


def test_08_columns_that_drift(feed: Callable[..., Feed]) -> None:
    """Titles above the header, a header again in the middle or of another width, and sums cost no payment."""
    first, second = table(CELLS).splitlines(), table(CELLS | {"交易流水号": "S2"}).splitlines()
    other = "交易时间,交易金额,收付标志,交易卡号,交易流水号"
    lines = ["某某银行交易明细", "账户信息,,,,,,,交易信息,,,,", *first, first[0], second[1], "合计,,,,,,2401.00,,,,,", other,
             f"2024-01-16 09:30:00,5,收,{CARD},S3"]  # fmt: skip
    source = feed("\n".join(lines).replace("交易金额", '"交易\n金额"', 1) + "\n")
    items = list(source.rows())
    assert ["S1", "S2", "S3"] == [item.data["txn_id"] for item in items if isinstance(item, Row)]
    assert ["feed.repeated_header", "feed.total_line", "feed.repeated_header"] == [
        i.code for i in items if not isinstance(i, Row)
    ]
    assert 2 == source.skipped["preamble"]


@pytest.mark.parametrize(
    ("cell", "memo"),
    [
        ('"货款,一月"', "货款,一月"),
        ('"他说""好"""', '他说"好"'),
        ('货"款', '货"款'),
        ('"一\n二"', "一\n二"),
        ("货\x00款", "货款"),
    ],
)
def test_09_quotes_breaks_and_zeros_in_a_remark(feed: Callable[..., Feed], cell: str, memo: str) -> None:
    """A remark may hold what separates cells and rows; a lone quote does not swallow the rows after it."""
    rows = list(feed(table(CELLS | {"摘要说明": cell}, CELLS | {"交易流水号": "S2"})).rows())
    assert [memo, None] == [row.data.get("memo") for row in rows if isinstance(row, Row)]


@pytest.mark.parametrize("cell", ["", "0", "9999", "-", "——", "\\N", "NULL"])
def test_10_no_counterparty(look: Look, cell: str) -> None:
    """Cash, fees and interest have none: the account is missing, the payment counts."""
    cells = CELLS | {"交易对手账卡号": cell, "对手户名": ""}
    assert (None, 120_050) == (look("payee.account", cells), look("amount", cells))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("8613800000001", "13800000001"),
        ("+86 138-0000-0001", "13800000001"),
        ("008613800000001", "13800000001"),
        ("(86)13800000001", "13800000001"),
        ("13800000001.0", "13800000001"),
        ("024-58612009-8001", "02458612009-8001"),
        ("未知号码", None),
        ("无法显示", None),
        ("460001234567890", None),
        ("1.38E+10", "event.mangled_number"),
    ],
)
def test_11_telephone_numbers(look: Look, cell: str, expected: str | None) -> None:
    """One form for all ways to write a number; a SIM card's number is none."""
    assert expected == look("person.ids.phone", CALL | {"called_number": cell})


@pytest.mark.parametrize(
    ("label", "scam"),
    [
        ("冒充客服", "guarantee_closure"),
        ("冒充电商客服类", "fake_logistics_cs"),
        ("电商客服", "fake_logistics_cs"),
        ("杀猪盘", "fake_investment"),
        ("虚假徵信", "fake_credit_repair"),
        ("天知道", None),
    ],
)
def test_12_type_labels(look: Look, label: str, scam: str | None) -> None:
    """Free text of fraud types becomes an id of the taxonomy where the words are known; the label is kept beside it."""
    cells = {"预警等级": "红", "诈骗类型": label, "受害人号码": "13800000001", "推送时间": "2024-01-15 09:30:00"}
    assert (scam, label) == (look("scam", cells), look("extra.scam_label", cells))


@pytest.mark.parametrize("memo", ["轉賬給張三", "征信(zhengxin)修复", "货\ufffd款", "A&amp;B&nbsp;", "&&元", "一\\n二"])
def test_13_texts_as_they_were_written(look: Look, memo: str) -> None:
    """Traditional characters, pinyin, lost characters and entities stay: the normal form of rules deals with them."""
    assert memo == look("memo", CELLS | {"摘要说明": memo})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1970-01-01 00:00:00", "feed.time_range"),
        ("1900-01-00", "feed.time_date_only"),
        ("0", "event.time_form"),
        ("2024-15-01 09:30:00", "event.time_form"),
        ("2024-01-15 25:30:00", "event.time_form"),
        ("2024-01-15 24:00:00", "2024-01-16T00:00:00+08:00"),
        ("2124-01-15 09:30:00", "feed.time_range"),
        ("2024年1月15日 下午9:30", "2024-01-15T21:30:00+08:00"),
        ("45306.395833", "2024-01-15T09:30:00+08:00"),
    ],
)
def test_14_impossible_times(look: Look, cell: str, expected: str) -> None:
    """What is no time of an event is rejected; midnight at the end of a day is the next one."""
    assert expected == look("at", CELLS | {"交易时间": cell})


def test_14_one_row_far_in_the_future(tmp_path: Path, pack: Path) -> None:
    """A clock gone wrong does not empty what is known: the three payments after it are still three in two days."""
    rows = [CELLS | {"交易流水号": f"S{n}", "交易时间": at} for n, at in enumerate(
        ["2099-01-01 00:00:00", "2024-01-15 09:30:00", "2024-01-15 10:30:00", "2024-01-15 11:30:00"])]  # fmt: skip
    (tmp_path / "feed.csv").write_text(table(*rows), encoding="utf-8")
    result = score_feed(tmp_path / "feed.csv", to=tmp_path / "out", rules=[pack], order="arrival")
    assert 1 == result.findings.filter(rule="many").height


def test_15_late_retracted_and_corrected_rows(tmp_path: Path, pack: Path) -> None:
    """Rows out of order are sorted, a report that is withdrawn is retracted, a row of the same serial corrects."""
    header = "TransactionSerial,TransactionTime,CardNumber,BorrowingSigns,TransactionAmount,FeatureCode"
    rows = [f"S2,20240115100000,{CARD},借,500,1301", f"S1,20240115093000,{CARD},借,2000,1301", f"S1,20240115110000,{CARD},借,2000,0000",
            f"S2,20240115100000,{CARD},借,501,1301"]  # fmt: skip
    (tmp_path / "feed.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    summary = score_feed(tmp_path / "feed.csv", to=tmp_path / "out", rules=[pack]).summary
    assert (4, 3, 1, 1, 0) == tuple(summary[name] for name in ("read", "scored", "retracted", "corrected", "late"))


def test_15_a_retraction_without_a_serial(feed: Callable[..., Feed]) -> None:
    """Nobody knows what it takes back: rejected."""
    header = "TransactionSerial,TransactionTime,CardNumber,BorrowingSigns,TransactionAmount,FeatureCode"
    (item,) = feed(f"{header}\n,20240115100000,{CARD},借,500,0000\n").rows()
    assert not isinstance(item, Row)
    assert "feed.retracts_nothing" == item.code


def test_16_one_bad_line_among_many(tmp_path: Path, pack: Path) -> None:
    """A long file goes on behind a bad line, which is reported with its number, reason and text."""
    rows = [CELLS | {"交易流水号": f"S{n}", "交易金额": "5"} for n in range(2_000)]
    rows[1_233]["交易金额"] = "五块"
    (tmp_path / "feed.csv").write_text(table(*rows), encoding="utf-8")
    result = score_feed(tmp_path / "feed.csv", to=tmp_path / "out", rules=[pack])
    assert (2_000, 1_999, 1) == tuple(result.summary[name] for name in ("read", "scored", "rejected"))
    (reject,) = result.rejects
    assert (1_235, "event.money_form") == (reject.line, reject.code)
    assert "五块" in reject.raw

"""The layouts that come with the package: one row of each becomes the event it tells of."""

from collections.abc import Callable
from typing import Any

import pytest

from fraudguard.events import from_microseconds, parse_event
from fraudguard.events.catalogue import read
from fraudguard.feeds.mapping_files import shipped_mappings
from fraudguard.feeds.reader import Feed, Row
from fraudguard.feeds.reject import Reject

Make = Callable[..., Feed]
Split = Callable[..., tuple[list[Row], list[Reject]]]

TABLES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "platform-100405": (
        ("TransSerialNumber,ApplicationID,BankID,OperatorName,OperatorPhoneNumber,AccountName,CardNumber,AccountNumber,AccountType,"
        "AccountStatus,Currency,CashRemit,FeatureCode,TransactionType,BorrowingSigns,TransactionAmount,AccountBalance,"
        "TransactionTime,TransactionSerial,OpponentName,OpponentAccountNumber,OpponentCredentialNumber,OpponentDepositBankID,"
        "TransactionRemark,CashMark,TransactionStatus,IpAddress,MAC,Remark"),
        ("100405001,A1,0102,,,,6217000000000000004,,,,CNY,,1301,网银转账,借,20000.00,18.50,20240115093000,S7,李某,"
        "6222020000000000018,,102100000000,货款,,成功,10.0.0.1,,"),
        {"kind": "transaction", "direction": "out", "amount": 2_000_000, "balance_after": 1_850, "status": "success",
         "txn_id": "S7", "account": "6217000000000000004", "payee.account": "6222020000000000018", "payee.bank": "102100000000",
         "method": "transfer", "memo": "货款", "extra.feature_code": "1301", "at": "2024-01-15T09:30:00+08:00"},
    ),
    "voice-feed": (
        ("record_id,calling_number,called_number,tx_casetype,kdxf_casetype,xf_casetype,hit_keyword,content_text,calling_talk_city,"
        "calling_belong_city,called_talk_city,called_belong_city,talk_start_time,talk_end_time,is_black,is single _voice,source,"
        "data_source,g4mark"),
        ("R1,0085212345678,13800000001,冒充客服,客服诈骗,,百万保障,您的百万保障即将到期,香港,,沈阳,沈阳,2024-01-15 09:30:00,"
        "2024-01-15 09:41:30,1,0,0,x,1"),
        {"kind": "call", "call_id": "R1", "peer": "0085212345678", "person.ids.phone": "13800000001", "direction": "in",
         "state": "ended", "answered": True, "duration_s": 690, "marked": "blacklisted", "transcript": "您的百万保障即将到期",
         "extra.overseas": "true", "extra.tencent_type": "冒充客服", "at": "2024-01-15T09:41:30+08:00"},
    ),
    "telecom-voice": (
        "phone_no_m,opposite_no_m,calltype_id,start_datetime,call_dur,city_name,county_name,imei_m",
        "d2b1c3,a7e0f9,2,2020-03-01 10:00:00,65,绵阳,涪城,86e1",
        {"kind": "call", "person.ids.phone": "d2b1c3", "peer": "a7e0f9", "direction": "in", "duration_s": 65,
         "person.area": "涪城", "person.ids.device": "86e1", "at": "2020-03-01T10:01:05+08:00"},
    ),
    "telecom-sms": (
        "phone_no_m,opposite_no_m,calltype_id,request_datetime",
        "d2b1c3,a7e0f9,2,2020-03-01 10:00:00",
        {"kind": "message", "sender": "a7e0f9", "channel": "sms", "at": "2020-03-01T10:00:00+08:00"},
    ),
    "jdata-voice": (
        "uid,opp_num,opp_head,opp_len,start_time,end_time,call_type,in_out",
        "u0001,3a91,170,11,2018-05-01 08:00:00,2018-05-01 08:02:05,1,被叫",
        {"kind": "call", "person.key": "u0001", "peer": "3a91", "duration_s": 125, "direction": "in",
         "extra.peer_head": "170", "at": "2018-05-01T08:02:05+08:00"},
    ),
    "jdata-sms": (
        "uid,opp_num,opp_head,opp_len,start_time,in_out",
        "u0001,3a91,106,20,2018-05-01 08:00:00,接收",
        {"kind": "message", "person.key": "u0001", "sender": "3a91", "extra.peer_head": "106", "at": "2018-05-01T08:00:00+08:00"},
    ),
    "alert-list": (
        "预警等级,诈骗类型,来源,受害人号码,嫌疑人号码,通话次数,通话时长(s),最近联系时间,推送时间,状态",
        "红色预警,冒充电商客服类,部级,138 0000 0001,+852-12345678,3,1260,2024-01-15 09:00:00,2024-01-15 09:30:00,待处理",
        {"kind": "lead", "level": "red", "scam": "fake_logistics_cs", "issuer": "部级", "call_count": 3, "call_seconds": 1260,
         "suspect": "0085212345678", "person.ids.phone": "13800000001", "extra.scam_label": "冒充电商客服类",
         "at": "2024-01-15T09:30:00+08:00"},
    ),
    "alipay-bill": (
        ("交易号,商家订单号,交易创建时间,付款时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,"
        "成功退款（元）,备注,资金状态,"),
        "2024011522001\t,\t,2024-01-15 09:29:00 ,2024-01-15 09:30:00 ,手机,转账,李某,买药   ,200.00,支出    ,交易成功,0.00,0.00,,已支出,",
        {"kind": "transaction", "txn_id": "2024011522001", "direction": "out", "amount": 20_000, "status": "success",
         "method": "transfer", "channel": "wallet", "payee.name": "李某", "memo": "买药", "at": "2024-01-15T09:30:00+08:00"},
    ),
    "wechat-bill": (
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注",
        '2024-01-15 09:30:00,转账,李某,"转账备注:微信转账",支出,¥1500.00,零钱,已转账,1000050001202401150001,/,"/"',
        {"kind": "transaction", "direction": "out", "amount": 150_000, "status": "success", "method": "transfer",
         "channel": "wallet", "payee.name": "李某", "memo": "转账备注:微信转账", "at": "2024-01-15T09:30:00+08:00"},
    ),
}  # fmt: skip


def events_of(rows: list[Row]) -> list[Any]:
    """The rows past the event's door."""
    return [parse_event({**row.data, "id": row.id, "at": from_microseconds(row.at)}) for row in rows]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_of_a_known_layout(feed: Make, split: Split, name: str) -> None:
    """The layout is recognised by its header alone, and its row is the event."""
    header, line, expected = TABLES[name]
    source = feed(f"{header}\r\n{line}\r\n".encode("gb18030"))
    rows, rejects = split(source.rows())
    assert [] == rejects
    (event,) = events_of(rows)
    assert source.layout is not None
    assert name == source.layout.mapping.name
    found = {path: event.at.isoformat() if path == "at" else read(event, path) for path in expected}
    assert expected == found


def test_every_shipped_layout_is_proved() -> None:
    """Each mapping file has a row here or in the tests of the reader and of payment messages."""
    elsewhere = {"fund-detail", "bank-alerts", "pacs008", "pain001"}
    assert {mapping.name for mapping in shipped_mappings()} - elsewhere == set(TABLES)


def test_the_account_of_a_bill_stands_before_its_header(feed: Make, split: Split) -> None:
    """What an export says of its holder above the table belongs to each of its rows, and its last lines are no rows."""
    header, line, _ = TABLES["alipay-bill"]
    before = "支付宝交易记录明细查询\r\n账号:[13800000001]\r\n起始日期:[2024-01-01 00:00:00]    终止日期:[2024-02-01 00:00:00]\r\n"
    content = f"{before}-----交易记录明细列表-----\r\n{header}\r\n{line}\r\n----------\r\n共1笔记录\r\n导出时间:[2024-02-02 10:00:00]\r\n"
    source = feed(content.encode("gb18030"))
    rows, rejects = split(source.rows())
    (event,) = events_of(rows)
    assert ("13800000001", "13800000001") == (event.person.ids.account, event.account)
    assert ["feed.note_line", "feed.note_line", "feed.note_line"] == [reject.code for reject in rejects]
    assert 4 == source.skipped["preamble"]


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("platform-100405", ",借,", ",1,", "feed.word"),
        ("telecom-sms", ",2,", ",1,", "feed.other_kind"),
        ("alipay-bill", "支出    ", "不计收支", "feed.word"),
        ("wechat-bill", ",支出,", ",/,", "feed.cell_missing"),
        ("jdata-voice", "2018-05-01 08:02:05", "01080205", "feed.time_date_only"),
        ("voice-feed", "0085212345678", "未知号码", "feed.cell_missing"),
    ],
)
def test_what_a_layout_does_not_guess(feed: Make, split: Split, name: str, old: str, new: str, code: str) -> None:
    """A code nobody explained, money between one's own pockets, a masked date: rejected by name."""
    header, line, _ = TABLES[name]
    rows, rejects = split(feed(f"{header}\n{line.replace(old, new)}\n").rows())
    assert ([], [code]) == (rows, [reject.code for reject in rejects])


def test_a_call_that_ends_before_it_begins_has_no_length(feed: Make, split: Split) -> None:
    """Times that contradict each other leave the duration unknown; it is counted."""
    header, line, _ = TABLES["voice-feed"]
    source = feed(f"{header}\n{line.replace('09:41:30', '09:21:30')}\n")
    rows, _ = split(source.rows())
    assert "duration_s" not in rows[0].data
    assert source.layout is not None
    assert {"duration_s": 1} == dict(source.layout.unmapped)

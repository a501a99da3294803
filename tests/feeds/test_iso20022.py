"""Payment messages of ISO 20022 as feeds."""

import sys
from pathlib import Path
from typing import Any

import pytest

from fraudguard import score_feed
from fraudguard.errors import FeedError
from fraudguard.events import from_microseconds, parse_event
from fraudguard.feeds import iso20022
from fraudguard.feeds.reader import Row, open_feed

PAYMENT = """\
<CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId><TxId>T{n}</TxId></PmtId>
<IntrBkSttlmAmt Ccy="CNY">20000.00</IntrBkSttlmAmt><IntrBkSttlmDt>2024-01-15</IntrBkSttlmDt>
<Dbtr><Nm>王某</Nm></Dbtr><DbtrAcct><Id><Othr><Id>6217000000000000004</Id></Othr></Id></DbtrAcct>
<CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>102100000000</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
<Cdtr><Nm>李某</Nm></Cdtr><CdtrAcct><Id><Othr><Id>6222020000000000018</Id></Othr></Id></CdtrAcct>
<Purp><Cd>GDDS</Cd></Purp><RmtInf><Ustrd>货款</Ustrd><Ustrd>第二批</Ustrd></RmtInf></CdtTrfTxInf>
"""
ORDER = """\
<PmtInf><PmtInfId>P1</PmtInfId><ReqdExctnDt><Dt>2024-01-20</Dt></ReqdExctnDt><Dbtr><Nm>王某</Nm></Dbtr>
<DbtrAcct><Id><Othr><Id>6217000000000000004</Id></Othr></Id></DbtrAcct>
<CdtTrfTxInf><PmtId><EndToEndId>E1</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">500</InstdAmt></Amt>
<CdtrAcct><Id><Othr><Id>6222020000000000018</Id></Othr></Id></CdtrAcct></CdtTrfTxInf>
<CdtTrfTxInf><PmtId><EndToEndId>E2</EndToEndId></PmtId><Amt><InstdAmt Ccy="CNY">600</InstdAmt></Amt></CdtTrfTxInf></PmtInf>
<PmtInf><DbtrAcct><Id><IBAN>CN11</IBAN></Id></DbtrAcct>
<CdtTrfTxInf><PmtId><EndToEndId>E3</EndToEndId></PmtId><Amt><InstdAmt Ccy="USD">7</InstdAmt></Amt></CdtTrfTxInf></PmtInf>
"""


def message(
    body: str, *, count: int | str = 1, kind: str = "FIToFICstmrCdtTrf", space: str = "pacs.008.001.08", head: str = ""
) -> str:
    """A message of one group."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{space}"><{kind}>'
        f"<GrpHdr><MsgId>M1</MsgId><CreDtTm>2024-01-15T09:30:00</CreDtTm><NbOfTxs>{count}</NbOfTxs></GrpHdr>{body}</{kind}></Document>"
    )


@pytest.fixture
def read(tmp_path: Path):
    """The events of a message."""

    def make(text: str | bytes) -> list[Any]:
        (tmp_path / "feed.xml").write_bytes(text if isinstance(text, bytes) else text.encode())
        feed = open_feed(tmp_path / "feed.xml", 0, tmp_path / "copy", (), "en")
        rows = list(feed.rows())
        return [parse_event({**r.data, "id": r.id, "at": from_microseconds(r.at)}) for r in rows if isinstance(r, Row)]

    return make


@pytest.mark.parametrize("space", ["pacs.008.001.02", "pacs.008.001.10", "hvps.111.001.01"])
def test_a_payment_between_banks(read, space: str) -> None:
    """The debtor is the person, whatever the version in the namespace; remarks that repeat are joined."""
    (event,) = read(message(PAYMENT.format(n=1), space=space))
    assert ("out", 2_000_000, "CNY", "T1", "货款 第二批") == (
        event.direction,
        event.amount,
        event.currency,
        event.txn_id,
        event.memo,
    )
    assert ("6217000000000000004", "6222020000000000018", "李某", "102100000000") == (
        event.person.ids.account, event.payee.account, event.payee.name, event.payee.bank,
    )  # fmt: skip
    assert ("2024-01-15T09:30:00+08:00", "GDDS") == (event.at.isoformat(), event.extra["purpose"])


def test_an_order_of_a_customer(read) -> None:
    """Payments take what their order says of the debtor, and only theirs; nothing has moved yet."""
    events = read(message(ORDER, count=3, kind="CstmrCdtTrfInitn", space="pain.001.001.09"))
    assert [("E1", 50_000, "6217000000000000004"), ("E2", 60_000, "6217000000000000004"), ("E3", 700, "CN11")] == [
        (event.txn_id, event.amount, event.account) for event in events
    ]
    assert {"pending"} == {event.status for event in events}
    assert ["6222020000000000018", None, None] == [event.payee.account for event in events]


def test_a_prefix_or_an_envelope_changes_nothing(read) -> None:
    """Tags go by their local names, also inside the envelope of a business message."""
    text = (
        message(PAYMENT.format(n=1)).replace("<Document xmlns=", "<d:Envelope xmlns:d='x'><Document xmlns=")
        + "</d:Envelope>"
    )
    assert 1 == len(read(text))
    text = (
        message(PAYMENT.format(n=1))
        .replace("<", "<p:")
        .replace("<p:/", "</p:")
        .replace("<p:?", "<?")
        .replace("xmlns=", "xmlns:p=")
    )
    assert 1 == len(read(text))


@pytest.mark.parametrize("codec", ["utf-16", "gb18030"])
def test_encodings_of_a_message(read, codec: str) -> None:
    """A message in another encoding says so itself."""
    (event,) = read(message(PAYMENT.format(n=1)).replace("UTF-8", codec.upper()).encode(codec))
    assert "李某" == event.payee.name


BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "head",
    [
        BILLION,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        "<!-- x --><?y?>\n<!DOCTYPE x>",
        f"<!--{'-x' * 40_000} -->{BILLION}",
    ],
)
def test_a_document_type_is_refused(read, head: str) -> None:
    """Entities are never defined, let alone expanded, in any encoding."""
    text = message(PAYMENT.format(n=1), head=head)
    with pytest.raises(FeedError, match=r"feed\.xml_dtd"):
        read(text)
    with pytest.raises(FeedError, match=r"feed\.xml_dtd"):
        read(text.replace("UTF-8", "UTF-16").encode("utf-16"))


def test_a_document_type_behind_a_long_comment_is_refused(read) -> None:
    """What stands before the first tag is looked at whole, or the file is refused."""
    with pytest.raises(FeedError, match=r"feed\.xml\]"):
        read(message(PAYMENT.format(n=1), head=f"<!--{'x' * (1 << 20)}-->{BILLION}"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (message(PAYMENT.format(n=1))[:-30], "feed.xml"),
        (message(PAYMENT.format(n=1) + "&undefined;"), "feed.xml"),
        (message(PAYMENT.format(n=1), count=2), "feed.xml_count"),
        ("<html><body>x</body></html>", "feed.xml_kind"),
        (message("", count=0).replace("FIToFICstmrCdtTrf", "FIToFIPmtStsRpt"), "feed.xml_kind"),
    ],
)
def test_a_message_that_cannot_be_trusted_is_refused_whole(read, text: str, code: str) -> None:
    """One cut off, with another count than it says, or of another kind."""
    with pytest.raises(FeedError) as caught:
        read(text)
    assert code == caught.value.code


def test_a_bad_payment_is_rejected_alone(tmp_path: Path, pack: Path) -> None:
    """The books hold each payment; the same message again is all duplicates."""
    body = "".join(PAYMENT.format(n=n) for n in range(4)).replace("20000.00", "-1", 1)
    path = tmp_path / "feed.xml"
    path.write_text(message(body, count=4), encoding="utf-8")
    summary = score_feed([path, path], to=tmp_path / "out", rules=[pack]).summary
    assert (8, 3, 3, 2) == tuple(summary[name] for name in ("read", "scored", "duplicates", "rejected"))
    assert {"feed.sign": 2} == summary["rejects"]


def test_many_payments_take_little_memory(tmp_path: Path) -> None:
    """The tree is forgotten on the way: a message twenty times as long takes no more memory worth naming."""
    import tracemalloc

    peaks = []
    for count in (50, 1_000):
        (tmp_path / "feed.xml").write_text(message(PAYMENT.format(n=1) * count, count=count), encoding="utf-8")
        tracemalloc.start()
        iso20022.write_payments(tmp_path / "feed.xml", tmp_path / "copy")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 1_000_000


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the reader of XML the error names the extra and the way to install it."""
    monkeypatch.setitem(sys.modules, "lxml", None)
    (tmp_path / "feed.xml").write_text(message(PAYMENT), encoding="utf-8")
    with pytest.raises(FeedError, match=r"fraudguard-rules\[feeds\]"):
        open_feed(tmp_path / "feed.xml", 0, tmp_path / "copy", (), "en")

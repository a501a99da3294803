"""Titles of suggested examples: the fact, in Chinese, said once."""

import pytest

from fraudguard.workbench.suggest.changes import Change
from fraudguard.workbench.suggest.search import Candidate
from fraudguard.workbench.suggest.streams import Moment, Stream
from fraudguard.workbench.suggest.titles import lasting, title_of

CALL, PAID = {"kind": "call"}, {"kind": "transaction"}
STREAM: Stream = (Moment(0, CALL), Moment(1, PAID), Moment(2, PAID))


def said(*changes: Change, stream: Stream = STREAM, taken: tuple[str, ...] = ()) -> str:
    """The title of a candidate made by these changes of an example named 原例."""
    return title_of(Candidate(stream, 0, changes, hit=True, reached=frozenset()), set(taken), "原例")


@pytest.mark.parametrize(
    ("path", "value", "limit", "title"),
    [
        ("amount", 5_000, 5_000, "金额正好 5,000 元"),
        ("amount", 4_999, 5_000, "金额 4,999 元，比 5,000 少一元"),
        ("amount", 5_001, 5_000, "金额 5,001 元，比 5,000 多一元"),
        ("amount", 80, None, "金额是 80 元"),
        ("direction", "in", None, "是转入"),
        ("payee.kind", "self", None, "收款人类型是本人"),
        ("device.in_call", True, None, "正在通话中"),
        ("payee.opened_on", "2024-12-07", 30 * 86_400, "收款账户开户已 30 天"),
        ("payee.opened_on", "2024-12-07", 30 * 86_400 - 1, "收款账户开户差一秒满 30 天"),
        ("memo", "【警方提醒】小心", None, "附言是防骗提醒"),
        ("memo", "说“好”", None, "附言是“说‘好’”"),
    ],
)
def test_a_fact_of_the_event_under_test(path: str, value: object, limit: float | None, title: str) -> None:
    """Is said without saying of which event."""
    assert title == said(Change("set", 2, True, "transaction", path, value, limit))


def test_earlier_events_are_named_and_counted() -> None:
    """The only one of its kind is the earlier one, of several the first or second; then the last one is named too."""
    earlier = Change("set", 0, False, "call", "is_contact", True)
    assert "前面的通话对方是联系人" == said(earlier)
    both = (earlier, Change("set", 2, True, "transaction", "direction", "in"))
    assert "前面的通话对方是联系人，这笔交易是转入" == said(*both)
    assert "第一笔交易是转入" == said(
        Change("set", 0, False, "transaction", "direction", "in"), stream=(*STREAM[1:], STREAM[2])
    )


def test_times_apart_say_on_which_side_of_the_limit() -> None:
    """Just inside is not yet, at the edge is over."""
    assert "前面的通话在 59 分钟以前，不满 1 小时" == said(Change("apart", 0, False, "call", "", 3_540, 3_600))
    assert "前面的通话已满 1 小时" == said(Change("apart", 0, False, "call", "", 3_600, 3_600))


def test_a_title_that_is_taken_says_what_the_rest_is_like() -> None:
    """And is counted when that is taken too."""
    gone = Change("unknown", 2, True, "transaction", "amount")
    assert "没有报金额" == said(gone)
    assert "没有报金额，其余同“原例”" == said(gone, taken=("没有报金额",))
    assert "没有报金额，其余同“原例”之二" == said(gone, taken=("没有报金额", "没有报金额，其余同“原例”"))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (86_400, "1 天"),
        (47 * 3_600, "47 小时"),
        (167 * 3_600, "6 天 23 小时"),
        (3_599, "59 分钟 59 秒"),
        (60, "1 分钟"),
    ],
)
def test_lengths_of_time(seconds: int, text: str) -> None:
    """Whole days as days; hours up to three days."""
    assert text == lasting(seconds)

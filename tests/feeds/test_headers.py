"""What is said of a table that no layout fits."""

from collections.abc import Callable

import pytest

from fraudguard.errors import FeedError
from fraudguard.feeds.reader import Feed


def _refused(read: Callable[..., object], text: str) -> FeedError:
    with pytest.raises(FeedError) as caught:
        read(text)
    return caught.value


@pytest.fixture
def read(feed: Callable[[str], Feed]) -> Callable[[str], object]:
    """Every row of a feed with this text."""
    return lambda text: list(feed(text).rows())


def test_the_nearest_layout_says_what_is_lacking(read: Callable[..., object]) -> None:
    """The line, the layout, the columns it needs, those nobody knows and what they may have meant."""
    error = _refused(read, "某行导出\n流水\t时间\t金 额\t手机\t对方帐号\t网点\n1\t2\t3\t4\t5\t6\n")
    assert ("feed.header_lacks", 2, "银行预警流水", "流水, 时间, 手机, 网点") == (
        error.code, error.params["line"], error.params["layout"], error.params["unread"],
    )  # fmt: skip
    assert "`交易时间`" in str(error.params["missing"])
    assert "`收付标志`" in str(error.params["missing"])
    assert "金额" not in str(error.params["missing"])
    assert "流水 → 流水号, 时间 → 交易时间, 手机 → 客户手机号" == error.params["suggestion"]


def test_english_columns_are_compared_with_fields(read: Callable[..., object]) -> None:
    """A header of near fields names the fields."""
    error = _refused(read, "id,time,amount,phone,payee,memo\n1,2,3,4,5,6\n")
    assert ("feed.header_lacks", "time → at, phone → person.ids.phone, payee → payee.account") == (
        error.code, error.params["suggestion"],
    )  # fmt: skip


def test_a_table_without_a_header_is_shown_masked(read: Callable[..., object]) -> None:
    """Rows alone are near to no layout; the first is told with its numbers masked."""
    error = _refused(read, "2025-01-01 10:00:00,13800000001,5\n2025-01-01 10:00:00,13800000002,6\n")
    assert ("feed.header", "2025-01-01 10:00:00,138****0001,5") == (error.code, error.params["given"])


def test_names_are_compared_within_bounds(read: Callable[..., object]) -> None:
    """Many wide rows are refused at once: only a few are compared with the names that are known."""
    _refused(read, "\n".join(",".join(f"交易{line}列{cell}" for cell in range(299)) for line in range(100)))

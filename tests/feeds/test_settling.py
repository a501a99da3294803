"""A later status of a payment settles it and corrects nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fraudguard import score_feed
from fraudguard.feeds.run import FeedResult

HEADER = "交易流水号,交易时间,交易卡号,收付标志,交易金额,交易余额,交易是否成功,交易对手账卡号"
Score = Callable[..., dict[str, Any]]


def row(
    status: str, *, at: str = "2024-01-15 09:30:00", amount: str = "1000.00", balance: str = "", serial: str = "S1"
) -> str:
    """One payment of the investigation export."""
    return f"{serial},{at},6217000000000000004,出,{amount},{balance},{status},6222020000000000018"


@pytest.fixture
def score(tmp_path: Path, pack: Path) -> Score:
    """The summary of a feed with these rows, scored with the small pack."""
    count = iter(range(100))

    def run(*rows: str, **options: Any) -> dict[str, Any]:
        name = next(count)
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        result: FeedResult = score_feed(
            path, to=tmp_path / f"out-{name}", rules=[pack], key=b"0123456789abcdef", **options
        )
        return result.summary

    return run


def books(summary: dict[str, Any]) -> dict[str, int]:
    """The parts of the books that matter here."""
    return {
        name: summary[name] for name in ("scored", "duplicates", "corrected", "settled", "out_of_date") if summary[name]
    }


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (row("成功"), {"scored": 2, "settled": 1}),
        (row("失败", at="2024-01-15 10:30:00"), {"scored": 2, "settled": 1}),
        (row("成功", at="2024-01-15 10:30:00", balance="500.00"), {"scored": 2, "settled": 1}),
        (row("处理中"), {"scored": 1, "duplicates": 1}),
        (row("成功", amount="999.00"), {"scored": 2, "corrected": 1}),
        (row("成功", serial="S2"), {"scored": 2}),
    ],
)  # fmt: skip
def test_a_pending_payment_and_what_comes_after(score: Score, second: str, expected: dict[str, int]) -> None:
    """Another status settles; the same row is a duplicate; another amount corrects; another serial is another payment."""
    assert expected == books(score(row("处理中"), second))


def test_a_settlement_changes_no_window(score: Score) -> None:
    """Two payments that were first pending are two, not four: the rule of three payments stays silent."""
    rows = [row("处理中"), row("成功"), row("处理中", serial="S2"), row("成功", serial="S2")]
    summary = score(*rows)
    assert {"transaction": 2, "settlement": 2} == summary["kinds"]
    assert 2 == summary["findings"]


def test_a_balance_that_moved_with_the_money_is_no_correction(score: Score) -> None:
    """While money waits the balance is that before the payment."""
    rows = [row("处理中", balance="1500.00"), row("成功", balance="500.00")]
    assert {"scored": 2, "settled": 1} == books(score(*rows))


def test_an_export_that_runs_backwards(score: Score) -> None:
    """A row that calls a settled payment pending is out of date: a duplicate."""
    assert {"scored": 1, "duplicates": 1, "out_of_date": 1} == books(score(row("成功"), row("处理中")))


def test_the_same_settlement_again_over_two_days(score: Score, tmp_path: Path) -> None:
    """A daily file that repeats yesterday's rows changes nothing, with the state between them."""
    first = score(row("处理中"), state=tmp_path / "state")
    assert {"scored": 1} == books(first)
    both = [row("处理中"), row("成功")]
    assert {"scored": 1, "duplicates": 1, "settled": 1} == books(score(*both, state=tmp_path / "state"))
    assert {"duplicates": 2, "settled": 1} == books(score(*both, state=tmp_path / "state"))


def test_reversal_after_success(score: Score) -> None:
    """Each later status is a settlement of its own."""
    rows = [row("处理中"), row("成功"), row("冲正", at="2024-01-16 09:30:00")]
    assert {"scored": 3, "settled": 2} == books(score(*rows))

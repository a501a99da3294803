"""One payment in two feeds is scored once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fraudguard import score_feed
from fraudguard.errors import StateError

KEY = b"0123456789abcdef"
BANK = "流水号,交易时间,客户账号,收付标志,交易金额,对方账号"
DETAIL = "交易流水号,交易时间,交易卡号,收付标志,交易金额,交易对手账卡号,摘要说明"
MINE, OTHER = "6217000000000000004", "6222020000000000018"
PLATFORM = "TransactionSerial,TransactionTime,CardNumber,BorrowingSigns,TransactionAmount"
Score = Callable[..., dict[str, Any]]


@pytest.fixture
def score(tmp_path: Path, pack: Path) -> Score:
    """The summary of tables given as header and rows."""
    count = iter(range(100))

    def run(*tables: list[str], **options: Any) -> dict[str, Any]:
        paths = []
        for table in tables:
            paths.append(tmp_path / f"{next(count)}.csv")
            paths[-1].write_text("\n".join(table) + "\n", encoding="utf-8")
        return score_feed(paths, to=tmp_path / "out", rules=[pack], key=KEY, **options).summary

    return run


def bank(second: int, serial: str = "B1", amount: str = "20000.00") -> str:
    """A payment in the bank's alert feed, so many seconds after half past nine."""
    return f"{serial},2024-01-15 09:{30 + second // 60}:{second % 60:02d},{MINE},出,{amount},{OTHER}"


def platform(second: int, serial: str = "P1", amount: str = "20000") -> str:
    """The same in a report to the platform."""
    return f"{serial},202401150930{second:02d},{MINE},借,{amount}"


@pytest.mark.parametrize(("second", "duplicates"), [(0, 1), (1, 1), (60, 1), (61, 0)])
def test_the_time_between_two_tellings(score: Score, second: int, duplicates: int) -> None:
    """Up to a minute apart is one payment; a second more is two."""
    summary = score([PLATFORM, platform(0)], [BANK, bank(second)])
    assert (2 - duplicates, duplicates) == (summary["scored"], summary["duplicates"])
    assert duplicates == summary["told_by_two_feeds"]["rows"]


def test_which_feed_comes_first_does_not_matter(score: Score) -> None:
    """The earlier telling is scored, the later one names it."""
    summary = score([PLATFORM, platform(30)], [BANK, bank(0)])
    (example,) = summary["told_by_two_feeds"]["examples"]
    assert "bank-alerts:transaction:B1" == example["same_as"]


def test_two_equal_payments_stay_two(score: Score) -> None:
    """Each payment is told again at most once: two in each feed are two."""
    summary = score([PLATFORM, platform(0), platform(20, "P2")], [BANK, bank(5), bank(25, "B2")])
    assert (2, 2) == (summary["scored"], summary["duplicates"])
    summary = score([PLATFORM, platform(0)], [BANK, bank(5), bank(25, "B2")])
    assert (2, 1) == (summary["scored"], summary["duplicates"])


@pytest.mark.parametrize(
    "other", [bank(0, amount="20000.01"), bank(0).replace(MINE, OTHER), bank(0).replace("出", "进")]
)
def test_what_must_agree(score: Score, other: str) -> None:
    """Another amount, account or direction is another payment."""
    assert 0 == score([PLATFORM, platform(0)], [BANK, other])["duplicates"]


def test_one_feed_does_not_match_itself(score: Score) -> None:
    """Two payments of one feed with serials of their own are two, even at once."""
    assert 0 == score([BANK, bank(0), bank(0, "B2")])["duplicates"]


def test_a_wallet_and_a_bank_meet_in_the_person(tmp_path: Path, score: Score) -> None:
    """The directory says that card and wallet are one person's; the bank sees only the wallet company as payee."""
    people = tmp_path / "people.csv"
    people.write_text(f"person,type,value,from,to\np1,account,{MINE},,\np1,account,13800000001,,\n", encoding="utf-8")
    wallet = [
        "账号:[13800000001]",
        "交易号,付款时间,类型,交易对方,金额（元）,收/支,交易状态",
        "W1,2024-01-15 09:30:03,转账,李某,20000.00,支出,交易成功",
    ]
    assert 1 == score([BANK, bank(0)], wallet, people=people)["duplicates"]
    assert 0 == score([BANK, bank(0)], wallet)["duplicates"]


def test_files_read_twice_and_over_midnight(score: Score, tmp_path: Path) -> None:
    """With a state, a second telling in the next run is known, and both files again are all duplicates."""
    state = tmp_path / "state"
    assert 1 == score([BANK, bank(0)], state=state)["scored"]
    assert 1 == score([PLATFORM, platform(30)], state=state)["told_by_two_feeds"]["rows"]
    again = score([BANK, bank(0)], [PLATFORM, platform(30)], state=state)
    assert (0, 2) == (again["scored"], again["duplicates"])
    saved = (state / "state").read_bytes()
    assert MINE.encode() not in saved


def test_altered_notes_are_refused(score: Score, tmp_path: Path) -> None:
    """Notes that are not ours stop the run with words."""
    state = tmp_path / "state"
    score([BANK, bank(0)], state=state)
    saved = (state / "state").read_bytes()
    (state / "state").write_bytes(saved.replace(b'"waiting": [[', b'"waiting": [[1, ', 1))
    with pytest.raises(StateError, match=r"state\.altered"):
        score([BANK, bank(0)], state=state)


def test_a_mapping_of_ones_own_may_match(score: Score, tmp_path: Path) -> None:
    """`match` names the other layout, the fields and the time; rows that lack one of the fields match nothing."""
    mapping = tmp_path / "town.yaml"
    mapping.write_text(
        "name: town\nkind: transaction\nneed: [at, amount]\n"
        "match: {with: [bank-alerts], on: [amount, counterparty.account], within: 5m}\nfields:\n"
        "  at: {columns: [when], as: time}\n  amount: {columns: [sum], as: money}\n  direction: {value: out}\n"
        "  counterparty.account: {columns: [to], as: account}\n",
        encoding="utf-8",
    )
    summary = score(
        ["when,sum,to", f"2024-01-15 09:34:00,20000,{OTHER}", "2024-01-15 09:34:00,20000,"],
        [BANK, bank(0)],
        mapping=mapping,
    )
    assert (2, 1) == (summary["scored"], summary["duplicates"])


MOMENTS = st.tuples(st.integers(0, 2), st.integers(0, 8))
TOLD = st.tuples(
    st.sampled_from(["bank", "platform"]), MOMENTS, st.sampled_from("12"), st.sampled_from(["5", "6"]),
    st.sampled_from(["处理中", "成功", "失败"]),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TOLD, max_size=14))
def test_two_feeds_a_day_equal_two_long_ones(
    tmp_path_factory: pytest.TempPathFactory, pack: Path, told: list[tuple[str, tuple[int, int], str, str, str]]
) -> None:
    """Settlements and second tellings are the same whether three days come in one run or in three; the books balance."""
    tmp = tmp_path_factory.mktemp("days")
    headers = {"bank": f"{BANK},交易状态", "platform": f"{PLATFORM},TransactionStatus"}

    def line(feed: str, at: tuple[int, int], serial: str, amount: str, status: str) -> str:
        day, step = at
        if feed == "bank":
            return (
                f"B{serial},2024-01-{15 + day} 00:0{step // 2}:{step % 2 * 30:02d},{MINE},出,{amount},{OTHER},{status}"
            )
        return f"P{serial},202401{15 + day}000{step // 2}{step % 2 * 30:02d},{MINE},借,{amount},{status}"

    def run(name: str, days: range, **state: Any) -> dict[str, Any]:
        paths = []
        for feed, header in headers.items():
            rows = [line(*one) for one in sorted(told, key=lambda one: one[1]) if one[0] == feed and one[1][0] in days]
            paths.append(tmp / f"{name}-{feed}.csv")
            paths[-1].write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return score_feed(paths, to=tmp / f"out-{name}", rules=[pack], key=KEY, **state).summary

    names = ("read", "scored", "duplicates", "retracted", "rejected", "corrected", "settled", "out_of_date", "findings")
    whole = run("whole", range(3))
    daily = [run(f"day{day}", range(day, day + 1), state=tmp / "state") for day in range(3)]
    assert {name: whole[name] for name in names} == {name: sum(one[name] for one in daily) for name in names}
    assert whole["told_by_two_feeds"]["rows"] == sum(one["told_by_two_feeds"]["rows"] for one in daily)
    assert whole["read"] == whole["scored"] + whole["duplicates"] + whole["retracted"] + whole["rejected"]

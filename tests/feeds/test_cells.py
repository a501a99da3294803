"""What one cell holds."""

import pytest

from fraudguard.errors import FraudguardError
from fraudguard.feeds import cells


@pytest.mark.parametrize("text", ["", " ", "-", "--", "\\N", "NULL", "nan", "\u3000", "\ufeff", "无"])
def test_an_empty_cell(text: str) -> None:
    """What feeds write for nothing is nothing."""
    assert cells.clean(text) == ""


@pytest.mark.parametrize("text", ["NA", "0", "N", "无锡", "空调"])
def test_not_an_empty_cell(text: str) -> None:
    """Namibia, zero and words that begin like nothing are something."""
    assert text == cells.clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6217000000000000004", "6217000000000000004"),
        ("'6217000000000000004", "6217000000000000004"),
        ("6217 0000 0000 0000 004", "6217000000000000004"),
        ("６２１７", "6217"),
        ("zhang@example.com", "zhang@example.com"),
        ("0", None),
        ("9999", None),
        ("-", None),
    ],
)
def test_an_account(text: str, expected: str | None) -> None:
    """Quotes, blanks and full width go; stand-ins are nothing."""
    assert expected == cells.read_account(text)


@pytest.mark.parametrize("text", ["6.217E+18", "6.217e18", "621700000000001000", "6217000000000010000"])
def test_a_spoilt_account_is_refused(text: str) -> None:
    """Scientific notation, and eighteen or more digits rounded to fifteen, cannot be mended."""
    with pytest.raises(FraudguardError) as caught:
        cells.read_account(text)
    assert caught.value.code in {"event.mangled_number", "feed.rounded_number"}


def test_zeros_at_the_end_of_a_real_card_are_fine() -> None:
    """A right check digit, or fewer than eighteen digits, is no sign of rounding."""
    assert cells.read_account("6217000000000000004")
    assert "62170000000010000" == cells.read_account("62170000000010000")
    assert "621700000000003000" == cells.read_account("621700000000003000")


@pytest.mark.parametrize(
    ("text", "expected"), [("12345", "123.45"), ("5", "0.05"), ("1,200", "12.00"), ("-7", "-0.07"), ("100.0", "1.00")]
)
def test_fen(text: str, expected: str) -> None:
    """Whole fen become yuan exactly."""
    assert expected == cells.read_fen(text)


@pytest.mark.parametrize("text", ["1.5", "１２元", "", "a", "1" * 21])
def test_what_is_no_fen(text: str) -> None:
    """A column of fen holds whole numbers only."""
    with pytest.raises(FraudguardError, match=r"feed\.fen"):
        cells.read_fen(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("是", True), ("Y", True), ("1", True), ("否", False), ("false", False), ("０", False)]
)
def test_a_flag(text: str, expected: bool) -> None:
    """Yes and no in the words of feeds."""
    assert expected is cells.read_flag(text)


@pytest.mark.parametrize(("text", "expected"), [("35", 35), ("35.0", 35), ("1,200", 1200), ("0.5", 0.5), ("-3", -3)])
def test_a_number(text: str, expected: float) -> None:
    """Whole numbers come out whole."""
    found = cells.read_number(text)
    assert (expected, type(expected)) == (found, type(found))


@pytest.mark.parametrize(
    ("reader", "text"), [(cells.read_flag, "也许"), (cells.read_number, "NaN"), (cells.read_number, "1e400")]
)
def test_other_words_are_refused(reader: object, text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(FraudguardError):
        reader(text)  # type: ignore[operator]


def test_words_of_a_table() -> None:
    """A word is looked up in half width and upper case; an unknown one rejects the row or is counted."""
    table = {"出": "out", "D": "out", "进": "in"}
    told: list[str] = []
    strict = cells.word_reader(table, contains=False, unmapped=None)
    assert ["out", "out", "out", "in"] == [strict(word) for word in ("出", "ｄ", " 出 ", "进")]
    with pytest.raises(FraudguardError, match=r"feed\.word"):
        strict("转出")
    lenient = cells.word_reader(table, contains=False, unmapped=told.append)
    assert [None, None] == [lenient("转出"), lenient("转出")]
    assert ["转出", "转出"] == told


def test_words_inside_a_text() -> None:
    """With `contains` the longest word of the table counts."""
    reader = cells.word_reader(
        {"支付": "payment", "退款": "refund", "支付退款": "both"}, contains=True, unmapped=lambda _w: None
    )
    assert ["payment", "refund", "both", None] == [reader(t) for t in ("网上支付", "原路退款", "支付退款单", "工资")]

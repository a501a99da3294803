"""Amounts: every form a feed writes, and everything that must not be guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.errors import EventError
from fraudguard.events.money import LARGEST_FEN, format_yuan, parse_feed_money, parse_money


@pytest.mark.parametrize(
    ("given_value", "fen"),
    [
        (12600, 1_260_000),
        (12600.5, 1_260_050),
        (0.1, 10),
        (0, 0),
        (-0.0, 0),
        (Decimal("12600.50"), 1_260_050),
        (Decimal("1.2600E+4"), 1_260_000),
        ("12600", 1_260_000),
        ("12600.5", 1_260_050),
        ("12600.500", 1_260_050),
        ("¥12,600.00", 1_260_000),
        ("￥12,600.00", 1_260_000),
        ("１２，６００．００", 1_260_000),
        (" 12600.00 ", 1_260_000),
        ("'12600.00", 1_260_000),
        ("RMB 12600", 1_260_000),
        ("CNY12,600.00", 1_260_000),
        ("12600.00CNY", 1_260_000),
        ("12600元", 1_260_000),
        ("12600 元", 1_260_000),
        ("12600.00元整", 1_260_000),
        ("人民币12600元", 1_260_000),
        ("1.26万", 1_260_000),
        ("1.26万元", 1_260_000),
        ("1.26 萬", 1_260_000),
        ("¥1.26万", 1_260_000),
        ("3千", 300_000),
        ("1.5亿", 15_000_000_000),
        ("2百万", 200_000_000),
        ("1.26E+04", 1_260_000),
        ("1.26e4", 1_260_000),
        ("壹万贰仟元整", 1_200_000),
        ("壹万贰仟陆佰元整", 1_260_000),
        ("人民币壹万贰仟叁佰元整", 1_230_000),
        ("壹万零伍佰元", 1_050_000),
        ("叁佰元零伍分", 30_005),
        ("伍角", 50),
        ("贰佰叁拾肆元伍角陆分", 23_456),
        ("拾伍元整", 1_500),
        ("一万二千元", 1_200_000),
        ("兩萬圓正", 2_000_000),
        ("壹亿贰仟万元整", 12_000_000_000),
        (100_000_000_000, LARGEST_FEN),
        ("100000000000.00", LARGEST_FEN),
    ],
)
def test_amounts_are_read_exactly(given_value, fen):
    """Every documented form gives whole fen without rounding."""
    assert fen == parse_money(given_value)


@pytest.mark.parametrize(
    ("given_value", "code"),
    [
        (float("nan"), "event.money_nan"),
        (float("inf"), "event.money_nan"),
        (Decimal("NaN"), "event.money_nan"),
        (Decimal("sNaN"), "event.money_nan"),
        ("NaN", "event.money_nan"),
        ("-inf", "event.money_nan"),
        (-1, "event.money_negative"),
        (-0.01, "event.money_negative"),
        ("-12600", "event.money_negative"),
        ("¥-12600", "event.money_negative"),
        ("-¥12600", "event.money_negative"),
        ("12600-", "event.money_negative"),
        ("−12600", "event.money_negative"),
        ("－12600", "event.money_negative"),
        ("(12,600.00)", "event.money_negative"),
        ("（12600）", "event.money_negative"),
        (100_000_000_001, "event.money_large"),
        (1e11 + 1, "event.money_large"),
        (10**400, "event.money_large"),
        ("100000000000.01", "event.money_large"),
        ("1E99", "event.money_large"),
        (0.1 + 0.2, "event.money_decimals"),
        (1.005, "event.money_decimals"),
        (1e-300, "event.money_decimals"),
        (Decimal("0.001"), "event.money_decimals"),
        (Decimal("1e-5000"), "event.money_decimals"),
        ("12.345", "event.money_decimals"),
        ("1.23456789万", "event.money_decimals"),
        ("1e-99", "event.money_decimals"),
        ("$100", "event.money_currency"),
        ("100美元", "event.money_currency"),
        ("HKD 100", "event.money_currency"),
        ("", "event.money_form"),
        ("   ", "event.money_form"),
        ("--", "event.money_form"),
        ("NULL", "event.money_form"),
        (r"\N", "event.money_form"),
        ("12,60", "event.money_form"),
        ("1,2600", "event.money_form"),
        ("1.260,00", "event.money_form"),
        ("12 600", "event.money_form"),
        ("+12600", "event.money_form"),
        ("12²", "event.money_form"),
        ("①②", "event.money_form"),
        ("¥¥100", "event.money_form"),
        ("12600分", "event.money_form"),
        ("一万二", "event.money_form"),
        ("一万二元", "event.money_form"),
        ("两千五元", "event.money_form"),
        ("万元", "event.money_form"),
        ("佰壹元", "event.money_form"),
        ("壹万万元", "event.money_form"),
        ("元", "event.money_form"),
        ("整", "event.money_form"),
        ("1" * 65, "event.money_form"),
        ("0." + "0" * 30 + "1", "event.money_form"),
        (True, "event.money_form"),
        (None, "event.money_form"),
        ([1], "event.money_form"),
        (b"1", "event.money_form"),
        ("\ud800", "event.money_form"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(given_value, code):
    """Nothing is guessed: each refusal has its own code and names the field."""
    with pytest.raises(EventError) as caught:
        parse_money(given_value, field="lost")
    assert code == caught.value.code
    assert "lost" == caught.value.params["field"]
    assert caught.value.render("zh").encode()


@pytest.mark.parametrize("cell", ["", " ", "-", "--", "——", "NULL", "null", r"\N", "NaN", "无"])
def test_empty_cells_of_a_feed_are_missing(cell):
    """What feeds write for nothing is None in a feed."""
    assert parse_feed_money(cell) is None


def test_a_feed_cell_with_an_amount_is_read():
    """A cell that is not empty follows the rules of every amount."""
    assert 1_260_000 == parse_feed_money("1.26万")
    with pytest.raises(EventError):
        parse_feed_money("abc")


@given(st.integers(0, LARGEST_FEN))
def test_fen_survive_every_way_of_writing_yuan(fen):
    """Text, float and Decimal of the same amount give the same fen."""
    text = f"{fen // 100}.{fen % 100:02d}"
    assert [fen] * 4 == [
        parse_money(text),
        parse_money(Decimal(text)),
        parse_money(float(text)),
        parse_money(f"¥{fen // 100:,}.{fen % 100:02d}"),
    ]


@given(st.text(max_size=20) | st.floats() | st.integers() | st.decimals())
def test_any_value_is_an_amount_or_an_event_error(value):
    """No value whatever brings another exception, and fen are whole and in range."""
    try:
        fen = parse_money(value)
    except EventError:
        return
    assert type(fen) is int
    assert 0 <= fen <= LARGEST_FEN


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0"),
        (5, "0.05"),
        (50, "0.50"),
        (100, "1"),
        (1_260_000, "12,600"),
        (1_260_050, "12,600.50"),
        (-300, "-3"),
        (-5, "-0.05"),
    ],
)
def test_yuan_are_shown_with_cents_only_where_there_are_some(fen, text):
    """Officers read yuan with separators."""
    assert text == format_yuan(fen)

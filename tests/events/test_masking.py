"""Masks show what an officer needs and no more; tokens join without telling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.errors import UsageError
from fraudguard.events.masking import Token, mask, mask_text


@pytest.mark.parametrize(
    ("personal", "value", "masked"),
    [
        ("name", "张三", "张*"),
        ("name", "张小三", "张*三"),
        ("name", "欧阳修文", "欧**文"),
        ("name", "某某贸易有限公司", "某某***公司"),
        ("name", "张", "张*"),
        ("name", "phone:13800138000", "phone:138****8000"),
        ("id_card", "110101195001010025", "110***********0025"),
        ("phone", "13800138000", "138****8000"),
        ("phone", "02458612009", "024****2009"),
        ("phone", "95588", "95588"),
        ("phone", "12345678", "12***78"),
        ("phone", "王经理", "王***"),
        ("account", "6217000000000000004", "621700*********0004"),
        ("account", "12345678", "12***78"),
        ("account", "A1", "***"),
        ("device", "aa:bb:cc:dd:ee:ff", "aa:b***"),
        ("wechat", "abc123", "ab***"),
        ("wechat", "ab", "a***"),
        ("text", "打13800138000", "打138****8000"),
        ("", "as it is", "as it is"),
    ],
)
def test_each_kind_has_its_mask(personal, value, masked):
    """DOMAIN 9.3, PI3: the ends stay, the middle goes."""
    assert masked == mask(personal, value)


@given(st.sampled_from(["name", "id_card", "phone", "account", "device", "wechat"]), st.text(min_size=1, max_size=40))
def test_no_mask_shows_the_whole_value(personal, value):
    """Whatever the value, its mask differs from it, except for short public numbers."""
    masked = mask(personal, value)
    assert masked != value or (personal == "phone" and len(value) <= 6) or "*" in value


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打13800138000联系", "请打138****8000联系"),
        ("请打138 0013 8000联系", "请打138******8000联系"),
        ("+8613800138000", "+86*******8000"),
        ("身份证110101195001010025。", "身份证110***********0025。"),
        ("证号64018119881231999X", "证号640***********999X"),
        ("卡号6217000000000000004", "卡号621700*********0004"),
        ("卡号6217 0000 0000 0000 004", "卡号6217 0************* 004"),
        ("座机024-58612009", "座机024*****2009"),
        ("境外0085212345678", "境外008******5678"),
        ("转账12600.00元", "转账12600.00元"),
        ("拨打96110或95588", "拨打96110或95588"),
        ("2025-01-06 10:00 转 50000", "2025-01-06 10:00 转 50000"),
        ("加微信：abc12345", "加微信：ab***"),
        ("QQ号 123456789", "QQ号 12***"),
        ("", ""),
    ],
)
def test_texts_lose_numbers_only(text, masked):
    """Runs that look like phones, papers, cards and handles are masked; amounts and dates stay."""
    assert masked == mask_text(text)


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True))
def test_no_mobile_survives_in_a_text(number):
    """A mobile number between words never comes through whole."""
    assert number not in mask_text(f"请拨打{number}，谢谢")


def test_tokens_are_stable_under_one_key_only():
    """Equal values give equal tokens of 32 hexadecimal digits; another key gives others."""
    token = Token(b"k" * 32)
    assert token("13800138000") == Token(b"k" * 32)("13800138000")
    assert token("13800138000") != Token(b"j" * 32)("13800138000")
    assert token("a") != token("b")
    assert 32 == len(token("a")) == len(f"{int(token('a'), 16):032x}")
    assert 32 == len(token("\ud800"))


def test_long_keys_are_used_whole():
    """Keys longer than the hash takes still differ by their last byte."""
    assert Token(b"k" * 100 + b"1")("a") != Token(b"k" * 100 + b"2")("a")


def test_an_empty_key_is_refused():
    """A token without a key could be guessed."""
    with pytest.raises(UsageError, match="token_key"):
        Token(b"")

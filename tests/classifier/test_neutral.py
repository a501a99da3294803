"""The neutral form: what tells the source of a text is gone, and every character knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.classifier.neutral import neutral_form, neutral_with_offsets


@pytest.mark.parametrize(
    ("written", "neutral"),
    [
        ("您卡内余额1,234.50元", "您卡内余额0元"),
        ("您卡内余额DIGIT元", "您卡内余额0元"),
        ("点击 http://a.example/x?b=1 领取", "点击 领取"),
        ("点击URL领取", "点击 领取"),
        ("登录 wx.a-b.example 认证", "登录 认证"),
        ("【某某银行】您好", "您好"),
        ("新品上市 回T退订", "新品上市"),
        ("新品上市 回复TD退订", "新品上市"),
        ("对方：您好\n用户：你谁", "您好\n 你谁"),
        ("张某某在PLACE", "张 在"),
        ("电话13800001234", "电话0"),
    ],
)
def test_masks_and_what_they_stand_for_look_alike(written: str, neutral: str) -> None:
    """A number, a host or a sender becomes the same whether it was masked by a publisher or not."""
    assert neutral == neutral_form(written)


TEXTS = st.text(
    st.sampled_from("您好对方用户退订回复td【】[]某digiturlname0123456789.:/\n ，。ab@加薇微vx銀行❤"), max_size=60
)


@given(TEXTS)
def test_the_slow_form_is_the_same_and_points_into_the_text(text: str) -> None:
    """With offsets the form does not change, and each span lies in the original, in order."""
    slow = neutral_with_offsets(text)
    assert neutral_form(text) == slow.text
    assert len(slow.text) == len(slow.origin)
    assert all(0 <= start < end <= len(text) for start, end in slow.origin)
    assert sorted(slow.origin) == slow.origin


def test_long_runs_take_linear_time() -> None:
    """A text made to hold up the patterns is read like any other: forty thousand characters pass."""
    for piece in ("a", "a.", "aa.", "1,", "【", "退订", "http://", "对方"):
        assert isinstance(neutral_form(piece * (40_000 // len(piece))), str)

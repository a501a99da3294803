"""Explanations: the words as they were written, and parts that add up."""

import math
from collections.abc import Sequence

import pytest

from fraudguard import Guard
from fraudguard.classifier.contributions import explain_text
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.samples import Sample

TEXTS = (
    "您好，我是平台客服，您的会员今晚到期，請下載會議軟件共享屏幕，取消扣費",
    "【某某银行】您尾号0000的卡02月01日收入1,200.00元。",
    "加薇❤信，日结300，进裙领任务 http://a.example/x 退订回T",
    "好",
)
PATTERNS = {
    "guarantee": (
        "客服：您微信里的百万保障免费期今天结束，不关掉每个月扣八百，您下载一个会议软件，打开屏幕共享，我带您关",
        "您的百万医疗险保单将于下月到期，如需续保请登录官方APP或前往营业网点办理",
    ),
    "remote control": (
        "您先别挂电话，把会议软件的共享屏幕点开，我在后台指导您操作，把卡里的钱转入安全账户",
        "爸，你打开腾讯会议把屏幕共享给我看看，我教你把字体调大一点",
    ),
    "leader": (
        "我是李局长，正在陪领导开会不方便接电话，我先转你八万，你帮我转给一个亲戚，不要告诉别人",
        "我是李局长办公室的小陈，明天上午九点的会改到三楼，请带上换届的材料",
    ),
}
"""A hit and an honest look-alike of each named pattern; other sentences than those on the page of the model."""


@pytest.fixture(scope="module")
def guard() -> Guard:
    """The shipped rules with the shipped model."""
    return Guard.load(model="@shipped", key=b"a key for tests only")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_hit_and_near_miss_of_each_named_pattern_are_explained(guard: Guard, pattern: str) -> None:
    """`explain` gives parts for and against for both, they add up to the log-odds, and the hit has far more."""
    odds = []
    for text in PATTERNS[pattern]:
        event = {"kind": "message", "id": "one", "at": "2025-01-06T10:00:00+08:00", "text": text}
        seen = guard.explain(event).model
        assert seen is not None
        assert {True, False} == {one.log_odds > 0 for one in seen.shown}
        assert all(part in text for one in seen.shown for part in one.text.split("…"))
        assert math.isclose(
            seen.log_odds, seen.base + sum(one.log_odds for one in seen.shown) + seen.rest, abs_tol=1e-9
        )
        assert math.isclose(seen.probability, 1 / (1 + math.exp(-seen.log_odds)), abs_tol=1e-12)
        odds.append(seen.log_odds)
    assert odds[0] > 1.732  # the working threshold
    assert odds[1] < 0


@pytest.mark.parametrize("text", TEXTS)
def test_the_parts_add_up_to_the_log_odds(model: TextModel, text: str) -> None:
    """Base, shown parts and the rest are the log-odds that the model serves, to the last bit that sums allow."""
    seen = explain_text(model, text)
    assert seen is not None
    assert model.log_odds(text) == seen.log_odds
    assert math.isclose(seen.log_odds, seen.base + sum(one.log_odds for one in seen.shown) + seen.rest, abs_tol=1e-9)


def test_every_text_of_the_corpus_can_be_explained(model: TextModel, taught: tuple[Sequence[Sample], object]) -> None:
    """The slow, plain sums over n-grams and ideas are those of the fast ones."""
    for one in taught[0][::10]:
        seen = explain_text(model, one.neutral)
        assert seen is not None
        assert model.log_odds(one.neutral) == seen.log_odds


def test_words_are_shown_as_they_were_written(model: TextModel) -> None:
    """A traditional text is quoted in traditional characters; those for a scam come first."""
    seen = explain_text(model, TEXTS[0], most=40)
    assert seen is not None
    shown = [one.text for one in seen.shown]
    assert all(part in TEXTS[0] for words in shown for part in words.split("…"))
    signs = [one.log_odds > 0 for one in seen.shown]
    assert sorted(signs, reverse=True) == signs


def test_where_nothing_can_be_read_nothing_is_explained(model: TextModel) -> None:
    """A text without words has no explanation."""
    assert explain_text(model, "。。。") is None

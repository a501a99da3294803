"""Explanations: the words as they were written, and parts that add up."""

import math
from collections.abc import Sequence

import pytest

from fraudguard.classifier.contributions import explain_text
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.samples import Sample

TEXTS = (
    "您好，我是平台客服，您的会员今晚到期，請下載會議軟件共享屏幕，取消扣費",
    "【某某银行】您尾号0000的卡02月01日收入1,200.00元。",
    "加薇❤信，日结300，进裙领任务 http://a.example/x 退订回T",
    "好",
)


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

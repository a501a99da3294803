"""How words are hidden, and how often."""

import numpy as np
import pytest

from fraudguard.simulate.schemes.evasion import disguised, misheard

TEXT = "请添加微信领取返利，转账以后把截图发到群里面来"
TIMES = 3_000


def _all() -> list[str]:
    return [disguised(np.random.default_rng(seed), TEXT) for seed in range(TIMES)]


def test_most_kinds_of_evasion_are_as_frequent_as_known() -> None:
    """The other script and invisible marks come as often as DOMAIN 12 says."""
    texts = _all()
    assert pytest.approx(0.08, abs=0.02) == sum("轉" in text or "過" in text or "領" in text for text in texts) / TIMES
    assert pytest.approx(0.05, abs=0.015) == sum("\u200b" in text for text in texts) / TIMES


def test_about_half_of_the_texts_are_plain() -> None:
    """Most fraudsters write as everybody does: with all five rates, 43 to 50 % stay as they were."""
    assert pytest.approx(0.46, abs=0.06) == sum(text == TEXT for text in _all()) / TIMES


def test_a_text_without_a_word_to_hide_may_stay() -> None:
    """A text that has neither alias nor run of characters is left readable."""
    assert {"ok 123"} == {disguised(np.random.default_rng(seed), "ok 123") for seed in range(200)}


def test_the_same_draws_hide_the_same_words() -> None:
    """A disguise hangs on the draws alone."""
    assert _all()[:50] == _all()[:50]


def test_a_listener_errs_in_two_words_at_most() -> None:
    """At most two words are written as others that sound like them, and none is lost."""
    said = "客服说验证码和账户，还有征信和会议"
    for seed in range(50):
        heard = misheard(np.random.default_rng(seed), said)
        assert len(said) == len(heard)
        assert 1 <= sum(one != other for one, other in zip(said, heard, strict=True)) <= 2


def test_words_that_are_not_known_to_err_are_heard_right() -> None:
    """Ordinary talk stays as it is."""
    assert misheard(np.random.default_rng(0), "今天天气不错") == "今天天气不错"

"""Wording: one thing said in many ways, none of which loses what was said."""

import numpy as np

from fraudguard.simulate.confusers.wording import GROUPS, chatted, spoken, written

RNG = np.random.default_rng(11)


def test_one_sentence_has_many_forms() -> None:
    """A chat of one sentence is worded in more than forty ways in two hundred times."""
    assert len({chatted(RNG, "今天把定金转一下，麻烦你了") for _ in range(200)}) > 40


def test_a_notice_stays_whole() -> None:
    """A notice without exchangeable words stays as it is."""
    assert {"【银行】提醒：安全账户是骗局。"} == {written(RNG, "【银行】提醒：安全账户是骗局。") for _ in range(50)}


def test_the_strong_words_stay() -> None:
    """What is said of a scheme is never exchanged, in chats and in calls alike."""
    for _ in range(100):
        assert "安全账户" in chatted(RNG, "今天有人说安全账户")
        assert "屏幕共享" in spoken(RNG, "对方：打开屏幕共享。本人：好的。")


def test_both_speakers_stay() -> None:
    """A call keeps who says what."""
    for _ in range(100):
        said = spoken(RNG, "对方：您好。本人：好的。")
        assert "对方：" in said
        assert "本人：" in said


def test_groups_share_no_first_word() -> None:
    """A word is exchanged by one group only."""
    heads = [group[0] for group in GROUPS]
    assert len(heads) == len(set(heads))

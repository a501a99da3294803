"""The features: one hash in training and serving, for one text and for many."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.classifier.features import (
    BUCKETS,
    COLUMNS,
    ORDERS,
    columns,
    columns_of_many,
    gram_bucket,
    ideas_in,
    pair_column,
)
from fraudguard.classifier.ideas import IDEAS
from fraudguard.classifier.neutral import neutral_form

TEXTS = st.lists(st.text(st.sampled_from("您的银行卡异常请点击链接登录0 ab，转账"), max_size=30), max_size=6)


@given(TEXTS)
def test_many_texts_have_the_columns_of_each(texts: list[str]) -> None:
    """No n-gram reaches over the end of a text, and none is lost."""
    found, owner = columns_of_many(texts)
    for number, text in enumerate(texts):
        assert sorted(columns(text).tolist()) == sorted(found[owner == number].tolist())


@given(st.text(max_size=20))
def test_the_row_of_hashes_is_the_plain_one(text: str) -> None:
    """The vectorised hash is the polynomial worked out one character at a time."""
    plain = [gram_bucket(text[at : at + order]) for order in ORDERS for at in range(len(text) - order + 1)]
    assert plain == columns(text)[: len(plain)].tolist()
    assert all(0 <= column < COLUMNS for column in columns(text).tolist())


def test_buckets_are_used_evenly() -> None:
    """Pairs of common characters fall into no fewer buckets than chance would give them."""
    pairs = [chr(one) + chr(other) for one in range(0x4E00, 0x4E00 + 400) for other in range(0x5000, 0x5000 + 400)]
    used = len({gram_bucket(pair) for pair in pairs})
    expected = BUCKETS * (1 - np.exp(-len(pairs) / BUCKETS))
    assert used > 0.99 * expected


def test_ideas_follow_each_other() -> None:
    """Two ideas of a text bring their own columns and that of their pair, in this order only."""
    names = list(IDEAS)
    found = columns(neutral_form("工行提醒点击"))
    bank, click = names.index("bank"), names.index("click")
    assert {BUCKETS + bank, BUCKETS + click, pair_column(bank, click)} <= set(found.tolist())
    assert pair_column(click, bank) not in found


def test_every_idea_can_be_found() -> None:
    """Each word is in the neutral form already and is found as its own idea, not as part of another word."""
    for number, words in enumerate(IDEAS.values()):
        for word in words.split():
            assert word == neutral_form(word), word
            assert [number] == [idea for idea, _, _ in ideas_in(word)], word


def test_a_word_has_one_idea() -> None:
    """No word stands in two ideas."""
    words = [word for row in IDEAS.values() for word in row.split()]
    assert len(words) == len(set(words))

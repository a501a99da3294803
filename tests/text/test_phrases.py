"""Phrases: what counts as standing in a text, and the scanner against the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudguard.text import PhraseScanner, contains_phrase, find_phrase, normal_form


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("微信百万保障到期", "百万保障", True),
        ("微信百万保险到期", "百万保障", False),
        ("加tg群", "tg", True),
        ("tgif", "tg", False),
        ("atg", "tg", False),
        ("tg123", "tg", True),
        ("拨打110报警", "110", True),
        ("拨打96110", "110", False),
        ("1101", "110", False),
        ("a110b", "110", True),
        ("usdt充值", "usdt充值", True),
        ("ausdt充值", "usdt充值", False),
        ("tgif和tg", "tg", True),
        ("etc已失效", "etc已失效", True),
        ("", "a", False),
        ("任何", "", False),
        ("", "", False),
    ],
)
def test_a_phrase_stands_in_a_text(text: str, phrase: str, expected: bool) -> None:
    """Chinese phrases are substrings; Latin and digit ends need an edge of their own kind."""
    assert expected == contains_phrase(text, phrase)
    assert ({0} if expected else set()) == PhraseScanner([phrase]).scan(text)


def test_the_span_is_the_first_that_counts() -> None:
    """A place that fails the edge is passed over."""
    assert (5, 7) == find_phrase("tgif和tg", "tg")
    assert (5, 7) == PhraseScanner(["加", "tg"]).first_span("tgif和tg", 1)
    assert None is PhraseScanner(["加", "tg"]).first_span("tgif", 1)


LETTERS = st.text(alphabet="aab1微信", max_size=4)


@given(st.lists(LETTERS, max_size=8), st.text(alphabet="aab1微信2 ", max_size=30))
def test_the_scanner_says_what_the_reference_says(phrases: list[str], text: str) -> None:
    """One pass over all phrases, nested, repeated and empty ones included, equals one by one."""
    scanner = PhraseScanner(phrases)
    expected = {index for index, phrase in enumerate(phrases) if contains_phrase(text, phrase)}
    assert expected == scanner.scan(text)
    for index in range(len(phrases)):
        span = scanner.first_span(text, index)
        assert (index in expected) == (span is not None)
        if span is not None:
            assert phrases[index] == text[span[0] : span[1]]


def test_many_phrases_use_the_compact_automaton() -> None:
    """Beyond the size where the fast automaton would fill the memory the answers stay the same."""
    phrases = [f"词{number}号" for number in range(5_000)]
    assert {77, 4_999} == PhraseScanner(phrases).scan("有词77号和词4999号")


def test_rules_and_texts_meet_in_the_normal_form() -> None:
    """A phrase written in traditional characters is found in an evasive text."""
    phrase = normal_form("請勿觸碰屏幕")
    assert contains_phrase(normal_form("正在对接，请·勿 触\u200b碰 屏 幕！"), phrase)

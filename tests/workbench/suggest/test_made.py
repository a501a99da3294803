"""Events and texts made where no example has one."""

import re

import pytest

from fraudguard.pack.tree import Window, walk
from fraudguard.workbench.suggest.made import event_for, text_matching
from packing import pack_of, rule


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(公司|商店)", "公司"),
        ("(先|我).{0,6}(打|转)你?", "先打"),
        ("借[一二]千", "借一千"),
        (r"\d{4}元", "1111元"),
        ("a+b?", "a"),
        ("第.{2}名", "第的的名"),
        (r"[0-9]+", "1"),
    ],
)
def test_a_short_text_that_matches(pattern: str, text: str) -> None:
    """Of alternatives the first, of what may be left out nothing."""
    assert text == text_matching(pattern)
    assert re.search(pattern, text)


def test_no_text_rather_than_a_wrong_one() -> None:
    """What is not understood gives nothing."""
    assert "" == text_matching(r"((a|b)(c|d)|(?:e))$x")


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("count(report, within='1d', where=callback_confirmed) >= 1", {"kind": "report", "callback_confirmed": True}),
        ("count(call, within='1d', where=peer_class in ['overseas', 'mvno']) >= 1", {"peer_class": "overseas"}),
        ("count(by=payee.account, within='1d', where=amount >= 500) >= 1", {"payee": {"account": "62"}, "amount": 500}),
        ("sum(amount, within='1d', where=direction == 'in') >= 1", {"direction": "in", "amount": 100}),
        ("count(within='1d', where=amount >= 0.99 * this.amount) >= 2", {"amount": 990}),
        ("count(message, within='1d', where=is_otp and mentions(text, '保证金')) >= 1", {"text": "保证金"}),
    ],
)
def test_an_event_as_a_window_asks_for_it(line: str, made: dict[str, object]) -> None:
    """What `where` says plainly, the keys of the event under test, and an amount for a sum."""
    when = pack_of(rule("r", line)).rules[0].when
    assert when is not None
    window = next(node for node in walk(when) if isinstance(node, Window))
    event = event_for(window, {"kind": "transaction", "amount": 1_000, "payee": {"account": "62"}})
    assert event is not None
    assert made.items() <= event.items()

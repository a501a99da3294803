from itertools import pairwise

from attempts import attempts, paid
from fraudguard.simulate.confusers.scene import DAY
from fraudguard.simulate.schemes.money import MONEY

TASKS, MARKET = MONEY


def test_tasks_pay_a_little_first() -> None:
    """Every attempt that gets to the advances has had small sums come in before them."""
    for story in attempts(TASKS):
        if paid(story):
            first = paid(story)[0]["at"]
            before = [one for one in story.events if one.get("direction") == "in" and one["at"] < first]
            assert len([one for one in before if one["amount"] <= 5_000]) >= 3


def test_advances_grow() -> None:
    """An advance is larger than the one before, but for small first ones."""
    grows = [
        later["amount"] >= earlier["amount"]
        for story in attempts(TASKS)
        for earlier, later in pairwise(paid(story))
        if earlier["amount"] > 10_000
    ]
    assert grows.count(True) / len(grows) > 0.95


def test_markets_take_weeks() -> None:
    """From the first word to the last payment the median story of a false market takes ten to sixty days or so."""
    spans = sorted((paid(one)[-1]["at"] - one.events[0]["at"]) / DAY for one in attempts(MARKET) if paid(one))
    assert 10 <= spans[len(spans) // 2] <= 60


def test_markets_use_virtual_currency_and_cash_at_times() -> None:
    """Both techniques occur, each in less than a third of the losses."""
    lost = [story for story in attempts(MARKET) if paid(story)]
    for technique in ("virtual_currency", "offline_cash_gold"):
        share = sum(technique in story.techniques for story in lost) / len(lost)
        assert 0 < share < 1 / 3

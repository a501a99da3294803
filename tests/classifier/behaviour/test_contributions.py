"""Explanations of behaviour: named features, and parts that add up."""

import math
from collections.abc import Mapping, Sequence

import pytest

from fraudguard.classifier.behaviour.contributions import explain_values
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets
from fraudguard.classifier.contributions import TextExplanation


def told(row: Sequence[float]) -> list[float | None]:
    """A row of a table as the plan gives it: what is unknown is nothing."""
    return [None if math.isnan(value) else value for value in row]


@pytest.mark.parametrize("kind", ["transaction", "device_event"])
def test_the_parts_add_up_to_the_log_odds(behaviour: BehaviourModel, sets: Mapping[str, RowSets], kind: str) -> None:
    """Base, shown parts and the rest are the log-odds that the model serves, fraud or not."""
    rows = sets[kind].tests[0]
    for row in [*rows.table[rows.fraud][:20].tolist(), *rows.table[:20].tolist()]:
        values = told(row)
        seen = explain_values(behaviour, kind, values)
        answer = behaviour.classify_values(kind, values)
        assert (seen is None) == (answer is None)
        if seen is None or answer is None:
            continue
        assert answer.probability == seen.probability
        total = seen.base + sum(one.log_odds for one in seen.shown) + seen.rest
        assert math.isclose(seen.log_odds, total, abs_tol=1e-9)
        signs = [one.log_odds > 0 for one in seen.shown]
        assert sorted(signs, reverse=True) == signs
        assert all("：" in one.text for one in seen.shown)


def test_a_remark_is_one_part(behaviour: BehaviourModel, sets: Mapping[str, RowSets]) -> None:
    """What the words bring stands among the parts, and the sum holds."""
    head = behaviour.heads["transaction"]
    card = head.card.model_copy(update={"words": 0.5})
    both = BehaviourModel(behaviour.card, [type(head)(card, head.arrays)])
    rows = sets["transaction"].tests[0]
    values = told(rows.table[rows.fraud][0].tolist())
    words = TextExplanation(0.99, "fake_loan", 4.6, -1.0, (), 5.6)
    seen = explain_values(both, "transaction", values, words, most=100)
    assert seen is not None
    assert 0.5 * math.log(99) == pytest.approx(next(one.log_odds for one in seen.shown if one.text == "附言"))
    assert ("fake_loan" == seen.scam) == (seen.log_odds >= -2)


def test_where_nothing_is_weighed_nothing_is_explained(behaviour: BehaviourModel) -> None:
    """A kind without a head, and an event of nobody, have no explanation."""
    assert explain_values(behaviour, "call", []) is None
    assert explain_values(behaviour, "transaction", [None] * 60) is None

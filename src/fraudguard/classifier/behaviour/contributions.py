"""What speaks for and against a scam in what was done, by the names of features; the parts add up to the log-odds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fraudguard.classifier.behaviour.features import expressions, features_of
from fraudguard.classifier.behaviour.model import BehaviourModel, odds_of_words
from fraudguard.classifier.contributions import Contribution, TextExplanation
from fraudguard.pack.tree import Type
from fraudguard.plan.weighing import is_value

__all__ = ["explain_values"]

_SHOWN = 8
_WORDS = "附言"


def explain_values(
    model: BehaviourModel, kind: str, values: Sequence[Any], words: TextExplanation | None = None, most: int = _SHOWN
) -> TextExplanation | None:
    """
    Why ``model`` says what it says of the values of an event; ``None`` where it says nothing of them.

    ``words`` is what the text model saw in a remark on it: that counts as one part. ``most`` parts of either side.
    """
    head = model.heads.get(kind)
    odds = None if head is None else head.log_odds(values)
    if head is None or odds is None:
        return None
    base, parts = head.weigher.parts(head.bins.of_one(values))
    base_odds = head.card.slope * base + head.card.offset
    found = [
        Contribution(f"{feature.zh}：{_shown(node, value)}", head.card.slope * part)
        for feature, node, value, part in zip(features_of(kind), expressions(kind), values, parts, strict=True)
        if part
    ]
    said = None
    if words is not None:
        said = model.said(words.probability, words.scam)
        weighed = head.card.words * odds_of_words(words.probability)
        odds += weighed
        if weighed:
            found.append(Contribution(_WORDS, weighed))
    answer = model.classify_values(kind, values, said)
    assert answer is not None  # the head has log-odds
    ordered = sorted(found, key=lambda one: -abs(one.log_odds))
    shown = [one for sign in (1, -1) for one in [part for part in ordered if part.log_odds * sign > 0][:most]]
    rest = odds - base_odds - sum(one.log_odds for one in shown)
    return TextExplanation(answer.probability, answer.scam, odds, base_odds, tuple(shown), rest)


def _shown(node: Any, value: Any) -> str:
    if not is_value(node):
        return "是" if value else "否"
    if value is None:
        return "未知"
    return f"{value / 100:,.2f} 元" if getattr(node, "type", None) is Type.MONEY else f"{value:,.6g}"

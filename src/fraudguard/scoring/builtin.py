"""The two findings no rule file writes: a lead from a higher centre, and the classifier."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.classifier import Classification, Classifier, WindowClassifier
from fraudguard.events import Event
from fraudguard.pack.checked import CheckedPack, CheckedRule, Level, ModelPolicy, Template
from fraudguard.scoring.decision import Seen

__all__ = ["Classification", "Classifier", "Said", "WindowClassifier", "head_of", "lead_rule",
           "model_points", "model_rule"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """How a built-in finding is told: in one sentence, with no rule line behind it."""

    event: Event
    text: str

    def because(self, _rule: CheckedRule, _steps: Mapping[str, str]) -> str:
        """The sentence."""
        return self.text

    def conditions(self, _rule: CheckedRule) -> tuple[Seen, ...]:
        """None."""
        return ()

    def quotes(self, _rule: CheckedRule) -> tuple[str, ...]:
        """None."""
        return ()


def head_of(classifier: Classifier | None) -> Callable[[str, Any, Sequence[Any]], Classification | None] | None:
    """What has the last word on an event once its windows are known, if a classifier has such a head."""
    return classifier.weigh if isinstance(classifier, WindowClassifier) else None


def lead_rule(level: Level, pack: CheckedPack) -> CheckedRule:
    """The built-in rule of a lead of ``level``: its points, and at least its level."""
    return CheckedRule(
        id="lead",
        title="上级预警指令",
        scam="",
        kind="lead",
        points=pack.policy.lead_points[level],
        group="lead",
        stage="contact",
        because=Template(()),
        floor=level,
    )


def model_rule() -> CheckedRule:
    """The built-in rule of the classifier; its points depend on the probability."""
    return CheckedRule(
        id="model", title="分类模型", scam="", kind="", points=0, group="model", stage="contact", because=Template(())
    )


def model_points(probability: float, policy: ModelPolicy) -> int:
    """``min(cap, base + slope * floor(log-odds(p) - log-odds(start)))`` from ``start`` on, else 0 (DESIGN 4.5)."""
    if not probability >= policy.start:  # so that what is not a number brings nothing
        return 0
    steps = math.floor(_log_odds(probability) - _log_odds(policy.start)) if probability < 1 else _CERTAIN
    return min(policy.cap, policy.base + policy.slope * steps)


_CERTAIN = 10**9  # steps of log-odds at probability 1, where they are infinite


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))

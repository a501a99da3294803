"""Events to findings, points, levels and tickets, one event at a time."""

from fraudguard.scoring.builtin import Classification, Classifier
from fraudguard.scoring.decision import ChainEvent, Decision, Evidence, Finding, Part, Seen, Standing, Ticket
from fraudguard.scoring.explain import Explanation, RuleExplanation
from fraudguard.scoring.guard import Guard
from fraudguard.scoring.image import SwapReport

__all__ = [
    "ChainEvent",
    "Classification",
    "Classifier",
    "Decision",
    "Evidence",
    "Explanation",
    "Finding",
    "Guard",
    "Part",
    "RuleExplanation",
    "Seen",
    "Standing",
    "SwapReport",
    "Ticket",
]

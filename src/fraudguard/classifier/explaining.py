"""What a model of ours saw in one event, be it words, behaviour or both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fraudguard.classifier.behaviour.contributions import explain_values
from fraudguard.classifier.contributions import TextExplanation, explain_text
from fraudguard.classifier.heads import TwoHeads
from fraudguard.classifier.model import TextModel, text_of
from fraudguard.events import Event

__all__ = ["explained"]


def explained(classifier: object, event: Event, values: Sequence[Any]) -> TextExplanation | None:
    """
    Why a classifier of ours says what it says; ``None`` for others, and where it says nothing.

    ``values`` are those of the features that the plan worked out for the event.
    """
    text = classifier.text if isinstance(classifier, TwoHeads) else classifier
    words = text_of(event)
    seen = explain_text(text, words) if isinstance(text, TextModel) and words is not None else None
    if not isinstance(classifier, TwoHeads) or not values:
        return seen
    return explain_values(classifier.behaviour, event.kind, values, seen) or seen

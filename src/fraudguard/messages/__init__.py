"""The wording of every error: one entry per code, in English and Chinese, each with its cure."""

from fraudguard.messages import (
    classifier,
    desk,
    durable,
    events,
    feed_mappings,
    feeds,
    pack,
    pack_expression,
    scenario,
    scoring,
    simulate,
    text,
    workbench,
)
from fraudguard.messages.entry import Message

__all__ = ["MESSAGES", "Message"]

MESSAGES: dict[str, Message] = {
    **events.MESSAGES,
    **text.MESSAGES,
    **pack.MESSAGES,
    **pack_expression.MESSAGES,
    **classifier.MESSAGES,
    **scoring.MESSAGES,
    **durable.MESSAGES,
    **feeds.MESSAGES,
    **feed_mappings.MESSAGES,
    **desk.MESSAGES,
    **simulate.MESSAGES,
    **workbench.MESSAGES,
    **scenario.MESSAGES,
}
"""Every code the library can raise. A code missing here is a defect that a test finds."""

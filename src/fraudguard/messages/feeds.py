"""Wording of the errors raised by `fraudguard.feeds`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {}

"""Wording of the errors raised by `fraudguard.events`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {}

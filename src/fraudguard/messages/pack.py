"""Wording of the errors raised by `fraudguard.pack`."""

from fraudguard.messages.entry import Message

__all__ = ["MESSAGES"]

MESSAGES: dict[str, Message] = {}

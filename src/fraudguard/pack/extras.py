"""Reading a pack's own event fields (`extra.<name>`) by their declared type."""

from __future__ import annotations

import math

from fraudguard.errors import EventError
from fraudguard.events.money import parse_money
from fraudguard.pack.tree import Type

__all__ = ["typed"]


def typed(value: object, kind: Type) -> bool | int | float | str | None:
    """
    ``value`` if it fits ``kind``, else ``None``: what does not fit is unknown, never wrong.

    Money is given in yuan and comes out as fen. A boolean is not a number here.
    """
    if isinstance(value, bool):
        return value if kind is Type.BOOL else None
    if kind is Type.MONEY and isinstance(value, (int, float, str)):
        try:
            return parse_money(value)
        except EventError:
            return None
    if kind is Type.NUMBER and isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    if kind is Type.TEXT and isinstance(value, str):
        return value
    return None

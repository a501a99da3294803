"""Plain data as compact JSON text: what the desk keeps, chains and sends."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import to_json

__all__ = ["encoded"]

_plainly = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encoded(data: Any) -> str:
    """JSON text without spaces, letters as they are; the same data in the same order give the same text."""
    try:
        return to_json(data, inf_nan_mode="constants").decode()  # a quarter of the time, several times for every event
    except UnicodeEncodeError:  # half of a surrogate pair, which a feed may hold: UTF-8 does not
        return _plainly(data)

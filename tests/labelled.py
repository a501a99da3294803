"""Labelled examples for the rules of small packs."""

from __future__ import annotations

import copy
from typing import Any

__all__ = ["example", "paid"]


def example(label: str, *events: dict[str, Any]) -> dict[str, Any]:
    """A labelled stream; its events share nothing, so that YAML writes each in full."""
    return {label: "一例", "events": [copy.deepcopy(event) for event in events]}


def paid(amount: float, **more: Any) -> dict[str, Any]:
    """A payment out."""
    return {"kind": "transaction", "direction": "out", "amount": amount, **more}

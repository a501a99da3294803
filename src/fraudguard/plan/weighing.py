"""What a model is asked about an event: values and conditions of the plan, worked out before any rule has run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fraudguard.pack.tree import Expression, HourOf, Type, WeekdayOf

__all__ = ["is_value", "weighed"]


class _Codes(Protocol):
    def value(self, node: Expression) -> str:
        """Source of a value."""

    def truth(self, node: Expression, wanted: bool = True) -> str:
        """Source that is true exactly when ``node`` is known to be ``wanted``."""


def is_value(node: Expression) -> bool:
    """Whether a feature is a number, which may be unknown; a condition is 1 where it is true and 0 elsewhere."""
    return isinstance(node, (HourOf, WeekdayOf)) or getattr(node, "type", Type.BOOL) is not Type.BOOL


def weighed(kind: str, features: Sequence[Expression], coder: _Codes) -> list[str]:
    """The line of a function that asks the model; none where nothing is asked. ``kind`` names the kind's constant."""
    if not features:
        return []
    values = [coder.value(one) if is_value(one) else f"(1 if {coder.truth(one)} else 0)" for one in features]
    return [f"cl = c.weigh({kind}, cl, ({''.join(f'{value}, ' for value in values)}))"]

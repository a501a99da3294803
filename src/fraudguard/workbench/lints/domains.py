"""Which values a term can still have: an interval of numbers with holes, or a set of words."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

__all__ = ["BOTH", "Domain", "Numbers", "Words", "only", "within"]

_FEW = 64  # so many whole numbers are looked at one by one


@dataclass(frozen=True, slots=True)
class Numbers:
    """
    The numbers from ``low`` to ``high``, an end left out where it is open, without the ``holes``.

    ``whole`` says that only whole numbers occur.
    """

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    holes: frozenset[float] = frozenset()
    whole: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number is left."""
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            return True
        if self.whole and math.isfinite(self.low) and math.isfinite(self.high):
            first = math.floor(self.low) + 1 if self.low_open else math.ceil(self.low)
            last = math.ceil(self.high) - 1 if self.high_open else math.floor(self.high)
            return first > last or (
                last - first < _FEW and all(number in self.holes for number in range(first, last + 1))
            )
        return self.low == self.high and self.low in self.holes

    def meet(self, op: str, limit: float) -> Numbers:
        """Those of which ``number op limit`` is true."""
        if op == "!=":
            return replace(self, holes=self.holes | {limit})
        found = self
        if op in {">", ">=", "=="} and (limit > self.low or (limit == self.low and op == ">")):
            found = replace(found, low=limit, low_open=op == ">")
        if op in {"<", "<=", "=="} and (limit < self.high or (limit == self.high and op == "<")):
            found = replace(found, high=limit, high_open=op == "<")
        if op == "==" and not self._inside(limit):
            return replace(found, low=math.inf, high=-math.inf)
        return found

    def _inside(self, number: float) -> bool:
        above = number > self.low or (number == self.low and not self.low_open)
        below = number < self.high or (number == self.high and not self.high_open)
        return above and below and not (self.whole and number != math.floor(number))


@dataclass(frozen=True, slots=True)
class Words:
    """The ``values``, or with ``others`` all values but these."""

    values: frozenset[str | bool | int]
    others: bool = False

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        return not self.others and not self.values

    def keep(self, values: frozenset[str | bool | int]) -> Words:
        """Those that are among ``values``."""
        return Words(values - self.values if self.others else self.values & values)

    def drop(self, values: frozenset[str | bool | int]) -> Words:
        """Those that are not among ``values``."""
        return Words(self.values | values, others=True) if self.others else Words(self.values - values)


Domain = Numbers | Words
BOTH = Words(frozenset({True, False}))
"""A truth that is known."""


def only(*, value: bool) -> Words:
    """The one truth."""
    return Words(frozenset({value}))


def within(low: float, high: float, *, whole: bool = False) -> Numbers:
    """The numbers between two, both included."""
    return Numbers(low, high, whole=whole)

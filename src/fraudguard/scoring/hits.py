"""What fired in a chunk of events that stand in columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fraudguard.scoring.chains import Completed
from fraudguard.scoring.columns import KindColumns, Order, Rows
from fraudguard.scoring.window_columns import Windows

__all__ = ["Hits", "Place", "step_name"]

Place = tuple[str, int]
"""A kind and the row of one of its events."""


@dataclass(slots=True)
class Hits:
    """
    What fired in a chunk.

    ``rows`` maps kind and rule to the rows on which it fired, ascending; ``completed`` a row and a sequence rule to
    what tells its chain.
    """

    columns: dict[str, KindColumns]
    windows: dict[str, Windows]
    rows: dict[tuple[str, str], Rows] = field(default_factory=dict)
    completed: dict[Place, dict[str, Callable[[], Completed]]] = field(default_factory=dict)

    @property
    def order(self) -> Order:
        """The order of all events."""
        return next(iter(self.columns.values())).order

    def position(self, place: Place) -> int:
        """Where an event stands in that order."""
        return int(self.columns[place[0]].position[place[1]])


def step_name(sequence: int, step: int) -> str:
    """The name under which an inline step's findings are kept; no rule is called so."""
    return f"step {sequence} {step}"

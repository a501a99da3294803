"""A scenario that has passed its checks: what happens, what is done at the desk, what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fraudguard.desk.actions import Action
from fraudguard.errors import Place

__all__ = [
    "CaseWanted",
    "Deed",
    "Expectation",
    "FindingsWanted",
    "Happening",
    "LevelWanted",
    "PointsWanted",
    "ScamWanted",
    "Scenario",
    "Step",
    "Tick",
    "TicketWanted",
    "UrgentWanted",
    "Wanted",
]


@dataclass(frozen=True, slots=True)
class Happening:
    """Events of one line, complete and in order; ``text`` is the line."""

    text: str
    place: Place
    events: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What an officer does with the case at an instant; with ``refused`` the desk must not let it happen."""

    text: str
    place: Place
    at: datetime
    action: Action
    refused: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The desk's clocks act up to an instant."""

    text: str
    place: Place
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingsWanted:
    """All of these rules fired; with ``none`` not one of them did (of no rule at all: nothing fired)."""

    rules: tuple[str, ...]
    none: bool


@dataclass(frozen=True, slots=True)
class LevelWanted:
    """The level lies between two, both included."""

    least: str
    most: str


@dataclass(frozen=True, slots=True)
class PointsWanted:
    """The points lie between two numbers, both included; without ``most`` there is no upper one."""

    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class ScamWanted:
    """The points speak most for this scam."""

    scam: str


@dataclass(frozen=True, slots=True)
class UrgentWanted:
    """A loss is in progress, or is not."""

    urgent: bool


@dataclass(frozen=True, slots=True)
class TicketWanted:
    """A ticket with all that is said here; with ``none`` no such ticket."""

    none: bool = False
    change: str = ""
    level: str = ""
    urgent: bool = False
    scam: str = ""


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """The case with all that is said here, as name and value; with ``none`` there is no case."""

    none: bool = False
    facts: tuple[tuple[str, str], ...] = ()


Wanted = FindingsWanted | LevelWanted | PointsWanted | ScamWanted | UrgentWanted | TicketWanted | CaseWanted


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is wanted of the line of events above, or of the whole story."""

    text: str
    place: Place
    wanted: Wanted


Step = Happening | Deed | Tick | Expectation


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    One story. ``last`` is expected of it as a whole; ``todo`` is why a known gap may stay open.

    ``start`` is where its clock begins.
    """

    name: str
    place: Place
    start: datetime
    steps: tuple[Step, ...]
    last: tuple[Expectation, ...] = ()
    todo: str = ""

    @property
    def uses_desk(self) -> bool:
        """Whether anything of it needs a desk beside the guard."""
        return any(
            isinstance(step, (Deed, Tick)) or (isinstance(step, Expectation) and isinstance(step.wanted, CaseWanted))
            for step in (*self.steps, *self.last)
        )

"""What a tick of the desk did, counted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from fraudguard.desk.case import Entry

__all__ = ["Ticked"]


@dataclass(frozen=True, slots=True)
class Ticked:
    """How many cases a tick's clocks changed, deadlines were missed, tiers raised, notices opened."""

    cases: int = 0
    missed: int = 0
    escalated: int = 0
    notices: int = 0

    def plus(self, cases: int, entries: Sequence[Entry]) -> Ticked:
        """These counts and those of a further batch of cases."""
        kinds = [entry.kind for entry in entries]
        return dataclasses.replace(
            self,
            cases=self.cases + cases,
            missed=self.missed + kinds.count("missed"),
            escalated=self.escalated + kinds.count("escalated"),
        )

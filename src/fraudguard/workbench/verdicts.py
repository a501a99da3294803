"""What a test came to: what was expected beside what came, and whether a known gap is still one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fraudguard.scoring.decision import Standing

__all__ = ["Mismatch", "State", "standing_text", "state_of_test"]

State = Literal["passed", "failed", "todo", "todo_passes"]
"""``todo`` is a known gap that is still open; ``todo_passes`` one whose mark may be taken away."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One expectation that was not met: what was ``expected`` and what ``came`` instead, in the words of a test."""

    expected: str
    came: str
    came_zh: str = ""  # where it is a sentence


def state_of_test(mismatches: Sequence[object], todo: str) -> State:
    """The state of a test with these mismatches, ``todo`` being why it may have them."""
    if todo:
        return "todo" if mismatches else "todo_passes"
    return "failed" if mismatches else "passed"


def standing_text(standing: Standing) -> str:
    """Level and points with what they are made of: ``level yellow, 62 points: new-payee 10, …``."""
    parts = ", ".join(f"{part.rule} {part.points}" for part in standing.parts)
    urgent = " urgent" if standing.urgent else ""
    return f"level {standing.level}{urgent}, {standing.points} points" + (f": {parts}" if parts else "")

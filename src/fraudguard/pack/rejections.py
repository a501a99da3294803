"""How a check of one expression gathers faults: recorded with their place, then the branch is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from fraudguard.errors import Fault, Place

__all__ = ["Locate", "Rejected", "Report", "Span", "each", "every"]

Locate = Callable[[int, int], Place]
"""Turns an offset and a length in characters of the author's text into a place of the file."""

Span = tuple[int, int]
"""Start and end, in characters of the author's text."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Rejected(Exception):  # noqa: N818 - never leaves the package: it only carries a recorded fault upwards
    """A fault was recorded; what contains it has no meaning."""


@dataclass(slots=True)
class Report:
    """The author's text, where it stands, and the faults found in it so far."""

    text: str
    locate: Locate
    faults: list[Fault] = field(default_factory=list)

    def place(self, span: Span) -> Place:
        """The place of a part of the text; at least one character long."""
        start, end = span
        return self.locate(start, max(1, end - start))

    def shown(self, span: Span) -> str:
        """The author's own words for a part of the text."""
        return self.text[span[0] : span[1]]

    def add(self, code: str, span: Span, **params: object) -> Rejected:
        """Record a fault; ``given`` is the text at ``span`` unless stated. Raise what comes back to stop there."""
        params.setdefault("given", self.shown(span))
        self.faults.append(Fault(code, params, self.place(span)))
        return Rejected(code)

    def distinct(self) -> list[Fault]:
        """The faults, each once: the middle of ``0 < a < 5`` is looked at twice."""
        seen: dict[tuple[str, Place | None], Fault] = {}
        for fault in self.faults:
            seen.setdefault((fault.code, fault.place), fault)
        return list(seen.values())


def each(items: Iterable[Item], task: Callable[[Item], Result]) -> list[Result]:
    """The task's results for all items, as `every`."""
    return every([partial(task, item) for item in items])


def every(tasks: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results of all tasks; when some are rejected, the others still run, so that all faults are found."""
    results: list[Result] = []
    rejected: Rejected | None = None
    for task in tasks:
        try:
            results.append(task())
        except Rejected as stop:
            rejected = stop
    if rejected is not None:
        raise rejected
    return results

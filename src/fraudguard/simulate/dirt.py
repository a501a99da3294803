"""What happens to events on their way into a file: some come twice, some come late, some arrive broken."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fraudguard.simulate.settings import HOUR

__all__ = ["Dirt", "line_of"]

_TWICE, _LATE, _BROKEN = 0.03, 0.04, 0.005  # DOMAIN 12
_LONGEST_LATE = 48


def line_of(event: Mapping[str, Any]) -> str:
    """The line of a file that holds one event."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Dirt:
    """
    Lines of events in the order in which they arrive, dirty by chance.

    ``twice``, ``late`` and ``broken`` count the lines that came a second time, hours after their time, or in a form
    that nobody can read. A broken line follows the sound one, as when a row is sent again, so that no event is lost.
    """

    rng: np.random.Generator
    twice: int = 0
    late: int = 0
    broken: int = 0

    def lines(self, events: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[str]:
        """The lines of events, each given with its instant (microseconds), in order."""
        waiting: list[tuple[int, int, str]] = []
        number = 0
        for at, event in events:
            while waiting and waiting[0][0] <= at:
                yield heapq.heappop(waiting)[2]
            drawn = float(self.rng.random())
            line = line_of(event)
            if drawn < _LATE:
                number += 1
                self.late += 1
                heapq.heappush(waiting, (at + self._hours(), number, line))
                continue
            yield line
            if drawn < _LATE + _TWICE:
                number += 1
                self.twice += 1
                heapq.heappush(waiting, (at + self._hours(), number, line))
            elif drawn < _LATE + _TWICE + _BROKEN:
                self.broken += 1
                yield self._spoiled(event, line)
        while waiting:
            yield heapq.heappop(waiting)[2]

    def _hours(self) -> int:
        return int((1 + self.rng.random() * (_LONGEST_LATE - 1)) * HOUR)

    def _spoiled(self, event: Mapping[str, Any], line: str) -> str:
        """A line cut short, or an event with a value that cannot be."""
        way = int(self.rng.integers(3))
        if way == 0:
            return line[: max(2, int(len(line) * self.rng.random()))].rstrip("}")
        wrong: dict[str, Any] = {"kind": "交易流水"} if way == 1 else {"at": "2024-13-40 25:61:00"}
        return line_of({**event, **wrong})

"""Dropping what no event can see any more, a few keys at a time, so that no event waits for all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from fraudguard.plan.logs import LONG, Log
from fraudguard.plan.shelf import Shelf
from fraudguard.scoring.packed import oldest

if TYPE_CHECKING:
    from fraudguard.scoring.memory import Memory

__all__ = ["Sweep"]

_instant = itemgetter(0)
_Visit = Callable[[Any], None]


class Sweep:
    """
    One pass over a state, up to ``floor``, the instant at or before which nothing counts.

    A packed value is opened only when its oldest event lies ``slack`` below the floor, and a long log is
    cut only when a quarter of it is old: each costs as much as the whole value, and must not be paid
    for every event that leaves.
    """

    def __init__(self, memory: Memory, floor: int, slack: int = 0) -> None:
        self.floor = floor
        self._edge = floor - slack
        self._slack = slack
        self._sections = self._visits(memory)
        self._keys: list[Any] = []
        self._visit: _Visit = _nothing

    def step(self, visits: int) -> bool:
        """Look at so many keys; false when the pass is over. The keys of a part are listed at once: 10 ms a million."""
        keys = self._keys
        while visits > 0:
            if not keys:
                section = next(self._sections, None)
                if section is None:
                    return False
                store, self._visit = section
                keys = self._keys = list(store)
                visits -= 1
                continue
            few = keys[-visits:]
            del keys[-visits:]
            visits -= len(few)
            for key in few:
                self._visit(key)
        return True

    def _visits(self, memory: Memory) -> Iterator[tuple[dict[Any, Any], _Visit]]:
        for store in memory.stores:
            yield store, self._visitor(store, self._younger_log)
        for state in memory.chains:
            yield state.candidates, self._visitor(state.candidates, self._younger_candidates)
            yield state.breakers, self._visitor(state.breakers, self._younger_breakers)
        yield memory.ledger, self._visitor(memory.ledger, self._younger_findings)
        yield memory.episodes, self._visitor(memory.episodes, self._younger_episode)
        yield memory.newest, self._visitor(memory.newest, self._younger_position)

    def _visitor(self, store: dict[Any, Any], younger: Callable[[Any], Any]) -> _Visit:
        """What looks at one key of a store: it keeps what ``younger`` leaves of the value."""
        edge = self._edge

        def visit(key: Any) -> None:
            value = store.get(key)
            if value is None:  # gone since the keys were listed
                return
            if type(value) is bytes:
                if oldest(value) > edge:
                    return
                assert isinstance(store, Shelf)  # nothing else packs
                left = younger(store.unpack(value))
                if left:
                    store[key] = store.pack(left)
                else:
                    del store[key]
                return
            left = younger(value)
            if not left:
                del store[key]
            elif left is not value:
                store[key] = left

        return visit

    def _younger_log(self, records: Log) -> Log:
        if records[0][0] > self.floor:
            return records
        old = bisect_right(records, self.floor, key=_instant)
        if len(records) <= LONG or old * 4 >= len(records) or not self._slack:
            records.keep(records[old:])
        return records

    def _younger_breakers(self, positions: list[Any]) -> list[Any]:
        if positions[0][0] > self.floor:
            return positions
        return positions[bisect_right(positions, self.floor, key=_instant) :]

    def _younger_candidates(self, candidates: list[Any]) -> list[Any]:
        if candidates[0].position[0] > self.floor:
            return candidates
        return [candidate for candidate in candidates if candidate.position[0] > self.floor]

    def _younger_findings(self, rules: dict[str, list[Any]]) -> dict[str, list[Any]]:
        for rule in list(rules):
            if rules[rule][0][0] <= self.floor:
                rules[rule] = [entry for entry in rules[rule] if entry[0] > self.floor]
                if not rules[rule]:
                    del rules[rule]
        return rules

    def _younger_episode(self, episode: Any) -> Any:
        return episode if episode.last > self.floor else None

    def _younger_position(self, position: tuple[int, str]) -> tuple[int, str] | None:
        return position if position[0] > self.floor else None


def _nothing(_key: Any) -> None:
    """Before the first part."""

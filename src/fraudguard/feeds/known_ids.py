"""Which events of a sorted run were seen before: what a guard remembers, for a run that keeps its events in tables."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from fraudguard.events import Event, People, parse_event, resolve
from fraudguard.pack.checked import Settings
from fraudguard.scoring.fingerprint import content_digest

__all__ = ["KnownIds", "Remembering"]

_LOOK_EVERY = 65_536  # events between looks for ids that are too old


class Remembering(Protocol):
    """What knows the events of before by their ids: a guard, or `KnownIds`."""

    def instant_of(self, event_id: str) -> int | None:
        """When the event of this id happened, if one of it would be a duplicate or a correction."""

    def remembers(self, event: Event | Mapping[str, Any], /) -> bool:
        """Whether this event, just as it is, would be a duplicate."""


class KnownIds:
    """
    The ids of a run in the order of (at, id), as far back as duplicates are looked for (DESIGN 4.2).

    Answers `instant_of` and `remembers` as a `Guard` does.
    """

    def __init__(self, settings: Settings, key: bytes, people: People | None) -> None:
        self._dedup = settings.dedup
        self._newest: deque[int] = deque(maxlen=settings.sweep_rank)
        self._key = key
        self._people = people
        self._known: dict[str, tuple[int, bytes]] = {}
        self._seen = 0

    def instant_of(self, event_id: str) -> int | None:
        """When the event of this id happened, if one of it would be a duplicate or a correction."""
        found = self._known.get(event_id)
        return found[0] if found is not None and found[0] >= self._oldest() else None

    def remembers(self, event: Event | Mapping[str, Any]) -> bool:
        """Whether this event, just as it is, would be a duplicate."""
        whole = resolve(parse_event(event), self._people)
        return self.instant_of(whole.id) is not None and self._known[whole.id][1] == self._digest(whole)

    def add(self, event: Event) -> None:
        """Remember an event that is no duplicate, its person worked out."""
        self._known[event.id] = event.at_us, self._digest(event)
        self._newest.append(event.at_us)
        self._seen += 1
        if self._seen % _LOOK_EVERY == 0:
            oldest = self._oldest()
            self._known = {event_id: kept for event_id, kept in self._known.items() if kept[0] >= oldest}

    def pass_by(self, instants: Iterable[int]) -> None:
        """Events came by, in order, whose ids nobody will ask for."""
        self._newest.extend(instants)

    def _digest(self, event: Event) -> bytes:
        return content_digest(event, self._key)

    def _oldest(self) -> int:
        full = len(self._newest) == self._newest.maxlen
        return self._newest[0] - self._dedup if full else -(1 << 62)

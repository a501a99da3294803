"""One payment told by two feeds with ids of their own: the second telling is known by what both say, and when."""

from __future__ import annotations

import hashlib
import marshal
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fraudguard.events import Event, People
from fraudguard.events.catalogue import read
from fraudguard.events.people import resolve
from fraudguard.feeds.mapping import FeedMapping

__all__ = ["Matcher"]

_KEPT = 3_600_000_000  # microseconds: no mapping may look further
_REMEMBERED = 7 * 86_400_000_000  # as long as a guard knows an id again
_SWEPT_EVERY = 20_000
_PERSON = "person"
_PARTY = "counterparty."


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two layouts whose rows may tell of one payment: the fields that must agree, and how far apart in microseconds."""

    name: str
    other: str
    fields: tuple[str, ...]
    within: int


Waiting = deque[tuple[int, str]]
"""Instants and ids of events that no row of the other feed has matched yet, oldest first."""


@dataclass(slots=True)
class Matcher:
    """
    Remembers the payments of feeds that are matched, as keyed digests, for an hour of event time, and which rows told
    one again for seven days, so that a file read twice changes nothing.

    ``key`` keys the digests; what a run leaves for the next one holds nothing else of a row.
    """

    mappings: Sequence[FeedMapping]
    people: People | None = None
    key: bytes = b""
    newest: int = 0
    _pairs: dict[str, list[_Pair]] = field(init=False)
    _waiting: dict[tuple[str, str], Waiting] = field(init=False)
    _again: dict[str, tuple[int, str]] = field(default_factory=dict)
    _since: int = 0

    def __post_init__(self) -> None:
        self._pairs = defaultdict(list)
        self._waiting = defaultdict(deque)
        for mapping in self.mappings:
            for other in mapping.match.feeds if mapping.match is not None else ():
                assert mapping.match is not None
                within = round(mapping.match.within.total_seconds() * 1_000_000)
                self._pairs[mapping.name].append(_Pair(mapping.name, other, mapping.match.fields, within))
                self._pairs[other].append(_Pair(other, mapping.name, mapping.match.fields, within))

    def told_before(self, event: Event, layout: str) -> str | None:
        """
        The id of the event of another feed that this one tells again, or ``None``; then it is remembered.

        Each event is told again at most once by each other feed, so that two equal payments stay two.
        """
        pairs = self._pairs.get(layout)
        if not pairs:
            return None
        at = event.at_us
        name = self._keyed(event.id.encode("utf-8", "replace"))
        if name in self._again:
            return self._again[name][1]
        mine = []
        for pair in pairs:
            digest = self._digest(event, pair)
            if digest is None:
                continue
            waiting = self._waiting.get((digest, pair.other))
            found = next((one for one in waiting or () if abs(at - one[0]) <= pair.within), None)
            if waiting is not None and found is not None:
                waiting.remove(found)
                self._again[name] = (at, found[1])
                self._sweep(at)
                return found[1]
            mine.append((digest, layout))
        for place in mine:
            self._waiting[place].append((at, event.id))
        self._sweep(at)
        return None

    def notes(self) -> dict[str, list[list[Any]]]:
        """What the next run must know: the events that still wait to be matched, and the rows that were."""
        self._drop()
        waiting = [[*place, *one] for place, many in sorted(self._waiting.items()) for one in many]
        return {"waiting": waiting, "again": [[name, *known] for name, known in sorted(self._again.items())]}

    def take_notes(self, notes: Mapping[str, Iterable[Sequence[Any]]]) -> None:
        """Go on from `notes` of the run before. Raises `ValueError`, `TypeError` or `AttributeError` for others."""
        for digest, layout, at, event_id in notes.get("waiting", ()):
            self._waiting[str(digest), str(layout)].append((int(at), str(event_id)))
            self.newest = max(self.newest, int(at))
        for name, at, event_id in notes.get("again", ()):
            self._again[str(name)] = (int(at), str(event_id))

    def _digest(self, event: Event, pair: _Pair) -> str | None:
        """A keyed digest of the fields that must agree, or ``None`` when one is missing."""
        values = tuple(self._value(event, path) for path in pair.fields)
        if None in values:
            return None
        text = marshal.dumps((*sorted((pair.name, pair.other)), pair.fields, values), 2)
        return self._keyed(text)

    def _keyed(self, text: bytes) -> str:
        return hashlib.blake2b(text, digest_size=16, key=self.key[:64]).hexdigest()

    def _value(self, event: Event, path: str) -> Any:
        if path == _PERSON:
            return resolve(event, self.people).person.key
        if path.startswith(_PARTY):
            side = "payer" if getattr(event, "direction", None) == "in" else "payee"
            path = path.replace("counterparty", side, 1)
        try:
            return read(event, path)
        except (AttributeError, KeyError):
            return None

    def _sweep(self, at: int) -> None:
        self.newest = max(self.newest, at)
        self._since += 1
        if self._since >= _SWEPT_EVERY:
            self._since = 0
            self._drop()

    def _drop(self) -> None:
        """Forget what no row can match any more."""
        for place in list(self._waiting):
            kept = deque(one for one in self._waiting[place] if one[0] >= self.newest - _KEPT)
            if kept:
                self._waiting[place] = kept
            else:
                del self._waiting[place]
        self._again = {name: one for name, one in self._again.items() if one[0] >= self.newest - _REMEMBERED}

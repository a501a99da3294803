"""One payment told by two feeds with ids of their own: the second telling is known by what both say, and when."""

from __future__ import annotations

import hashlib
import marshal
from collections import defaultdict
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
    """Another layout that may tell of the same payment, and how far apart in microseconds."""

    other: str
    within: int


@dataclass(slots=True)
class _Waiting:
    """An event that may be told again, and the layouts that have told it again already."""

    at: int
    id: str
    by: list[str] = field(default_factory=list)


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
    _pairs: dict[str, dict[tuple[str, ...], list[_Pair]]] = field(init=False)
    _waiting: dict[tuple[str, str], list[_Waiting]] = field(init=False)
    _again: dict[str, tuple[int, str]] = field(default_factory=dict)
    _since: int = 0

    def __post_init__(self) -> None:
        self._pairs = defaultdict(lambda: defaultdict(list))
        self._waiting = defaultdict(list)
        for mapping in self.mappings:
            if mapping.match is None:
                continue
            within = round(mapping.match.within.total_seconds() * 1_000_000)
            for other in mapping.match.feeds:
                self._pairs[mapping.name][mapping.match.fields].append(_Pair(other, within))
                self._pairs[other][mapping.match.fields].append(_Pair(mapping.name, within))

    def meeting(self, layouts: Iterable[str]) -> frozenset[str]:
        """Those of the layouts of a run of which one may tell again what another told."""
        there = set(layouts)
        others = {name: {pair.other for pairs in self._pairs[name].values() for pair in pairs} for name in self._pairs}
        return frozenset(name for name in there if others.get(name, set()) & there)

    def told_before(self, event: Event, layout: str) -> str | None:
        """
        The id of the event of another feed that this one tells again, or ``None``; then it is remembered.

        Each event is told again at most once by each other feed, so that two equal payments stay two.
        """
        if layout not in self._pairs:
            return None
        name = self._keyed(event.id.encode("utf-8", "replace"))
        if name in self._again:
            return self._again[name][1]
        at = event.at_us
        self._sweep(at)
        mine = []
        for fields, pairs in self._pairs[layout].items():
            digest = self._digest(event, fields)
            if digest is None:
                continue
            found = self._find(digest, pairs, layout, at)
            if found is not None:
                found.by.append(layout)
                self._again[name] = (at, found.id)
                return found.id
            mine.append((digest, layout))
        waiting = _Waiting(at, event.id)
        for place in mine:
            self._waiting[place].append(waiting)
        return None

    def _find(self, digest: str, pairs: Iterable[_Pair], layout: str, at: int) -> _Waiting | None:
        for pair in pairs:
            for one in self._waiting.get((digest, pair.other), ()):
                if abs(at - one.at) <= pair.within and layout not in one.by:
                    return one
        return None

    def notes(self) -> dict[str, list[list[Any]]]:
        """What the next run must know: the events that still wait to be matched, and the rows that were."""
        self._drop()
        waiting = [[*place, one.at, one.id, one.by] for place, many in sorted(self._waiting.items()) for one in many]
        return {"waiting": waiting, "again": [[name, *known] for name, known in sorted(self._again.items())]}

    def forget(self) -> None:
        """Go back to remembering nothing."""
        self._waiting.clear()
        self._again.clear()
        self.newest = 0

    def take_notes(self, notes: Mapping[str, Iterable[Sequence[Any]]]) -> None:
        """Go on from `notes` of the run before. Raises `ValueError`, `TypeError` or `AttributeError` for others."""
        known: dict[str, _Waiting] = {}
        for digest, layout, at, event_id, by in notes.get("waiting", ()):
            one = known.setdefault(str(event_id), _Waiting(int(at), str(event_id), [str(name) for name in by]))
            self._waiting[str(digest), str(layout)].append(one)
            self.newest = max(self.newest, one.at)
        for name, at, event_id in notes.get("again", ()):
            self._again[str(name)] = (int(at), str(event_id))

    def _digest(self, event: Event, fields: tuple[str, ...]) -> str | None:
        """A keyed digest of the fields that must agree, or ``None`` when one is missing."""
        values = tuple(self._value(event, path) for path in fields)
        return None if None in values else self._keyed(marshal.dumps((fields, values), 2))

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
            kept = [one for one in self._waiting[place] if one.at >= self.newest - _KEPT]
            if kept:
                self._waiting[place] = kept
            else:
                del self._waiting[place]
        self._again = {name: one for name, one in self._again.items() if one[0] >= self.newest - _REMEMBERED}

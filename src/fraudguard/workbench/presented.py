"""Feeds as a proof takes them: every event once, understood, in the total order, with what came and what did not."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fraudguard.errors import EventError, FeedError
from fraudguard.events import Event, from_microseconds, parse_event
from fraudguard.feeds.mapping_files import load_mapping
from fraudguard.feeds.ordering import sorted_rows
from fraudguard.feeds.reader import Feed, open_feeds
from fraudguard.feeds.reject import Reject

__all__ = ["DAY", "Presented", "day_of", "presented"]

DAY = 86_400_000_000
"""Microseconds."""

_SHANGHAI = 8 * 3_600_000_000


@dataclass(slots=True)
class Presented:
    """
    What feeds held, filled while their events go by. Instants in microseconds UTC; 0 before the first event.

    ``simulated`` counts the feeds that the simulator wrote, by the summary beside them.
    """

    feeds: tuple[str, ...]
    simulated: int
    kinds: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    first: int = 0
    last: int = 0

    @property
    def events(self) -> int:
        """How many events could be understood."""
        return self.kinds.total()

    def days_from(self, start: int) -> int:
        """How many days of the Shanghai calendar there are from an instant to the last event, both counted."""
        return max(1, (self.last + _SHANGHAI) // DAY - (start + _SHANGHAI) // DAY + 1)

    def plain(self) -> dict[str, Any]:
        """What the feeds are, ready for JSON."""
        of = len(self.feeds)
        return {
            "feeds": list(self.feeds),
            "simulated": "all" if self.simulated == of else "some" if self.simulated else "unknown",
            "events": self.events,
            "kinds": dict(sorted(self.kinds.items())),
            "rejected": self.rejected,
            "from": day_of(self.first),
            "to": day_of(self.last),
        }


def day_of(at: int) -> str:
    """The day of an instant in Shanghai, as ``2025-01-06``."""
    return from_microseconds(at).date().isoformat()


def presented(paths: Sequence[str | Path], mappings: Sequence[str | Path] = ()) -> tuple[Presented, Iterator[Event]]:
    """
    The events of feeds in the order of a sorted run, and the books that are filled as they go by.

    Rows that cannot be read or understood are counted and left out. Raises `FeedError` for a file that cannot be read
    at all, and at the end (``workbench.no_events``) when there was not one event.
    """
    books = Presented(tuple(map(str, paths)), sum(_is_simulated(Path(path)) for path in paths))
    return books, _events([Path(path) for path in paths], mappings, books)


def _events(paths: Sequence[Path], mappings: Sequence[str | Path], books: Presented) -> Iterator[Event]:
    def refused(_feed: Feed, _reject: Reject) -> None:
        books.rejected += 1

    own = tuple(load_mapping(path) for path in mappings)
    with tempfile.TemporaryDirectory(prefix="fraudguard-") as folder:
        spool = Path(folder)
        feeds: list[Feed] = []
        for path in paths:
            feeds += open_feeds(path, len(feeds), spool / f"copy-{len(feeds)}", own, "en")
        for row in sorted_rows(feeds, refused, spool):
            try:
                event = parse_event({**row.data, "id": row.id, "at": from_microseconds(row.at)})
            except EventError:
                books.rejected += 1
                continue
            books.first = books.first or event.at_us
            books.last = event.at_us
            books.kinds[event.kind] += 1
            yield event
    if not books.events:
        raise FeedError("workbench.no_events", rejected=books.rejected)


def _is_simulated(path: Path) -> bool:
    """Whether the simulator's own summary lies beside a feed."""
    try:
        found = json.loads((path.parent / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("simulated") is True

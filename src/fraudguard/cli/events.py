"""Events of a file for the verbs that look at single ones: a JSON object, an array of them, or a whole feed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fraudguard.events import Event, from_microseconds, parse_event
from fraudguard.feeds.ordering import sorted_rows
from fraudguard.feeds.reader import Feed, open_feed
from fraudguard.feeds.refusals import unreadable
from fraudguard.feeds.reject import Reject

__all__ = ["events_of_feeds", "read_event_file"]

_LARGEST = 1 << 22


def read_event_file(path: Path) -> list[dict[str, Any]] | None:
    """
    The events of a JSON file: one object, or an array of objects in order of time; ``None`` when it is a feed.

    Raises `FeedError` when the file cannot be read.
    """
    try:
        with path.open("rb") as handle:
            data = handle.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if len(data) > _LARGEST:
        return None
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None
    events = found if isinstance(found, list) else [found]
    if not events or not all(isinstance(event, dict) for event in events):
        return None
    return [{"id": f"event-{n}", **event} for n, event in enumerate(events, 1)]


def events_of_feeds(paths: Sequence[Path]) -> Iterator[Event]:
    """Every event of the feeds in order of time. Raises `FeedError` or `EventError` at the first bad row."""
    with tempfile.TemporaryDirectory(prefix="fraudguard-") as folder:
        spool = Path(folder)
        feeds = [open_feed(path, n, spool / f"copy-{n}", (), "en") for n, path in enumerate(paths)]
        for row in sorted_rows(feeds, _ignored, spool):
            yield parse_event({**row.data, "id": row.id, "at": from_microseconds(row.at)})


def _ignored(_feed: Feed, _reject: Reject) -> None:
    """A bad row of a history says nothing about the event under test."""

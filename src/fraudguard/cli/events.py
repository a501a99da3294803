"""Events of a file for verbs that look at single ones: a JSON object, an array or lines of them, or a whole feed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fraudguard.errors import EventError, FeedError, UsageError
from fraudguard.events import Event, from_microseconds, parse_event
from fraudguard.feeds.incoming import Incoming, Known
from fraudguard.feeds.mapping_files import load_mapping, shipped_mappings
from fraudguard.feeds.matching import Matcher
from fraudguard.feeds.ordering import sorted_rows
from fraudguard.feeds.reader import Feed, open_feeds
from fraudguard.feeds.refusals import unreadable
from fraudguard.feeds.reject import Reject
from fraudguard.scoring.guard import Guard

__all__ = ["past_of_feeds", "read_event_file", "read_events"]

_LARGEST = 1 << 22


def read_event_file(path: Path) -> list[dict[str, Any]] | None:
    """
    The events of a JSON file: one object, or an array of objects in order of time; ``None`` when it is a feed.

    Raises `FeedError` when the file cannot be read, and for NaN and infinity.
    """
    try:
        return _events(_loaded(_text(path)))
    except (ValueError, RecursionError):
        return None


def read_events(path: Path) -> list[dict[str, Any]]:
    """
    The events of a file that must hold some: JSON as in `read_event_file`, or one object a line.

    Raises `FeedError` when the file cannot be read, `UsageError` with the place when it is not JSON.
    """
    try:
        text = _text(path)
        try:
            found = _events(_loaded(text))
        except json.JSONDecodeError as error:
            found = _events(_of_lines(text))
            if found is None and text.strip():
                raise UsageError(
                    "cli.bad_json", file=str(path), line=error.lineno, column=error.colno, why=error.msg
                ) from None
    except (ValueError, RecursionError):
        found = None
    if found is None:
        raise UsageError("cli.no_event", file=str(path))
    return found


def past_of_feeds(paths: Sequence[Path], mapping: Sequence[Path], guard: Guard) -> tuple[list[Event], int]:
    """
    What ``guard`` knows after the feeds were scored in order of time, and how many rows could not be read.

    As in `score_feed` a later status settles a payment, and what two feeds tell is one event.
    """
    bad: list[Reject] = []
    events: list[Event] = []

    def refused(_feed: Feed, reject: Reject) -> None:
        bad.append(reject)

    own = tuple(load_mapping(path) for path in mapping)
    incoming = Incoming(guard, Matcher((*own, *shipped_mappings()), guard.people))
    with tempfile.TemporaryDirectory(prefix="fraudguard-") as folder:
        spool = Path(folder)
        feeds: list[Feed] = []
        for path in paths:
            feeds += open_feeds(path, len(feeds), spool / f"copy-{len(feeds)}", own, "en")
        wrong = 0
        for row in sorted_rows(feeds, refused, spool):
            try:
                event = parse_event({**row.data, "id": row.id, "at": from_microseconds(row.at)})
            except EventError:
                wrong += 1
                continue
            look = incoming.look_at(event, feeds[row.feed].layout_name)
            if not isinstance(look, Known):
                guard.score(look)
                events.append(look)
    return events, wrong + len(bad)


def _text(path: Path) -> str:
    """The text of a small file; a larger one is a feed (`ValueError`)."""
    try:
        with path.open("rb") as handle:
            data = handle.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if len(data) > _LARGEST:
        raise ValueError
    return data.decode("utf-8-sig")


def _loaded(text: str) -> object:
    return json.loads(text, parse_constant=_no_number)


def _of_lines(text: str) -> object:
    try:
        return [_loaded(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        return None


def _events(found: object) -> list[dict[str, Any]] | None:
    events = found if isinstance(found, list) else [found]
    if not events or not all(isinstance(event, dict) for event in events):
        return None
    return [{"id": f"event-{n}", **event} for n, event in enumerate(events, 1)]


def _no_number(name: str) -> None:
    raise FeedError("feed.json_number", given=name)

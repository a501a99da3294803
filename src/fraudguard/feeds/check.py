"""Look at a feed before it is scored: what was recognised, some rows as they are understood, what would be rejected."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fraudguard.errors import EventError, Language
from fraudguard.events import FIELDS, Event, from_microseconds, mask, parse_event
from fraudguard.events.catalogue import read
from fraudguard.events.masking import mask_text
from fraudguard.events.money import format_yuan
from fraudguard.feeds.mapping_files import load_mapping
from fraudguard.feeds.reader import Feed, Row, open_feeds
from fraudguard.feeds.reject import Reject

__all__ = ["FeedReport", "check_feed"]

SHOWN_ROWS = 10
_MOST_EXAMPLES = 3
_LONGEST = 80


@dataclass(slots=True)
class FeedReport:
    """
    What one table of a file holds.

    ``first`` are the first rows as they are understood, personal data masked: the line, and each field that is there.
    ``rejects`` gives for each code how many rows it would cost and the first of them with line and reason. ``span`` are
    the first and the last time in order of time; ``equal_rows`` repeat another row without a serial.
    """

    feed: Feed
    read: int = 0
    accepted: int = 0
    equal_rows: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)
    rejects: dict[str, dict[str, Any]] = field(default_factory=dict)
    span: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many rows would not be scored."""
        return self.read - self.accepted

    def to_mapping(self) -> Mapping[str, Any]:
        """The report as plain data."""
        feed, layout = self.feed, self.feed.layout
        return {
            "file": feed.name,
            "form": feed.source.form,
            "encoding": feed.source.encoding.name,
            "layout": layout.mapping.name if layout else "events",
            "title": layout.mapping.title if layout else "",
            "kinds": dict(sorted(self.kinds.items())),
            "columns": {path: names for path, names in layout.mapped.items() if names} if layout else {},
            "columns_ignored": layout.ignored if layout else [],
            "fixed": layout.fixed if layout else {},
            "lines_skipped": dict(feed.skipped),
            "sheets_left_out": feed.left_out,
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "equal_rows": self.equal_rows,
            "cells_left_out": dict(layout.unmapped) if layout else {},
            "first_event_at": from_microseconds(self.span[0]).isoformat() if self.span else None,
            "last_event_at": from_microseconds(self.span[1]).isoformat() if self.span else None,
            "first_rows": self.first,
            "rejects": dict(sorted(self.rejects.items(), key=lambda one: -one[1]["rows"])),
        }


def check_feed(
    path: str | Path, *, mapping: Sequence[str | Path] = (), rows: int = SHOWN_ROWS, lang: Language = "en"
) -> list[FeedReport]:
    """
    A report for each table of a file: one, or one a sheet. Nothing is scored and nothing is written.

    Raises `FeedError` for a file that cannot be read at all, or has no header that is known.
    """
    own = tuple(load_mapping(one) for one in mapping)
    with tempfile.TemporaryDirectory(prefix="fraudguard-") as folder:
        return [_report(feed, rows) for feed in open_feeds(path, 0, Path(folder) / "copy", own, lang)]


def _report(feed: Feed, shown: int) -> FeedReport:
    report = FeedReport(feed)
    digests: set[str] = set()
    for item in feed.rows():
        report.read += 1
        if isinstance(item, Reject):
            _reject(report, item)
            continue
        try:
            event = parse_event({**item.data, "id": item.id, "at": from_microseconds(item.at)})
        except EventError as error:
            _reject(report, feed.reject(error, item.line, item.offset, item.size))
            continue
        _accept(report, item, event, digests, shown)
    return report


def _accept(report: FeedReport, row: Row, event: Event, digests: set[str], shown: int) -> None:
    report.accepted += 1
    report.kinds[event.kind] += 1
    report.span = [min(event.at_us, *report.span), max(event.at_us, *report.span)] if report.span else [event.at_us] * 2
    if row.counted:
        report.equal_rows += row.id in digests
        digests.add(row.id)
    if len(report.first) < shown:
        report.first.append({"line": row.line, **_fields(event)})


def _reject(report: FeedReport, reject: Reject) -> None:
    entry = report.rejects.setdefault(reject.code, {"rows": 0, "examples": []})
    entry["rows"] += 1
    if len(entry["examples"]) < _MOST_EXAMPLES:
        entry["examples"].append({"line": reject.line, "reason": mask_text(reject.reason)})


def _fields(event: Event) -> dict[str, Any]:
    """The fields of an event that are there, as they may be shown: masked, money in yuan, long texts cut."""
    found: dict[str, Any] = {}
    for path, spec in FIELDS[event.kind].items():
        value = read(event, path)
        if value is None or path in {"id", "source"}:
            continue
        if spec.type == "time" and isinstance(value, int):
            found[path] = from_microseconds(value).isoformat()
        elif spec.type == "money" and isinstance(value, int):
            found[path] = format_yuan(value)
        elif isinstance(value, str):
            text = mask(spec.personal, value)
            found[path] = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        else:
            found[path] = value
    for name, value in event.extra.items():
        found[f"extra.{name}"] = mask_text(value) if isinstance(value, str) else value
    return found

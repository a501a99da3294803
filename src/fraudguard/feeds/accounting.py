"""The books of a run: every row read is scored, a duplicate, retracted or rejected, and the summary says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fraudguard.errors import FeedError
from fraudguard.events import Event, from_microseconds
from fraudguard.feeds.reader import Feed, Row
from fraudguard.feeds.reject import Reject
from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule
from fraudguard.pack.tree import Window, walk
from fraudguard.scoring.decision import Decision, Ticket

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Accounts", "windows_of"]

_MOST_EXAMPLES = 20
_MOST_NAMED = 10


@dataclass(slots=True)
class Accounts:
    """
    Counts of one run. ``first_at`` is when each kind was first seen, over all runs that share a state.

    Rows of a history are counted apart: they are read into windows and bring no decision.
    """

    first_at: dict[str, int] = field(default_factory=dict)
    read: int = 0
    history_read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    history_rejected: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    without_person: int = 0
    findings: int = 0
    shadow_findings: int = 0
    snoozed_findings: int = 0
    late: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    levels: dict[str, str] = field(default_factory=dict)
    scams: dict[str, str] = field(default_factory=dict)
    changes: int = 0
    equal_rows: int = 0
    equal_examples: list[dict[str, object]] = field(default_factory=list)
    settled: int = 0
    stale: int = 0
    told_twice: int = 0
    told_examples: list[dict[str, object]] = field(default_factory=list)
    span: list[int] = field(default_factory=list)

    def saw_row(self, row: Row, feed: Feed, *, history: bool) -> None:
        """A row came out of the reader."""
        self.rows[feed.name] += 1
        if history:
            self.history_read += 1
            return
        self.read += 1
        if row.counted and not row.id.endswith(":000001"):
            self.saw_equal(feed.name, row.line, row.id)

    def saw_reject(self, reject: Reject, *, history: bool, of_row: bool) -> None:
        """A row was rejected: by the reader, or (``of_row``) after the reader had handed it on."""
        self.rows[reject.file] += not of_row
        if history:
            self.history_read += not of_row
            self.history_rejected[reject.code] += 1
        else:
            self.read += not of_row
            self.rejected[reject.code] += 1

    def saw_event(self, event: Event, *, history: bool) -> None:
        """An event got past the door."""
        at = event.at_us
        self.first_at[event.kind] = min(at, self.first_at.get(event.kind, at))
        if not history:
            self.kinds[event.kind] += 1
            self.without_person += not (event.person.key or any(dict(event.person.ids).values()))
            self.span = [min(at, *self.span), max(at, *self.span)] if self.span else [at, at]

    def saw_rows(self, file: str, count: int, *, history: bool) -> None:
        """As `saw_row` of many rows, but for the numbers of identical ones."""
        self.rows[file] += count
        if history:
            self.history_read += count
        else:
            self.read += count

    def saw_equal(self, file: str, line: int, event_id: str) -> None:
        """A row is equal to an earlier one of its file."""
        self.equal_rows += 1
        if len(self.equal_examples) < _MOST_EXAMPLES:
            self.equal_examples.append({"file": file, "line": line, "event_id": event_id})

    def saw_known(self, file: str, line: int, event_id: str, told: str) -> None:
        """A row tells of the event ``told``, which another feed told before, or is out of date: a duplicate."""
        self.outcomes["duplicate"] += 1
        if not told:
            self.stale += 1
            return
        self.told_twice += 1
        if len(self.told_examples) < _MOST_EXAMPLES:
            self.told_examples.append({"file": file, "line": line, "event_id": event_id, "same_as": told})

    def saw_tables(self, frames: Mapping[str, pl.DataFrame], *, history: bool) -> None:
        """As `saw_event` of the rows of tables, by kind."""
        for kind, frame in frames.items():
            if not frame.height:
                continue
            at = frame["at"].to_numpy()
            first, last = int(at.min()), int(at.max())
            self.first_at[kind] = min(first, self.first_at.get(kind, first))
            if not history:
                self.kinds[kind] += frame.height
                self.without_person += frame.height - _with_person(frame)
                self.span = [min(first, *self.span[:1]), max(last, *self.span[1:])] if self.span else [first, last]

    def saw_decision(self, decision: Decision) -> None:
        """An event was scored."""
        self.outcomes[decision.outcome] += 1
        self.late += decision.late
        for finding in decision.findings:
            self.saw_findings(finding.rule, finding.status, 1)

    def saw_findings(self, rule: str, status: str, count: int) -> None:
        """A rule fired so many times."""
        self.shadow_findings += count * (status == "shadow")
        self.snoozed_findings += count * (status == "snoozed")
        if status == "active":
            self.findings += count
            self.hits[rule] += count

    def saw_ticket(self, ticket: Ticket) -> None:
        """A ticket was opened or raised."""
        self.levels[ticket.id] = ticket.level
        self.scams[ticket.id] = ticket.scam
        self.changes += 1

    def _top_scams(self, pack: CheckedPack) -> list[dict[str, object]]:
        """The scams that most tickets are about, as they stand at the end."""
        names = {scam: found.zh for scam in set(self.scams.values()) if (found := pack.taxonomy.get(scam)) is not None}
        counted = _most(Counter(self.scams.values()))
        return [{"scam": scam, "scam_zh": names.get(scam, ""), "tickets": count} for scam, count in counted]

    def _top_rules(self, pack: CheckedPack) -> list[dict[str, object]]:
        """The rules that fired most, shadow and snoozed ones apart."""
        titles = {rule.id: rule.title for rule in pack.rules}
        return [{"rule": rule, "title": titles.get(rule, ""), "findings": count} for rule, count in _most(self.hits)]

    def settle(self) -> dict[str, int]:
        """
        The five numbers of the books.

        Raises `FeedError` when they do not add up: then a row was lost or doubled, and no output may be trusted.
        """
        books = {
            "read": self.read,
            "scored": self.outcomes["scored"] + self.outcomes["corrected"],
            "duplicates": self.outcomes["duplicate"],
            "retracted": self.outcomes["retracted"],
            "rejected": self.rejected.total(),
        }
        if books["read"] != sum(books.values()) - books["read"]:
            raise FeedError("feed.accounts", books=", ".join(f"{name} {count}" for name, count in books.items()))
        return books

    def summary(
        self,
        feeds: Sequence[Feed],
        history: Sequence[Feed],
        pack: CheckedPack,
        fingerprints: Mapping[str, str | None],
        *,
        order: str,
        sorted_on_disk: Iterable[str],
        seconds: float,
    ) -> dict[str, Any]:
        """The contents of ``summary.json``."""
        by_level = Counter(self.levels.values())
        windows = list(windows_of(pack))
        wanted = sorted({rule.kind for rule in pack.rules if rule.kind} | {kind for kind, _ in windows})
        return {
            **self.settle(),
            "corrected": self.outcomes["corrected"],
            "late": self.late,
            "without_person": self.without_person,
            "findings": self.findings,
            "shadow_findings": self.shadow_findings,
            "snoozed_findings": self.snoozed_findings,
            "tickets": {level: by_level[level] for level in reversed(LEVELS) if level != "none"},
            "ticket_changes": self.changes,
            "top_scams": self._top_scams(pack),
            "top_rules": self._top_rules(pack),
            "seconds": round(seconds, 3),
            "rows_per_second": round(self.read / seconds) if seconds > 0 else 0,
            "order": order,
            "sorted_on_disk": list(sorted_on_disk),
            "first_event_at": _time(self.span[0]) if self.span else None,
            "last_event_at": _time(self.span[1]) if self.span else None,
            "rejects": dict(sorted(self.rejected.items())),
            "settled": self.settled,
            "out_of_date": self.stale,
            "told_by_two_feeds": {"rows": self.told_twice, "examples": self.told_examples},
            "suspected_duplicates": {"rows": self.equal_rows, "examples": self.equal_examples},
            "kinds": dict(sorted(self.kinds.items())),
            "kinds_never_seen": [kind for kind in wanted if kind not in self.first_at],
            "windows": [
                {
                    "kind": kind,
                    "within_seconds": within // 1_000_000,
                    "full_from": _time(self.first_at[kind] + within) if kind in self.first_at else None,
                }
                for kind, within in windows
            ],
            "fingerprints": dict(fingerprints),
            "feeds": [_feed(feed, self.rows[feed.name]) for feed in feeds],
            "history": {
                "read": self.history_read,
                "rejected": self.history_rejected.total(),
                "rejects": dict(sorted(self.history_rejected.items())),
                "feeds": [_feed(feed, self.rows[feed.name]) for feed in history],
            },
        }


def _most(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:_MOST_NAMED]


def _with_person(frame: pl.DataFrame) -> int:
    """How many rows name somebody."""
    import polars as pl

    named = [pl.col(name).is_not_null() for name in frame.columns if name.startswith(("person.ids.", "person.key"))]
    return int(frame.select(pl.any_horizontal(named).sum()).item()) if named else 0


def windows_of(pack: CheckedPack) -> Iterator[tuple[str, int]]:
    """The distinct (kind, length in microseconds) of all windows and sequences of a pack, in order."""
    found = {pair for rule in pack.rules for pair in _windows_of(rule)}
    yield from sorted(found)


def _windows_of(rule: CheckedRule) -> Iterator[tuple[str, int]]:
    trees = [rule.when, *rule.unless]
    if rule.sequence is not None:
        for step in rule.sequence.steps:
            trees.append(step.when)
            if step.kind:
                yield step.kind, rule.sequence.within
    for tree in trees:
        if tree is not None:
            yield from ((node.kind, node.within) for node in walk(tree) if isinstance(node, Window))


def _feed(feed: Feed, rows: int) -> dict[str, Any]:
    layout = feed.layout
    return {
        "file": feed.name,
        "rows": rows,
        "form": feed.source.form,
        "encoding": feed.source.encoding.name,
        "layout": layout.mapping.name if layout else "events",
        "columns": layout.mapped if layout else {},
        "columns_ignored": layout.ignored if layout else [],
        "cells_left_out": dict(layout.unmapped) if layout else {},
        "lines_skipped": dict(feed.skipped),
        "sheets_left_out": feed.left_out,
    }


def _time(at: int) -> str:
    return from_microseconds(at).isoformat()

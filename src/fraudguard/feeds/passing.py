"""One pass of a guard over all rows of a run: read, put in order, scored, and accounted for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any, Literal

from fraudguard.errors import EventError
from fraudguard.events import from_microseconds, parse_event
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.checkpoints import Checkpoint, Checkpoints
from fraudguard.feeds.columnar import ColumnarRun
from fraudguard.feeds.incoming import Incoming, Known
from fraudguard.feeds.ordering import arrival_rows, sorted_rows
from fraudguard.feeds.outputs import Outputs
from fraudguard.feeds.reader import Feed, Row
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.telling import tell
from fraudguard.scoring.guard import Guard

__all__ = ["Order", "Pass", "Progress"]

Order = Literal["sorted", "arrival"]
Progress = Callable[[str, int, int | None], None]
"""Told the stage (``read``, ``score``), the rows done so far and how many there are (``None``: not known yet)."""

_TOLD_EVERY = 1_000


class Pass:
    """One pass of the guard over all rows."""

    def __init__(
        self,
        guard: Guard,
        outputs: Outputs,
        feeds: list[Feed],
        scored: int,
        accounts: Accounts,
        progress: Progress | None,
        incoming: Incoming,
        columns: ColumnarRun | None = None,
        kept: Checkpoints | None = None,
    ) -> None:
        self.guard = guard
        self.outputs = outputs
        self.feeds = feeds
        self.scored = scored  # how many of the feeds are scored; the others are history
        self.accounts = accounts
        self.progress = progress
        self.incoming = incoming
        self.columns = columns
        self.kept = kept
        self.before: Checkpoint | None = None
        self.on_disk: list[str] = []
        self.reading = True
        self.ticks = 0

    def score(self, order: Order) -> dict[str, Any]:
        """Read, order and score everything; the summary of the run."""
        started = time.perf_counter()
        if self.progress is not None:
            for feed in self.feeds:
                feed.tick = self._tick
        self._take_up()
        if self.columns is not None:
            self._score_tables(self.columns)
        else:
            self._score_rows(self._rows(order))
        summary = self.accounts.summary(
            self.feeds[: self.scored],
            self.feeds[self.scored :],
            self.guard.pack,
            self.guard.fingerprints,
            order=order,
            sorted_on_disk=self.on_disk,
            seconds=time.perf_counter() - started,
        )
        cut = self.guard.searches_cut if self.columns is None else self.columns.searches_cut
        engine = "events" if self.columns is None else "columns"
        return {**summary, "engine": engine, "searches_cut": cut, "durable_overflow": self.guard.durable_overflow}

    def _score_rows(self, rows: Iterator[Row]) -> None:
        self.reading = False
        totals = [feed.total for feed in self.feeds]
        total = None if None in totals else sum(total or 0 for total in totals)
        done = 0
        for done, row in enumerate(rows, 1):
            if self.before is not None:
                if done == self.before.rows:
                    self._go_on(self.before)
                continue
            self._score(row)
            if self.kept is not None and done % self.kept.every == 0:
                self._keep(self.kept, done)
            if self.progress is not None and done % _TOLD_EVERY == 0:
                self.progress("score", done, total)
        if self.progress is not None:
            self.progress("score", done, total)

    def _take_up(self) -> None:
        """Look where a run before this one had come to; the rows up to there are read again, not scored again."""
        if self.kept is not None:
            self.before = self.kept.found() if self.columns is None else None
            self.outputs.begin_again(None if self.before is None else self.before.places)

    def _go_on(self, before: Checkpoint) -> None:
        """All rows that were scored have been passed by."""
        self.before = None
        self.guard.rewind(before.snapshot)
        self.incoming.matcher.forget()
        self.incoming.matcher.take_notes(before.notes)
        for one in fields(Accounts):
            setattr(self.accounts, one.name, getattr(before.accounts, one.name))

    def _keep(self, kept: Checkpoints, done: int) -> None:
        places = self.outputs.place()
        notes = self.incoming.matcher.notes()
        kept.keep(Checkpoint(done, places, self.accounts, notes, self.guard.snapshot()))

    def _score_tables(self, columns: ColumnarRun) -> None:
        told = self.progress or _unheard
        columns.read(self.feeds, self._rejected, told)
        columns.score(self.feeds, told)
        if columns.tables.on_disk:
            self.on_disk += [feed.name for feed in self.feeds if feed.number in columns.tables.backward]

    def _tick(self) -> None:
        """A row was read while the rows are put in order."""
        self.ticks += 1
        if self.reading and self.progress is not None and self.ticks % _TOLD_EVERY == 0:
            self.progress("read", self.ticks, None)

    def _rows(self, order: Order) -> Iterator[Row]:
        if order == "arrival":
            return arrival_rows([*self.feeds[self.scored :], *self.feeds[: self.scored]], self._rejected)
        return sorted_rows(self.feeds, self._rejected, self.outputs.work, told=self.on_disk.append)

    def _score(self, row: Row) -> None:
        feed, history = self.feeds[row.feed], row.feed >= self.scored
        self.accounts.saw_row(row, feed, history=history)
        try:
            event = parse_event({**row.data, "id": row.id, "at": from_microseconds(row.at)})
        except EventError as error:
            reject = feed.reject(error, row.line, row.offset, row.size)
            self.accounts.saw_reject(reject, history=history, of_row=True)
            self.outputs.reject(reject, history=history)
            return
        look = self.incoming.look_at(event, feed.layout_name)
        if isinstance(look, Known):
            if not history:
                self.accounts.saw_known(feed.name, row.line, row.id, look.told)
            return
        self.accounts.settled += look is not event and not history
        event = look
        self.accounts.saw_event(event, history=history)
        if history:
            self.guard.observe(event)
            return
        decision = self.guard.score(event)
        self.accounts.saw_decision(decision)
        tell(decision, self.guard.pack, self.outputs, self.accounts)

    def _rejected(self, feed: Feed, reject: Reject) -> None:
        if self.before is not None:
            return
        history = feed.number >= self.scored
        self.accounts.saw_reject(reject, history=history, of_row=False)
        self.outputs.reject(reject, history=history)


def _unheard(_stage: str, _done: int, _total: int | None) -> None:
    """Nobody looks on."""

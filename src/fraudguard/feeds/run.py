"""Score whole feeds: files in, tickets, findings, rejects and a summary that accounts for every row out."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, Literal

from fraudguard.errors import EventError, Language, StateError, UsageError
from fraudguard.events import People, from_microseconds, parse_event
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.columnar import ColumnarRun, UnfitError
from fraudguard.feeds.incoming import Incoming, Known
from fraudguard.feeds.mapping_files import load_mapping, shipped_mappings
from fraudguard.feeds.matching import Matcher
from fraudguard.feeds.ordering import arrival_rows, sorted_rows
from fraudguard.feeds.outputs import Outputs
from fraudguard.feeds.reader import Feed, Row, open_feeds
from fraudguard.feeds.refusals import unreadable
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.state import StateDirectory
from fraudguard.scoring.guard import Guard, SequenceEngine

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FeedResult", "Progress", "score_feed"]

Order = Literal["sorted", "arrival"]
Engine = Literal["events", "columns"]
Paths = Sequence[str | Path] | str | Path
Progress = Callable[[str, int, int | None], None]
"""Told the stage (``read``, ``score``), the rows done so far and how many there are (``None``: not known yet)."""

_TOLD_EVERY = 1_000


@dataclass(frozen=True)
class FeedResult:
    """
    What a run wrote to ``folder``; the files are read when they are asked for.

    ``tickets`` has one mapping per change, as in ``tickets.jsonl``; ``findings`` is a polars frame.
    """

    folder: Path
    summary: dict[str, Any]

    @cached_property
    def tickets(self) -> list[dict[str, Any]]:
        """Every opening and raising of a ticket, in order."""
        return list(_json_lines(self.folder / "tickets.jsonl"))

    @cached_property
    def findings(self) -> pl.DataFrame:
        """Every finding, shadow ones included."""
        import polars as pl

        return pl.read_parquet(self.folder / "findings.parquet")

    @cached_property
    def rejects(self) -> list[Reject]:
        """Every row that was not scored, with the reason."""
        lines = _json_lines(self.folder / "rejects.jsonl")
        return [Reject(**{name: row[name] for name in Reject.__slots__}) for row in lines]


def score_feed(
    paths: Paths,
    *,
    to: str | Path,
    rules: Sequence[str | Path] | None = None,
    people: str | Path | People | None = None,
    history: Paths = (),
    state: str | Path | None = None,
    key: bytes | str | Path | None = None,
    order: Order = "sorted",
    mapping: Paths = (),
    guard: Guard | None = None,
    sequences: SequenceEngine = "native",
    engine: Engine = "events",
    lang: Language = "en",
    progress: Progress | None = None,
    notice: Callable[[str], None] | None = None,
) -> FeedResult:
    """
    Score the events of whole files and write the outputs to ``to``.

    ``paths`` are CSV or JSON lines in UTF-8 or GB18030, Parquet, XLSX or ISO 20022 messages; see
    `fraudguard.feeds.mapping` for the layouts of rows.
    ``history`` is read into the windows and opens nothing. ``state`` is a directory that carries windows, episodes and
    remembered ids from run to run: a file a day gives the same tickets as one long file. ``order``: ``sorted`` by
    (time, id) over all feeds, or ``arrival``, as the rows stand. ``key`` is the key of the tokens in the outputs (its
    bytes or the file it is in); without one ``state`` keeps its own. ``mapping`` is a mapping file of the caller's, or
    several; they go before the layouts that come with the package.
    ``guard`` goes on with a guard of the caller's; ``rules``, ``people``, ``key``, ``state`` and ``sequences`` are not
    for it. ``sequences`` is the engine of sequence rules, as in `Guard`.
    ``engine`` is how rules are worked out: ``events``, one after the other, or ``columns``, many at once
    (docs/feeds.md); tickets and findings are the same. A feed that takes events back is begun again by events, and the
    summary says so under ``not_by_columns``.
    ``lang`` is the language of the reasons in ``rejects.jsonl``. ``notice`` hears of a key that was made.

    A bad row becomes a reject and stops nothing. Raises `FeedError` for a file that cannot be read at all and for
    books that do not add up, `PackError`, `PeopleError` and `StateError` for what they name; nothing is written then.
    """
    if order not in {"sorted", "arrival"}:
        raise UsageError("feed.order", given=str(order))
    files, earlier = _paths(paths), _paths(history)
    if not files:
        raise UsageError("feed.no_feeds")
    if engine not in {"events", "columns"}:
        raise UsageError("feed.engine", given=str(engine))
    if engine == "columns" and not (guard is None and state is None and order == "sorted" and sequences == "native"):
        raise UsageError("feed.engine_columns")
    if guard is not None and not (rules is people is state is key is None and sequences == "native"):
        raise UsageError("feed.two_guards")
    with contextlib.ExitStack() as held:
        folder = held.enter_context(StateDirectory(state)) if state is not None else None
        outputs = held.enter_context(Outputs(to))
        own = tuple(load_mapping(path) for path in _paths(mapping))
        feeds: list[Feed] = []
        for path in files:
            feeds += open_feeds(path, len(feeds), outputs.work / f"copy-{len(feeds)}", own, lang)
        scored = len(feeds)
        for path in earlier:
            feeds += open_feeds(path, len(feeds), outputs.work / f"copy-{len(feeds)}", own, lang)
        notes: dict[str, Any] = {}
        secret = None
        if guard is None:
            secret = _key(key, folder, notice)
            secret = secret or token_bytes(32)
            guard, notes = _guard(folder, rules, people, secret, sequences)
        secret = secret or token_bytes(32)
        mappings = (*own, *shipped_mappings())

        def run(by_columns: bool) -> tuple[_Run, Matcher]:
            matcher = Matcher(mappings, guard.people, secret)
            _take_notes(matcher, notes)
            accounts = Accounts(first_at=dict(notes.get("first_at", {})))
            columns = ColumnarRun(guard, secret, outputs, accounts, matcher, scored) if by_columns else None
            return _Run(guard, outputs, feeds, scored, accounts, progress, Incoming(guard, matcher), columns), matcher

        now, matcher = run(engine == "columns")
        try:
            summary = now.score(order)
        except UnfitError as why:
            guard.rewind(None)
            outputs.begin_again()
            now, matcher = run(False)
            summary = {**now.score(order), "not_by_columns": str(why)}
        outputs.commit(summary)
        if folder is not None:
            folder.save(guard.snapshot(), {"first_at": now.accounts.first_at, "told": matcher.notes()})
    return FeedResult(Path(to), summary)


class _Run:
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
    ) -> None:
        self.guard = guard
        self.outputs = outputs
        self.feeds = feeds
        self.scored = scored  # how many of the feeds are scored; the others are history
        self.accounts = accounts
        self.progress = progress
        self.incoming = incoming
        self.columns = columns
        self.on_disk: list[str] = []
        self.reading = True
        self.ticks = 0

    def score(self, order: Order) -> dict[str, Any]:
        """Read, order and score everything; the summary of the run."""
        started = time.perf_counter()
        if self.progress is not None:
            for feed in self.feeds:
                feed.tick = self._tick
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
            self._score(row)
            if self.progress is not None and done % _TOLD_EVERY == 0:
                self.progress("score", done, total)
        if self.progress is not None:
            self.progress("score", done, total)

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
        for finding in decision.findings:
            self.outputs.finding(finding)
        for ticket in decision.tickets:
            scam = self.guard.pack.taxonomy.get(ticket.scam)
            self.outputs.ticket(ticket, scam.zh if scam else "")

    def _rejected(self, feed: Feed, reject: Reject) -> None:
        history = feed.number >= self.scored
        self.accounts.saw_reject(reject, history=history, of_row=False)
        self.outputs.reject(reject, history=history)


def _unheard(_stage: str, _done: int, _total: int | None) -> None:
    """Nobody looks on."""


def _key(
    given: bytes | str | Path | None, folder: StateDirectory | None, notice: Callable[[str], None] | None
) -> bytes | None:
    """The caller's key, else the state directory's own, else none: then the guard makes one for this run alone."""
    if isinstance(given, (str, Path)):
        try:
            return Path(given).read_bytes()
        except (OSError, ValueError) as error:
            raise unreadable(given, error) from None
    if given is not None or folder is None:
        return given
    key, made = folder.key()
    if made and notice is not None:
        notice(str(folder.folder / "key"))
    return key


def _take_notes(matcher: Matcher, notes: dict[str, Any]) -> None:
    try:
        matcher.take_notes(notes.get("told", {}))
    except (ValueError, TypeError, AttributeError):
        raise StateError("state.altered") from None


def _guard(
    folder: StateDirectory | None,
    rules: Sequence[str | Path] | None,
    people: str | Path | People | None,
    key: bytes | None,
    sequences: SequenceEngine,
) -> tuple[Guard, dict[str, Any]]:
    """The guard of the last run, or a new one."""
    saved = folder.load() if folder is not None else None
    if saved is None or key is None:
        return Guard.load(rules, people=people, key=key, sequences=sequences), {}
    snapshot, notes = saved
    return Guard.restore(snapshot, rules=rules, people=people, key=key, sequences=sequences), notes


def _paths(given: Paths) -> list[Path]:
    return [Path(given)] if isinstance(given, (str, Path)) else [Path(path) for path in given]


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    import json

    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)

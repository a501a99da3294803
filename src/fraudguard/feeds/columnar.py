"""A run over tables: feeds read as tables, put in order and scored a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fraudguard.events import Event, resolve
from fraudguard.events.tables import table_of, table_schema
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.blocks import Flags, Rows
from fraudguard.feeds.chunks import CHUNK, UnfitError
from fraudguard.feeds.incoming import Incoming, Known
from fraudguard.feeds.known_ids import KnownIds
from fraudguard.feeds.matching import Matcher
from fraudguard.feeds.merging import MergedTables
from fraudguard.feeds.outputs import FINDING_COLUMNS, Outputs
from fraudguard.feeds.reader import Feed
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.telling import tell
from fraudguard.feeds.vector_reader import OWN, VectorReader, event_in
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.extras import typed
from fraudguard.pack.tree import Type
from fraudguard.scoring.decision import SERIALS
from fraudguard.scoring.guard import Guard

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ColumnarRun"]

Frames = dict[str, "pl.DataFrame"]
Told = Callable[[str, int, int | None], None]


class ColumnarRun:
    """
    Whole feeds through a guard's rules as tables.

    Nothing is kept in the guard but what tickets need. Rows whose id stands more than once, and rows of feeds that may
    tell of the same payments, are looked at one by one, as a run by events looks at all. Raises `UnfitError` for a
    correction or a retraction; then the run has to begin again, event by event.
    """

    def __init__(
        self, guard: Guard, key: bytes, outputs: Outputs, accounts: Accounts, matcher: Matcher, scored: int
    ) -> None:
        self.guard = guard
        self.outputs = outputs
        self.accounts = accounts
        self.matcher = matcher
        self.scored = scored  # how many of the feeds are scored; the others are history
        self.known = KnownIds(guard.pack.settings, key, guard.people)
        self.incoming = Incoming(self.known, matcher)
        self.tables = MergedTables(outputs.work)
        self._batch = guard.batch()
        self._extras = {name: declared.value for name, declared in guard.pack.settings.extra.items()}
        self._hashes: list[Rows] = []
        self._met: frozenset[str] = frozenset()

    @property
    def searches_cut(self) -> int:
        """As in `Guard`."""
        return self._batch.searches_cut

    # -- reading ----------------------------------------------------------------------------------

    def read(self, feeds: Sequence[Feed], rejected: Callable[[Feed, Reject], None], told: Told) -> int:
        """Read all feeds; how many rows can be scored or are known. Raises `FeedError`."""
        layouts: set[str] = set()
        rows = 0
        for feed in feeds:
            before = self.tables.rows
            for part in VectorReader(feed, self.guard.people).parts():
                if "retraction" in part.frames:
                    raise UnfitError("retraction")
                for reject in part.rejects:
                    rejected(feed, reject)
                for frame in part.frames.values():
                    self._hashes.append(_hashed(frame["id"]))
                    layouts.update(frame["_layout"].unique().to_list())
                self.tables.add(feed.number, part.frames)
                rows += part.rows
                told("read", rows, None)
            feed.total = self.tables.rows - before
        self._met = self.matcher.meeting(layouts - {""})
        return self.tables.rows

    def score(self, feeds: Sequence[Feed], told: Told) -> None:
        """Score what was read, in order."""
        hashes = np.sort(np.concatenate(self._hashes)) if self._hashes else np.zeros(0, dtype=np.int64)
        self._hashes = []
        twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
        done = 0
        for chunk in self.tables.chunks(CHUNK):
            for history, frames in _stretches(chunk, self.scored):
                self._count(frames, feeds, history=history)
                self.take(self._looked_at(frames, twice, hashes, feeds, history=history), history=history)
            done += sum(frame.height for frame in chunk.values())
            told("score", done, self.tables.rows)

    def _count(self, frames: Frames, feeds: Sequence[Feed], *, history: bool) -> None:
        for frame in frames.values():
            for number, count in frame["_feed"].value_counts().iter_rows():
                self.accounts.saw_rows(feeds[number].name, count, history=history)

    # -- rows that were seen before ---------------------------------------------------------------

    def _looked_at(self, frames: Frames, twice: Rows, hashes: Rows, feeds: Sequence[Feed], *, history: bool) -> Frames:
        """The events of a stretch that are new, settlements in the place of rows that only tell another status."""
        import polars as pl

        numbered = {kind: _numbered(frame, twice) for kind, frame in frames.items()}
        special = {kind: self._special(frame, twice) for kind, frame in frames.items()}
        kept = {kind: np.ones(frame.height, dtype=np.bool_) for kind, frame in frames.items()}
        others: list[Event] = []
        at, order = _order(numbered, special)
        passed = 0
        for position, kind, row in order:
            self.known.pass_by(at[max(passed, position - self._reach) : position].tolist())
            passed = position + 1
            data = numbered[kind].row(row, named=True)
            event = event_in(kind, data, self.guard.people)
            found = self._judged(event, data, feeds[data["_feed"]], history=history)
            if found is not event:
                kept[kind][row] = False
                if found is not None:
                    if np.isin(_hashed(pl.Series([found.id])), hashes, assume_unique=True).any():
                        raise UnfitError("settlement")
                    others.append(found)
        self.known.pass_by(at[max(passed, len(at) - self._reach) :].tolist())
        made = {
            kind: self._table(kind, frame if kept[kind].all() else frame.filter(pl.Series(kept[kind])))
            for kind, frame in numbered.items()
        }
        plain = {kind: frame.filter(pl.Series(~special[kind])) for kind, frame in numbered.items()}
        self.accounts.saw_tables(plain, history=history)
        if others:
            extra = self._table("settlement", table_of("settlement", others, {}, None))
            there = [made["settlement"]] if "settlement" in made else []
            made["settlement"] = pl.concat([*there, extra], how="diagonal").sort("at", "id")
        return made

    @property
    def _reach(self) -> int:
        return self.guard.pack.settings.sweep_rank

    def _special(self, frame: pl.DataFrame, twice: Rows) -> Flags:
        """The rows that must be looked at one by one."""
        special = np.isin(_hashed(frame["id"]), twice)
        if self._met:
            special |= frame["_layout"].is_in(sorted(self._met)).to_numpy()
        return special

    def _judged(self, event: Event, row: Mapping[str, Any], feed: Feed, *, history: bool) -> Event | None:
        """The event of a row, the settlement it tells of, or ``None`` when it is known."""
        if row["_counted"] and not history and not event.id.endswith(":000001"):
            self.accounts.saw_equal(feed.name, row["_line"], event.id)
        look = self.incoming.look_at(event, row["_layout"])
        if isinstance(look, Known):
            if not history:
                self.accounts.saw_known(feed.name, row["_line"], row["id"], look.told)
            return None
        self.accounts.settled += look is not event and not history
        self.accounts.saw_event(look, history=history)
        look = resolve(look, self.guard.people)
        if self.known.instant_of(look.id) is None:
            self.known.add(look)
            return look
        if not self.known.remembers(look):
            raise UnfitError("correction")
        self.accounts.outcomes["duplicate"] += not history
        return None

    def _table(self, kind: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The table of a kind as the engine wants it."""
        import polars as pl

        schema = table_schema(kind, self._extras)
        columns = [pl.col(name) for name in frame.columns if name in schema and name not in OWN]
        extras = []
        for name, declared in self._extras.items():
            path = f"extra.{name}"
            given = [frame[one] for one in frame.columns if one.startswith(f"{path}|")]
            if given:
                typed_ones = [_typed_column(one, declared, schema[path]) for one in given]
                extras.append(pl.coalesce(typed_ones).alias(path))
        return frame.select(*columns, *extras)

    # -- scoring ----------------------------------------------------------------------------------

    def take(self, frames: Mapping[str, pl.DataFrame], *, history: bool) -> None:
        """Score the tables of a chunk, which comes after everything before, and tell."""
        from fraudguard.plan.to_polars import InexactError

        if not any(frame.height for frame in frames.values()):
            return
        try:
            scored = self._batch.score(frames, observe=history)
        except InexactError as error:
            raise UnfitError(str(error)) from None
        if history:
            return
        self.accounts.outcomes["scored"] += scored.events
        for decision in scored.decisions:
            tell(decision, self.guard.pack, self.outputs, self.accounts)
            for finding in decision.findings:
                if finding.rule not in self.guard.rule_ids:
                    self.accounts.saw_findings(finding.rule, "active", 1)
        for rule, status, count in scored.findings.group_by("rule", "status").len().iter_rows():
            self.accounts.saw_findings(rule, status, count)
        bare = scored.findings.remove("told")
        if bare.height:
            self.outputs.bare_findings(
                _with_rules(
                    bare.join(_serials(frames), on="event_id", how="left", maintain_order="left"), self.guard.pack
                )
            )


def _serials(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What names each event for those it came from."""
    import polars as pl

    names = {kind: [name for name in SERIALS if name in frame.columns] for kind, frame in frames.items()}
    found = [
        frames[kind].select(pl.col("id").alias("event_id"), pl.coalesce(some).alias("serial"))
        for kind, some in names.items()
        if some
    ]
    return pl.concat([pl.DataFrame(schema={"event_id": pl.String, "serial": pl.String}), *found])


def _with_rules(findings: pl.DataFrame, pack: CheckedPack) -> pl.DataFrame:
    """Findings with what their rules say of all of them."""
    import polars as pl

    same = {
        "rule": [rule.id for rule in pack.rules],
        "title": [rule.title for rule in pack.rules],
        "scam": [rule.scam for rule in pack.rules],
        "stage": [rule.stage for rule in pack.rules],
        "group": [rule.group for rule in pack.rules],
        "role": [rule.role for rule in pack.rules],
        "points": [rule.points for rule in pack.rules],
        "floor": [rule.floor for rule in pack.rules],
        "urgent": [rule.urgent for rule in pack.rules],
        "textual": [pack.groups[rule.group].textual for rule in pack.rules],
        "advice": [list(rule.advice) for rule in pack.rules],
    }
    rules = pl.DataFrame(same, schema_overrides={"advice": pl.List(pl.String)})
    whole = findings.join(rules, on="rule", how="left", maintain_order="left")
    whole = whole.with_columns(level=pl.lit("none"), actions=pl.lit([], dtype=pl.List(pl.String)))
    return whole.select(name for name in FINDING_COLUMNS if name in whole.columns)


def _typed_column(values: pl.Series, declared: str, dtype: Any) -> pl.Series:
    """A value of the feed's own as rules read it, each distinct one read once."""
    import polars as pl

    distinct = values.drop_nulls().unique()
    read = [typed(_plain(value), Type(declared)) for value in distinct.to_list()]
    made = [float(value) if dtype == pl.Float64 and value is not None else value for value in read]
    return values.replace_strict(distinct, pl.Series(made, dtype=dtype), default=None, return_dtype=dtype)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _hashed(ids: pl.Series) -> Rows:
    return ids.hash(7).reinterpret(signed=True).to_numpy()


def _numbered(frame: pl.DataFrame, twice: Rows) -> pl.DataFrame:
    """The rows of one kind, ids without a serial completed by the number of that identical row in its file."""
    import polars as pl

    if not frame["_counted"].any():
        return frame
    again = pl.Series(np.isin(_hashed(frame["id"]), twice))
    number = pl.when(again.alias("again")).then(pl.int_range(1, pl.len() + 1).over("_feed", "id")).otherwise(1)
    named = pl.col("id") + number.cast(pl.String).str.zfill(6)
    return frame.with_columns(pl.when("_counted").then(named).otherwise("id").alias("id"))


def _order(frames: Frames, special: Mapping[str, Flags]) -> tuple[Rows, list[tuple[int, str, int]]]:
    """The instants of all rows in order, and of those that are special the position, kind and row."""
    import polars as pl

    if not any(marks.any() for marks in special.values()):
        at = np.concatenate([frame["at"].to_numpy() for frame in frames.values()])
        return np.sort(at), []
    parts = [
        frame.select("at", "id", "_feed", "_line").with_columns(
            kind=pl.lit(kind), row=pl.int_range(pl.len()), special=pl.Series(special[kind])
        )
        for kind, frame in frames.items()
    ]
    whole = pl.concat(parts).sort("at", "id", "_feed", "_line").with_row_index("position")
    chosen = whole.filter("special").select("position", "kind", "row")
    return whole["at"].to_numpy(), list(chosen.iter_rows())


def _stretches(chunk: Frames, scored: int) -> Iterable[tuple[bool, Frames]]:
    """A chunk cut where history and what is scored take turns."""
    import polars as pl

    flags = {kind: (frame["_feed"] >= scored).to_numpy() for kind, frame in chunk.items()}
    if len({bool(flag) for marks in flags.values() for flag in np.unique(marks)}) == 1:
        yield bool(next(iter(flags.values()))[0]), chunk
        return
    parts = [
        frame.select("at", "id", "_feed", "_line").with_columns(kind=pl.lit(kind), row=pl.int_range(pl.len()))
        for kind, frame in chunk.items()
    ]
    whole = pl.concat(parts).sort("at", "id", "_feed", "_line")
    whole = whole.with_columns(history=pl.col("_feed") >= scored).with_columns(turn=pl.col("history").rle_id())
    for _, turn in whole.group_by("turn", maintain_order=True):
        rows = {kind: part["row"].to_numpy() for (kind,), part in turn.group_by("kind", maintain_order=True)}
        yield bool(turn["history"][0]), {str(kind): chunk[str(kind)][np.sort(some)] for kind, some in rows.items()}

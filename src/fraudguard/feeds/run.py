"""Score whole feeds: files in, tickets, findings, rejects and a summary that accounts for every row out."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, Literal

from fraudguard.errors import Language, StateError, UsageError
from fraudguard.events import People
from fraudguard.events.masking import Token
from fraudguard.feeds.accounting import Accounts
from fraudguard.feeds.checkpoints import Checkpoints, job_of
from fraudguard.feeds.chunks import UnfitError
from fraudguard.feeds.columnar import ColumnarRun
from fraudguard.feeds.incoming import Incoming
from fraudguard.feeds.mapping_files import load_mapping, shipped_mappings
from fraudguard.feeds.matching import Matcher
from fraudguard.feeds.outputs import Outputs, replace_file
from fraudguard.feeds.passing import Order, Pass, Progress
from fraudguard.feeds.reader import Feed, open_feeds
from fraudguard.feeds.refusals import unreadable
from fraudguard.feeds.reject import Reject
from fraudguard.feeds.state import StateDirectory
from fraudguard.scoring.guard import Guard, SequenceEngine

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FeedResult", "Progress", "score_feed"]

Engine = Literal["events", "columns"]
Paths = Sequence[str | Path] | str | Path


@dataclass(frozen=True)
class FeedResult:
    """
    What a run wrote to ``folder``; the files are read when they are asked for.

    ``tickets`` has one mapping per change, as in ``tickets.jsonl``; ``findings`` is a polars frame. ``key`` is the key
    of the tokens in them.
    """

    folder: Path
    summary: dict[str, Any]
    key: bytes = field(repr=False)

    def subject_of(self, person: str) -> str:
        """The subject under which a person stands in tickets and findings."""
        return f"person:{Token(self.key)(person)}"

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
    resume: bool = False,
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
    With ``resume`` a run that was killed is taken up by the next one of the same files, settings and key, and its
    outputs are those it would have had: by events from the last of its checkpoints (one every 50,000 rows), by columns
    from the beginning. Where no run was left, one is begun that can be resumed.
    ``lang`` is the language of the reasons in ``rejects.jsonl``. ``notice`` hears of a key that was made.

    A bad row becomes a reject and stops nothing. Raises `FeedError` for a file that cannot be read at all and for
    books that do not add up, `PackError`, `PeopleError` and `StateError` for what they name; nothing is written then.
    """
    files, earlier = _paths(paths), _paths(history)
    own_guard = rules is people is state is key is None and sequences == "native"
    _refuse(files, order, engine, guard=guard, own_guard=own_guard, resume=resume)
    if engine == "columns" and not (guard is None and state is None and order == "sorted" and sequences == "native"):
        raise UsageError("feed.engine_columns")
    with contextlib.ExitStack() as held:
        folder = held.enter_context(StateDirectory(state)) if state is not None else None
        outputs = held.enter_context(Outputs(to, resume=resume))
        if outputs.is_finished:
            return _published(outputs, folder, _key(key, folder, notice) or _run_key(outputs, resume=resume))
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
            secret = secret or _run_key(outputs, resume=resume)
            guard, notes = _guard(folder, rules, people, secret, sequences)
        secret = secret or token_bytes(32)
        mappings = (*own, *shipped_mappings())
        kept = None
        if resume:
            told: dict[str, object] = {**guard.fingerprints, "order": order, "engine": engine, "lang": lang}
            told |= {"sequences": sequences, "scored": scored, "mappings": [repr(one) for one in own]}
            told |= {"state": hashlib.blake2b(guard.snapshot()).hexdigest() if folder is not None else ""}
            kept = Checkpoints(outputs.work, job_of([*files, *earlier], told, secret))

        def run(by_columns: bool) -> tuple[Pass, Matcher]:
            matcher = Matcher(mappings, guard.people, secret)
            _take_notes(matcher, notes)
            accounts = Accounts(first_at=dict(notes.get("first_at", {})))
            columns = ColumnarRun(guard, secret, outputs, accounts, matcher, scored) if by_columns else None
            found = Pass(guard, outputs, feeds, scored, accounts, progress, Incoming(guard, matcher), columns, kept)
            return found, matcher

        now, matcher, summary = _scored(run, order, guard, outputs, kept, by_columns=engine == "columns")
        left = None
        if folder is not None:
            left = folder.written(guard.snapshot(), {"first_at": now.accounts.first_at, "told": matcher.notes()})
        outputs.commit(summary, left)
        if folder is not None and left is not None:
            folder.put(left)
    return FeedResult(Path(to), summary, secret)


def _scored(
    run: Callable[[bool], tuple[Pass, Matcher]],
    order: Order,
    guard: Guard,
    outputs: Outputs,
    kept: Checkpoints | None,
    *,
    by_columns: bool,
) -> tuple[Pass, Matcher, dict[str, Any]]:
    """The pass that answered, its matcher and the summary; ``run`` makes one, by columns or by events."""
    unfit = kept.unfit() if kept is not None and by_columns else None
    now, matcher = run(by_columns and unfit is None)
    try:
        summary = now.score(order)
    except UnfitError as error:
        unfit = str(error)
        if kept is not None:
            kept.keep_unfit(unfit)
        guard.rewind(None)
        outputs.begin_again()
        now, matcher = run(False)
        summary = now.score(order)
    return now, matcher, summary if unfit is None else {**summary, "not_by_columns": unfit}


def _refuse(
    files: Sequence[Path], order: str, engine: str, *, guard: Guard | None, own_guard: bool, resume: bool
) -> None:
    """Refuse what a run cannot be asked for, before anything is read."""
    if order not in {"sorted", "arrival"}:
        raise UsageError("feed.order", given=str(order))
    if not files:
        raise UsageError("feed.no_feeds")
    if engine not in {"events", "columns"}:
        raise UsageError("feed.engine", given=str(engine))
    if guard is not None and not own_guard:
        raise UsageError("feed.two_guards")
    if guard is not None and resume:
        raise UsageError("feed.resume_guard")


def _published(outputs: Outputs, folder: StateDirectory | None, key: bytes) -> FeedResult:
    """The result of a run that was killed when it had nothing left to do but to put its files in their places."""
    outputs.publish()
    left = outputs.state_left()
    if folder is not None and left is not None:
        folder.put(left)
    return FeedResult(outputs.folder, json.loads((outputs.folder / "summary.json").read_bytes()), key)


def _run_key(outputs: Outputs, *, resume: bool) -> bytes:
    """The key of one run; one that may be resumed keeps it beside its files."""
    path = outputs.work / "key"
    if resume and path.exists():
        return path.read_bytes()
    key = token_bytes(32)
    if resume:
        replace_file(path, key)
    return key


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
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)

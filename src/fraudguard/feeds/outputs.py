"""The files of a run: written beside their place, moved into it together at the end."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from pydantic_core import to_json

from fraudguard.errors import FraudguardError, StateError
from fraudguard.events import from_microseconds
from fraudguard.feeds.locks import CAN_LOCK, locked
from fraudguard.feeds.refusals import is_full, unwritable
from fraudguard.feeds.reject import Reject
from fraudguard.scoring.decision import ChainEvent, Finding, Seen, Ticket

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FINDING_COLUMNS", "Outputs", "replace_file", "ticket_mapping"]

FINDING_COLUMNS = (
    "rule", "title", "scam", "stage", "group", "role", "status", "points", "floor", "urgent", "textual", "subject",
    "event_id", "serial", "at", "level", "actions", "because", "advice", "quotes", "conditions", "chain",
)  # fmt: skip
"""
Columns of ``findings.parquet``. ``conditions`` and ``chain`` are JSON texts; ``serial`` is the bank's own, ``level``
where the subject stood after the event and ``actions`` what the policy recommends a bank to do then.
"""

_RUN = ".run-"
_RESUMED = ".run-resume"
_FINISHED = "finished"
_STATE = "state"
_BARE = "bare-findings-"
_LOCK = "lock"
_NAMES = ("tickets.jsonl", "findings.parquet", "rejects.jsonl", "summary.json")


def _open_private(path: Path) -> IO[str]:
    """A text file that only its owner can read, new or as it was left."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return path.open("r+", encoding="utf-8", newline="\n")


def replace_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put ``data`` in the place of ``path`` at once, by default readable by its owner only. Raises `FeedError`."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as target:
                os.chmod(name, mode)  # noqa: PTH101 - as below
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            os.replace(name, path)  # noqa: PTH105 - a temporary name, not a path of ours
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)  # noqa: PTH108 - as above
            raise
    except OSError as error:
        raise unwritable(path, error) from None


def _remove_dead_runs(folder: Path) -> None:
    """Delete what killed runs left: rows of people. A run that still lives holds its lock."""
    for work in folder.glob(f"{_RUN}*") if CAN_LOCK else ():
        with contextlib.suppress(OSError), (work / _LOCK).open("r+", encoding="utf-8") as lock:
            if locked(lock):
                shutil.rmtree(work, ignore_errors=True)


class Outputs:
    """
    The four files of a run in ``folder``, which is made readable by its owner only when it is new.

    Used as a context: what was written is kept by `commit` and thrown away otherwise, so that a run that stops
    half-way leaves what was there before. ``work`` is room for the run's own temporary files; those of a run that was
    killed are removed by the next one. With ``resume`` they are left to the next one that resumes instead. A write
    that fails raises `FeedError`; `StateError` says that another run that can be resumed is at work.
    """

    def __init__(self, folder: str | Path, *, resume: bool = False) -> None:
        self.folder = Path(folder)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if resume:
                self.work = self.folder / _RESUMED
                self.work.mkdir(mode=0o700, exist_ok=True)
            else:
                _remove_dead_runs(self.folder)
                self.work = Path(tempfile.mkdtemp(prefix=_RUN, dir=self.folder))
            self._lock = _open_private(self.work / _LOCK)
            if not locked(self._lock) and resume:
                self._lock.close()
                raise StateError("state.busy", folder=str(folder))
        except (OSError, ValueError) as error:
            raise unwritable(folder, error) from None
        written = () if self.is_finished else ("tickets", "findings", "rejects")
        self._bare = 0  # files of findings without words
        self._handles = {name: _open_private(self.work / f"{name}.jsonl") for name in written}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for handle in (*self._handles.values(), self._lock):
            with contextlib.suppress(OSError):
                handle.close()
        if error is None or isinstance(error, FraudguardError) or self.work.name != _RESUMED:
            shutil.rmtree(self.work, ignore_errors=True)
        if isinstance(error, OSError) and is_full(error):
            raise unwritable(self.folder, error) from None

    def place(self) -> dict[str, int]:
        """How far each file has come, all of it on the disk."""
        try:
            for handle in self._handles.values():
                handle.flush()
                os.fsync(handle.fileno())
            return {name: handle.tell() for name, handle in self._handles.items()}
        except OSError as error:
            raise unwritable(self.folder, error) from None

    def ticket(self, ticket: Ticket, scam_zh: str) -> None:
        """One line for a ticket that was opened or raised."""
        _line(self._handles["tickets"], ticket_mapping(ticket, scam_zh))

    def finding(self, finding: Finding, level: str, actions: Sequence[str]) -> None:
        """One row for a finding; ``level`` is where its subject stands now, ``actions`` what is recommended then."""
        told = {"level": level, "actions": list(actions)}
        row = {name: told[name] if name in told else getattr(finding, name) for name in FINDING_COLUMNS}
        row["advice"], row["quotes"] = list(finding.advice), list(finding.quotes)
        row["conditions"] = _text([_seen(seen) for seen in finding.conditions])
        row["chain"] = _text([_chain(event) for event in finding.chain])
        _line(self._handles["findings"], row)

    def bare_findings(self, findings: pl.DataFrame) -> None:
        """
        Rows for findings nobody put into words: ``because``, ``conditions`` and ``chain`` are missing.

        ``findings`` has the other columns of `FINDING_COLUMNS`, ``at`` in microseconds.
        """
        import polars as pl

        types = _finding_types()
        whole = findings.with_columns(
            pl.lit(None, dtype=dtype).alias(name) for name, dtype in types.items() if name not in findings.columns
        )
        try:
            whole.select(pl.col(name).cast(dtype) for name, dtype in types.items()).write_parquet(
                self.work / f"{_BARE}{self._bare}.parquet"
            )
        except OSError as error:
            raise unwritable(self.folder, error) from None
        self._bare += 1

    def begin_again(self, places: Mapping[str, int] | None = None) -> None:
        """Throw away what was written so far, or what was written after `place` gave ``places``."""
        for name, handle in self._handles.items():
            handle.seek(0 if places is None else places[name])
            handle.truncate()
        self._bare = 0
        for part in self.work.glob(f"{_BARE}*"):
            part.unlink()

    def reject(self, reject: Reject, *, history: bool = False) -> None:
        """One line for a row that was not scored."""
        row = reject.to_mapping()
        _line(self._handles["rejects"], {**row, "history": True} if history else row)

    def commit(self, summary: Mapping[str, Any], state: bytes | None = None) -> None:
        """
        Put the four files in their places; ``summary.json`` last, so that where it stands all is complete.

        ``state`` is what the run leaves for the next one; it is kept with the files until `state_left` has been taken,
        so that a run which is killed now is finished by the one that resumes it.
        """
        try:
            self.place()
            for handle in self._handles.values():
                handle.close()
            bare = [self.work / f"{_BARE}{number}.parquet" for number in range(self._bare)]
            _to_parquet(self.work / "findings.jsonl", bare, self.work / "findings.parquet")
            self._write("summary.json", json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n")
            if state is not None:
                self._write(_STATE, state)
            self._write(_FINISHED, b"")
            self.publish()
        except OSError as error:
            raise unwritable(self.folder, error) from None

    @property
    def is_finished(self) -> bool:
        """Whether an earlier run had finished, and was killed while its files were put in their places."""
        return (self.work / _FINISHED).exists()

    def publish(self) -> None:
        """Put the files of a finished run in their places, those that are not there yet."""
        if (self.work / _NAMES[0]).exists():
            (self.folder / "summary.json").unlink(missing_ok=True)
        for name in _NAMES:
            if (self.work / name).exists():
                (self.work / name).replace(self.folder / name)

    def state_left(self) -> bytes | None:
        """The state that a finished run wants to leave."""
        path = self.work / _STATE
        return path.read_bytes() if path.exists() else None

    def _write(self, name: str, data: bytes) -> None:
        replace_file(self.work / name, data)


def ticket_mapping(ticket: Ticket, scam_zh: str) -> dict[str, Any]:
    """A ticket as plain data: times as ISO 8601 in Shanghai, parts and evidence as objects."""
    return {
        "id": ticket.id,
        "change": ticket.change,
        "at": _time(ticket.changed_at),
        "level": ticket.level,
        "urgent": ticket.urgent,
        "points": ticket.points,
        "scam": ticket.scam,
        "scam_zh": scam_zh,
        "stage": ticket.stage,
        "subject": ticket.subject,
        "label": ticket.label,
        "opened_at": _time(ticket.opened_at),
        "first_event": ticket.first_event,
        "last_event": ticket.last_event,
        "parts": [part._asdict() for part in ticket.parts],
        "evidence": [
            {
                "rule": one.rule,
                "title": one.title,
                "event_id": one.event_id,
                "at": _time(one.at),
                "because": one.because,
                "quotes": list(one.quotes),
                "chain": [_chain(event) for event in one.chain],
            }
            for one in ticket.evidence
        ],
        "script": ticket.script,
        "questions": list(ticket.questions),
        "first_aid": list(ticket.first_aid),
        "advice": list(ticket.advice),
        "bank_actions": list(ticket.bank_actions),
        "deadlines": {name: _time(at) for name, at in ticket.deadlines.items()},
        "notes": list(ticket.notes),
        "lead": ticket.lead,
    }


def _seen(seen: Seen) -> dict[str, Any]:
    return {"text": seen.text, "truth": seen.truth, "values": dict(seen.values)}


def _chain(event: ChainEvent) -> dict[str, Any]:
    return {**event._asdict(), "at": _time(event.at)}


def _time(at: int) -> str:
    return from_microseconds(at).isoformat()


def _text(data: object) -> str:
    return to_json(data, fallback=str, inf_nan_mode="constants").decode()  # several times faster than `json`


def _line(handle: IO[str], data: object) -> None:
    try:
        handle.write(_text(data) + "\n")
    except OSError as error:
        raise unwritable(Path(handle.name).parent.parent, error) from None


def _finding_types() -> dict[str, Any]:
    """The types of the columns of findings, ``at`` as a number."""
    import polars as pl

    types: dict[str, Any] = dict.fromkeys(FINDING_COLUMNS, pl.String)
    types |= {"points": pl.Int64, "at": pl.Int64, "urgent": pl.Boolean, "textual": pl.Boolean}
    return types | dict.fromkeys(("advice", "quotes", "actions"), pl.List(pl.String))


def _to_parquet(lines: Path, bare: Sequence[Path], target: Path) -> None:
    """The findings as a table, in bounded memory however many there are."""
    import polars as pl

    types = _finding_types()
    told = pl.scan_ndjson(lines, schema=types) if lines.stat().st_size else pl.LazyFrame(schema=types)
    frame = pl.concat([told, *(pl.scan_parquet(path, glob=False) for path in bare)])
    timed = frame.with_columns(pl.from_epoch("at", time_unit="us").dt.replace_time_zone("UTC"))
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    timed.sink_parquet(target)

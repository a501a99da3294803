"""Tables of many feeds in the total order of events, chunk by chunk, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fraudguard.feeds.blocks import Rows

if TYPE_CHECKING:
    import polars as pl

__all__ = ["KEPT_ROWS", "MergedTables"]

KEPT_ROWS = 400_000
"""Rows held in memory, over all feeds; more of them wait on disk."""

_ORDER = ("at", "id", "_feed", "_line")
_STEP = 4_096  # rows between two looks at the instants of a run


@dataclass(slots=True, eq=False)
class _Run:
    """Rows of one kind in order, here or in a file. ``samples``: the instants of every `_STEP`th row and the last."""

    kind: str
    height: int
    samples: Rows
    frame: pl.DataFrame | None
    path: Path | None = None
    taken: int = 0

    def _rows(self) -> pl.LazyFrame:
        import polars as pl

        if self.frame is not None:
            return self.frame.lazy()
        assert self.path is not None
        return pl.scan_ipc(self.path)

    def left(self) -> Rows:
        """The samples of the rows that were not taken."""
        return self.samples[-(-self.taken // _STEP) :]

    def take(self, until: int) -> pl.DataFrame | None:
        """The next rows up to an instant."""
        if self.taken == self.height or (self.taken == 0 and int(self.samples[0]) > until):
            return None
        rows = self._rows()
        at = rows.select("at").collect()["at"].to_numpy()
        end = int(np.searchsorted(at, until, side="right"))
        found = rows.slice(self.taken, end - self.taken).collect() if end > self.taken else None
        self.taken = end
        if end == self.height:
            self.frame = None
            if self.path is not None:
                self.path.unlink()
        return found


@dataclass(slots=True, eq=False)
class MergedTables:
    """
    Parts of feeds in, chunks of events by (at, id) out, equal ones by feed and line.

    ``folder`` is room for rows that are not kept in memory. ``on_disk`` says whether some were, ``backward`` which
    feeds had times that go back from one part to a later one.
    """

    folder: Path
    kept: int = KEPT_ROWS
    rows: int = 0
    on_disk: bool = False
    backward: set[int] = field(default_factory=set)
    _runs: list[_Run] = field(default_factory=list)
    _newest: dict[int, int] = field(default_factory=dict)

    def add(self, feed: int, frames: Mapping[str, pl.DataFrame]) -> None:
        """Keep the tables of a part."""
        newest = self._newest.get(feed, -(1 << 62))
        for kind, frame in frames.items():
            ordered = frame if _in_order(frame) else frame.sort(_ORDER)
            at = ordered["at"]
            if int(at[0]) < newest:
                self.backward.add(feed)
            self._newest[feed] = max(self._newest.get(feed, int(at[-1])), int(at[-1]))
            places = np.append(np.arange(0, ordered.height, _STEP), ordered.height - 1)
            run = _Run(kind, ordered.height, at.to_numpy()[places].astype(np.int64), ordered)
            self.rows += ordered.height
            if self.rows > self.kept:
                run.path, run.frame = self.folder / f"table-{len(self._runs)}.arrow", None
                ordered.write_ipc(run.path)
                self.on_disk = True
            self._runs.append(run)

    def chunks(self, size: int) -> Iterator[dict[str, pl.DataFrame]]:
        """All rows in order, about ``size`` at a time; events of one instant stay together. Can be asked for once."""
        import polars as pl

        while waiting := [run for run in self._runs if run.taken < run.height]:
            samples = np.sort(np.concatenate([run.left() for run in waiting]))
            until = int(samples[min(-(-size // _STEP), len(samples) - 1)])
            parts: dict[str, list[pl.DataFrame]] = {}
            for run in waiting:
                if (taken := run.take(until)) is not None:
                    parts.setdefault(run.kind, []).append(taken)
            if parts:
                yield {
                    kind: some[0] if len(some) == 1 else pl.concat(some, how="diagonal").sort(_ORDER)
                    for kind, some in sorted(parts.items())
                }


def _in_order(frame: pl.DataFrame) -> bool:
    """Whether rows stand in order already; those of a feed mostly do, and looking is cheap."""
    at = frame["at"].to_numpy()
    return bool((at[1:] > at[:-1]).all())

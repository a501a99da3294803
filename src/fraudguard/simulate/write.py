"""A simulation as files: events, the directory of people, and the labels apart from them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fraudguard.events.parse import MODELS
from fraudguard.feeds.refusals import unwritable
from fraudguard.simulate.columns import names_of, stacked
from fraudguard.simulate.dirt import Dirt, line_of
from fraudguard.simulate.labels import LABELS
from fraudguard.simulate.settings import Settings
from fraudguard.simulate.streams import stream
from fraudguard.simulate.town import Town, simulate_town

if TYPE_CHECKING:
    import polars as pl

__all__ = ["write_simulation"]

Form = Literal["jsonl", "parquet"]
_WORK = ".simulating-"


def write_simulation(
    settings: Settings,
    folder: str | Path,
    *,
    form: Form = "jsonl",
    dirt: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Mapping[str, Any]:
    """
    Write a simulation into ``folder`` and return its summary, which is also written, as ``summary.json``.

    ``jsonl`` gives ``events.jsonl``, which `score_feed` reads, town after town and within a town in order of time;
    ``parquet`` gives a ``KIND.parquet`` of dotted fields for each kind, money in fen. ``people.csv`` is the directory;
    ``labels/`` holds the truth, in the same form. With ``dirt`` lines of ``events.jsonl`` come twice, late or broken.
    Files of the same names are replaced together at the end; a run that fails leaves what was there. ``progress`` is
    told how many towns are done. Raises `FeedError` when the folder cannot be written.
    """
    target = Path(folder)
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=target))
    except OSError as error:
        raise unwritable(target, error) from None
    try:
        (work / "labels").mkdir()
        writer = _Lines(work, settings, dirt=dirt) if form == "jsonl" else _Frames(work)
        counts = _Counts()
        with (work / "people").with_suffix(".csv").open("w", encoding="utf-8", newline="\n") as people:
            for number in range(settings.towns):
                town = simulate_town(settings, number)
                people.write(town.people.write_csv(include_header=number == 0))
                writer.town(number, town)
                counts.town(town)
                if progress is not None:
                    progress(number + 1)
        summary = counts.summary(settings) | writer.close()
        text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
        (work / "summary.json").write_text(text, encoding="utf-8", newline="\n")
        _into_place(work, target)
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return summary


def _into_place(work: Path, target: Path) -> None:
    """Move the files to where they belong; the summary last, so that where it stands all is complete."""
    (target / "labels").mkdir(mode=0o700, exist_ok=True)
    (target / "summary.json").unlink(missing_ok=True)
    files = sorted(path.relative_to(work) for path in work.rglob("*") if path.is_file())
    for path in sorted(files, key=lambda path: path.name == "summary.json"):
        (work / path).replace(target / path)


class _Lines:
    """Events and labels as lines of JSON."""

    def __init__(self, work: Path, settings: Settings, *, dirt: bool) -> None:
        self.work = work
        self.settings = settings
        self.dirt = dirt
        self.spots = {"twice": 0, "late": 0, "broken": 0}

    def town(self, number: int, town: Town) -> None:
        with (self.work / "events.jsonl").open("a", encoding="utf-8", newline="\n") as events:
            if self.dirt:
                dirt = Dirt(stream(self.settings.seed, number, "dirt"))
                events.writelines(f"{line}\n" for line in dirt.lines(zip(town.instants(), town.stream(), strict=True)))
                for name in self.spots:
                    self.spots[name] += getattr(dirt, name)
            else:
                events.writelines(f"{line_of(event)}\n" for event in town.stream())
        for name in LABELS:
            with (self.work / "labels" / f"{name}.jsonl").open("ab") as labels:
                getattr(town.truth, name).write_ndjson(labels)

    def close(self) -> dict[str, Any]:
        return {"dirt": self.spots} if self.dirt else {}


class _Frames:
    """Events and labels as tables; a town's part waits as a file of its own, so that memory holds one town."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.parts: dict[str, list[Path]] = {}

    def town(self, number: int, town: Town) -> None:
        import polars as pl

        keys = pl.Series(town.keys, dtype=pl.String)
        for kind in MODELS:
            if kind in town.events:
                frame = town.events[kind].with_columns(keys.gather(town.events[kind]["_person"]).alias("person.key"))
                whole = stacked(kind, [frame.drop("_person")], [name for name in names_of(kind) if name[0] != "_"])
                self._keep(kind, number, whole)
        for name in LABELS:
            self._keep(f"labels/{name}", number, getattr(town.truth, name))

    def _keep(self, name: str, number: int, frame: pl.DataFrame) -> None:
        path = self.work / f"{name}-{number}.part"
        frame.write_parquet(path)
        self.parts.setdefault(name, []).append(path)

    def close(self) -> dict[str, Any]:
        import polars as pl

        for name, paths in self.parts.items():
            pl.scan_parquet(paths).sink_parquet(self.work / f"{name}.parquet")
            for path in paths:
                path.unlink()
        return {}


class _Counts:
    """What a simulation held, added up over its towns."""

    def __init__(self) -> None:
        self.events: dict[str, int] = {}
        self.attempts: dict[str, list[int]] = {}
        self.confusers = 0

    def town(self, town: Town) -> None:
        for kind, frame in town.events.items():
            self.events[kind] = self.events.get(kind, 0) + frame.height
        for row in town.truth.attempts.iter_rows(named=True):
            found = self.attempts.setdefault(row["scheme"], [0, 0, 0])
            found[0] += 1
            found[1] += row["transfers"] > 0
            found[2] += row["loss"]
        self.confusers += town.truth.confusers.height

    def summary(self, settings: Settings) -> dict[str, Any]:
        """Plain data; ``loss`` in yuan."""
        return {
            "simulated": True,
            "persons": settings.persons, "days": settings.days, "seed": settings.seed, "start": settings.start,
            "towns": settings.towns, "rate": settings.rate, "panel": settings.panel,
            "events": {kind: self.events[kind] for kind in MODELS if kind in self.events},
            "attempts": {
                scheme: {"attempts": count, "paid": paid, "loss": loss / 100}
                for scheme, (count, paid, loss) in sorted(self.attempts.items())
            },
            "look_alikes": self.confusers,
        }  # fmt: skip

"""Find the files of scenarios beside the rules of a pack, and read them."""

from __future__ import annotations

import os
from pathlib import Path

from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.reader import HEAD, TESTS, Layer, bytes_of
from fraudguard.pack.shapes import Faults
from fraudguard.workbench.scenario.model import Scenario
from fraudguard.workbench.scenario.reading import known_of, read_scenarios

__all__ = ["FOLDERS", "home_of", "scenario_files", "scenarios_of"]

FOLDERS = ("", "scams", "scenarios")
"""Where scenarios may stand in a pack's directory."""
_MOST_FILES = 2_000


def home_of(file: Path) -> Path | None:
    """The directory of the pack that a file of scenarios stands beside; ``None`` when there is none."""
    near = file.parent
    if (near / HEAD).is_file():
        return near
    above = near.parent if near.name in FOLDERS else near.resolve().parent
    return above if near.resolve().name in FOLDERS and (above / HEAD).is_file() else None


def scenario_files(home: Path) -> list[Path]:
    """The files of scenarios of the pack in a directory, by folder and name."""
    found: list[Path] = []
    for folder in FOLDERS:
        try:
            names = sorted(entry.name for entry in os.scandir(home / folder))
        except OSError:
            continue
        found += [home / folder / name for name in names if name.endswith(TESTS) and not name.startswith(".")]
    return found[:_MOST_FILES]


def scenarios_of(
    file: Path, home: Path, pack: CheckedPack | None, faults: Faults, called: str = ""
) -> tuple[Scenario, ...]:
    """
    The sound scenarios of a file that stands in the directory ``home`` or below it; faults go to ``faults``.

    ``pack`` is the pack they are about; without a sound one only what does not depend on it is checked. ``called`` is
    how messages call the directory, if not by its path.
    """
    inner = file.relative_to(home).as_posix()
    layer = Layer(called or ("" if home == Path() else home.as_posix()))
    data = bytes_of(home.resolve(), inner, layer, faults)
    return () if data is None else read_scenarios(layer.place(inner).file, data, known_of(pack), faults)

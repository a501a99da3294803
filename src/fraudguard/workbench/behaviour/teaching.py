"""From seeds of simulated towns to a behaviour model in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fraudguard.classifier.behaviour.features import KINDS
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets, publish_behaviour
from fraudguard.classifier.behaviour.rows import Rows, joined
from fraudguard.classifier.behaviour.training import BehaviourSettings
from fraudguard.classifier.model import TextModel
from fraudguard.errors import ModelError
from fraudguard.pack.checked import CheckedPack
from fraudguard.simulate import Coverage, Settings
from fraudguard.workbench.behaviour.towns import rows_of

__all__ = ["LICENCE", "Seeds", "teach"]

LICENCE = "Apache-2.0, simulated for this project"
_VIEWS = (("usual feeds", Coverage()), ("all feeds", Coverage.whole()))


@dataclass(frozen=True, slots=True)
class Seeds:
    """Which worlds a model learns from, is calibrated on, and is measured on: never the same."""

    training: Sequence[str]
    calibration: str
    tests: Sequence[str]

    def check(self) -> None:
        """Refuse a world that is used twice."""
        every = [*self.training, self.calibration, *self.tests]
        twice = next((one for one in every if every.count(one) > 1), None)
        if twice is not None:
            raise ModelError("model.seed_twice", seed=twice)


def teach(
    folder: Path,
    world: Settings,
    seeds: Seeds,
    settings: BehaviourSettings,
    pack: CheckedPack,
    words: TextModel | None,
    progress: Callable[[str], None] = lambda _: None,
) -> BehaviourModel:
    """
    Train on ``world`` under the seeds and write the model; measured as feeds usually are, and with all connected.

    A model learns from both views of its worlds, so that it knows a payment with and without the telephone beside it,
    and is calibrated on the usual one.
    """
    seeds.check()

    def rows(seed: str, view: int) -> dict[str, Rows]:
        name, coverage = _VIEWS[view]
        progress(f"{seed}, {name}")
        return rows_of(replace(world, seed=seed, coverage=coverage), f"seed {seed}, {name}", pack, words)

    taught = [rows(seed, view) for seed in seeds.training for view in range(len(_VIEWS))]
    calibration = rows(seeds.calibration, 0)
    tests = [rows(seed, view) for view in range(len(_VIEWS)) for seed in seeds.tests]
    name = f"seeds {' '.join(seeds.training)}, usual and all feeds"
    sets = {
        kind: RowSets(joined(name, [one[kind] for one in taught]), calibration[kind], [one[kind] for one in tests])
        for kind in KINDS
    }
    return publish_behaviour(folder, sets, settings, LICENCE)

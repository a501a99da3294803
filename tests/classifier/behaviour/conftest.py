"""A small behaviour model, trained on small simulated towns, once for all tests."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from fraudguard.classifier.behaviour.features import KINDS
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets, publish_behaviour
from fraudguard.classifier.behaviour.rows import Rows
from fraudguard.classifier.behaviour.training import BehaviourSettings
from fraudguard.pack import load_pack
from fraudguard.simulate import Coverage, Settings
from fraudguard.workbench.behaviour.towns import rows_of

QUICK = BehaviourSettings(trees=8, rate=0.3, least_rows=5)


def _rows(seed: str) -> Mapping[str, Rows]:
    world = Settings(persons=120, days=16, seed=seed, panel=3, coverage=Coverage.whole())
    return rows_of(world, seed, load_pack(examples=False))


@pytest.fixture(scope="session")
def sets() -> Mapping[str, RowSets]:
    """Rows of three small worlds."""
    taught, calibration, test = map(_rows, ("T1", "T2", "T3"))
    return {kind: RowSets(taught[kind], calibration[kind], [test[kind]]) for kind in KINDS}


@pytest.fixture(scope="session")
def behaviour_folder(sets: Mapping[str, RowSets], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small model as it is stored."""
    where = tmp_path_factory.mktemp("behaviour")
    publish_behaviour(where, sets, QUICK, "Apache-2.0", least=-1)  # the trees, whatever they are worth
    return where


@pytest.fixture(scope="session")
def behaviour(behaviour_folder: Path) -> BehaviourModel:
    """The small model in service."""
    from fraudguard.classifier.behaviour.model import load_behaviour

    return load_behaviour(behaviour_folder)

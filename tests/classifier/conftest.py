"""A small model, trained on a few of the project's own texts, once for all tests."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from fraudguard.classifier.model import TextModel
from fraudguard.classifier.publishing import publish
from fraudguard.classifier.samples import Sample, Source, read_samples
from fraudguard.classifier.training import Fitted, Settings, train

CORPUS = Path(__file__).parents[2] / "models" / "corpus"
EVERY = 12
QUICK = Settings(folds=2)


@pytest.fixture(scope="session")
def taught() -> tuple[Sequence[Sample], Sequence[Source]]:
    """Every twelfth text of the corpus."""
    samples, sources = read_samples([CORPUS])
    return samples[::EVERY], sources


@pytest.fixture(scope="session")
def fitted(taught: tuple[Sequence[Sample], Sequence[Source]]) -> Fitted:
    """The numbers of the small model."""
    return train(taught[0], QUICK)


@pytest.fixture(scope="session")
def folder(
    fitted: Fitted, taught: tuple[Sequence[Sample], Sequence[Source]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The small model as it is stored."""
    where = tmp_path_factory.mktemp("model")
    publish(where, fitted, taught[0], taught[1], QUICK)
    return where


@pytest.fixture(scope="session")
def model(folder: Path) -> TextModel:
    """The small model in service."""
    from fraudguard.classifier.model import load_model

    return load_model(folder)

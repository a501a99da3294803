"""Training a head: the same numbers every time, and those of scikit-learn."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets, publish_behaviour
from fraudguard.classifier.behaviour.training import BehaviourSettings, boosted, fit_head, importance
from fraudguard.errors import ModelError

QUICK = BehaviourSettings(trees=8, rate=0.3, least_rows=5)


def test_two_trainings_give_one_digest(
    sets: Mapping[str, RowSets], behaviour: BehaviourModel, behaviour_folder: Path, tmp_path: Path
) -> None:
    """The same rows and settings give the same numbers and the same files, byte by byte."""
    again = publish_behaviour(tmp_path, sets, QUICK, "Apache-2.0", least=-1)
    assert behaviour.card.weights_digest == again.card.weights_digest
    for name in ("card.json", "weights.npz"):
        assert (behaviour_folder / name).read_bytes() == (tmp_path / name).read_bytes()


def test_whole_sums_are_those_of_scikit_learn(sets: Mapping[str, RowSets]) -> None:
    """The trees' whole numbers stay within 1e-4 of the decision function that they were rounded from."""
    own = sets["transaction"]
    head = fit_head("transaction", "trees", own.training, own.calibration, QUICK, ())
    taught = own.training
    model = boosted(head.bins.of_many(taught.table), taught.fraud, importance(taught, QUICK), QUICK)
    codes = head.bins.of_many(own.tests[0].table)
    gap = head.weigher.of_many(codes) / (1 << 20) - model.decision_function(codes.T)
    assert np.abs(gap - gap[0]).max() < 1e-4  # apart from the one constant of all rows, which calibration replaces


def test_another_seed_of_fraud_gives_other_numbers(sets: Mapping[str, RowSets]) -> None:
    """Labels matter: with other ones the points of the scorecard are others."""
    own = sets["transaction"]
    turned = replace(own.training, fraud=np.roll(own.training.fraud, 7), attempt=np.roll(own.training.attempt, 7))
    one, other = (
        fit_head("transaction", "scorecard", rows, own.calibration, QUICK, ()) for rows in (own.training, turned)
    )
    assert one.arrays.value.tolist() != other.arrays.value.tolist()


def test_a_side_that_is_nearly_empty_is_refused(sets: Mapping[str, RowSets]) -> None:
    """Without fraud there is nothing to learn; the kind is named."""
    own = sets["transaction"]
    none = replace(own.training, fraud=np.zeros(len(own.training), dtype=bool))
    with pytest.raises(ModelError) as caught:
        fit_head("transaction", "trees", none, own.calibration, QUICK, ())
    assert ("model.too_few_rows", "transaction") == (caught.value.code, caught.value.params["kind"])

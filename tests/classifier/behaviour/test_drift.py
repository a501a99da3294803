"""Drift of features."""

from collections.abc import Mapping

from fraudguard.classifier.behaviour.drift import drift_of
from fraudguard.classifier.behaviour.features import features_of
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets
from fraudguard.classifier.stability import MOVED


def test_what_was_learnt_from_has_not_moved(behaviour: BehaviourModel, sets: Mapping[str, RowSets]) -> None:
    """The honest rows of training have no drift; ten times the amounts have moved the amount the most of all."""
    head = behaviour.heads["transaction"]
    rows = sets["transaction"].training
    honest = rows.table[~rows.fraud]
    assert max(one.index for one in drift_of(head, honest)) < 1e-3
    column = [one.name for one in features_of("transaction")].index("amount")
    dear = honest.copy()
    dear[:, column] *= 10
    first = drift_of(head, dear)[0]
    assert ("amount", True) == (first.feature, first.index >= MOVED)

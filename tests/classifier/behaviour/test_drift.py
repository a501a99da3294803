"""Drift of features."""

import math
from collections.abc import Mapping

import numpy as np

from fraudguard.classifier.behaviour.drift import MOVED, drift_of, stability
from fraudguard.classifier.behaviour.features import features_of
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets


def test_the_index_of_a_known_case() -> None:
    """Two halves that become a quarter and three quarters, by hand; the same shares have none."""
    expected = -0.25 * math.log(0.5) + 0.25 * math.log(1.5)
    found = stability(np.array([0, 0.5, 0.5]), np.array([0, 0.25, 0.75]))
    assert math.isclose(expected, found, rel_tol=1e-9)
    assert 0 == stability(np.array([0.2, 0.3, 0.5]), np.array([0.2, 0.3, 0.5]))


def test_small_bands_are_joined() -> None:
    """A hundred bands of one in a hundred say no more than twenty of five, and the unknown stays alone."""
    then = np.array([0.0, *[0.01] * 100])
    now = np.array([0.5, *[0.005] * 100])
    assert stability(then, now) < stability(then, now[::-1]) or stability(then, now) > MOVED


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

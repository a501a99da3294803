"""Simulated towns as labelled rows."""

import numpy as np

from fraudguard.classifier.behaviour.rows import joined
from fraudguard.classifier.model import load_model
from fraudguard.pack import load_pack
from fraudguard.simulate import Settings
from fraudguard.workbench.behaviour.towns import rows_of

WORLD = Settings(persons=100, days=12, seed="rows", panel=2, town_size=60)


def test_rows_are_labelled_by_attempt() -> None:
    """Fraud has an attempt and a scheme, the rest has none; towns of one world keep their attempts apart."""
    rows = rows_of(WORLD, "rows", load_pack(examples=False), load_model())["transaction"]
    assert 0 < rows.fraud.sum() < len(rows) / 5
    assert np.array_equal(rows.fraud, rows.attempt >= 0)
    assert np.array_equal(rows.fraud, rows.scheme != "")
    assert 0 < (~np.isnan(rows.odds_of_words)).sum() < len(rows)
    twice = joined("twice", [rows, rows])
    assert 2 * len(np.unique(rows.attempt[rows.fraud])) == len(np.unique(twice.attempt[twice.fraud]))


def test_a_prior_is_what_the_weights_make() -> None:
    """Weighed for a prior, that share of all is fraud."""
    rows = rows_of(WORLD, "rows", load_pack(examples=False))["transaction"]
    weights = rows.weights(0.02)
    assert abs(weights[rows.fraud].sum() / weights.sum() - 0.02) < 1e-12
    assert rows.sha256 == rows_of(WORLD, "rows", load_pack(examples=False))["transaction"].sha256

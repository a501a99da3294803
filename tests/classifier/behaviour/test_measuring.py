"""Measures of a head."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from fraudguard.classifier.behaviour.measuring import ranked
from fraudguard.classifier.behaviour.model import load_behaviour
from fraudguard.classifier.behaviour.publishing import RowSets, publish_behaviour
from fraudguard.classifier.behaviour.training import BehaviourSettings


def test_ranks_of_a_known_case() -> None:
    """Two attempts and four honest rows, one of which stands above one row of fraud: every figure by hand."""
    odds = np.array([-2.0, -1.0, 0.0, 2.0, 1.0, 3.0])
    fraud = np.array([False] * 4 + [True] * 2)
    found = ranked(odds, fraud, np.array([-1, -1, -1, -1, 0, 1]))
    assert 7 / 8 == found.auc
    assert round(1 / 2 * 1 + 1 / 2 * 2 / 3, 4) == found.average_precision
    assert found.auc_interval[0] <= found.auc <= found.auc_interval[1]


def test_the_card_reports_both_forms_and_ships_the_better(sets: Mapping[str, RowSets], tmp_path: Path) -> None:
    """Scorecard and trees are measured on the same rows; trees are shipped only when they win by the margin."""
    model = publish_behaviour(tmp_path, sets, BehaviourSettings(trees=3, least_rows=5), "Apache-2.0", least=1)
    assert model.card.seal == load_behaviour(tmp_path).card.seal
    for card in (head.card for head in model.heads.values()):
        assert ["scorecard", "trees"] == [one.form for one in card.measured]
        assert {len(sets[card.kind].tests[0])} == {one.rows for one in card.measured}
        difference = card.measured[1].average_precision - card.measured[0].average_precision
        assert ("scorecard", round(difference, 4)) == (card.form, card.margin)

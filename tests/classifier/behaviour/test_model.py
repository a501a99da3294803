"""The behaviour model in service: one answer alone and among many, unknown where too little is known."""

import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from fraudguard.classifier import Classification
from fraudguard.classifier.behaviour.features import features_of
from fraudguard.classifier.behaviour.model import BehaviourModel
from fraudguard.classifier.behaviour.publishing import RowSets

KINDS = ("transaction", "device_event")


def told(row: Sequence[float]) -> list[float | None]:
    """A row of a table as the plan gives it: what is unknown is nothing."""
    return [None if math.isnan(value) else value for value in row]


@pytest.mark.parametrize("kind", KINDS)
def test_one_and_many_give_the_same_bits(behaviour: BehaviourModel, sets: Mapping[str, RowSets], kind: str) -> None:
    """An event has the same probability alone, in a table, and in a table divided among threads."""
    rows = sets[kind].tests[0]
    table = np.concatenate([rows.table[rows.fraud], rows.table[:500]])
    many = behaviour.probabilities(kind, table)
    assert np.array_equal(many, behaviour.probabilities(kind, table, threads=3), equal_nan=True)
    for row, chance in zip(table.tolist(), many.tolist(), strict=True):
        one = behaviour.classify_values(kind, told(row))
        assert (math.nan if one is None else one.probability) == chance or one is None


def test_too_little_to_weigh_is_unknown(behaviour: BehaviourModel) -> None:
    """Without an amount, a way, a type or a person there is no answer, alone and in a table."""
    for kind in KINDS:
        size = len(features_of(kind))
        assert behaviour.classify_values(kind, [None] * size) is None
        assert behaviour.classify_values(kind, [0] * size) is None
        assert np.isnan(behaviour.probabilities(kind, np.full((2, size), np.nan))).all()
    assert behaviour.classify_values("call", []) is None


def test_words_count_beside_what_was_done(behaviour: BehaviourModel, sets: Mapping[str, RowSets]) -> None:
    """With a weight of words a suspicious remark raises the answer; where nothing was done the words stand alone."""
    rows = sets["transaction"].tests[0]
    values = told(rows.table[rows.fraud][0].tolist())
    head = behaviour.heads["transaction"]
    card = head.card.model_copy(update={"words": 0.5})
    both = BehaviourModel(behaviour.card, [type(head)(card, head.arrays)])
    said = Classification(0.9, "fake_loan", textual=True)
    plain, raised = both.classify_values("transaction", values), both.classify_values("transaction", values, said)
    assert plain is not None
    assert raised is not None
    assert math.isclose(
        math.log(raised.probability / (1 - raised.probability)),
        math.log(plain.probability / (1 - plain.probability)) + 0.5 * math.log(9),
    )
    assert not raised.textual
    assert said == both.classify_values("transaction", [None] * len(values), said)
    assert said == both.classify_values("message", [], said)


def test_serving_loads_no_scikit_learn(behaviour_folder: Path, tmp_path: Path) -> None:
    """A guard with a behaviour model scores without scikit-learn, scipy or joblib."""
    (tmp_path / "behaviour").symlink_to(behaviour_folder)
    code = (
        "import sys\nfrom fraudguard import Guard\n"
        f"guard = Guard.load(model={str(tmp_path)!r})\n"
        "event = {'kind': 'transaction', 'id': '1', 'at': '2025-01-06T10:00:00+08:00', 'direction': 'out',"
        " 'amount': 5000, 'person': {'ids': {'phone': '13800138000'}}}\n"
        "assert guard.score(event).probability is not None\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'sklearn', 'scipy', 'joblib'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "" == done.stdout.strip()

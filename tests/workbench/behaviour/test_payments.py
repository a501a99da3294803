"""Labelled payments divided by time."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fraudguard.classifier.behaviour.training import BehaviourSettings
from fraudguard.errors import ModelError
from fraudguard.pack import load_pack
from fraudguard.workbench.behaviour.payments import Layout, Split, measure_payments

COLUMNS = "at=when,person=card,payee=shop,amount=yuan,label=bad"
QUICK = BehaviourSettings(trees=5, least_rows=5)


def _table(path: Path, suffix: str) -> Path:
    """Two thousand payments in forty days; large ones in four shops are fraud, and a tenth was never looked at."""
    random = np.random.default_rng(3)
    size = 4_000
    shop = random.integers(0, 20, size)
    yuan = np.round(random.lognormal(4, 1, size), 2)
    bad = ((shop < 4) & (yuan > 30)).astype(int)
    bad[random.random(size) < 0.1] = 2
    frame = pl.DataFrame(
        {
            "when": np.sort(random.integers(0, 40 * 1440, size)), "card": random.integers(0, 100, size),
            "shop": [f"s{one}" for one in shop], "yuan": yuan, "bad": bad,
        }
    )  # fmt: skip
    file = path / f"payments{suffix}"
    if suffix == ".csv":
        stamps = pl.datetime(2024, 1, 1) + pl.duration(minutes=pl.col("when"))
        frame.with_columns(stamps.dt.to_string("%Y-%m-%d %H:%M:%S").alias("when")).write_csv(file)
    else:
        frame.write_parquet(file)
    return file


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_both_forms_are_measured_after_the_split(tmp_path: Path, suffix: str) -> None:
    """Only judged rows after the split are measured; what is plain in the table is found by either form."""
    file = _table(tmp_path, suffix)
    found = measure_payments(file, Layout.parse(COLUMNS, 60), Split(0.7, 86_400), QUICK, load_pack(examples=False))
    assert ["scorecard", "trees"] == [one.form for one in found]
    assert all(900 < one.rows < 1_240 for one in found)
    assert all(one.auc > 0.9 for one in found)


def test_outcomes_not_known_yet_are_not_learnt_from(tmp_path: Path) -> None:
    """With a delay as long as the table there is nothing to learn."""
    with pytest.raises(ModelError) as caught:
        measure_payments(
            _table(tmp_path, ".csv"), Layout.parse(COLUMNS, 60), Split(0.7, 40 * 86_400), QUICK,
            load_pack(examples=False),
        )  # fmt: skip
    assert "model.too_few_rows" == caught.value.code


def test_columns_must_be_named(tmp_path: Path) -> None:
    """What is missing is named; a table without the columns is an error of ours."""
    with pytest.raises(ModelError) as caught:
        Layout.parse("at=when,person=card", 60)
    assert "payee, amount, label" == caught.value.params["missing"]
    with pytest.raises(ModelError, match="cannot be read"):
        measure_payments(
            _table(tmp_path, ".csv"), Layout.parse(COLUMNS.replace("card", "no"), 60), Split(), QUICK,
            load_pack(examples=False),
        )  # fmt: skip

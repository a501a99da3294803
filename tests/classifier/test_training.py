"""Training: the same numbers every time, nothing learnt from what is left out."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fraudguard.classifier.card import parse_card
from fraudguard.classifier.evaluation import ALL, evaluate, left_out
from fraudguard.classifier.measures import measure
from fraudguard.classifier.model import TextModel, load_model
from fraudguard.classifier.publishing import publish
from fraudguard.classifier.samples import Sample, Source, groups_of, read_samples
from fraudguard.classifier.training import Fitted, Settings, train
from fraudguard.errors import ModelError

CORPUS = Path(__file__).parents[2] / "models" / "corpus"


def _sample(text: str, *, fraud: bool = False) -> Sample:
    return Sample("one", text, fraud, "", "")


def test_two_trainings_give_one_digest(
    fitted: Fitted, taught: tuple[Sequence[Sample], Sequence[Source]], folder: Path, tmp_path: Path
) -> None:
    """The same samples and seed give the same weights and the same files, byte by byte."""
    again = train(taught[0], Settings(folds=2))
    assert fitted.weights.digest() == again.weights.digest()
    publish(tmp_path, again, taught[0], taught[1], Settings(folds=2))
    for name in ("card.json", "weights.npz"):
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()


def test_a_card_is_written_anew_without_its_weights(
    fitted: Fitted, taught: tuple[Sequence[Sample], Sequence[Source]], folder: Path, tmp_path: Path
) -> None:
    """Out of an old card comes the new one, figures on other texts stay, and the weights are not touched."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    card = parse_card((folder / "card.json").read_bytes())
    elsewhere = card.measured[0].model_copy(update={"source": "elsewhere", "seen": "no"})
    old = card.model_copy(update={"format": 1, "reference": (), "measured": (*card.measured, elsewhere)})
    (tmp_path / "card.json").write_bytes(old.sealed().written())
    model = publish(tmp_path, fitted, taught[0], taught[1], Settings(folds=2), card_only=True)
    assert card.reference == model.card.reference
    assert (*card.measured, elsewhere) == model.card.measured
    assert model.card == load_model(tmp_path).card
    assert (folder / "weights.npz").read_bytes() == (tmp_path / "weights.npz").read_bytes()


def test_a_card_of_other_weights_is_not_written(
    fitted: Fitted, taught: tuple[Sequence[Sample], Sequence[Source]], folder: Path, tmp_path: Path
) -> None:
    """Where training gives another model, the card stays as it was."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with pytest.raises(ModelError) as caught:
        publish(tmp_path, replace(fitted, threshold=0.0), taught[0], taught[1], Settings(folds=2), card_only=True)
    assert "model.other_weights" == caught.value.code
    assert (folder / "card.json").read_bytes() == (tmp_path / "card.json").read_bytes()


def test_all_schemes_are_left_out_one_by_one(taught: tuple[Sequence[Sample], Sequence[Source]]) -> None:
    """`all` goes over the schemes that have texts, alone or two at a time; one without texts is refused."""
    samples = [one for one in taught[0] if not one.fraud]
    samples += [one for one in read_samples([CORPUS])[0] if one.scheme in {"fake_loan", "police_impersonation"}]
    found = list(left_out(samples, Settings(folds=2), [ALL], jobs=2))
    assert ["fake_loan", "police_impersonation"] == [one.scheme for one in found]
    assert [sum(one.scheme == two.scheme for one in samples) for two in found] == [one.texts for one in found]
    assert found[:1] == list(left_out(samples, Settings(folds=2), ["fake_loan"]))
    with pytest.raises(ModelError) as caught:
        list(left_out(samples, Settings(folds=2), ["romance_scam"]))
    assert "model.no_texts" == caught.value.code


def test_a_side_that_is_nearly_empty_is_refused(taught: tuple[Sequence[Sample], Sequence[Source]]) -> None:
    """Without honest texts there is nothing to learn."""
    with pytest.raises(ModelError) as caught:
        train([one for one in taught[0] if one.fraud], Settings(folds=2))
    assert "model.too_few" == caught.value.code


def test_near_duplicates_share_a_group() -> None:
    """A text with one word more stays with its twin, another text does not."""
    text = "您好这里是社区通知明天上午九点到十一点停水检修请大家提前储水谢谢配合"
    first, twin, other = groups_of([_sample(text), _sample(text + "啊"), _sample("妈我今晚不回来吃饭了你们先吃别等我")])
    assert first == twin
    assert first != other


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_own_data_comes_in_three_forms(tmp_path: Path, suffix: str) -> None:
    """JSON lines, CSV and Parquet of one table give the same samples."""
    import polars as pl

    rows = [
        {"text": "请转到安全账户", "is_fraud": 1, "source": "ours"},
        {"text": "明天开会", "is_fraud": 0, "source": "ours"},
    ]
    path = tmp_path / f"data{suffix}"
    if suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    elif suffix == ".csv":
        pl.DataFrame(rows).write_csv(path)
    else:
        pl.DataFrame(rows).write_parquet(path)
    samples, sources = read_samples([path])
    assert [("ours", "请转到安全账户", True), ("ours", "明天开会", False)] == [
        (one.source, one.neutral, one.fraud) for one in samples
    ]
    assert [("ours", 2, 1)] == [(one.name, one.texts, one.fraud) for one in sources]


@pytest.mark.parametrize("row", ['{"text": 1, "is_fraud": 1}', '{"text": "好", "is_fraud": 2}', '{"text": "好"}'])
def test_a_wrong_row_is_named_without_its_text(tmp_path: Path, row: str) -> None:
    """File and row are said; what stands there is not."""
    path = tmp_path / "data.jsonl"
    path.write_text('{"text": "明天开会", "is_fraud": 0}\n' + row + "\n", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_samples([path])
    assert "model.data_row" == caught.value.code
    assert 2 == caught.value.params["row"]
    assert "好" not in str(caught.value)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    """A missing file and one that cannot be parsed are errors of ours."""
    with pytest.raises(ModelError, match="cannot be read"):
        read_samples([tmp_path / "missing.jsonl"])
    (tmp_path / "data.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        read_samples([tmp_path / "data.jsonl"])


def test_measures_of_a_known_case() -> None:
    """Four honest texts, four of fraud, one of each on the wrong side: every figure by hand."""
    odds = np.array([-3.0, -2.0, -1.0, 2.0, -0.5, 1.0, 3.0, 4.0])
    fraud = np.array([False] * 4 + [True] * 4)
    found = measure("one", odds, fraud, 0.0, seen="no")
    assert (8, 4) == (found.texts, found.fraud)
    assert 14 / 16 == found.auc
    assert (0.75, 0.25) == (found.recall, found.false_alarms)
    assert 0.5 == found.recall_at_1  # the one honest text at 2.0 may not be exceeded by none


def test_labels_set_apart_are_in_no_figure(model: TextModel) -> None:
    """A label that matches a pattern is shown by itself and left out of its source."""
    samples = [
        Sample("one", "请转到安全账户", True, "", "a"), Sample("one", "明天开会", False, "", "b"),
        Sample("one", "贷款秒批", False, "", "AD:Loan"),
    ]  # fmt: skip
    found = evaluate(model, samples, apart=["one/AD:*"])
    assert 2 == found.sources[0].texts
    assert [("AD:Loan", True), ("a", False), ("b", False)] == [(one.label, one.apart) for one in found.labels]

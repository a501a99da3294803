"""A stored behaviour model: exactly what was written, or a clear error."""

import hashlib
import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fraudguard.classifier.behaviour.bundle import behaviour_digest, packed_heads, read_behaviour, write_behaviour
from fraudguard.classifier.behaviour.card import parse_behaviour_card
from fraudguard.classifier.behaviour.model import BehaviourModel, load_behaviour
from fraudguard.errors import ModelError
from spoiling import spoilt_bytes

FILES = ("card.json", "weights.npz")


def _copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to


def _resealed(folder: Path, weights: bytes, digest: str = "") -> None:
    """The folder with other weights and a card that vouches for them."""
    card = parse_behaviour_card((folder / "card.json").read_bytes())
    changes = {"weights_sha256": hashlib.sha256(weights).hexdigest()} | ({"weights_digest": digest} if digest else {})
    write_behaviour(folder, card.model_copy(update=changes).sealed(), weights)


def test_what_is_read_is_what_was_written(behaviour_folder: Path) -> None:
    """Every number comes back, and writing it again gives the same bytes."""
    card, heads = read_behaviour(behaviour_folder)
    arrays = {one.card.kind: one.arrays for one in heads}
    assert card.weights_digest == behaviour_digest(arrays)
    assert (behaviour_folder / "weights.npz").read_bytes() == packed_heads(arrays)
    assert (behaviour_folder / "card.json").read_bytes() == card.written()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(behaviour_folder: Path, tmp_path: Path, name: str) -> None:
    """Without one of its files a folder is no model."""
    (_copy(behaviour_folder, tmp_path) / name).unlink()
    with pytest.raises(ModelError) as caught:
        read_behaviour(tmp_path)
    assert ("model.missing", name) == (caught.value.code, caught.value.params["file"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"prior": "1"}, "model.card"),
        ({"prior": float("nan")}, "model.card"),
        ({"heads": []}, "model.card"),
        ({"more": 1}, "model.card"),
        ({"prior": 0.5}, "model.altered"),
        ({"features": "0" * 64}, "model.altered"),
    ],
)
def test_a_card_edited_by_hand_is_refused(
    behaviour_folder: Path, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    """A field of another kind is named; a sound one that is not what was written breaks the seal."""
    path = _copy(behaviour_folder, tmp_path) / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**card, **change}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_behaviour(tmp_path)
    assert code == caught.value.code


@pytest.mark.parametrize("field", ["edges", "value", "scheme_bias", "seen", "cut"])
def test_numbers_out_of_range_are_refused(behaviour_folder: Path, tmp_path: Path, field: str) -> None:
    """Borders that do not ascend or are no numbers, and weights that sums cannot hold, are errors even when vouched for."""
    _, heads = read_behaviour(_copy(behaviour_folder, tmp_path))
    arrays = {one.card.kind: one.arrays for one in heads}
    spoilt = getattr(arrays["transaction"], field).copy()
    spoilt[0] = {"edges": np.nan, "cut": 250}.get(field, -(2**31))
    arrays["transaction"] = replace(arrays["transaction"], **{field: spoilt})
    _resealed(tmp_path, packed_heads(arrays), behaviour_digest(arrays))
    with pytest.raises(ModelError) as caught:
        read_behaviour(tmp_path)
    assert "model.weights" == caught.value.code


def test_other_sums_on_the_sample_rows_are_refused(behaviour_folder: Path, tmp_path: Path) -> None:
    """A head that does not repeat its sample sums is not served."""
    card = parse_behaviour_card((_copy(behaviour_folder, tmp_path) / "card.json").read_bytes())
    head = card.heads[0]
    wrong = head.samples[0].model_copy(update={"total": head.samples[0].total + 1})
    head = head.model_copy(update={"samples": (wrong, *head.samples[1:])})
    changed = card.model_copy(update={"heads": (head, *card.heads[1:])}).sealed()
    (tmp_path / "card.json").write_bytes(changed.written())
    with pytest.raises(ModelError) as caught:
        read_behaviour(tmp_path)
    assert "model.parity" == caught.value.code


def _answers(model: BehaviourModel) -> list[float]:
    return [
        head.card.slope * head.weigher.of_one(one.codes) + head.card.offset
        for head in model.heads.values()
        for one in head.card.samples
    ]


def _corrupt(folder: Path, tmp_path: Path, seeds: range) -> None:
    _copy(folder, tmp_path)
    whole = {name: (folder / name).read_bytes() for name in FILES}
    expected = _answers(load_behaviour(folder))
    for seed in seeds:
        random_ = random.Random(seed)
        name = random_.choice(FILES)
        spoilt = spoilt_bytes(whole[name], random_)
        for one, raw in whole.items():
            (tmp_path / one).write_bytes(spoilt if one == name else raw)
        if name == "weights.npz" and seed % 2 == 0:
            _resealed(tmp_path, spoilt)
        try:
            answers = _answers(load_behaviour(tmp_path))
        except ModelError:
            continue
        assert expected == answers, seed


def test_spoilt_bundles_give_a_clear_error(behaviour_folder: Path, tmp_path: Path) -> None:
    """Whatever happened to a file, under a card that vouches for it or not: a `ModelError`, never another answer."""
    _corrupt(behaviour_folder, tmp_path, range(100))


@pytest.mark.slow
def test_a_thousand_spoilt_bundles_give_a_clear_error(behaviour_folder: Path, tmp_path: Path) -> None:
    """The same a thousand times."""
    _corrupt(behaviour_folder, tmp_path, range(1_000, 2_000))

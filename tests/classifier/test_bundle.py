"""A stored model: exactly what was written, or a clear error."""

import hashlib
import io
import json
import random
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from fraudguard.classifier.bundle import packed, read_bundle, write_bundle
from fraudguard.classifier.card import parse_card
from fraudguard.classifier.model import TextModel, load_model
from fraudguard.classifier.weights import ARRAYS, Weights
from fraudguard.errors import ModelError
from spoiling import spoilt_bytes

TEXT = "您好，这里是客服，您的会员今晚到期，请下载软件取消扣费"


def _copy(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, dirs_exist_ok=True)
    return to


def _resealed(folder: Path, weights: bytes) -> None:
    """The folder with other weights and a card that vouches for them."""
    card = parse_card((folder / "card.json").read_bytes())
    card = card.model_copy(update={"weights_sha256": hashlib.sha256(weights).hexdigest()}).sealed()
    write_bundle(folder, card, weights)


def test_what_is_read_is_what_was_written(folder: Path, model: TextModel) -> None:
    """Every number comes back, and writing it again gives the same bytes."""
    card, weights = read_bundle(folder)
    assert card == model.card
    assert weights.digest() == card.weights_digest
    assert (folder / "weights.npz").read_bytes() == packed(weights)
    assert (folder / "card.json").read_bytes() == card.written()


def test_numpy_reads_the_weights_too(folder: Path) -> None:
    """The file is an ordinary npz without objects."""
    with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
        assert set(ARRAYS) == set(arrays.files)


@pytest.mark.parametrize("name", ["card.json", "weights.npz"])
def test_a_missing_file_is_named(folder: Path, tmp_path: Path, name: str) -> None:
    """Without one of its files a folder is no model."""
    (_copy(folder, tmp_path) / name).unlink()
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert "model.missing" == caught.value.code
    assert name == caught.value.params["file"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slope": "1"}, "model.card"),
        ({"slope": float("nan")}, "model.card"),
        ({"format": 3}, "model.card"),
        ({"format": 1}, "model.altered"),
        ({"reference": []}, "model.altered"),
        ({"more": 1}, "model.card"),
        ({"offset": 0.5}, "model.altered"),
        ({"schemes": ["Remote Control"]}, "model.card"),
    ],
)
def test_a_card_edited_by_hand_is_refused(folder: Path, tmp_path: Path, change: dict[str, object], code: str) -> None:
    """A field of another kind is named; a sound one that is not what was written breaks the seal."""
    card = json.loads((_copy(folder, tmp_path) / "card.json").read_text(encoding="utf-8"))
    (tmp_path / "card.json").write_text(
        json.dumps({**card, **change}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert code == caught.value.code


def test_a_card_of_the_first_format_is_still_read(folder: Path, tmp_path: Path) -> None:
    """Without shares to compare with the model says what it said, and its card is written as it was."""
    _copy(folder, tmp_path)
    card = parse_card((tmp_path / "card.json").read_bytes())
    old = card.model_copy(update={"format": 1, "reference": ()}).sealed()
    assert b"reference" not in old.written()
    (tmp_path / "card.json").write_bytes(old.written())
    model = load_model(tmp_path)
    assert old == model.card
    assert load_model(folder).log_odds(TEXT) == model.log_odds(TEXT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": 1},
        {"bands": [{"feature": "length", "edges": [2.0, 1.0], "counts": [0, 0, 0, 0]}]},
        {"bands": [{"feature": "length", "edges": [1.0], "counts": [0, 0]}]},
        {"bands": []},
        {"ideas": {}},
    ],
)
def test_shares_that_do_not_fit_are_refused(folder: Path, tmp_path: Path, wrong: dict[str, object]) -> None:
    """Counts that do not add up, borders out of order and other ideas are no reference, even under a sound seal."""
    _copy(folder, tmp_path)
    told = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    told["reference"][0] |= wrong
    raw = (json.dumps({**told, "seal": ""}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    whole = {**told, "seal": hashlib.sha256(raw).hexdigest()}
    (tmp_path / "card.json").write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert "model.card" == caught.value.code
    assert str(caught.value.params["field"]).startswith("reference")


def test_features_of_another_release_are_refused(folder: Path, tmp_path: Path) -> None:
    """Weights mean nothing under another hash or other ideas."""
    _copy(folder, tmp_path)
    card = parse_card((tmp_path / "card.json").read_bytes())
    card = card.model_copy(update={"features": "0" * 64}).sealed()
    (tmp_path / "card.json").write_bytes(card.written())
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert "model.features" == caught.value.code


def test_other_sums_on_the_sample_texts_are_refused(folder: Path, tmp_path: Path) -> None:
    """A model that does not repeat its sample sums is not served."""
    _copy(folder, tmp_path)
    card = parse_card((tmp_path / "card.json").read_bytes())
    wrong = card.parity[0].model_copy(update={"value": card.parity[0].value + 1})
    card = card.model_copy(update={"parity": (wrong, *card.parity[1:])}).sealed()
    (tmp_path / "card.json").write_bytes(card.written())
    with pytest.raises(ModelError) as caught:
        load_model(tmp_path)
    assert "model.parity" == caught.value.code


def test_a_file_that_is_too_large_is_not_read(folder: Path, tmp_path: Path) -> None:
    """One byte more than a card may have is refused before it is looked at."""
    (_copy(folder, tmp_path) / "card.json").write_bytes(b" " * (2**18 + 1))
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert "model.too_large" == caught.value.code


def test_a_small_file_that_unpacks_to_much_is_refused(folder: Path, tmp_path: Path) -> None:
    """The unpacked size is looked at before anything is unpacked, even under a card that vouches for the file."""
    _copy(folder, tmp_path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in ARRAYS:
            whole.writestr(f"{name}.npy", b"\0" * 50_000_000)
    _resealed(tmp_path, out.getvalue())
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert "model.weights" == caught.value.code


@pytest.mark.parametrize("field", ["value", "rarity", "scheme_bias"])
def test_numbers_out_of_range_are_refused(folder: Path, tmp_path: Path, field: str) -> None:
    """A weight with which sums would not be exact, or one without a length, is named."""
    _, weights = read_bundle(_copy(folder, tmp_path))
    arrays = {name: getattr(weights, name).copy() for name in ARRAYS}
    if field == "rarity":
        arrays["rarity"][:] = 0
    else:
        arrays[field][0] = -(2**31)
    _resealed(tmp_path, packed(Weights(**arrays)))
    with pytest.raises(ModelError) as caught:
        read_bundle(tmp_path)
    assert field == caught.value.params["field"]


def _corrupt(folder: Path, tmp_path: Path, seeds: range) -> None:
    _copy(folder, tmp_path)
    whole = {name: (folder / name).read_bytes() for name in ("card.json", "weights.npz")}
    expected = load_model(folder).log_odds(TEXT)
    for seed in seeds:
        random_ = random.Random(seed)
        name = random_.choice(sorted(whole))
        spoilt = spoilt_bytes(whole[name], random_)
        for one, raw in whole.items():
            (tmp_path / one).write_bytes(spoilt if one == name else raw)
        vouched = name == "weights.npz" and seed % 2 == 0
        if vouched:
            _resealed(tmp_path, spoilt)
        try:
            answer = load_model(tmp_path).log_odds(TEXT)
        except ModelError:
            continue
        assert expected == answer, seed


def test_spoilt_bundles_give_a_clear_error(folder: Path, tmp_path: Path) -> None:
    """Whatever happened to a file, under a card that vouches for it or not: a `ModelError`, never another answer."""
    _corrupt(folder, tmp_path, range(60))


@pytest.mark.slow
def test_a_thousand_spoilt_bundles_give_a_clear_error(folder: Path, tmp_path: Path) -> None:
    """The same a thousand times."""
    _corrupt(folder, tmp_path, range(1_000, 2_000))

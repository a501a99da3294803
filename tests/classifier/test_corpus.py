"""The project's own texts: their form, and that no two are one."""

from pathlib import Path

import pytest

from fraudguard.classifier.corpus import alike_pairs, count_texts, read_corpus
from fraudguard.errors import ModelError

CORPUS = Path(__file__).parents[2] / "models" / "corpus"


def test_the_corpus_is_large_and_has_both_sides() -> None:
    """At least four thousand texts, each side at least two thousand, in every channel."""
    texts = read_corpus(CORPUS)
    assert len(texts) >= 4_000
    assert min(sum(one.side == side for one in texts) for side in ("scam", "benign")) >= 2_000
    assert {"call", "sms", "chat", "report", "memo"} == {one.channel for one in texts}
    assert len(texts) == count_texts(texts).total()


def test_no_two_texts_are_alike() -> None:
    """No pair shares more than .6 of its 4-character pieces."""
    assert [] == alike_pairs(read_corpus(CORPUS))


def _file(root: Path, text: str) -> Path:
    path = root / "scam" / "one.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("side: [", "model.corpus_file"),
        ("side: other\ntopic: x\ntexts: []", "model.corpus_file"),
        ("side: scam\ntopic: x\ntexts:\n  - {channel: fax, text: 好}", "model.corpus_text"),
        ("side: scam\ntopic: x\ntexts:\n  - {channel: sms, text: ' '}", "model.corpus_text"),
        ("side: scam\ntopic: x\ntexts:\n  - {channel: sms, text: 好, more: 1}", "model.corpus_text"),
    ],
)
def test_a_wrong_file_is_named_without_its_text(tmp_path: Path, text: str, code: str) -> None:
    """File and number of a text that is none are said, never the text."""
    with pytest.raises(ModelError) as caught:
        read_corpus(_file(tmp_path, text))
    assert code == caught.value.code
    assert "scam/one.yaml" == caught.value.params["file"]


def test_files_may_lie_directly_in_the_folder() -> None:
    """The held-back texts are read and counted like the others; a file is named as it lies in the folder."""
    texts = read_corpus(CORPUS.parent / "held_back")
    assert 500 == len(texts)
    assert {"benign.yaml", "scam.yaml"} == {one.file for one in texts}
    assert {("benign", 250), ("scam", 250)} == {
        (side, sum(one.side == side for one in texts)) for side in ("benign", "scam")
    }


def test_two_texts_with_other_numbers_are_alike(tmp_path: Path) -> None:
    """Digits and signs do not make a text another one."""
    root = _file(tmp_path, "side: scam\ntopic: x\ntexts:\n"
                 "  - {channel: sms, text: 您的积分1200即将清零请点击领取}\n"
                 "  - {channel: sms, text: 您的积分，3500即将清零请点击领取！}\n")  # fmt: skip
    assert [1.0] == [pair.jaccard for pair in alike_pairs(read_corpus(root))]


def test_an_empty_folder_is_no_corpus(tmp_path: Path) -> None:
    """A folder without texts is refused by its name."""
    with pytest.raises(ModelError, match="there are no texts"):
        read_corpus(tmp_path)

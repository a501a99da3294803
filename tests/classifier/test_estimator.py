"""A user's own estimator: never loaded without the digest of its file."""

import hashlib
from pathlib import Path

import joblib
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from fraudguard import Message
from fraudguard.classifier.estimator import load_estimator
from fraudguard.errors import ModelError

AT = "2025-01-06T10:00:00+08:00"


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A small pipeline in a joblib file."""
    estimator = make_pipeline(CountVectorizer(analyzer="char"), LogisticRegression())
    estimator.fit(["转到安全账户", "下载软件共享", "明天开会", "晚上吃饭"], [1, 1, 0, 0])
    path = tmp_path / "own.joblib"
    joblib.dump(estimator, path)
    return path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_with_the_right_digest_it_classifies(stored: Path) -> None:
    """Its probability is that of its second class; an event without words is unknown."""
    own = load_estimator(stored, sha256=_digest(stored).upper())
    answer = own.classify(Message(id="1", at=AT, text="转到安全账户"))
    assert answer is not None
    assert own.estimator.predict_proba(["转到安全账户"])[0][1] == answer.probability
    assert ("", True) == (answer.scam, answer.textual)
    assert own.classify(Message(id="2", at=AT)) is None


def test_with_another_digest_nothing_is_loaded(tmp_path: Path) -> None:
    """A file that would run code is not touched: its digest is told, its code does not run."""
    path = tmp_path / "trap.joblib"
    path.write_bytes(b"cbuiltins\nexit\n(tR.")
    with pytest.raises(ModelError) as caught:
        load_estimator(path, sha256="0" * 64)
    assert "model.untrusted" == caught.value.code
    assert _digest(path) == caught.value.params["found"]


@pytest.mark.parametrize("what", [{"a": 1}, LogisticRegression()])
def test_what_is_no_estimator_of_two_classes_is_refused(tmp_path: Path, what: object) -> None:
    """A mapping, or a model that was never fitted, cannot classify."""
    path = tmp_path / "other.joblib"
    joblib.dump(what, path)
    with pytest.raises(ModelError) as caught:
        load_estimator(path, sha256=_digest(path))
    assert "model.estimator" == caught.value.code


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """There is an error of ours for a file that is not there."""
    with pytest.raises(ModelError, match=r"own\.joblib"):
        load_estimator(tmp_path / "own.joblib", sha256="0" * 64)

"""Words and behaviour as one classifier."""

import shutil
from pathlib import Path

import pytest

from fraudguard import Guard
from fraudguard.classifier.heads import TwoHeads, load_classifier
from fraudguard.classifier.model import TextModel
from fraudguard.errors import ModelError

AT = "2025-01-06T10:00:00+08:00"
PERSON = {"ids": {"phone": "13800138000"}}
SHIPPED_PAYMENT = {"kind": "transaction", "id": "1", "at": AT, "direction": "out", "amount": 50_000, "person": PERSON}


@pytest.fixture(scope="module")
def guard() -> Guard:
    """A guard with both shipped heads."""
    return Guard.load(model="@shipped", key=b"a key for tests only")


def test_each_event_has_the_answer_of_what_it_brings(guard: Guard) -> None:
    """A payment is weighed without a word, a message without a window; a report without text is unknown."""
    payment = guard.score(SHIPPED_PAYMENT)
    message = guard.score({"kind": "message", "id": "2", "at": AT, "text": "请转到安全账户", "person": PERSON})
    assert payment.probability is not None
    assert message.probability is not None
    assert guard.score({"kind": "report", "id": "3", "at": AT, "person": PERSON}).probability is None
    assert guard.score({"kind": "transaction", "id": "4", "at": AT, "amount": 1, "person": PERSON}).probability is None
    assert guard.score({**SHIPPED_PAYMENT, "id": "5", "person": {}}).probability is None


def test_explain_tells_both(guard: Guard) -> None:
    """A payment with a remark is explained by features and by its words, a message by its words."""
    seen = guard.explain({**SHIPPED_PAYMENT, "id": "6", "memo": "保证金"}).model
    assert seen is not None
    assert abs(seen.log_odds - seen.base - seen.rest - sum(one.log_odds for one in seen.shown)) < 1e-9
    assert any(one.text.startswith("金额：") for one in seen.shown)
    text = guard.explain({"kind": "message", "id": "7", "at": AT, "text": "请转到安全账户"}).model
    assert text is not None
    assert any("安全" in one.text for one in text.shown)


def test_a_folder_may_hold_either_or_both(tmp_path: Path, folder: Path) -> None:
    """Words alone, behaviour alone, and both: each has its own fingerprint; a behaviour folder without a model is none."""
    shipped = load_classifier("@shipped")
    assert isinstance(shipped, TwoHeads)
    assert isinstance(load_classifier(folder), TextModel)
    source = Path(__file__).parents[2] / "models" / "default" / "behaviour"
    shutil.copytree(source, tmp_path / "behaviour")
    alone = load_classifier(tmp_path)
    assert isinstance(alone, TwoHeads)
    assert alone.text is None
    assert alone.fingerprint != shipped.fingerprint
    shutil.rmtree(tmp_path / "behaviour")
    (tmp_path / "behaviour").mkdir()
    with pytest.raises(ModelError, match="there is no model"):
        load_classifier(tmp_path)

"""The model in service: one answer on every surface, and unknown where there is nothing to read."""

import math
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from fraudguard import Call, Guard, Message, Report, Transaction
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.samples import Sample
from fraudguard.classifier.training import Fitted, Settings, pattern
from fraudguard.classifier.weights import probabilities, probability
from fraudguard.errors import ModelError, UsageError

AT = "2025-01-06T10:00:00+08:00"
SCAM = "您好，我是平台客服，您开通的百万保障今晚到期，每月自动扣费800元，请下载会议软件共享屏幕，我教您取消"


@pytest.fixture(scope="module")
def guard(model: TextModel) -> Guard:
    """A guard with the small model; events of other ids do not disturb each other."""
    return Guard.load(classifier=model)


def test_one_and_many_give_the_same_bits(model: TextModel, taught: tuple[Sequence[Sample], object]) -> None:
    """The batch function and the single one agree bit for bit, whatever stands beside a text."""
    texts = ["", SCAM, "   ", "好", *(one.neutral for one in taught[0]), SCAM]
    assert [model.classify_text(text) for text in texts] == model.classify_many(texts)
    assert [model.classify_text(SCAM)] == model.classify_many([SCAM])


def test_log_odds_are_those_of_scikit_learn(
    model: TextModel, taught: tuple[Sequence[Sample], object], fitted: Fitted
) -> None:
    """Whole-number sums stay within 1e-4 of the decision function they were rounded from."""
    from fraudguard.classifier.training import decision_scores, whole_fit

    neutrals = [one.neutral for one in taught[0]]
    matrix = pattern(neutrals)
    coefficients, bias, rarity = whole_fit(taught[0], matrix, Settings(folds=2))
    expected = decision_scores(matrix, coefficients, bias, rarity)
    sums = [model.sums(text) for text in neutrals]
    found = np.array([value / 4096 / math.sqrt(rarity) + bias for value, rarity in sums])
    assert np.abs(found - expected).max() < 1e-4


@pytest.mark.parametrize(
    "event",
    [
        Message(id="e1", at=AT, text=None),
        Message(id="e2", at=AT, text="。。。"),
        Call(id="e3", at=AT, duration_s=30),
        Transaction(id="e4", at=AT, amount="1"),
        {"kind": "device_event", "id": "1", "at": AT, "type": "screen_share"},
    ],
)
def test_nothing_to_read_is_unknown(guard: Guard, event: object) -> None:
    """An event without words the model knows has no probability at all."""
    assert guard.score(event).probability is None


@pytest.mark.parametrize(
    "event",
    [
        Message(id="e5", at=AT, text=SCAM),
        Call(id="e6", at=AT, transcript=SCAM),
        Report(id="e7", at=AT, text=SCAM),
        Transaction(id="e8", at=AT, amount="1", memo=SCAM),
    ],
)
def test_words_are_read_wherever_they_stand(guard: Guard, model: TextModel, event: object) -> None:
    """Messages, transcripts, reports and remarks give one probability for one text."""
    answer = model.classify_text(SCAM)
    assert answer is not None
    assert answer.textual
    assert answer.probability == guard.score(event).probability


def test_guard_loads_a_model_only_when_told(folder: Path, model: TextModel) -> None:
    """Without `model=` there are rules alone; with it its seal is among the fingerprints."""
    bare = Guard.load()
    assert "" == bare.fingerprints["model"]
    assert bare.score({"kind": "message", "id": "1", "at": AT, "text": SCAM}).probability is None
    guard = Guard.load(model=folder)
    assert model.card.seal == guard.fingerprints["model"]
    assert guard.score({"kind": "message", "id": "1", "at": AT, "text": SCAM}).probability is not None
    with pytest.raises(UsageError, match="both `model` and `classifier`"):
        Guard.load(model=folder, classifier=model)
    with pytest.raises(ModelError, match="there is no model"):
        Guard.load(model=folder / "nowhere")


def test_a_restored_guard_has_the_model_it_is_given(folder: Path) -> None:
    """A snapshot holds no model; the one given goes on."""
    key = b"0123456789abcdef"
    guard = Guard.load(model=folder, key=key)
    again = Guard.restore(guard.snapshot(), key=key, model=folder)
    assert guard.fingerprints == again.fingerprints


def test_threads_do_not_disturb_each_other(model: TextModel, taught: tuple[Sequence[Sample], object]) -> None:
    """Four threads on one model give the answers of one."""
    texts = [one.neutral for one in taught[0]][:100]
    expected = [model.classify_text(text) for text in texts]
    found: list[object] = [None] * 4

    def work(place: int) -> None:
        found[place] = [model.classify_text(text) for text in texts]

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [expected] * 4 == found


def test_probability_keeps_its_range() -> None:
    """Log-odds of any size give a probability between 0 and 1, one half at 0, and never overflow."""
    assert 0.5 == probability(0.0)
    assert 0.0 < probability(-600.0) < 1e-200
    assert 1.0 == probability(1e6)
    assert math.isclose(0.9, probability(math.log(9)))


def test_many_probabilities_are_those_of_one() -> None:
    """Bit for bit, at any size; what is no number stays none."""
    odds = [0.0, -0.0, 1e-9, 3.7, -3.7, 709.0, -709.0, 1e6, -1e6]
    assert [probability(one) for one in odds] == probabilities(odds)
    assert math.isnan(probabilities([math.nan])[0])


def test_a_very_long_text_has_exact_sums(model: TextModel) -> None:
    """Where both sums no longer fit into one number they are taken one by one, with the same answer as among many."""
    text = SCAM * 300
    assert [model.classify_text(text)] == model.classify_many([text])


def test_serving_loads_no_scikit_learn(folder: Path) -> None:
    """A guard with a model scores without scikit-learn, scipy or joblib."""
    code = (
        "import sys\nfrom fraudguard import Guard\n"
        f"guard = Guard.load(model={str(folder)!r})\n"
        f"guard.score({{'kind': 'message', 'id': '1', 'at': '{AT}', 'text': '您好，点击链接领取'}})\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} & {'sklearn', 'scipy', 'joblib'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "" == done.stdout.strip()

"""Drift of words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from fraudguard.classifier.corpus import read_corpus
from fraudguard.classifier.drift import drift_of_texts, sides_of
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.neutral import neutral_form
from fraudguard.classifier.samples import Sample, Source
from fraudguard.classifier.stability import MOVED
from fraudguard.errors import ModelError

CORPUS = Path(__file__).parents[2] / "models" / "corpus"


@pytest.fixture(scope="module")
def others() -> list[str]:
    """Honest texts of the corpus that the small model was not taught."""
    return [neutral_form(one.text) for one in read_corpus(CORPUS)[1::12] if one.side == "benign"]


def test_other_texts_of_one_writer_have_not_moved(model: TextModel, others: list[str]) -> None:
    """No length and no idea of honest texts that were not learnt from is far from those that were."""
    lines = drift_of_texts(model, others, sides_of(model.card, "honest"))
    assert 62 == len(lines)
    assert sorted(lines, key=lambda one: -one.index) == lines
    assert max(one.index for one in lines if one.feature not in {"log_odds", "unfamiliar"}) < MOVED


def test_texts_of_fraud_have_moved_from_honest_ones(
    model: TextModel, taught: tuple[Sequence[Sample], Sequence[Source]]
) -> None:
    """Against honest texts the log-odds of fraud have moved, against all texts less."""
    fraud = [one.neutral for one in taught[0] if one.fraud]
    honest, both = (
        {one.feature: one for one in drift_of_texts(model, fraud, sides_of(model.card, side))}
        for side in ("honest", "all")
    )
    assert honest["log_odds"].index > both["log_odds"].index > 0
    assert honest["log_odds"].index >= MOVED
    assert honest["idea:transfer"].index > both["idea:transfer"].index


def test_one_kind_of_message_shows_by_its_idea(model: TextModel, others: list[str]) -> None:
    """Where every text suddenly speaks of parcels, the idea of parcels has moved, from few to all."""
    lines = drift_of_texts(model, [f"快递{one}" for one in others], sides_of(model.card, "honest"))
    (line,) = (one for one in lines if one.feature == "idea:deliver")
    assert ("text", "present", 1.0, len(others)) == (line.kind, line.band, line.now, line.texts)
    assert line.then < 0.3
    assert line.index >= MOVED


def test_signs_of_another_script_show_as_unfamiliar(model: TextModel) -> None:
    """A stream in characters that were never seen has moved in what is unknown, and its log-odds are unknown."""
    lines = {one.feature: one for one in drift_of_texts(model, ["\U00020000\U00020001"] * 50,
                                                         sides_of(model.card, "honest"))}  # fmt: skip
    assert (">=0.5", 1.0) == (lines["unfamiliar"].band, lines["unfamiliar"].now)
    assert ("?", 1.0) == (lines["log_odds"].band, lines["log_odds"].now)


def test_nothing_is_far_from_nothing(model: TextModel) -> None:
    """No texts, or a card of the first format: no lines."""
    old = model.card.model_copy(update={"format": 1, "reference": ()}).sealed()
    assert [] == sides_of(old, "all", "corpus")
    assert [] == drift_of_texts(model, ["好"], [])
    assert [] == drift_of_texts(model, [], sides_of(model.card, "all"))


def test_an_unknown_source_is_named(model: TextModel) -> None:
    """What the model did not learn from cannot be compared with; the error says what can."""
    with pytest.raises(ModelError) as caught:
        sides_of(model.card, "honest", "elsewhere")
    assert ("model.no_source", "corpus") == (caught.value.code, caught.value.params["known"])

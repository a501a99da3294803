"""What a card keeps to measure drift from."""

from collections.abc import Sequence

import numpy as np

from fraudguard.classifier.ideas import IDEAS
from fraudguard.classifier.model import TextModel
from fraudguard.classifier.reference import EDGES, counts_in, profile_of
from fraudguard.classifier.samples import Sample, Source


def test_a_text_on_a_border_belongs_above_it() -> None:
    """Unknown first, then below, between and above the borders."""
    assert (1, 1, 2, 1) == counts_in((0.0, 1.0), np.array([np.nan, -1.0, 0.0, 0.5, 1.0]))


def test_the_profile_of_texts_by_hand(model: TextModel) -> None:
    """Length, ideas and the share of unknown n-grams of a text; nothing is known of an empty one."""
    seen = profile_of(["银行验证码", "", "\U00020000"], np.array([1.0, 2.0, 3.0]), model.weights.rarity)
    assert [5.0, 0.0, 1.0] == seen.values["length"].tolist()
    names = list(IDEAS)
    assert ["bank", "secret"] == [names[at] for at in np.flatnonzero(seen.ideas[0])]
    assert not seen.ideas[1:].any()
    assert seen.values["unfamiliar"][0] < 1.0 == seen.values["unfamiliar"][2]
    assert np.isnan(seen.values["unfamiliar"][1])
    assert [False, True, True] == np.isnan(seen.values["log_odds"]).tolist()


def test_the_card_counts_every_text_once(model: TextModel, taught: tuple[Sequence[Sample], Sequence[Source]]) -> None:
    """Each side of the source has as many texts as were learnt from, in every feature, and ideas as they occur."""
    samples = taught[0]
    assert [("corpus", "honest"), ("corpus", "fraud")] == [(one.source, one.side) for one in model.card.reference]
    for side in model.card.reference:
        own = [one for one in samples if one.fraud == (side.side == "fraud")]
        assert len(own) == side.texts
        assert list(EDGES) == [one.feature for one in side.bands]
        assert {len(own)} == {sum(one.counts) for one in side.bands}
        short = sum(len(one.neutral) < EDGES["length"][0] for one in own)
        assert short == side.bands[1].counts[1]
        assert sum("快递" in one.neutral for one in own) <= side.ideas["deliver"]


def test_fraud_has_higher_log_odds_out_of_fold(model: TextModel) -> None:
    """The bands of the two sides differ as they must: more of fraud than of honest texts lie above 0."""
    above = [sum(one.bands[0].counts[10:]) / one.texts for one in model.card.reference]
    assert above[0] < 0.3
    assert above[1] > 0.6

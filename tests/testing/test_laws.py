"""The laws of a pack: kept by the shipped one, and broken packs are told what breaks them."""

import pytest

from fraudguard.pack import load_pack
from fraudguard.testing import assert_pack_laws
from labelled import example, paid
from packing import pack_of, rule

BASE = rule("base", "amount >= 1", points=20)
QUIET = "count(within='1s', where=fired('excuse')) >= 1"


@pytest.mark.slow
def test_the_shipped_pack_keeps_its_laws() -> None:
    """On all of its examples, and on two weeks of a hundred honest people."""
    assert_pack_laws(load_pack(), benign_rate=1.0)


@pytest.mark.parametrize(("points", "kept"), [(20, True), (19, False)])
def test_evidence_that_silences_more_than_it_weighs(points: int, kept: bool) -> None:
    """A finding that keeps another silent must weigh as much as that, or points are lost by seeing more."""
    excuse = rule("excuse", "amount >= 100", points=points, examples=[example("hit", paid(100))])
    pack = pack_of(excuse, rule("base", "amount >= 1", points=20, unless=[QUIET]))
    if kept:
        assert_pack_laws(pack)
        return
    with pytest.raises(
        AssertionError, match=r"monotone: on `excuse` · 一例 the finding `excuse` lowers green 20 to green 19"
    ):
        assert_pack_laws(pack)
    assert_pack_laws(pack, exempt={"excuse"})


def test_what_weighs_nothing_may_excuse() -> None:
    """A rule without points is context, not evidence."""
    excuse = rule("excuse", "amount >= 100", points=0, examples=[example("hit", paid(100))])
    assert_pack_laws(pack_of(excuse, rule("base", "amount >= 1", points=20, unless=[QUIET])))


def test_noise_on_honest_life() -> None:
    """A rule that warns of every payment is too loud; without a rate nobody listens."""
    loud = pack_of(rule("loud", "amount >= 1", points=60))
    with pytest.raises(AssertionError, match=r"silent on honest life: \d+ tickets in 50 persons and 3 days"):
        assert_pack_laws(loud, benign_rate=5, persons=50, days=3)
    assert_pack_laws(loud)

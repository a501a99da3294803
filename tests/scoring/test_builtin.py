import math

import pytest

from fraudguard.pack.checked import ModelPolicy
from fraudguard.scoring import Classification
from fraudguard.scoring.builtin import lead_rule, model_points, model_rule
from fraudguard.testing import message, transaction
from packing import fired, guard_of, pack_of, rule

POLICY = ModelPolicy(start=0.5, base=5, slope=10, cap=35)


def odds(steps):
    """The probability so many units of log-odds above one half."""
    return 1 / (1 + math.exp(-steps))


class Says:
    """A classifier that always says the same."""

    def __init__(self, probability: float, scam: str = "fake_loan", *, textual: bool = False) -> None:
        self.answer = Classification(probability, scam, textual)

    def classify(self, event: object) -> Classification:
        """The same for every event."""
        return self.answer


@pytest.mark.parametrize(
    ("probability", "points"),
    [
        (0.0, 0),
        (math.nextafter(0.5, 0), 0),
        (0.5, 5),
        (math.nextafter(0.5, 1), 5),
        (odds(0.999), 5),
        (odds(1.001), 15),
        (odds(1.999), 15),
        (odds(2.001), 25),
        (odds(2.999), 25),
        (odds(3.001), 35),
        (odds(4.001), 35),
        (math.nextafter(1.0, 0), 35),
        (1.0, 35),
        (math.nan, 0),
    ],
)
def test_points_grow_with_whole_steps_of_log_odds(probability, points):
    """Nothing below the start, the base at it, one slope more at each whole step, the cap at most."""
    assert points == model_points(probability, POLICY)


def test_without_a_slope_certainty_adds_nothing():
    """The cap is a limit and not a promise."""
    assert 5 == model_points(1.0, ModelPolicy(0.5, 5, 0, 35))


def test_the_steps_count_from_where_the_model_begins_to_count():
    """The start is not one half in every pack."""
    policy = ModelPolicy(odds(2), 5, 10, 100)
    assert [0, 5, 15] == [model_points(odds(steps), policy) for steps in (1.99, 2.01, 3.01)]


def test_the_classifier_is_one_more_finding():
    """It has its own rule, group and scam, and counts like any other."""
    guard = guard_of(
        rule("r", "amount > 5_000"), classifier=Says(odds(3.5)), model={"from": 0.5, "base": 5, "slope": 10, "cap": 35}
    )
    decision = guard.score(transaction())
    (found,) = decision.findings
    assert ("model", "model", 35, "fake_loan") == (found.rule, found.group, found.points, found.scam)
    assert ("yellow", 35, "fake_loan") == (decision.level, decision.points, decision.scam)
    assert odds(3.5) == decision.probability
    assert "97%" in found.because
    assert () == found.conditions == found.quotes


@pytest.mark.parametrize(("textual", "level"), [(True, "yellow"), (False, "red")])
def test_a_classifier_that_read_words_stops_at_yellow(textual, level):
    """Its text head is textual, its other head is not."""
    guard = guard_of(
        rule("r", "mentions(text, '百万保障')", on="message", group="words", points=15),
        classifier=Says(1.0, textual=textual),
        model={"from": 0.5, "base": 50, "slope": 0, "cap": 60},
        groups={"model": {"cap": 60}},
    )
    assert level == guard.score(message(text="百万保障")).level


def test_a_pack_without_a_model_policy_ignores_the_classifier():
    """Its probability is still told."""
    decision = guard_of(rule("r", "amount > 5_000"), classifier=Says(1.0)).score(transaction())
    assert ([], 1.0) == (fired(decision), decision.probability)


def test_a_rule_may_read_the_classifier():
    """Without one, `model.probability` is unknown and nothing fires."""
    lines = ("model.probability >= 0.9", "model.scam == 'fake_loan'")
    assert ["r"] == fired(guard_of(rule("r", *lines), classifier=Says(0.9)).score(transaction()))
    assert [] == fired(guard_of(rule("r", *lines), classifier=Says(0.89)).score(transaction()))
    assert [] == fired(guard_of(rule("r", *lines)).score(transaction()))
    assert [] == fired(guard_of(rule("r", "not model.probability >= 0.9")).score(transaction()))


def test_a_lead_is_worth_what_the_policy_says():
    """Its floor is its own level."""
    pack = pack_of()
    assert [(10, "green"), (30, "yellow"), (60, "red")] == [
        (one.points, one.floor) for one in (lead_rule(level, pack) for level in ("green", "yellow", "red"))
    ]


def test_the_builtin_rules_have_reserved_names():
    """No rule of a pack can be mistaken for them."""
    assert ("model", "lead") == (model_rule().id, lead_rule("red", pack_of()).id)

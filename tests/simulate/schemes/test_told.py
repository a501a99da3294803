"""What every scheme of money, trade, feelings and lures holds to."""

import statistics
from collections import Counter

import pytest

from attempts import attempts, loss, paid, play
from fraudguard.simulate.schemes import Scheme
from fraudguard.simulate.schemes.credit import CREDIT
from fraudguard.simulate.schemes.feelings import FEELINGS
from fraudguard.simulate.schemes.lures import LURES
from fraudguard.simulate.schemes.money import MONEY
from fraudguard.simulate.schemes.scheme import STAGES
from fraudguard.simulate.schemes.trade import TRADE
from honest_people import as_event

MEDIANS = {
    "fake_shopping_service": 2_500,
    "brushing_rebate": 12_000,
    "fake_loan": 9_000,
    "fake_credit_repair": 35_000,
    "fake_investment": 120_000,
    "romance_scam": 60_000,
    "sextortion": 8_000,
    "game_trade": 1_800,
    "minor_fan_benefit": 6_000,
    "military_purchase": 30_000,
}
"""Median losses of the literature, in yuan."""

each = pytest.mark.parametrize("scheme", [*MONEY, *CREDIT, *TRADE, *FEELINGS, *LURES], ids=lambda scheme: scheme.id)


@each
def test_every_event_is_real(scheme: Scheme) -> None:
    """All events of forty attempts read as events, in order of time, at a stage that exists."""
    for story in attempts(scheme, 40):
        instants = [event["at"] for event in story.events]
        assert sorted(instants) == instants
        assert {event["_stage"] for event in story.events} <= set(STAGES)
        assert [event["kind"] for event in story.events] == [as_event(event).kind for event in story.events]


@each
def test_money_moves_only_at_the_end(scheme: Scheme) -> None:
    """A payment to the fraudster is in an attempt when, and only when, it reached transfer or after."""
    for story in attempts(scheme):
        assert (story.reached in {"transfer", "after"}) == bool(paid(story))
        assert {event["_stage"] for event in paid(story)} <= {"transfer"}


@each
def test_most_attempts_end_before_money(scheme: Scheme) -> None:
    """About 60 % of attempts end before money moves, and at more than one stage."""
    reached = Counter(story.reached for story in attempts(scheme))
    before = sum(count for stage, count in reached.items() if stage not in {"transfer", "after"})
    assert 0.50 <= before / 300 <= 0.70
    assert len(reached) >= 3


@pytest.mark.parametrize("scheme", [*MONEY, *CREDIT, *TRADE, *FEELINGS], ids=lambda scheme: scheme.id)
def test_losses_are_of_known_size(scheme: Scheme) -> None:
    """The median loss lies within a factor two of the known one."""
    median = statistics.median(loss(story) for story in attempts(scheme) if paid(story))
    assert MEDIANS[scheme.id] / 2 <= median <= MEDIANS[scheme.id] * 2


@each
def test_same_draw_same_story(scheme: Scheme) -> None:
    """The same random numbers tell the same story, others tell another."""
    assert play(scheme, 3) == play(scheme, 3)
    assert len({repr(story.events) for story in attempts(scheme, 40)}) == 40


@each
def test_much_is_said(scheme: Scheme) -> None:
    """At least twelve different texts, leaving out disguises: the first six characters differ."""
    texts = [event.get("text") or event.get("transcript") for story in attempts(scheme) for event in story.events]
    assert len({text[:6] for text in texts if text}) >= 12


@each
def test_it_suits_somebody_at_some_hour(scheme: Scheme) -> None:
    """A scheme has a prior, hours and days at which it happens."""
    assert scheme.prior > 0
    assert len(scheme.hours) == 24
    assert sum(scheme.hours) > 0
    assert len(scheme.weekdays) == 7

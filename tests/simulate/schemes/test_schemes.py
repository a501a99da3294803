"""Every scheme: its events are real events, its money and words have the shapes and shares that are known."""

from statistics import median

import pytest

from fraudguard.simulate.schemes import BEFORE_MONEY, SCHEMES, Scheme
from fraudguard.simulate.schemes.scheme import LEAD_EARLY, LEAD_SHARE, STAGES
from honest_people import as_event
from robbed_people import MULES, attempt, attempts, loss, stolen, suited

MEDIANS = {
    "guarantee_closure": 25_000,
    "fake_logistics_cs": 20_000,
    "ticket_refund": 20_000,
    "leader_impersonation": 80_000,
    "boss_finance_fraud": 300_000,
    "grandchild_emergency": 40_000,
    "police_impersonation": 60_000,
    "brushing_rebate": 12_000,
    "fake_investment": 120_000,
    "fake_loan": 9_000,
    "fake_credit_repair": 35_000,
    "fake_shopping_service": 2_500,
    "game_trade": 1_800,
    "military_purchase": 30_000,
    "minor_fan_benefit": 6_000,
    "romance_scam": 60_000,
    "sextortion": 8_000,
}
"""Yuan (DOMAIN 12)."""
FEWEST_WORDINGS = 12
each = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=list(SCHEMES))


@each
def test_events_are_real_events(scheme: Scheme) -> None:
    """Each event of a story is read by the parser that reads the feeds."""
    for story in attempts(scheme.id)[:40]:
        assert [event["kind"] for event in story.events] == [as_event(event).kind for event in story.events]


@each
def test_a_story_is_in_order_and_at_known_stages(scheme: Scheme) -> None:
    """Events follow in time, belong to the victim, and carry a stage of the story."""
    for number, story in enumerate(attempts(scheme.id)):
        times = [event["at"] for event in story.events]
        assert times
        assert sorted(times) == times
        assert {suited(scheme)[number % len(suited(scheme))].number} == {event["_person"] for event in story.events}
        assert {event["_stage"] for event in story.events} <= set(STAGES)
        assert scheme.id == story.name


@each
def test_money_moves_only_in_stories_that_reach_it(scheme: Scheme) -> None:
    """A payment is lost exactly in stories that reach the transfer or what comes after it."""
    for story in attempts(scheme.id):
        assert (story.reached in {"transfer", "after"}) == bool(stolen(story))


@each
def test_most_attempts_end_before_the_money(scheme: Scheme) -> None:
    """About 60 % of attempts end before any money is lost, and not all at one stage."""
    told = attempts(scheme.id)
    ended = sum(not stolen(story) for story in told) / len(told)
    assert pytest.approx(BEFORE_MONEY, abs=0.09) == ended
    assert len({story.reached for story in told}) >= 3


@pytest.mark.parametrize("scheme", sorted(MEDIANS.keys() & SCHEMES.keys()))
def test_the_median_loss_is_of_the_known_size(scheme: str) -> None:
    """Half of the losses are smaller than a number within a factor of two of the one that is known."""
    middle = median(loss(story) for story in attempts(scheme) if stolen(story)) / 100
    assert MEDIANS[scheme] / 2 <= middle <= MEDIANS[scheme] * 2


@each
def test_the_words_are_many(scheme: Scheme) -> None:
    """A scheme is told in at least twelve sentences, even when the small marks between them do not count."""
    words = {
        "".join(filter(str.isalnum, str(event[field])))
        for story in attempts(scheme.id)
        for event in story.events
        for field in ("text", "transcript")
        if event.get(field) and not event.get("is_otp") and event["kind"] != "report"
    }
    assert len(words) >= FEWEST_WORDINGS


@each
def test_the_same_draws_tell_the_same_story(scheme: Scheme) -> None:
    """A story hangs on the person, the time, the accounts and the draws, and on nothing else."""
    assert attempt(scheme, 5) == attempt(scheme, 5)


@each
def test_money_goes_to_receiving_accounts(scheme: Scheme) -> None:
    """What is transferred and lost goes to an account of the pool."""
    paid = {
        event["payee.account"]
        for story in attempts(scheme.id)
        for event in stolen(story)
        if event["method"] == "transfer" and event.get("payee.kind") not in {"merchant", "self"}
    }
    assert paid <= MULES


@each
def test_amounts_and_balances_agree(scheme: Scheme) -> None:
    """Money is positive, and what an account holds after a payment is what it held before, less the payment."""
    for story in attempts(scheme.id)[:100]:
        for event in story.events:
            if event["kind"] != "transaction":
                continue
            assert event["amount"] > 0
            if "balance_before" in event:
                change = event["amount"] * (1 if event["direction"] == "in" else -1)
                assert event["balance_before"] + change == event["balance_after"]
                assert event["balance_after"] >= 0


def test_some_victims_stop_midway() -> None:
    """Among victims who pay several times, a few stop before what was asked is paid."""
    told = [story for scheme in SCHEMES for story in attempts(scheme)]
    reached = {story.reached for story in told if stolen(story)}
    assert {"transfer", "after"} == reached


def test_leads_come_for_a_third_and_mostly_late() -> None:
    """A lead of a higher centre comes for 35 % of frauds, for one in ten of all frauds before the money."""
    frauds = [story for scheme in SCHEMES for story in attempts(scheme) if stolen(story)]
    led = [(story, event) for story in frauds for event in story.events if event["kind"] == "lead"]
    early = sum(event["at"] <= stolen(story)[0]["at"] for story, event in led)
    assert pytest.approx(LEAD_SHARE, abs=0.04) == len(led) / len(frauds)
    assert pytest.approx(LEAD_EARLY, abs=0.06) == early / len(led)


@pytest.mark.parametrize(
    ("scheme", "technique", "share"),
    [
        ("guarantee_closure", "remote_control", 0.70),
        ("fake_logistics_cs", "remote_control", 0.50),
        ("ticket_refund", "remote_control", 0.50),
        ("police_impersonation", "remote_control", 0.40),
        ("guarantee_closure", "nfc_tap", 0.10),
        ("grandchild_emergency", "offline_cash_gold", 0.60),
        ("police_impersonation", "offline_cash_gold", 0.15),
    ],
)
def test_techniques_are_used_as_often_as_known(scheme: str, technique: str, share: float) -> None:
    """Of the frauds of a scheme, the known share uses the technique."""
    frauds = [story for story in attempts(scheme) if stolen(story)]
    used = sum(technique in story.techniques for story in frauds) / len(frauds)
    assert pytest.approx(share, abs=0.11) == used


def test_guided_victims_pay_during_the_call() -> None:
    """When a false service guides the victim, most payments by app are made while the call goes on."""
    payments = [
        event for story in attempts("guarantee_closure") for event in stolen(story) if "device.in_call" in event
    ]
    assert sum(event["device.in_call"] for event in payments) / len(payments) > 0.6


def test_paid_tasks_are_the_most_frequent() -> None:
    """Paid tasks are about three in ten attempts, more than any other scheme."""
    shares = {scheme.id: scheme.prior for scheme in SCHEMES.values()}
    assert max(shares, key=shares.__getitem__) == "brushing_rebate"
    assert shares["brushing_rebate"] / sum(shares.values()) == pytest.approx(0.32, abs=0.03)


def test_all_schemes_are_told() -> None:
    """Each of the 22 schemes of the taxonomy has its stories."""
    assert len(SCHEMES) == 22

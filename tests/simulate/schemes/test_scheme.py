"""The stage on which attempts are told: who speaks, who is paid, and what a victim who stops leaves behind."""

import numpy as np
import pytest

from fraudguard.simulate.schemes.scheme import Heist, Scheme, StoppedError
from fraudguard.simulate.settings import MINUTE, SECOND
from honest_people import START, person
from robbed_people import MULES, POOL


def _heist(seed: int = 0) -> Heist:
    return Heist(person(), START, POOL, np.random.default_rng(seed))


def _paid_until_stopped(heist: Heist) -> int:
    for paid in range(2_000):
        try:
            heist.steal(100)
        except StoppedError:
            return paid
    raise AssertionError


def test_a_stranger_keeps_one_name_in_a_channel() -> None:
    """Messages of one story come from one sender in each channel."""
    heist = _heist()
    for channel in ("wechat", "sms", "wechat", "sms", "email"):
        heist.say("在吗", channel=channel)
    senders = [event["sender"] for event in heist.events]
    assert senders[:2] == senders[2:4]
    assert len(set(senders)) == 3
    assert senders[4].endswith(".example")


def test_a_given_sender_stands() -> None:
    """A message of somebody else in the story comes from that sender."""
    heist = _heist()
    heist.say("您好", channel="sms", sender="10690000123456")
    assert heist.events[0]["sender"] == "10690000123456"


def test_the_first_payment_is_made_and_a_later_one_refused() -> None:
    """A victim who pays once may stop at any further payment."""
    first = [_paid_until_stopped(_heist(seed)) for seed in range(30)]
    assert min(first) >= 1
    assert len(set(first)) > 5


def test_payments_to_the_fraudster_are_losses_at_the_transfer() -> None:
    """A payment to the fraudster is marked as lost, and the story has reached the transfer."""
    heist = _heist()
    heist.steal(5_000)
    assert (True, "transfer", "transfer") == (
        heist.events[0].get("_loss"),
        heist.events[0]["_stage"],
        heist.reached,
    )
    assert heist.events[0]["payee.account"] in MULES


def test_other_payments_are_no_losses() -> None:
    """What the victim pays to others is not marked as lost."""
    heist = _heist()
    heist.receive(heist.payee(), 50)
    assert "_loss" not in heist.events[0]


def test_a_payee_stays_until_a_new_one_is_named() -> None:
    """The victim is told to pay the same account again, unless the story names another."""
    heist = _heist()
    first = heist.payee()
    assert first.account == heist.payee().account
    for _ in range(30):
        before = heist.payee().account
        assert before != heist.payee(new=True).account


def test_handed_over_money_is_cash_or_gold() -> None:
    """Money that changes hands is a withdrawal, or a payment at a jeweller's, and the technique is noted."""
    seen = set()
    for seed in range(40):
        heist = _heist(seed)
        heist.stolen_cash(20_000)
        seen.add(heist.events[0]["method"])
        assert heist.techniques == ["offline_cash_gold"]
    assert seen == {"withdrawal", "payment"}


@pytest.mark.parametrize(("yuan", "seen"), [(7_999, {"withdrawal"}), (8_000, {"payment"}), (8_001, {"payment"})])
def test_gold_needs_some_money(yuan: float, seen: set[str]) -> None:
    """Nobody is sent to a jeweller's with less than eight thousand."""
    heist = _heist()
    heist.stolen_cash(yuan, gold=1.0)
    assert seen == {heist.events[0]["method"]}


def test_a_victim_who_breaks_off_ends_the_call_and_the_share() -> None:
    """The call lasts until the victim stops, and the screen is no longer shown."""
    heist = _heist()
    heist.ring(6_000)
    heist.device("screen_share", "on", package="com.example", name="会议")
    heist.now += 10 * MINUTE
    heist.break_off()
    assert heist.events[0]["duration_s"] == 10 * MINUTE // SECOND
    assert [event["state"] for event in heist.events if event["kind"] == "device_event"] == ["on", "off"]
    assert heist.call_until <= heist.now


def test_a_call_that_is_over_is_left_as_it_was() -> None:
    """Breaking off after the call changes nothing of it."""
    heist = _heist()
    heist.ring(60)
    heist.hang_up()
    heist.break_off()
    assert heist.events[0]["duration_s"] == 60


def test_a_story_that_stops_has_reached_what_it_reached() -> None:
    """When a stage is not reached the story ends with the events so far."""

    def tell(heist: Heist) -> None:
        heist.say("在吗")
        heist.goes_on("hook", 1.0)
        heist.say("有事找你")
        heist.goes_on("transfer", 0.0)
        heist.steal(1_000)

    story = Scheme("made_up", 1.0, tell).play(person(), START, POOL, np.random.default_rng(1))
    assert (story.reached, [event["_stage"] for event in story.events]) == ("hook", ["contact", "hook"])

"""The scene: what feeds know, when things happen, what shows in a payment."""

import numpy as np
import pytest

from fraudguard.simulate.confusers.made_up import merchant, private_payee
from fraudguard.simulate.confusers.scene import DAY, HOUR, MINUTE, Scene, fen
from honest_people import START, person


def _scene(**changes: object) -> Scene:
    return Scene(person(**changes), START, np.random.default_rng(5))


def test_the_address_book_is_known_by_person() -> None:
    """About a third of the persons have a feed that knows their contacts, always the same ones."""
    known = [_scene(key=f"p{number}").knows_book for number in range(1_000)]
    assert known == [_scene(key=f"p{number}").knows_book for number in range(1_000)]
    assert 0.3 < sum(known) / 1_000 < 0.4


def test_only_the_handset_tells_contacts() -> None:
    """Without the address book a friend's call has the class of its number and no word on contacts."""
    for number in range(20):
        scene = _scene(key=f"p{number}")
        scene.call("16410000001", 60, contact=True)
        call = scene.events[0]
        if scene.knows_book:
            assert ("contact", True) == (call["peer_class"], call["is_contact"])
        else:
            assert "mobile" == call["peer_class"]
            assert "is_contact" not in call


def test_a_call_shows_in_a_payment_until_it_ends() -> None:
    """A payment one second before the end of a call is in the call, one at the end is not."""
    scene = _scene()
    scene.call("16410000001", 600)
    scene.now = START + 599 * 1_000_000
    scene.pay(private_payee(scene.rng), 10)
    scene.now = START + 600 * 1_000_000
    scene.pay(private_payee(scene.rng), 10)
    assert [True, False] == [event["device.in_call"] for event in scene.events[1:]]


def test_sharing_shows_in_payments_between_on_and_off() -> None:
    """The bank app sees the shared screen while it is shared, and not after."""
    scene = _scene()
    for state in ("on", "off"):
        scene.device("screen_share", state, package="com.tencent.wemeet.app", name="腾讯会议")
        scene.pay(private_payee(scene.rng), 10)
    assert [True, False] == [event["device.screen_sharing"] for event in scene.events if event["kind"] == "transaction"]


def test_a_counter_sees_no_handset() -> None:
    """A payment at the counter says nothing of the handset."""
    scene = _scene()
    scene.pay(private_payee(scene.rng), 10, channel="counter")
    assert [] == [name for name in scene.events[0] if name.startswith("device.")]


def test_an_unanswered_call_lasts_no_time_and_says_nothing() -> None:
    """Without an answer there are zero seconds and no transcript."""
    scene = _scene()
    scene.call("16410000001", 300, answered=False, said="对方：喂")
    assert 0 == scene.events[0]["duration_s"]
    assert "transcript" not in scene.events[0]


def test_the_purse_follows_what_is_paid() -> None:
    """Balances before and after differ by the amount, also when more is spent than the purse held."""
    for seed in range(20):
        scene = Scene(person(balance=0), START, np.random.default_rng(seed))
        scene.pay(merchant(scene.rng, "超市"), 5_000)
        paid = scene.events[0]
        assert 500_000 == paid["amount"]
        if "balance_before" in paid:
            assert paid["amount"] == paid["balance_before"] - paid["balance_after"]
            assert paid["balance_after"] >= 0


def test_a_day_on_is_a_local_day_on() -> None:
    """The next day at ten to eleven is told by the clock of Shanghai."""
    scene = _scene()
    scene.day_at(1, 10, 11)
    assert START + DAY + 2 * HOUR <= scene.now < START + DAY + 3 * HOUR


def test_time_never_runs_back() -> None:
    """An hour of today that is over already becomes a minute from now."""
    scene = _scene()
    scene.now = START + 10 * HOUR
    scene.day_at(0, 9, 10)
    assert START + 10 * HOUR + MINUTE == scene.now


def test_the_month_is_local() -> None:
    """An hour before the new year of Shanghai is December, the turn itself January."""
    scene = _scene()
    turn = START - 8 * HOUR
    scene.now = turn - HOUR
    assert 12 == scene.month()
    scene.now = turn
    assert 1 == scene.month()


def test_fen_are_whole() -> None:
    """Yuan become whole fen, rounded."""
    assert 880 == fen(8.8)
    assert 1_999 == fen(19.99)


def test_a_long_wait_ends_in_the_morning() -> None:
    """An hour and more does not end between midnight and six; less than an hour may."""
    scene = _scene()
    late = START + 15 * HOUR  # 23:00
    scene.now = late
    scene.wait(120, 120)
    assert START + DAY - 1 * HOUR <= scene.now <= START + DAY + 2 * HOUR
    scene.now = late + HOUR
    scene.wait(59, 59)
    assert late + HOUR + 59 * MINUTE == scene.now


@pytest.mark.parametrize(("clock", "paid"), [(8.99, 9.0), (9.0, 9.0), (16.99, 16.99), (17.0, 33.0)])
def test_the_counter_keeps_hours(clock: float, paid: float) -> None:
    """What is ordered at a shut counter is paid on the next morning it opens, within two and a half hours."""
    scene = _scene()
    midnight = START - 8 * HOUR
    scene.now = midnight + int(clock * HOUR)
    scene.cash(10_000)
    assert midnight + int(paid * HOUR) <= scene.events[0]["at"]
    assert scene.events[0]["at"] <= midnight + int((paid + 2.5) * HOUR)


def test_sums_to_persons_are_mostly_round() -> None:
    """Of transfers of 1,234.56 to a person some four in five have three places, payments to a shop none."""
    scene = _scene()
    for _ in range(300):
        scene.pay(private_payee(scene.rng), 1_234.56)
    round_ones = sum(event["amount"] == 123_000 for event in scene.events)
    assert 220 < round_ones < 260
    assert {123_456, 123_000} == {event["amount"] for event in scene.events}
    shop = _scene()
    shop.pay(merchant(shop.rng, "超市"), 1_234.56, method="payment")
    assert 123_456 == shop.events[0]["amount"]

"""What a scheme shows when only some feeds are there, and what the other side of a payment shows over several persons."""

import itertools
from collections.abc import Callable, Iterable, Mapping

import pytest

from fraudguard.pack.check_examples import filled
from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard

Event = Mapping[str, object]
Run = Callable[[Iterable[Event]], list[Decision]]
RunAll = Callable[[Iterable[Event]], list[Decision]]

NUMBER = "62170000000000099"
PAYEE = {"account": "6222020000000000018", "kind": "personal", "name": "张某"}
OTHER = {"account": "6225880000000001", "kind": "personal", "name": "李某"}
AIRLINE = {"account": "622848000000000007", "kind": "corp", "name": "某航空公司"}
HOME_SHOP = {"account": "62170000000000098", "kind": "merchant", "name": "某超市", "region": "甲省甲市"}
AWAY_SHOP = {"account": "62170000000000097", "kind": "merchant", "name": "某商行", "region": "乙省乙市"}


def out(amount: float, payee: Mapping[str, object] = PAYEE, **more: object) -> Event:
    """Money that goes out."""
    return {"kind": "transaction", "direction": "out", "amount": amount, "payee": payee, **more}


def back(amount: float, **more: object) -> Event:
    """Money that comes in."""
    return {"kind": "transaction", "direction": "in", "amount": amount, **more}


def call(seconds: int, **more: object) -> Event:
    """A stranger's call that is over."""
    return {"kind": "call", "state": "ended", "direction": "in", "is_contact": False, "duration_s": seconds, **more}


def shop(event: Event) -> Event:
    """An event of somebody who keeps a shop."""
    return {**event, "person": {"role": "merchant"}}


def by(name: str, event: Event) -> Event:
    """An event of one of several persons."""
    return {**event, "person": {"key": name}}


def highest(decisions: list[Decision]) -> str:
    """The highest level a ticket reached."""
    return LEVELS[max((LEVELS.index(ticket.level) for one in decisions for ticket in one.tickets), default=0)]


def schemes(decisions: list[Decision]) -> set[str]:
    """The schemes that a core rule has named; another scheme with the same payments may weigh more."""
    return {finding.scam for one in decisions for finding in one.findings if finding.role == "core"}


BANK_ALONE: dict[str, tuple[list[Event], str, str]] = {
    "a ticket bought, days later a loan passed on": (
        [out(1480, AIRLINE), back(50000, method="loan", at="+3d"), out(49000, balance_before=52000)],
        "yellow", "ticket_refund",
    ),
    "three quick payments within a minute": (
        [out(2999, HOME_SHOP, channel="quick_pay"), *(out(2999, AWAY_SHOP, channel="quick_pay", at="+30s"),) * 2],
        "yellow", "phishing_sms",
    ),
    "two equal quick payments": (
        [out(4899, AWAY_SHOP, channel="quick_pay"), out(4899, AWAY_SHOP, channel="quick_pay", at="+50s")],
        "green", "phishing_sms",
    ),
    "two taps far from home": (
        [out(60, HOME_SHOP), *(out(49000, AWAY_SHOP, channel="nfc"),) * 2], "yellow", "nfc_tap",
    ),
    "twelve scans in half an hour": (
        [out(1999, channel="qr", at="+2m") for _ in range(12)], "yellow", "minor_fan_benefit",
    ),
    "four growing fees to one person in three days": (
        [out(2500), out(800, at="+5h"), out(600, at="+20h"), out(2000, at="+8h")], "yellow", "fake_shopping_service",
    ),
    "a shop pays a new person twice in a day": (
        [shop(out(26400)), shop(out(38000, at="+5h"))], "green", "military_purchase",
    ),
}  # fmt: skip

BANK_AND_CALLS: dict[str, tuple[list[Event], str, str]] = {
    "a ticket bought, a long call from abroad, a loan passed on": (
        [out(1480, AIRLINE), call(1500, peer_class="overseas", at="+3d"), back(50000, method="loan"),
         out(49000, balance_before=52000)],
        "red", "ticket_refund",
    ),
    "a long call, a loan, a tap far from home": (
        [out(60, HOME_SHOP), call(900), back(50000, method="loan"), out(49000, AWAY_SHOP, channel="nfc")],
        "yellow", "nfc_tap",
    ),
    "a customer nobody knows calls twice, then two advances for goods": (
        [shop(call(200, peer="13800000000")), shop(call(150, peer="13800000000", at="+1d")),
         shop(out(26400, at="+2h")), shop(out(10000, at="+2h"))],
        "yellow", "military_purchase",
    ),
}  # fmt: skip

HONEST: dict[str, list[Event]] = {
    "a holiday: a ticket, a call of the hotel, meals far away": [
        out(1480, AIRLINE), call(200, at="+3d"), out(680, AWAY_SHOP, channel="pos"),
        out(1200, {**AWAY_SHOP, "account": "62170000000000096"}, channel="pos", at="+3h"),
    ],
    "a ticket, and the difference for another flight": [
        out(1480, AIRLINE), {"kind": "message", "channel": "sms", "sender": "1069000000000",
                             "text": "您的航班因天气原因取消，请通过官方渠道改签"},
        out(260, AIRLINE),
    ],
    "gifts of 200 to twelve people who never got any": [
        out(200, {"account": f"621700000000{number:05d}", "kind": "personal"}, channel="wallet", at="+1m")
        for number in range(12)
    ],
    "a bank app reads a card, then shopping": [
        {"kind": "device_event", "type": "nfc_read", "state": "once", "package": "cmb.pb"},
        out(3600, HOME_SHOP, channel="nfc"),
    ],
    "bills paid on the day the salary comes": [
        out(2600, HOME_SHOP, channel="quick_pay"), out(2600, HOME_SHOP, channel="quick_pay", at="+30d"),
        out(1900, {**HOME_SHOP, "account": "62170000000000095"}, channel="mobile_bank", at="+1m"),
        out(3200, {**HOME_SHOP, "account": "62170000000000094"}, channel="mobile_bank", at="+1m"),
    ],
    "the rent paid for all, then the flatmates pay back": [
        out(12000, account=NUMBER),
        *(back(4000, account=NUMBER, payer={"account": f"621700000001{number:05d}", "kind": "personal"})
          for number in range(3)),
        out(300, OTHER, account=NUMBER),
    ],
    "a class fund of small sums, paid to the coach company": [
        *(back(150, account=NUMBER, payer={"account": f"621700000002{number:05d}", "kind": "personal"}, at="+2m")
          for number in range(30)),
        out(4400, AIRLINE, account=NUMBER),
    ],
    "a used car sold, the price lent to a brother a day later": [
        back(30000, account=NUMBER, payer={**OTHER}), out(30000, account=NUMBER, at="+1d"),
    ],
    "a shop pays its new supplier's company": [
        shop(call(200, peer="13800000000")), shop(call(150, peer="13800000000", at="+1d")),
        shop(out(26400, {**AIRLINE, "name": "某食品公司"}, method="payment")),
    ],
    "the points of a shop's card": [
        {"kind": "message", "channel": "sms", "sender": "1069000000000",
         "text": "【某商城】您的积分即将清零，点击 https://m.example.com/a 兑换"},
        out(1200, HOME_SHOP, channel="quick_pay"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", BANK_ALONE)
def test_the_bank_alone_sees_enough(name: str, run: Run) -> None:
    """Payments without calls, messages or handset reach at least the level, and the scheme is named."""
    events, level, kind = BANK_ALONE[name]
    decisions = run(events)
    assert LEVELS.index(level) <= LEVELS.index(highest(decisions))
    assert kind in schemes(decisions)


@pytest.mark.parametrize("name", BANK_AND_CALLS)
def test_bank_and_calls_see_more(name: str, run: Run) -> None:
    """A call record beside the payments reaches at least the level, and the scheme is named."""
    events, level, kind = BANK_AND_CALLS[name]
    decisions = run(events)
    assert LEVELS.index(level) <= LEVELS.index(highest(decisions))
    assert kind in schemes(decisions)


@pytest.mark.parametrize("name", HONEST)
def test_honest_payments_that_come_close_open_no_ticket(name: str, run: Run) -> None:
    """No core rule fires on them, whatever supports there are."""
    decisions = run(HONEST[name])
    assert [] == [finding.rule for one in decisions for finding in one.findings if finding.role == "core"]
    assert [] == [ticket.level for one in decisions for ticket in one.tickets]


@pytest.fixture
def together(pack: CheckedPack) -> RunAll:
    """Score events of several persons with one fresh guard."""
    guard = Guard(pack, key=b"several persons together")
    return lambda stream: [guard.score(event) for event in filled(stream)]


def _standing(decisions: list[Decision], scam_id: str) -> set[str]:
    """The levels of tickets of a scam."""
    return {ticket.level for one in decisions for ticket in one.tickets if ticket.scam == scam_id}


def test_a_second_victim_of_an_account_is_warned_at_once(together: RunAll) -> None:
    """Somebody pays an account that a remotely controlled phone has just paid: yellow, however small."""
    decisions = together([
        by("甲", out(50000, device={"remote_control": True}, balance_before=51000)),
        by("乙", out(200, at="+1d")),
    ])  # fmt: skip
    assert ["payer-joins-series"] == [finding.rule for finding in decisions[1].findings if finding.role == "core"]
    assert "yellow" == decisions[1].level


def test_two_victims_open_a_ticket_on_the_account(together: RunAll) -> None:
    """The receiving account has a standing of its own, apart from both payers."""
    decisions = together(
        itertools.chain.from_iterable(
            (by(name, call(900, peer_class="overseas")), by(name, out(50000, balance_before=50000))) for name in "甲乙"
        )
    )
    found = [finding for finding in decisions[-1].findings if finding.rule == "mule-case-link"]
    assert 1 == len(found)
    assert found[0].subject not in {one.subject for one in decisions[0].findings}
    assert {"yellow"} == _standing(decisions, "mule_account")


def test_money_that_leaves_in_pieces_is_seen_at_the_last_piece(run: Run) -> None:
    """The account and its holder both get a yellow ticket before the next victim's money comes."""
    decisions = run([
        back(8000, account=NUMBER, payer=OTHER), out(4000, account=NUMBER),
        out(3900, {**PAYEE, "account": "62170000000000004"}, account=NUMBER),
    ])  # fmt: skip
    assert [] == [ticket for one in decisions[:2] for ticket in one.tickets]
    assert {("mule_account", "yellow"), ("mule_recruit", "yellow")} == {
        (ticket.scam, ticket.level) for ticket in decisions[2].tickets
    }

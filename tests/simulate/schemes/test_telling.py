import itertools

import numpy as np
import pytest

from attempts import POOL
from fraudguard.simulate.confusers.made_up import merchant
from fraudguard.simulate.schemes.scheme import Heist
from fraudguard.simulate.schemes.telling import (
    Stranger,
    ask,
    borrow,
    coins,
    debit,
    ends,
    foreign,
    gather,
    page,
    sideload,
)
from honest_people import START, person


@pytest.fixture
def heist() -> Heist:
    """An attempt that has just begun."""
    return Heist(person(), START, POOL, np.random.default_rng(5))


def test_a_stranger_keeps_one_name(heist: Heist) -> None:
    """All messages of one stranger come from one sender over one channel."""
    stranger = Stranger(heist, "qq")
    for _ in range(4):
        stranger.writes(("甲甲甲甲", "乙乙乙乙"))
    assert {(stranger.sender, "qq")} == {(event["sender"], event["channel"]) for event in heist.events}


def test_a_stranger_does_not_repeat_a_line(heist: Heist) -> None:
    """No line comes twice in a row."""
    stranger = Stranger(heist, "sms")
    for _ in range(9):
        stranger.writes(("A", "B", "C"))
    texts = [event["text"] for event in heist.events]
    assert [] == [text for text, following in itertools.pairwise(texts) if text == following]


def test_a_stranger_fills_gaps(heist: Heist) -> None:
    """Facts stand where the line leaves gaps; with share 0 nothing is written."""
    stranger = Stranger(heist, "sms")
    stranger.writes(("{yuan}",), yuan=300)
    stranger.writes(("{yuan}",), 0.0, yuan=400)
    assert ["300"] == [event["text"] for event in heist.events]


def test_the_curt_make_no_small_talk(heist: Heist) -> None:
    """Half of the lines of a chat get small talk around them, none of somebody curt."""
    for curt in (False, True):
        stranger = Stranger(heist, "wechat", curt=curt)
        for _ in range(40):
            stranger.writes(("A", "B"))
    plain = [event["text"] in {"A", "B"} for event in heist.events]
    assert (True, 40) == (plain[:40].count(True) < 35, plain[40:].count(True))


def test_pages_belong_to_nobody(heist: Heist) -> None:
    """Hosts are of a range or a top-level name that nobody can register."""
    hosts = [page(heist) for _ in range(60)]
    reserved = ("203.0.113.",)
    assert [] == [
        host
        for host in hosts
        if not host.startswith(reserved) and host.split(".")[-1] not in {"example", "test", "invalid"}
    ]


def test_an_app_from_a_link_is_not_of_a_store(heist: Heist) -> None:
    """It is installed from elsewhere, then opened; with share 0 nothing happens."""
    assert not sideload(heist, ("云",), 0.0)
    assert sideload(heist, ("云",))
    assert [("app_install", "sideload"), ("app_open", None)] == [
        (event["type"], event.get("install_source")) for event in heist.events
    ]


def test_a_loan_comes_in(heist: Heist) -> None:
    """A loan is a code of the lender and money in of at least 1,000 yuan."""
    borrow(heist, 10)
    assert [("message", None), ("transaction", 100_000)] == [(one["kind"], one.get("amount")) for one in heist.events]
    assert ("loan", "in") == (heist.events[1]["method"], heist.events[1]["direction"])


def test_gathered_money_comes_from_own_accounts(heist: Heist) -> None:
    """Every payment comes in, from the person, and is no loss."""
    gather(heist, 10_000)
    assert {("in", None)} == {(event["direction"], event.get("_loss")) for event in heist.events}


def test_coins_are_bought_of_dealers(heist: Heist) -> None:
    """Buying virtual currency is a loss, and a technique of the attempt."""
    coins(heist, 20_000)
    assert ["virtual_currency"] == heist.techniques
    assert {True} == {event["_loss"] for event in heist.events}


def test_a_debit_is_a_loss_at_a_shop(heist: Heist) -> None:
    """A debit that nobody ordered is a loss, goes to the shop, and takes the attempt to the transfer."""
    shop = merchant(heist.rng, "话费充值")
    debit(heist, shop, 50)
    assert (True, shop.account, "transfer") == (
        heist.events[0]["_loss"],
        heist.events[0]["payee.account"],
        heist.reached,
    )


def test_asking_is_a_report(heist: Heist) -> None:
    """With share 1 somebody reports, with the sum at risk to the hundred; with share 0 nobody does."""
    ask(heist, "话", at_risk=1_234, share=0.0)
    ask(heist, "话", at_risk=1_234, share=1.0)
    assert [("report", 120_000)] == [(event["kind"], event["at_risk"]) for event in heist.events]


def test_the_end_is_after(heist: Heist) -> None:
    """An ended attempt has reached the last stage."""
    ends(heist)
    assert ("after", "after") == (heist.stage, heist.reached)


def test_foreign_numbers_are_both_kinds(heist: Heist) -> None:
    """Spam comes from abroad and from mobiles."""
    assert {True, False} == {foreign(heist).startswith("00") for _ in range(30)}

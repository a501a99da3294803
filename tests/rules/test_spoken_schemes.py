"""False police, friends, grandchildren, lovers and extortion: what each shows, by feed, and the honest life next to it."""

from collections.abc import Callable, Iterable, Mapping

import pytest

from fraudguard.pack.checked import LEVELS
from fraudguard.scoring.decision import Decision

Event = Mapping[str, object]
Run = Callable[[Iterable[Event]], list[Decision]]

SOMEBODY = {"account": "6222020000000000018", "kind": "personal", "name": "张某"}
OTHER = {"account": "6222020000000000026", "kind": "personal", "name": "李某"}
ABROAD = {**SOMEBODY, "region": "马来西亚"}
HOME = {"account": "622848000000000007", "kind": "corp", "name": "某某养老服务公司"}
FREIGHT = {"account": "62170000000000098", "kind": "merchant", "name": "某某货运"}
SHOP = {"account": "62170000000000097", "kind": "merchant", "name": "某超市"}
OLD = {"age": 80}


def out(amount: float, payee: Mapping[str, object] = SOMEBODY, **more: object) -> Event:
    """Money that goes out."""
    return {"kind": "transaction", "direction": "out", "amount": amount, "payee": payee, **more}


def cash(amount: float, **more: object) -> Event:
    """Cash taken at the counter."""
    return out(amount, {}, method="withdrawal", channel="counter", **more)


def back(amount: float, **more: object) -> Event:
    """Money that comes in."""
    return {"kind": "transaction", "direction": "in", "amount": amount, **more}


def call(seconds: int, **more: object) -> Event:
    """A stranger's call that is over."""
    return {"kind": "call", "state": "ended", "direction": "in", "is_contact": False, "duration_s": seconds, **more}


def missed(direction: str) -> Event:
    """A call between the person and a contact that nobody answered."""
    return {
        "kind": "call", "at": "+3m", "state": "ended", "direction": direction, "is_contact": True, "answered": False,
    }  # fmt: skip


def chat(text: str, **more: object) -> Event:
    """A chat message."""
    return {"kind": "message", "channel": "wechat", "text": text, **more}


def highest(decisions: list[Decision]) -> str:
    """The highest level a ticket reached."""
    return LEVELS[max((LEVELS.index(ticket.level) for one in decisions for ticket in one.tickets), default=0)]


def scam(decisions: list[Decision]) -> str:
    """What the last ticket says it is."""
    return next(reversed([ticket.scam for one in decisions for ticket in one.tickets]), "")


SCHEMES: dict[str, tuple[list[Event], str, str]] = {
    "bank alone: a deposit broken, three payments to one person": (
        [back(100000, method="deposit_break"), out(30000, at="+1h"), out(20000, at="+1h"), out(30000, at="+1h")],
        "yellow", "police_impersonation",
    ),
    "bank and calls: a deposit broken during a long call, nothing paid yet": (
        [call(2400), back(80000, method="deposit_break", at="+1h")], "yellow", "police_impersonation",
    ),
    "calls: a stranger's long call, the family cannot get through": (
        [call(2400), missed("in"), missed("in"), missed("in")], "green", "police_impersonation",
    ),
    "bank and texts: the safe account, a payment waiting": (
        [chat("把钱转到安全账户接受资金清查"), out(30000, status="pending")], "red", "police_impersonation",
    ),
    "bank and calls: the same number in the evening and the morning, then cash": (
        [call(120, peer="05910000001", at="2025-01-06T19:00", person=OLD),
         call(200, peer="05910000001", at="2025-01-07T09:00", person=OLD), cash(30000, person=OLD)],
        "yellow", "grandchild_emergency",
    ),
    "bank and texts: a friend asks, strangers are paid twice": (
        [chat("在吗，急用钱，先帮我转一下", sender="王某", sender_known=True), out(1000), out(3000)],
        "yellow", "acquaintance_impersonation",
    ),
    "bank alone: three round sums to one new person, each larger": (
        [out(1000), out(3000), out(5000)], "yellow", "acquaintance_impersonation",
    ),
    "bank and calls: a call from abroad, a child who does not answer, a remittance": (
        [call(200, peer_class="overseas"), missed("out"), missed("out"), missed("out"), out(50000, ABROAD)],
        "red", "overseas_student_kidnap",
    ),
    "bank alone: payments to one person that grow over weeks": (
        [out(520), out(2000, at="+10d"), out(20000, at="+10d")], "yellow", "romance_scam",
    ),
    "bank alone: four payments in one night": (
        [out(800, at="2025-01-06T22:30"), out(1200, at="+10m"), out(3000, OTHER, at="+20m"), out(5000, OTHER)],
        "yellow", "sextortion",
    ),
    "bank and handset: an app from a link, two payments in the night": (
        [{"kind": "device_event", "type": "app_install", "state": "once", "install_source": "sideload",
          "at": "2025-01-06T21:30"}, out(800, at="+40m"), out(1200, at="+20m")],
        "red", "sextortion",
    ),
    "bank alone: a deposit broken for a home that sells beds": (
        [back(60000, method="deposit_break", person=OLD), out(50000, HOME, memo="床位预订", person=OLD)],
        "yellow", "elderly_pension_asset",
    ),
    "bank alone: cash, then a carrier": ([cash(50000), out(400, FREIGHT, at="+1h")], "yellow", "offline_cash_gold"),
    "bank and calls: a long call, cash, then a carrier": (
        [call(900), cash(50000, at="+1h"), out(400, FREIGHT, at="+1h")], "red", "offline_cash_gold",
    ),
}  # fmt: skip

HONEST: dict[str, list[Event]] = {
    "cash for the New Year after a sales call": [call(150, person=OLD), cash(50000, at="+1h", person=OLD), out(600, SHOP)],
    "an insurance salesperson, then a gift": [call(1500), out(1000, at="+2h")],
    "a friend borrows and is paid himself": [
        chat("急用钱，周转一下", sender="张某", sender_known=True), out(3000), out(2000),
    ],
    "rent to a new landlord, more each quarter": [
        out(2000, memo="房租"), out(4000, memo="房租", at="+30d"), out(8000, memo="房租", at="+60d"),
    ],
    "a couple that pays both ways": [
        out(520), back(1314, payer={"account": SOMEBODY["account"], "kind": "personal"}, at="+3d"),
        out(5200, at="+10d"), out(20000, at="+10d"),
    ],
    "the fee of a home for the old, the same each month": [
        out(5000, HOME, person=OLD), out(5000, HOME, at="+30d", person=OLD), out(5000, HOME, at="+30d", person=OLD),
    ],
    "a late supper: two friends and a shop paid in the night": [
        out(300, at="2025-01-06T22:30"), out(320, OTHER), out(900, SHOP),
    ],
    "wedding gifts to three couples": [out(1000), out(1000, OTHER), out(1000, {**OTHER, "account": "6222020000000000034"})],
    "gold for a wedding, then the removal firm": [
        out(38000, {**SHOP, "name": "某某珠宝店"}, channel="pos"), out(1800, FREIGHT, at="+1h"),
    ],
    "a house bought: the deposit goes to the escrow account": [
        chat("房款请存入银行监管账户"), back(300000, method="deposit_break"), out(300000, {**HOME, "name": "某银行"}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMES)
def test_each_scheme_shows_itself(name: str, run: Run) -> None:
    """With the feeds named, the scheme reaches its level under its own name."""
    events, level, kind = SCHEMES[name]
    decisions = run(events)
    assert (level, kind) == (highest(decisions), scam(decisions))


@pytest.mark.parametrize("name", HONEST)
def test_honest_life_stays_below_yellow(name: str, run: Run) -> None:
    """What people do every day near these schemes warns nobody."""
    assert highest(run(HONEST[name])) in ("none", "green")

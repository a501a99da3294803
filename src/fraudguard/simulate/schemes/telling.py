"""Turns that many schemes share: a stranger who keeps one name, an app from a link, a loan, a debit nobody ordered."""

from __future__ import annotations

from collections.abc import Sequence

from fraudguard.simulate.confusers.made_up import Payee, digits, lender, mobile, overseas, own_account, pick
from fraudguard.simulate.confusers.wording import chatted
from fraudguard.simulate.schemes.scheme import Heist

__all__ = [
    "Stranger",
    "ask",
    "borrow",
    "coins",
    "debit",
    "ends",
    "foreign",
    "gather",
    "page",
    "sideload",
]

_CHATTED = 0.5
"""Share of chat lines with the small talk that honest chats have too."""
_LENDERS = ("借呗", "微粒贷", "京东金条", "度小满", "360借条", "美团生活费")


class Stranger:
    """
    Somebody known to the victim by one name or number only, who writes from it throughout the story.

    One who is ``curt`` makes no small talk.
    """

    def __init__(self, heist: Heist, channel: str = "wechat", sender: str | None = None, *, curt: bool = False) -> None:
        self.heist = heist
        self.channel = channel
        self.curt = curt
        named = {"wechat": "wx_", "qq": "", "app": "u"}
        prefix = named.get(channel)
        rng = heist.rng
        self.sender = sender or (mobile(rng) if prefix is None else f"{prefix}{digits(rng, 8)}")
        self._last = ""

    def writes(self, lines: Sequence[str], share: float = 1.0, hosts: Sequence[str] = (), **facts: object) -> None:
        """One of ``lines``, not the one of before, in this share of stories; ``facts`` fill its gaps."""
        if not self.heist.chance(share):
            return
        line = pick(self.heist.rng, [one for one in lines if one != self._last])
        self._last = line
        text = line.format(**facts) if facts else line
        chat = self.channel in {"wechat", "qq", "app"} and not text.startswith("【")
        if chat and not self.curt and self.heist.chance(_CHATTED):
            text = chatted(self.heist.rng, text)
        self.heist.say(text, channel=self.channel, sender=self.sender, hosts=hosts)


def page(heist: Heist) -> str:
    """The host of a page that fraudsters set up: a bare address or a name that nobody can register."""
    drawn = heist.rng.random()
    if drawn < 0.2:
        return f"203.0.113.{heist.many(1, 254)}"
    if drawn < 0.3:
        return f"xn--{digits(heist.rng, 6)}.example"
    words = ("etc", "gov", "pay", "vip", "mall", "safe", "app", "m", "kf", "h5")
    return f"{pick(heist.rng, words)}-{digits(heist.rng, 5)}.{pick(heist.rng, ('example', 'test', 'invalid'))}"


def sideload(heist: Heist, names: Sequence[str], share: float = 1.0) -> bool:
    """An app that no store offers is installed from a link and opened, in this share of stories."""
    if not heist.chance(share):
        return False
    name = pick(heist.rng, names)
    package = f"com.{digits(heist.rng, 6)}.app{digits(heist.rng, 3)}"
    heist.device("app_install", package=package, name=name, store=False)
    heist.wait(1, 8)
    heist.device("app_open", package=package, name=name)
    return True


def borrow(heist: Heist, yuan: float) -> None:
    """A loan is taken on the phone and is there within minutes."""
    heist.code(pick(heist.rng, _LENDERS), "1069" + digits(heist.rng, 6))
    heist.wait(1, 5)
    heist.receive(lender(heist.rng), max(1_000, round(yuan, -3)), method="loan", memo="放款")


def gather(heist: Heist, yuan: float) -> None:
    """The victim brings together what other banks hold, now and then a deposit before its time."""
    parts = heist.many(1, 3)
    for place in range(parts):
        broken = place == 0 and heist.chance(0.3)
        method = "deposit_break" if broken else "transfer"
        heist.receive(own_account(heist.rng, heist.subject), yuan / parts * heist.rng.uniform(0.7, 1.2), method=method)
        heist.wait(2, 15)


def coins(heist: Heist, yuan: float) -> None:
    """The victim buys virtual currency from private dealers, in equal sums, and sends it on."""
    heist.uses("virtual_currency")
    parts = heist.many(1, 3)
    units = max(10, round(yuan / parts / 7.2, -1))
    price = heist.rng.uniform(7.0, 7.35)
    for place in range(parts):
        if place:
            heist.wait(5, 40)
        channel = pick(heist.rng, ("mobile_bank", "mobile_bank", "wallet"))
        heist.steal(round(units * price, 2), new=True, channel=channel)


def debit(heist: Heist, payee: Payee, yuan: float, *, channel: str = "quick_pay", method: str = "payment") -> None:
    """Money of the victim that the fraudster spends himself at a shop, often from another phone."""
    if heist.stage != "transfer":
        heist.stage = heist.reached = "transfer"
    heist.pay(payee, yuan, method=method, channel=channel)
    heist.events[-1]["_loss"] = True
    if "device.is_new" in heist.events[-1]:
        heist.events[-1]["device.is_new"] = heist.chance(0.6)


def ask(heist: Heist, text: str, *, at_risk: float, share: float = 0.06) -> None:
    """Somebody near the victim, or the victim, tells the station, in few stories."""
    if heist.chance(share):
        reporter = pick(heist.rng, ("family", "teller", "self", "grid_worker"))
        heist.report(reporter, text, at_risk=round(at_risk, -2))


def ends(heist: Heist) -> None:
    """What follows when the money is gone."""
    heist.stage = heist.reached = "after"


def foreign(heist: Heist) -> str:
    """A number abroad or a mobile, as text spam comes from."""
    return overseas(heist.rng) if heist.chance(0.4) else mobile(heist.rng)

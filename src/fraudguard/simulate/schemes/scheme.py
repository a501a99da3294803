"""What a scheme is, and the stage on which one attempt is told: payments, calls, words, the victim's phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fraudguard.simulate.confusers.confuser import ALL_WEEK, DAYTIME, Suits, adults
from fraudguard.simulate.confusers.made_up import (
    Payee,
    digits,
    landline,
    merchant,
    mobile,
    overseas,
    pick,
    private_name,
)
from fraudguard.simulate.confusers.scene import MINUTE, SECOND, Scene, fen
from fraudguard.simulate.confusers.wording import chatted
from fraudguard.simulate.mules import MulePool
from fraudguard.simulate.schemes.evasion import disguised, misheard
from fraudguard.simulate.story import Story, Subject

__all__ = ["BEFORE_MONEY", "STAGES", "Heist", "Scheme", "StoppedError"]

STAGES = ("contact", "hook", "pressure", "control", "transfer", "after")
BEFORE_MONEY = 0.60
"""Share of attempts that end before money moves (DOMAIN 12)."""

MIDWAY = 0.025
"""Share of further payments at which the victim stops, having lost what went before."""
CHATTY = 0.5
"""Share of chat lines with the small talk that honest chats have too."""
COMPLAINTS = 0.10
"""Share of frauds that the victim, or the family, reports once the money is gone; most are ashamed."""
_LEAST_GOLD = 8_000
LEAD_SHARE = 0.35
"""Share of frauds that a lead of a higher centre arrives for (DOMAIN 12)."""
LEAD_EARLY = 0.10 / 0.35
"""Share of those leads that come before the money (DOMAIN 12: 10 of 35)."""


class StoppedError(Exception):
    """The victim hung up, grew suspicious, or was talked out of it: the story ends here."""


class Heist(Scene):
    """
    The events of one attempt so far.

    ``stage`` goes onto every event. `goes_on` moves to the next stage or ends the story; `steal` is a payment to one of
    the fraudster's accounts. Everything else is a `Scene`, so that fraud is told with the facts of honest stories.
    """

    def __init__(self, subject: Subject, start: int, mules: MulePool, rng: np.random.Generator) -> None:
        super().__init__(subject, start, rng)
        self.mules = mules
        self.stage = "contact"
        self.reached = "contact"
        self.techniques: list[str] = []
        self._payee: Payee | None = None
        self._losing = False
        self._lost = False
        self._names: dict[str, str] = {}

    def add(self, kind: str, **fields: Any) -> None:
        """An event of now, at the stage the story is in."""
        super().add(kind, **fields)
        self.events[-1]["_stage"] = self.stage
        if self._losing and kind == "transaction":
            self.events[-1]["_loss"] = True

    def goes_on(self, stage: str, share: float) -> None:
        """Go to ``stage`` in this share of attempts; else the story ends, raising `StoppedError`."""
        if not self.chance(share):
            raise StoppedError
        self.stage = stage
        self.reached = stage

    def uses(self, technique: str, share: float = 1.0) -> bool:
        """Whether the attempt uses a technique; it is noted when it does."""
        used = self.chance(share)
        if used and technique not in self.techniques:
            self.techniques.append(technique)
        return used

    def payee(self, *, new: bool = False) -> Payee:
        """The account the victim is told to pay: the same one as before unless ``new``."""
        if new or self._payee is None:
            before = None if self._payee is None else self._payee.account
            self._payee = self.mules.take(self.now, self.rng, besides=before)
        return self._payee

    def steal(
        self,
        yuan: float,
        *,
        new: bool = False,
        method: str = "transfer",
        channel: str = "mobile_bank",
        memo: str | None = None,
    ) -> None:
        """
        A payment to the fraudster; with ``new`` to another account than before.

        Now and then the victim will not pay once more (`StoppedError`).
        """
        self._gives()
        self.pay(self.payee(new=new), yuan, method=method, channel=channel, memo=memo)
        self._losing = False

    def stolen_cash(self, yuan: float, *, gold: float = 0.25) -> None:
        """
        Cash that the victim fetches and hands over, or gold in this share of stories.

        The withdrawal, or the payment at the jeweller's, is the last that any bank sees of it.
        """
        self._gives()
        self.uses("offline_cash_gold")
        if yuan >= _LEAST_GOLD and self.chance(gold):
            self.pay(merchant(self.rng, pick(self.rng, ("珠宝", "金店"))), yuan, method="payment", channel="pos")
        else:
            self.cash(yuan)
        self._losing = False

    def _gives(self) -> None:
        """What is paid from here on is lost; unless the victim has had enough of paying."""
        if self._lost and self.chance(MIDWAY):
            raise StoppedError
        if self.stage not in {"transfer", "after"}:
            self.stage = self.reached = "transfer"
        self._lost = self._losing = True

    def break_off(self) -> None:
        """The victim hangs up now, and no longer shows the screen."""
        if self.now < self.call_until:
            call = next(event for event in reversed(self.events) if event["kind"] == "call")
            call["duration_s"] = (self.now - call["at"]) // SECOND
            self.call_until = self.now
        self.stop_sharing()

    def caller(self) -> str:
        """A number such as fraudsters show: abroad, rented landlines, cheap mobiles."""
        drawn = self.rng.random()
        if drawn < 0.35:
            return overseas(self.rng)
        return landline(self.rng) if drawn < 0.6 else mobile(self.rng)

    def say(self, text: str, *, channel: str = "wechat", sender: str | None = None, hosts: Sequence[str] = ()) -> None:
        """A message of the fraudster, disguised as often as fraudsters do, from the same name throughout the story."""
        who = sender or self._names.setdefault(channel, self._name(channel))
        if sender is None and channel in {"wechat", "qq"} and not text.startswith("【") and self.chance(CHATTY):
            text = chatted(self.rng, text)
        self.send(disguised(self.rng, text), sender=who, channel=channel, hosts=hosts)

    def _name(self, channel: str) -> str:
        """How a stranger shows in a channel: by a nickname, a number or an address."""
        if channel == "email":
            return f"{digits(self.rng, 6)}@mail{digits(self.rng, 3)}.example"
        if channel not in {"wechat", "qq", "app"}:
            return mobile(self.rng)
        if self.chance(0.6):
            return private_name(self.rng)
        return digits(self.rng, 9) if channel == "qq" else f"wx_{digits(self.rng, 7)}"

    def ring(self, seconds: float, said: str | None = None, *, peer: str | None = None, marked: float = 0.15) -> str:
        """A call of the fraudster from now on; the number is returned. `hang_up` goes to its end."""
        number = peer or self.caller()
        flag = "user_marked" if self.chance(marked) else None
        if said is not None and self.chance(0.35):
            said = misheard(self.rng, said)
        self.call(number, seconds, marked=flag, said=said)
        return number

    def in_steps(self, total: float, parts: int, low: float, high: float, *, new_each: float = 0.2, **how: Any) -> None:
        """Steal about ``total`` yuan in so many payments, ``low`` to ``high`` minutes apart, some elsewhere."""
        shares = self.rng.dirichlet(np.full(parts, 3.0))
        for place, share in enumerate(shares):
            if place:
                self.wait(low, high)
            self.steal(max(50.0, round(total * float(share))), new=bool(place) and self.chance(new_each), **how)

    def about(self, median: float, sigma: float = 0.9) -> float:
        """Yuan, log-normal around a median."""
        return float(np.exp(self.rng.normal(np.log(median), sigma)))

    def share_screen(self, *, fake: Sequence[str] = (), remote: float = 0.3) -> None:
        """The victim installs what is asked for, and the fraudster sees or works the phone."""
        self.uses("remote_control")
        name = pick(self.rng, tuple(fake)) if fake and self.chance(0.6) else "腾讯会议"
        store = name == "腾讯会议"
        package = "com.tencent.wemeet.app" if store else f"com.{digits(self.rng, 6)}.app{digits(self.rng, 3)}"
        self.device("app_install", package=package, name=name, store=store)
        self.wait(1, 6)
        if not store and self.chance(0.4):
            self.device("accessibility", "on", package=package, name=name)
        kind = "remote_control" if self.chance(remote) else "screen_share"
        self.device(kind, "on", package=package, name=name)
        self.wait(1, 5)

    def stop_sharing(self) -> None:
        """The share ends."""
        for kind, on in (("screen_share", self.sharing), ("remote_control", self.remote)):
            if on:
                self.device(kind, "off", package="", name="")


@dataclass(frozen=True, slots=True)
class Scheme:
    """
    One way to defraud. ``prior`` is its share of attempts (DOMAIN 2.2 and 12).

    ``tell`` tells one attempt on a `Heist`; ``suits``, ``hours`` and ``weekdays`` tilt whom and when it happens to.
    """

    id: str
    prior: float
    tell: Callable[[Heist], None]
    suits: Suits = adults
    hours: tuple[float, ...] = DAYTIME
    weekdays: tuple[float, ...] = ALL_WEEK

    def play(self, subject: Subject, start_us: int, mules: MulePool, rng: np.random.Generator) -> Story:
        """One attempt on ``subject`` from ``start_us`` on, its events in order of time."""
        heist = Heist(subject, start_us, mules, rng)
        try:
            self.tell(heist)
        except StoppedError:
            heist.break_off()
        _lead(heist, self.id)
        _complaint(heist)
        events = sorted(heist.events, key=lambda event: int(event["at"]))
        return Story(self.id, subject.number, tuple(heist.techniques), heist.reached, tuple(events))


def _lead(heist: Heist, scheme: str) -> None:
    """The instruction of a higher centre, if one comes: seldom before the money."""
    paid = [int(event["at"]) for event in heist.events if event.get("_loss")]
    if not paid or not heist.chance(LEAD_SHARE):
        return
    first = int(heist.events[0]["at"])
    early = heist.chance(LEAD_EARLY)
    heist.now = (
        int(first + heist.rng.random() * (paid[0] - first)) if early else paid[-1] + int(heist.between(5, 600) * MINUTE)
    )
    heist.stage = heist.reached if not early else "contact"
    heist.add(
        "lead",
        ref=f"YJ{digits(heist.rng, 12)}",
        issuer=pick(heist.rng, ("省反诈中心", "市反诈中心", "部平台")),
        level=pick(heist.rng, ("yellow", "yellow", "red", "green")),
        scam=scheme if heist.chance(0.8) else None,
        pushed_at=heist.now - int(heist.between(0.3, 20) * MINUTE),
        amount=fen(round(heist.between(1000, 80_000), -2)) if heist.chance(0.3) else None,
    )


_COMPLAINTS = (
    "我可能被骗了，钱已经打出去了，现在联系不上对方。",
    "刚刚才反应过来，照着别人说的转了好几笔，能不能追回来？",
    "家里人今天才说，前面给陌生人转了钱，我们来报案。",
    "对方把我删了，转账记录我都留着，想问问怎么办。",
    "发现上当了，打了银行电话，银行让先来这里登记。",
)


def _complaint(heist: Heist) -> None:
    """What the victim says afterwards, in few cases; it helps only those whom the same account would rob next."""
    paid = [event for event in heist.events if event.get("_loss")]
    if not paid or not heist.chance(COMPLAINTS):
        return
    heist.now = int(paid[-1]["at"]) + int(heist.between(30, 4_000) * MINUTE)
    heist.stage = "after"
    heist.add(
        "report",
        reporter=pick(heist.rng, ("self", "self", "self", "family")),
        text=pick(heist.rng, _COMPLAINTS),
        lost=sum(int(event["amount"]) for event in paid),
    )

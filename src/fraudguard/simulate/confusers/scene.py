"""One honest story while it is told: a moving clock, a purse, and the events that feeds could have carried."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from fraudguard.events.identifiers import number_class
from fraudguard.simulate.confusers.made_up import Payee, mobile, pick
from fraudguard.simulate.confusers.wording import chatted, spoken, written
from fraudguard.simulate.story import Subject

__all__ = ["DAY", "HOUR", "MINUTE", "Scene", "fen"]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONE = 8 * HOUR
"""Asia/Shanghai is eight hours ahead all year."""

BOOK_SHARE = 0.35
"""Share of persons whose call feed comes from the handset, which alone knows the address book."""
KIND_SHARE = 0.85
"""Share of payments whose bank says what kind of account the payee's is."""
NAME_SHARE = 0.85
OPENED_SHARE = 0.3
BALANCE_SHARE = 0.8
ROUND_SHARE = 0.8
"""Share of transfers to persons that are round: people think in tens and hundreds."""
YEAR = 365 * DAY


def fen(yuan: float) -> int:
    """Whole fen of so many yuan."""
    return round(yuan * 100)


def _rounded(amount: int) -> int:
    """The amount to three places."""
    step = int(10 ** max(0, len(str(amount)) - 3))
    return round(amount / step) * step


class Scene:
    """
    The events of one story so far, and when it stands.

    Facts that only some feeds know (the address book, the payee's kind, balances) are drawn once per
    person or payment by what such feeds cover, so that honest events are not better described than others.
    """

    def __init__(self, subject: Subject, start: int, rng: np.random.Generator) -> None:
        self.subject = subject
        self.rng = rng
        self.now = start
        self.events: list[dict[str, Any]] = []
        self.purse = max(subject.balance, fen(200))
        self.knows_book = zlib.crc32(f"{subject.key}/book".encode()) % 1000 < 1000 * BOOK_SHARE
        self.sharing = False
        self.remote = False
        self.call_until = 0

    # The clock

    def wait(self, low: float, high: float, unit: int = MINUTE) -> None:
        """
        Let between ``low`` and ``high`` units pass.

        A wait of an hour or more does not end in the small hours: people sleep, and go on in the morning.
        """
        passed = int((low + self.rng.random() * (high - low)) * unit)
        self.now += passed
        if passed >= HOUR and (self.now + ZONE) % DAY < 6 * HOUR:
            self.day_at(0, 7, 10)

    def day_at(self, days: int, low: float, high: float) -> None:
        """Go to a moment between the hours ``low`` and ``high``, so many local days on, never back in time."""
        midnight = (self.now + ZONE) // DAY * DAY - ZONE
        self.now = max(self.now + MINUTE, midnight + days * DAY + int(self.rng.uniform(low, high) * HOUR))

    def counter_opens(self) -> None:
        """Go on to the next morning when the bank's counter is shut (before 9 and from 17 o'clock)."""
        hour = (self.now + ZONE) % DAY / HOUR
        if not 9 <= hour < 17:
            self.day_at(0 if hour < 9 else 1, 9, 11.5)

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in this share of stories."""
        return bool(self.rng.random() < share)

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``, small ones likelier (even over its logarithm)."""
        return float(low * (high / low) ** self.rng.random())

    def many(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.rng.random() * (high + 1 - low))

    def month(self) -> int:
        """The local month, 1 to 12."""
        return int(np.datetime64(self.now + ZONE, "us").astype("datetime64[M]").astype(int)) % 12 + 1

    # Events

    def add(self, kind: str, **fields: Any) -> None:
        """An event of now; what is None is left out, `__` in a name stands for the dot."""
        event: dict[str, Any] = {"kind": kind, "at": self.now, "_person": self.subject.number, "_stage": ""}
        event.update({name.replace("__", "."): value for name, value in fields.items() if value is not None})
        self.events.append(event)

    def call(
        self,
        peer: str,
        seconds: float,
        *,
        out: bool = False,
        contact: bool = False,
        answered: bool = True,
        marked: str | None = None,
        said: str | None = None,
    ) -> None:
        """A call from now on; time goes on to its end only when the story says so (`hang_up`)."""
        lasting = int(seconds) if answered else 0
        self.add(
            "call",
            peer=peer,
            direction="out" if out else "in",
            peer_class="contact" if contact and self.knows_book else number_class(peer),
            is_contact=contact if self.knows_book else None,
            answered=answered,
            duration_s=lasting,
            marked=marked,
            transcript=spoken(self.rng, said) if answered and said else None,
        )
        self.call_until = self.now + lasting * SECOND

    def hang_up(self) -> None:
        """Go to the end of the call that is going on."""
        self.now = max(self.now, self.call_until) + int(self.rng.uniform(1, 20) * SECOND)

    def friend(self) -> str:
        """The number of somebody in the person's address book, else a made-up one."""
        return pick(self.rng, self.subject.contacts) if self.subject.contacts else mobile(self.rng)

    def message(
        self, text: str | None, *, sender: str, channel: str = "sms", known: bool = False, hosts: Sequence[str] = ()
    ) -> None:
        """A text that came to the person, worded as its sender would."""
        self.send(text and self._worded(text, channel), sender=sender, channel=channel, known=known, hosts=hosts)

    def send(
        self, text: str | None, *, sender: str, channel: str, known: bool = False, hosts: Sequence[str] = ()
    ) -> None:
        """A text as it is; only chats and the handset's own feed know whether the sender is in the address book."""
        knows = self.knows_book or channel in {"wechat", "qq"}
        self.add(
            "message",
            channel=channel,
            sender=sender,
            sender_known=known if knows else None,
            is_otp=False,
            text=text,
            url_hosts=list(hosts) or None,
        )

    def _worded(self, text: str, channel: str) -> str:
        """The text as its sender would write it: notices in whole sentences, chats carelessly."""
        chat = channel in {"wechat", "qq"} and not text.startswith("【")
        return chatted(self.rng, text) if chat else written(self.rng, text)

    def code(self, issuer: str, sender: str) -> None:
        """A one-time code, whose digits no feed carries."""
        self.add(
            "message",
            channel="sms",
            sender=sender,
            sender_known=False if self.knows_book else None,
            is_otp=True,
            otp_issuer=issuer,
            text=f"【{issuer}】您的验证码为******，5分钟内有效，请勿泄露给他人。",
        )

    def device(self, kind: str, state: str = "once", *, package: str, name: str, store: bool | None = None) -> None:
        """Something the handset saw; sharing and remote control also show in the payments meanwhile."""
        source = None if store is None else "store" if store else "sideload"
        self.add("device_event", type=kind, state=state, package=package, app_name=name, install_source=source)
        if kind == "screen_share":
            self.sharing = state == "on"
        if kind == "remote_control":
            self.remote = state == "on"

    def pay(
        self,
        payee: Payee,
        yuan: float,
        *,
        method: str = "transfer",
        channel: str = "mobile_bank",
        memo: str | None = None,
    ) -> None:
        """Money that goes out now; the purse is always deep enough, for people spend what they have."""
        amount = max(1, fen(yuan))
        if method == "transfer" and payee.kind == "personal" and amount >= 10_000 and self.chance(ROUND_SHARE):
            amount = _rounded(amount)
        if self.purse < amount:
            self.purse = int(amount * self.rng.uniform(1.02, 2.5))
        self._money("out", "payee", payee, amount, self.purse - amount, method, channel, memo)

    def receive(
        self,
        payer: Payee,
        yuan: float,
        *,
        method: str = "transfer",
        channel: str | None = None,
        memo: str | None = None,
    ) -> None:
        """Money that comes in now."""
        amount = max(1, fen(yuan))
        self._money("in", "payer", payer, amount, self.purse + amount, method, channel, memo)

    def cash(self, yuan: float, *, method: str = "withdrawal", channel: str = "counter") -> None:
        """Cash taken out, or brought, at a counter or a machine."""
        amount = fen(yuan)
        self.purse = max(self.purse, int(amount * self.rng.uniform(1.02, 2.5)))
        after = self.purse - amount if method == "withdrawal" else self.purse + amount
        direction = "out" if method == "withdrawal" else "in"
        self._money(direction, "payee", None, amount, after, method, channel, None)

    def _money(
        self,
        direction: str,
        side: str,
        other: Payee | None,
        amount: int,
        after: int,
        method: str,
        channel: str | None,
        memo: str | None,
    ) -> None:
        if channel == "counter":
            self.counter_opens()
        fields: dict[str, Any] = self._other_side(side, other) if other is not None else {}
        if self.chance(BALANCE_SHARE):
            fields |= {"balance_before": self.purse, "balance_after": after}
        if channel in {"mobile_bank", "qr", "quick_pay"}:
            fields |= {
                "device__is_new": False,
                "device__screen_sharing": self.sharing,
                "device__remote_control": self.remote,
                "device__in_call": self.now < self.call_until,
            }
        account = self.subject.accounts[0] if self.subject.accounts else None
        self.add(
            "transaction",
            direction=direction,
            amount=amount,
            method=method,
            channel=channel,
            account=account,
            memo=memo,
            **fields,
        )
        self.purse = after

    def _other_side(self, side: str, other: Payee) -> dict[str, Any]:
        """What this bank knows of the other account."""
        fields: dict[str, Any] = {f"{side}__account": other.account, f"{side}__bank": other.bank}
        if other.kind == "merchant" or self.chance(KIND_SHARE):
            fields[f"{side}__kind"] = other.kind
        if other.kind != "self" and self.chance(NAME_SHARE):
            fields[f"{side}__name"] = other.name
        if other.kind != "merchant":
            fields[f"{side}__region"] = other.region
        if self.chance(OPENED_SHARE):
            fields[f"{side}__opened_on"] = int(self.now - other.opened_years * YEAR) // DAY * DAY - ZONE
        return fields

    def report(self, reporter: str, text: str, *, at_risk: float | None = None, confirmed: bool | None = None) -> None:
        """What somebody told the station."""
        risk = None if at_risk is None else fen(at_risk)
        self.add("report", reporter=reporter, text=text, at_risk=risk, callback_confirmed=confirmed)

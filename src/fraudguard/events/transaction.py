"""A payment: money that moves, at its first appearance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Account, Flag, Identifier, Money, OpenedOn, Serial, Text
from fraudguard.events.record import Record

__all__ = ["Party", "Status", "Transaction", "TransactionDevice"]

Status = Literal["pending", "success", "failed", "reversed"]


class Party(Record):
    """The other side of a payment: the payee of money going out, the payer of money coming in."""

    account: Annotated[Account | None, About("账号", "account or card number", "account")] = None
    name: Annotated[Text | None, About("户名", "name of the account's holder", "name")] = None
    bank: Annotated[Text | None, About("开户行", "bank or wallet company")] = None
    kind: Annotated[
        Literal["self", "personal", "corp", "merchant", "wallet"] | None,
        About("类型", "the person's own account, somebody's, a company's, a shop's, a wallet"),
    ] = None
    region: Annotated[Text | None, About("地区", "where the account is kept")] = None
    opened_on: Annotated[OpenedOn | None, About("开户时间", "when the account was opened")] = None


class TransactionDevice(Record):
    """What the bank's application saw of the handset while the payment was made."""

    id: Annotated[Identifier | None, About("编号", "identifier of the handset", "device")] = None
    is_new: Annotated[Flag | None, About("新设备", "first use of this handset")] = None
    remote_control: Annotated[Flag | None, About("远程控制", "a remote-control program was active")] = None
    screen_sharing: Annotated[Flag | None, About("屏幕共享", "the screen was being shared")] = None
    in_call: Annotated[Flag | None, About("通话中", "a call was going on")] = None
    ip: Annotated[Identifier | None, About("IP地址", "network address", "device")] = None
    mac: Annotated[Identifier | None, About("MAC地址", "hardware address", "device")] = None


class Transaction(EventBase):
    """
    A payment, transfer, withdrawal or inflow.

    Money fields hold whole fen; they are built from yuan. Later changes of status are
    `Settlement` events and change no window.
    """

    kind: Annotated[Literal["transaction"], About("种类", "kind of the event")] = "transaction"
    txn_id: Annotated[Serial | None, About("流水号", "the bank's serial", "account")] = None
    direction: Annotated[Literal["in", "out"] | None, About("方向", "money comes in or goes out")] = None
    amount: Annotated[Money | None, About("金额", "how much moves")] = None
    currency: Annotated[Identifier | None, About("币种", "currency code as the feed gives it")] = None
    method: Annotated[
        Literal["transfer", "payment", "withdrawal", "deposit", "loan", "refund", "topup", "deposit_break"] | None,
        About("方式", "transfer, payment, withdrawal, deposit, loan paid out, refund, top-up, early end of a deposit"),
    ] = None
    channel: Annotated[
        Literal[
            "mobile_bank", "online_bank", "corp_ebank", "counter", "atm", "quick_pay",
            "qr", "pos", "nfc", "ecny", "wallet", "cash",
        ]
        | None,
        About("渠道", "way the payment was ordered"),
    ] = None  # fmt: skip
    status: Annotated[Status | None, About("状态", "state when it first appeared")] = None
    account: Annotated[Account | None, About("账号", "the person's account", "account")] = None
    balance_before: Annotated[Money | None, About("交易前余额", "balance before")] = None
    balance_after: Annotated[Money | None, About("交易后余额", "balance after")] = None
    payee: Annotated[Party, About("收款人", "who gets the money that goes out")] = Party()
    payer: Annotated[Party, About("付款人", "who sent the money that comes in")] = Party()
    memo: Annotated[Text | None, About("附言", "purpose or remark", "text", textual=True)] = None
    device: Annotated[TransactionDevice, About("设备", "the handset")] = TransactionDevice()

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...

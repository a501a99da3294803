"""
What the behaviour model is told of a payment or of something on the handset, in the language of rules.

A number may be unknown; a condition is 1 where it is true and 0 elsewhere. Windows are those of the plan: scoring works
them out once, for rules and model together. Age, sex, role and area of the person are not asked, nor what a higher
centre, an officer or a desk has said: the model shall find what nobody has found yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from fraudguard.classifier.behaviour.card import Kind
from fraudguard.errors import Place
from fraudguard.pack.expression import Context, check_value
from fraudguard.pack.tree import Expression

__all__ = ["FED", "KINDS", "Feature", "expressions", "features_fingerprint", "features_of", "needed_columns"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One question: its name on cards and in explanations, in Chinese for officers, and as an expression."""

    name: str
    zh: str
    text: str


_OUT = "direction == 'out'"
_STRANGER = "direction == 'in' and peer_class != 'contact'"
_SHARING = "type in ['screen_share', 'remote_control']"

_SURROUNDINGS = (
    Feature("stranger_call_ago", "距陌生来电的秒数", f"seconds_since(call, within='24h', where={_STRANGER})"),
    Feature("stranger_call_longest", "一天内最长的陌生来电", f"max(call.duration_s, within='24h', where={_STRANGER})"),
    Feature("stranger_call_open", "陌生来电尚未挂断",
            f"latest(call.state, within='4h', where={_STRANGER}) == 'started'"),
    Feature("stranger_calls", "一天内的陌生来电数", f"count(call, within='24h', where={_STRANGER})"),
    Feature("overseas_calls", "七天内的境外来电数",
            "count(call, within='7d', where=peer_class == 'overseas' and direction == 'in')"),
    Feature("marked_calls", "一天内被标记号码的通话数",
            "count(call, within='24h', where=marked in ['user_marked', 'blacklisted'])"),
    Feature("codes", "十分钟内的验证码数", "count(message, within='10m', where=is_otp)"),
    Feature("code_issuers", "十分钟内的验证码发送方数", "distinct(message.otp_issuer, within='10m', where=is_otp)"),
    Feature("stranger_messages", "一天内陌生人的消息数",
            "count(message, within='24h', where=not sender_known and not is_otp)"),
    Feature("sharing", "半小时内开过屏幕共享或远程控制",
            f"count(device_event, within='30m', where={_SHARING} and state != 'off')"),
    Feature("sharing_ago", "距屏幕共享或远程控制的秒数",
            f"seconds_since(device_event, within='24h', where={_SHARING})"),
    Feature("sideloads", "一天内商店以外的安装数",
            "count(device_event, within='24h', where=install_source == 'sideload')"),
    Feature("odd_device_acts", "一天内的呼叫转移、无障碍权限和贴卡数",
            "count(device_event, within='24h', where=type in ['call_forward', 'accessibility', 'nfc_read'])"),
)  # fmt: skip
"""What happened around the event, asked of both kinds."""

_TRANSACTION = (
    Feature("amount", "金额", "amount"),
    Feature("out", "付出", _OUT),
    Feature("in", "收入", "direction == 'in'"),
    Feature("transfer", "转账", "method == 'transfer'"),
    Feature("payment", "消费", "method == 'payment'"),
    Feature("loan", "贷款到账", "method == 'loan'"),
    Feature("withdrawal", "取现", "method == 'withdrawal'"),
    Feature("topup", "充值", "method == 'topup'"),
    Feature("company_bank", "企业网银", "channel == 'corp_ebank'"),
    Feature("hour", "几点钟", "hour(at)"),
    Feature("share", "占余额的比例", "amount / balance_before"),
    Feature("round", "整千", "is_multiple(amount, 1_000)"),
    Feature("to_person", "付给个人", "payee.kind == 'personal'"),
    Feature("to_company", "付给单位", "payee.kind == 'corp'"),
    Feature("to_shop", "付给商户", "payee.kind in ['merchant', 'wallet']"),
    Feature("own_account", "本人账户之间", "payee.kind == 'self' or payer.kind == 'self'"),
    Feature("from_person", "个人付来", "payer.kind == 'personal'"),
    Feature("new_payee", "首次付给这个账户", f"first_seen(payee.account, within='180d', where={_OUT})"),
    Feature("new_region", "首次付到这个地区", f"first_seen(payee.region, within='180d', where={_OUT})"),
    Feature("new_payer", "首次收到这个账户的钱", "first_seen(payer.account, within='180d', where=direction == 'in')"),
    Feature("payee_age", "收款账户开户以来的秒数", "at - payee.opened_on"),
    Feature("same_payee", "七天内付给同一账户的次数",
            f"count(by=[person.key, payee.account], within='7d', where={_OUT})"),
    Feature("payee_payers", "一天内付给同一账户的人数", "distinct(person.key, by=payee.account, within='24h')"),
    Feature("out_1h", "一小时内付出笔数", f"count(within='1h', where={_OUT})"),
    Feature("out_24h", "一天内付出笔数", f"count(within='24h', where={_OUT})"),
    Feature("out_sum_1h", "一小时内付出金额", f"sum(amount, within='1h', where={_OUT})"),
    Feature("out_sum_24h", "一天内付出金额", f"sum(amount, within='24h', where={_OUT})"),
    Feature("in_sum_24h", "一天内收入金额", "sum(amount, within='24h', where=direction == 'in')"),
    Feature("payees_24h", "一天内的收款账户数", f"distinct(payee.account, within='24h', where={_OUT})"),
    Feature("times_usual", "为七天内平均付款的几倍", f"amount / mean(amount, within='7d', where={_OUT})"),
    Feature("loans_24h", "一天内贷款到账金额", "sum(amount, within='24h', where=method == 'loan')"),
    Feature("gathered", "两小时内归集次数",
            "count(within='2h', where=payer.kind == 'self' or method == 'deposit_break')"),
    Feature("bank_sees_sharing", "银行应用发现共享或远程控制", "device.remote_control or device.screen_sharing"),
    Feature("bank_sees_call", "银行应用发现正在通话", "device.in_call"),
    Feature("new_device", "新设备", "device.is_new"),
    *_SURROUNDINGS,
)  # fmt: skip

_DEVICE_EVENT = (
    Feature("install", "安装应用", "type == 'app_install'"),
    Feature("sideload", "从商店以外安装", "install_source == 'sideload'"),
    Feature("open", "打开应用", "type == 'app_open'"),
    Feature("screen_share", "屏幕共享", "type == 'screen_share'"),
    Feature("remote_control", "远程控制", "type == 'remote_control'"),
    Feature("uninstall", "卸载应用", "type == 'app_uninstall'"),
    Feature("accessibility", "开启无障碍权限", "type == 'accessibility'"),
    Feature("nfc", "贴卡读取", "type == 'nfc_read'"),
    Feature("forward", "呼叫转移", "type == 'call_forward'"),
    Feature("black", "黑屏", "type == 'screen_black'"),
    Feature("off", "关闭", "state == 'off'"),
    Feature("hour", "几点钟", "hour(at)"),
    Feature("new_app", "首次见到这个应用", "first_seen(package, within='180d')"),
    Feature("acts_1h", "一小时内的设备事件数", "count(within='1h')"),
    Feature("out_24h", "一天内付出笔数", f"count(transaction, within='24h', where={_OUT})"),
    Feature("out_sum_24h", "一天内付出金额", f"sum(transaction.amount, within='24h', where={_OUT})"),
    Feature("loans_24h", "一天内贷款到账金额", "sum(transaction.amount, within='24h', where=method == 'loan')"),
    *_SURROUNDINGS,
)

_FEATURES: Mapping[str, tuple[Feature, ...]] = {"transaction": _TRANSACTION, "device_event": _DEVICE_EVENT}
FED = ("transaction", "call", "message", "device_event")
"""The kinds of event that features look at, be it through windows."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of event that the model reads."""

_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "transaction": (("amount",), ("out", "in"), ("in_sum_24h", "out_24h")),
    "device_event": (
        ("install", "open", "uninstall", "screen_share", "remote_control", "accessibility", "nfc", "forward", "black"),
        ("acts_1h",),
    ),
}


def needed_columns(kind: str) -> tuple[tuple[int, ...], ...]:
    """
    Groups of columns of a kind; where all of a group are unknown or 0 there is nothing to weigh.

    What moved and which way, or what was done, must be known, and by whom: windows of nobody are unknown.
    """
    columns = {one.name: number for number, one in enumerate(_FEATURES[kind])}
    return tuple(tuple(columns[name] for name in group) for group in _NEEDED[kind])


def features_of(kind: str) -> tuple[Feature, ...]:
    """The features of a kind, in the order of a model's columns."""
    return _FEATURES[kind]


@cache
def expressions(kind: str) -> tuple[Expression, ...]:
    """The features of a kind as the plan takes them."""
    return tuple(_expression(kind, one) for one in _FEATURES[kind])


def _expression(kind: str, feature: Feature) -> Expression:
    def place(offset: int, length: int) -> Place:
        return Place(feature.name, 1, offset + 1, length)

    node, faults = check_value(feature.text, place, Context(kind))
    if node is None:
        raise ValueError(f"{kind}.{feature.name}: {[fault.code for fault in faults]}")
    return node


def features_fingerprint(features: Mapping[str, Sequence[Feature]] = _FEATURES) -> str:
    """A digest of all features: a model fits only those it was trained on."""
    what = [(kind, [(one.name, one.text) for one in some]) for kind, some in features.items()]
    return hashlib.sha256(repr((1, what)).encode("utf-8")).hexdigest()

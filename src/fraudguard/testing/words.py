"""The small pools of values that generated packs and streams share, so that they meet."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from fraudguard.events.catalogue import FIELDS, FieldSpec

__all__ = ["ACCOUNTS", "EXTRA", "PHRASES", "SENTENCES", "VALUES", "WARNING", "chance", "field_of", "values_for"]

ACCOUNTS = ("6222020000000000018", "6225880000000001", "ACC3")
"""Accounts that meet in windows and as subjects."""

PHRASES = ("百万保障", "屏幕共享", "VIP", "安全账户")
"""Phrases that generated rules look for."""

WARNING = "反诈中心提醒您：凡是要求屏幕共享、关闭百万保障的都是诈骗，请勿转账。"
"""A text that warns of fraud in fraud's own words."""

SENTENCES = (
    "你好",
    "关闭百万保障，打开屏幕共享",
    "请转到安全账户",
    "VIP客户",
    "VIPS是另一个词",
    "百萬保障要關閉",
    "流水号 A12，请共享屏 幕",
    WARNING,
)
"""Texts with the phrases, with their traditional form, with words that only look like them."""

VALUES = ("甲", "乙", "OK", "ok")
"""Values of the list `numbers` and of ordinary texts; two differ in case only."""

EXTRA: Mapping[str, str] = {"score": "number", "fee": "money", "vip": "bool", "branch": "text"}
"""Own fields that generated packs declare."""

_EXTRA_ZH = "附加"
_ACCOUNT_LIKE = ("account", "device", "wechat")
_TIMES = ("2025-01-06T10:00:00+08:00", "2025-01-06T09:00:00+08:00", "2024-12-31T00:00:00+08:00")


def chance(random: Random, percent: int) -> bool:
    """True in so many cases of a hundred; Hypothesis shrinks towards False."""
    return random.randrange(100) >= 100 - percent


def field_of(kind: str, path: str, extra: Mapping[str, str] = EXTRA) -> FieldSpec:
    """The catalogue's entry of a field, or one made for an own field (`extra.<name>`) of a declared type."""
    if path.startswith("extra."):
        name = path[6:]
        return FieldSpec(path, extra[name], (), f"{_EXTRA_ZH}.{name}", "", "", False, "")
    return FIELDS[kind][path]


def values_for(spec: FieldSpec) -> tuple[Any, ...]:
    """A few values that an event may give for a field, as a feed would write them."""
    if spec.type == "bool":
        return (True, False)
    if spec.type == "enum":
        return spec.choices[:3]
    if spec.type == "time":
        return _TIMES
    if spec.type == "texts":
        return (["bank.example"], ["OK", "pay.example"], [])
    if spec.type in {"number", "money"}:
        return (0, 1, 2)
    if spec.textual or spec.path == "text":
        return SENTENCES
    if spec.personal == "phone":
        return ("13800138000", "17012345678")
    if spec.personal == "id_card":
        return ("110101199003070011", "440300200002291230")
    return ACCOUNTS if spec.personal in _ACCOUNT_LIKE else VALUES

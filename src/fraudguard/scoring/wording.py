"""Values and events as an officer may see them: in Chinese, in yuan, personal data masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fraudguard.events import Event
from fraudguard.events.catalogue import FIELDS, read
from fraudguard.events.masking import mask, mask_text
from fraudguard.events.moment import from_microseconds
from fraudguard.events.money import format_yuan
from fraudguard.pack.checked import CheckedRule, Template
from fraudguard.pack.tree import Type

__all__ = ["UNKNOWN", "clock", "describe", "sentence", "shown", "shown_value", "template_values"]

UNKNOWN = "（未知）"
_LONGEST = 60  # characters of a text that a sentence repeats

_KIND = {
    "transaction": "交易",
    "call": "通话",
    "message": "消息",
    "device_event": "设备",
    "report": "报告",
    "lead": "预警指令",
    "settlement": "结算",
    "retraction": "撤回",
    "outcome": "处置结果",
}
_TELLING: Mapping[str, tuple[str, ...]] = {
    "transaction": ("direction", "amount", "payee.name", "payee.account", "payer.name"),
    "call": ("state", "direction", "peer", "duration_s"),
    "message": ("channel", "sender", "text"),
    "device_event": ("type", "state", "app_name", "package"),
    "report": ("reporter", "text"),
    "lead": ("issuer", "level", "scam"),
    "settlement": ("status",),
    "retraction": (),
    "outcome": ("result",),
}
_DIRECTION = {"transaction": {"in": "转入", "out": "转出"}, "call": {"in": "来电", "out": "去电"}}
_WORDS = {
    "started": "开始",
    "ended": "结束",
    "on": "开",
    "off": "关",
    "once": "发生",
    "screen_share": "屏幕共享",
    "remote_control": "远程控制",
    "app_install": "安装应用",
    "app_uninstall": "卸载应用",
    "app_open": "打开应用",
    "accessibility": "无障碍权限",
    "nfc_read": "NFC 读卡",
    "call_forward": "呼叫转移",
    "screen_black": "黑屏",
    "self": "本人",
    "family": "家属",
    "teller": "柜员",
    "grid_worker": "网格员",
    "courier": "快递员",
}


def clock(at: int) -> str:
    """An instant as a short local clock, ``01-06 10:05``."""
    return from_microseconds(at).strftime("%m-%d %H:%M")


def shown_value(value: object, kind: Type, personal: str = "") -> str:
    """A value of a type as a sentence shows it; masked when it is personal."""
    if value is None:
        return UNKNOWN
    if kind is Type.MONEY:
        assert isinstance(value, (int, float))  # money is fen
        return format_yuan(round(value))
    if kind is Type.TIME:
        assert isinstance(value, int)  # time is microseconds
        return clock(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, tuple):
        return "、".join(mask_text(str(item)) for item in value)
    text = str(value)
    if personal and personal != "text":
        return mask(personal, text)
    text = mask_text(text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def shown(event: Event, path: str) -> str:
    """A field of an event as a sentence shows it."""
    if path.startswith("extra."):
        value = read(event, path)
        return UNKNOWN if value is None else mask_text(str(value))[:_LONGEST]
    spec = FIELDS[event.kind][path]
    return shown_value(read(event, path), Type(spec.type), spec.personal)


def describe(event: Event) -> str:
    """One masked line that tells an event."""
    told = []
    for path in _TELLING[event.kind]:
        value = read(event, path)
        if value is None:
            continue
        text = shown(event, path)
        words = _DIRECTION.get(event.kind, _WORDS) if path == "direction" else _WORDS
        told.append(words.get(text, text) + ("元" if path == "amount" else "秒" if path == "duration_s" else ""))
    return " ".join([clock(event.at_us), _KIND[event.kind], *told])


def template_values(rule: CheckedRule, event: Event, steps: Iterable[str]) -> dict[str, str]:
    """What a rule's sentence repeats of an event that took the named steps, by ``step.path``."""
    names = set(steps)
    return {
        f"{part.scope}.{part.path}": shown(event, part.path)
        for part in rule.because.parts
        if not isinstance(part, str) and part.scope in names and part.kind in ("", event.kind)
    }


def sentence(template: Template, event: Event, steps: Mapping[str, str]) -> str:
    """The sentence of a rule, filled from its event and from the steps of its chain."""
    told = []
    for part in template.parts:
        if isinstance(part, str):
            told.append(part)
        elif part.scope:
            told.append(steps.get(f"{part.scope}.{part.path}", UNKNOWN))
        else:
            told.append(shown(event, part.path) if part.kind == event.kind else UNKNOWN)
    return "".join(told)

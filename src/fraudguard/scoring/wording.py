"""Values and events as an officer may see them: in Chinese, in yuan, personal data masked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from fraudguard.events import Event
from fraudguard.events.catalogue import FIELDS, read
from fraudguard.events.masking import mask, mask_text
from fraudguard.events.moment import from_microseconds
from fraudguard.events.money import format_yuan
from fraudguard.pack.checked import CheckedRule, Template
from fraudguard.pack.tree import Type

__all__ = [
    "SOMEBODY",
    "TELLING",
    "UNKNOWN",
    "Facts",
    "FixedFacts",
    "LateFacts",
    "clock",
    "sentence",
    "shown",
    "shown_value",
    "template_paths",
]

UNKNOWN = "（未知）"
SOMEBODY = "对方"
"""Whoever is on the other side of a payment that names nobody."""
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
TELLING: Mapping[str, tuple[str, ...]] = {
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
"""By kind the fields that tell an event in one line of evidence."""

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
        return SOMEBODY if personal == "name" else UNKNOWN
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
    return _told(event.kind, path, read(event, path))


def _told(kind: str, path: str, value: object) -> str:
    if path.startswith("extra."):
        return UNKNOWN if value is None else mask_text(str(value))[:_LONGEST]
    spec = FIELDS[kind][path]
    return shown_value(value, Type(spec.type), spec.personal)


_FACTS = {kind: attrgetter("at_us", *paths, "id") for kind, paths in TELLING.items()}  # two at least: a tuple


class Facts:
    """
    What is kept of an event to tell it later: a line for evidence, values for a sentence.

    Taking the facts is cheap and is done for every event that may become part of a chain; putting
    them into words is not, and is done for the few that do.
    """

    __slots__ = ("_event_kind", "_named", "_values")

    def __init__(self, event: Event, paths: Sequence[tuple[str, str]]) -> None:
        self._event_kind = event.kind
        self._values = _FACTS[event.kind](event)
        self._named: tuple[tuple[str, str, object], ...] = ()
        if paths:
            known = FIELDS[event.kind]
            self._named = tuple(
                (name, path, read(event, path)) for name, path in paths if path in known or path.startswith("extra.")
            )

    def text(self) -> str:
        """One masked line that tells the event."""
        kind = self._event_kind
        at, *values, _ = self._values
        told = []
        for path, value in zip(TELLING[kind], values, strict=True):
            if value is None:
                continue
            text = _told(kind, path, value)
            words = _DIRECTION.get(kind, _WORDS) if path == "direction" else _WORDS
            told.append(words.get(text, text) + ("元" if path == "amount" else "秒" if path == "duration_s" else ""))
        return " ".join([clock(at), _KIND[kind], *told])

    def shown(self) -> dict[str, str]:
        """The masked values a sentence may repeat, by name."""
        return {name: _told(self._event_kind, path, value) for name, path, value in self._named}


class LateFacts:
    """`Facts` of an event that is at hand later too: taken when somebody asks."""

    __slots__ = ("_event", "_paths")

    def __init__(self, event: Callable[[], Event], paths: Sequence[tuple[str, str]]) -> None:
        self._event = event
        self._paths = paths

    def text(self) -> str:
        """As of `Facts`."""
        return Facts(self._event(), self._paths).text()

    def shown(self) -> dict[str, str]:
        """As of `Facts`."""
        return Facts(self._event(), self._paths).shown()


class FixedFacts(NamedTuple):
    """`Facts` that were put into words before: those of a restored state."""

    line: str
    values: dict[str, str]

    def text(self) -> str:
        """The line."""
        return self.line

    def shown(self) -> dict[str, str]:
        """The values."""
        return self.values


def template_paths(rule: CheckedRule, step: str) -> tuple[tuple[str, str], ...]:
    """What a rule's sentence repeats of a named step: ``step.path`` and the path."""
    return tuple(
        (f"{part.scope}.{part.path}", part.path)
        for part in rule.because.parts
        if not isinstance(part, str) and step and part.scope == step
    )


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

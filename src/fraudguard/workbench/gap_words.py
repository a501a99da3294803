"""What the examples of a rule do not show, as sentences an author reads."""

from __future__ import annotations

from collections.abc import Mapping

from fraudguard.errors import Language
from fraudguard.events.catalogue import KIND_ZH
from fraudguard.workbench.needs import Need, NeedKind

__all__ = ["gap_sentence"]

_EN: Mapping[NeedKind, str] = {
    "true": "nothing shows `{text}` true",
    "false": "nothing shows `{text}` false",
    "counted": "nothing shows a {kind} in the window with `{text}` true",
    "uncounted": "nothing shows a {kind} in the window with `{text}` false",
    "at": "nothing shows what happens at {value}: `{text}`",
    "below": "nothing shows what happens at {value}: `{text}`",
    "above": "nothing shows what happens at {value}: `{text}`",
    "just_below": "nothing shows what happens just below {value}: `{text}`",
    "just_above": "nothing shows what happens just above {value}: `{text}`",
    "inside": "nothing shows an event just inside the {value} of `{text}`",
    "outside": "nothing shows an event just outside the {value} of `{text}`",
    "chain_inside": "nothing shows a chain that took nearly {value}",
    "chain_outside": "nothing shows a chain that took just over {value}",
    "step": "nothing shows the chain with only the step `{text}` missing",
    "breaker": "nothing shows `{text}` breaking the chain",
}
_ZH: Mapping[NeedKind, str] = {
    "true": "没有例子使 `{text}` 成立",
    "false": "没有例子使 `{text}` 不成立",
    "counted": "没有例子在时间窗里有一条使 `{text}` 成立的{kind}",
    "uncounted": "没有例子在时间窗里有一条使 `{text}` 不成立的{kind}",
    "at": "没有例子说明正好是 {value} 时怎样：`{text}`",
    "below": "没有例子说明是 {value} 时怎样：`{text}`",
    "above": "没有例子说明是 {value} 时怎样：`{text}`",
    "just_below": "没有例子说明略低于 {value} 时怎样：`{text}`",
    "just_above": "没有例子说明略高于 {value} 时怎样：`{text}`",
    "inside": "没有例子有一个刚好在 {value} 之内的事件：`{text}`",
    "outside": "没有例子有一个刚刚超出 {value} 的事件：`{text}`",
    "chain_inside": "没有例子的序列接近 {value} 才完成",
    "chain_outside": "没有例子的序列刚刚超过 {value}",
    "step": "没有例子只缺步骤 `{text}`",
    "breaker": "没有例子由 `{text}` 打断序列",
}


def gap_sentence(need: Need, language: Language) -> str:
    """What the examples do not show."""
    zh = language == "zh"
    kind = KIND_ZH.get(need.value, need.value) if zh else need.value
    return (_ZH if zh else _EN)[need.kind].format(text=need.text, value=need.value, kind=kind)

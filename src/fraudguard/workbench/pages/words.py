"""A condition in Chinese words: from the names of fields and functions to a sentence an officer reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fraudguard.events.catalogue import FIELDS, KIND_ZH
from fraudguard.events.money import format_yuan
from fraudguard.pack.checked import CheckedPack
from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    Field,
    Fired,
    HourOf,
    InList,
    InSet,
    IsMultiple,
    IsWarning,
    Literal,
    Matches,
    Mentions,
    ModelValue,
    Not,
    Or,
    Pick,
    Type,
    WeekdayOf,
    Window,
)
from fraudguard.workbench.pages.chinese import CHOICE_ZH, FLAG_ZH, OPERATOR_ZH

__all__ = ["Speaker", "Told", "lasting_zh"]

_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_SHOWN_PHRASES = 4
_UNITS = ((86_400_000_000, "天"), (3_600_000_000, "小时"), (60_000_000, "分钟"), (1_000_000, "秒"))
_DAYS = {1: "星期一", 2: "星期二", 3: "星期三", 4: "星期四", 5: "星期五", 6: "星期六", 7: "星期日"}


@dataclass(frozen=True, slots=True)
class Told:
    """A condition in words, with what stands below it; ``node`` is what is told."""

    text: str
    below: tuple[Told, ...] = ()
    node: Expression | None = field(default=None, compare=False)


def lasting_zh(length: int) -> str:
    """A length of time in microseconds, ``24小时``, ``7天``."""
    for unit, name in _UNITS:
        if length % unit == 0 and (name != "天" or length > unit):
            return f"{length // unit}{name}"
    return f"{length / 1_000_000:g}秒"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Tells the conditions of a pack's rules; ``titles`` are those of the rules by id."""

    pack: CheckedPack
    titles: Mapping[str, str]

    @classmethod
    def of(cls, pack: CheckedPack) -> Speaker:
        """One for all rules of a pack."""
        return cls(pack, {rule.id: rule.title for rule in (*pack.rules, *pack.drafts)})

    def told(self, node: Expression) -> Told:
        """A condition, its groups as headings over what stands below them."""
        match node:
            case And():
                return self._group("以下全部成立：", node)
            case Or():
                return self._group("以下任一成立：", node)
            case AtLeast():
                return self._group(f"以下至少 {node.count} 项成立：", node)
            case Not(item=Or() as group):
                return self._group("以下全不成立：", group)
        return Told(self.sentence(node), node=node)

    def _group(self, head: str, node: And | Or | AtLeast) -> Told:
        return Told(head, tuple(map(self.told, node.items)), node)

    # -- sentences --------------------------------------------------------------------------------

    def sentence(self, node: Expression) -> str:
        """A condition on one line."""
        match node:
            case And():
                return "，且".join(map(self._inner, node.items))
            case Or():
                return "，或".join(map(self._inner, node.items))
            case AtLeast():
                return f"以下至少 {node.count} 项：" + "；".join(map(self._inner, node.items))
            case Not():
                return self._negated(node.item)
            case Compare():
                return self._compared(node.op, node.left, node.right)
            case InSet():
                values = "、".join(self._literal(one, node.item) for one in node.values)
                return f"{self.value(node.item)}是{values}" + ("之一" if len(node.values) > 1 else "")
            case Field():
                return self._flag(node, yes=True)
            case Window():
                return self._window_holds(node, yes=True)
            case Literal():
                return "任何事件" if node.value else "不会成立"
        return self._tested(node)

    def _inner(self, node: Expression) -> str:
        text = self.sentence(node)
        return f"（{text}）" if isinstance(node, (And, Or, AtLeast)) else text

    def _negated(self, node: Expression) -> str:
        match node:
            case Field():
                return self._flag(node, yes=False)
            case Window(type=Type.BOOL):
                return self._window_holds(node, yes=False)
            case InSet():
                values = "、".join(self._literal(one, node.item) for one in node.values)
                return f"{self.value(node.item)}不是{values}" + ("中的任何一个" if len(node.values) > 1 else "")
            case Mentions():
                return f"{self.value(node.item)}没有提到{self._phrases(node)}"
            case InList():
                return f"{self.value(node.item)}不在名单“{node.list}”里"
            case IsWarning():
                return f"{self.value(node.item)}不是防骗提醒"
        return f"并非（{self.sentence(node)}）"

    def _tested(self, node: Expression) -> str:
        match node:
            case Mentions():
                return f"{self.value(node.item)}提到{self._phrases(node)}"
            case Matches():
                return f"{self.value(node.item)}符合写法“{node.pattern}”"
            case IsWarning():
                return f"{self.value(node.item)}是防骗提醒"
            case InList():
                return f"{self.value(node.item)}在名单“{node.list}”里"
            case Fired():
                title = self.titles.get(node.rule, "")
                return f"触发了“{title}”（{node.rule}）"
            case IsMultiple():
                return f"{self.value(node.item)}是{self._literal_or_value(node.of, node.item)}的整数倍"
        return self.value(node)

    def _phrases(self, node: Mentions) -> str:
        listed = {phrase for name in node.lists for phrase in self.pack.phrase_lists.get(name, ())}
        parts = []
        for name in node.lists:
            shown = [one.written for one in self.pack.phrases_written.get(name, ())][:_SHOWN_PHRASES]
            parts.append(f"词表“{name}”中的词（{'、'.join(shown)}等）")
        words = [phrase for phrase in node.phrases if phrase not in listed]
        if words:
            parts.append("、".join(f"“{word}”" for word in words))
        return "，或".join(parts)

    def _flag(self, node: Field, *, yes: bool) -> str:
        told = FLAG_ZH.get(node.path)
        scope = self._scope(node)
        return scope + told[0 if yes else 1] if told else f"{self.value(node)}为“{'是' if yes else '否'}”"

    def _compared(self, op: str, left: Expression, right: Expression) -> str:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
            return self._compared(mirrored.get(op, op), right, left)
        if isinstance(left, Window) and left.function == "seconds_since" and op == ">=" and _zero(right):
            return f"{self._counted(left)}里有过{self._kind(left)}"
        if isinstance(left, Window) and left.function == "count" and isinstance(right, Literal):
            if (op, right.value) in {(">=", 1), (">", 0)}:
                return f"{self._counted(left)}里有{self._kind(left)}"
            if (op, right.value) in {("==", 0), ("<", 1)}:
                return f"{self._counted(left)}里没有{self._kind(left)}"
        words = isinstance(right, Literal) and isinstance(right.value, str)
        verb = {"==": "是", "!=": "不是"}[op] if words else f"{OPERATOR_ZH[op]} "
        return f"{self.value(left)}{'' if words else ' '}{verb}{self._literal_or_value(right, left)}"

    # -- values -----------------------------------------------------------------------------------

    def value(self, node: Expression) -> str:
        """A value as part of a sentence."""
        match node:
            case Literal():
                return self._literal(node, node)
            case Field():
                return self._scope(node) + _field_zh(node.kind, node.path)
            case Window():
                return self._windowed(node)
            case Arithmetic():
                return f"（{self.value(node.left)} {_SIGNS[node.op]} {self._literal_or_value(node.right, node.left)}）"
            case HourOf():
                return "钟点" if _is_at(node.item) else f"{self.value(node.item)}的钟点"
            case WeekdayOf():
                return "星期" if _is_at(node.item) else f"{self.value(node.item)}的星期"
            case Pick():
                which = "较大者" if node.function == "larger" else "较小者"
                return f"{self.value(node.left)}与{self._literal_or_value(node.right, node.left)}中{which}"
            case ModelValue():
                return "模型给出的概率" if node.name == "probability" else "模型判断的类型"
        return self.sentence(node)

    def _scope(self, node: Field) -> str:
        if node.scope == "this":
            return "本次的"
        return f"步骤“{node.scope}”的" if node.scope else ""

    def _literal_or_value(self, node: Expression, beside: Expression) -> str:
        return self._literal(node, beside) if isinstance(node, Literal) else self.value(node)

    def _literal(self, node: Literal, beside: Expression) -> str:
        if isinstance(node.value, str):
            return f"“{_choice(beside, node.value)}”"
        if node.type is Type.MONEY:
            return f"{format_yuan(round(node.value))} 元"
        if isinstance(beside, WeekdayOf):
            return _DAYS.get(int(node.value), f"{node.value:g}")
        unit = " 点" if isinstance(beside, HourOf) else ""
        if isinstance(beside, Window):
            unit = {"count": " 次", "seconds_since": " 秒", "distinct": " 个"}.get(beside.function, "")
        return f"{node.value:,}{unit}"

    # -- windows ----------------------------------------------------------------------------------

    def _kind(self, window: Window) -> str:
        condition = f"（{self.sentence(window.where)}）" if window.where is not None else ""
        return f"{KIND_ZH[window.kind]}{condition}"

    def _counted(self, window: Window) -> str:
        keys = [part for part in window.by if part.counted != "person.key"]
        person = "" if len(keys) < len(window.by) else "不论何人、"
        same = "、".join(f"同一{_field_zh(window.kind, part.counted)}" for part in keys)
        whose = f"{person}{same}" if keys else "本人"
        return f"{whose}最近{lasting_zh(window.within)}"

    def _windowed(self, window: Window) -> str:
        of = f"{self._counted(window)}里{self._kind(window)}"
        value = _field_zh(window.kind, window.path) if window.path else ""
        match window.function:
            case "count":
                return f"{of}的次数"
            case "distinct":
                return f"{of}的不同{value}数"
            case "seconds_since":
                return f"距{of}上一次的秒数"
            case "latest":
                return f"{of}最近一次的{value}"
            case "first_seen":
                return self._window_holds(window, yes=True)
        name = {"sum": "合计", "mean": "平均", "min": "最小值", "max": "最大值"}[window.function]
        return f"{of}的{value}{name}"

    def _window_holds(self, window: Window, *, yes: bool) -> str:
        value = _field_zh(window.kind, window.path)
        if window.function == "first_seen":
            return f"{self._counted(window)}里{self._kind(window)}中{value}{'首次出现' if yes else '出现过'}"
        told = FLAG_ZH.get(window.path)
        last = f"{self._counted(window)}里{self._kind(window)}最近一次："
        return last + (told[0 if yes else 1] if told else f"{value}为“{'是' if yes else '否'}”")


def _zero(node: Expression) -> bool:
    return isinstance(node, Literal) and node.value == 0


def _is_at(node: Expression) -> bool:
    return isinstance(node, Field) and node.path == "at" and not node.scope


def _field_zh(kind: str, path: str) -> str:
    if path == "person.key":
        return "当事人"
    spec = FIELDS.get(kind, {}).get(path)
    return path.removeprefix("extra.") if spec is None else spec.zh.replace(".", "的")


def _choice(beside: Expression, value: str) -> str:
    kind, path = getattr(beside, "kind", ""), getattr(beside, "path", "")
    known = CHOICE_ZH.get((kind, path)) or CHOICE_ZH.get(("", path), {})
    return known.get(value, value)

"""What a rule asks about, from its text and from the rules it reads: values, lengths of time, other streams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fraudguard.events.catalogue import FIELDS
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.order import reads
from fraudguard.pack.tree import (
    Arithmetic,
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
    Type,
    WeekdayOf,
    Window,
    walk,
)
from fraudguard.workbench.suggest.made import text_matching
from fraudguard.workbench.suggest.streams import Stream, read_fact, stream_of

__all__ = ["NEUTRAL", "NOWHERE", "WARNING", "Material", "Topic", "conditions", "material_of", "topic_of", "topics"]

NEUTRAL = "明天上午十点开会，请准时"
"""What anybody says to anybody."""
WARNING = "【警方提醒】"
"""How a text begins that warns of fraud."""
_US = 1_000_000
NOWHERE = "10000000001"
"""A number that nobody has and no list names."""


@dataclass(slots=True)
class Topic:
    """What conditions are about: fields by kind of event, kinds that windows look at, and lengths of time."""

    fields: set[tuple[str, str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    clock: bool = False

    def add(self, other: Topic) -> None:
        """Take in what another is about."""
        self.fields |= other.fields
        self.kinds |= other.kinds
        self.lengths |= other.lengths
        self.clock |= other.clock


@dataclass(slots=True)
class Material:
    """
    What changes of a rule's examples are made of.

    ``values`` are those of a field that decide, as an author writes them, ``said`` phrases that decide alone;
    ``limits`` the numbers it is compared with; ``factors`` those it is multiplied or divided by. ``lengths`` and
    ``gaps`` are whole seconds: of windows, and between events. ``others`` are streams of the rules it reads, by title,
    with their label; ``windows`` are those of the rule and of these.
    """

    values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    said: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    limits: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    factors: list[float] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    hours: list[int] = field(default_factory=list)
    weekdays: list[int] = field(default_factory=list)
    multiples: list[float] = field(default_factory=list)
    others: list[tuple[str, str, Stream]] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)


def conditions(rule: CheckedRule) -> Iterator[Expression]:
    """Every expression of a rule."""
    if rule.when is not None:
        yield rule.when
    yield from rule.unless
    if rule.sequence is not None:
        yield from (step.when for step in rule.sequence.steps if step.when is not None)


def topics(pack: CheckedPack, asked: Iterable[Expression], depth: int = 2) -> Topic:
    """What these conditions are about, and the rules they read with ``fired``, so many rules deep."""
    found = Topic()
    by_id = {rule.id: rule for rule in pack.rules}
    for expression in asked:
        for node in walk(expression):
            match node:
                case Field():
                    found.fields.add((node.kind, node.path))
                    found.clock |= node.path == "at"
                case Window():
                    found.kinds.add(node.kind)
                    found.lengths.add(node.within // _US)
                    found.fields.update((node.kind, part.counted) for part in node.by)
                    if node.path:
                        found.fields.add((node.kind, node.path))
                case Fired() if depth and node.rule in by_id:
                    found.add(topics(pack, conditions(by_id[node.rule]), depth - 1))
    return found


def topic_of(pack: CheckedPack, rule: CheckedRule, depth: int = 2) -> Topic:
    """What a whole rule is about; of a sequence its time, the kinds of its steps and the rules it names too."""
    found = topics(pack, conditions(rule), depth)
    if rule.sequence is not None:
        found.lengths.add(rule.sequence.within // _US)
        found.kinds |= {step.kind for step in rule.sequence.steps}
        by_id = {one.id: one for one in pack.rules}
        for name in (*(step.rule for step in rule.sequence.steps), *rule.sequence.unless):
            if name in by_id and depth:
                found.add(topic_of(pack, by_id[name], depth - 1))
                found.kinds.add(by_id[name].kind)
    return found


def material_of(pack: CheckedPack, rule: CheckedRule) -> Material:
    """The material of a rule: its own first, then that of the rules it reads directly."""
    out = Material()
    by_id = {one.id: one for one in pack.rules}
    near = [by_id[name] for name in reads(rule) if name in by_id]
    for one in (rule, *near):
        for expression in conditions(one):
            _gather(out, pack, expression)
        if one.sequence is not None:
            out.lengths.append(one.sequence.within // _US)
    for one in near:
        for label in ("hit", "miss"):
            streams = [stream_of(example.events) for example in one.examples if example.label == label]
            short = [stream for stream in streams if stream is not None and len(stream) <= _LONGEST]
            out.others += ((one.title, label, stream) for stream in short[:_OF_EACH])
    for key, phrases in out.said.items():
        together = "，".join(phrases[:_TOGETHER])
        _put(out.values, key, together, f"{WARNING}说“{together}”的都是诈骗，切勿相信")
    for name in ("factors", "lengths", "gaps", "hours", "weekdays", "multiples", "windows"):
        setattr(out, name, list(dict.fromkeys(getattr(out, name))))
    for example in rule.examples:
        for _, event in stream_of(example.events) or ():
            _words_of(out, event)
    return out


def _words_of(out: Material, event: Mapping[str, Any]) -> None:
    """The words of an author's own example may stand in others too."""
    for kind, path in out.values:
        value = read_fact(event, path)
        if event.get("kind") == kind and isinstance(value, str) and path.rpartition(".")[2] in _WORDED:
            _put(out.values, (kind, path), value)


_WORDED = frozenset({"name", "memo", "text", "transcript", "app_name", "package"})
_LONGEST = 8  # events of a stream of another rule
_OF_EACH = 3  # hits of another rule that are taken, and misses
_TOGETHER = 3  # phrases said in one breath


def _put(into: dict[tuple[str, str], Any], key: tuple[str, str], *values: Any) -> None:
    kept = into.setdefault(key, [])
    kept.extend(value for value in values if value not in kept)


def _gather(out: Material, pack: CheckedPack, expression: Expression) -> None:
    for node in walk(expression):
        match node:
            case Compare():
                _of_compare(out, node)
            case InSet(item=Field() as item):
                members = [one.value for one in node.values]
                spec = FIELDS.get(item.kind, {}).get(item.path)
                others = [one for one in spec.choices if one not in members] if spec is not None else []
                _put(out.values, (item.kind, item.path), *members, *others[:1])
            case Window():
                out.lengths.append(node.within // _US)
                out.windows.append(node)
                if node.where is not None:
                    _booleans(out, node.where)
            case Mentions(item=item):
                said = list(_sayings(pack, node))
                _put(
                    out.values,
                    (item.kind, item.path),
                    *said,
                    _harmless(item.path),
                    f"{WARNING}说“{said[0]}”的都是诈骗，切勿相信",
                )
                _put(out.said, (item.kind, item.path), said[0])
            case Matches(item=item):
                _put(
                    out.values,
                    (item.kind, item.path),
                    *_matching(node),
                    "张某" if item.path.endswith("name") else NEUTRAL,
                )
            case IsWarning(item=item):
                _put(out.values, (item.kind, item.path), f"{WARNING}凡是让您转账、共享屏幕的都是诈骗，切勿相信")
            case InList(item=Field() as item):
                found = pack.value_lists.get(node.list)
                _put(out.values, (item.kind, item.path), *(sorted(found.entries)[:1] if found else ()), NOWHERE)
            case IsMultiple(of=Literal(value=value, type=kind)) if isinstance(value, (int, float)) and value:
                out.multiples.append(value / 100 if kind is Type.MONEY else value)
            case Arithmetic():
                for side in (node.left, node.right):
                    if (
                        isinstance(side, Literal)
                        and isinstance(side.value, (int, float))
                        and side.value not in {0, 100}
                    ):
                        out.factors.append(float(side.value))
            case Field(type=Type.BOOL):
                _put(out.values, (node.kind, node.path), True, False)


def _harmless(path: str) -> str:
    """What stands in a field that no rule looks for: a sentence, a name, or what somebody calls himself."""
    last = path.rpartition(".")[2]
    return NEUTRAL if last in {"text", "transcript", "memo"} else "张某" if last == "name" else "某商户"


def _matching(node: Matches) -> list[str]:
    """A text that matches; none where that is not easily made."""
    found = text_matching(node.pattern)
    named = f"某{found}" if node.item.path.endswith("name") else found
    return [text for text in (named, found) if found and re.search(node.pattern, text)][:1]


def _booleans(out: Material, where: Expression) -> None:
    for node in walk(where):
        if isinstance(node, Field) and node.type is Type.BOOL and node.scope == "":
            _put(out.values, (node.kind, node.path), True, False)


def _sayings(pack: CheckedPack, node: Mentions) -> Iterator[str]:
    """A phrase of each list, one that no other list here has where there is one; else the first words given."""
    lists = [name for name in node.lists if name in pack.phrase_lists]
    for name in lists:
        elsewhere = {phrase for other in lists if other != name for phrase in pack.phrase_lists[other]}
        own = [phrase for phrase in pack.phrase_lists[name] if phrase not in elsewhere]
        yield (own or list(pack.phrase_lists[name]))[0]
    if not lists:
        yield node.phrases[0]


def _of_compare(out: Material, node: Compare) -> None:
    for side, other in ((node.left, node.right), (node.right, node.left)):
        match side, other:
            case Field() as item, Literal(value=str() as value):
                spec = FIELDS.get(item.kind, {}).get(item.path)
                others = [one for one in spec.choices if one != value] if spec is not None else []
                _put(out.values, (item.kind, item.path), value, *others[:2])
            case Window(function="latest") as window, Literal(value=str() as value):
                spec = FIELDS.get(window.kind, {}).get(window.path)
                others = [one for one in spec.choices if one != value] if spec is not None else []
                _put(out.values, (window.kind, window.path), value, *others[:2])
            case HourOf(), Literal(value=int() as value):
                out.hours.append(value)
            case WeekdayOf(), Literal(value=int() as value):
                out.weekdays.append(value)
            case Window(function="seconds_since"), Literal(value=(int() | float()) as value):
                out.gaps.append(round(value))
            case Arithmetic(), Literal(value=(int() | float()) as value):
                paths = [part for part in walk(side) if isinstance(part, Field)]
                if any(part.type is Type.TIME for part in paths):
                    out.gaps.append(round(value))
                out.factors.append(float(value))
                for part in paths:
                    _limit(out, part.kind, part.path, other, value)
            case ((Field() as item), Literal(value=(int() | float()) as value)) if not isinstance(value, bool):
                _limit(out, item.kind, item.path, other, value)
            case Window() as window, Literal(value=(int() | float()) as value) if window.path:
                _limit(out, window.kind, window.path, other, value)


def _limit(out: Material, kind: str, path: str, limit: Expression, value: float) -> None:
    money = isinstance(limit, Literal) and limit.type is Type.MONEY
    _put(out.limits, (kind, path), value / 100 if money else value)

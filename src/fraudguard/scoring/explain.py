"""The third evaluator: walks a condition's tree and tells what each part saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fraudguard.events import Event
from fraudguard.events.catalogue import FIELDS, read
from fraudguard.events.masking import mask_text
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.extras import typed
from fraudguard.pack.tree import (
    And,
    Arithmetic,
    AtLeast,
    Compare,
    Expression,
    Field,
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
from fraudguard.plan import arithmetic
from fraudguard.plan.lines import Line, label, line_of, lines_of
from fraudguard.plan.runtime import in_list
from fraudguard.scoring.decision import ChainEvent, Seen
from fraudguard.scoring.wording import shown_value
from fraudguard.text import (
    compile_pattern,
    contains_phrase,
    is_warning,
    normal_form,
    normal_with_offsets,
    original_span,
)

if TYPE_CHECKING:
    from fraudguard.classifier.contributions import TextExplanation

__all__ = ["Explanation", "RuleExplanation", "Viewer", "WindowValues"]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_ARITHMETIC = {"+": arithmetic.add, "-": arithmetic.subtract, "*": arithmetic.multiply, "/": arithmetic.divide}
_AROUND = 12  # characters of the original shown on each side of a recognised phrase
_MISSING = object()


class NotSeen(Exception):  # noqa: N818  # a signal inside this module, not an error
    """A window that was not evaluated, because the answer did not depend on it."""


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """
    One rule and what it made of an event.

    ``fired`` is None when the answer is unknown: something it needs is missing, and nothing else
    made it false. ``unless`` are the lines that would have stopped it; ``chain`` the events that
    complete a sequence.
    """

    rule: str
    title: str
    status: str
    fired: bool | None
    conditions: tuple[Seen, ...]
    unless: tuple[Seen, ...] = ()
    chain: tuple[ChainEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    Every rule of an event's kind, and each condition with the values it saw; ``model`` is what a text model saw in
    its words, if there is one.
    """

    event_id: str
    kind: str
    rules: tuple[RuleExplanation, ...]
    model: TextExplanation | None = None


class WindowValues:
    """The values of an event's windows, found by the identity of a window's node (`KindPlan.places`)."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[int, int], values: Mapping[int, object]) -> None:
        self._places = places
        self._values = values

    def get(self, node: Window) -> object:
        """The value; `_MISSING` when the window was not asked for."""
        place = self._places.get(id(node))
        value = _MISSING if place is None else self._values.get(place, _MISSING)
        return _MISSING if type(value) is object else value  # a bare object marks what was never worked out


class Viewer:
    """
    Evaluates conditions on one event.

    ``windows`` holds the value of each window; a window that is not in it raises `NotSeen`.
    """

    def __init__(
        self, event: Event, person: str | None, windows: WindowValues, pack: CheckedPack,
        token: Callable[[str], str], model: Any,
    ) -> None:  # fmt: skip
        self.event = event
        self.person = person
        self.windows = windows
        self.pack = pack
        self.token = token
        self.model = model
        self._shown: dict[str, object] = {}

    # -- truth ------------------------------------------------------------------------------------

    def truth(self, node: Expression) -> bool | None:
        """True, false or unknown (``None``)."""
        match node:
            case Not():
                inner = self.truth(node.item)
                return None if inner is None else not inner
            case And():
                return _all(self.truth(item) for item in node.items)
            case Or():
                inner = _all(_negated(self.truth(item)) for item in node.items)
                return None if inner is None else not inner
            case AtLeast():
                votes = [self.truth(item) for item in node.items]
                if votes.count(True) >= node.count:
                    return True
                return False if len(votes) - votes.count(False) < node.count else None
            case Compare():
                return self._compare(node)
            case InSet():
                return self._in_set(node)
            case Mentions() | Matches() | IsWarning():
                return self._textual(node)
            case InList():
                return in_list(self.pack.value_lists[node.list], self.value(node.item), self.event.at_us)
            case IsMultiple():
                return arithmetic.is_multiple(self.value(node.item), self.value(node.of))
        value = self.value(node)
        return None if value is None else bool(value)

    def _compare(self, node: Compare) -> bool | None:
        left, right = self.value(node.left), self.value(node.right)
        if left is None or right is None:
            return None
        if _opaque(node.left) or _opaque(node.right):
            left = left if _opaque(node.left) else self.token(str(left))
            right = right if _opaque(node.right) else self.token(str(right))
        return _COMPARE[node.op](left, right)

    def _in_set(self, node: InSet) -> bool | None:
        value = self.value(node.item)
        if value is None:
            return None
        values = {literal.value for literal in node.values}
        if _opaque(node.item):
            values = {self.token(str(one)) for one in values}
        return not values.isdisjoint(value) if isinstance(value, tuple) else value in values

    def _textual(self, node: Mentions | Matches | IsWarning) -> bool | None:
        text = self.value(node.item)
        if text is None:
            return None
        normal = normal_form(text)
        if isinstance(node, Mentions):
            return any(contains_phrase(normal, phrase) for phrase in node.phrases)
        if isinstance(node, Matches):
            return compile_pattern(node.pattern).search(normal) is not None
        return is_warning(normal)

    # -- values -----------------------------------------------------------------------------------

    def value(self, node: Expression) -> Any:
        """The value, ``None`` when unknown."""
        match node:
            case Literal():
                return node.value
            case Field():
                return self._field(node)
            case Window():
                value = self.windows.get(node)
                if value is _MISSING:
                    raise NotSeen
                return value
            case Arithmetic():
                result = _ARITHMETIC[node.op](self.value(node.left), self.value(node.right))
                between = all(getattr(side, "type", None) is Type.TIME for side in (node.left, node.right))
                return arithmetic.divide(result, 1_000_000) if between else result
            case HourOf():
                return arithmetic.hour_of(self.value(node.item))
            case WeekdayOf():
                return arithmetic.weekday_of(self.value(node.item))
            case Pick():
                pick = arithmetic.larger if node.function == "larger" else arithmetic.smaller
                return pick(self.value(node.left), self.value(node.right))
            case ModelValue():
                return None if self.model is None else getattr(self.model, node.name)
        return self.truth(node)

    def _field(self, node: Field) -> Any:
        if node.scope:
            raise NotSeen  # a named step: a chain's business
        if node.path == "person.key":
            return self.person
        if node.path.startswith("extra."):
            return typed(read(self.event, node.path), node.type)
        return read(self.event, node.path)

    # -- telling ----------------------------------------------------------------------------------

    def seen(self, line: Line) -> Seen:
        """One condition line with its truth and the values it read."""
        return Seen(line.text, self._met(line.node), self._values(line))

    def held(self, lines: Iterable[Line]) -> Iterator[Seen]:
        """The lines that were true, of a rule that fired."""
        for line in lines:
            if line.needed or self._met(line.node):
                yield Seen(line.text, True, self._values(line))

    def _met(self, node: Expression) -> bool | None:
        try:
            return self.truth(node)
        except NotSeen:
            return None

    def _values(self, line: Line) -> dict[str, object]:
        found: dict[str, object] = {}
        for node in line.reads:
            if isinstance(node, Window):
                value = self.windows.get(node)
                if value is not _MISSING:
                    kind = Type.TEXT if _opaque(node) else node.type
                    hidden = _opaque(node) and value is not None
                    found[label(node)] = "（已加密）" if hidden else _shown(value, kind)
            elif isinstance(node, ModelValue):
                found[f"model.{node.name}"] = self.value(node)
            elif not node.scope:
                found[node.path] = self._shown_field(node)
        return found

    def _shown_field(self, node: Field) -> object:
        """A field as it is shown; the rules of an event mostly look at the same few."""
        if node.path not in self._shown:
            spec = FIELDS[self.event.kind].get(node.path)
            self._shown[node.path] = _shown(self._field(node), node.type, spec.personal if spec else "text")
        return self._shown[node.path]

    def quotes(self, mentions: Iterable[Mentions]) -> Iterator[str]:
        """The phrases found, as they were written, with a few characters around them, masked."""
        for node in mentions:
            text = self.value(node.item)
            if isinstance(text, str):
                yield from _quotes(text, node.phrases)

    def explain(self, rule: CheckedRule, *, fired: bool) -> RuleExplanation:
        """A rule of this event's kind. ``fired`` is what the engine said; a tree walk must agree."""
        assert rule.when is not None  # sequences are explained by their chain
        lines = tuple(map(self.seen, lines_of(rule.when)))
        stops = tuple(self.seen(line_of(node)) for node in rule.unless)
        truth: bool | None = fired
        if not fired:
            met = self.truth(rule.when)
            truth = None if met is None else False
        return RuleExplanation(rule.id, rule.title, rule.status, truth, lines, stops)


def _shown(value: object, kind: Type, personal: str = "") -> object:
    return None if value is None else shown_value(value, kind, personal)


def _opaque(node: Expression) -> bool:
    return isinstance(node, Window) and node.function == "latest" and node.type is Type.TEXT


def _quotes(text: str, phrases: Iterable[str]) -> Iterator[str]:
    normal = normal_with_offsets(text)
    for phrase in phrases:
        start = normal.text.find(phrase)
        if start < 0 or not contains_phrase(normal.text, phrase):
            continue
        first, last = original_span(normal, start, start + len(phrase))
        before, after = max(0, first - _AROUND), last + _AROUND
        yield mask_text(text[before:after]).replace("\n", " ")


def _negated(truth: bool | None) -> bool | None:  # a truth value is the operand
    return None if truth is None else not truth


def _all(truths: Iterable[bool | None]) -> bool | None:
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True

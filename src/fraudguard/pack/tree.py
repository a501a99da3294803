"""The typed expression tree: what the checker proves and every evaluator reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum

from fraudguard.errors import Place

__all__ = [
    "And",
    "Arithmetic",
    "AtLeast",
    "Compare",
    "Expression",
    "Field",
    "Fired",
    "HourOf",
    "InList",
    "InSet",
    "IsMultiple",
    "IsWarning",
    "KeyPart",
    "Literal",
    "Matches",
    "Mentions",
    "ModelValue",
    "Not",
    "Or",
    "Pick",
    "Type",
    "WeekdayOf",
    "Window",
    "children",
    "walk",
]


class Type(StrEnum):
    """
    What a value is. Units: MONEY is whole fen, TIME is microseconds since 1970 UTC.

    TEXT is any free string, identifiers included; TEXTS a tuple of them; ENUM a closed set.
    """

    BOOL = "bool"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    TEXTS = "texts"
    ENUM = "enum"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """
    A node. Two nodes are equal when they mean the same; the place does not count.

    ``source`` is the author's text of a whole condition line, kept on its outermost node only.
    """

    place: Place | None = field(default=None, compare=False, repr=False)
    source: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    """A constant. Money literals are already in fen (int where exact, else float)."""

    value: bool | int | float | str
    type: Type


@dataclass(frozen=True, slots=True)
class Field(Expression):
    """
    A field of an event, missing = unknown.

    ``scope`` is ``""`` for the bare names (the event under test; inside a window's ``where``: the
    counted event), ``"this"`` for ``this.`` inside ``where``, else the name of a sequence step.
    ``kind`` is the event kind the path was typed against.
    """

    scope: str
    kind: str
    path: str
    type: Type


@dataclass(frozen=True, slots=True)
class Compare(Expression):
    """``left op right`` with op one of ``< <= > >= == !=``; unknown when a side is unknown."""

    op: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class InSet(Expression):
    """``item in ['a', 'b']``: item equals one of the literals. An item of TEXTS: any member does."""

    item: Expression
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Expression):
    """
    ``left op right`` with op one of ``+ - * /``; unary minus is ``0 - x``.

    Unknown when a side is unknown, when dividing by zero, and when the result is not finite.
    ``TIME - TIME`` is seconds (microseconds / 1,000,000). A number that meets money is already
    converted: the checker wraps it as ``number * 100`` or folds the literal into fen.
    """

    op: str
    left: Expression
    right: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class And(Expression):
    """True when all are true, false when one is false, else unknown."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or(Expression):
    """True when one is true, false when all are false, else unknown."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not(Expression):
    """Unknown stays unknown."""

    item: Expression


@dataclass(frozen=True, slots=True)
class AtLeast(Expression):
    """True when ``count`` items are true, false when ``count`` can no longer be reached."""

    count: int
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One part of a window's key: ``counted`` path of the counted event equals ``this``."""

    counted: str
    this: Field


@dataclass(frozen=True, slots=True)
class Window(Expression):
    """
    A value over earlier events with the same key.

    ``function`` is ``count sum mean min max distinct`` (the event under test included when it is of
    ``kind``) or ``first_seen seconds_since latest`` (strictly earlier events only). ``path`` is the
    counted event's field, empty for ``count`` and ``seconds_since``. ``within`` is in microseconds,
    the window ``(at - within, at]``. ``where`` sees the counted event bare and the event under test
    as ``this``.
    """

    function: str
    kind: str
    path: str
    by: tuple[KeyPart, ...]
    within: int
    where: Expression | None
    type: Type


@dataclass(frozen=True, slots=True)
class Fired(Expression):
    """Inside ``where``: rule ``rule`` fired on the counted event. True or false, never unknown."""

    rule: str


@dataclass(frozen=True, slots=True)
class Mentions(Expression):
    """
    The normal form of a text holds one of the phrases.

    ``phrases`` are normal forms, sorted, without repeats: words given plus the lists' entries.
    ``lists`` names the lists they came from, for showing only.
    """

    item: Field
    phrases: tuple[str, ...]
    lists: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Matches(Expression):
    """The normal form of a text matches a pattern of the linear-time dialect, anywhere."""

    item: Field
    pattern: str


@dataclass(frozen=True, slots=True)
class IsWarning(Expression):
    """The text warns of fraud instead of committing it (DOMAIN 5.4)."""

    item: Field


@dataclass(frozen=True, slots=True)
class InList(Expression):
    """The normal form of a value is an entry of a value list that is in force at the event's time."""

    item: Expression
    list: str


@dataclass(frozen=True, slots=True)
class HourOf(Expression):
    """Hour 0-23 in Asia/Shanghai."""

    item: Expression


@dataclass(frozen=True, slots=True)
class WeekdayOf(Expression):
    """Monday 1 to Sunday 7 in Asia/Shanghai."""

    item: Expression


@dataclass(frozen=True, slots=True)
class IsMultiple(Expression):
    """``item`` is a whole multiple (not zero times) of ``of``; unknown when ``of`` is 0."""

    item: Expression
    of: Expression


@dataclass(frozen=True, slots=True)
class Pick(Expression):
    """``larger(a, b)`` or ``smaller(a, b)``: unknown when either side is unknown."""

    function: str
    left: Expression
    right: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class ModelValue(Expression):
    """``model.probability`` (NUMBER) or ``model.scam`` (TEXT): the classifier on this event."""

    name: str
    type: Type


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    """The names of a node's fields that may hold sub-expressions, looked up once per kind of node."""
    if kind not in _NAMES:
        _NAMES[kind] = tuple(spec.name for spec in fields(kind) if spec.name not in ("place", "source", "type"))
    return _NAMES[kind]


def children(node: Expression) -> Iterator[Expression]:
    """The direct sub-expressions of a node, in reading order (a window's key fields included)."""
    if isinstance(node, Window):
        for part in node.by:
            yield part.this
        if node.where is not None:
            yield node.where
        return
    for name in _names(type(node)):
        value = getattr(node, name)
        if isinstance(value, Expression):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Expression))


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything below it, parents first."""
    todo = [node]
    while todo:  # no recursion: a generator in a generator costs at every level
        one = todo.pop()
        yield one
        todo += reversed([*children(one)])

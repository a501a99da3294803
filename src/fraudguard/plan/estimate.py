"""How often a condition holds and what it costs: rough guesses that only order the tests."""

from __future__ import annotations

from fraudguard.pack.tree import (
    And,
    AtLeast,
    Compare,
    Expression,
    Field,
    InList,
    InSet,
    IsMultiple,
    IsWarning,
    Literal,
    Matches,
    Mentions,
    Not,
    Or,
    Type,
    Window,
    walk,
)
from fraudguard.plan.asking import asked_rules, fails_empty

__all__ = ["chance", "cost"]

_RARE = 0.03


def chance(node: Expression, wanted: bool = True) -> float:
    """The guessed share of events on which ``node`` is known to be ``wanted``."""
    match node:
        case Not():
            return chance(node.item, not wanted)
        case And() | Or():
            each = [chance(item, wanted) for item in node.items]
            product = 1.0
            if isinstance(node, And) is wanted:
                for one in each:
                    product *= one
                return product
            for one in each:
                product *= 1 - one
            return 1 - product
        case AtLeast():
            return 0.2 if wanted else 0.7
    held = _leaf(node)
    return held if wanted else 0.9 - 0.9 * held


def _leaf(node: Expression) -> float:
    match node:
        case Mentions() | Matches():
            return 0.03
        case IsWarning() | InList():
            return 0.05
        case InSet():
            return min(0.6, 0.12 * len(node.values))
        case IsMultiple():
            return 0.2
        case Compare(left=Window() as window) if asked_rules(window):  # rules seldom fire
            return _RARE if fails_empty(node) else 0.9
        case Compare(op="=="):
            return _equality(node)
        case Compare(op="!="):
            return 0.7
        case Compare():
            return 0.3
        case Field(type=Type.BOOL):
            return 0.1
        case Literal():
            return 1.0 if node.value else 0.0
    return 0.3


def _equality(node: Compare) -> float:
    kind = getattr(node.left, "type", None)
    return {Type.ENUM: 0.3, Type.BOOL: 0.3}.get(kind, 0.05) if kind else 0.05


def cost(node: Expression) -> float:
    """The guessed cost, a plain comparison being 1."""
    total = 0.0
    for part in walk(node):
        match part:
            case Window():
                total += 8 if asked_rules(part) else 30
            case Matches() | IsWarning():
                total += 10
            case InList():
                total += 5
            case Mentions() | Compare() | InSet() | IsMultiple():
                total += 1
            case _:
                total += 0.2
    return max(1.0, total)

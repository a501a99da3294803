"""A part of a rule in the words and at the place where its author wrote it."""

from __future__ import annotations

from fraudguard.errors import Place
from fraudguard.pack.tree import And, AtLeast, Expression, InList, Literal, Mentions, Not, Or, children

__all__ = ["group_words", "spot", "written"]


def written(node: Expression) -> str:
    """The author's text of a node, on one line; what was never written is named by its kind."""
    if node.source:
        return " ".join(node.source.split())
    place = node.place
    if place is not None and place.text:
        return place.text[place.column - 1 : place.column - 1 + place.length].strip()
    return str(node.value) if isinstance(node, Literal) else type(node).__name__


def group_words(node: Expression) -> str:
    """``any``, ``all`` or ``at_least 2`` with what stands first below it; empty when the node is no such group."""
    if node.source or not isinstance(node, (And, Or, AtLeast)):
        return ""
    if isinstance(node, AtLeast):
        return f"at_least {node.count}: {_first(node)}, …"
    head = written(node)
    return f"{head}: {_first(node)}, …" if head in {"any", "all", "none"} else ""


def _first(node: And | Or | AtLeast) -> str:
    item = node.items[0]
    while isinstance(item, Not):
        item = item.item
    return group_words(item) or written(item)


def spot(node: Expression) -> Place | None:
    """Where a node was written, or the first part of it that was."""
    if node.place is not None:
        return node.place
    if isinstance(node, (Mentions, InList)):
        return node.item.place
    return next((found for child in children(node) if (found := spot(child)) is not None), None)

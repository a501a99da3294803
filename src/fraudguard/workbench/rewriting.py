"""Every node of a condition together with the way to put another in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

from fraudguard.pack.tree import Expression, Window

__all__ = ["Spot", "spots"]

Rebuild = Callable[[Expression], Expression]


@dataclass(frozen=True, slots=True)
class Spot:
    """
    A node, and the whole condition with another node in its place (``put``).

    ``line`` is the nearest node above it, or itself, that a sentence can quote: a line, a group or a window.
    """

    node: Expression
    put: Rebuild
    line: Expression


def spots(node: Expression, put: Rebuild = lambda new: new, line: Expression | None = None) -> Iterator[Spot]:
    """The node and everything below it, parents first; the keys of windows are left out."""
    line = node if line is None or node.source or isinstance(node, Window) else line
    yield Spot(node, put, line)
    for name, index, child in _children(node):
        yield from spots(child, _putting(node, put, name, index), line)


def _children(node: Expression) -> Iterator[tuple[str, int, Expression]]:
    for spec in fields(node):
        value = getattr(node, spec.name)
        if isinstance(value, Expression):
            yield spec.name, -1, value
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Expression):
                    yield spec.name, index, item


def _putting(node: Expression, put: Rebuild, name: str, index: int) -> Rebuild:
    def rebuilt(new: Expression) -> Expression:
        if index < 0:
            return put(replace(node, **{name: new}))  # type: ignore[arg-type]  # any node takes its own fields
        items = getattr(node, name)
        return put(replace(node, **{name: (*items[:index], new, *items[index + 1 :])}))  # type: ignore[arg-type]

    return rebuilt

"""Which event an expression reads: the one under test, the counted one, a sequence's earlier step."""

from __future__ import annotations

from dataclasses import fields, replace

from fraudguard.pack.tree import And, Expression, Field, Fired, Window, children

__all__ = ["conjuncts", "rescoped", "scopes"]


def scopes(node: Expression) -> frozenset[str]:
    """
    The scopes of all fields below ``node``; `Fired` counts as scope ``"fired"``.

    A window's ``where`` belongs to the window: only the fields its key reads count.
    """
    if isinstance(node, Field):
        return frozenset((node.scope,))
    if isinstance(node, Fired):
        return frozenset(("fired",))
    if isinstance(node, Window):
        return frozenset(("",))
    found: frozenset[str] = frozenset()
    for child in children(node):
        found |= scopes(child)
    return found


def rescoped(node: Expression, old: str, new: str) -> Expression:
    """``node`` with every field of scope ``old`` read from scope ``new`` instead."""
    if isinstance(node, Field):
        return replace(node, scope=new) if node.scope == old else node
    changed: dict[str, object] = {}
    for spec in fields(node):
        value = getattr(node, spec.name)
        if isinstance(value, Expression):
            changed[spec.name] = rescoped(value, old, new)
        elif isinstance(value, tuple) and any(isinstance(item, Expression) for item in value):
            changed[spec.name] = tuple(
                rescoped(item, old, new) if isinstance(item, Expression) else item for item in value
            )
    return replace(node, **changed) if changed else node  # type: ignore[arg-type]  # a node's own fields


def conjuncts(node: Expression) -> tuple[Expression, ...]:
    """The conditions that must all be true for ``node`` to be true."""
    if isinstance(node, And):
        return tuple(part for item in node.items for part in conjuncts(item))
    return (node,)

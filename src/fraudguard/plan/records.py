"""What the state remembers of an event: which values, and under which keys it is found again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fraudguard.pack.tree import Expression, Window

__all__ = ["FIRST_SLOT", "Form", "RecordLayout", "Slot", "Store", "StoreTable"]

FIRST_SLOT = 3
"""
A record is ``(at, id, fired rule ids, slot, slot, …)``; a list where windows ask what fired, because
its own event's rules are still running when it is first read.
"""

Form = Literal["true", "false", "value", "token"]
"""What a slot remembers of an expression."""


@dataclass(frozen=True, slots=True)
class Slot:
    """
    One remembered value of an event.

    ``true`` and ``false`` remember whether a condition was known to be so, ``value`` a number, time
    or enumeration, ``token`` the keyed token of a text. The expression reads the event bare.
    """

    form: Form
    node: Expression

    @property
    def name(self) -> str:
        """A name that stays the same between plans, for snapshots and a change of rules."""
        return f"{self.form} {self.node!r}"


@dataclass(slots=True)
class RecordLayout:
    """The slots of one kind's records, in order, each with its place."""

    slots: dict[Slot, int] = field(default_factory=dict)

    def index(self, slot: Slot) -> int:
        """Where a record holds ``slot``; asked for the first time, it is added."""
        return self.slots.setdefault(slot, FIRST_SLOT + len(self.slots))


@dataclass(frozen=True, slots=True)
class Store:
    """The records of one kind under one key: the counted event's paths, in order."""

    kind: str
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        """A name that stays the same between plans."""
        return f"{self.kind} by {', '.join(self.paths)}"


@dataclass(slots=True)
class StoreTable:
    """All stores of a plan; windows share a store when kind and key are the same."""

    stores: list[Store] = field(default_factory=list)

    def index(self, window: Window) -> int:
        """The number of the store a window reads."""
        store = Store(window.kind, tuple(part.counted for part in window.by))
        if store not in self.stores:
            self.stores.append(store)
        return self.stores.index(store)

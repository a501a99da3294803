"""What the state remembers of an event: which values, and under which keys it is found again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from fraudguard.pack.tree import Expression, KeyPart, Window

__all__ = ["FLAGS", "Form", "RecordLayout", "Slot", "Store", "StoreTable", "keyed_by"]

FLAGS = 3
"""
A record is ``(at, id, fired rule ids, flags, value, value, …)``: one bit for each condition remembered,
then the other slots. It is a list where windows ask what fired, because its own event's rules are
still running when it is first read.
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
    """What one kind's records hold: conditions by bit, other slots by place."""

    flags: dict[Slot, int] = field(default_factory=dict)
    values: dict[Slot, int] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot, conditions first, in the order of bits and places."""
        return (*self.flags, *self.values)

    def place(self, slot: Slot) -> int:
        """Where a record holds a value; asked for the first time, it is added."""
        return self.values.setdefault(slot, FLAGS + 1 + len(self.values))

    def source(self, slot: Slot) -> str:
        """Source that reads ``slot`` of a record ``r``."""
        if slot.form in ("true", "false"):
            return f"r[{FLAGS}] & {1 << self.flags.setdefault(slot, len(self.flags))}"
        return f"r[{self.place(slot)}]"


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
        store = Store(window.kind, tuple(part.counted for part in keyed_by(window)[0]))
        if store not in self.stores:
            self.stores.append(store)
        return self.stores.index(store)


def keyed_by(window: Window) -> tuple[tuple[KeyPart, ...], tuple[KeyPart, ...]]:
    """
    The parts of a window's key that name its log, and those that its records are picked by.

    Whatever is counted per person lies in the person's one log: ten payees are no ten logs more.
    """
    for part in window.by:
        if part.counted == "person.key":
            return (part,), tuple(other for other in window.by if other is not part)
    return window.by, ()

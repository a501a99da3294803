"""What a story is and whom it happens to: the types that schemes, look-alikes and towns share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Flat", "KnownPayee", "Story", "Subject"]

Flat = dict[str, Any]
"""
An event before it belongs to a town: dotted field paths to values, money in whole fen, times in microseconds UTC.

Besides the fields, ``_person`` is the person's number in the town, ``_stage`` the stage of the scam (empty for honest
events), and ``_loss`` is true on a payment to a fraudster.
"""


@dataclass(frozen=True, slots=True)
class KnownPayee:
    """Somebody a person has paid before."""

    account: str
    name: str
    kind: str
    bank: str
    region: str


@dataclass(frozen=True, slots=True)
class Subject:
    """
    A person as stories see them.

    ``balance`` is in fen, at about the time of the story; ``contacts`` are telephone numbers of people they know;
    ``household`` are the numbers of family members in the same town.
    """

    number: int
    key: str
    age: int
    kind: str
    role: str | None
    female: bool
    area: str
    phone: str
    accounts: tuple[str, ...]
    balance: int
    contacts: tuple[str, ...]
    known_payees: tuple[KnownPayee, ...]
    household: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """
    What happened to one person: a scheme's attempt, or an honest story that looks like one.

    ``name`` is the id of the scheme or of the look-alike; ``reached`` the last stage of an attempt that happened:
    money moved only when that is ``transfer`` or ``after``.
    """

    name: str
    person: int
    techniques: tuple[str, ...]
    reached: str
    events: tuple[Flat, ...]

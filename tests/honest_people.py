"""Made-up persons to whom honest stories happen in tests, and flat events read as real ones."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np

from fraudguard.events.catalogue import FIELDS
from fraudguard.events.moment import from_microseconds
from fraudguard.events.parse import Event, parse_event
from fraudguard.simulate.confusers import Confuser
from fraudguard.simulate.story import KnownPayee, Story, Subject

START = 1_704_067_200_000_000
"""2024-01-01 08:00 in Shanghai, in microseconds UTC."""

FRIENDS = ("16410000001", "16410000002", "16410000003")
PAID = (
    KnownPayee("6299000000000000001", "李小花", "personal", "工商银行", "本市"),
    KnownPayee("9900000000000000001", "大桥五金有限公司", "corp", "建设银行", "本市"),
)


def person(**changes: Any) -> Subject:
    """A woman of 42 with friends and two payees, changed as told."""
    facts: dict[str, Any] = {
        "number": 7,
        "key": "person-7",
        "age": 42,
        "kind": "personal",
        "role": None,
        "female": True,
        "area": "东区",
        "phone": "16400000007",
        "accounts": ("6299000000000000777", "6299000000000000778"),
        "balance": 3_000_000,
        "contacts": FRIENDS,
        "known_payees": PAID,
        "household": (8,),
    }
    return Subject(**(facts | changes))


PEOPLE = (
    person(),
    person(number=8, key="person-8", age=71, role="retired", contacts=(), known_payees=(), accounts=(), balance=0),
    person(number=9, key="person-9", age=35, role="finance", female=False),
    person(number=10, key="person-10", age=19, role="student"),
    person(number=11, key="person-11", age=45, role="merchant"),
    person(number=12, key="person-12", age=30, kind="corp", role="finance"),
)


def stories(confuser: Confuser, count: int, subject: Subject | None = None) -> list[Story]:
    """So many stories of one confuser, spread over a year."""
    return [
        confuser.play(
            subject or PEOPLE[place % len(PEOPLE)], START + place * 9 * 3_600_000_000, np.random.default_rng(place)
        )
        for place in range(count)
    ]


def as_event(flat: Mapping[str, Any]) -> Event:
    """The event that a flat one stands for, read as strictly as any feed's."""
    kind = flat["kind"]
    nested: dict[str, Any] = {"kind": kind, "id": "e1", "source": "test"}
    for path, value in flat.items():
        if path.startswith("_") or path == "kind":
            continue
        given = value
        if FIELDS[kind][path].type == "money":
            given = Decimal(value) / 100
        elif FIELDS[kind][path].type == "time":
            given = from_microseconds(value)
        *parts, last = path.split(".")
        inner = nested
        for part in parts:
            inner = inner.setdefault(part, {})
        inner[last] = given
    return parse_event(nested)

"""What the officer sees of a case, as plain data: who, how urgent, why, what to say, what to do, what is missing."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "About",
    "BankAction",
    "Closing",
    "Countdown",
    "First",
    "HandOverState",
    "LastAction",
    "LeadState",
    "Place",
    "ReturnVisitState",
    "Said",
    "Say",
    "Sheet",
    "Why",
    "plain",
    "sheet_schema",
]

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of ours in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """
    Something that has to be done in time. ``minutes`` are left until ``at``, negative when that is past.

    ``overdue`` says 已超时; ``done`` that it was done all the same, late. Times are ISO 8601 in Asia/Shanghai.
    """

    name: str
    zh: str
    en: str
    at: str | None
    minutes: int | None
    overdue: bool
    done: bool


@dataclass(frozen=True, slots=True)
class About:
    """
    Who and how urgent. ``label`` is masked, ``points`` are those of the latest ticket, ``version`` counts the case's
    entries.
    """

    id: str
    label: str
    drill: bool
    payee: bool
    level: Literal["none", "green", "yellow", "red"]
    level_zh: str
    urgent: bool
    status: str
    status_zh: str
    tier: Literal["station", "sub_bureau", "city"]
    tier_zh: str
    scam: str
    scam_zh: str
    stage: str
    stage_zh: str
    points: int
    unit: str
    unit_name: str
    area: str
    position: str
    position_zh: str
    opened_at: str
    signed_by: str
    ended_at: str | None
    ended_by: str
    overdue: bool
    reopened: int
    prior_loss: bool
    denials: int
    raised_by: tuple[str, ...]
    exception: bool
    version: int


@dataclass(frozen=True, slots=True)
class Place:
    """How far the nearest unit is from the person, and the response circle, from 1; ``said`` puts it in words."""

    known: bool
    metres: int | None
    circle: int
    said: Said


@dataclass(frozen=True, slots=True)
class Why:
    """
    The evidence, each sentence as it was written, the weightiest first.

    ``kept`` is false when the time for which words are kept is over; ``said`` says so then and is empty otherwise.
    """

    kept: bool
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    said: Said


@dataclass(frozen=True, slots=True)
class Say:
    """What to say to the person: the script of this scam and stage, and what to ask."""

    script: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BankAction:
    """What the bank is recommended to do; a person decides (DOMAIN 8.5)."""

    name: str
    zh: str


@dataclass(frozen=True, slots=True)
class First:
    """What to do first. ``measures`` are what repeated denial calls for."""

    first_aid: tuple[str, ...]
    advice: tuple[str, ...]
    bank: tuple[BankAction, ...]
    measures: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing still needs; ``ready`` when that is nothing."""

    ready: bool
    needs: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class LeadState:
    """An instruction of a higher centre. ``badge`` says 重复预警 when it repeats another one."""

    ref: str
    issuer: str
    level: str
    level_zh: str
    pushed_at: str
    answered_at: str | None
    badge: str


@dataclass(frozen=True, slots=True)
class HandOverState:
    """Work given to a specialist unit, and whether it has reported back."""

    unit: str
    unit_name: str
    given_at: str
    answered_at: str | None


@dataclass(frozen=True, slots=True)
class ReturnVisitState:
    """The days in which the return visit belongs."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class LastAction:
    """The last thing that a person did on the case."""

    by: str
    at: str
    kind: str
    zh: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    What the officer sees of a case at ``at``. Masked; contact data are never on it.

    ``now`` is the next step in one sentence, ``countdowns`` what is due, the most pressing first. `to_dict` gives
    plain data of the form in ``docs/reference/case.schema.json``.
    """

    at: str
    case: About
    now: Said
    place: Place
    countdowns: tuple[Countdown, ...]
    why: Why
    say: Say
    first: First
    closing: Closing
    leads: tuple[LeadState, ...]
    hand_overs: tuple[HandOverState, ...]
    return_visit: ReturnVisitState | None
    last: LastAction | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data: mappings, lists, texts, whole numbers, truth values and None."""
        return plain(self)


def sheet_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `Sheet.to_dict` gives; every field is always there, and no other."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Sheet).json_schema(mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        part["additionalProperties"] = False
        part["required"] = list(part["properties"])
    return {"$schema": SCHEMA_ID, "title": "Sheet", **_undecorated(schema)}


def plain(part: Any) -> dict[str, Any]:
    """A dataclass of this module as mappings, lists, texts, whole numbers, truth values and None."""
    data: dict[str, Any] = _plain(dataclasses.asdict(part))
    return data


def _plain(value: Any) -> Any:
    """Tuples as lists, at every depth."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (tuple, list)) else value


def _undecorated(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the titles that only repeat a field's name; descriptions on one line."""
    for part in (schema, *schema["$defs"].values()):
        if "description" in part:
            part["description"] = " ".join(part["description"].split())
        for field in part["properties"].values():
            field.pop("title", None)
    return schema

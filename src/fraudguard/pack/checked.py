"""A rule pack that has passed every check: the only thing the planner accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fraudguard.errors import Place
from fraudguard.pack.desk_policy import Calendar, DeskPolicy
from fraudguard.pack.tree import Expression, Field, Type

__all__ = [
    "LEVELS",
    "LEVEL_ZH",
    "CheckedPack",
    "CheckedRule",
    "DeskRules",
    "Example",
    "Group",
    "Level",
    "ListEntry",
    "ModelPolicy",
    "Policy",
    "Scam",
    "Sequence",
    "Settings",
    "Step",
    "Template",
    "ValueList",
]

Level = Literal["none", "green", "yellow", "red"]
LEVELS: tuple[Level, ...] = ("none", "green", "yellow", "red")
"""Danger, lowest first. Compare levels by their index here."""
LEVEL_ZH: Mapping[str, str] = {"none": "无", "green": "绿", "yellow": "黄", "red": "红"}
"""The colours of the levels."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with fields in it: literal text and fields (scope "" or a step's name) in turn."""

    parts: tuple[str | Field, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """
    A labelled stream; the last event is the one under test. Events are plain mappings.

    ``points`` and ``level`` are those that the rule's subject must have after it (None: not said), ``evidence`` what
    the finding must show. ``todo`` is why a known gap may stay open; empty for all others.
    """

    label: Literal["hit", "miss"]
    title: str
    events: tuple[Mapping[str, object], ...]
    place: Place | None = field(default=None, compare=False)
    points: int | None = None
    level: Level | None = None
    evidence: tuple[str, ...] = ()
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of a sequence: a rule's findings (``rule``) or an inline condition (``kind``, ``when``).

    ``when`` of an inline step may read earlier steps by name (`Field.scope`). For a rule step,
    ``kind`` is the rule's kind, or empty when that rule is itself a sequence of mixed kinds.
    """

    name: str
    rule: str
    kind: str
    when: Expression | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """Steps within a time, of one key. ``within`` in microseconds; ``at_least`` 0 means all steps."""

    steps: tuple[Step, ...]
    within: int
    by: tuple[str, ...] = ("person.key",)
    unless: tuple[str, ...] = ()
    any_order: bool = False
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """
    A rule whose every expression is typed.

    Exactly one of ``when`` (with ``kind``) and ``sequence`` is set. ``subject`` is the path on the
    event that fires the rule; its findings' points and ticket belong to that value.
    """

    id: str
    title: str
    scam: str
    kind: str
    points: int
    group: str
    stage: str
    because: Template
    when: Expression | None = None
    unless: tuple[Expression, ...] = ()
    sequence: Sequence | None = None
    role: Literal["core", "support"] = "core"
    status: Literal["draft", "shadow", "active"] = "active"
    subject: str = "person.key"
    floor: Level = "none"
    urgent: bool = False
    advice: tuple[str, ...] = ()
    source: str = ""
    examples: tuple[Example, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """
    Correlated evidence that shares one cap.

    ``keep[h]`` is how many thousandths of a finding's points count h whole hours after it; past
    the end of the tuple nothing counts. ``half_life`` and ``horizon`` are whole hours.
    """

    id: str
    cap: int
    half_life: int
    horizon: int
    textual: bool
    keep: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModelPolicy:
    """When the classifier counts: ``min(cap, base + slope * floor(logodds(p) - logodds(start)))``."""

    start: float
    base: int
    slope: int
    cap: int


@dataclass(frozen=True, slots=True)
class Policy:
    """
    What a level means. Thresholds in points; deadlines in minutes from the event that set the level.

    ``deadlines[level]`` maps ``sign``, ``first_contact``, ``face_to_face`` to minutes (a missing
    name: no such deadline). ``lead_points[level]`` is what a lead of that level brings.
    """

    thresholds: Mapping[Level, int]
    deadlines: Mapping[str, Mapping[str, int]]
    bank_actions: Mapping[str, tuple[str, ...]]
    lead_points: Mapping[Level, int]
    episode: int = 72 * 3_600_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Times of the whole pack, in microseconds, and the rank of the sweep mark (DESIGN 5)."""

    lateness: int
    dedup: int
    sweep_rank: int
    extra: Mapping[str, Type] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scam:
    """One entry of the taxonomy. ``scripts`` maps a stage to what the officer says (Chinese)."""

    id: str
    zh: str
    en: str
    type: Literal["scheme", "technique", "payee_side"]
    aliases: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    scripts: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    first_aid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A listed value in normal form; in force for ``start <= at < expiry`` (microseconds, None: open)."""

    value: str
    start: int | None = None
    expiry: int | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """
    A rule that counts nothing for one subject, from ``start`` to before ``expiry`` (microseconds; None: open).

    ``who`` is the value of the rule's subject: a person's key, an account. ``by`` is who decided.
    """

    who: str
    start: int | None
    expiry: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list for ``in_list``: entries by normal form."""

    id: str
    entries: Mapping[str, tuple[ListEntry, ...]]


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """
    Everything the planner and the oracle need, and nothing unproved.

    ``rules`` are in evaluation order: a rule stands after every rule it reads (``fired``, steps,
    ``unless`` of a sequence), ties by id. Drafts are left out. ``advice`` maps advice ids to
    Chinese. ``snoozes`` are by rule. ``fingerprint`` is a hex digest over the pack's meaning; ``desk``
    and ``calendar`` are no part of it, because no decision depends on them.
    """

    name: str
    rules: tuple[CheckedRule, ...]
    groups: Mapping[str, Group]
    settings: Settings
    policy: Policy
    model: ModelPolicy | None
    taxonomy: Mapping[str, Scam]
    value_lists: Mapping[str, ValueList]
    phrase_lists: Mapping[str, tuple[str, ...]]
    advice: Mapping[str, str]
    fingerprint: str
    drafts: tuple[CheckedRule, ...] = ()
    desk: DeskPolicy = field(default_factory=DeskPolicy, compare=False)
    calendar: Calendar = field(default_factory=Calendar, compare=False)
    snoozes: Mapping[str, tuple[Snooze, ...]] = field(default_factory=dict)

    def snooze(self, rule: str, who: str | None, at: int) -> Snooze | None:
        """The snooze in force at an instant of a rule for a subject."""
        for one in self.snoozes.get(rule, ()):
            if one.who == who and (one.start is None or one.start <= at) and at < one.expiry:
                return one
        return None


@dataclass(frozen=True, slots=True)
class DeskRules:
    """What the desk needs of a pack. ``scams``, ``first_aid`` and ``advice`` map ids to Chinese words."""

    policy: Policy
    desk: DeskPolicy
    calendar: Calendar
    scams: Mapping[str, str]
    first_aid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    advice: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pack: CheckedPack) -> DeskRules:
        """Those of a pack that is loaded already."""
        scams = pack.taxonomy.values()
        names, aid = {scam.id: scam.zh for scam in scams}, {scam.id: scam.first_aid for scam in scams}
        return cls(pack.policy, pack.desk, pack.calendar, names, aid, pack.advice)

"""What a pack file may say: the declarations that the reader, the checks and the JSON Schema share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fraudguard.events.catalogue import KIND_ZH
from fraudguard.pack.check_fields import RULE_KINDS
from fraudguard.pack.desk_policy import FAILURES
from fraudguard.pack.nodes import Node
from fraudguard.pack.records import OneOf, Record, RecordOf, again, key
from fraudguard.pack.shapes import Anything, Duration, Flag, ListOf, MapOf, Number, Text, Whole, Word

__all__ = [
    "OVERRIDES",
    "RESERVED",
    "STAGES",
    "CalendarFile",
    "ExampleFile",
    "ListFile",
    "PackFile",
    "PhraseFile",
    "PolicyFile",
    "RawCircle",
    "RawDesk",
    "RawGroup",
    "RawModel",
    "RawOverride",
    "RawPhrase",
    "RawRule",
    "RawScam",
    "RawSequence",
    "RawSettings",
    "RawSnooze",
    "RawStep",
    "RawValue",
    "RawYear",
    "RulePack",
    "ScamFile",
    "SnoozeFile",
]

RESERVED = ("lead", "model")
"""Ids of the built-in rules and of their groups."""
STAGES = ("contact", "hook", "pressure", "control", "transfer", "after")
"""Where in its course a scam is; chooses the officer's script."""
_COLOURS = ("green", "yellow", "red")
_ALERTS = (*_COLOURS, "urgent")

_RULE_ID = Text(r"[a-z][a-z0-9]*(-[a-z0-9]+){0,15}", "pack.rule_id", longest=80)
_SNAKE = Text(r"[a-z][a-z0-9_]{0,63}", "pack.snake_id", longest=64)
_GROUP = Text(r"[a-z][a-z0-9_-]{0,63}", "pack.snake_id", longest=64)
_KIND = Text(longest=40, listed=(*RULE_KINDS, *(KIND_ZH[kind] for kind in RULE_KINDS)))
_NAME = Text(r"[^\W\d]\w{0,39}", "pack.step_name", longest=40)
_LINE = Text(longest=10_000)
_CONDITIONS: dict[str, Any] = {"$ref": "#/$defs/conditions"}


@dataclass(kw_only=True, eq=False)
class RawSettings(Record):
    """Times of the whole pack."""

    lateness: int = key(Duration("30d"), default=48 * 3_600_000_000, doc="how late an event may come and still be seen")
    dedup: int = key(Duration("90d"), default=7 * 86_400_000_000, doc="how long an event id is remembered")
    sweep_rank: int = key(Whole(1, 1_000_000), default=1_000, doc="the sweep mark is the time of the n-th newest event")


@dataclass(kw_only=True, eq=False)
class RawGroup(Record):
    """Correlated evidence that shares one cap."""

    cap: int = key(Whole(0, 1_000), required=True, doc="most points the group can bring")
    half_life: int = key(
        Duration("365d", "1h"), default=24 * 3_600_000_000, doc="after this time a finding counts half"
    )
    horizon: int = key(
        Duration("365d", "1h"), default=168 * 3_600_000_000, doc="after this time a finding counts nothing"
    )
    textual: bool = key(Flag(), doc="evidence from texts only: never lifts the level above yellow by itself")


@dataclass(kw_only=True, eq=False)
class RawModel(Record):
    """When the classifier counts, and how much."""

    start: float = key(Number(0, 1), required=True, name="from", doc="probability from which it counts")
    base: int = key(Whole(0, 100), required=True, doc="points at `from`")
    slope: int = key(Whole(0, 100), required=True, doc="points per whole unit of log-odds above `from`")
    cap: int = key(Whole(0, 100), required=True, doc="most points of one finding")


@dataclass(kw_only=True, eq=False)
class RawOverride(Record):
    """What a station changes in a rule of the pack below; ``name+`` keys append."""

    title: str | None = key(Text(longest=200), default=None)
    status: str | None = key(Word(("draft", "shadow", "active")), default=None)
    role: str | None = key(Word(("core", "support")), default=None)
    points: int | None = key(Whole(0, 100), default=None)
    group: str | None = key(_GROUP, default=None)
    stage: str | None = key(Word(STAGES), default=None)
    floor: str | None = key(Word(("none", *_COLOURS)), default=None)
    urgent: bool | None = key(Flag(), default=None)
    because: str | None = key(_LINE, default=None)
    source: str | None = key(Text(), default=None)
    advice: tuple[str, ...] | None = key(ListOf(_SNAKE, high=50), default=None)
    when: Node | None = key(Anything(_CONDITIONS), default=None)
    unless: Node | None = key(Anything(_CONDITIONS), default=None)
    examples: Node | None = key(Anything({"type": "array"}), default=None)
    more_when: Node | None = key(Anything(_CONDITIONS), default=None, name="when+")
    more_unless: Node | None = key(Anything(_CONDITIONS), default=None, name="unless+")
    more_advice: tuple[str, ...] | None = key(ListOf(_SNAKE, high=50), default=None, name="advice+")
    more_examples: Node | None = key(Anything({"type": "array"}), default=None, name="examples+")


OVERRIDES = MapOf(_RULE_ID, RecordOf(RawOverride))
"""The shape of `overrides` in an overlay's `pack.yaml`."""


@dataclass(kw_only=True, eq=False)
class PackFile(Record):
    """`pack.yaml`: name, groups, settings; in an overlay also what it extends and overrides."""

    name: str = key(Text(longest=80), default="")
    version: str = key(_KIND, default="")
    extends: str = key(Word(("@shipped",)), default="", doc="the pack below; overlays only")
    settings: RawSettings | None = key(RecordOf(RawSettings), default=None)
    extra: dict[str, str] = key(MapOf(_NAME, Word(("bool", "number", "money", "text"))), doc="own fields of events")
    groups: dict[str, RawGroup | None] = key(MapOf(_GROUP, RecordOf(RawGroup)))
    model: RawModel | None = key(RecordOf(RawModel), default=None)
    overrides: dict[str, RawOverride | None] = key(OVERRIDES, doc="overlays only")


_DEADLINES = MapOf(Word(_ALERTS), MapOf(Word(("sign", "first_contact", "face_to_face")), Duration("30d", "1m")))
_CLOCK = Text(r"([01][0-9]|2[0-3]):[0-5][0-9]", "pack.calendar_clock", longest=5)
_DATES = ListOf(Text(longest=30), high=200)


@dataclass(kw_only=True, eq=False)
class RawCircle(Record):
    """A response circle around a unit."""

    within_km: float | None = key(Number(0, 1_000), default=None, doc="from unit to person; left out: however far")
    respond: int = key(Duration("24h"), required=True, doc="somebody must be on the way in this time")
    face_to_face: int | None = key(Duration("24h"), default=None, doc="time to meet the person, a loss in progress")


@dataclass(kw_only=True, eq=False)
class RawDesk(Record):
    """How a case is worked and when it may be closed."""

    closure: dict[str, tuple[str, ...]] = key(
        MapOf(Word(_COLOURS), ListOf(Text(longest=200), high=20)),
        doc="facts that must hold before a case is closed; `a or b`: one of them",
    )
    night: dict[str, dict[str, int]] = key(_DEADLINES, doc="deadlines of what begins at night")
    holiday: dict[str, dict[str, int]] = key(_DEADLINES, doc="deadlines of what begins on a day off")
    circles: tuple[RawCircle | None, ...] = key(ListOf(RecordOf(RawCircle), low=1, high=10), doc="narrowest first")
    hard_deadline: int = key(Duration("30d", "1m"), doc="nothing stays unanswered longer")
    unanswered: int = key(Whole(1, 20), doc="so many calls in vain raise the level once")
    raising_failures: tuple[str, ...] = key(
        ListOf(Word(FAILURES), high=len(FAILURES)), doc="why a call failed: raises the level once"
    )
    on_line: int = key(Duration("24h", "1m"), doc="a call that goes on so long raises the level once")
    second_feedback: int = key(Duration("30d", "1m"), doc="time for a second feedback")
    return_visit_from: int = key(Duration("90d", "1h"), doc="earliest return visit after closing")
    return_visit_by: int = key(Duration("90d", "1h"), doc="latest return visit after closing")
    return_visit_percent: int = key(Whole(0, 100), doc="share of green and yellow cases that are visited again")
    rewarning_within: int = key(Duration("365d", "1h"), doc="a warning so soon after closing reopens the case")
    rewarning_level: str = key(Word(_COLOURS), doc="at least this level then")
    denials: int = key(Whole(1, 20), doc="so many denials call for the leader's visit")
    city_from: int = key(Whole(1, 10_000_000_000), doc="yuan at risk from which the city's centre takes part")
    silence_times: int = key(Whole(2, 100), doc="a feed silent for so many times its usual gap is reported")
    silence_least: int = key(Duration("7d", "1m"), doc="shorter gaps count as this long")
    keep_raw: int = key(Duration("3650d", "1d"), doc="raw events in the journal")
    keep_cases: int = key(Duration("36500d", "1d"), doc="contact data and words of closed cases")


@dataclass(kw_only=True, eq=False)
class RawYear(Record):
    """The public holidays of a year, as the State Council announces them; `2026-02-15..2026-02-23` is a range."""

    source: str = key(Text(), required=True)
    holidays: tuple[str, ...] = key(_DATES, required=True)
    workdays: tuple[str, ...] = key(_DATES, doc="weekend days that are worked instead")


@dataclass(kw_only=True, eq=False)
class CalendarFile(Record):
    """`calendar.yaml`: nights and days off, for the desk's clocks."""

    night_from: str = key(_CLOCK, default="")
    night_until: str = key(_CLOCK, default="")
    years: dict[str, RawYear | None] = key(MapOf(Text(r"(19|20|21)[0-9]{2}", "pack.calendar_year"), RecordOf(RawYear)))


@dataclass(kw_only=True, eq=False)
class PolicyFile(Record):
    """`policy.yaml`: what a level means."""

    thresholds: dict[str, int] = key(MapOf(Word(_COLOURS), Whole(1, 1_000)), doc="points from which a level holds")
    episode: int = key(Duration("30d"), default=72 * 3_600_000_000, doc="quiet time after which a ticket ends")
    lead_points: dict[str, int] = key(MapOf(Word(_COLOURS), Whole(0, 100)), doc="points a lead of that level brings")
    deadlines: dict[str, dict[str, int]] = key(
        _DEADLINES,
        doc="times from the event that set the level",
    )
    bank_actions: dict[str, tuple[str, ...]] = key(MapOf(Word(_ALERTS), ListOf(_SNAKE, high=20)))
    advice: dict[str, str] = key(MapOf(_SNAKE, Text(longest=500)), doc="advice id to the Chinese sentence")
    desk: RawDesk | None = key(RecordOf(RawDesk), default=None, doc="how cases are worked")


@dataclass(kw_only=True, eq=False)
class RawScam(Record):
    """One entry of `taxonomy.yaml`."""

    id: str = key(_SNAKE, required=True)
    zh: str = key(Text(longest=200), required=True)
    en: str = key(Text(longest=200), required=True)
    type: str = key(Word(("scheme", "technique", "payee_side")), required=True)
    aliases: tuple[str, ...] = key(ListOf(Text(longest=200)))
    stages: tuple[str, ...] = key(ListOf(Word(STAGES)))
    scripts: dict[str, str] = key(MapOf(Word(STAGES), Text()), doc="what the officer says at that stage")
    questions: tuple[str, ...] = key(ListOf(Text()))
    first_aid: tuple[str, ...] = key(ListOf(Text()))


@dataclass(kw_only=True, eq=False)
class RawValue(Record):
    """An entry of a value list, in force from `start` until before `expiry`."""

    value: str = key(Text(longest=500), required=True)
    note: str = key(Text(), default="")
    source: str = key(Text(), default="")
    ground: str = key(Text(), default="", doc="legal ground for keeping the entry")
    start: str = key(Text(longest=40), default="", doc="a date, or a time with its zone")
    expiry: str = key(Text(longest=40), default="", doc="a date, or a time with its zone")


@dataclass(kw_only=True, eq=False)
class RawPhrase(Record):
    """An entry of a phrase list."""

    phrase: str = key(Text(longest=200), required=True)
    variants: tuple[str, ...] = key(ListOf(Text(longest=200), high=200))
    strength: str = key(Word(("strong", "medium", "weak")), default="")
    stage: str = key(Word(STAGES), default="")
    provenance: str = key(Text(), default="")
    note: str = key(Text(), default="")


@dataclass(kw_only=True, eq=False)
class ListFile(Record):
    """A file of `lists/` that holds values; the list's id is the name of the file."""

    kind: str = key(Word(("values", "phrases", "snoozes")), required=True)
    title: str = key(Text(longest=200), required=True)
    source: str = key(Text(), default="")
    ground: str = key(Text(), default="", doc="legal ground for keeping the list")
    extend: bool = key(Flag(), doc="overlays only: add to the list of the same name in the pack below")
    entries: tuple[RawValue | None, ...] = key(
        ListOf(OneOf(Text(longest=500), RecordOf(RawValue), "value"), high=400_000), required=True
    )


@dataclass(kw_only=True, eq=False)
class PhraseFile(Record):
    """A file of `lists/` that holds phrases; the list's id is the name of the file."""

    kind: str = again(ListFile, "kind")
    title: str = key(Text(longest=200), required=True)
    source: str = again(ListFile, "source")
    ground: str = again(ListFile, "ground")
    extend: bool = key(Flag(), doc="overlays only: add to the list of the same name in the pack below")
    entries: tuple[RawPhrase | None, ...] = key(
        ListOf(OneOf(Text(longest=200), RecordOf(RawPhrase), "phrase"), high=20_000), required=True
    )


@dataclass(kw_only=True, eq=False)
class RawSnooze(Record):
    """A rule that counts nothing for one person or account, from `start` until before `expiry`."""

    rule: str = key(_RULE_ID, required=True)
    who: str = key(Text(longest=500), required=True, doc="value of the rule's subject: a person's key, an account")
    start: str = key(Text(longest=40), default="", doc="a date, or a time with its zone")
    expiry: str = key(Text(longest=40), required=True, doc="a date, or a time with its zone")
    reason: str = key(Text(longest=500), required=True)
    by: str = key(Text(longest=200), required=True, doc="who decided")


@dataclass(kw_only=True, eq=False)
class SnoozeFile(Record):
    """A file of `lists/` that holds snoozes."""

    kind: str = again(ListFile, "kind")
    title: str = key(Text(longest=200), required=True)
    source: str = again(ListFile, "source")
    ground: str = again(ListFile, "ground")
    extend: bool = key(Flag(), doc="overlays only: add to the list of the same name in the pack below")
    entries: tuple[RawSnooze | None, ...] = key(ListOf(RecordOf(RawSnooze), high=10_000), required=True)


@dataclass(kw_only=True, eq=False)
class RawStep(Record):
    """A step of a sequence: a rule's finding (`rule`), or an inline condition (`on` with `when`)."""

    name: str = key(_NAME, default="", name="as", doc="the name by which later steps read it")
    rule: str = key(_RULE_ID, default="")
    on: str = key(_KIND, default="")
    when: Node | None = key(Anything(_CONDITIONS), default=None)


@dataclass(kw_only=True, eq=False)
class RawSequence(Record):
    """Steps within a time, of one key."""

    within: int = key(Duration("365d"), required=True, doc="from the first event to before the last")
    steps: tuple[RawStep | None, ...] = key(
        ListOf(OneOf(_RULE_ID, RecordOf(RawStep), "rule"), low=2, high=8), required=True
    )
    by: tuple[str, ...] = key(ListOf(Text(longest=80), low=1, high=4, single=True), default=("person.key",))
    unless: tuple[str, ...] = key(ListOf(_RULE_ID, high=20), doc="rules whose finding breaks the chain")
    any_order: bool = key(Flag())
    at_least: int = key(Whole(2, 8), default=0, doc="so many of the steps are enough")


@dataclass(kw_only=True, eq=False)
class ExampleFile(Record):
    """A labelled stream of events; the last one is under test."""

    hit: str = key(Text(longest=200), default="", doc="what this stream shows, when the rule must fire")
    miss: str = key(Text(longest=200), default="", doc="what this stream shows, when the rule must not fire")
    events: tuple[Node, ...] = key(ListOf(Anything({"type": "object"}), low=1, high=200), required=True)
    points: int | None = key(Whole(0, 10_000), default=None, doc="points of the rule's subject after the last event")
    level: str | None = key(Word(("none", *_COLOURS)), default=None, doc="level of the rule's subject then")
    evidence: tuple[str, ...] = key(
        ListOf(Text(longest=500), low=1, high=20, single=True),
        default=(),
        doc="with a hit: words of the sentence or the quotes, or events of the chain (`e1`)",
    )
    todo: str = key(Text(longest=500), default="", doc="a known gap, and why it is one: run and counted, fails nothing")


@dataclass(kw_only=True, eq=False)
class RawRule(Record):
    """A rule: what it looks for, what it is worth, why, and examples that prove it."""

    id: str = key(_RULE_ID, required=True, doc="kebab-case, unique in the pack")
    title: str = key(Text(longest=200), required=True)
    on: str = key(_KIND, default="", doc="kind of event; with `when`")
    sequence: RawSequence | None = key(RecordOf(RawSequence), default=None, doc="instead of `on` and `when`")
    when: Node | None = key(Anything(_CONDITIONS), default=None, doc="all of these must be true")
    unless: Node | None = key(Anything(_CONDITIONS), default=None, doc="none of these may be true")
    role: str = key(Word(("core", "support")), default="core", doc="support counts only beside a core finding")
    stage: str = key(Word(STAGES), required=True)
    group: str = key(_GROUP, required=True)
    points: int = key(Whole(0, 100), required=True)
    floor: str = key(Word(("none", *_COLOURS)), default="none", doc="least level of the event on which it fires")
    urgent: bool = key(Flag(), doc="loss in progress")
    subject: str = key(Text(longest=80), default="person.key", doc="whose points these are")
    because: str = key(_LINE, required=True, doc="Chinese sentence with {fields}")
    advice: tuple[str, ...] = key(ListOf(_SNAKE, high=50))
    source: str = key(Text(), default="", doc="where the pattern was seen")
    status: str = key(Word(("draft", "shadow", "active")), default="active")
    examples: tuple[ExampleFile | None, ...] = key(ListOf(RecordOf(ExampleFile), high=200))
    scam: str = field(default="", init=False)


@dataclass(kw_only=True, eq=False)
class ScamFile(Record):
    """A file of `scams/`: the rules of one scam."""

    scam: str = key(_SNAKE, required=True, doc="id of the taxonomy")
    rules: tuple[RawRule | None, ...] = key(ListOf(RecordOf(RawRule), high=5_000), required=True)


@dataclass(kw_only=True, eq=False)
class RulePack:
    """A pack as it was read, overlays applied, and nothing of it proved."""

    head: PackFile
    policy: PolicyFile
    calendar: CalendarFile | None
    scams: tuple[RawScam, ...]
    lists: dict[str, ListFile | PhraseFile | SnoozeFile]
    rules: tuple[RawRule, ...]

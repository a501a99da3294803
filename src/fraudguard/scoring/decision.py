"""What scoring returns: findings, standings, tickets and the decision that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from fraudguard.events import Event
from fraudguard.pack.checked import CheckedRule, Level, Snooze

__all__ = ["SERIALS", "ChainEvent", "Decision", "Evidence", "Finding", "Part", "Seen", "Standing", "Telling", "Ticket"]

SERIALS = ("txn_id", "call_id", "ref")
"""The fields by which a bank, an operator or a centre finds its own record again."""

_NO_STEPS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Seen:
    """
    One condition and what it saw.

    ``values`` maps the fields and windows it read, as written in the rule, to their values (money
    in yuan, times in Asia/Shanghai, personal data masked, None: unknown).
    """

    text: str
    truth: bool | None
    values: Mapping[str, object]


class ChainEvent(NamedTuple):
    """One event of a completed sequence: the step, the event and a masked line that tells it."""

    step: str
    event_id: str
    at: int
    text: str


class Telling(Protocol):
    """What an event showed its rules; put into words only when somebody reads a finding."""

    @property
    def event(self) -> Event:
        """The event that was scored."""

    def because(self, rule: CheckedRule, steps: Mapping[str, str]) -> str:
        """The sentence for the officer."""

    def conditions(self, rule: CheckedRule) -> tuple[Seen, ...]:
        """The conditions that were true."""

    def quotes(self, rule: CheckedRule) -> tuple[str, ...]:
        """The words that were recognised, as they were written."""


class Finding:
    """
    A rule that fired on an event.

    ``source`` is the rule; ``subject`` the person or account it concerns, as a keyed token; ``snoozed`` the snooze in
    force for both.
    Immutable; two findings are equal when rule, subject and event are.
    """

    __slots__ = ("_steps", "_telling", "chain", "points", "scam", "snoozed", "source", "subject", "textual")

    source: CheckedRule
    _telling: Telling
    _steps: Mapping[str, str]
    subject: str
    points: int
    scam: str
    textual: bool
    chain: tuple[ChainEvent, ...]
    snoozed: Snooze | None

    def __init__(
        self,
        source: CheckedRule,
        telling: Telling,
        subject: str,
        *,
        textual: bool,
        points: int | None = None,
        scam: str | None = None,
        chain: tuple[ChainEvent, ...] = (),
        steps: Mapping[str, str] = _NO_STEPS,
        snoozed: Snooze | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "source", source)
        put(self, "_telling", telling)
        put(self, "_steps", steps)
        put(self, "subject", subject)
        put(self, "textual", textual)
        put(self, "points", source.points if points is None else points)
        put(self, "scam", source.scam if scam is None else scam)
        put(self, "chain", chain)
        put(self, "snoozed", snoozed)

    def __setattr__(self, name: str, value: object) -> None:
        message = f"a finding cannot be changed: {name!r}"
        raise AttributeError(message)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"Finding(rule={self.rule!r}, subject={self.subject!r}, event_id={self.event_id!r})"

    def _identity(self) -> tuple[str, str, str, int]:
        return self.rule, self.subject, self.event_id, self.at

    @property
    def event_id(self) -> str:
        """Id of the event."""
        return self._telling.event.id

    @property
    def at(self) -> int:
        """Instant of the event, microseconds UTC."""
        return self._telling.event.at_us

    @property
    def serial(self) -> str | None:
        """What names the event for the bank, the operator or the centre it came from, or ``None``."""
        names = (getattr(self._telling.event, path, None) for path in SERIALS)
        return next((name for name in names if name), None)

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.source.id

    @property
    def title(self) -> str:
        """The rule's title, Chinese."""
        return self.source.title

    @property
    def stage(self) -> str:
        """The stage of the scam the rule recognises."""
        return self.source.stage

    @property
    def group(self) -> str:
        """The group of correlated evidence it counts in."""
        return self.source.group

    @property
    def role(self) -> Literal["core", "support"]:
        """Whether it counts alone or only beside a core finding."""
        return self.source.role

    @property
    def status(self) -> str:
        """``active``, or ``shadow`` or ``snoozed``: shown and counted, never in points or tickets."""
        return self.source.status if self.snoozed is None else "snoozed"

    @property
    def floor(self) -> Level:
        """At least this level on its own event; ``none`` when it sets no floor."""
        return self.source.floor

    @property
    def urgent(self) -> bool:
        """Whether the rule recognises a loss in progress."""
        return self.source.urgent

    @property
    def advice(self) -> tuple[str, ...]:
        """Ids of the advice it gives the officer."""
        return self.source.advice

    @property
    def because(self) -> str:
        """The sentence for the officer, in Chinese, personal data masked."""
        return self._telling.because(self.source, self._steps)

    @property
    def conditions(self) -> tuple[Seen, ...]:
        """The conditions that were true, with the values they saw."""
        return self._telling.conditions(self.source)

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words that were recognised, as they were written, numbers masked."""
        return self._telling.quotes(self.source)


class Part(NamedTuple):
    """What one finding added to the points: after decay and its group's cap."""

    rule: str
    group: str
    scam: str
    event_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Where a subject stands after an event.

    ``added`` holds, in the order of adding, ``(rule, group, scam, event id, points)`` of each
    finding that counts; their points sum to ``points``.
    """

    subject: str
    points: int = 0
    level: Level = "none"
    added: tuple[tuple[str, str, str, str, int], ...] = ()
    scam: str = ""
    urgent: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was added, by group, largest first; the sum is ``points``."""
        return tuple(map(Part._make, self.added))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding in words, as a snapshot keeps it; it reads like the `Finding` it was."""

    rule: str
    title: str
    event_id: str
    at: int
    because: str
    quotes: tuple[str, ...] = ()
    chain: tuple[ChainEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """
    A warning about one subject's episode (DESIGN 4.5).

    ``change`` says what this event did: ``opened`` or ``raised``. Deadlines are microseconds UTC.
    ``evidence`` is the latest finding of each rule, the weightiest first; it does not count when
    two tickets are compared.
    """

    id: str
    subject: str
    label: str
    change: Literal["opened", "raised"]
    level: Level
    points: int
    parts: tuple[Part, ...]
    scam: str
    stage: str
    urgent: bool
    opened_at: int
    changed_at: int
    first_event: str
    last_event: str
    evidence: tuple[Finding | Evidence, ...] = field(compare=False)
    script: str
    questions: tuple[str, ...]
    first_aid: tuple[str, ...]
    advice: tuple[str, ...]
    bank_actions: tuple[str, ...]
    deadlines: Mapping[str, int]
    notes: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """
    The answer to one event.

    ``standing`` is that of the event's person after it, with ``level``, ``points``, ``parts``,
    ``scam`` and ``urgent`` as short cuts; ``findings`` what this event brought; ``standings`` the
    other subjects it touched; ``tickets`` those it opened or raised. ``outcome`` is ``scored``,
    ``duplicate`` (nothing happened), ``corrected`` (an earlier event of the same id was retracted
    first) or ``retracted`` (this event withdrew another).
    """

    event_id: str
    at: int
    outcome: Literal["scored", "duplicate", "corrected", "retracted"]
    standing: Standing
    findings: tuple[Finding, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    tickets: tuple[Ticket, ...] = ()
    probability: float | None = None
    late: bool = False

    @property
    def level(self) -> Level:
        """The danger the person is in: none, green, yellow or red."""
        return self.standing.level

    @property
    def points(self) -> int:
        """The person's points."""
        return self.standing.points

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the points are made of."""
        return self.standing.parts

    @property
    def scam(self) -> str:
        """The scam the points speak for most; empty when there is none."""
        return self.standing.scam

    @property
    def urgent(self) -> bool:
        """Whether a loss is in progress."""
        return self.standing.urgent

    def standing_of(self, subject: str) -> Standing:
        """Where a subject of its findings stands after this event."""
        if subject == self.standing.subject:
            return self.standing
        return self.standings.get(subject) or Standing(subject)

    @property
    def because(self) -> tuple[str, ...]:
        """The sentences of this event's findings, for the officer, in Chinese."""
        return tuple(finding.because for finding in self.findings)

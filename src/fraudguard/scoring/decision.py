"""What scoring returns: findings, standings, tickets and the decision that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from fraudguard.pack.checked import CheckedRule, Level

__all__ = ["ChainEvent", "Decision", "Evidence", "Finding", "Part", "Seen", "Standing", "Telling", "Ticket"]


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
    """How a finding is put into words; worked out only when somebody reads it."""

    def because(self) -> str:
        """The sentence for the officer."""

    def conditions(self) -> tuple[Seen, ...]:
        """The conditions that were true."""

    def quotes(self) -> tuple[str, ...]:
        """The words that were recognised, as they were written."""


class Finding:
    """
    A rule that fired on an event.

    ``subject`` is the person or account it concerns, as a keyed token; ``at`` is in microseconds
    UTC. Immutable; two findings are equal when rule, subject and event are.
    """

    __slots__ = ("_source", "_telling", "at", "chain", "event_id", "points", "scam", "subject", "textual")

    _source: CheckedRule
    _telling: Telling
    subject: str
    event_id: str
    at: int
    points: int
    scam: str
    textual: bool
    chain: tuple[ChainEvent, ...]

    def __init__(
        self,
        source: CheckedRule,
        subject: str,
        event_id: str,
        at: int,
        points: int,
        textual: bool,  # noqa: FBT001  # positional for speed: one of these is made per hit
        telling: Telling,
        chain: tuple[ChainEvent, ...] = (),
        scam: str | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "_source", source)
        put(self, "subject", subject)
        put(self, "event_id", event_id)
        put(self, "at", at)
        put(self, "points", points)
        put(self, "textual", textual)
        put(self, "_telling", telling)
        put(self, "chain", chain)
        put(self, "scam", source.scam if scam is None else scam)

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
    def rule(self) -> str:
        """Id of the rule."""
        return self._source.id

    @property
    def title(self) -> str:
        """The rule's title, Chinese."""
        return self._source.title

    @property
    def stage(self) -> str:
        """The stage of the scam the rule recognises."""
        return self._source.stage

    @property
    def group(self) -> str:
        """The group of correlated evidence it counts in."""
        return self._source.group

    @property
    def role(self) -> Literal["core", "support"]:
        """Whether it counts alone or only beside a core finding."""
        return self._source.role

    @property
    def status(self) -> str:
        """``active``, or ``shadow``: shown and counted, never in points or tickets."""
        return self._source.status

    @property
    def floor(self) -> Level:
        """At least this level on its own event; ``none`` when it sets no floor."""
        return self._source.floor

    @property
    def urgent(self) -> bool:
        """Whether the rule recognises a loss in progress."""
        return self._source.urgent

    @property
    def advice(self) -> tuple[str, ...]:
        """Ids of the advice it gives the officer."""
        return self._source.advice

    @property
    def because(self) -> str:
        """The sentence for the officer, in Chinese, personal data masked."""
        return self._telling.because()

    @property
    def conditions(self) -> tuple[Seen, ...]:
        """The conditions that were true, with the values they saw."""
        return self._telling.conditions()

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words that were recognised, as they were written, numbers masked."""
        return self._telling.quotes()


class Part(NamedTuple):
    """What one finding added to the points: after decay and its group's cap."""

    rule: str
    group: str
    scam: str
    event_id: str
    points: int


class Standing(NamedTuple):
    """Where a subject stands after an event. ``points`` is the sum of ``parts``."""

    subject: str
    points: int
    level: Level
    parts: tuple[Part, ...]
    scam: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding as a ticket keeps it."""

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
    evidence: tuple[Evidence, ...]
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

    ``level`` and ``points`` are the standing of the event's person after it; ``findings`` what this
    event brought; ``standings`` the other subjects it touched; ``tickets`` those it opened or
    raised. ``outcome`` is ``scored``, ``duplicate`` (nothing happened), ``corrected`` (an earlier
    event of the same id was retracted first) or ``retracted`` (this event withdrew another).
    """

    event_id: str
    at: int
    outcome: Literal["scored", "duplicate", "corrected", "retracted"]
    level: Level = "none"
    points: int = 0
    parts: tuple[Part, ...] = ()
    scam: str = ""
    urgent: bool = False
    findings: tuple[Finding, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    tickets: tuple[Ticket, ...] = ()
    probability: float | None = None
    late: bool = False

    @property
    def because(self) -> tuple[str, ...]:
        """The sentences of this event's findings, for the officer, in Chinese."""
        return tuple(finding.because for finding in self.findings)

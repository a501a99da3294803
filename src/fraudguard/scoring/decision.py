"""What scoring returns: findings, standings, tickets and the decision that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fraudguard.pack.checked import Level

__all__ = ["ChainEvent", "Decision", "Evidence", "Finding", "Part", "Seen", "Standing", "Ticket"]


@dataclass(frozen=True, slots=True)
class Seen:
    """
    One condition and what it saw.

    ``values`` maps the fields and windows it read, as written in the rule, to their values (money
    in yuan, times ISO 8601, personal data masked, None: unknown).
    """

    text: str
    truth: bool | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """One event of a completed sequence: the step, the event and a masked line that tells it."""

    step: str
    event_id: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A rule that fired on an event.

    ``subject`` is the keyed token of the person or account it concerns; ``at`` microseconds UTC.
    ``because`` is the sentence for the officer, personal data masked. ``conditions`` are the
    conditions that were true; ``chain`` the events of a sequence.
    """

    rule: str
    title: str
    scam: str
    stage: str
    group: str
    role: Literal["core", "support"]
    status: Literal["shadow", "active"]
    points: int
    floor: Level
    urgent: bool
    textual: bool
    subject: str
    event_id: str
    at: int
    because: str
    advice: tuple[str, ...] = ()
    conditions: tuple[Seen, ...] = ()
    chain: tuple[ChainEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one finding added to the points: after decay and its group's cap."""

    rule: str
    group: str
    scam: str
    event_id: str
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
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
    subject_kind: str
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
    person: str = ""

    @property
    def because(self) -> tuple[str, ...]:
        """The sentences of this event's findings, for the officer, in Chinese."""
        return tuple(finding.because for finding in self.findings)

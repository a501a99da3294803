"""A stream through a guard: every finding kept by subject, so that tickets can be folded again under other rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fraudguard.events import People
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.scoring.decision import Decision, Finding
from fraudguard.scoring.guard import Guard

__all__ = ["QUALITY_KEY", "Found", "Record", "record"]

QUALITY_KEY = b"a simulated town has no secrets."
"""The key of the guards that score simulated towns: their tokens join labels and subjects within one run."""


class Found(NamedTuple):
    """
    One finding as the fold needs it.

    ``source`` names its rule in `Record.sources`; ``points``, ``scam`` and ``textual`` can differ from the rule's
    for a lead and for the classifier.
    """

    at: int
    event_id: str
    source: str
    points: int
    scam: str
    textual: bool


@dataclass(slots=True)
class Record:
    """
    What one guard found in one stream.

    ``subjects`` maps a subject's token to its findings in the order of (at, id); subjects without a core finding are
    left out, because nothing of theirs ever counts. ``hits`` counts the findings of each rule, theirs included.
    """

    subjects: dict[str, list[Found]] = field(default_factory=dict)
    sources: dict[str, CheckedRule] = field(default_factory=dict)
    hits: dict[str, int] = field(default_factory=dict)
    events: int = 0


def record(pack: CheckedPack, people: People | None, stream: Iterable[Mapping[str, Any]]) -> Record:
    """
    Score a stream in its order and keep what was found. Nothing is forgotten, whatever the pack's horizon.

    Raises `EventError` when an event of the stream cannot be understood.
    """
    guard = Guard(pack, people=people, key=QUALITY_KEY)
    kept = Record()
    cores: set[str] = set()
    score = guard.score
    for event in stream:
        decision = score(event)
        kept.events += 1
        if decision.findings:
            _keep(decision, kept, cores)
    for subject in kept.subjects.keys() - cores:
        del kept.subjects[subject]
    return kept


def _keep(decision: Decision, kept: Record, cores: set[str]) -> None:
    for finding in decision.findings:
        rule = finding.source
        kept.hits[rule.id] = kept.hits.get(rule.id, 0) + 1
        if finding.status != "active":
            continue
        name = _source(finding)
        kept.sources.setdefault(name, rule)
        found = Found(finding.at, finding.event_id, name, finding.points, finding.scam, finding.textual)
        kept.subjects.setdefault(finding.subject, []).append(found)
        if rule.role == "core":
            cores.add(finding.subject)


def _source(finding: Finding) -> str:
    """The rule's id; leads of each level have a rule of their own."""
    rule = finding.source
    return f"lead:{rule.floor}" if rule.id == "lead" else rule.id

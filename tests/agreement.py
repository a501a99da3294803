"""Compares the guard with the oracle on one stream: everything that both of them say must be equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import oracle
from fraudguard.events import parse_event
from fraudguard.events.masking import Token
from fraudguard.pack import load_pack_text
from fraudguard.pack.checked import CheckedPack
from fraudguard.scoring.decision import Decision
from fraudguard.scoring.guard import Guard
from fraudguard.testing import make_pack, make_stream

KEY = b"a key for tests only"
TOKEN = Token(KEY)


@dataclass(frozen=True)
class Classification:
    """What a classifier says of an event."""

    probability: float
    scam: str
    textual: bool


class Classifier:
    """Says something of some events by their ids alone, so that streams decide what it says."""

    ANSWERS = (
        None,
        Classification(0.1, "fake_loan", textual=False),
        Classification(0.25, "nfc_tap", textual=True),
        Classification(0.5, "fake_loan", textual=False),
        Classification(0.9, "unheard_of", textual=True),
        Classification(1.0, "fake_loan", textual=False),
    )

    def classify(self, event: Any) -> Classification | None:
        """The answer for this event, the same whenever it is asked."""
        return self.ANSWERS[sum(event.id.encode()) % len(self.ANSWERS)]


def _hidden(subject: str) -> str:
    """A subject as the guard shows it: the value as its token."""
    kind, _, value = subject.partition(":")
    return subject if kind == "event" else f"{kind}:{TOKEN(value)}"


def _expected_standing(standing: oracle.Standing) -> dict[str, Any]:
    return {
        "points": standing.points,
        "level": standing.level,
        "parts": list(standing.parts),
        "scam": standing.scam,
        "urgent": standing.urgent,
    }


def expected(result: oracle.Result) -> dict[str, Any]:
    """The oracle's answer, as plain data."""
    if result.outcome == "duplicate":
        return {"event": result.event_id, "outcome": "duplicate"}
    findings = []
    for finding in result.findings:
        rule = finding.rule
        chain = [(rule.sequence.steps[number].name, event) for number, event in finding.chain] if rule.sequence else []
        worth = (rule.points, rule.scam, rule.group, rule.role, rule.floor, rule.urgent, finding.textual)
        findings.append((rule.id, _hidden(finding.subject), finding.at, finding.status, *worth, chain))
    tickets = [
        {
            "id": TOKEN(f"ticket:{_hidden(ticket.standing.subject)}:{ticket.first_event}"),
            "subject": _hidden(ticket.standing.subject),
            "change": ticket.change,
            "first": ticket.first_event,
            "last": ticket.last_event,
            "opened_at": ticket.opened_at,
            **_expected_standing(ticket.standing),
            "urgent": None,  # a ticket stays urgent, a standing does not
        }
        for ticket in result.tickets
    ]
    assert result.standing is not None
    return {
        "event": result.event_id,
        "outcome": result.outcome,
        "late": result.late,
        "findings": sorted(findings, key=repr),
        "standing": _expected_standing(result.standing),
        "others": {_hidden(other.subject): _expected_standing(other) for other in result.others},
        "tickets": sorted(tickets, key=lambda ticket: str(ticket["subject"])),
    }


def _given_standing(standing: Any) -> dict[str, Any]:
    return {
        "points": standing.points,
        "level": standing.level,
        "parts": [(part.rule, part.group, part.scam, part.event_id, part.points) for part in standing.parts],
        "scam": standing.scam,
        "urgent": standing.urgent,
    }


def given(decision: Decision) -> dict[str, Any]:
    """The guard's answer, as the same plain data."""
    if decision.outcome == "duplicate":
        return {"event": decision.event_id, "outcome": "duplicate"}
    findings = []
    for finding in decision.findings:
        chain = [(seen.step, seen.event_id) for seen in finding.chain]
        worth = (finding.points, finding.scam, finding.group, finding.role, finding.floor, finding.urgent)
        shown = (finding.rule, finding.subject, finding.at, finding.status, *worth, finding.textual, chain)
        findings.append(shown)
    tickets = [
        {
            "id": ticket.id,
            "subject": ticket.subject,
            "change": ticket.change,
            "first": ticket.first_event,
            "last": ticket.last_event,
            "opened_at": ticket.opened_at,
            **_given_standing(ticket),
            "urgent": None,
        }
        for ticket in decision.tickets
    ]
    return {
        "event": decision.event_id,
        "outcome": decision.outcome,
        "late": decision.late,
        "findings": sorted(findings, key=repr),
        "standing": _given_standing(decision),
        "others": {subject: _given_standing(standing) for subject, standing in decision.standings.items()},
        "tickets": sorted(tickets, key=lambda ticket: ticket["subject"]),
    }


def difference(
    pack: CheckedPack,
    events: Sequence[Mapping[str, Any]],
    *,
    order: str = "arrival",
    cut: int | None = None,
    people: Any = None,
    classifier: Any = None,
    guard: Callable[..., Any] = Guard,
    **engine: Any,
) -> str:
    """
    The first thing on which guard and oracle disagree, in words; empty when they agree.

    ``cut`` takes a snapshot before the event of that number and goes on from it in a new guard.
    ``engine`` are further arguments of the guard.
    """
    parsed = [parse_event(event) for event in events]
    if order == "sorted":
        parsed.sort(key=lambda event: (event.at_us, event.id))
    judged = oracle.run(pack, parsed, order, people, classifier)
    under_test = guard(pack, people=people, key=KEY, classifier=classifier, **engine)
    for number, (event, result) in enumerate(zip(parsed, judged, strict=True)):
        if number == cut:
            data = under_test.snapshot()
            under_test = Guard.restore(data, pack=pack, key=KEY, people=people, classifier=classifier, **engine)
        wanted, got = expected(result), given(under_test.score(event))
        if wanted != got:
            unlike = [name for name in wanted if wanted[name] != got.get(name)]
            told = [f"  {name}: oracle {wanted[name]!r}\n  {name}: guard  {got.get(name)!r}" for name in unlike]
            return "\n".join([f"event {number} ({event.id}, {order}, cut at {cut}):", *told])
    return ""


def hunt(seed: int, streams_each: int, people: Any = None) -> str:
    """
    The first disagreement on one random pack, as a developer wants to see it; empty when there is none.

    Each stream is scored in arrival order, in sorted order and across a restart, every second one with
    a classifier and every third one with the directory ``people``.
    """
    files = make_pack(Random(seed))
    pack = load_pack_text(files)
    for number in range(streams_each):
        random = Random(seed * 1_000 + number)
        events = make_stream(random, pack)
        shared: dict[str, Any] = {"classifier": Classifier() if number % 2 else None}
        shared["people"] = people if number % 3 == 2 else None
        for how in ({}, {"order": "sorted"}, {"cut": random.randrange(len(events))}):
            if difference(pack, events, **shared, **how):
                kept, told = smallest(pack, events, **shared, **how)
                rules = [
                    text for name, text in files.items() if name.startswith(("scams/", "pack.yaml", "policy.yaml"))
                ]
                return "\n".join([f"seed {seed}, stream {number}, {how}", *rules, *map(repr, kept), told])
    return ""


def smallest(pack: CheckedPack, events: Sequence[Mapping[str, Any]], **how: Any) -> tuple[list[Any], str]:
    """A stream that still disagrees when any one of its events is left out, and the disagreement."""
    kept = list(events)
    smaller = True
    while smaller:
        smaller = False
        for number in range(len(kept)):
            fewer = kept[:number] + kept[number + 1 :]
            if fewer and difference(pack, fewer, **how):
                kept, smaller = fewer, True
                break
    return kept, difference(pack, kept, **how)

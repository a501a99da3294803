"""Tickets, leads and re-warnings into cases: one open case per subject (DESIGN 4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fraudguard.desk.case import NOBODY, ORDER, Case, Entry, advanced, changes
from fraudguard.desk.clocks import circle_of
from fraudguard.desk.effects import afresh
from fraudguard.desk.lifecycle import Lifecycle, Worked
from fraudguard.desk.units import Route
from fraudguard.events.lead import Lead
from fraudguard.events.moment import microseconds
from fraudguard.scoring.decision import Ticket

__all__ = ["Arrival", "take_lead", "take_ticket"]

_DUPLICATE_LEADS = 72 * 3_600_000_000  # leads about one person within an episode (DOMAIN 8.4, guard 8)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the desk knows beside a ticket: its case's id, where it belongs, when it came."""

    case_id: str
    at: int
    route: Route
    area: str
    payee: bool
    drill: bool
    prior_loss: bool
    scam_zh: str


def take_ticket(
    lifecycle: Lifecycle, case: Case | None, ticket: Ticket, words: Mapping[str, Any], arrival: Arrival
) -> Worked:
    """
    The case after a ticket: opened, joined, raised, or reopened because the last warning was not long ago.

    ``case`` is the subject's open case, else its latest one. A ticket that was taken already changes nothing; one that
    has risen since is taken again, whatever became of the case.
    """
    if case is not None and case.taken.get(ticket.id, -1) >= _height(ticket.level, ticket.urgent):
        return Worked(case, ())
    if case is None or (case.ended and arrival.at - (case.ended_at or 0) >= lifecycle.policy.rewarning_within):
        return _opened(lifecycle, ticket, words, arrival)
    if case.ended:
        return _rewarned(lifecycle, case, ticket, words, arrival)
    higher = _height(ticket.level, ticket.urgent) > _height(case.level, case.urgent)
    return _joined(lifecycle, case, ticket, words, arrival, higher=higher)


def take_lead(lifecycle: Lifecycle, case: Case, lead: Lead, at: int) -> Worked:
    """The case with a higher centre's instruction noted: answered separately, in its own time."""
    ref = lead.ref or lead.id
    if ref in case.leads:
        return Worked(case, ())
    pushed = at if lead.pushed_at is None else microseconds(lead.pushed_at)
    twin = next(
        (other for other, entry in case.leads.items() if abs(entry["pushed_at"] - pushed) <= _DUPLICATE_LEADS), ""
    )
    entry = {
        "issuer": lead.issuer or "",
        "level": lead.level or "",
        "pushed_at": pushed,
        "answered": None,
        "duplicate_of": twin,
    }
    due = {**case.due, f"lead:{ref}": pushed + lifecycle.policy.hard_deadline}
    facts = {"ref": ref, "issuer": lead.issuer or "", "level": lead.level or "", "duplicate_of": twin}
    return _worked(case, "lead", at, facts, {"leads": {**case.leads, ref: entry}, "due": due})


def _opened(lifecycle: Lifecycle, ticket: Ticket, words: Mapping[str, Any], arrival: Arrival) -> Worked:
    blank = Case(arrival.case_id, "")
    circle = circle_of(arrival.route.metres, lifecycle.policy.circles)
    due = lifecycle.clocks.due(ticket.level, ticket.urgent, arrival.at, circle)
    due["hard"] = arrival.at + lifecycle.policy.hard_deadline
    after = {
        **_told(blank, ticket, arrival),
        "subject": ticket.subject,
        "label": ticket.label,
        "drill": arrival.drill,
        "payee": arrival.payee,
        "level": ticket.level,
        "urgent": ticket.urgent,
        "unit": arrival.route.unit,
        "area": arrival.area,
        "position": arrival.route.position,
        "metres": arrival.route.metres,
        "circle": circle,
        "place_known": arrival.route.metres is not None,
        "opened_at": arrival.at,
        "level_at": arrival.at,
        "due": due,
        "prior_loss": arrival.prior_loss,
    }
    return _worked(blank, "opened", arrival.at, _facts(ticket), after, words)


def _rewarned(lifecycle: Lifecycle, case: Case, ticket: Ticket, words: Mapping[str, Any], arrival: Arrival) -> Worked:
    floor = lifecycle.policy.rewarning_level
    level = _highest(ticket.level, floor, case.level)
    after = {
        **afresh(lifecycle.clocks, case, level, arrival.at, urgent=ticket.urgent),
        **_told(case, ticket, arrival),
        "prior_loss": arrival.prior_loss,
    }
    return _worked(case, "rewarned", arrival.at, _facts(ticket), after, words)


def _joined(
    lifecycle: Lifecycle, case: Case, ticket: Ticket, words: Mapping[str, Any], arrival: Arrival, *, higher: bool
) -> Worked:
    after = _told(case, ticket, arrival)
    if higher:
        level = _highest(ticket.level, case.level)
        after["urgent"] = case.urgent or ticket.urgent
        renewed = _renewed(case)
        after |= renewed
        fresh = advanced(case, changes(case, renewed))
        after |= lifecycle.risen(fresh, level, arrival.at, urgent=ticket.urgent)
        if case.status == "suspended":
            after["due"].pop("watch", None)
        if case.outcome is not None:  # what was reported was about something else
            after["due"].setdefault("hard", arrival.at + lifecycle.policy.hard_deadline)
    return _worked(case, "raised" if higher else "joined", arrival.at, _facts(ticket), after, words)


def _renewed(case: Case) -> dict[str, object]:
    """
    What no longer counts when new evidence raises the level: the person was met and convinced about something else.

    Calls and texts stay made: only deadlines that were not met start again (DOMAIN 8.4, guard 8).
    """
    status = case.prior if case.status == "suspended" else case.status
    status = "contacting" if status in {"met", "result"} else status
    return {
        "status": status,
        "met": False,
        "leader_met": False,
        "outcome": None,
        "second_feedback_done": False,
        "app_checked": "",
        "bank_contacted": None,
        "at_risk": None,
        "prior": case.prior if status == "transferred" else "",
        "dispatched_to": case.dispatched_to if status == "dispatched" else "",
    }


def _told(case: Case, ticket: Ticket, arrival: Arrival) -> dict[str, Any]:
    return {
        "tickets": tuple(dict.fromkeys((*case.tickets, ticket.id))),
        "taken": {**case.taken, ticket.id: _height(ticket.level, ticket.urgent)},
        "scam": ticket.scam,
        "scam_zh": arrival.scam_zh,
        "stage": ticket.stage,
        "points": ticket.points,
        "rules": tuple(sorted({one.rule for one in ticket.evidence})),
    }


def _facts(ticket: Ticket) -> dict[str, Any]:
    """What statistics need of a ticket for ever: no sentence, no subject."""
    return {
        "ticket": ticket.id,
        "level": ticket.level,
        "urgent": ticket.urgent,
        "points": ticket.points,
        "scam": ticket.scam,
        "event_at": ticket.changed_at,
    }


def _worked(
    case: Case,
    kind: str,
    at: int,
    facts: Mapping[str, Any],
    after: Mapping[str, Any],
    words: Mapping[str, Any] | None = None,
) -> Worked:
    change = changes(case, after)
    return Worked(advanced(case, change), (Entry(kind, at, NOBODY, facts, change, words),))


def _highest(*levels: str) -> str:
    return max(levels, key=ORDER.index)


def _height(level: str, urgent: bool) -> int:
    """0-4: the level, and above red that a loss is in progress."""
    return ORDER.index(level) + (urgent and level == "red")

"""Whether what came is what was wanted: expectations against decisions and cases, in the words of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fraudguard.desk.case import Case
from fraudguard.pack.checked import LEVELS
from fraudguard.scoring.decision import Decision, Standing, Ticket
from fraudguard.workbench.scenario.model import (
    CaseWanted,
    FindingsWanted,
    LevelWanted,
    PointsWanted,
    ScamWanted,
    TicketWanted,
    UrgentWanted,
    Wanted,
)
from fraudguard.workbench.verdicts import standing_text

__all__ = ["Scope", "came", "wrong_rules"]


@dataclass(frozen=True, slots=True)
class Scope:
    """
    What an expectation looks at: the decisions of the line above it with the case as it stands, or of the whole story.

    ``whole`` takes the highest level and points that were reached; else those after the last event count.
    """

    decisions: Sequence[Decision]
    case: Case | None = None
    whole: bool = False

    @property
    def standing(self) -> Standing:
        """The standing that level, points and scam are read from."""
        standings = [decision.standing for decision in self.decisions]
        if not self.whole:
            return standings[-1]
        return max(standings, key=lambda one: (LEVELS.index(one.level), one.urgent, one.points))

    @property
    def fired(self) -> dict[str, None]:
        """The rules that fired, in order."""
        return {finding.rule: None for decision in self.decisions for finding in decision.findings}

    @property
    def tickets(self) -> list[Ticket]:
        """The tickets opened or raised, in order."""
        return [ticket for decision in self.decisions for ticket in decision.tickets]


def came(wanted: Wanted, scope: Scope) -> str | None:
    """What came in place of what was wanted, in words; ``None`` when it came."""
    match wanted:
        case FindingsWanted():
            return None if not wrong_rules(wanted, scope) else _findings(scope)
        case TicketWanted():
            met = any(_is_ticket(ticket, wanted) for ticket in scope.tickets)
            return None if met != wanted.none else _tickets(scope)
        case CaseWanted():
            return _case(wanted, scope.case)
        case ScamWanted():
            scam = scope.standing.scam
            return None if scam == wanted.scam else f"scam {scam or 'none'}, {standing_text(scope.standing)}"
    return None if _stands(wanted, scope.standing) else standing_text(scope.standing)


def wrong_rules(wanted: FindingsWanted, scope: Scope) -> tuple[str, ...]:
    """The rules that did not fire and should have, or fired and should not."""
    fired = scope.fired
    if not wanted.none:
        return tuple(rule for rule in wanted.rules if rule not in fired)
    return tuple(rule for rule in (wanted.rules or fired) if rule in fired)


def _stands(wanted: LevelWanted | PointsWanted | UrgentWanted, standing: Standing) -> bool:
    match wanted:
        case LevelWanted():
            low, high = LEVELS.index(wanted.least), LEVELS.index(wanted.most)
            return low <= LEVELS.index(standing.level) <= high
        case PointsWanted():
            return wanted.least <= standing.points and (wanted.most is None or standing.points <= wanted.most)
    return standing.urgent == wanted.urgent


def _is_ticket(ticket: Ticket, wanted: TicketWanted) -> bool:
    return (
        wanted.change in {"", ticket.change}
        and wanted.level in {"", ticket.level}
        and wanted.scam in {"", ticket.scam}
        and (ticket.urgent or not wanted.urgent)
    )


def _findings(scope: Scope) -> str:
    return ", ".join(scope.fired) or "no finding"


def _tickets(scope: Scope) -> str:
    shown = [
        " ".join(filter(None, ("ticket", one.change, one.level, "urgent" if one.urgent else "", one.scam)))
        for one in scope.tickets
    ]
    return f"{'; '.join(shown) or 'no ticket'} ({standing_text(scope.standing)})"


def _case(wanted: CaseWanted, case: Case | None) -> str | None:
    if case is None:
        return None if wanted.none else "no case"
    met = not wanted.none and all(_is_fact(case, name, value) for name, value in wanted.facts)
    return None if met else _case_text(case)


def _is_fact(case: Case, name: str, value: str) -> bool:
    match name:
        case "missed":
            return value in _missed(case)
        case "raised":
            return value in case.raised_by
        case "urgent" | "overdue":
            return bool(getattr(case, name))
    return bool(getattr(case, name) == value)


def _missed(case: Case) -> list[str]:
    """The deadlines that were missed; those of a lead or a hand-over without what they were about."""
    return [name.partition(":")[0] for name in case.missed]


def _case_text(case: Case) -> str:
    said = [f"case status {case.status}", f"level {case.level}", f"tier {case.tier}"]
    said += [f"missed {name}" for name in _missed(case)]
    said += [f"raised by {cause}" for cause in case.raised_by]
    said += [name for name in ("urgent", "overdue") if getattr(case, name)]
    return ", ".join(said)

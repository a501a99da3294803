"""What a scenario expects, in shorthand: `expect ticket opened red fake_loan`, `expect no finding new-payee`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from fraudguard.desk.case import ORDER, STATUS_ZH, TIERS
from fraudguard.desk.clocks import DUE_ZH
from fraudguard.pack.checked import LEVELS
from fraudguard.pack.desk_policy import FAILURES
from fraudguard.workbench.scenario.event_lines import Known, scam
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
from fraudguard.workbench.scenario.words import Line

__all__ = ["FACTS", "SUBJECTS", "read_expectation"]

_NUMBER = re.compile(r"[0-9]{1,5}")
_CHANGES = ("opened", "raised")
_CAUSES = ("unanswered", "on_line", *FAILURES)
_CASE: Mapping[str, Iterable[str]] = {
    "status": STATUS_ZH,
    "level": ORDER,
    "tier": TIERS,
    "missed": DUE_ZH,
    "raised": _CAUSES,
}
_FLAGS = ("urgent", "overdue")
FACTS = (*_CASE, *_FLAGS)
"""What may be expected of a case."""


def read_expectation(line: Line, known: Known) -> Wanted:
    """What a line after the word `expect` wants. Raises `Rejected` with a fault recorded."""
    none = line.skip("no") or line.skip("not")
    subjects = _DENIED if none else SUBJECTS
    wanted = subjects[line.choose(subjects, "what is expected")](line, known)
    line.end()
    return wanted


def _findings(line: Line, known: Known, *, none: bool = False) -> Wanted:
    if none and line.done:
        return FindingsWanted((), none=True)
    rules = [_rule(line, known)]
    while line.skip(","):
        rules.append(_rule(line, known))
    return FindingsWanted(tuple(rules), none)


def _rule(line: Line, known: Known) -> str:
    word = line.take("a rule's id")
    if known.rules is not None and word.text not in known.rules:
        raise line.unknown(word, known.rules, "a rule")
    return word.text


def _bounds(line: Line) -> tuple[bool, bool]:
    """Whether what follows is a lower bound, an upper bound or, being neither, both."""
    least, most = line.skip("at", "least"), line.skip("at", "most")
    return least, most


def _level(line: Line, known: Known) -> Wanted:
    least, most = _bounds(line)
    level = line.choose(LEVELS, "a level")
    return LevelWanted(LEVELS[0] if most else level, LEVELS[-1] if least else level)


def _points(line: Line, known: Known) -> Wanted:
    least, most = _bounds(line)
    word = line.take("a number of points")
    if not _NUMBER.fullmatch(word.text):
        raise line.fault("scenario.points", word.span, given=word.text)
    points = int(word.text)
    return PointsWanted(0 if most else points, None if least else points)


def _ticket(line: Line, known: Known, *, none: bool = False) -> Wanted:
    change = level = name = ""
    urgent = False
    while not line.done:
        word = line.peek()
        if word in _CHANGES and not change:
            change = line.maybe(_CHANGES)
        elif word in LEVELS[1:] and not level:
            level = line.maybe(LEVELS[1:])
        elif word == "urgent" and not urgent:
            urgent = line.skip("urgent")
        elif name:
            line.end()
        else:
            name = _ticket_word(line, known)
    return TicketWanted(none, change, level, urgent, name)


def _ticket_word(line: Line, known: Known) -> str:
    word = line.take("a word about the ticket")
    if known.scams is not None and word.text not in known.scams:
        raise line.unknown(word, (*_CHANGES, *LEVELS[1:], "urgent", *sorted(known.scams)), "a word about the ticket")
    return word.text


def _case(line: Line, known: Known) -> Wanted:
    facts: list[tuple[str, str]] = []
    while not line.done:
        name = line.choose(FACTS, "a fact about the case")
        if name == "raised":
            line.choose(("by",), "`by`")
        facts.append((name, "yes" if name in _FLAGS else line.choose(_CASE[name], "a value of that fact")))
        line.skip(",")
    return CaseWanted(False, tuple(facts))


SUBJECTS: Mapping[str, Callable[[Line, Known], Wanted]] = {
    "finding": _findings,
    "findings": _findings,
    "level": _level,
    "points": _points,
    "scam": lambda line, known: ScamWanted(scam(line, known)),
    "urgent": lambda _line, _known: UrgentWanted(urgent=True),
    "ticket": _ticket,
    "case": _case,
}
"""What may be expected."""
_DENIED: Mapping[str, Callable[[Line, Known], Wanted]] = {
    "finding": lambda line, known: _findings(line, known, none=True),
    "findings": lambda line, known: _findings(line, known, none=True),
    "urgent": lambda _line, _known: UrgentWanted(urgent=False),
    "ticket": lambda line, known: _ticket(line, known, none=True),
    "case": lambda _line, _known: CaseWanted(none=True),
}

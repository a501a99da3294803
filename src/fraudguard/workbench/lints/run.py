"""Run all lints over a pack, and leave out what its authors allow with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from fraudguard.errors import Fault, closest
from fraudguard.pack.checked import Allow, CheckedPack, CheckedRule
from fraudguard.workbench.lints.between import DuplicateRule, SubsumedRule
from fraudguard.workbench.lints.conditions import (
    Contradiction,
    DeadBranch,
    ImpliedCondition,
    Tautology,
    UnreachableCount,
)
from fraudguard.workbench.lints.counting import IdleFloor, LoneSupport
from fraudguard.workbench.lints.examples import ExamplesContradict
from fraudguard.workbench.lints.lint import Found, Lint, Looked
from fraudguard.workbench.lints.phrases import SwallowedPhrase, SwallowedWord
from fraudguard.workbench.lints.sequences import DeadStep, ShortSequence
from fraudguard.workbench.lints.windows import EmptyWindow

__all__ = ["LINTS", "lint_pack"]

LINTS: tuple[Lint, ...] = (
    Contradiction(),
    DeadBranch(),
    Tautology(),
    ImpliedCondition(),
    UnreachableCount(),
    EmptyWindow(),
    DeadStep(),
    ShortSequence(),
    DuplicateRule(),
    SubsumedRule(),
    LoneSupport(),
    IdleFloor(),
    SwallowedPhrase(),
    SwallowedWord(),
    ExamplesContradict(),
)
"""Every lint, in the order of their pages."""


def lint_pack(
    pack: CheckedPack, lints: Iterable[Lint] = LINTS, own: Callable[[CheckedRule], bool] = lambda _rule: True
) -> tuple[Fault, ...]:
    """
    What the lints report of a pack, as warnings in the order of their places; nothing need be said of rules that are
    not ``own``, which saves most of the time over a large pack.

    What an ``allow`` of the rule or list names is left out. An ``allow`` that silences nothing, or names a lint that
    there is not, is reported itself.
    """
    chosen = tuple(lints)
    allowed = _allowed(pack, own)
    used: set[int] = set()
    faults: list[Fault] = []
    at = Looked(pack, own)
    for lint in chosen:
        for found in lint.look(at):
            silencers = [one for one in allowed.get(found.owner, ()) if one.lint == lint.name]
            used.update(map(id, silencers))
            if not silencers:
                faults.append(_fault(found, lint))
    names = {lint.name for lint in LINTS}
    ran = {lint.name for lint in chosen}
    for owner, ones in allowed.items():
        faults.extend(_of_silencers(owner, [one for one in ones if id(one) not in used], names, ran))
    return tuple(sorted(faults, key=_where))


def _allowed(pack: CheckedPack, own: Callable[[CheckedRule], bool]) -> Mapping[str, tuple[Allow, ...]]:
    of_rules = {rule.id: rule.allows for rule in (*pack.rules, *pack.drafts) if rule.allows and own(rule)}
    return {**of_rules, **{f"lists/{name}": ones for name, ones in pack.phrases_allowed.items()}}


def _fault(found: Found, lint: Lint) -> Fault:
    return Fault(found.code, {**found.params, "lint": lint.name}, found.place, "warning")


def _of_silencers(owner: str, idle: Iterable[Allow], names: set[str], ran: set[str]) -> Iterator[Fault]:
    for one in idle:
        if one.lint not in names:
            params = {
                "given": one.lint,
                "suggestion": closest(one.lint, sorted(names)),
                "known": ", ".join(sorted(names)),
            }
            yield Fault("lint.unknown_silencer", params, one.place, "warning")
        elif one.lint in ran:
            yield Fault("lint.unused_silencer", {"id": owner, "name": one.lint}, one.place, "warning")


def _where(fault: Fault) -> tuple[bool, str, int, int, str]:
    place = fault.place
    return (False, place.file, place.line, place.column, fault.code) if place else (True, "", 0, 0, fault.code)

"""What examples should show and do not, as aims a stream reaches or not: open needs and unnoticed mutants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.tree import And, AtLeast, Expression, Not, Or
from fraudguard.plan.scopes import conjuncts
from fraudguard.workbench.coverage import rule_coverage
from fraudguard.workbench.mutants import Mutant
from fraudguard.workbench.mutate import mutate_rule
from fraudguard.workbench.needs import Need
from fraudguard.workbench.probing import ALWAYS, Probe

__all__ = ["Aim", "Ledger", "aims_of"]


@dataclass(frozen=True, slots=True)
class Aim:
    """
    An open need, or a mutant that no example notices.

    ``common`` are what must hold besides: conditions that must be true and lines that must not, the same in rule and
    mutant; ``mine`` and ``theirs`` is where the two differ.
    """

    need: Need | None = None
    mutant: Mutant | None = None
    common: tuple[Probe, ...] = ()
    spared: tuple[Probe, ...] = ()
    mine: Probe | None = None
    theirs: Probe | None = None

    @property
    def probes(self) -> Iterator[Probe]:
        """All that is asked about the aim."""
        if self.need is not None:
            yield self.need.fires
            if self.need.silent is not None:
                yield self.need.silent
        if self.mutant is not None:
            yield self.mutant.probe
        yield from self.common
        yield from self.spared
        yield from (one for one in (self.mine, self.theirs) if one is not None)

    @property
    def asked(self) -> Iterator[Expression]:
        """The conditions it is about."""
        probe = self.need.fires if self.need is not None else self.mine
        for one in (probe, self.theirs):
            if one is not None and one.when is not None:
                yield one.when


def aims_of(pack: CheckedPack, rule: CheckedRule) -> tuple[Aim, ...]:
    """Everything the rule's examples leave open."""
    needs = [Aim(need=need, common=tuple(_parts(need.fires))) for need in rule_coverage(pack, rule).gaps]
    found = mutate_rule(pack, rule)
    return (*needs, *(_of_mutant(rule, mutant) for mutant in found.survivors))


def _parts(probe: Probe) -> Iterator[Probe]:
    """What must all be true for a condition to be: its parts, or of a negated alternative the negated parts."""
    when = probe.when
    if isinstance(when, Not) and isinstance(when.item, (Or, AtLeast)):
        yield from (Probe(probe.kind, Not(item)) for item in when.item.items)
    elif isinstance(when, And):
        yield from (Probe(probe.kind, item) for item in when.items)


def _of_mutant(rule: CheckedRule, mutant: Mutant) -> Aim:
    probe = mutant.probe
    if rule.when is None or probe.when is None:
        return Aim(mutant=mutant)
    kind = rule.kind
    mine, theirs = conjuncts(rule.when), conjuncts(probe.when)
    common = tuple(Probe(kind, item) for item in mine if item in theirs)
    spared = tuple(Probe(kind, line) for line in rule.unless if line in probe.unless)
    own = [item for item in mine if item not in theirs]
    other = [item for item in theirs if item not in mine]
    if own or other:
        return Aim(None, mutant, common, spared, _together(kind, own), _together(kind, other))
    lines = [line for line in rule.unless if line not in probe.unless]
    changed = [line for line in probe.unless if line not in rule.unless]
    return Aim(None, mutant, common, spared, _together(kind, lines), _together(kind, changed) if changed else None)


def _together(kind: str, items: Sequence[Expression]) -> Probe:
    return Probe(kind, And(tuple(items)) if items else ALWAYS)


class _Deep(NamedTuple):
    """The numbers of an aim's further probes."""

    common: tuple[int, ...]
    spared: tuple[int, ...]
    mine: int
    theirs: int


class Ledger:
    """The probes of some aims, numbered, and what the answers say of each aim."""

    def __init__(self, aims: Sequence[Aim], *, deep: bool) -> None:
        self.aims = (
            tuple(aims) if deep else tuple(replace(aim, common=(), spared=(), mine=None, theirs=None) for aim in aims)
        )
        self._numbers: dict[Probe, int] = {}
        for aim in self.aims:
            for probe in aim.probes:
                self._numbers.setdefault(probe, len(self._numbers))
        number = self._numbers
        self._mutants = [(i, number[aim.mutant.probe]) for i, aim in enumerate(self.aims) if aim.mutant is not None]
        self._needs = [
            (i, aim.need, number[aim.need.fires], -1 if aim.need.silent is None else number[aim.need.silent])
            for i, aim in enumerate(self.aims)
            if aim.need is not None
        ]
        self._deep = [
            _Deep(
                tuple(number[one] for one in aim.common),
                tuple(number[one] for one in aim.spared),
                -1 if aim.mine is None else number[aim.mine],
                -1 if aim.theirs is None else number[aim.theirs],
            )
            for aim in self.aims
        ]

    @property
    def probes(self) -> tuple[Probe, ...]:
        """In the order of their numbers."""
        return tuple(self._numbers)

    def reached(self, fired: Sequence[frozenset[int]], own: Sequence[bool]) -> frozenset[int]:
        """The aims that a stream reaches, by number."""
        last, hit = fired[-1], own[-1]
        found = {i for i, number in self._mutants if (number in last) != hit}
        for i, need, yes, no in self._needs:
            moments = fired if need.anywhere else fired[-1:]
            if need.kind == "step":
                shown = any(yes in one for one in moments) and not any(no in one for one in moments)
            else:
                shown = any(yes in one and no not in one for one in moments)
            if shown:
                found.add(i)
        return frozenset(found)

    def nearness(self, fired: Sequence[frozenset[int]], aim: int) -> int:
        """How near a stream comes to noticing a mutant: all that must hold besides, and whether the two differ."""
        deep, last = self._deep[aim], fired[-1]
        differ = (deep.mine in last) != (deep.theirs in last)
        return sum(one in last for one in deep.common) + sum(one not in last for one in deep.spared) + 2 * differ

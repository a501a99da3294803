"""Towns added up to the tables of a quality report: plain mappings, ready for JSON."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from fraudguard.pack.checked import LEVELS, CheckedPack
from fraudguard.pack.tree import Fired, walk
from fraudguard.workbench.quality.outcomes import AttemptOutcome, TicketOutcome, TownOutcome

__all__ = ["BUDGETS", "caught", "interval", "measures", "readers"]

BUDGETS = (20, 50, 100)
"""Tickets a day that all officers together can work (DOMAIN 11)."""

_MINUTE = 60_000_000
_FIVE_MINUTES = 5 * _MINUTE
_YUAN = 100
_POINTS = (25, 40, 50, 65, 80, 100)  # where the classes of the calibration begin
_Z = 1.959964  # two-sided 95 %
_PLACES = 4

Row = dict[str, Any]


def measures(towns: Sequence[TownOutcome], pack: CheckedPack, officers: int) -> Row:
    """All tables of one run over the same towns; ``officers`` share the tickets of a day."""
    attempts = [one for town in towns for one in town.attempts]
    usual = [one for one in attempts if not one.panel]
    return {
        "events": sum(town.events for town in towns),
        "total": caught(usual),
        "all": caught(attempts),
        "schemes": [
            {"scheme": scheme, "name": pack.taxonomy[scheme].zh, **caught(mine)}
            for scheme, mine in _grouped(attempts, lambda one: one.scheme)
        ],
        "techniques": [
            {"scheme": name, "name": pack.taxonomy[name].zh if name in pack.taxonomy else name, **caught(mine)}
            for name, mine in _by_technique(attempts)
        ],
        "bands": _bands(towns, attempts),
        "false_warnings": _false_warnings(towns),
        "look_alikes": _look_alikes(towns),
        "budgets": _budgets(towns, officers, len(usual)),
        "calibration": _calibration(towns),
        "mules": _mules(towns),
        "curve": _curve(towns, len(attempts)),
        "rules": _rules(towns, pack),
    }


def interval(hits: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share; ``(0, 1)`` of nothing (Wilson 1927, JASA 22: 209-212)."""
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    spread = _Z * math.sqrt(share * (1 - share) / of + _Z * _Z / (4 * of * of))
    middle = share + _Z * _Z / (2 * of)
    scale = 1 + _Z * _Z / of
    return round(max(0.0, (middle - spread) / scale), _PLACES), round(min(1.0, (middle + spread) / scale), _PLACES)


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, _PLACES) if whole else None


def _grouped(
    attempts: Iterable[AttemptOutcome], key: Callable[[AttemptOutcome], str]
) -> Iterator[tuple[str, list[AttemptOutcome]]]:
    groups: dict[str, list[AttemptOutcome]] = {}
    for one in attempts:
        groups.setdefault(key(one), []).append(one)
    yield from sorted(groups.items())


def _by_technique(attempts: Iterable[AttemptOutcome]) -> Iterator[tuple[str, list[AttemptOutcome]]]:
    """Attempts by what was done on the victim's phone; one may stand under several."""
    groups: dict[str, list[AttemptOutcome]] = {}
    for one in attempts:
        for technique in one.techniques:
            groups.setdefault(technique, []).append(one)
    yield from sorted(groups.items())


def caught(attempts: Sequence[AttemptOutcome]) -> Row:
    """
    What the warnings did for attempts that moved money.

    ``recall`` counts those warned at yellow or higher before the last payment settled, ``before_last`` those warned
    before it was even ordered, ``with_leads`` those that rules or an instruction from above warned of.
    ``lead_minutes`` is the median, over the caught, from the warning to the order of the last payment (0 when it is
    the last payment itself, still pending, that brought the warning).
    """
    warned = [one for one in attempts if one.warned]
    leads = [max(0, one.last - one.warned) for one in warned]
    loss = sum(one.loss for one in attempts)
    saved = sum(one.saved for one in attempts)
    return {
        "attempts": len(attempts),
        "warned": len(warned),
        "recall": _share(len(warned), len(attempts)),
        "interval": interval(len(warned), len(attempts)),
        "before_last": _share(sum(one.warned < one.last for one in warned), len(attempts)),
        "red": _share(sum(one.level == "red" for one in warned), len(attempts)),
        "with_leads": _share(sum(one.led > 0 for one in attempts), len(attempts)),
        "lead_minutes": round(median(leads) / _MINUTE, 1) if leads else None,
        "five_minutes": _share(sum(lead >= _FIVE_MINUTES for lead in leads), len(leads)),
        "loss": loss // _YUAN,
        "saved": saved // _YUAN,
        "saved_share": _share(saved, loss),
    }


def _bands(towns: Sequence[TownOutcome], attempts: Sequence[AttemptOutcome]) -> list[Row]:
    """Recall and false warnings by age band; the warnings about accounts, which have no age, are left out."""
    days: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for town in towns:
        days.update(dict(town.honest_days))
        wrong.update(town.false_warnings)
    by_band = dict(_grouped(attempts, lambda one: one.band))
    rows = []
    for band in sorted(days):
        mine = by_band.get(band, [])
        caught = sum(one.warned > 0 for one in mine)
        rows.append(
            {
                "band": band,
                "attempts": len(mine),
                "recall": _share(caught, len(mine)),
                "interval": interval(caught, len(mine)),
                "honest_days": round(days[band]),
                "false_warnings": wrong[band],
                "per_1000_days": _share(1000 * wrong[band], days[band]),
            }
        )
    return rows


def _false_warnings(towns: Sequence[TownOutcome]) -> Row:
    days = sum(sum(town.honest_days.values()) for town in towns)
    persons = sum(count for town in towns for band, count in town.false_warnings.items() if band)
    accounts = sum(town.false_warnings.get("", 0) for town in towns)
    return {
        "honest_days": round(days),
        "about_persons": persons,
        "about_accounts": accounts,
        "per_1000_days": _share(1000 * (persons + accounts), days),
    }


def _look_alikes(towns: Sequence[TownOutcome]) -> list[Row]:
    counts: dict[str, list[int]] = {}
    for town in towns:
        for name, (planted, warned) in town.look_alikes.items():
            both = counts.setdefault(name, [0, 0])
            both[0] += planted
            both[1] += warned
    return [
        {
            "confuser": name,
            "planted": planted,
            "warned": warned,
            "share": _share(warned, planted),
            "interval": interval(warned, planted),
        }
        for name, (planted, warned) in sorted(counts.items())
    ]


def _budgets(towns: Sequence[TownOutcome], officers: int, attempts: int) -> list[Row]:
    """
    What so many tickets a day achieve, the most dangerous first; tickets of the panel are left out.

    ``precision`` is the share of the worked tickets about somebody really under attack or a receiving account.
    """
    by_day: dict[int, list[tuple[int, TicketOutcome]]] = {}
    for number, town in enumerate(towns):
        for ticket in town.tickets:
            if not ticket.panel:
                by_day.setdefault(ticket.day, []).append((number, ticket))
    days = max((town.days for town in towns), default=0.0)
    rows = []
    for budget in BUDGETS:
        worked = [pair for day in sorted(by_day) for pair in sorted(by_day[day], key=_urgency)[:budget]]
        true = sum(ticket.true for _, ticket in worked)
        reached = {(number, ticket.timely) for number, ticket in worked if ticket.timely and ticket.yellow}
        rows.append(
            {
                "per_day": budget,
                "worked": len(worked),
                "per_officer_day": _share(len(worked), officers * days),
                "precision": _share(true, len(worked)),
                "recall": _share(len(reached), attempts),
            }
        )
    return rows


def _urgency(pair: tuple[int, TicketOutcome]) -> tuple[int, int, int]:
    number, ticket = pair
    return -LEVELS.index(ticket.level), -ticket.points, number


def _calibration(towns: Sequence[TownOutcome]) -> list[Row]:
    """How often a ticket of so many points was about somebody really under attack; the panel is left out."""
    rows = []
    for start, end in zip(_POINTS, (*_POINTS[1:], math.inf), strict=True):
        mine = [t for town in towns for t in town.tickets if not t.panel and start <= t.points < end]
        true = sum(ticket.true for ticket in mine)
        rows.append(
            {
                "points": f"{start}-{end - 1:.0f}" if end < math.inf else f"{start}+",
                "tickets": len(mine),
                "true": true,
                "share": _share(true, len(mine)),
                "interval": interval(true, len(mine)),
            }
        )
    return rows


def _mules(towns: Sequence[TownOutcome]) -> Row:
    """Receiving accounts with two victims or more: how many were warned about, and the payments that came after."""
    several = [mule for town in towns for mule in town.mules if mule.victims > 1]
    payments = sum(mule.victims for mule in several)
    return {
        "accounts": len(several),
        "flagged": sum(mule.flagged for mule in several),
        "share": _share(sum(mule.flagged for mule in several), len(several)),
        "payments": payments,
        "after_the_warning": _share(sum(mule.spared for mule in several), payments),
    }


def _curve(towns: Sequence[TownOutcome], attempts: int) -> list[Row]:
    days = sum(sum(town.honest_days.values()) for town in towns)
    rows = []
    for points in sorted({points for town in towns for points in town.curve}):
        caught = sum(town.curve[points][0] for town in towns)
        wrong = sum(town.curve[points][1] for town in towns)
        rows.append({"yellow": points, "recall": _share(caught, attempts), "per_1000_days": _share(1000 * wrong, days)})
    return rows


def _rules(towns: Sequence[TownOutcome], pack: CheckedPack) -> list[Row]:
    read_by = readers(pack)
    rows: list[Row] = []
    for rule in sorted({rule for town in towns for rule in town.rules}):
        mine = [town.rules[rule] for town in towns if rule in town.rules]
        read = sorted(read_by.get(rule, ()))
        changed = any(one.changed for one in mine)
        rows.append(
            {
                "rule": rule,
                "hits": sum(one.hits for one in mine),
                "inside": sum(one.inside for one in mine),
                "unique": sum(one.unique for one in mine),
                "false_alarms": sum(one.alarms for one in mine),
                "read_by": len(read),
                "idle": not changed and not read,
            }
        )
    return rows


def readers(pack: CheckedPack) -> Mapping[str, set[str]]:
    """For each rule the others that read its findings: through ``fired``, as a step, or as what breaks a sequence."""
    found: dict[str, set[str]] = {}
    for rule in pack.rules:
        sequence = rule.sequence
        nodes = [node for node in (rule.when, *rule.unless) if node is not None]
        if sequence is not None:
            nodes += [step.when for step in sequence.steps if step.when is not None]
            for read in (*sequence.unless, *(step.rule for step in sequence.steps if step.rule)):
                found.setdefault(read, set()).add(rule.id)
        for node in nodes:
            for one in walk(node):
                if isinstance(one, Fired):
                    found.setdefault(one.rule, set()).add(rule.id)
    return found

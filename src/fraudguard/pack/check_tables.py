"""Check what stands beside the rules: settings, groups, the classifier's points, policy, taxonomy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from fraudguard.pack.checked import Group, Level, ModelPolicy, Policy, Scam, Settings
from fraudguard.pack.decay import keep_table
from fraudguard.pack.schema import RESERVED, PackFile, PolicyFile, RawGroup, RawModel, RawScam
from fraudguard.pack.shapes import Faults
from fraudguard.pack.tree import Type

__all__ = ["check_groups", "check_model", "check_policy", "check_settings", "check_taxonomy"]

_HOUR = 3_600_000_000
_MINUTE = 60_000_000
_COLOURS: tuple[Level, ...] = ("green", "yellow", "red")


def check_settings(head: PackFile) -> Settings:
    """Times of the pack, with the defaults where it says nothing."""
    extra = {name: Type(kind) for name, kind in sorted(head.extra.items()) if kind}
    given = head.settings
    if given is None:
        return Settings(48 * _HOUR, 168 * _HOUR, 1_000, extra)
    return Settings(given.lateness, given.dedup, given.sweep_rank, extra)


def check_groups(head: PackFile, faults: Faults) -> dict[str, Group]:
    """The groups by id, with their tables of decay."""
    tables: dict[tuple[int, int], tuple[int, ...]] = {}
    groups: dict[str, Group] = {}
    for name, raw in sorted(head.groups.items()):
        if raw is not None:
            groups[name] = _group(name, raw, tables)
    for name in RESERVED:
        if name not in head.groups:
            faults.add("pack.reserved_group_missing", head.place("groups"), group=name)
    return groups


def _group(name: str, raw: RawGroup, tables: dict[tuple[int, int], tuple[int, ...]]) -> Group:
    hours = raw.half_life // _HOUR, raw.horizon // _HOUR
    if hours not in tables:
        tables[hours] = keep_table(*hours)
    return Group(name, raw.cap, *hours, raw.textual, tables[hours])


def check_model(raw: RawModel | None, faults: Faults) -> ModelPolicy | None:
    """What the classifier brings; ``None`` when the pack gives it no points."""
    if raw is None:
        return None
    if raw.base > raw.cap:
        faults.add("pack.model_cap", raw.place("base"), base=raw.base, cap=raw.cap)
    return ModelPolicy(raw.start, raw.base, raw.slope, raw.cap)


def check_policy(raw: PolicyFile, faults: Faults) -> Policy:
    """Thresholds that rise with the level, points of leads, deadlines in minutes."""
    for name, given in (("thresholds", raw.thresholds), ("lead_points", raw.lead_points)):
        missing = [level for level in _COLOURS if level not in given]
        if missing:
            faults.add("pack.levels_missing", raw.place(name), key=name, missing=", ".join(missing))
    for low, high in pairwise(_COLOURS):
        lower, upper = raw.thresholds.get(low, 0), raw.thresholds.get(high)
        if upper is not None and lower >= upper:
            params = {"low": low, "lower": lower, "high": high, "upper": upper}
            faults.add("pack.thresholds_order", raw.label("thresholds", high), **params)
    deadlines = {
        level: {name: time // _MINUTE for name, time in sorted(times.items())}
        for level, times in sorted(raw.deadlines.items())
    }
    thresholds = {level: raw.thresholds.get(level, 0) for level in _COLOURS}
    lead_points = {level: raw.lead_points.get(level, 0) for level in _COLOURS}
    actions = dict(sorted(raw.bank_actions.items()))
    return Policy(thresholds, deadlines, actions, lead_points, raw.episode)


def check_taxonomy(scams: Iterable[RawScam]) -> dict[str, Scam]:
    """The taxonomy by id."""
    out: dict[str, Scam] = {}
    for raw in sorted(scams, key=lambda scam: scam.id):
        kind = raw.type or "scheme"
        assert kind in {"scheme", "technique", "payee_side"}
        out[raw.id] = Scam(
            id=raw.id,
            zh=raw.zh,
            en=raw.en,
            type=kind,  # type: ignore[arg-type]  # one of the declared choices
            aliases=raw.aliases,
            stages=raw.stages,
            scripts=dict(sorted(raw.scripts.items())),
            questions=raw.questions,
            first_aid=raw.first_aid,
        )
    return out

"""Lints on what a finding is worth: support that never counts, floors without effect."""

from __future__ import annotations

from collections.abc import Iterator

from fraudguard.pack.checked import LEVELS, CheckedPack, CheckedRule
from fraudguard.workbench.lints.lint import Found, Lint, Looked

__all__ = ["IdleFloor", "LoneSupport"]


class LoneSupport(Lint):
    """
    A support rule that no core finding can ever stand beside, so that it never counts.

    Support counts while its subject, such as one payee account, has a core finding within that finding's horizon. It is
    reported when no core finding can have a subject of the same path: no active core rule with points and the same
    `subject` that could fire, and, where the subject is the person, no points for leads and no classifier.
    """

    name = "lone_support"
    example = "{role: support, subject: payee.account}, in a pack whose core rules are all about persons"

    def look(self, at: Looked) -> Iterator[Found]:
        """Active support rules with points."""
        leads = any(at.pack.policy.lead_points.values()) or at.pack.model is not None
        for rule in at.rules:
            counts = rule.role == "support" and rule.status == "active" and rule.points > 0
            if counts and not (leads and rule.subject == "person.key") and not _core_beside(rule.subject, at):
                params = {"id": rule.id, "subject": rule.subject}
                yield Found("lint.lone_support", rule.id, rule.place, params)


def _core_beside(subject: str, at: Looked) -> bool:
    """Whether an active core rule about such a subject brings points and could fire."""
    return any(
        rule.subject == subject
        and rule.role == "core"
        and rule.status == "active"
        and _part(rule, at.pack) > 0
        and not at.never_fires(rule)
        for rule in at.pack.rules
    )


class IdleFloor(Lint):
    """
    A floor that never lifts anything: the rule's own points reach that level by themselves.

    Proved of active core rules only: their part, up to the cap of their group, counts on their own event. A red floor
    of a textual group is left alone, because words alone never reach red.
    """

    name = "idle_floor"
    example = "{points: 40, floor: green}, with green from 25 points"

    def look(self, at: Looked) -> Iterator[Found]:
        """Active core rules with a floor."""
        for rule in at.pack.rules:
            threshold = at.pack.policy.thresholds.get(rule.floor)
            if threshold is None or rule.role != "core" or rule.status != "active":
                continue
            group = at.pack.groups[rule.group]
            points = min(_part(rule, at.pack), group.cap)
            words_only = group.textual and LEVELS.index(rule.floor) > LEVELS.index("yellow")
            if points >= threshold and not words_only:
                params = {"id": rule.id, "points": points, "floor": rule.floor, "threshold": threshold}
                yield Found("lint.idle_floor", rule.id, rule.place, params)


def _part(rule: CheckedRule, pack: CheckedPack) -> int:
    """What a finding brings on its own event, before the cap."""
    keep = pack.groups[rule.group].keep
    return rule.points * keep[0] // 1000 if keep else 0

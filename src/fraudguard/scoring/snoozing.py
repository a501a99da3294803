"""Whether a rule is snoozed for whom it concerns: its finding is shown then, and counts nothing."""

from __future__ import annotations

from fraudguard.events import Event
from fraudguard.pack.checked import CheckedPack, CheckedRule, Snooze
from fraudguard.plan.fields import value_of

__all__ = ["snooze_of"]


def snooze_of(event: Event, rule: CheckedRule, pack: CheckedPack) -> Snooze | None:
    """
    The snooze of a rule for its subject on an event, in force at the event's instant.

    A rule in shadow counts nothing anyhow and is not called snoozed; nobody unknown can be.
    """
    if rule.status != "active" or rule.id not in pack.snoozes:
        return None
    value = event.person.key if rule.subject == "person.key" else value_of(event, rule.subject, pack.settings.extra)
    return None if value is None else pack.snooze(rule.id, str(value), event.at_us)

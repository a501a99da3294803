"""A later row of the same serial that tells another status: a settlement of the payment, not a correction of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import get_args

from fraudguard.events import Event, Settlement, Transaction, from_microseconds
from fraudguard.events.transaction import Status
from fraudguard.feeds.known_ids import Remembering

__all__ = ["STALE", "settled"]

STALE = "stale"
"""What `settled` answers for a row that tells less than is known already: the payment is no longer pending."""

_STATES: tuple[Status | None, ...] = (None, *get_args(Status))
_TOLD_LATER = frozenset({"success", "failed", "reversed"})


def settled(event: Event, guard: Remembering) -> Settlement | str | None:
    """
    The settlement that a row brings for a payment which ``guard`` has scored, `STALE`, or ``None`` for everything else.

    A row brings one when the guard knows its serial and it differs from the payment in nothing but the status, the time
    and what the balance is while money waits to move. Its id is that of the payment and the status, so the same row
    again is a duplicate. A row of the same serial that differs in anything else corrects the payment (DESIGN 4.2).
    """
    if not isinstance(event, Transaction) or event.txn_id is None or event.status is None:
        return None
    first_at = guard.instant_of(event.id)
    if first_at is None or guard.remembers(event):
        return None
    for earlier in _as_told_before(event, first_at):
        if guard.remembers(earlier):
            if event.status not in _TOLD_LATER:
                return STALE if earlier.status is not None else None
            return Settlement(
                id=f"{event.id}:{event.status}",
                at=event.at,
                source=event.source,
                person=event.person,
                txn_id=event.txn_id,
                status=event.status,
            )
    return None


def _as_told_before(event: Transaction, first_at: int) -> Iterator[Transaction]:
    """What the row may have been at its first appearance."""
    moment = from_microseconds(first_at)
    states = [status for status in _STATES if status != event.status]
    after = {event.balance_after, None}
    if event.balance_after is not None and event.amount is not None:
        after |= {event.balance_after + event.amount, max(event.balance_after - event.amount, 0)}
    for status, balance, before in product(states, after, {event.balance_before, None}):
        yield event.replaced(status=status, at=moment, balance_after=balance, balance_before=before)

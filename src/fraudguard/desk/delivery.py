"""Delivery of the outbox: at least once, again later after a failure, given up in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from fraudguard.desk import tables as t
from fraudguard.desk.outbox import MOST_ATTEMPTS, OutboxMessage, wait_after
from fraudguard.desk.seal import Seal
from fraudguard.desk.store import Store

__all__ = ["Deliver", "Delivered", "deliver"]

Deliver = Callable[[OutboxMessage], None]
"""Sends one message, or raises to say that it could not."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many messages went out, failed and wait, were given up."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0


def deliver(store: Store, seal: Seal, send: Deliver, at: int, most: int) -> Delivered:
    """
    Try the messages that are due at ``at``, oldest first.

    Nothing is locked while ``send`` runs; a crash after it leaves the message waiting, so that it goes out again.
    """
    o = t.outbox.c
    with store.reading() as connection:
        query = sa.select(t.outbox).where(o.state == "waiting", o.next_at <= at).order_by(o.next_at, o.seq).limit(most)
        rows = connection.execute(query).all()
    counts = {"delivered": 0, "waiting": 0, "dead": 0}
    for row in rows:
        body = row.body.encode()
        message = OutboxMessage(
            f"{row.case_id}-{row.seq}", row.kind, row.case_id, body, seal.signature(body), row.attempts + 1
        )
        try:
            send(message)
        except Exception:  # noqa: BLE001 - whatever the sender raises means that it was not sent
            state = "dead" if row.attempts + 1 >= MOST_ATTEMPTS else "waiting"
        else:
            state = "delivered"
        counts[state] += 1
        with store.writing() as tx:
            values = {"state": state, "attempts": row.attempts + 1, "next_at": at + wait_after(row.attempts + 1)}
            tx.connection.execute(sa.update(t.outbox).where(o.seq == row.seq).values(**values))
    return Delivered(counts["delivered"], counts["waiting"], counts["dead"])

"""Rows on their way to a guard."""

from pathlib import Path
from typing import Any

from fraudguard.events import Settlement, Transaction, parse_event
from fraudguard.feeds.incoming import Incoming, Known
from fraudguard.feeds.mapping_files import shipped_mappings
from fraudguard.feeds.matching import Matcher
from fraudguard.scoring import Guard


def payment(**more: Any) -> Transaction:
    """A payment with a serial."""
    event = parse_event(
        {"kind": "transaction", "id": "bank:1", "txn_id": "1", "at": "2024-01-15T09:30:00+08:00", "account": "622", "direction": "out",
         "amount": 500, "status": "pending", **more}
    )  # fmt: skip
    assert isinstance(event, Transaction)
    return event


def test_what_a_row_is(pack: Path) -> None:
    """New, a settlement, out of date, told by another feed, or a correction that the guard knows what to do with."""
    guard = Guard.load([pack])
    incoming = Incoming(guard, Matcher(shipped_mappings(), key=b"k"))
    first = payment()
    assert first is incoming.look_at(first, "bank-alerts")
    guard.score(first)
    assert first is incoming.look_at(first, "bank-alerts")
    assert isinstance(incoming.look_at(payment(status="success"), "bank-alerts"), Settlement)
    other = payment(id="platform:9", txn_id="9", at="2024-01-15T09:30:59+08:00")
    assert Known("bank:1") == incoming.look_at(other, "platform-100405")
    assert other is incoming.look_at(other, "")
    corrected = payment(amount=5)
    assert corrected is incoming.look_at(corrected, "bank-alerts")
    done = payment(id="bank:2", txn_id="2", status="success")
    guard.score(done)
    assert Known("") == incoming.look_at(payment(id="bank:2", txn_id="2"), "bank-alerts")

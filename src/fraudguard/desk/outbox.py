"""The outbox: what others have to hear of a case, delivered by an injected callable at least once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fraudguard.desk.case import Case, Entry
from fraudguard.desk.encoding import encoded

__all__ = ["MOST_ATTEMPTS", "OutboxMessage", "messages_of", "wait_after"]

_MINUTE = 60_000_000
_WAITS = (1, 5, 30, 120, 360)  # minutes after each failed attempt
MOST_ATTEMPTS = len(_WAITS) + 1
"""After so many failed attempts a message is dead: it is kept, and nobody tries again by itself."""

_KINDS: Mapping[str, str] = {
    "opened": "open",
    "rewarned": "open",
    "reopen": "open",
    "raised": "raise",
    "level_raised": "raise",
    "missed": "overdue",
    "escalated": "overdue",
    "measures": "measures",
    "close": "close",
}


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """
    One message. ``body`` is UTF-8 JSON without personal data beyond masked labels; ``signature`` is its HMAC-SHA-256
    under a key derived from the desk's; ``id`` is the same at every attempt, so that receivers know a repeat.
    """

    id: str
    kind: str
    case_id: str
    body: bytes
    signature: str
    attempt: int


def wait_after(attempts: int) -> int:
    """Microseconds until the next attempt after so many failed ones."""
    return _WAITS[min(attempts, len(_WAITS)) - 1] * _MINUTE


def messages_of(case: Case, entries: Sequence[Entry], numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The messages that entries of a case bring, as rows of the outbox."""
    rows = []
    for entry, number in zip(entries, numbers, strict=True):
        kind = _KINDS.get(entry.kind, "")
        if entry.kind == "result" and entry.facts.get("verdict") == "defrauded":
            kind = "stop_payment"
        if not kind:
            continue
        body = {
            "id": f"{case.id}-{number}",
            "kind": kind,
            "entry": entry.kind,
            "at": entry.at,
            "case": {
                "id": case.id,
                "label": case.label,
                "level": case.level,
                "urgent": case.urgent,
                "tier": case.tier,
                "unit": case.unit,
                "scam": case.scam,
                "status": case.status,
                "drill": case.drill,
            },
            "facts": dict(entry.facts),
        }
        text = encoded(body)
        rows.append(
            {
                "seq": number, "at": entry.at, "kind": kind, "case_id": case.id, "body": text, "attempts": 0,
                "next_at": entry.at, "state": "waiting",
            }
        )  # fmt: skip
    return rows

"""Builders of events with sensible defaults: a test states only what matters to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from fraudguard.events import (
    Call,
    DeviceEvent,
    Event,
    Lead,
    Message,
    Outcome,
    Report,
    Retraction,
    Settlement,
    Transaction,
    parse_event,
)
from fraudguard.events.moment import SHANGHAI, parse_time

__all__ = [
    "BASE",
    "call",
    "device_event",
    "lead",
    "message",
    "moment",
    "outcome",
    "report",
    "retraction",
    "settlement",
    "transaction",
]

BASE = datetime(2025, 1, 6, 10, 0, tzinfo=SHANGHAI)
"""Monday 2025-01-06 10:00 +08:00, from which relative times count."""

_OFFSET = re.compile(r"[+-](?:\d+(?:us|[dhms]))+", re.ASCII)
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "us": "microseconds"}


def moment(at: str | datetime) -> datetime:
    """
    The instant that a test means.

    ``"+5m"``, ``"+1d2h"``, ``"-30s"``, ``"+1us"`` count from `BASE`; anything else is an aware
    ``datetime`` or ISO 8601 text with an offset. Raises `EventError` for what is neither.
    """
    if isinstance(at, str) and _OFFSET.fullmatch(at):
        parts = {_UNITS[unit]: int(number) for number, unit in re.findall(r"(\d+)(us|[dhms])", at)}
        return BASE + timedelta(**parts) if at[0] == "+" else BASE - timedelta(**parts)
    return parse_time(at, field="at")


def _build(kind: str, at: str | datetime, defaults: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    """An event of a kind; nested mappings are laid over those of the defaults."""
    fields: dict[str, Any] = {**defaults, **given}
    person = fields.pop("person", "p1")
    fields["person"] = {"key": person} if isinstance(person, str) else person
    for name, value in defaults.items():
        if isinstance(value, Mapping) and isinstance(given.get(name), Mapping):
            fields[name] = {**value, **given[name]}
    fields |= {"kind": kind, "at": moment(at).isoformat()}
    if fields.get("id") is None:
        shown = repr(sorted(fields.items(), key=lambda item: item[0]))
        fields["id"] = f"{kind}-{blake2b(shown.encode(), digest_size=6).hexdigest()}"
    event: Event = parse_event(fields)
    return event


def transaction(at: str | datetime = "+0m", **fields: Any) -> Transaction:
    """
    A transfer of 1,000 yuan from person ``p1`` to somebody's account.

    Every field can be given by name (money in yuan, nested parts as mappings); None leaves a default
    out. ``person`` may be a key. Without ``id`` the same fields give the same id. Raises `EventError`.
    """
    defaults = {
        "direction": "out",
        "amount": 1_000,
        "method": "transfer",
        "channel": "mobile_bank",
        "status": "success",
        "account": "6222020000000000018",
        "payee": {"account": "6225880000000001", "name": "李四", "kind": "personal"},
    }
    if fields.get("direction") == "in":
        defaults["payer"] = defaults.pop("payee")
    built: Transaction = _build("transaction", at, defaults, fields)
    return built


def call(at: str | datetime = "+0m", **fields: Any) -> Call:
    """An answered call of 60 s from a stranger's mobile, ended; fields as for `transaction`."""
    defaults = {
        "state": "ended",
        "direction": "in",
        "peer": "17012345678",
        "peer_class": "mobile",
        "is_contact": False,
        "answered": True,
        "duration_s": 60,
    }
    built: Call = _build("call", at, defaults, fields)
    return built


def message(at: str | datetime = "+0m", **fields: Any) -> Message:
    """An SMS from an unknown sender; fields as for `transaction`."""
    defaults = {"channel": "sms", "sender": "10690000", "sender_known": False, "text": "你好"}
    built: Message = _build("message", at, defaults, fields)
    return built


def device_event(at: str | datetime = "+0m", **fields: Any) -> DeviceEvent:
    """A screen share that begins; fields as for `transaction`."""
    built: DeviceEvent = _build("device_event", at, {"type": "screen_share", "state": "on"}, fields)
    return built


def report(at: str | datetime = "+0m", **fields: Any) -> Report:
    """A report by the person, nothing lost yet; fields as for `transaction`."""
    built: Report = _build("report", at, {"reporter": "self", "text": "有人要我转账"}, fields)
    return built


def lead(at: str | datetime = "+0m", **fields: Any) -> Lead:
    """A yellow lead from a higher centre; fields as for `transaction`."""
    built: Lead = _build("lead", at, {"level": "yellow", "issuer": "反诈中心"}, fields)
    return built


def settlement(at: str | datetime = "+0m", **fields: Any) -> Settlement:
    """A payment that succeeded; fields as for `transaction`."""
    built: Settlement = _build("settlement", at, {"status": "success"}, fields)
    return built


def outcome(at: str | datetime = "+0m", **fields: Any) -> Outcome:
    """A person who was warned; fields as for `transaction`."""
    built: Outcome = _build("outcome", at, {"result": "warned"}, fields)
    return built


def retraction(target: str | Event, at: str | datetime = "+0m", **fields: Any) -> Retraction:
    """The retraction of an event, given as the event or its id; other fields as for `transaction`."""
    built: Retraction = _build("retraction", at, {"target": target if isinstance(target, str) else target.id}, fields)
    return built

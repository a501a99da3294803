"""One door for everything that happens: plain data in, a typed frozen event out, or an `EventError`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pydantic import ValidationError

from fraudguard.errors import EventError, closest
from fraudguard.events.call import Call
from fraudguard.events.device_event import DeviceEvent
from fraudguard.events.event import EventBase, refuse_unborn
from fraudguard.events.followup import Outcome, Retraction, Settlement
from fraudguard.events.lead import Lead
from fraudguard.events.message import Message
from fraudguard.events.refusals import described, event_error, without_missing
from fraudguard.events.report import Report
from fraudguard.events.transaction import Transaction

__all__ = ["MODELS", "Event", "parse_event"]

Event: TypeAlias = Transaction | Call | Message | DeviceEvent | Report | Lead | Settlement | Retraction | Outcome

MODELS: Mapping[str, type[EventBase]] = {
    "transaction": Transaction,
    "call": Call,
    "message": Message,
    "device_event": DeviceEvent,
    "report": Report,
    "lead": Lead,
    "settlement": Settlement,
    "retraction": Retraction,
    "outcome": Outcome,
}
"""The model of each kind, in the order in which documentation lists them."""

_VALIDATE: dict[str, Callable[[Any], Event]] = {
    kind: model.__pydantic_validator__.validate_python for kind, model in MODELS.items()
}


def parse_event(data: Mapping[str, Any] | Event) -> Event:
    """
    The event that ``data`` describes; an event is returned as it is.

    Money is read as yuan and held as fen. None, empty strings and absent names mean missing.
    Raises `EventError` with a code, and ``field`` and ``given`` among its ``params`` (personal data
    masked), for anything that is not exactly one event.
    """
    if type(data) is not dict:
        if isinstance(data, EventBase):
            return data
        if not isinstance(data, Mapping):
            raise EventError("event.not_mapping", field="event", given=described(data))
    kind: Any = data.get("kind")
    try:
        validate = _VALIDATE[kind]
    except (KeyError, TypeError):
        raise _kind_error(kind) from None
    try:
        event = validate(data)
    except ValidationError:
        event = _parse_mended(kind, data)
    refuse_unborn(event)
    return event


def _parse_mended(kind: str, data: Mapping[str, Any]) -> Event:
    """Once more without empty values: rare enough not to cost the good path anything."""
    try:
        return _VALIDATE[kind](without_missing(data))
    except ValidationError as found:
        raise event_error(MODELS[kind], found) from None


def _kind_error(kind: object) -> EventError:
    kinds = ", ".join(MODELS)
    if kind is None or kind == "":
        return EventError("event.kind_missing", field="kind", given=described(kind), choices=kinds)
    given = described(kind)
    from fraudguard.events.catalogue import KIND_ZH

    meant = next((kind for kind, zh in KIND_ZH.items() if zh == given), "") or closest(given, MODELS)
    return EventError("event.kind_unknown", field="kind", given=given, choices=kinds, suggestion=meant)

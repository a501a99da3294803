"""Events into contact data, results into events: what passes between scoring and the desk."""

from __future__ import annotations

from typing import Any

from fraudguard.desk.actions import Action, Close, Relatives, Result
from fraudguard.desk.case import Case
from fraudguard.events import Event
from fraudguard.events.masking import mask_text
from fraudguard.events.moment import from_microseconds

__all__ = ["contact_data", "masked", "outcome_event"]

_RESULTS = {
    "dissuaded": "dissuaded",
    "aware": "warned",
    "denied": "warned",
    "defrauded": "defrauded",
    "false_alarm": "false_alarm",
}
"""A verdict as the `outcome` event names it; the others say nothing final."""


def contact_data(event: Event, *, payee: bool) -> dict[str, Any]:
    """Who has to be reached, raw: the one place where it is kept."""
    if payee:
        account = getattr(event, "payee", None)
        return {} if account is None else {"payee": account.model_dump(mode="json", exclude_none=True)}
    person = event.person
    ids, place = ({name: value for name, value in part if value is not None} for part in (person.ids, person.place))
    return {"key": person.key, "ids": ids, "age": person.age, "area": person.area, "place": place}


def outcome_event(case: Case, action: Result, key: str | None, at: int) -> dict[str, Any] | None:
    """The `outcome` event of a result, about the person with this key; None when there is nobody or nothing to tell."""
    result = _RESULTS.get(action.verdict)
    if result is None or case.payee or not key:
        return None
    event: dict[str, Any] = {
        "kind": "outcome",
        "id": f"desk:{case.id}:{case.version}",
        "at": from_microseconds(at).isoformat(),
        "source": "desk",
        "person": {"key": key},
        "result": result,
    }
    if action.scam or case.scam:
        event["scam"] = action.scam or case.scam
    for name in ("lost", "stopped"):
        fen = getattr(action, name)
        if fen is not None:
            event[name] = f"{fen // 100}.{fen % 100:02d}"
    return event


def masked(action: Action) -> Action:
    """The action with numbers in its sentences masked: they stay in the ledger."""
    changed: dict[str, Any] = {"remark": mask_text(action.remark)} if action.remark else {}
    if isinstance(action, Relatives):
        changed["relation"] = mask_text(action.relation)
    if isinstance(action, Close) and action.exception is not None:
        changed["exception"] = action.exception.replaced(reason=mask_text(action.exception.reason))
    return action.replaced(**changed) if changed else action

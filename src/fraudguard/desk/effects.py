"""What an action makes true of a case, beyond its state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from fraudguard.desk.actions import (
    Action,
    AnswerLead,
    CallAttempt,
    Close,
    Dispatch,
    Feedback,
    HandOver,
    Receipt,
    Reject,
    Relatives,
    Result,
    ReturnVisit,
    Sms,
    Suspend,
    Transfer,
    Visit,
)
from fraudguard.desk.case import Case
from fraudguard.desk.clocks import Clocks
from fraudguard.events.moment import microseconds
from fraudguard.pack.desk_policy import HOUR

__all__ = ["EFFECTS", "afresh"]

_UNSIGNED: Mapping[str, Any] = {"signed_at": None, "signed_by": ""}
_UNTOUCHED: Mapping[str, Any] = {
    **_UNSIGNED,
    "unanswered": 0,
    "call_answered": False,
    "person_answered": False,
    "sms_delivered": False,
    "relatives_reached": False,
    "met": False,
    "leader_met": False,
    "app_checked": "",
    "bank_contacted": None,
    "outcome": None,
    "second_feedback_done": False,
    "overdue": False,
    "missed": (),
    "raised_by": (),
    "exception": None,
    "transfer": None,
    "prior": "",
    "dispatched_to": "",
    "reached_at": None,
    "met_at": None,
    "at_risk": None,
}
"""What a case holds of its work before anybody has done anything."""


def _signed(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    first = {"signed_at": at, "signed_by": action.by}
    return {**first, "due": _rid(case.due, "sign")}


def _called(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, CallAttempt)
    after: dict[str, Any] = {"calls": case.calls + 1}
    if not action.answered:
        return {**after, "unanswered": case.unanswered + 1}
    after |= {"call_answered": True, "unanswered": 0}
    if action.reached == "self":
        after |= {"person_answered": True, "due": _rid(case.due, *_answered_off(case))}
        after |= {} if case.reached_at is not None else {"reached_at": at}
    return after


def _answered_off(case: Case) -> tuple[str, ...]:
    """Deadlines that a call answered by the person meets: for yellow the meeting too, unless warned before."""
    off = ("first_contact",)
    return (*off, "face_to_face") if case.level in {"green", "yellow"} and not case.reopened else off


def _texted(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Sms)
    if not action.delivered:
        return {}
    return {"sms_delivered": True, **({"due": _rid(case.due, "first_contact")} if case.level == "green" else {})}


def _called_relatives(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Relatives)
    return {"relatives": case.relatives + 1, "relatives_reached": case.relatives_reached or action.reached}


def _dispatched(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Dispatch)
    return {"dispatched_to": action.unit, "due": _rid(case.due, "respond")}


def _visited(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Visit)
    after: dict[str, Any] = {"visits": case.visits + 1}
    if not action.met:
        return after
    after |= {"met": True, "due": _rid(case.due, "respond", "first_contact", "face_to_face")}
    if case.status == "suspended":
        after |= {"prior": "", "due": _rid(after["due"], "watch")}
    after |= {"leader_met": True} if action.leader else {}
    after |= {} if case.met_at is not None else {"met_at": at}
    return {**after, **_checked(action)}


def _reported(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Result)
    outcome = {
        "verdict": action.verdict,
        "final": action.final,
        "scam": action.scam or case.scam,
        "lost": action.lost,
        "stopped": action.stopped,
        "happened_at": None if action.happened_at is None else microseconds(action.happened_at),
    }
    due = _rid(case.due, "hard")
    if action.final:
        due = _rid(due, "second_feedback")
    else:
        due["second_feedback"] = min(
            due.get("second_feedback", at + clocks.desk.second_feedback), at + clocks.desk.second_feedback
        )
    after: dict[str, Any] = {"outcome": outcome, "due": due, "second_feedback_done": False, **_checked(action)}
    if action.at_risk is not None:
        after["at_risk"] = action.at_risk
    if action.verdict == "denied":
        after["denials"] = case.denials + 1
    if action.verdict == "defrauded":
        after |= {"prior_loss": True, "loss_at": at}
    return after


def _fed_back_again(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    return {"second_feedback_done": True, "due": _rid(case.due, "second_feedback")}


def _transferred(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Transfer)
    given = {"unit": action.unit, "external": action.external, "receipt": False}
    if case.status == "suspended":  # the watch is over: the case comes back to what it was before it
        return {"transfer": given, "due": _rid(case.due, "watch")}
    return {"transfer": given, "prior": case.status}


def _receipted(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Receipt)
    assert case.transfer is not None
    if not action.accepted:
        return {"status": case.prior or "signed", "prior": "", "transfer": None}
    if case.transfer["external"]:
        return {"transfer": {**case.transfer, "receipt": True}}
    fresh = clocks.due(case.level, case.urgent, at, case.circle)
    due = {**case.due, "sign": fresh["sign"]} if "sign" in fresh else dict(case.due)
    return {**_UNSIGNED, "status": "new", "prior": "", "unit": case.transfer["unit"], "transfer": None, "due": due}


def _rejected(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Reject)
    if action.reason == "duplicate":
        return {"due": {}, "ended_at": at, "ended_by": action.by}
    fresh = clocks.due(case.level, case.urgent, at, case.circle)
    due = {**case.due, "sign": fresh["sign"]} if "sign" in fresh else dict(case.due)
    return {**_UNSIGNED, "unit": action.unit, "due": due}


def _handed_over(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, HandOver)
    given = {**case.hand_overs, action.unit: {"at": at, "answered": None}}
    return {
        "hand_overs": given,
        "due": {**case.due, f"feedback:{action.unit}": at + action.feedback_hours * HOUR},
    }


def _fed_back(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Feedback)
    given = {**case.hand_overs, action.unit: {**case.hand_overs[action.unit], "answered": at}}
    return {"hand_overs": given, "due": _rid(case.due, f"feedback:{action.unit}")}


def _answered_lead(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, AnswerLead)
    given = {**case.leads, action.ref: {**case.leads[action.ref], "answered": at}}
    return {"leads": given, "due": _rid(case.due, f"lead:{action.ref}")}


def _suspended(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Suspend)
    return {"prior": case.status, "due": {**case.due, "watch": microseconds(action.until)}}


def _resumed(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    return {"status": case.prior or "signed", "prior": "", "due": _rid(case.due, "watch")}


def _closed(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, Close)
    due: dict[str, int] = {}
    if not case.drill and (case.level == "red" or _drawn(case.id) < clocks.desk.return_visit_percent):
        due["return_visit"] = at + clocks.desk.return_visit_by
    after: dict[str, Any] = {"due": due, "ended_at": at, "ended_by": action.by}
    if action.exception is not None:
        after["exception"] = {"superior": action.exception.superior, "reason": action.exception.reason}
    return after


def _reopened(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    return afresh(clocks, case, case.level, at, urgent=case.urgent)


def _visited_again(case: Case, action: Action, at: int, clocks: Clocks) -> dict[str, Any]:
    assert isinstance(action, ReturnVisit)
    if action.truthful:
        return {"due": _rid(case.due, "return_visit")}
    return afresh(clocks, case, case.level, at, urgent=case.urgent)


def afresh(clocks: Clocks, case: Case, level: str, at: int, *, urgent: bool) -> dict[str, Any]:
    """What a reopened case starts with: nobody has been reached about what is new."""
    due = clocks.due(level, urgent, at, case.circle)
    due["hard"] = at + clocks.desk.hard_deadline
    return {
        **_UNTOUCHED,
        "status": "new",
        "level": level,
        "urgent": urgent,
        "level_at": at,
        "due": due,
        "reopened": case.reopened + 1,
        "ended_at": None,
        "ended_by": "",
    }


def _rid(due: Mapping[str, int], *names: str) -> dict[str, int]:
    return {name: at for name, at in due.items() if name not in names}


def _checked(action: Visit | Result) -> dict[str, Any]:
    """What was found out about software and bank."""
    found: dict[str, Any] = {}
    if action.app is not None:
        found["app_checked"] = action.app
    if action.bank_contacted is not None:
        found["bank_contacted"] = action.bank_contacted
    return found


def _drawn(case_id: str) -> int:
    """0-99 by the case's id: the same cases are drawn whoever asks."""
    return int.from_bytes(hashlib.blake2b(case_id.encode(), digest_size=4).digest(), "big") % 100


EFFECTS: Mapping[str, Callable[[Case, Action, int, Clocks], dict[str, Any]]] = {
    "sign": _signed,
    "call": _called,
    "sms": _texted,
    "relatives": _called_relatives,
    "dispatch": _dispatched,
    "visit": _visited,
    "result": _reported,
    "second_feedback": _fed_back_again,
    "transfer": _transferred,
    "receipt": _receipted,
    "reject": _rejected,
    "hand_over": _handed_over,
    "feedback": _fed_back,
    "answer_lead": _answered_lead,
    "suspend": _suspended,
    "resume": _resumed,
    "close": _closed,
    "reopen": _reopened,
    "return_visit": _visited_again,
}
"""What each action that does more than move the state makes true."""

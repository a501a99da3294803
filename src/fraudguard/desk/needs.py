"""What an action needs beyond the right state: guards, each giving everything that is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fraudguard.desk.actions import Action, AnswerLead, CallAttempt, Close, Feedback, Reject, Result
from fraudguard.desk.case import STATUS_ZH, Case
from fraudguard.desk.closure import missing, never
from fraudguard.errors import Fault
from fraudguard.pack.desk_policy import DAY, DeskPolicy

__all__ = ["NEEDS"]


def _of_close(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    assert isinstance(action, Close)
    if action.exception is None:
        return missing(case, policy)
    if action.exception.superior == action.by:
        return (Fault("case.own_superior", {"by": action.by}),)
    return never(case)


def _of_call(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    assert isinstance(action, CallAttempt)
    if action.answered and (action.reached is None or action.failure is not None):
        return (Fault("case.answered_by", {}),)
    if not action.answered and (action.failure is None or action.reached is not None):
        return (Fault("case.failure", {}),)
    return ()


def _of_result(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    assert isinstance(action, Result)
    faults = []
    if not (case.person_answered or case.met or case.relatives_reached):
        faults.append(Fault("case.result_unreached", {"status": case.status, "status_zh": STATUS_ZH[case.status]}))
    if action.verdict == "defrauded":
        wanted = ("lost", "first_payee", "happened_at")
        absent = [name for name in wanted if getattr(action, name) is None]
        if absent:
            faults.append(Fault("case.loss_incomplete", {"fields": ", ".join(absent)}))
    return tuple(faults)


def _of_second_feedback(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    if case.outcome is None or (case.outcome["final"] and "second_feedback" not in case.due):
        return (Fault("case.no_second_feedback", {}),)
    if case.outcome["verdict"] == "denied":
        return (Fault("case.still_denied", {}),)
    return ()


def _of_reject(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    assert isinstance(action, Reject)
    if action.reason == "not_our_area" and (action.unit is None or action.unit == case.unit):
        return (Fault("case.reject_unit", {"unit": case.unit}),)
    if action.reason == "duplicate" and (action.duplicate_of is None or action.duplicate_of == case.id):
        return (Fault("case.reject_duplicate", {}),)
    return ()


def _of_feedback(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    assert isinstance(action, Feedback)
    return _awaited(action.unit, case.hand_overs, "case.no_hand_over")


def _of_return_visit(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    if case.ended_at is not None and at < case.ended_at + policy.return_visit_from:
        return (Fault("case.too_early", {"days": policy.return_visit_from // DAY}),)
    return ()


def _of_answer(case: Case, action: Action, policy: DeskPolicy, at: int) -> tuple[Fault, ...]:
    assert isinstance(action, AnswerLead)
    return _awaited(action.ref, case.leads, "case.no_lead")


def _awaited(name: str, known: Mapping[str, Mapping[str, Any]], code: str) -> tuple[Fault, ...]:
    """A fault unless ``name`` is among what waits for an answer."""
    waiting = sorted(other for other, entry in known.items() if not entry.get("answered"))
    if name in waiting:
        return ()
    return (Fault(code, {"given": name, "known": ", ".join(waiting) or "-"}),)


NEEDS: Mapping[str, Callable[[Case, Action, DeskPolicy, int], tuple[Fault, ...]]] = {
    "close": _of_close,
    "call": _of_call,
    "result": _of_result,
    "second_feedback": _of_second_feedback,
    "reject": _of_reject,
    "feedback": _of_feedback,
    "return_visit": _of_return_visit,
    "answer_lead": _of_answer,
}
"""The guard of each action that has one."""

"""Closure guards: what still has to happen before a case may be closed ("不接电话不放过、不见面不放过")."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fraudguard.desk.case import STATUS_ZH, Case
from fraudguard.errors import Fault
from fraudguard.pack.checked import LEVEL_ZH
from fraudguard.pack.desk_policy import DeskPolicy

__all__ = ["missing", "never", "stuck"]

_FACTS: Mapping[str, Callable[[Case], bool]] = {
    "sms_delivered": lambda case: case.sms_delivered,
    "call_answered": lambda case: case.call_answered,
    "person_answered": lambda case: case.person_answered,
    "met": lambda case: case.met,
    "result": lambda case: bool(case.outcome and case.outcome["final"]) or case.second_feedback_done,
    "at_risk_known": lambda case: case.at_risk is not None,
    "app_checked": lambda case: case.app_checked in {"removed", "none"},
    "bank_contacted": lambda case: case.bank_contacted is not None,
}

_FACT_WORDS: Mapping[str, tuple[str, str]] = {
    "sms_delivered": ("a delivered text message", "短信已送达"),
    "call_answered": ("an answered call", "电话已接通"),
    "person_answered": ("a call answered by the person", "本人已接听电话"),
    "met": ("a meeting with the person", "已见到本人"),
    "result": ("a final result", "有最终反馈结果"),
    "at_risk_known": ("the money at risk", "已填写面临损失金额"),
    "app_checked": ("the fraudster's software removed, or none found", "涉诈软件已卸载或确认没有"),
    "bank_contacted": ("whether the bank was contacted", "已填写是否联系银行"),
}

_UNREACHED = ("new", "unreached", "not_found", "transferred")
"""States in which nobody has been reached: no exception closes a case from here."""


def missing(case: Case, policy: DeskPolicy) -> tuple[Fault, ...]:
    """Everything that closing the case still needs; empty when it may be closed."""
    if _gone_elsewhere(case):
        return _leads(case)
    faults = [
        Fault(
            "case.need",
            {
                "need": _words(need, 0),
                "need_zh": _words(need, 1),
                "level": case.level,
                "level_zh": LEVEL_ZH[case.level],
            },
        )
        for need in policy.closure.get(case.level, ())
        if not any(_FACTS[fact](case) for fact in need)
    ]
    if _unreached(case):
        faults.insert(0, stuck(case))
    if "leader_visit" in case.measures and not case.leader_met:
        faults.append(Fault("case.need_leader", {"denials": case.denials}))
    waiting = sorted(unit for unit, known in case.hand_overs.items() if not known.get("answered"))
    faults += [Fault("case.need_feedback", {"unit": unit}) for unit in waiting]
    return (*faults, *_leads(case))


def stuck(case: Case) -> Fault:
    """Why a case cannot be closed from its state, whoever asks."""
    return Fault("case.unreached", {"status": case.status, "status_zh": STATUS_ZH[case.status]})


def never(case: Case) -> tuple[Fault, ...]:
    """What no exception of a superior can replace."""
    if _gone_elsewhere(case):
        return ()
    return (stuck(case),) if _unreached(case) or not _somebody_reached(case) else ()


def _somebody_reached(case: Case) -> bool:
    """Whether word got through to the person or somebody close; for green a delivered text is enough."""
    spoken = case.person_answered or case.call_answered or case.relatives_reached or case.met
    return spoken or (case.level == "green" and case.sms_delivered)


def _unreached(case: Case) -> bool:
    """A watch does not make up for a person who has not been reached."""
    return (case.prior if case.status == "suspended" else case.status) in _UNREACHED


def _gone_elsewhere(case: Case) -> bool:
    """The person is not here, and the other force has taken the case over in writing."""
    return case.status == "transferred" and bool(case.transfer and case.transfer.get("receipt"))


def _leads(case: Case) -> tuple[Fault, ...]:
    open_ones = sorted(ref for ref, lead in case.leads.items() if not lead.get("answered"))
    return tuple(Fault("case.need_lead", {"ref": ref}) for ref in open_ones)


def _words(need: tuple[str, ...], language: int) -> str:
    return ("或" if language else " or ").join(_FACT_WORDS[fact][language] for fact in need)

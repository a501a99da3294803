"""What an officer has to do next on a case, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from fraudguard.desk.case import Case

__all__ = ["next_step"]

_REST = ("补齐办结条件", "see to what closing still needs")
_BY_STATUS: Mapping[str, tuple[str, str]] = {
    "unreached": (
        "人还没有联系上，继续拨打，同时联系亲友、派人上门",
        "the person is not reached; go on calling, ring relatives, send somebody to the door",
    ),
    "not_found": (
        "上门没有找到人，联系亲友、查找去向，继续派人",
        "not found at the door; ring relatives, find out where the person is, send again",
    ),
    "dispatched": ("民警在路上，见到本人后登记见面", "officers are on the way; record the meeting"),
    "suspended": ("监护中，留意再次来电和转账", "being watched; mind new calls and payments"),
}

_FIRST_CONTACT: Mapping[str, tuple[str, str]] = {
    "red": (
        "打给本人，同时联系亲友、派人上门",
        "ring the person, and at the same time ring relatives and send somebody",
    ),
    "yellow": ("打给本人劝阻", "ring the person and dissuade"),
}
_TEXT = ("发短信提醒，或打给本人", "send the text message, or ring the person")


def next_step(case: Case, needs: tuple[str, ...]) -> tuple[str, str]:
    """The next step in Chinese and English, from the case's state, its level and what closing still ``needs``."""
    if case.ended:
        if "return_visit" in case.due:
            return "已结束，等待回访", "ended; the return visit is still to come"
        return "已结束", "ended"
    if case.status == "new":
        return "马上签收", "sign the case now"
    if case.status == "transferred":
        return _transferred(case, needs)
    if not needs:
        return "可以办结，条件已齐", "close the case: nothing is missing"
    if case.status in {"signed", "contacting"} and not case.met:
        return _FIRST_CONTACT.get(case.level, _TEXT)
    if case.status == "reached" and case.level == "red":
        return "电话已通，仍须见面，派人上门", "reached by telephone; the meeting is a must: send somebody"
    if case.status in {"reached", "met"} and case.outcome is None:
        return "登记处置结果", "record the result"
    if case.status in {"reached", "met", "result"}:
        return _after_result(case)
    return _BY_STATUS.get(case.status, _REST)


def _after_result(case: Case) -> tuple[str, str]:
    """What a result has left open, the most pressing first."""
    outcome = case.outcome or {}
    if "leader_visit" in case.measures and not case.leader_met:
        return "多次不认可，请所领导上门", "denied time and again: a leader of the station has to go"
    if case.level == "red" and not case.met:
        return "仍须见面，派人上门", "a meeting is a must: send somebody"
    if outcome.get("verdict") == "denied":
        return "本人仍不认可，继续劝阻", "the person still denies it: go on dissuading"
    if not outcome.get("final") and not case.second_feedback_done:
        return "查清未知情况，做二次反馈", "find out what is unknown and give the second feedback"
    return _REST


def _transferred(case: Case, needs: tuple[str, ...]) -> tuple[str, str]:
    if not (case.transfer and case.transfer.get("receipt")):
        return "催对方单位出具接收回执", "press the other unit for its receipt"
    if needs:
        return _REST
    return "对方已接收，可以办结", "close the case: the other unit has taken it"

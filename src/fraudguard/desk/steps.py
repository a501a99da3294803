"""The state machine of a case as data: which action is possible in which state, and where it leads (DOMAIN 8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ACTION_ZH", "STEPS", "Step"]

_EARLY = frozenset({"signed", "contacting", "reached", "unreached"})
_WORKED = _EARLY | {"dispatched", "not_found", "met", "result", "suspended"}
_OPEN = _WORKED | {"new", "transferred"}


@dataclass(frozen=True, slots=True)
class Step:
    """
    An action with one of its outcomes.

    In a state of ``moves`` it leads on, in one of ``stays`` the state is left as it is; elsewhere it is refused with
    the code ``first``, which says what has to happen before.
    """

    moves: Mapping[str, str] = field(default_factory=dict)
    stays: frozenset[str] = frozenset()
    first: str = "case.step"

    def leads(self, status: str) -> str | None:
        """The state after this step; None when it is not possible."""
        to = self.moves.get(status)
        return to or (status if status in self.stays else None)


def _to(state: str, *origins: str) -> dict[str, str]:
    return dict.fromkeys(origins, state)


STEPS: Mapping[tuple[str, str], Step] = {
    ("sign", ""): Step(_to("signed", "new")),
    ("call", "person"): Step(
        _to("reached", *_EARLY, "not_found"), frozenset({"dispatched", "met", "result", "suspended"}), "case.step_sign"
    ),
    ("call", "other"): Step(
        _to("contacting", "signed", "unreached"), _WORKED - {"signed", "unreached"}, "case.step_sign"
    ),
    ("call", "failed"): Step(_to("contacting", "signed"), _WORKED - {"signed"}, "case.step_sign"),
    ("call", "failed_often"): Step(
        _to("unreached", "signed", "contacting"), _WORKED - {"signed", "contacting"}, "case.step_sign"
    ),
    ("sms", ""): Step(_to("contacting", "signed"), _WORKED - {"signed"}, "case.step_sign"),
    ("relatives", ""): Step(_to("contacting", "signed"), _WORKED - {"signed"}, "case.step_sign"),
    ("dispatch", ""): Step(
        _to("dispatched", *_EARLY, "not_found"),
        frozenset({"dispatched", "met", "result", "suspended"}),
        "case.step_sign",
    ),
    ("visit", "met"): Step(_to("met", "dispatched", "suspended"), frozenset({"met", "result"}), "case.step_dispatch"),
    ("visit", "walk_in"): Step(
        _to("met", *_EARLY, "dispatched", "not_found", "suspended"), frozenset({"met", "result"}), "case.step_sign"
    ),
    ("visit", "not_found"): Step(
        _to("not_found", "dispatched"), frozenset({"met", "result", "suspended", "not_found"}), "case.step_dispatch"
    ),
    ("result", ""): Step(
        _to("result", "reached", "met", "dispatched", "not_found", "contacting"),
        frozenset({"result", "suspended"}),
        "case.step_reach",
    ),
    ("second_feedback", ""): Step({}, frozenset({"result", "suspended"}), "case.step_result"),
    ("transfer", ""): Step(_to("transferred", *_WORKED), frozenset(), "case.step_sign"),
    ("receipt", "accepted"): Step({}, frozenset({"transferred"}), "case.step_transfer"),
    ("receipt", "refused"): Step({}, frozenset({"transferred"}), "case.step_transfer"),
    ("reject", "not_our_area"): Step(_to("new", *_EARLY), frozenset({"new"})),
    ("reject", "duplicate"): Step(_to("rejected", "new", *_EARLY), frozenset()),
    ("hand_over", ""): Step({}, _WORKED, "case.step_sign"),
    ("feedback", ""): Step({}, _OPEN, "case.step_hand_over"),
    ("answer_lead", ""): Step({}, _OPEN),
    ("suspend", ""): Step(_to("suspended", *(_WORKED - {"suspended"})), frozenset(), "case.step_sign"),
    ("resume", ""): Step({}, frozenset({"suspended"}), "case.step_suspend"),
    ("note", ""): Step({}, _OPEN),
    ("close", ""): Step(_to("closed", *_OPEN), frozenset()),
    ("reopen", ""): Step(_to("new", "closed"), frozenset(), "case.step_close"),
    ("return_visit", "truthful"): Step({}, frozenset({"closed"}), "case.step_close"),
    ("return_visit", "untruthful"): Step(_to("new", "closed"), frozenset(), "case.step_close"),
}
"""Every step. Guards beyond the state stand in `fraudguard.desk.needs` and `fraudguard.desk.closure`."""

ACTION_ZH: Mapping[str, str] = {
    "sign": "签收",
    "call": "电话劝阻",
    "sms": "发送短信",
    "relatives": "联系亲友",
    "dispatch": "派出民警",
    "visit": "上门见面",
    "transfer": "移交",
    "receipt": "接收回执",
    "reject": "驳回",
    "result": "反馈结果",
    "second_feedback": "二次反馈",
    "return_visit": "回访",
    "hand_over": "转专业队",
    "feedback": "专业队反馈",
    "answer_lead": "答复指令",
    "suspend": "监护",
    "resume": "解除监护",
    "note": "备注",
    "close": "办结",
    "reopen": "重新办理",
}
"""Labels of the actions."""

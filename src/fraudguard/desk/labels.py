"""What the desk's ids are called on a screen, Chinese first and English where the id does not say it."""

from __future__ import annotations

from collections.abc import Mapping

from fraudguard.desk.clocks import DUE_ZH
from fraudguard.desk.steps import ACTION_ZH
from fraudguard.desk.units import Units

__all__ = [
    "APP_ZH",
    "CAUSE_ZH",
    "DUE_EN",
    "FAILURE_ZH",
    "KIND_ZH",
    "MEASURES",
    "POSITION_ZH",
    "PURPOSE_ZH",
    "REACHED_ZH",
    "STAGE_ZH",
    "VERDICT_ZH",
    "cause_zh",
    "due_words",
]

DUE_EN: Mapping[str, str] = {
    "sign": "sign",
    "respond": "send somebody",
    "first_contact": "first contact",
    "face_to_face": "meet the person",
    "hard": "feedback in 24 hours",
    "second_feedback": "second feedback",
    "return_visit": "return visit",
    "watch": "end of the watch",
    "on_line": "call still on line",
    "lead": "answer the instruction",
    "feedback": "specialists report",
}
"""The deadlines of `DUE_ZH` in English."""

KIND_ZH: Mapping[str, str] = {
    **ACTION_ZH,
    "opened": "新建",
    "joined": "并入",
    "raised": "预警升级",
    "rewarned": "再次预警",
    "level_raised": "自动升级",
    "missed": "超时",
    "escalated": "提级",
    "measures": "追加措施",
    "watch_over": "监护到期",
    "on_line": "通话中",
    "off_line": "通话结束",
    "still_on_line": "通话未断",
    "lead": "上级指令",
    "revealed": "查看联系方式",
    "purged": "清除到期数据",
}
"""Labels of the ledger's entries about a case."""

MEASURES: Mapping[str, tuple[str, str]] = {
    "leader_visit": ("所领导上门", "a leader of the station goes to the door"),
    "awakening_room": ("请到反诈唤醒室，由受骗过的人现身说法", "invite to talk with somebody who was robbed before"),
    "relatives_call": ("请亲友到场一起劝", "ask relatives to come and help"),
    "bank_protective_stop": (
        "建议银行对本人账户限时保护性止付",
        "suggest that the bank stop the person's own account for a time",
    ),
}
"""What repeated denial calls for (DOMAIN 8.4)."""

POSITION_ZH: Mapping[str, str] = {"community": "社区", "enterprise": "企业", "campus": "校园"}
STAGE_ZH: Mapping[str, str] = {
    "contact": "接触", "hook": "诱导", "pressure": "施压", "control": "控制", "transfer": "转账", "after": "事后",
}  # fmt: skip
FAILURE_ZH: Mapping[str, str] = {
    "no_answer": "无人接听",
    "busy": "占线",
    "refused": "拒接",
    "powered_off": "关机",
    "suspended": "停机",
    "no_such_number": "空号",
    "forwarded": "呼叫转移",
    "not_the_person": "非本人",
    "abroad": "境外",
}
"""Why a call was in vain (DOMAIN 8.2)."""
REACHED_ZH: Mapping[str, str] = {"self": "本人", "relative": "亲友", "other": "其他人"}
VERDICT_ZH: Mapping[str, str] = {
    "dissuaded": "及时劝阻",
    "aware": "自主防范",
    "defrauded": "已被骗",
    "denied": "不认可劝阻",
    "unknown": "未知",
    "false_alarm": "误报",
}
APP_ZH: Mapping[str, str] = {"removed": "已卸载", "none": "没有", "kept": "不肯卸载"}
PURPOSE_ZH: Mapping[str, str] = {
    "dissuasion": "劝阻",
    "stop_payment": "止付",
    "investigation": "侦查",
    "return_visit": "回访",
    "drill": "演练",
}


CAUSE_ZH: Mapping[str, str] = {
    "busy": "占线",
    "refused": "拒接",
    "forwarded": "呼叫转移",
    "unanswered": "多次未接通",
    "on_line": "通话未断",
    "denied": "多次不认可",
    "amount": "金额巨大",
    "untruthful": "回访不属实",
}
"""Why the desk raised a level or a tier by itself; a missed deadline is ``missed:NAME``."""


def cause_zh(cause: str) -> str:
    """A cause of `CAUSE_ZH` or a missed deadline as an officer reads it."""
    kind, _, name = cause.partition(":")
    return f"{DUE_ZH.get(name, name)}超时" if kind == "missed" else CAUSE_ZH.get(cause, FAILURE_ZH.get(cause, cause))


def due_words(name: str, units: Units) -> tuple[str, str]:
    """A deadline as an officer reads it, Chinese and English; with the instruction or the unit that it concerns."""
    kind, _, about = name.partition(":")
    if kind == "feedback":
        about = units.name(about)
    zh, en = DUE_ZH.get(kind, kind), DUE_EN.get(kind, kind)
    return (f"{zh} {about}", f"{en} {about}") if about else (zh, en)

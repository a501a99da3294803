"""What the figures of the desk are called in Chinese and English, and the formula of each rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["COUNTS", "DIMENSION", "MONEY", "POSITION_ZH", "RATE", "TIME", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A figure in both languages; a rate with its formula."""

    zh: str
    en: str
    formula_zh: str = ""
    formula_en: str = ""


COUNTS: Mapping[str, Words] = {
    "warned": Words("预警", "warned"),
    "signed": Words("签收", "signed"),
    "reached": Words("触达", "reached"),
    "met": Words("见面", "met"),
    "confirmed": Words("确认涉诈", "confirmed scams"),
    "dissuaded": Words("劝阻成功", "dissuaded"),
    "aware": Words("自主防范", "aware"),
    "defrauded": Words("被骗", "defrauded"),
    "defrauded_after": Words("预警后被骗", "defrauded after"),
    "false_alarms": Words("误报", "false alarms"),
    "rewarned": Words("再次预警", "warned again"),
    "rejected": Words("驳回", "rejected"),
    "overdue": Words("超24小时未反馈", "overdue (24 h)"),
    "ended": Words("已办结", "ended"),
    "exceptions": Words("例外办结", "closed by exception"),
}
"""Counts of cases."""

MONEY: Mapping[str, Words] = {
    "stopped": Words("止损（元）", "stopped (yuan)"),
    "at_risk": Words("面临损失（元）", "at risk (yuan)"),
    "lost": Words("被骗（元）", "lost (yuan)"),
    "lost_after": Words("其中预警后被骗（元）", "lost after the warning (yuan)"),
}
"""Sums of money."""

TIME: Mapping[str, Words] = {
    "to_sign": Words("到签收", "to signing"),
    "to_contact": Words("到首次联系上本人", "to first contact"),
    "to_meeting": Words("到见面", "to meeting"),
}
"""Times."""

RATE: Mapping[str, Words] = {
    "precision": Words("预警准确率", "precision", "确认涉诈 / 有最终结果", "confirmed scams / with a final result"),
    "reached_rate": Words("触达率", "reached", "触达本人 / 预警", "reached / warned"),
    "dissuasion": Words(
        "劝阻率", "dissuaded", "（劝阻成功+自主防范）/（两者+预警后被骗）",
        "dissuaded and aware / these and defrauded after",
    ),
    "defrauded_rate": Words("预后被骗率", "defrauded after", "预警后被骗 / 预警", "defrauded after / warned"),
    "in_time": Words(
        "预警正常处置率", "handled in time", "24小时内反馈或办结 / 该数+超时",
        "reported or closed within 24 h / these and the overdue",
    ),
    "face_to_face": Words("见面率", "met of the red", "红色已见面 / 红色", "red and met / red"),
    "urgent_in_time": Words(
        "紧急有效处置率", "urgent met in time", "紧急按时见面 / 该数+错过见面时限",
        "urgent and met in time / these and the missed",
    ),
    "visits_effective": Words(
        "有效上门劝阻率", "effective visits", "见到本人且未表示不信 / 上门次数",
        "met and not left unconvinced / visits at the door",
    ),
    "second_feedback": Words(
        "二次反馈率", "second feedback", "已补最终结果或二次反馈 / 首次结果未定",
        "completed / with a result that was not final",
    ),
    "truthfulness": Words("处置真实率", "found true", "回访属实 / 回访", "found true / return visits"),
    "calls_effective": Words("电话有效率", "effective calls", "本人或亲友接听 / 拨打", "by person or relative / calls"),
}  # fmt: skip
"""Rates with their formulas."""

DIMENSION: Mapping[str, Words] = {
    "area": Words("辖区", "area"),
    "position": Words("阵地", "position"),
    "unit": Words("单位", "unit"),
    "hour": Words("时段", "hour of day"),
    "day": Words("日期", "day"),
    "type": Words("诈骗类型", "type of scam"),
    "level": Words("等级", "level"),
    "scam": Words("预警类型", "type warned of"),
    "rule": Words("规则", "rule"),
}
"""What cases are counted by."""

POSITION_ZH: Mapping[str, str] = {"community": "社区", "enterprise": "企业", "campus": "校园"}
"""Where people are addressed (R0)."""

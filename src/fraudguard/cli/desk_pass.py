"""`fraudguard desk transfer|receipt|reject|hand-over|feedback|answer-lead|suspend|resume`: who answers for a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from fraudguard.cli.desk_options import INSTANT, acting, command, either

__all__ = ["answer_lead", "feedback", "hand_over", "receipt", "reject", "resume", "suspend", "transfer"]


@command("transfer")
@click.option("--unit", required=True, help="Where it goes. 移交给哪个单位。")
@click.option("--external", is_flag=True, help="A unit outside this desk. 本接警台以外的单位。")
@acting("transfer")
def transfer(unit: str, external: bool) -> Mapping[str, Any]:
    """Give CASE to another unit; it is theirs when they give a receipt. 移交。"""
    return {"unit": unit, "external": external}


@command("receipt")
@either("--accepted/--refused", "The unit's answer. 对方是否接收。")
@acting("receipt")
def receipt(accepted: bool) -> Mapping[str, Any]:
    """Record the other unit's answer to the transfer of CASE. 登记接收回执。"""
    return {"accepted": accepted}


@command("reject")
@click.option("--not-our-area", "unit", metavar="UNIT", help="It belongs to this unit. 非本辖区，应由该单位处理。")
@click.option("--duplicate-of", metavar="CASE", help="It repeats this case. 与该案件重复。")
@acting("reject")
def reject(unit: str | None, duplicate_of: str | None) -> Mapping[str, Any]:
    """Send CASE back: --not-our-area UNIT, or --duplicate-of CASE. 驳回。"""
    if (unit is None) is (duplicate_of is None):
        raise click.UsageError("give --not-our-area UNIT or --duplicate-of CASE")
    if unit is not None:
        return {"reason": "not_our_area", "unit": unit}
    return {"reason": "duplicate", "duplicate_of": duplicate_of}


@command("hand-over")
@click.option("--unit", required=True, help="The specialist unit. 专业队。")
@click.option("--feedback-hours", type=click.IntRange(1, 720), default=48, show_default=True,
              help="In how many hours it reports back. 多少小时内反馈。")  # fmt: skip
@acting("hand_over")
def hand_over(unit: str, feedback_hours: int) -> Mapping[str, Any]:
    """Give part of the work on CASE to a specialist unit; the case stays here. 转专业队。"""
    return {"unit": unit, "feedback_hours": feedback_hours}


@command("feedback")
@click.option("--unit", required=True, help="The specialist unit. 专业队。")
@acting("feedback")
def feedback(unit: str) -> Mapping[str, Any]:
    """Record the report of a specialist unit on CASE. 专业队反馈。"""
    return {"unit": unit}


@command("answer-lead")
@click.option("--ref", required=True, help="Number of the instruction. 指令编号。")
@acting("answer_lead")
def answer_lead(ref: str) -> Mapping[str, Any]:
    """Record that a higher centre's instruction on CASE was answered. 答复上级指令。"""
    return {"ref": ref}


@command("suspend")
@click.option("--until", required=True, type=INSTANT, help="When the case comes back by itself. 监护到何时。")
@acting("suspend")
def suspend(until: datetime) -> Mapping[str, Any]:
    """Watch the person of CASE until a time. 监护。"""
    return {"until": until}


@command("resume")
@acting("resume")
def resume() -> Mapping[str, Any]:
    """End the watch on CASE early. 解除监护。"""
    return {}

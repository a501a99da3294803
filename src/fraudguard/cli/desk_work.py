"""`fraudguard desk sign|call|sms|relatives|dispatch|visit|result|second-feedback|note`: the work on a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from fraudguard.cli.desk_options import INSTANT, acting, command, either

__all__ = ["call", "dispatch", "note", "relatives", "result", "second_feedback", "sign", "sms", "visit"]

_FAILURES = (
    "no_answer", "busy", "refused", "powered_off", "suspended", "no_such_number", "forwarded", "not_the_person",
    "abroad",
)  # fmt: skip
_VERDICTS = ("dissuaded", "aware", "defrauded", "denied", "unknown", "false_alarm")
_APP = click.option(
    "--app",
    type=click.Choice(["removed", "none", "kept"]),
    help="The fraudster's software. 涉诈软件：已卸载、没有、不肯卸载。",
)
_BANK = click.option(
    "--bank-contacted/--bank-not-contacted", default=None, help="Whether the bank was contacted. 是否联系银行。"
)
_CONVINCED = click.option(
    "--convinced/--not-convinced", default=None, help="Whether the person believes it now. 本人是否认可。"
)


@command("sign")
@acting("sign")
def sign() -> Mapping[str, Any]:
    """Take CASE: it is yours now. 签收。"""
    return {}


@command("call")
@click.option("--answered", is_flag=True, help="Somebody answered. 接通。")
@click.option("--failed", type=click.Choice(_FAILURES), help="Nobody did, and why. 未接通的原因。")
@click.option("--reached", type=click.Choice(["self", "relative", "other"]), help="Who answered. 接听人。")
@_CONVINCED
@acting("call")
def call(answered: bool, failed: str | None, reached: str | None, convinced: bool | None) -> Mapping[str, Any]:
    """Record a call to the person of CASE: --answered with --reached, or --failed with the reason. 登记电话劝阻。

    Three calls in vain, or one that was busy, refused or forwarded, raise the level.
    """
    if answered is (failed is not None):
        raise click.UsageError("give --answered with --reached, or --failed with the reason")
    return {"answered": answered, "failure": failed, "reached": reached, "convinced": convinced}


@command("sms")
@click.option("--template", required=True, help="Number of the template. 短信模板。")
@either("--delivered/--not-delivered", "What became of it. 是否送达。")
@acting("sms")
def sms(template: str, delivered: bool) -> Mapping[str, Any]:
    """Record a text message to the person of CASE. 登记劝阻短信。"""
    return {"template": template, "delivered": delivered}


@command("relatives")
@click.option("--relation", required=True, help="Who it was, such as 儿子. 与当事人的关系。")
@either("--reached/--not-reached", "Whether they answered. 是否联系上。")
@acting("relatives")
def relatives(relation: str, reached: bool) -> Mapping[str, Any]:
    """Record a call to somebody close to the person of CASE. 登记联系亲友。"""
    return {"relation": relation, "reached": reached}


@command("dispatch")
@click.option("--unit", required=True, help="Which unit goes. 派出的单位。")
@acting("dispatch")
def dispatch(unit: str) -> Mapping[str, Any]:
    """Send officers to the person of CASE. 派出民警。"""
    return {"unit": unit}


@command("visit")
@either("--met/--not-found", "Whether the person was met. 是否见到本人。")
@click.option("--walk-in", is_flag=True, help="The person came to the station. 当事人自己到所。")
@_CONVINCED
@_APP
@_BANK
@click.option("--leader", is_flag=True, help="A leader of the station took part. 所领导参加。")
@acting("visit")
def visit(**fields: Any) -> Mapping[str, Any]:
    """Record what happened at the door of the person of CASE. 登记上门见面。"""
    return fields


@command("result")
@click.option("--verdict", required=True, type=click.Choice(_VERDICTS), help="How it stands. 处置结果。")
@click.option("--scam", help="The scam it was, if another. 诈骗类型。")
@click.option("--at-risk", help="Money at risk, yuan. 面临损失（元）。")
@click.option("--lost", help="Money lost, yuan. 已损失（元）。")
@click.option("--stopped", help="Loss stopped, yuan. 止损（元）。")
@click.option("--first-payee", help="Who got the money first. 首个收款账户。")
@click.option("--happened-at", type=INSTANT, help="When the money went. 转账时间。")
@_APP
@_BANK
@click.option("--again", is_flag=True, help="A second feedback will follow. 还有二次反馈。")
@acting("result")
def result(happened_at: datetime | None, **fields: Any) -> Mapping[str, Any]:
    """Record what came of CASE. 反馈处置结果。

    A confirmed loss (defrauded) needs --lost, --first-payee and --happened-at.
    """
    return {**fields, "happened_at": happened_at}


@command("second-feedback")
@acting("second_feedback")
def second_feedback() -> Mapping[str, Any]:
    """Record what was still unknown at the result of CASE. 二次反馈。"""
    return {}


@command("note")
@acting("note")
@click.argument("text")
def note(text: str) -> Mapping[str, Any]:
    """Leave TEXT on CASE for those who come after. 备注。"""
    return {"remark": text}

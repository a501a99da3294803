"""The entries of a case and the desk's notices, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from fraudguard.cli.desk_words import clock_words
from fraudguard.cli.show import console
from fraudguard.errors import Language
from fraudguard.events.moment import from_microseconds

__all__ = ["print_history", "print_notices"]

_FACT_ZH: Mapping[str, str] = {
    "accepted": "接收", "again": "二次反馈", "answered": "接通", "app": "涉诈软件", "at_risk": "面临损失",
    "bank_contacted": "联系银行", "cause": "原因", "contacts": "联系方式", "convinced": "认可",
    "deadline": "时限", "delivered": "送达", "denials": "不认可次数", "duplicate_of": "重复于",
    "event_at": "事件时间", "exception": "例外", "external": "外单位", "failure": "未接通原因",
    "feedback_hours": "反馈时限", "first_payee": "首个收款账户", "happened_at": "转账时间",
    "issuer": "下发单位", "leader": "所领导", "level": "等级", "lost": "损失", "met": "见面", "points": "积分",
    "purpose": "用途", "reached": "联系上", "reason": "理由", "ref": "编号", "relation": "关系", "scam": "类型",
    "since": "始于", "stopped": "止损", "template": "模板", "truthful": "属实", "unit": "单位", "until": "直到",
    "urgent": "紧急", "verdict": "结果", "walk_in": "到所", "was_due": "应于", "words": "文字",
}  # fmt: skip
_TIMES = frozenset({"event_at", "happened_at", "since", "until", "was_due"})
_LEFT_OUT = frozenset({"ticket"})  # a key for machines
_RARE = frozenset({"again", "exception", "external", "leader", "urgent", "walk_in"})  # said when they are true
_TOLD = ("level", "status", "tier", "unit")
_NOTICE_ZH = {"silent_feed": "数据源中断", "calendar": "节假日表到期"}


def print_history(entries: Sequence[Mapping[str, Any]], language: Language) -> None:
    """Entries as a table, oldest first: number, when, who, what, how, and what it changed."""
    from rich.table import Table
    from rich.text import Text

    from fraudguard.desk.case import NOBODY
    from fraudguard.desk.labels import KIND_ZH

    zh = language == "zh"
    table = Table(show_lines=True)
    heads = ("序号", "时间", "谁", "做了什么", "情况", "变化") if zh else ("no", "at", "by", "what", "facts", "changed")
    for head in heads:
        table.add_column(head, overflow="fold")
    for entry in entries:
        kind = entry["kind"]
        who = ("系统" if zh else "system") if entry["by"] == NOBODY else entry["by"]
        facts = [*_facts(entry["facts"], language), *_sentences(entry["words"])]
        table.add_row(
            str(entry["seq"]),
            _time(entry["at"]),
            Text(who),
            Text(KIND_ZH.get(kind, kind) if zh else kind.replace("_", " ")),
            Text("，".join(facts) if zh else ", ".join(facts)),
            Text("\n".join(_changes(entry["change"], language))),
        )
    console().print(table)


def print_notices(notices: Sequence[Mapping[str, Any]], language: Language) -> None:
    """Notices as a table, newest first."""
    from rich.table import Table
    from rich.text import Text

    zh = language == "zh"
    if not notices:
        click.echo("没有提示" if zh else "no notices")
        return
    table = Table()
    for head in ("时间", "提示", "关于") if zh else ("at", "notice", "about"):
        table.add_column(head, overflow="fold")
    for one in notices:
        kind = one["kind"]
        facts = one["facts"]
        about = facts.get("source") or str(facts.get("year") or one["about"])
        if "last_at" in facts:
            about += f"，最后一次 {_time(facts['last_at'])}" if zh else f", last heard {_time(facts['last_at'])}"
        table.add_row(_time(one["at"]), Text(_NOTICE_ZH.get(kind, kind) if zh else kind.replace("_", " ")), Text(about))
    console().print(table)


def _facts(facts: Mapping[str, Any], language: Language) -> Iterable[str]:
    for name, value in facts.items():
        if value in ("", None) or name in _LEFT_OUT or (value is False and name in _RARE):
            continue
        shown = _shown(name, value, language)
        yield f"{_FACT_ZH.get(name, name)}：{shown}" if language == "zh" else f"{name}={shown}"


def _sentences(words: Mapping[str, Any] | None) -> list[str]:
    """What an officer wrote; a ticket's words stand on the sheet."""
    return [str(words[name]) for name in ("remark", "reason") if name in words] if words else []


def _shown(name: str, value: Any, language: Language) -> str:
    from fraudguard.desk import labels
    from fraudguard.desk.units import Units
    from fraudguard.pack.checked import LEVEL_ZH

    if name in _TIMES:
        return _time(value)
    if language != "zh":
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    tables: Mapping[str, Mapping[str, str]] = {
        "failure": labels.FAILURE_ZH, "reached": labels.REACHED_ZH, "verdict": labels.VERDICT_ZH, "app": labels.APP_ZH,
        "purpose": labels.PURPOSE_ZH, "level": LEVEL_ZH,
    }  # fmt: skip
    if name == "deadline":
        return labels.due_words(str(value), Units())[0]
    if name == "cause":
        return labels.cause_zh(str(value))
    return tables.get(name, {}).get(value, str(value))


def _changes(change: Mapping[str, Sequence[Any]], language: Language) -> Iterable[str]:
    from fraudguard.desk.case import STATUS_ZH, TIER_ZH
    from fraudguard.pack.checked import LEVEL_ZH

    zh: Mapping[str, Mapping[str, str]] = {"level": LEVEL_ZH, "status": STATUS_ZH, "tier": TIER_ZH}
    for name in _TOLD:
        if name in change:
            old, new = change[name]
            if language == "zh":
                words = zh.get(name, {})
                yield f"{words.get(old, old) or '-'} → {words.get(new, new)}"
            else:
                yield f"{name}: {old or '-'} -> {new}"


def _time(at: int | str) -> str:
    """An instant of the ledger, microseconds or ISO 8601."""
    return clock_words(at if isinstance(at, str) else from_microseconds(at).isoformat())

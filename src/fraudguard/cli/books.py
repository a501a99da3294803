"""How the accounts of a run look on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from fraudguard.errors import Language
from fraudguard.events import KIND_ZH

__all__ = ["print_books"]

_MOST_COLUMNS = 12
_MOST_NAMED = 5
_LINES: dict[str, dict[Language, str]] = {
    "books": {
        "zh": "读入 {read} 行 = 计分 {scored} + 重复 {duplicates} + 撤回 {retracted} + 拒收 {rejected}",
        "en": "read {read} = scored {scored} + duplicates {duplicates} + retracted {retracted} + rejected {rejected}",
    },
    "levels": {
        "zh": "预警单：红 {red}，黄 {yellow}，绿 {green}；规则命中 {findings} 次",
        "en": "tickets: red {red}, yellow {yellow}, green {green}; findings {findings}",
    },
    "snoozed": {
        "zh": "，另有已暂停的规则命中 {snoozed_findings} 次",
        "en": ", and {snoozed_findings} of snoozed rules",
    },
    "shadow": {"zh": "，另有试运行规则命中 {shadow_findings} 次", "en": ", and {shadow_findings} of shadow rules"},
    "scams": {"zh": "预警最多的类型：{scams}", "en": "scams with most tickets: {scams}"},
    "rules": {"zh": "命中最多的规则：{rules}", "en": "rules that fired most: {rules}"},
    "rejects": {"zh": "拒收原因：{codes}", "en": "rejects: {codes}"},
    "rejects_file": {"zh": "（逐行见 rejects.jsonl）", "en": " (each line in rejects.jsonl)"},
    "corrected": {
        "zh": "其中 {corrected} 行是对已计分事件的更正（编号相同、内容不同）",
        "en": "{corrected} of them correct an event scored before (same id, other content)",
    },
    "settled": {
        "zh": "其中 {settled} 行是已计分交易的状态变化",
        "en": "{settled} of them tell a later status of a payment scored before",
    },
    "told": {
        "zh": "重复中有 {rows} 行是另一来源已报过的同一笔交易",
        "en": "{rows} of the duplicates tell of a payment that another feed told",
    },
    "late": {
        "zh": "其中 {late} 行迟到：只按它之前的事件计分",
        "en": "{late} of them came late and were scored on what stands before them",
    },
    "equal": {"zh": "与另一行完全相同的行（已计分）：{rows}", "en": "rows equal to another one (scored): {rows}"},
    "no_person": {
        "zh": "注意：{without_person} 行没有当事人的手机号、证件号或账号，只能单独计分",
        "en": "note: {without_person} rows name no person (phone, paper or account) and were scored each by itself",
    },
    "no_rows": {"zh": "注意：{file} 里没有数据行", "en": "note: no rows in {file}"},
    "ignored": {"zh": "{file} 没有用到的列：{columns}", "en": "columns of {file} that nothing reads: {columns}"},
    "left_out": {"zh": "{file} 没有采用的单元格：{cells}", "en": "cells of {file} left out: {cells}"},
    "sheets": {"zh": "没有读取的工作表（没有认得的表头）：{sheets}", "en": "sheets without a known header: {sheets}"},
    "history": {
        "zh": "历史数据：读入 {read} 行，拒收 {rejected} 行",
        "en": "history: read {read}, rejected {rejected}",
    },
    "unseen": {
        "zh": "规则要看而数据里从未出现的事件：{kinds}",
        "en": "kinds that rules read and no feed delivered: {kinds}",
    },
    "speed": {"zh": "用时 {seconds} 秒，每秒 {rows_per_second} 行", "en": "{seconds} s, {rows_per_second} rows/s"},
}


def print_books(summary: Mapping[str, Any], language: Language, *, files: bool = True) -> None:
    """The accounts of a run in a few lines; without ``files`` nothing was written that a line could point to."""
    for line in _lines(summary, language, files):
        click.echo(line)


def _lines(summary: Mapping[str, Any], language: Language, files: bool) -> Iterator[str]:
    def say(name: str, **values: object) -> str:
        return _LINES[name][language].format(**{**summary, **values})

    comma = "，" if language == "zh" else ", "
    yield say("books")
    for name in ("corrected", "settled", "late"):
        if summary[name]:
            yield "  " + say(name)
    if summary["told_by_two_feeds"]["rows"]:
        yield "  " + say("told", rows=summary["told_by_two_feeds"]["rows"])
    yield (
        say("levels", **summary["tickets"])
        + (say("shadow") if summary["shadow_findings"] else "")
        + (say("snoozed") if summary["snoozed_findings"] else "")
    )
    if scams := summary["top_scams"][:_MOST_NAMED]:
        yield say(
            "scams", scams=comma.join(f"{one['scam_zh'] or one['scam'] or '-'} {one['tickets']}" for one in scams)
        )
    if rules := summary["top_rules"][:_MOST_NAMED]:
        yield say("rules", rules=comma.join(f"{one['title'] or one['rule']} {one['findings']}" for one in rules))
    if summary["rejects"]:
        codes = comma.join(f"{code} {count}" for code, count in summary["rejects"].items())
        yield say("rejects", codes=codes) + (say("rejects_file") if files else "")
    if summary["suspected_duplicates"]["rows"]:
        yield say("equal", rows=summary["suspected_duplicates"]["rows"])
    if summary["history"]["feeds"]:
        yield say("history", **{name: summary["history"][name] for name in ("read", "rejected")})
    for feed in (*summary["feeds"], *summary["history"]["feeds"]):
        if not feed["rows"]:
            yield say("no_rows", file=feed["file"])
        if sheets := feed["sheets_left_out"]:
            yield say("sheets", sheets=comma.join(sheets))
        if unread := feed["columns_ignored"]:
            more = " …" if len(unread) > _MOST_COLUMNS else ""
            yield say("ignored", file=feed["file"], columns=comma.join(unread[:_MOST_COLUMNS]) + more)
        if cells := feed["cells_left_out"]:
            yield say("left_out", file=feed["file"], cells=comma.join(f"{one} {cells[one]}" for one in cells))
    if summary["without_person"]:
        yield say("no_person")
    if summary["kinds_never_seen"]:
        kinds = (KIND_ZH[kind] if language == "zh" else kind for kind in summary["kinds_never_seen"])
        yield say("unseen", kinds=("、" if language == "zh" else ", ").join(kinds))
    yield say("speed")

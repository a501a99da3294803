"""`fraudguard feed check`: what a file of events is understood as, before it is scored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["feed"]

_PATH = click.Path(path_type=Path)
_MOST_COLUMNS = 20
_FORMS: dict[str, dict[Language, str]] = {
    "text": {"en": "text", "zh": "文本"},
    "parquet": {"en": "Parquet", "zh": "Parquet"},
    "workbook": {"en": "workbook", "zh": "工作簿"},
    "xml": {"en": "ISO 20022 message", "zh": "ISO 20022 报文"},
}
_LINES: dict[str, dict[Language, str]] = {
    "file": {"en": "{file}: {form}, {encoding}", "zh": "{file}：{form}，{encoding}"},
    "layout": {"en": "layout: {name}", "zh": "格式：{name}"},
    "events": {"en": "layout: events, one JSON object a line", "zh": "格式：事件，每行一个 JSON 对象"},
    "column": {"en": "  {path} ← {columns}", "zh": "  {path} ← {columns}"},
    "fixed": {"en": "  {path} = {value}", "zh": "  {path} = {value}"},
    "ignored": {"en": "columns that nothing reads: {columns}", "zh": "没有用到的列：{columns}"},
    "sheets": {"en": "sheets without a known header: {sheets}", "zh": "没有认得的表头的工作表：{sheets}"},
    "skipped": {"en": "lines that are no rows: {lines}", "zh": "不是数据的行：{lines}"},
    "span": {"en": "from {first} to {last}", "zh": "时间从 {first} 到 {last}"},
    "rows": {
        "en": "read {read} = accepted {accepted} + rejected {rejected}",
        "zh": "读入 {read} 行 = 可用 {accepted} + 拒收 {rejected}",
    },
    "equal": {"en": "rows equal to another one: {rows}", "zh": "与另一行完全相同的行：{rows}"},
    "cells": {"en": "cells left out: {cells}", "zh": "没有采用的单元格：{cells}"},
    "first": {"en": "the first rows, personal data masked:", "zh": "前几行（个人信息已遮盖）："},
    "row": {"en": "  line {line}  {fields}", "zh": "  第 {line} 行  {fields}"},
    "rejects": {"en": "would be rejected:", "zh": "将被拒收："},
    "code": {"en": "  {code}: {rows}", "zh": "  {code}：{rows} 行"},
    "example": {"en": "    line {line}: {reason}", "zh": "    第 {line} 行：{reason}"},
}
_SKIPPED: dict[str, str] = {"blank": "空行", "preamble": "表头前的说明", "header": "表头"}


@click.group()
def feed() -> None:
    """Look at files of events before they are scored. 计分前检查数据文件。"""


@feed.command(cls=Verb)
@click.argument("file", type=_PATH)
@click.option("--mapping", multiple=True, type=_PATH, help="Mapping file for a layout of your own. 列映射文件。")
@as_json
@lang
def check(file: Path, mapping: tuple[Path, ...], as_json: bool, lang: Language) -> None:
    """Say what FILE is understood as. 检查数据文件：认出的格式、前十行、会被拒收的行。

    Prints the layout, ten rows as they are understood, and what would be rejected and why. Nothing is scored or
    written. Exit code 1 when a row would be rejected.
    """
    from fraudguard.feeds.check import check_feed

    reports = [report.to_mapping() for report in check_feed(file, mapping=mapping, lang=lang)]
    if as_json:
        click.echo(json.dumps({"tables": reports}, ensure_ascii=False, indent=2))
    else:
        for number, report in enumerate(reports):
            if number:
                click.echo()
            for line in _lines(report, lang):
                click.echo(line)
    if any(report["rejected"] for report in reports):
        click.get_current_context().exit(1)


def _lines(report: Mapping[str, Any], language: Language) -> Iterator[str]:
    def say(line: str, /, **values: object) -> str:
        return _LINES[line][language].format(**values)

    comma = "，" if language == "zh" else ", "
    yield say("file", file=report["file"], form=_FORMS[report["form"]][language], encoding=report["encoding"])
    yield say("layout", name=_name(report)) if report["columns"] else say("events")
    for path, columns in report["columns"].items():
        yield say("column", path=path, columns=" / ".join(columns))
    for path, value in report["fixed"].items():
        yield say("fixed", path=path, value=value)
    if unread := report["columns_ignored"]:
        more = " …" if len(unread) > _MOST_COLUMNS else ""
        yield say("ignored", columns=comma.join(unread[:_MOST_COLUMNS]) + more)
    if sheets := report["sheets_left_out"]:
        yield say("sheets", sheets=comma.join(sheets))
    if skipped := report["lines_skipped"]:
        names = _SKIPPED if language == "zh" else {}
        yield say("skipped", lines=comma.join(f"{names.get(name, name)} {count}" for name, count in skipped.items()))
    yield say("rows", **{name: report[name] for name in ("read", "accepted", "rejected")})
    if report["first_event_at"]:
        yield say("span", first=report["first_event_at"], last=report["last_event_at"])
    if report["equal_rows"]:
        yield say("equal", rows=report["equal_rows"])
    if cells := report["cells_left_out"]:
        yield say("cells", cells=comma.join(f"{name} {count}" for name, count in cells.items()))
    if report["first_rows"]:
        yield say("first")
    for row in report["first_rows"]:
        fields = " ".join(f"{name}={_shown(value)}" for name, value in row.items() if name != "line")
        yield say("row", line=row["line"], fields=fields)
    if report["rejects"]:
        yield say("rejects")
    for code, entry in report["rejects"].items():
        yield say("code", code=code, rows=entry["rows"])
        yield from (say("example", **example) for example in entry["examples"])


def _name(report: Mapping[str, Any]) -> str:
    return f"{report['layout']} ({report['title']})" if report["title"] else str(report["layout"])


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "".join(sign if sign.isprintable() else " " for sign in text)

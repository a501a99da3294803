"""`fraudguard desk list|show|reveal|history|notices`: what stands in the store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import as_json, lang
from fraudguard.cli.desk_options import at_desk, command
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.desk import Desk

__all__ = ["history", "list_", "notices", "reveal", "show"]

_PURPOSES = ("dissuasion", "stop_payment", "investigation", "return_visit", "drill")


@command("list")
@click.option("--unit", help="Of this unit only. 只看该单位。")
@click.option("--level", type=click.Choice(["red", "yellow", "green"]), help="Of this level only. 只看该等级。")
@click.option("--tier", type=click.Choice(["station", "sub_bureau", "city"]), help="Of this tier only. 只看该层级。")
@click.option("--ended", is_flag=True, help="Those that have ended. 已结束的案件。")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True, help="How many. 每页件数。")
@click.option("--after", help="Where the page before said that this one begins. 下一页的起点。")
@at_desk
@as_json
@lang
def list_(
    desk: Desk,
    unit: str | None,
    level: str | None,
    tier: str | None,
    ended: bool,
    limit: int,
    after: str | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Show the open cases, the most pressing first. 列出案件，最急的在前。"""
    from fraudguard.cli.desk_draw import print_cases
    from fraudguard.desk.compose import glance

    page = desk.list(ended=ended, unit=unit, tier=tier, level=level, limit=limit, after=after)
    now = desk.now()
    glances = [glance(case, desk.rules, desk.units, now) for case in page.cases]
    if as_json:
        _print_json({"cases": [one.to_dict() for one in glances], "next": page.next})
    else:
        print_cases(glances, page.next, lang)


@command("show")
@click.argument("case")
@at_desk
@as_json
@lang
def show(desk: Desk, case: str, as_json: bool, lang: Language) -> None:
    """Show all of CASE: how urgent, what to do now, why, what to say, what closing needs. 查看案件。

    --json prints it in the form of docs/reference/case.schema.json. Contact data are never shown here: see `reveal`.
    """
    from fraudguard.cli.desk_draw import print_sheet

    sheet = desk.sheet(case)
    if as_json:
        _print_json(sheet.to_dict())
    else:
        print_sheet(sheet, lang)


@command("reveal")
@click.argument("case")
@click.option("--officer", envvar="FRAUDGUARD_OFFICER", required=True, show_envvar=True, help="Who sees it. 查看人。")
@click.option("--purpose", required=True, type=click.Choice(_PURPOSES), help="What for. 用途。")
@click.option("--reason", default="", help="In your own words. 说明。")
@at_desk
@as_json
@lang
def reveal(desk: Desk, case: str, officer: str, purpose: str, reason: str, as_json: bool, lang: Language) -> None:
    """Show the contact data of CASE; who saw them and why is written down first. 查看联系方式（留痕）。"""
    found = desk.reveal(case, officer=officer, purpose=purpose, reason=reason)
    if as_json:
        _print_json(found)
        return
    click.echo(
        f"{officer} 查看了 {case}，已记入台账" if lang == "zh" else f"{officer} saw {case}: written down", err=True
    )
    for name, value in _flat("", found):
        click.echo(f"{name}: {value}")


@command("history")
@click.argument("case")
@at_desk
@as_json
@lang
def history(desk: Desk, case: str, as_json: bool, lang: Language) -> None:
    """Show everything that was done on CASE: who, when, what, and what it changed. 案件经过。"""
    from fraudguard.cli.desk_history import print_history

    entries = desk.history(case)
    if as_json:
        _print_json({"entries": entries})
    else:
        print_history(entries, lang)


@command("notices")
@at_desk
@as_json
@lang
def notices(desk: Desk, as_json: bool, lang: Language) -> None:
    """Show what belongs to no case: feeds that fell silent, a calendar that ends. 系统提示。"""
    from fraudguard.cli.desk_history import print_notices

    found = desk.notices()
    if as_json:
        _print_json({"notices": found})
    else:
        print_notices(found, lang)


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _flat(path: str, value: Any) -> list[tuple[str, Any]]:
    """A nested mapping as paths and values, what is empty left out."""
    if isinstance(value, dict):
        return [pair for name, part in value.items() for pair in _flat(f"{path}.{name}" if path else name, part)]
    return [] if value is None else [(path, value)]

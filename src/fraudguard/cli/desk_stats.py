"""`fraudguard desk stats`: what warnings came to in a period, on the terminal, as JSON or as a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import as_json, lang
from fraudguard.cli.desk_options import PATH, at_desk, command
from fraudguard.errors import Language
from fraudguard.events.moment import SHANGHAI, from_microseconds
from fraudguard.feeds.refusals import unwritable

if TYPE_CHECKING:
    from fraudguard.desk import Desk, Statistics
    from fraudguard.desk.comparison import Comparison
    from fraudguard.report.desk_tables import Names
    from fraudguard.report.tables import Table

__all__ = ["stats"]

_LONGEST_NAME = 48
_BY = ("area", "position", "unit", "hour", "day", "type", "level", "scam", "rule")


class _Day(click.ParamType[date]):
    """A date in Shanghai."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; anything else is wrong use."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write 2025-01-31", param, ctx)


_DAY = _Day()


@command("stats")
@click.option("--from", "first", type=_DAY, help="First day of the period. 起始日期。")
@click.option("--to", "last", type=_DAY, help="Last day, included; until now if left out. 截止日期（含当天）。")
@click.option("--against-last-year", "year", is_flag=True, help="Beside the same dates a year earlier. 同比。")
@click.option("--against-period-before", "before", is_flag=True, help="Beside the period before. 环比。")
@click.option("--by", "dimensions", type=click.Choice(_BY), multiple=True, help="A table by this, too. 分组统计。")
@click.option("--html", type=PATH, help="Write a page that stands alone. 输出网页文件。")
@at_desk
@as_json
@lang
def stats(
    desk: Desk,
    first: date | None,
    last: date | None,
    year: bool,
    before: bool,
    dimensions: tuple[str, ...],
    html: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Show what the cases opened in a period came to, from the ledger alone. 统计一段时间的预警劝阻成效。

    Warned, reached, dissuaded, defrauded after the warning, precision, money, times, rates, days without a case, and
    proposed texts for an area's groups. Drills are left out.
    """
    from fraudguard.report.desk_tables import Names

    since = None if first is None else _midnight(first)
    if (year or before) and since is None:
        raise click.UsageError("a comparison needs --from")
    now = from_microseconds(desk.now())
    until = now if last is None else min(_midnight(last) + timedelta(days=1), now)
    found = desk.statistics(since, until)
    sides = _comparisons(desk, since, until, lang, year=year, before=before)
    names = Names(desk.rules.scams, {one.id: one.name for one in desk.units.by_id.values()})
    if html is not None:
        _write(html, _page(desk, found, sides, names, lang))
    if as_json:
        told = {**found.to_dict(), "comparisons": {key: one.to_dict() for key, _, one in sides}}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif html is not None:
        click.echo(f"统计已写入 {html}" if lang == "zh" else f"statistics written to {html}")
    else:
        _show(desk, found, sides, names, dimensions, lang)


def _midnight(day: date) -> datetime:
    """The instant at which a day begins in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _comparisons(
    desk: Desk, since: datetime | None, until: datetime, lang: Language, *, year: bool, before: bool
) -> list[tuple[str, str, Comparison]]:
    """What was asked for: a key, a title, and both sides."""
    from fraudguard.desk.comparison import compared, period_before, year_before

    wanted = (
        (year, "last_year", ("同比", "against last year"), year_before),
        (before, "period_before", ("环比", "against the period before"), period_before),
    )
    return [
        (key, titles[lang != "zh"], compared(desk.statistics, since, until, earlier))
        for asked, key, titles, earlier in wanted
        if asked and since is not None
    ]


def _page(
    desk: Desk, found: Statistics, sides: Sequence[tuple[str, str, Comparison]], names: Names, lang: Language
) -> str:
    from fraudguard.report.desk_page import desk_page

    return desk_page(found, desk.rules, lang, names=names, comparisons=[(title, one) for _, title, one in sides])


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None


def _show(
    desk: Desk,
    found: Statistics,
    sides: Sequence[tuple[str, str, Comparison]],
    names: Names,
    dimensions: Sequence[str],
    lang: Language,
) -> None:
    from fraudguard.desk.group_notices import group_text
    from fraudguard.report.desk_page import period_said
    from fraudguard.report.desk_tables import by_table, comparison_table, statistics_tables

    click.echo(period_said(found, lang))
    for one in statistics_tables(found, names, lang):
        _print(one)
    for _, title, side in sides:
        _print(comparison_table(side, title, lang))
    for dimension in dimensions:
        _print(by_table(found, dimension, names, lang))
    for notice in found.notices:
        click.echo(
            ("群提醒建议：" if lang == "zh" else "proposed text for groups:") + f"\n{group_text(notice, desk.rules)}\n"
        )


def _print(shown: Table) -> None:
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    from fraudguard.cli.show import console

    grid = Grid(title=shown.title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1))
    for place, name in enumerate(shown.columns):
        left = place < shown.words
        grid.add_column(
            name,
            justify="left" if left else "right",
            overflow="fold",
            no_wrap=left,
            max_width=_LONGEST_NAME if left else None,
        )
    for row in shown.rows:
        grid.add_row(*map(Text, row))
    console().print(grid)
    if shown.note:
        click.echo(shown.note + "\n")

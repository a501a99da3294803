"""`fraudguard rules backtest`: what a pack would have said about feeds of the past."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["backtest"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.argument("pack")
@click.option("--feed", "feeds", multiple=True, required=True, type=_PATH, help="Feed to score; repeatable. 数据。")
@click.option("--people", type=_PATH, help="Directory of people (CSV). 人员名录。")
@click.option("--labels", type=_PATH, help="Labels of a simulation: its folder or its labels/. 模拟数据的标签。")
@click.option("--mapping", multiple=True, type=_PATH, help="Mapping file for a layout of your own. 列映射文件。")
@click.option("--budget", "budgets", multiple=True, type=click.IntRange(min=1),
              help="Tickets a day that can be worked; repeatable. 每天能处理的预警单。")  # fmt: skip
@click.option("--officers", type=click.IntRange(min=1), default=24, show_default=True,
              help="Who share the tickets. 处理预警单的人数。")  # fmt: skip
@click.option("--warm-up", type=click.IntRange(min=0), default=0, show_default=True,
              help="First days that only fill windows. 只作铺垫的天数。")  # fmt: skip
@click.option("--all-rules", is_flag=True, help="Show every rule. 列出全部规则。")
@as_json
@lang
def backtest(
    pack: str,
    feeds: tuple[Path, ...],
    people: Path | None,
    labels: Path | None,
    mapping: tuple[Path, ...],
    budgets: tuple[int, ...],
    officers: int,
    warm_up: int,
    all_rules: bool,
    as_json: bool,
    lang: Language,
) -> None:
    """Score the feeds with PACK and add up the tickets. 用历史数据试算规则包。

    PACK is a directory, a file of rules, @shipped, or several laid over one another and joined by commas. Shows tickets
    by level, day, scam, hour and age, what each rule did, and which bar keeps to so many tickets a day; with --labels
    also who was warned in time. Nothing is written.
    """
    from fraudguard.cli.backtest_tables import backtest_tables, headline
    from fraudguard.cli.packs import named
    from fraudguard.cli.tables import print_tables
    from fraudguard.events import People
    from fraudguard.workbench.backtest import Asked, backtest
    from fraudguard.workbench.labels import read_labels

    asked = Asked(officers=officers, warm_up=warm_up, mappings=mapping)
    if budgets:
        asked = Asked(tuple(sorted(set(budgets))), officers, warm_up, mapping)
    report = backtest(
        named(pack),
        feeds,
        people=None if people is None else People.load(people),
        labels=None if labels is None else read_labels(labels),
        asked=asked,
    )
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for sentence in headline(report, lang):
        click.echo(sentence)
    print_tables(backtest_tables(report, lang, all_rules=all_rules))

"""`fraudguard simulate`: made-up life and made-up fraud as files, with the truth beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["simulate"]


@click.command(cls=Verb)
@click.option("--to", required=True, type=click.Path(path_type=Path), help="Folder for the files. 输出目录。")
@click.option("--persons", type=click.IntRange(min=1), default=2_000, show_default=True, help="How many. 人数。")
@click.option("--days", type=click.IntRange(min=1), default=60, show_default=True, help="For how long. 天数。")
@click.option("--seed", default="A", show_default=True, help="Another seed, another world. 随机种子。")
@click.option("--start", default="2024-01-01", show_default=True, help="The first day. 起始日期。")
@click.option("--rate", type=click.FloatRange(min=0), default=1.75, show_default=True,
              help="Attempts reaching the money per 1,000 persons a month. 每千人每月到转账阶段的诈骗数。")  # fmt: skip
@click.option("--panel", type=click.IntRange(min=0), default=0, show_default=True,
              help="Further attempts, so that each scheme has this many. 每类骗局至少这么多起。")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["jsonl", "parquet"]), default="jsonl", show_default=True,
              help="Lines that `score` reads, or tables. 文件格式。")  # fmt: skip
@click.option("--dirt", is_flag=True, help="Some lines come twice, late or broken. 混入重复、迟到和损坏的行。")
@as_json
@lang
def simulate(
    to: Path,
    persons: int,
    days: int,
    seed: str,
    start: str,
    rate: float,
    panel: int,
    form: str,
    dirt: bool,
    as_json: bool,
    lang: Language,
) -> None:
    """Write made-up events with known truth. 生成带标签的模拟数据。

    Everyday life, every scam scheme and honest look-alikes of people who do not exist, as the feeds of banks, telephone
    companies and handsets would show them. The truth is in labels/.
    """
    from fraudguard.cli.progress import towns_bar
    from fraudguard.simulate import Settings, write_simulation

    if dirt and form == "parquet":
        raise click.BadParameter("dirt is for lines; tables have none", param_hint="--dirt")
    settings = Settings(persons=persons, days=days, seed=seed, start=start, rate=rate, panel=panel)
    with ExitStack() as held:
        told = None if as_json else towns_bar(held, settings.towns, lang)
        summary = write_simulation(
            settings, to, form="parquet" if form == "parquet" else "jsonl", dirt=dirt, progress=told
        )
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
    else:
        _show(summary, to, lang)


def _show(summary: Mapping[str, Any], to: Path, lang: Language) -> None:
    from rich import box
    from rich.table import Table

    from fraudguard.cli.show import console

    chinese = lang == "zh"
    screen = console()
    events = Table(box=box.SIMPLE_HEAD)
    for name in ("事件", "数量") if chinese else ("events", "how many"):
        events.add_column(name, justify="left" if name in {"事件", "events"} else "right")
    for kind, count in summary["events"].items():
        events.add_row(kind, f"{count:,}")
    screen.print(events)
    attempts = Table(box=box.SIMPLE_HEAD)
    heads = ("骗局", "起数", "已转账", "损失（元）") if chinese else ("scheme", "attempts", "paid", "loss in yuan")
    for place, name in enumerate(heads):
        attempts.add_column(name, justify="right" if place else "left")
    for scheme, row in summary["attempts"].items():
        attempts.add_row(scheme, f"{row['attempts']:,}", f"{row['paid']:,}", f"{row['loss']:,.0f}")
    screen.print(attempts)
    persons, days, alike = (f"{summary[name]:,}" for name in ("persons", "days", "look_alikes"))
    click.echo(
        f"{persons} 人、{days} 天的模拟数据，另有 {alike} 个像诈骗的正常故事，已写入 {to}"
        if chinese
        else f"{persons} persons, {days} days, {alike} honest look-alikes: simulated, and written to {to}"
    )

"""`fraudguard rules quality`: does a pack warn before the money leaves, and leave people alone?"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["quality"]

_LONGEST_WARM_UP = 60


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path), default=Path("@shipped"))
@click.option("--persons", type=click.IntRange(min=1), default=20_000, show_default=True, help="How many. 人数。")
@click.option("--days", type=click.IntRange(min=2), default=365, show_default=True, help="For how long. 天数。")
@click.option("--seed", default="A", show_default=True, help="Another seed, another world. 随机种子。")
@click.option("--rate", type=click.FloatRange(min=0), default=1.75, show_default=True,
              help="Attempts reaching the money per 1,000 persons a month. 每千人每月到转账阶段的诈骗数。")  # fmt: skip
@click.option("--panel", type=click.IntRange(min=0), default=40, show_default=True,
              help="Further attempts, so that each scheme has this many. 每类骗局至少这么多起。")  # fmt: skip
@click.option("--warm-up", type=click.IntRange(min=0), help="Days that only fill windows. 只作铺垫的天数。")
@click.option(
    "--officers",
    type=click.IntRange(min=1),
    default=24,
    show_default=True,
    help="Who share the tickets. 处理预警单的人数。",
)
@click.option("--feeds", type=click.Choice(["usual", "all"]), default="usual", show_default=True,
              help="Feeds as they usually are, or all connected. 通常的数据来源，还是全部接入。")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes. 并行进程数。")
@click.option(
    "--quick", is_flag=True, help="Leave out the shares of single rules and the bank's view. 不算各规则的作用。"
)
@click.option("--all-rules", is_flag=True, help="Show every rule. 列出全部规则。")
@as_json
@lang
def quality(
    path: Path,
    persons: int,
    days: int,
    seed: str,
    rate: float,
    panel: int,
    warm_up: int | None,
    officers: int,
    feeds: str,
    jobs: int,
    quick: bool,
    all_rules: bool,
    as_json: bool,
    lang: Language,
) -> None:
    """Measure the pack at PATH (the shipped one by default) on simulated life. 用模拟数据衡量规则包。

    Recall before the last payment settled, lead time, money, false warnings per 1,000 honest person-days and per
    look-alike, tickets per officer, and what each rule adds. Every figure is simulation, nothing else.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.cli.progress import towns_bar
    from fraudguard.simulate import Coverage, Settings
    from fraudguard.workbench.quality import Effort, measure_quality

    pack = look_at(path, "none").pack
    coverage = Coverage.whole() if feeds == "all" else Coverage()
    settings = Settings(persons=persons, days=days, seed=seed, rate=rate, panel=panel, coverage=coverage)
    warm_up = min(_LONGEST_WARM_UP, days // 4) if warm_up is None else warm_up
    if warm_up >= days:
        raise click.BadParameter(f"{warm_up} of {days} days leave nothing to measure", param_hint="--warm-up")
    effort = Effort(warm_up, officers, jobs, rules=not quick, bank_only=not quick)
    with ExitStack() as held:
        told = None if as_json else towns_bar(held, settings.towns, lang)
        report = measure_quality(pack, settings, effort, told or (lambda _done: None))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _show(report, lang, all_rules=all_rules)


def _show(report: dict[str, Any], lang: Language, *, all_rules: bool) -> None:
    from fraudguard.cli.quality_tables import headline, quality_tables
    from fraudguard.cli.tables import print_tables

    for sentence in headline(report, lang):
        click.echo(sentence)
    print_tables(quality_tables(report, lang, all_rules=all_rules))

"""`fraudguard rules diff`: what another pack would do differently to people."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang, write_page
from fraudguard.errors import Language, UsageError

__all__ = ["diff"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.argument("old")
@click.argument("new")
@click.option("--feed", "feeds", multiple=True, required=True, type=_PATH, help="Feed to score; repeatable. 数据。")
@click.option("--people", type=_PATH, help="Directory of people (CSV). 人员名录。")
@click.option("--mapping", multiple=True, type=_PATH, help="Mapping file for a layout of your own. 列映射文件。")
@click.option("--max-new-tickets", "limit", metavar="N|N%",
              help="Exit with 1 when more people are newly warned. 新增预警单的上限，超过则退出码为 1。")  # fmt: skip
@click.option("--show", type=click.IntRange(min=0), default=5, show_default=True,
              help="Counter-examples. 反例的数目。")  # fmt: skip
@click.option("--warm-up", type=click.IntRange(min=0), default=0, show_default=True,
              help="First days that only fill windows. 只作铺垫的天数。")  # fmt: skip
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the comparison as an HTML page too. 另存为网页。")  # fmt: skip
@as_json
@lang
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str,
    feeds: tuple[Path, ...],
    people: Path | None,
    mapping: tuple[Path, ...],
    limit: str | None,
    show: int,
    warm_up: int,
    page: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Score the feeds with the packs OLD and NEW and show who is warned otherwise. 比较两个规则包对人的影响。

    OLD and NEW are directories, files of rules, @shipped, or several laid over one another and joined by commas: with
    `old_rules,ours` and `@shipped,ours` a station sees what an update of the shipped pack changes under its overlay.
    Each counter-example comes with its event and the conditions of the rules behind it.
    """
    from fraudguard.cli.diff_page import diff_page
    from fraudguard.cli.diff_words import print_diff
    from fraudguard.cli.packs import named
    from fraudguard.events import People
    from fraudguard.workbench.diff import compare
    from fraudguard.workbench.diff_report import Limit, diff_report
    from fraudguard.workbench.telling import counter_examples

    most = None if limit is None else Limit.parse(limit)
    if limit is not None and most is None:
        raise UsageError("workbench.limit", given=limit)
    known = None if people is None else People.load(people)
    found = compare(named(old), named(new), feeds, people=known, warm_up=warm_up, mappings=mapping)
    examples = counter_examples(found, show, feeds, people=known, mappings=mapping)
    report = diff_report(found, examples, most)
    if page is not None:
        write_page(page, diff_page(report, examples, lang))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
    else:
        print_diff(report, examples, lang)
    if report["limit"] is not None and report["limit"]["exceeded"]:
        ctx.exit(1)

"""`fraudguard rules coverage`: what the examples of rules show, and what they leave open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import Verb, as_json, lang, write_page
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.cli.rule_scores import Score
    from fraudguard.workbench.coverage import RuleCoverage

__all__ = ["coverage"]


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--threshold", type=click.FloatRange(0, 100), default=95, show_default=True,
              help="Fail below so many per cent. 低于这个百分比即失败。")  # fmt: skip
@click.option("-k", "words", default="", help="Only rules or files whose name has these words. 按名称挑选。")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes. 并行进程数。")
@click.option("--all", "everything", is_flag=True, help="Show every gap. 列出全部缺口。")
@click.option("--page", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the rules with colours as an HTML page too. 另存为着色的网页。")  # fmt: skip
@as_json
@lang
@click.pass_context
def coverage(
    ctx: click.Context,
    path: Path,
    threshold: float,
    words: str,
    jobs: int,
    everything: bool,
    page: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Measure what the examples of the rules at PATH show. 衡量规则自带的例子说明了多少。

    Every condition true and false at least once, by itself and inside windows; a value at each threshold and one just
    on its other side; an event just inside and just outside each window; each step of a sequence missing once. Near
    means within 5 % or one unit, whichever is more: one yuan, one of what is counted, one second; of a window one
    hour from a day on, else one minute. Exit code 1 below the threshold, and when there is no rule to measure.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.cli.rule_scores import passes, print_scores, scores_as_json
    from fraudguard.workbench.coverage import coverage_of
    from fraudguard.workbench.pages.coverage_page import coverage_page
    from fraudguard.workbench.selecting import means_rule

    target = look_at(path)
    found = list(coverage_of(target.pack, lambda rule: target.own(rule) and means_rule(words, rule), jobs))
    if page is not None:
        write_page(page, coverage_page(target.pack, found, lang))
    scores = [_score(one, lang) for one in found]
    if as_json:
        report = {"threshold": threshold, **scores_as_json(scores, ("covered", "needs", "gaps"))}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif scores:
        print_scores(scores, "已说明" if lang == "zh" else "shown", lang, everything=everything)
    else:
        click.echo("没有可衡量的规则" if lang == "zh" else "no rule to measure")
    if not scores or not passes(scores, threshold):
        ctx.exit(1)


def _score(one: RuleCoverage, language: Language) -> Score:
    from fraudguard.cli.rule_scores import Found, Score
    from fraudguard.workbench.gap_words import gap_sentence

    gaps = tuple(
        Found(gap_sentence(need, language), need.place, {"kind": need.kind, "text": need.text, "value": need.value})
        for need in one.gaps
    )
    return Score(one.rule, one.title, one.file, one.examples, one.covered, one.needs, gaps)

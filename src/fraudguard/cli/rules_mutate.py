"""`fraudguard rules mutate`: the small mistakes in rules that no example would notice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.cli.rule_scores import Score
    from fraudguard.workbench.mutate import RuleMutation

__all__ = ["mutate"]


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-k", "words", default="", help="Only rules or files whose name has these words. 按名称挑选。")
@click.option("--threshold", type=click.FloatRange(0, 100), default=0, show_default=True,
              help="Fail below so many per cent. 低于这个百分比即失败。")  # fmt: skip
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes. 并行进程数。")
@click.option("--all", "everything", is_flag=True, help="Show every question. 列出全部问题。")
@as_json
@lang
@click.pass_context
def mutate(
    ctx: click.Context,
    path: Path,
    words: str,
    threshold: float,
    jobs: int,
    everything: bool,
    as_json: bool,
    lang: Language,
) -> None:
    """Change the rules at PATH a little and see which changes no example notices. 改动规则，看哪些改动没有例子发现。

    Comparisons are flipped, thresholds moved by one unit, windows by one minute or hour, conditions, exceptions and
    steps left out, steps swapped, all and any swapped. Each changed rule runs on the rule's own examples. Exit code 1
    below the threshold, when an example fails already, and when there is no rule.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.cli.rule_scores import passes, print_scores, scores_as_json
    from fraudguard.workbench.mutate import mutate as run
    from fraudguard.workbench.selecting import means_rule

    target = look_at(path)
    found = list(run(target.pack, lambda rule: target.own(rule) and means_rule(words, rule), jobs))
    scores = [_score(one, lang) for one in found]
    failing = [f"{one.rule} · {title}" for one in found for title in one.failing]
    if as_json:
        names = ("killed", "mutants", "survivors")
        report = {"threshold": threshold, "failing": failing, **scores_as_json(scores, names)}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif scores:
        print_scores(scores, "被发现" if lang == "zh" else "noticed", lang, everything=everything)
        for one in failing:
            click.echo(f"这个例子本来就失败，未计入：{one}" if lang == "zh" else f"fails already, left aside: {one}")
    else:
        click.echo("没有可衡量的规则" if lang == "zh" else "no rule to measure")
    if failing or not scores or not passes(scores, threshold):
        ctx.exit(1)


def _score(one: RuleMutation, language: Language) -> Score:
    from fraudguard.cli.rule_scores import Found, Score
    from fraudguard.workbench.questions import question

    survivors = tuple(
        Found(
            question(mutant, language),
            mutant.place,
            {"change": mutant.change, "before": mutant.before, "after": mutant.after, "text": mutant.text},
        )
        for mutant in one.survivors
    )
    return Score(one.rule, one.title, one.file, one.examples, one.killed, one.mutants, survivors)

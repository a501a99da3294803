"""`fraudguard rules test`: the examples that rules carry, run one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import Verb, as_json, counted, lang
from fraudguard.errors import Language, UsageError, closest

if TYPE_CHECKING:
    from fraudguard.workbench import ExampleResult

__all__ = ["test"]


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--rule", "chosen", multiple=True, help="Only this rule. 只测这条规则。")
@click.option("-k", "words", default="", help="Only rules, files or examples whose name has these words. 按名称挑选。")
@as_json
@lang
@click.pass_context
def test(ctx: click.Context, path: Path, chosen: tuple[str, ...], words: str, as_json: bool, lang: Language) -> None:
    """Run the hit and miss examples of the rules at PATH. 运行规则自带的正反例。

    A failing example is shown with every condition and the values it saw. Exit code 1 when one fails, and when there
    is no example to run at all.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.workbench import run_examples
    from fraudguard.workbench.selecting import means_example

    target = look_at(path)
    pack = target.pack
    known = {rule.id for rule in (*pack.rules, *pack.drafts) if target.own(rule)}
    for rule in chosen:
        if rule not in known:
            raise UsageError("cli.rule_unknown", rule=rule, path=str(path), suggestion=closest(rule, known))
    results = list(
        run_examples(
            pack,
            lambda rule: target.own(rule) and (not chosen or rule.id in chosen),
            lambda rule, example: means_example(words, rule, example),
        )
    )
    failed = [result for result in results if not result.passed]
    if as_json:
        click.echo(json.dumps([_plain(result) for result in results], ensure_ascii=False, indent=2))
    else:
        for result in failed:
            _show(result, pack, lang)
        _total(results, failed, [] if chosen or words else sorted(known - {result.rule.id for result in results}), lang)
    if failed or not results:
        ctx.exit(1)


def _show(result: ExampleResult, pack: object, lang: Language) -> None:
    from fraudguard.cli.show import print_explanation
    from fraudguard.pack import CheckedPack
    from fraudguard.pack.check_examples import filled
    from fraudguard.workbench import sequence_steps
    from fraudguard.workbench.examples import explain_example

    assert isinstance(pack, CheckedPack)
    wanted = {
        "zh": {"hit": "应命中而未命中", "miss": "不应命中而命中"},
        "en": {"hit": "should fire", "miss": "should not fire"},
    }
    place = f"  ({result.example.place})" if result.example.place else ""
    click.echo(f"{wanted[lang][result.example.label]}: {result.rule.id} · {result.example.title}{place}")
    found = explain_example(pack, result)
    if found is not None:
        steps = sequence_steps(pack, [result.rule], filled(result.example.events)) if not found.chain else {}
        print_explanation(found, lang, steps.get(result.rule.id, ()))
    click.echo("")


def _total(results: list[ExampleResult], failed: list[ExampleResult], without: list[str], lang: Language) -> None:
    zh = lang == "zh"
    if not results:
        click.echo("没有可运行的例子" if zh else "no example to run")
        return
    rules = len({result.rule.id for result in results})
    click.echo(
        f"{rules} 条规则的 {len(results)} 个例子：通过 {len(results) - len(failed)}，失败 {len(failed)}"
        if zh
        else f"{counted(len(results), 'example')} of {counted(rules, 'rule')}: "
        f"{len(results) - len(failed)} passed, {len(failed)} failed"
    )
    if without:
        click.echo(("没有例子的规则：" if zh else "rules without examples: ") + ", ".join(without))


def _plain(result: ExampleResult) -> dict[str, object]:
    place = result.example.place
    return {
        "rule": result.rule.id,
        "label": result.example.label,
        "title": result.example.title,
        "fired": result.fired,
        "passed": result.passed,
        "file": place.file if place else None,
        "line": place.line if place else None,
    }

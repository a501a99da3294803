"""`fraudguard rules suggest`: examples that would show what a rule's own examples leave open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import Verb, as_json, counted, lang
from fraudguard.errors import Language, UsageError, closest

if TYPE_CHECKING:
    from fraudguard.cli.packs import Target
    from fraudguard.workbench.suggest import RuleSuggestions

__all__ = ["suggest"]

_PINS: Mapping[Language, str] = {
    "en": "each pins what its rule does today: keep it only if that is what you mean",
    "zh": "每个例子只记下规则今天的做法：确是你的本意才留下",
}


@click.command(cls=Verb)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--rule", "rules", multiple=True, help="Only this rule. 只看这条规则。")
@click.option("--scam", "scams", multiple=True, help="Only rules of this scam. 只看这类骗局的规则。")
@click.option("--write", is_flag=True, help="Put them under the rules' examples. 写进规则文件。")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes. 并行进程数。")
@as_json
@lang
@click.pass_context
def suggest(
    ctx: click.Context,
    path: Path,
    rules: tuple[str, ...],
    scams: tuple[str, ...],
    write: bool,
    jobs: int,
    as_json: bool,
    lang: Language,
) -> None:
    """Suggest examples for the rules at PATH, from the examples they have. 从已有例子推出还缺的例子。

    Each is a few small changes away from one of the rule's own examples and was scored: it comes out as labelled, and
    shows what `rules coverage` misses or notices what `rules mutate` changes. It says what the rule does today, not
    what it should do: read it, and keep it only if it is what you mean. Printed as YAML to paste under `examples:`, or
    put there with --write. Exit code 1 when there is no rule to look at.
    """
    from fraudguard.cli.packs import look_at
    from fraudguard.workbench.suggest import suggest as run

    target = look_at(path, "all")
    _check_names(target, path, rules, scams)
    found = list(
        run(
            target.pack,
            lambda rule: target.own(rule) and (not rules or rule.id in rules) and (not scams or rule.scam in scams),
            jobs,
        )
    )
    files = _written(found, path) if write else ()
    if as_json:
        click.echo(json.dumps([_plain(one, lang) for one in found], ensure_ascii=False, indent=2))
    elif found:
        if not write:
            for line in _lines(found, lang):
                click.echo(line)
        _total(found, files, lang)
    else:
        click.echo("没有可看的规则" if lang == "zh" else "no rule to look at")
    if not found:
        ctx.exit(1)


def _check_names(target: Target, path: Path, rules: Sequence[str], scams: Sequence[str]) -> None:
    pack = target.pack
    known = {rule.id for rule in pack.rules if target.own(rule)}
    for rule in rules:
        if rule not in known:
            raise UsageError("cli.rule_unknown", rule=rule, path=str(path), suggestion=closest(rule, known))
    for scam in scams:
        if scam not in pack.taxonomy:
            raise UsageError("cli.scam_unknown", scam=scam, suggestion=closest(scam, pack.taxonomy))


def _lines(found: Sequence[RuleSuggestions], language: Language) -> Iterator[str]:
    """The suggestions as YAML, what each is for as comments above it."""
    from fraudguard.workbench.suggest.writing import example_lines

    for one in found:
        if not one.suggestions and not one.left:
            continue
        yield f"# {one.rule}  {one.title}"
        for each in one.suggestions:
            yield from (f"      # {sentence}" for sentence in _sentences(each.reaches, language))
            yield from example_lines(each.example.label, each.example.title, each.example.events)
        if one.left:
            yield "# 没有找到能说明的例子：" if language == "zh" else "# no example found for:"
            yield from (f"#   {sentence}" for sentence in _sentences(one.left, language))
        yield ""


def _sentences(aims: Sequence[Any], language: Language) -> list[str]:
    from fraudguard.workbench.gap_words import gap_sentence
    from fraudguard.workbench.questions import question

    return [
        gap_sentence(aim.need, language) if aim.need is not None else question(aim.mutant, language) for aim in aims
    ]


def _written(found: Sequence[RuleSuggestions], path: Path) -> tuple[str, ...]:
    """The files into which the suggestions were put."""
    from fraudguard.feeds.refusals import unwritable
    from fraudguard.workbench.suggest.writing import example_lines, inserted

    by_file: dict[str, dict[str, list[str]]] = {}
    for one in found:
        examples = [each.example for each in one.suggestions]
        lines = [line for each in examples for line in example_lines(each.label, each.title, each.events)]
        if lines:
            by_file.setdefault(one.file if Path(one.file).is_file() else str(path), {})[one.rule] = lines
    for name, more in by_file.items():
        file = Path(name)
        try:
            with file.open(encoding="utf-8", newline="") as handle:
                text = handle.read()
            new = inserted(text, more)
        except ValueError as error:
            raise UsageError("cli.suggest_place", file=name, rule=str(error)) from None
        except OSError as error:
            raise unwritable(file, error) from None
        try:
            with file.open("w", encoding="utf-8", newline="") as handle:
                handle.write(new)
        except OSError as error:
            raise unwritable(file, error) from None
    return tuple(by_file)


def _total(found: Sequence[RuleSuggestions], files: Sequence[str], language: Language) -> None:
    many = sum(len(one.suggestions) for one in found)
    left = sum(len(one.left) for one in found)
    zh = language == "zh"
    for name in files:
        click.echo(f"已写入 {name}" if zh else f"wrote {name}")
    click.echo(
        f"{len(found)} 条规则：建议 {many} 个例子，{left} 处没有找到例子"
        if zh
        else f"{counted(len(found), 'rule')}: {counted(many, 'example')} suggested, {counted(left, 'gap')} left"
    )
    if many:
        click.echo(_PINS[language])


def _plain(one: RuleSuggestions, language: Language) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "title": one.title,
        "file": one.file,
        "suggestions": [
            {
                "label": each.example.label,
                "title": each.example.title,
                "events": each.example.events,
                "reaches": _sentences(each.reaches, language),
            }
            for each in one.suggestions
        ],
        "left": _sentences(one.left, language),
    }

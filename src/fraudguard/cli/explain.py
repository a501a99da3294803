"""`fraudguard explain`: why an event fired the rules it did, and why not the others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fraudguard.cli.command import Verb, as_json, counted, lang
from fraudguard.errors import EventError, Language, UsageError, closest

__all__ = ["explain"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.argument("event", type=_PATH)
@click.option("--history", multiple=True, type=_PATH, help="Feed of what happened before. 此前的数据。")
@click.option("--mapping", multiple=True, type=_PATH, help="Mapping file for a layout of --history. 列映射文件。")
@click.option("--people", type=_PATH, help="Directory of people (CSV). 人员名录。")
@click.option("--rules", multiple=True, help="Rule pack or overlay; repeat to lay one over another. 规则包。")
@click.option("--rule", "chosen", multiple=True, help="Only this rule. 只看这条规则。")
@click.option("--model", help="Folder of a model, or @shipped. 模型目录，或 @shipped。")
@as_json
@lang
def explain(
    event: Path,
    history: tuple[Path, ...],
    mapping: tuple[Path, ...],
    people: Path | None,
    rules: tuple[str, ...],
    chosen: tuple[str, ...],
    model: str | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Show every rule of the kind of EVENT, each condition true, false or unknown. 逐条说明规则为何命中或未命中。

    EVENT is a file with one JSON object, or an array or lines of them in order of time: then the last is explained
    after the others. --history gives what happened before; rows of it that cannot be read are left out.
    """
    from fraudguard.cli.events import past_of_feeds, read_events
    from fraudguard.cli.show import print_explanation, print_model
    from fraudguard.pack.checked import LEVEL_ZH
    from fraudguard.scoring.guard import Guard
    from fraudguard.workbench import sequence_steps

    events = read_events(event)
    guard = Guard.load(rules or None, people=people, model=model)
    past, left_out = past_of_feeds(history, mapping, guard)
    if left_out:
        click.echo(
            f"历史数据里有 {left_out} 行读不了，已略过" if lang == "zh"
            else f"left out of the history: {counted(left_out, 'row')} that cannot be read",
            err=True,
        )  # fmt: skip
    for number, earlier_event in enumerate(events[:-1], 1):
        with _numbered(number, lang):
            guard.score(earlier_event)
    with _numbered(len(events) if len(events) > 1 else 0, lang):
        found = guard.explain(events[-1])
    told = [one for one in found.rules if not chosen or one.rule in chosen]
    known = {one.rule for one in found.rules}
    for rule in chosen:
        if rule not in known:
            raise UsageError("cli.no_rule", rule=rule, kind=found.kind, suggestion=closest(rule, known))
    if as_json:
        data: dict[str, Any] = {"event_id": found.event_id, "kind": found.kind, "rules": [asdict(one) for one in told]}
        if found.model is not None:
            data["model"] = asdict(found.model)
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    open_chains = {one.rule for one in told if not one.fired}
    steps = sequence_steps(
        guard.pack, [rule for rule in guard.pack.rules if rule.id in open_chains], [*past, *events], guard.people
    )
    for one in sorted(told, key=lambda rule: (rule.fired is not True, rule.fired is not None)):
        print_explanation(one, lang, steps.get(one.rule, ()))
        click.echo("")
    if found.model is not None:
        print_model(found.model, lang)
        click.echo("")
    decision = guard.score(events[-1])
    fired = sum(one.fired is True for one in told)
    unknown = sum(one.fired is None for one in told)
    level = LEVEL_ZH[decision.level] if lang == "zh" else decision.level
    click.echo(f"计分：{level}，{decision.points} 分" if lang == "zh" else f"{level}, {decision.points} points")
    click.echo(
        f"共 {len(told)} 条规则：命中 {fired}，未命中 {len(told) - fired - unknown}，未知 {unknown}"
        if lang == "zh"
        else f"{counted(len(told), 'rule')}: {fired} fired, {len(told) - fired - unknown} did not, {unknown} unknown"
    )


@contextmanager
def _numbered(number: int, lang: Language) -> Iterator[None]:
    """Say which of several events an error speaks of."""
    try:
        yield
    except EventError:
        if number:
            click.echo(f"第 {number} 个事件：" if lang == "zh" else f"event {number}:", err=True)
        raise

"""`fraudguard explain`: why an event fired the rules it did, and why not the others."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language, UsageError

__all__ = ["explain"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.argument("event", type=_PATH)
@click.option("--history", multiple=True, type=_PATH, help="Feed of what happened before. 此前的数据。")
@click.option("--people", type=_PATH, help="Directory of people (CSV). 人员名录。")
@click.option("--rules", multiple=True, help="Rule pack or overlay; repeat to lay one over another. 规则包。")
@click.option("--rule", "chosen", multiple=True, help="Only this rule. 只看这条规则。")
@as_json
@lang
def explain(
    event: Path,
    history: tuple[Path, ...],
    people: Path | None,
    rules: tuple[str, ...],
    chosen: tuple[str, ...],
    as_json: bool,
    lang: Language,
) -> None:
    """Show every rule of the kind of EVENT, each condition true, false or unknown. 逐条说明规则为何命中或未命中。

    EVENT is a file with one JSON object, or an array of them in order of time: then the last is explained after the
    others. --history gives what happened before.
    """
    from fraudguard.cli.events import events_of_feeds, read_event_file
    from fraudguard.cli.show import print_explanation
    from fraudguard.scoring.guard import Guard

    events = read_event_file(event)
    if events is None:
        raise UsageError("cli.no_event", file=str(event))
    guard = Guard.load(rules or None, people=people)
    for earlier in events_of_feeds(history):
        guard.score(earlier)
    for earlier_event in events[:-1]:
        guard.score(earlier_event)
    found = guard.explain(events[-1])
    told = [one for one in found.rules if not chosen or one.rule in chosen]
    missing = sorted(set(chosen) - {one.rule for one in told})
    if missing:
        raise UsageError("cli.no_rule", rule=", ".join(missing), kind=found.kind)
    if as_json:
        data = {"event_id": found.event_id, "kind": found.kind, "rules": [asdict(one) for one in told]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    for one in sorted(told, key=lambda rule: (rule.fired is not True, rule.fired is not None)):
        print_explanation(one, lang)
        click.echo("")
    fired = sum(one.fired is True for one in told)
    unknown = sum(one.fired is None for one in told)
    click.echo(
        f"共 {len(told)} 条规则：命中 {fired}，未命中 {len(told) - fired - unknown}，未知 {unknown}"
        if lang == "zh"
        else f"{len(told)} rules: {fired} fired, {len(told) - fired - unknown} did not, {unknown} unknown"
    )

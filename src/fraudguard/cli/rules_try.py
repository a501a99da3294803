"""`fraudguard rules try`: what rules at work would do to an event or a feed."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.cli.packs import Target
    from fraudguard.scoring.decision import Decision

__all__ = ["try_"]

_PATH = click.Path(path_type=Path)


@click.command("try", cls=Verb)
@click.argument("path", type=_PATH)
@click.argument("events", type=_PATH)
@click.option("--people", type=_PATH, help="Directory of people (CSV). 人员名录。")
@click.option("--mapping", multiple=True, type=_PATH, help="Mapping file for a layout of your own. 列映射文件。")
@as_json
@lang
def try_(
    path: Path, events: Path, people: Path | None, mapping: tuple[Path, ...], as_json: bool, lang: Language
) -> None:
    """Score EVENTS with the rules at PATH and show what happens. 用指定规则试算，不写文件。

    EVENTS is a JSON file with one event or an array of them, or a feed as for `score`. Nothing is written.
    """
    from fraudguard.cli.events import read_event_file
    from fraudguard.cli.packs import look_at

    target = look_at(path, "none")
    found = read_event_file(events)
    tried = _feed(target, events, people, mapping, lang) if found is None else _events(target, found, people)
    if as_json:
        click.echo(json.dumps(tried.plain(), ensure_ascii=False, indent=2, default=str))
    else:
        tried.show(target, lang)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of it: tickets, findings per rule, and the books or the last decision."""

    tickets: list[dict[str, Any]]
    hits: Counter[str]
    summary: dict[str, Any] | None
    last: Decision | None

    def plain(self) -> dict[str, Any]:
        data: dict[str, Any] = {"tickets": self.tickets, "hits": dict(self.hits)}
        if self.summary is not None:
            data["summary"] = self.summary
        if self.last is not None:
            data["last"] = {"level": self.last.level, "points": self.last.points, "because": list(self.last.because)}
        return data

    def show(self, target: Target, lang: Language) -> None:
        from fraudguard.cli.books import print_books
        from fraudguard.cli.show import final_tickets, print_tickets
        from fraudguard.pack.checked import LEVEL_ZH

        zh = lang == "zh"
        print_tickets(final_tickets(self.tickets), lang, "--json")
        own = [rule.id for rule in target.pack.rules if target.own(rule)]
        click.echo("本规则包各规则命中次数：" if zh else "findings of these rules:")
        for rule in sorted(own, key=lambda one: (-self.hits[one], one)):
            click.echo(f"  {self.hits[rule]:>6}  {rule}")
        if self.last is not None:
            level = LEVEL_ZH[self.last.level] if zh else self.last.level
            points = self.last.points
            click.echo(
                f"最后一个事件之后：{level}，{points} 分" if zh else f"after the last event: {level}, {points} points"
            )
            for part in self.last.parts:
                click.echo(f"  {part.points:>6}  {part.rule}")
            for sentence in self.last.because:
                click.echo(f"  · {sentence}")
        if self.summary is not None:
            print_books(self.summary, lang, files=False)


def _events(target: Target, events: list[dict[str, Any]], people: Path | None) -> _Tried:
    from fraudguard.events import People
    from fraudguard.feeds.outputs import ticket_mapping
    from fraudguard.scoring.guard import Guard

    pack = target.pack
    guard = Guard(pack, people=People.load(people) if people else None)
    decisions = [guard.score(event) for event in events]
    hits = Counter(finding.rule for decision in decisions for finding in decision.findings)
    tickets = []
    for decision in decisions:
        for ticket in decision.tickets:
            scam = pack.taxonomy.get(ticket.scam)
            tickets.append(ticket_mapping(ticket, scam.zh if scam else ""))
    return _Tried(tickets, hits, None, decisions[-1])


def _feed(target: Target, feed: Path, people: Path | None, mapping: tuple[Path, ...], lang: Language) -> _Tried:
    from fraudguard.events import People
    from fraudguard.feeds.run import score_feed
    from fraudguard.scoring.guard import Guard

    guard = Guard(target.pack, people=People.load(people) if people else None)
    with tempfile.TemporaryDirectory(prefix="fraudguard-") as folder:
        result = score_feed([feed], to=folder, guard=guard, mapping=mapping, lang=lang)
        hits = Counter(result.findings["rule"].to_list())
        return _Tried(result.tickets, hits, result.summary, None)

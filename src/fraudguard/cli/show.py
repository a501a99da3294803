"""How tickets, books and conditions look on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from fraudguard.errors import Language
from fraudguard.events.masking import mask_text
from fraudguard.pack.checked import LEVEL_ZH
from fraudguard.scoring.explain import RuleExplanation

if TYPE_CHECKING:
    from rich.console import Console

    from fraudguard.classifier.contributions import TextExplanation
    from fraudguard.workbench import StepSeen

__all__ = [
    "STYLE",
    "console",
    "final_tickets",
    "print_explanation",
    "print_model",
    "print_tickets",
]

STYLE = {"red": "bold white on red", "yellow": "black on yellow", "green": "black on green"}
_RANK = {"red": 0, "yellow": 1, "green": 2}
_PIPED_WIDTH = 120
_MOST_SHOWN = 50


def console() -> Console:
    """A terminal of the width it has; into a pipe or a file, wide lines without colour."""
    from rich.console import Console

    plain = Console()
    return plain if plain.is_terminal else Console(width=_PIPED_WIDTH, color_system=None)


def final_tickets(changes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The last state of each ticket: most dangerous first, then by time."""
    last = {change["id"]: change for change in changes}
    return sorted(
        last.values(), key=lambda one: (_RANK.get(one["level"], 9), not one["urgent"], one["opened_at"], one["id"])
    )


def print_tickets(tickets: Sequence[Mapping[str, Any]], language: Language, where: str = "") -> None:
    """Tickets as a table; what officers read is Chinese in either language."""
    from rich.table import Table
    from rich.text import Text

    zh = language == "zh"
    if not tickets:
        click.echo("没有预警单" if zh else "no tickets")
        return
    table = Table(show_lines=True)
    for head in ("预警", "依据", "建议") if zh else ("ticket", "because", "advice"):
        table.add_column(head, overflow="fold")
    for ticket in tickets[:_MOST_SHOWN]:
        level = LEVEL_ZH[ticket["level"]] + ("·紧急" if ticket["urgent"] else "")
        summary = Text.assemble(
            (f" {level} ", STYLE.get(ticket["level"], "")),
            (f" {ticket['points']} 分\n", "bold"),
            f"{ticket['label']}\n{ticket['scam_zh'] or ticket['scam']}\n",
            (ticket["opened_at"][:16].replace("T", " "), "dim"),
        )
        because = "\n".join(f"·{one['because']}" for one in ticket["evidence"][:4])
        table.add_row(summary, Text(because), Text("\n".join(f"·{one}" for one in ticket["advice"][:3])))
    console().print(table)
    if len(tickets) > _MOST_SHOWN:
        rest = len(tickets) - _MOST_SHOWN
        click.echo(f"另有 {rest} 张，见 {where}" if zh else f"{rest} more in {where}")


def print_explanation(
    rule: RuleExplanation, language: Language, steps: Sequence[StepSeen] = (), *, color: bool = True
) -> None:
    """One rule with each of its conditions; ``steps`` say how far a sequence came that is not complete."""
    from fraudguard.workbench.condition_lines import FIRED, rule_lines, state_of

    styles: dict[bool | None, str] = {True: "green", False: "white", None: "yellow"}
    state = FIRED[language][rule.fired]
    if color:
        state = click.style(state, fg=styles[rule.fired], bold=rule.fired is True)
    click.echo(f"{state}  {state_of(rule)}")
    for line in rule_lines(rule, language, steps):
        click.echo(line)


def print_model(seen: TextExplanation, language: Language) -> None:
    """What the model saw: probability, scheme, and the parts of the log-odds; they add up to it."""
    zh = language == "zh"
    name = "模型" if zh else "model"
    click.echo(f"{name}  {seen.probability:.1%}  {seen.scam}".rstrip())
    parts = [(mask_text(one.text).replace("\n", " "), one.log_odds) for one in seen.shown]
    rest = ("其余", "起始值", "对数几率") if zh else ("all the rest", "to begin with", "log-odds")
    for words, value in (*parts, (rest[0], seen.rest), (rest[1], seen.base), (rest[2], seen.log_odds)):
        click.echo(f"    {value:+8.3f}  {words}")

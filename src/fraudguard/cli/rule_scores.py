"""Scores of rules as tables by file and by rule, and below them what was found of each, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import click

from fraudguard.errors import Language, Place

__all__ = ["Found", "Score", "by_file", "passes", "percent", "print_scores", "scores_as_json"]

_MOST_FOUND = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found of a rule: a sentence, its place, and what else JSON says of it."""

    sentence: str
    place: Place | None
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """How much of a rule was reached, out of how much; ``found`` is what was not."""

    rule: str
    title: str
    file: str
    examples: int
    reached: int
    total: int
    found: tuple[Found, ...]


def percent(reached: int, total: int) -> float:
    """Per cent, rounded down to a tenth, so that nothing is shown as reached that is not; of nothing all is reached."""
    return reached * 1000 // total / 10 if total else 100.0


def passes(scores: Iterable[Score], threshold: float) -> bool:
    """Whether the rules together reach a threshold in per cent."""
    reached, total = _sum(scores)
    return reached * 100 >= threshold * total


def by_file(scores: Iterable[Score]) -> dict[str, list[Score]]:
    """The scores of each file, files in the order of their names."""
    found: dict[str, list[Score]] = {}
    for score in scores:
        found.setdefault(score.file, []).append(score)
    return {file: found[file] for file in sorted(found)}


def scores_as_json(scores: Sequence[Score], names: tuple[str, str, str]) -> dict[str, Any]:
    """The whole as plain data. ``names`` are what is reached, out of what, and what is found, such as ``gaps``."""
    reached, total, found = names
    return {
        **_numbers(scores, reached, total),
        "files": [{"file": file, **_numbers(ones, reached, total)} for file, ones in by_file(scores).items()],
        "rules": [
            {
                "rule": one.rule,
                "title": one.title,
                "file": one.file,
                "examples": one.examples,
                **_numbers([one], reached, total),
                found: [{**each.more, **_where(each.place), "says": each.sentence} for each in one.found],
            }
            for one in scores
        ],
    }


def _numbers(scores: Iterable[Score], reached: str, total: str) -> dict[str, Any]:
    done, whole = _sum(scores)
    return {reached: done, total: whole, "percent": percent(done, whole)}


def _where(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.file, "line": place.line, "column": place.column}


def _sum(scores: Iterable[Score]) -> tuple[int, int]:
    ones = list(scores)
    return sum(one.reached for one in ones), sum(one.total for one in ones)


def print_scores(scores: Sequence[Score], head: str, language: Language, *, everything: bool) -> None:
    """
    A table by file where there are several, one by rule, and then what was found, rule by rule.

    ``head`` names what is reached. Only so many sentences are shown, unless ``everything`` is asked for.
    """
    files = by_file(scores)
    zh = language == "zh"
    if len(files) > 1:
        rows = [(PurePath(file).name, str(len(ones)), *_cells(ones)) for file, ones in files.items()]
        rows.append(("合计" if zh else "all", str(len(scores)), *_cells(scores)))
        _print_table(("文件", "规则", "例子", head, "%") if zh else ("file", "rules", "examples", head, "%"), rows)
    if len(files) == 1 or everything:
        lines = [(one.rule, *_cells([one])) for ones in files.values() for one in ones]
        last = [("合计" if zh else "all", *_cells(scores))] if len(scores) > 1 else []
        _print_table(("规则", "例子", head, "%") if zh else ("rule", "examples", head, "%"), [*lines, *last])
    _print_found([one for ones in files.values() for one in ones], zh=zh, most=None if everything else _MOST_FOUND)


def _cells(scores: Sequence[Score]) -> tuple[str, str, str]:
    reached, total = _sum(scores)
    return f"{sum(one.examples for one in scores):,}", f"{reached:,}/{total:,}", f"{percent(reached, total):.1f}"


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table

    from fraudguard.cli.show import console

    table = Table(box=box.SIMPLE_HEAD)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def _print_found(scores: Sequence[Score], *, zh: bool, most: int | None) -> None:
    left = most
    for score in scores:
        shown = score.found if left is None else score.found[:left]
        if shown:
            click.echo(f"{score.rule}  {score.title}")
        for one in shown:
            click.echo(f"  {one.sentence}" + (f"  ({one.place})" if one.place is not None else ""))
        if left is not None:
            left -= len(shown)
    rest = sum(len(score.found) for score in scores) - (most or 0)
    if most is not None and rest > 0:
        click.echo(f"另有 {rest} 处：用 --all 或 -k 查看" if zh else f"{rest} more: see them with --all or -k")

"""The difference of two packs as a page: what the terminal says, to print or to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fraudguard.cli.diff_words import diff_headline, diff_tables, example_lines, limit_sentence
from fraudguard.errors import Language
from fraudguard.report.markup import Markup, element
from fraudguard.report.page import page, section
from fraudguard.report.tables import Table, table
from fraudguard.workbench.telling import CounterExample

__all__ = ["diff_page"]


def diff_page(report: Mapping[str, Any], examples: Sequence[CounterExample], lang: Language) -> str:
    """The whole difference as one HTML file."""
    zh = lang == "zh"
    names = [report["packs"][side]["name"] for side in ("old", "new")]
    parts = [element("p", sentence) for sentence in diff_headline(report, lang)]
    if report["limit"] is not None:
        worse = "warn" if report["limit"]["exceeded"] else "note"
        parts.append(element("p", limit_sentence(report["limit"], lang), class_=worse))
    parts += [
        section(one.title, table(Table(one.title, one.columns, one.rows, words=len(one.columns))))
        for one in diff_tables(report, lang)
    ]
    if examples:
        parts.append(section("反例" if zh else "counter-examples", *_examples(report, examples, lang)))
    title = "规则改动的影响" if zh else "What a change of rules does"
    return page(title, f"{names[0]} → {names[1]}", parts, lang)


def _examples(report: Mapping[str, Any], examples: Sequence[CounterExample], lang: Language) -> list[Markup]:
    shown = []
    for number, (row, example) in enumerate(zip(report["examples"], examples, strict=True), 1):
        shown.append(element("div", "\n".join(example_lines(number, row, example, lang)), class_="message"))
    return shown

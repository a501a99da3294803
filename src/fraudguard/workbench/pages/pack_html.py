"""The documentation of a pack as HTML: an index, and a page for each scam that prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fraudguard.pack.checked import CheckedPack
from fraudguard.report.markup import Markup, element
from fraudguard.report.page import page, section, tiles
from fraudguard.report.tables import Table, table
from fraudguard.workbench.pages.pack_data import Chapter, Fact, RulePart
from fraudguard.workbench.pages.words import Told

__all__ = ["chapter_page", "index_page"]


def index_page(pack: CheckedPack, found: Sequence[Chapter]) -> str:
    """The list of all scams, with links to their pages."""
    rules = sum(len(one.rules) for one in found)
    head = element("tr", *(element("th", name) for name in ("类型", "编号", "规则", "阶段")))
    rows = [
        element(
            "tr",
            element("td", element("a", one.title, href=f"{one.id}.html")),
            element("td", one.id),
            element("td", len(one.rules), class_="n"),
            element("td", dict(one.facts).get("阶段", "")),
        )
        for one in found
    ]
    listed = element("table", element("thead", head), element("tbody", *rows))
    levels = "，".join(f"{name} {points} 分" for name, points in pack.policy.thresholds.items())
    return page(
        f"规则说明：{pack.name}",
        f"规则包指纹 {pack.fingerprint[:12]}；等级起点：{levels}",
        [tiles([("类型", str(len(found))), ("规则", str(rules))]), section("各类骗局", listed)],
        "zh",
    )


def chapter_page(pack: CheckedPack, chapter: Chapter) -> str:
    """A scam with its script and all its rules."""
    parts = [element("p", element("a", "← 全部类型", href="index.html"), class_="note"), _facts(chapter.facts)]
    if chapter.script:
        parts.append(section("话术", *(_named(name, text) for name, text in chapter.script)))
    if chapter.questions:
        parts.append(section("询问要点", _listed(chapter.questions)))
    if chapter.first_aid:
        parts.append(section("应急处置", _listed(chapter.first_aid)))
    parts += [section(f"{one.title}（{one.id}）", *_rule(one)) for one in chapter.rules]
    return page(chapter.title, f"{pack.name}，规则包指纹 {pack.fingerprint[:12]}", parts, "zh")


def _rule(rule: RulePart) -> Iterator[Markup]:
    yield _facts((("阶段", rule.stage), *rule.facts))
    for head, conditions in (("全部成立时触发：", rule.when), ("有一项成立就不触发：", rule.unless)):
        if conditions:
            yield element("p", element("b", head))
            yield _tree(conditions)
    if rule.steps:
        yield _tree(rule.steps)
    yield _named("提示语", rule.because)
    if rule.advice:
        yield element("p", element("b", "处置建议："))
        yield _listed(rule.advice)
    if rule.examples:
        rows = tuple((label, title, told) for label, title, told in rule.examples)
        yield table(Table("例子", ("结果", "例子", "经过"), rows, words=3))


def _facts(facts: Iterable[Fact]) -> Markup:
    return table(Table("", ("项目", "内容"), tuple(facts), words=2))


def _named(name: str, text: str) -> Markup:
    return element("p", element("b", f"{name}："), text)


def _listed(lines: Iterable[str]) -> Markup:
    return element("ul", *(element("li", line) for line in lines))


def _tree(conditions: Iterable[Told]) -> Markup:
    return element("ul", *(element("li", one.text, *([_tree(one.below)] if one.below else [])) for one in conditions))

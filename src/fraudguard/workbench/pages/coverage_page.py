"""The text of rules coloured by what their own examples show of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from fraudguard.errors import Language, Place
from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.report.markup import Markup, element
from fraudguard.report.page import page, section, tiles
from fraudguard.report.tables import Table, table
from fraudguard.workbench.coverage import RuleCoverage
from fraudguard.workbench.gap_words import gap_sentence
from fraudguard.workbench.needs import Need, needs

__all__ = ["coverage_page"]

_STYLE = Markup("""
.rule { font: 13px/1.7 ui-monospace, "Noto Sans Mono CJK SC", "Sarasa Mono SC", monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; border: 1px solid #ccc; border-radius: 6px; padding: 6px 10px; margin: 6px 0; }
.rule .row { color: #888; user-select: none; }
.all { background: #d9f0dd; border-bottom: 2px solid #2e8b57; }
.yes { background: #dbe9fb; border-bottom: 2px dashed #1f5fa8; }
.no { background: #fdeed3; border-bottom: 2px dashed #8e6c00; }
.none { background: #fbdcd8; border-bottom: 2px dotted #c0392b; }
.some { border-bottom: 2px dotted #8e6c00; }
""")
_LEGEND: Mapping[str, tuple[str, str]] = {
    "all": ("两面都有例子", "shown both ways"),
    "yes": ("只见过成立", "only seen true"),
    "no": ("只见过不成立", "only seen false"),
    "some": ("还缺门槛、时间窗或步骤的例子", "a threshold, window or step is open"),
    "none": ("没有例子", "not shown at all"),
}
_YES = frozenset({"true", "counted"})
_NO = frozenset({"false", "uncounted"})


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of a line, from one column to before another, with how much of it is shown."""

    start: int
    end: int
    state: str


def coverage_page(pack: CheckedPack, found: Sequence[RuleCoverage], lang: Language) -> str:
    """The page as one HTML file: a table by file, then every rule with its text in colours and what is open."""
    zh = lang == "zh"
    by_id = {rule.id: rule for rule in pack.rules}
    files: dict[str, list[RuleCoverage]] = {}
    for one in found:
        files.setdefault(one.file, []).append(one)
    parts = [
        element("style", _STYLE),
        tiles([(_percent(found), "已说明" if zh else "shown"), (str(len(found)), "规则" if zh else "rules"),
               (f"{sum(one.examples for one in found):,}", "例子" if zh else "examples")]),
        element("p", *_legend(lang), class_="note"),
        table(Table("", _columns(lang), tuple(_row(PurePath(file).name, files[file]) for file in sorted(files)))),
    ]  # fmt: skip
    for file in sorted(files):
        shown = [_rule(pack, by_id[one.rule], one, lang) for one in files[file]]
        parts.append(section(PurePath(file).name, *shown))
    title = "例子覆盖" if zh else "What the examples show"
    return page(title, pack.name, parts, lang)


def _columns(lang: Language) -> tuple[str, ...]:
    return ("文件", "规则", "例子", "已说明", "%") if lang == "zh" else ("file", "rules", "examples", "shown", "%")


def _row(name: str, ones: Sequence[RuleCoverage]) -> tuple[str, ...]:
    done, whole = sum(one.covered for one in ones), sum(one.needs for one in ones)
    return name, str(len(ones)), str(sum(one.examples for one in ones)), f"{done:,}/{whole:,}", _percent(ones)


def _percent(ones: Iterable[RuleCoverage]) -> str:
    """Per cent, rounded down to a tenth."""
    rows = list(ones)
    done, whole = sum(one.covered for one in rows), sum(one.needs for one in rows)
    return f"{done * 1000 // whole / 10 if whole else 100.0:.1f}"


def _legend(lang: Language) -> Iterator[Markup]:
    for state, (zh, en) in _LEGEND.items():
        yield element("span", zh if lang == "zh" else en, class_=state)
        yield Markup("　")


def _rule(pack: CheckedPack, rule: CheckedRule, one: RuleCoverage, lang: Language) -> Markup:
    wanted = needs(pack, rule)
    open_ones = set(map(id, _open(wanted, one.gaps)))
    head = element("p", element("b", rule.title), f"  {rule.id}  {one.covered}/{one.needs}")
    gaps = [element("li", gap_sentence(need, lang)) for need in one.gaps]
    parts = [head, _text(wanted, open_ones)]
    if gaps:
        parts.append(element("ul", *gaps, class_="note"))
    return element("div", *parts)


def _open(wanted: Iterable[Need], gaps: Iterable[Need]) -> Iterator[Need]:
    """Those of the needs that are open; both come from the same rule, so equal means the same."""
    left = set(gaps)
    return (need for need in wanted if need in left)


def _text(wanted: Sequence[Need], open_ones: set[int]) -> Markup:
    """The lines of a rule that need something shown, in their order, each condition in its colour."""
    by_place: dict[Place, list[Need]] = {}
    for need in wanted:
        if need.place is not None and need.place.text:
            by_place.setdefault(need.place, []).append(need)
    lines: dict[int, tuple[str, list[_Span]]] = {}
    for place, asked in by_place.items():
        spans = lines.setdefault(place.line, (place.text, []))[1]
        spans.append(_Span(place.column - 1, place.column - 1 + place.length, _state(asked, open_ones)))
    shown = []
    for number in sorted(lines):
        text, spans = lines[number]
        shown += [element("span", f"{number:>5}  ", class_="row"), *_coloured(text, spans, 0, len(text)), Markup("\n")]
    return element("div", *shown, class_="rule")


def _state(asked: Iterable[Need], open_ones: set[int]) -> str:
    """How much of what is needed at one place is shown."""
    shown = {need.kind for need in asked if id(need) not in open_ones}
    missing = {need.kind for need in asked if id(need) in open_ones}
    if not missing:
        return "all"
    if not shown:
        return "none"
    if missing & _NO and not missing & _YES:
        return "yes"
    return "no" if missing & _YES and not missing & _NO else "some"


def _coloured(text: str, spans: Sequence[_Span], start: int, end: int) -> Iterator[Markup]:
    """A stretch of a line with the conditions in it, a part of a condition inside its whole."""
    at = start
    inside = sorted(
        (one for one in spans if start <= one.start < one.end <= end), key=lambda one: (one.start, -one.end)
    )
    for span in inside:
        if span.start < at:  # a part of the one before, drawn there
            continue
        yield element("span", text[at : span.start])
        below = [one for one in spans if one is not span and (one.start, one.end) != (span.start, span.end)]
        yield element("span", *_coloured(text, below, span.start, span.end), class_=span.state)
        at = span.end
    yield element("span", text[at:end])

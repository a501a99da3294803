"""The desk's statistics as one page: figures, charts, tables, comparison, and texts for an area's groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from fraudguard.desk.comparison import Comparison
from fraudguard.desk.group_notices import group_text
from fraudguard.desk.statistics import Statistics
from fraudguard.errors import Language
from fraudguard.events.moment import from_microseconds
from fraudguard.pack.checked import DeskRules
from fraudguard.report.charts import bars, columns, lines
from fraudguard.report.desk_tables import (
    Names,
    by_table,
    comparison_table,
    key_name,
    percent,
    statistics_tables,
    yuan,
)
from fraudguard.report.markup import Markup, element
from fraudguard.report.page import page, section, tiles
from fraudguard.report.tables import table

__all__ = ["desk_page", "period_said"]

_MOST_BARS = 12
_BROKEN_DOWN = ("type", "area", "position", "unit", "level", "hour", "rule")


def desk_page(
    found: Statistics,
    rules: DeskRules,
    lang: Language,
    *,
    names: Names | None = None,
    comparisons: Sequence[tuple[str, Comparison]] = (),
) -> str:
    """
    The page as one HTML file. ``comparisons`` are titles with what is compared; ``rules`` give the types' names and
    the first aid of the group texts.
    """
    zh = lang == "zh"
    known = names or Names(rules.scams)
    parts = [_tiles(found, lang)]
    parts += [
        section(title, _warned(one, lang), table(comparison_table(one, title, lang))) for title, one in comparisons
    ]
    parts.append(section("走势" if zh else "trend", *_charts(found, known, lang)))
    parts += [section(one.title, table(one)) for one in statistics_tables(found, known, lang)]
    parts += [
        section(one.title, table(one))
        for dimension in _BROKEN_DOWN
        for one in (by_table(found, dimension, known, lang),)
        if one.rows
    ]
    if found.notices:
        parts.append(section("群提醒建议" if zh else "proposed texts for groups", *_notices(found, rules, known, lang)))
    return page("反诈预警劝阻统计" if zh else "Dissuasion statistics", period_said(found, lang), parts, lang)


def period_said(found: Statistics, lang: Language) -> str:
    """The period and how much was known, in one line."""
    zh = lang == "zh"
    start, end = _told(found.since), _told(found.until)
    known = _told(found.known_at or None)
    if zh:
        return f"开案时间 {start or '账本开始'} 至 {end or '账本结束'}（不含）；数据截至 {known or '—'}；演练不计入。"
    opened = f"cases opened from {start or 'the beginning'} to before {end or 'the end'}"
    return f"{opened}; known up to {known or '-'}; drills left out"


def _tiles(found: Statistics, lang: Language) -> Markup:
    zh, total = lang == "zh", found.total
    days = str(found.streak.days) if found.streak.last else f"≥{found.streak.days}"
    return tiles(
        [
            ("预警" if zh else "warned", f"{total.warned:,}"),
            ("触达本人" if zh else "reached", f"{total.reached:,}"),
            ("劝阻成功" if zh else "dissuaded", f"{total.dissuaded:,}"),
            ("止损（元）" if zh else "stopped (yuan)", yuan(total.stopped)),
            ("预后被骗率" if zh else "defrauded after", percent(total.defrauded_rate)),
            (f"准确率（{total.final}件）" if zh else f"precision ({total.final} cases)", percent(total.precision)),
            ("连续无案天数" if zh else "days without a case", days),
        ]
    )


def _warned(one: Comparison, lang: Language) -> Markup:
    if not one.few:
        return Markup("")
    said = "件数偏少，百分比变化可能只是偶然。" if lang == "zh" else "Few cases: a change in per cent may be chance."
    return element("p", said, class_="warn")


def _charts(found: Statistics, names: Names, lang: Language) -> Iterator[Markup]:
    zh = lang == "zh"
    hours = found.by["hour"]
    values = [hours[key].warned if key in hours else 0 for key in (f"{hour:02d}" for hour in range(24))]
    yield columns(
        "24小时分布（首个预警事件）" if zh else "by hour of the first event", [str(h) for h in range(24)], values
    )
    for dimension, title in (("type", "诈骗类型" if zh else "type of scam"), ("area", "辖区" if zh else "area")):
        top = sorted(found.by[dimension].items(), key=lambda pair: (-pair[1].warned, pair[0]))[:_MOST_BARS]
        if top:
            yield bars(
                title,
                [(key_name(dimension, key, names, lang), one.warned, f"{one.warned:,}") for key, one in top],
            )
    days = found.by["day"]
    if len(days) > 1:
        labels = _days(min(days), max(days))
        warned = [days[day].warned if day in days else 0 for day in labels]
        after = [days[day].defrauded_after if day in days else 0 for day in labels]
        names_of = ("预警", "预警后被骗") if zh else ("warned", "defrauded after")
        yield lines("每日" if zh else "by day", labels, dict(zip(names_of, (warned, after), strict=True)))


def _days(first: str, last: str) -> list[str]:
    """Every date from the first to the last."""
    start, end = (datetime.fromisoformat(day).date().toordinal() for day in (first, last))
    return [datetime.fromordinal(day).date().isoformat() for day in range(start, end + 1)]


def _notices(found: Statistics, rules: DeskRules, names: Names, lang: Language) -> Iterator[Markup]:
    for one in found.notices:
        start, end = _told(one.first_at), _told(one.last_at)
        scam = key_name("scam", one.scam, names, lang)
        said = (
            f"{one.area} · {scam} · {one.tickets} 张预警单 · {start} 至 {end}"
            if lang == "zh"
            else f"{one.area} · {scam} · {one.tickets} tickets · {start} to {end}"
        )
        yield element("p", said, class_="note")
        yield element("p", group_text(one, rules), class_="message", lang="zh-CN")


def _told(at: int | None) -> str:
    return "" if at is None else from_microseconds(at).strftime("%Y-%m-%d %H:%M")

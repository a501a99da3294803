"""A run over feeds as one page: books, tickets by level, hour and scam, rejects by reason, rules, and lead times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from fraudguard.errors import Language
from fraudguard.events import KIND_ZH
from fraudguard.messages import MESSAGES
from fraudguard.pack.checked import LEVEL_ZH
from fraudguard.report.charts import bars, columns
from fraudguard.report.markup import Markup, element
from fraudguard.report.page import page, section, tiles
from fraudguard.report.tables import Table, table

__all__ = ["LeadTime", "feed_page"]

_LEVELS = ("red", "yellow", "green")
_HOURS = tuple(f"{hour:02d}" for hour in range(24))
_MANY = 0.05  # rejected rows in all rows from which on the page says so in red
_MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class LeadTime:
    """
    One scam of which the labels say that money moved: when it was warned of and when the last payment was made.

    Instants are microseconds UTC; ``warned`` is None when no ticket above green stood for the person in time.
    """

    scheme: str
    warned: int | None
    last_payment: int


def feed_page(
    summary: Mapping[str, Any],
    tickets: Iterable[Mapping[str, Any]],
    lang: Language,
    *,
    lead_times: Sequence[LeadTime] | None = None,
) -> str:
    """
    The page of a run, as one HTML file without scripts. The same run gives the same page.

    ``summary`` and ``tickets`` are what `score_feed` wrote. ``lead_times`` are shown where labels were given.
    """
    zh = lang == "zh"
    final = {ticket["id"]: ticket for ticket in tickets}
    parts = [tiles(_figures(summary, zh)), *_warnings(summary, zh)]
    parts.append(section("每一行的去向" if zh else "where every row ended up", *_books(summary, zh)))
    parts.append(section("预警单" if zh else "tickets", *_tickets(list(final.values()), summary, zh)))
    parts.append(section("规则命中" if zh else "rules that fired", table(_rules(summary, zh))))
    if lead_times is not None:
        parts.append(section("提前量" if zh else "lead times", table(_leads(lead_times, zh))))
    parts.append(section("数据文件" if zh else "feeds", table(_feeds(summary, zh))))
    span = f"{_minute(summary['first_event_at'])} — {_minute(summary['last_event_at'])}"
    return page("批量计分报告" if zh else "a run over feeds", span, parts, lang)


def _figures(summary: Mapping[str, Any], zh: bool) -> list[tuple[str, str]]:
    names = ("读入", "计分", "拒收", "红色预警", "黄色预警", "绿色预警", "规则命中") if zh else (
        "read", "scored", "rejected", "red tickets", "yellow tickets", "green tickets", "findings",
    )  # fmt: skip
    levels = [summary["tickets"].get(level, 0) for level in _LEVELS]
    values = (summary["read"], summary["scored"], summary["rejected"], *levels, summary["findings"])
    return [(f"{value:,}", name) for value, name in zip(values, names, strict=True)]


def _warnings(summary: Mapping[str, Any], zh: bool) -> Iterator[Markup]:
    share = summary["rejected"] / summary["read"] if summary["read"] else 0
    if share > _MANY:
        told = (
            f"拒收占 {share:.1%}，请先看拒收原因再用这批结果"
            if zh
            else f"{share:.1%} of the rows were rejected: see why first"
        )
        yield element("p", told, class_="warn")
    if unseen := summary["kinds_never_seen"]:
        kinds = "、".join(KIND_ZH[kind] for kind in unseen) if zh else ", ".join(unseen)
        told = (
            f"规则要看而数据里从未出现的事件：{kinds}"
            if zh
            else f"kinds that rules read and no feed delivered: {kinds}"
        )
        yield element("p", told, class_="warn")


def _books(summary: Mapping[str, Any], zh: bool) -> Iterator[Markup]:
    names = {"read": "读入", "scored": "计分", "duplicates": "重复", "retracted": "撤回", "rejected": "拒收"}
    said = {name: f"{names[name] if zh else name} {summary[name]:,}" for name in names}
    yield element("p", f"{said['read']} = " + " + ".join(said[name] for name in list(names)[1:]))
    rows = sorted(summary["rejects"].items(), key=lambda one: (-one[1], one[0]))
    if rows:
        yield bars("拒收原因" if zh else "rejects by reason", [(code, count, f"{count:,}") for code, count in rows])
        head = ("代码", "怎么办", "行数") if zh else ("code", "what to do", "rows")
        shown = tuple((code, _cure(code, zh), f"{count:,}") for code, count in rows)
        yield table(Table("", head, shown, words=2))


def _cure(code: str, zh: bool) -> str:
    """What to do about a code, where that does not depend on the cell."""
    known = MESSAGES.get(code)
    cure = "" if known is None else known.cure_zh if zh else known.cure_en
    return "" if "{" in cure else cure


def _tickets(final: Sequence[Mapping[str, Any]], summary: Mapping[str, Any], zh: bool) -> Iterator[Markup]:
    if not final:
        yield element("p", "没有预警单" if zh else "no tickets")
        return
    for level in _LEVELS:
        hours = Counter(ticket["opened_at"][11:13] for ticket in final if ticket["level"] == level)
        if hours:
            title = f"{LEVEL_ZH[level]}色预警按小时" if zh else f"{level} tickets by hour"
            yield columns(title, _HOURS, [hours[hour] for hour in _HOURS], every=3)
    rows = [
        (one["scam_zh"] or one["scam"] or "—", one["tickets"], f"{one['tickets']:,}") for one in summary["top_scams"]
    ]
    yield bars("按诈骗类型" if zh else "by scam", rows)
    actions = Counter(action for ticket in final for action in ticket["bank_actions"])
    if actions:
        head = ("建议银行采取的措施", "预警单") if zh else ("recommended to the bank", "tickets")
        ordered = sorted(actions.items(), key=lambda one: (-one[1], one[0]))
        note = "只是建议，由人决定" if zh else "recommendations: a person decides"
        yield table(Table("", head, tuple((name, f"{count:,}") for name, count in ordered), note))


def _rules(summary: Mapping[str, Any], zh: bool) -> Table:
    head = ("规则", "名称", "命中") if zh else ("rule", "title", "findings")
    rows = tuple((one["rule"], one["title"], f"{one['findings']:,}") for one in summary["top_rules"])
    return Table("", head, rows, words=2)


def _leads(found: Sequence[LeadTime], zh: bool) -> Table:
    """By scheme: scams with payments, those warned of, those before the last payment, and how long before."""
    head = ("类型", "有转账的案件", "有预警", "最后一笔前预警", "提前量中位数（分钟）") if zh else (
        "scheme", "with payments", "warned of", "before the last payment", "median minutes before it",
    )  # fmt: skip
    rows = []
    for scheme in sorted({one.scheme for one in found}):
        mine = [one for one in found if one.scheme == scheme]
        warned = [one.last_payment - one.warned for one in mine if one.warned is not None]
        early = [lead for lead in warned if lead >= 0]
        middle = f"{median(early) / _MINUTE:,.0f}" if early else "-"
        rows.append((scheme, f"{len(mine):,}", f"{len(warned):,}", f"{len(early):,}", middle))
    note = (
        "预警指黄色以上；按模拟数据的标签计算"
        if zh
        else "yellow or above counts as warned; by the labels of a simulation"
    )
    return Table("", head, tuple(rows), note)


def _feeds(summary: Mapping[str, Any], zh: bool) -> Table:
    head = (
        ("文件", "格式", "编码", "没有用到的列", "行数")
        if zh
        else ("file", "layout", "encoding", "columns not read", "rows")
    )
    feeds = (*summary["feeds"], *summary["history"]["feeds"])
    rows = tuple(
        (one["file"], one["layout"], one["encoding"], "，".join(one["columns_ignored"]) or "-", f"{one['rows']:,}")
        for one in feeds
    )
    return Table("", head, rows, words=4)


def _minute(time: str | None) -> str:
    return time[:16].replace("T", " ") if time else "-"

"""A back-test in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fraudguard.cli.command import counted
from fraudguard.cli.tables import Column, Table, table_of
from fraudguard.errors import Language
from fraudguard.pack.checked import LEVEL_ZH

__all__ = ["backtest_tables", "feed_sentences", "headline"]

_MOST_DAYS = 31
_MOST_RULES = 30

_BY_LEVEL: tuple[Column, ...] = (
    ("tickets", "预警单", "tickets"),
    ("urgent", "紧急", "urgent"),
    ("red", "红", "red"),
    ("yellow", "黄", "yellow"),
    ("green", "绿", "green"),
)
_DAYS: tuple[Column, ...] = (("day", "日期", "day"), *_BY_LEVEL)
_SCAMS: tuple[Column, ...] = (("scam", "类型", "scam"), *_BY_LEVEL)
_HOURS: tuple[Column, ...] = (("hour", "钟点", "hour"), *_BY_LEVEL)
_BANDS: tuple[Column, ...] = (("band", "年龄", "age"), *_BY_LEVEL)
_RULES: tuple[Column, ...] = (
    ("rule", "规则", "rule"),
    ("hits", "命中", "hits"),
    ("shadow", "试运行的", "in shadow"),
    ("snoozed", "暂停的", "snoozed"),
    ("tickets", "计入的预警单", "counted in"),
    ("unique", "独有", "alone in"),
)
_JUDGED_RULES: tuple[Column, ...] = (*_RULES, ("precision", "属实", "precision"), ("recall", "预警率", "recall"))
_BUDGETS: tuple[Column, ...] = (
    ("per_day", "每天上限", "tickets a day"),
    ("bar", "门槛", "bar"),
    ("tickets", "预警单", "tickets"),
    ("mean", "平均每天", "mean a day"),
    ("busiest", "最多一天", "busiest day"),
)
_JUDGED_BUDGETS: tuple[Column, ...] = (*_BUDGETS, ("precision", "属实", "precision"), ("recall", "预警率", "recall"))
_SCHEMES: tuple[Column, ...] = (
    ("scam", "骗局", "scheme"),
    ("attempts", "转了钱的", "moved money"),
    ("recall", "预警率", "recall"),
    ("before_last", "早于最后一笔", "before the last"),
    ("red_share", "红色", "red"),
    ("lead_minutes", "提前（分，中位）", "lead min (median)"),
    ("loss", "损失（元）", "loss in yuan"),
    ("saved", "劝住可保住（元）", "saved if heeded"),
    ("saved_share", "占比", "share"),
)


def feed_sentences(feed: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """What was scored, and whether it is made up."""
    zh = lang == "zh"
    names = ("、" if zh else ", ").join(feed["feeds"])
    rejected = feed["rejected"]
    left_out = (f"，另有 {rejected:,} 行读不了" if zh else f", {rejected:,} rows left out") if rejected else ""
    yield (
        f"数据：{names}，{feed['from']} 至 {feed['to']}，{feed['events']:,} 个事件{left_out}。"
        if zh
        else f"feed: {names}, {feed['from']} to {feed['to']}, {feed['events']:,} events{left_out}"
    )
    if feed["simulated"] != "unknown":
        all_made_up = feed["simulated"] == "all"
        yield (
            f"{'全部' if all_made_up else '其中一部分'}是模拟数据，不代表真实效果。"
            if zh
            else f"{'all' if all_made_up else 'part'} of it is simulation: no claim about real life"
        )


def headline(report: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """What a back-test comes to."""
    zh = lang == "zh"
    yield from feed_sentences(report["feed"], lang)
    pack, judged, found = report["pack"], report["judged"], report["tickets"]
    yield (
        f"规则包：{pack['name']}，{pack['rules']} 条规则，指纹 {pack['fingerprint'][:12]}"
        if zh
        else f"pack: {pack['name']}, {counted(pack['rules'], 'rule')}, fingerprint {pack['fingerprint'][:12]}"
    )
    figures = {**judged, **found}
    yield (_TICKETS_ZH if zh else _TICKETS_EN).format_map(figures)
    if report["truth"] is not None:
        shown = {name: _figure(value) for name, value in report["truth"].items()}
        yield (_TRUTH_ZH if zh else _TRUTH_EN).format_map(shown)


_TICKETS_EN = (
    "{days} days from {from}: {tickets:,} tickets ({red:,} red, {urgent:,} of them urgent; {yellow:,} yellow; "
    "{green:,} green), {per_day:,} a day, {per_officer_day:,} per officer and day with {officers} officers"
)
_TICKETS_ZH = (
    "{from} 起 {days} 天：预警单 {tickets:,} 张（红 {red:,}，其中紧急 {urgent:,}；黄 {yellow:,}；绿 {green:,}），"
    "每天 {per_day:,} 张，{officers} 人分担，每人每天 {per_officer_day:,} 张"
)
_TRUTH_EN = (
    "against the labels: {warnings} tickets at yellow or higher, {precision} of them true; {attempts} attempts moved "
    "money, {recall} of them warned in time, {lead_minutes} minutes before the last payment (median); {loss} yuan "
    "lost, {saved} saved if every warning works ({saved_share})"
)
_TRUTH_ZH = (
    "对照标签：黄色及以上 {warnings} 张，属实 {precision}；转了钱的 {attempts} 起，及时预警 {recall}，"
    "比最后一笔提前 {lead_minutes} 分钟（中位）；损失 {loss} 元，每次都劝住可保住 {saved} 元（{saved_share}）"
)


def _figure(value: Any) -> str:
    return f"{value:,}" if isinstance(value, (int, float)) else "-"


def backtest_tables(report: Mapping[str, Any], lang: Language, *, all_rules: bool = False) -> Iterator[Table]:
    """The tables of a back-test in the order in which they are read; of the rules the most telling, or all."""
    zh = lang == "zh"
    days = report["days"]
    if len(days) > _MOST_DAYS:
        days = sorted(sorted(days, key=lambda one: -one["tickets"])[:_MOST_DAYS], key=lambda one: one["day"])
        title = "最忙的日子" if zh else "the busiest days"
    else:
        title = "按日期" if zh else "by day"
    yield table_of(title, _DAYS, days, lang)
    yield table_of("按类型" if zh else "by scam", _SCAMS, _named(report["scams"], lang), lang)
    yield table_of("按钟点" if zh else "by hour", _HOURS, report["hours"], lang)
    unknown = "账户或不明" if zh else "account or unknown"
    bands = [{**row, "band": row["band"] or unknown} for row in report["bands"]]
    yield table_of("按年龄" if zh else "by age", _BANDS, bands, lang)
    truth = report["truth"]
    telling = sorted(report["rules"], key=lambda one: (-one["tickets"], -one["hits"], -one["shadow"], one["rule"]))
    if not all_rules:
        telling = [row for row in telling if row["hits"] or row["shadow"] or row["snoozed"]][:_MOST_RULES]
    yield table_of("各规则" if zh else "rules", _RULES if truth is None else _JUDGED_RULES, telling, lang)
    budgets = [{**row, "bar": _bar(row, lang)} for row in report["budgets"]]
    title = "每天只能处理这么多时" if zh else "when only so many tickets a day can be worked"
    yield table_of(title, _BUDGETS if truth is None else _JUDGED_BUDGETS, budgets, lang)
    if truth is not None:
        title = "各类骗局：钱转走以前预警了多少" if zh else "by scheme: warned before the last payment settled"
        rows = [{**row, "red_share": row["red"]} for row in _named(truth["schemes"], lang)]
        yield table_of(title, _SCHEMES, rows, lang)


def _named(rows: Sequence[Mapping[str, Any]], lang: Language) -> list[Mapping[str, Any]]:
    none = "不明" if lang == "zh" else "unknown"
    return [{**row, "scam": (row["name"] if lang == "zh" else "") or row["scam"] or none} for row in rows]


def _bar(row: Mapping[str, Any], lang: Language) -> str:
    level = row["level"]
    if not row["needed"]:
        return "不用设" if lang == "zh" else "none needed"
    if level is None:
        return "都超出" if lang == "zh" else "none is enough"
    if lang == "zh":
        return f"{'紧急' if level == 'urgent' else LEVEL_ZH[level]}，{row['points']} 分起"
    return f"{level} from {row['points']}"

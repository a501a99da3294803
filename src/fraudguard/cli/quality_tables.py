"""A quality report as tables of words, for the terminal and for the page of the shipped pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from fraudguard.cli.tables import Table
from fraudguard.errors import Language

__all__ = ["headline", "quality_tables"]

_MOST_RULES = 30


_TITLES: Mapping[str, tuple[str, str]] = {
    "schemes": ("各类骗局：钱转走以前预警了多少", "by scheme: warned before the last payment settled"),
    "techniques": ("其中用了这些手法的", "those of them that used a technique"),
    "bank_only": ("只有银行数据时（没有通话、没有手机）", "what a bank's feed alone shows (no calls, no phone)"),
    "bands": ("按年龄段", "by age band"),
    "look_alikes": ("像诈骗的正常事", "honest stories that look like fraud"),
    "budgets": ("每天只能处理这么多预警单时", "when only so many tickets a day can be worked"),
    "calibration": ("分数与真假", "points against truth"),
    "curve": ("黄色起点改在别处时（底线不变）", "if yellow began elsewhere (floors stay)"),
    "rules": ("各规则（去掉它会怎样）", "rules, and what happens without each"),
}

_COLUMNS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "schemes": (
        ("scheme", "类型", "scheme"),
        ("attempts", "转了钱的", "moved money"),
        ("recall", "预警率", "recall"),
        ("interval", "95% 区间", "95 % interval"),
        ("before_last", "早于最后一笔", "before the last"),
        ("red", "红色", "red"),
        ("with_leads", "加上级指令", "with leads"),
        ("lead_minutes", "提前（分，中位）", "lead min (median)"),
        ("saved_share", "劝住可保住的钱", "money saved"),
    ),
    "bands": (
        ("band", "年龄", "age"),
        ("attempts", "转了钱的", "moved money"),
        ("recall", "预警率", "recall"),
        ("interval", "95% 区间", "95 % interval"),
        ("honest_days", "平常人日", "honest person-days"),
        ("false_warnings", "误报", "false warnings"),
        ("per_1000_days", "每千人日误报", "per 1,000 person-days"),
    ),
    "look_alikes": (
        ("confuser", "正常事", "story"),
        ("planted", "次数", "planted"),
        ("warned", "误报", "warned"),
        ("share", "占比", "share"),
        ("interval", "95% 区间", "95 % interval"),
    ),
    "budgets": (
        ("per_day", "每天上限", "tickets a day"),
        ("per_officer_day", "每人每天", "per officer and day"),
        ("precision", "属实", "precision"),
        ("recall", "预警率", "recall"),
    ),
    "calibration": (
        ("points", "最高分", "highest points"),
        ("tickets", "预警单", "tickets"),
        ("true", "属实", "true"),
        ("share", "占比", "share"),
        ("interval", "95% 区间", "95 % interval"),
    ),
    "curve": (
        ("yellow", "黄色起点", "yellow from"),
        ("recall", "预警率", "recall"),
        ("per_1000_days", "每千人日误报", "false per 1,000 person-days"),
    ),
    "rules": (
        ("rule", "规则", "rule"),
        ("hits", "命中", "hits"),
        ("inside", "其中诈骗期间", "during an attempt"),
        ("unique", "独有预警", "unique catches"),
        ("false_alarms", "独有误报", "unique false alarms"),
        ("read_by", "被引用", "read by"),
    ),
}
_SHARES = frozenset({"recall", "before_last", "red", "with_leads", "saved_share", "share", "precision"})


def quality_tables(report: Mapping[str, Any], lang: Language, *, all_rules: bool = False) -> Iterator[Table]:
    """The tables of a report in the order in which they are read; of the rules the most telling, or all."""
    total = {"scheme": "合计（按发案比例）" if lang == "zh" else "all, by priors", **report["total"]}
    yield _table("schemes", [*_named(report["schemes"], lang), total], lang)
    if report["techniques"]:
        yield _table("schemes", _named(report["techniques"], lang), lang, title="techniques")
    if "bank_only" in report:
        alone = report["bank_only"]
        total = {"scheme": total["scheme"], **alone["total"]}
        yield _table("schemes", [*_named(alone["schemes"], lang), total], lang, title="bank_only")
    yield _table("bands", report["bands"], lang)
    yield _table("look_alikes", report["look_alikes"], lang)
    yield _table("budgets", report["budgets"], lang)
    yield _table("calibration", report["calibration"], lang)
    if report["curve"]:
        yield _table("curve", report["curve"], lang)
    if report["rules"]:
        telling = sorted(report["rules"], key=lambda one: (-one["unique"], -one["false_alarms"], one["rule"]))
        yield _table("rules", telling if all_rules else telling[:_MOST_RULES], lang)


def headline(report: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """What the tables come to, in sentences. The first says that it is a simulation."""
    zh = lang == "zh"
    run, wrong, mules = report["simulation"], report["false_warnings"], report["mules"]
    yield (
        f"以下全部是模拟，不代表真实效果：种子 {run['seed']}，{run['persons']:,} 人 {run['days']} 天"
        f"（前 {run['warm_up']} 天只作铺垫），{report['events']:,} 个事件。"
        if zh
        else f"All of this is simulation, no claim about real life: seed {run['seed']}, {run['persons']:,} persons, "
        f"{run['days']} days (the first {run['warm_up']} only fill windows), {report['events']:,} events."
    )
    if run["feeds"] == "all":
        yield (
            "所有来源都接入：每家银行、每部手机、全部通话和文字都看得到。"
            if zh
            else "All feeds connected: every bank, every handset, all calls and words come in."
        )
    yield (
        f"误报（黄色及以上）：{wrong['honest_days']:,} 个平常人日里，针对人 {wrong['about_persons']} 次、"
        f"针对账户 {wrong['about_accounts']} 次，每千人日 {_cell('per_1000_days', wrong['per_1000_days'])}。"
        if zh
        else f"False warnings (yellow or higher): {wrong['about_persons']} about persons and "
        f"{wrong['about_accounts']} about accounts in {wrong['honest_days']:,} honest person-days, "
        f"{_cell('per_1000_days', wrong['per_1000_days'])} per 1,000."
    )
    yield (
        f"收款账户：两名以上受害人的 {mules['accounts']} 个，预警 {mules['flagged']} 个；"
        f"预警之后才到的付款占 {_cell('share', mules['after_the_warning'])}。"
        if zh
        else f"Receiving accounts with two victims or more: {mules['accounts']}, warned about {mules['flagged']}; "
        f"{_cell('share', mules['after_the_warning'])} of the payments came after the warning."
    )
    idle = [row["rule"] for row in report["rules"] if row["idle"]]
    if report["rules"]:
        names = ("、" if zh else ", ").join(idle) or ("没有" if zh else "none")
        yield (f"去掉也不影响任何预警单的规则：{names}" if zh else f"rules whose removal changes no ticket: {names}")


def _named(rows: Iterable[Mapping[str, Any]], lang: Language) -> list[Mapping[str, Any]]:
    return [{**row, "scheme": row["name"]} if lang == "zh" else row for row in rows]


def _table(name: str, rows: Sequence[Mapping[str, Any]], lang: Language, *, title: str = "") -> Table:
    zh, en = _TITLES[title or name]
    columns = _COLUMNS[name]
    return Table(
        zh if lang == "zh" else en,
        tuple(column[1 if lang == "zh" else 2] for column in columns),
        tuple(tuple(_cell(column[0], row[column[0]]) for column in columns) for row in rows),
    )


def _cell(column: str, value: Any) -> str:
    if value is None:
        return "-"
    if column == "interval":
        return f"{value[0]:.2f}-{value[1]:.2f}"
    if column in _SHARES:
        return f"{value:.3f}"
    if column == "per_1000_days":
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)

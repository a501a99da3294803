"""Statistics of the desk as tables of words, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fraudguard.desk.case import ORDER
from fraudguard.desk.clocks import DUE_ZH
from fraudguard.desk.comparison import FEW, Change, Comparison
from fraudguard.desk.statistics import Statistics, Streak
from fraudguard.desk.tally import RATES, Rate, Spread, Tally
from fraudguard.errors import Language
from fraudguard.events.money import format_yuan
from fraudguard.pack.checked import LEVEL_ZH
from fraudguard.report.desk_words import COUNTS, DIMENSION, MONEY, POSITION_ZH, RATE, TIME, Words
from fraudguard.report.tables import Table

__all__ = ["Names", "by_table", "comparison_table", "key_name", "percent", "statistics_tables", "times_table", "yuan"]


@dataclass(frozen=True, slots=True)
class Names:
    """How types and units are called in Chinese; what is not there keeps its id."""

    scams: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def statistics_tables(found: Statistics, names: Names, lang: Language) -> Iterator[Table]:
    """What a reader wants first: counts and money, rates, times, missed deadlines, days without a case."""
    yield _figures(found.total, lang)
    yield _rates(found.total, lang)
    yield times_table(found.total, lang)
    if found.total.missed:
        yield _missed(found.total, lang)
    yield _streaks(found, names, lang)


def by_table(found: Statistics, dimension: str, names: Names, lang: Language) -> Table:
    """One line for each value of a dimension."""
    rows = tuple(
        (
            key_name(dimension, key, names, lang),
            *(f"{getattr(one, name):,}" for name in _IN_BY),
            percent(one.defrauded_rate),
            f"{percent(one.precision)} ({one.final:,})",
            yuan(one.stopped),
            yuan(one.lost),
        )
        for key, one in _ordered(dimension, found.by[dimension])
    )
    columns = (
        _said(DIMENSION[dimension], lang),
        *(_said(COUNTS[name], lang) for name in _IN_BY),
        _said(RATE["defrauded_rate"], lang),
        _said(RATE["precision"], lang),
        _said(MONEY["stopped"], lang),
        _said(MONEY["lost"], lang),
    )
    title = f"按{DIMENSION[dimension].zh}" if lang == "zh" else f"by {DIMENSION[dimension].en}"
    note = (
        "准确率后括号内为有最终结果的件数。" if lang == "zh" else "precision: in brackets the cases with a final result"
    )
    return Table(title, columns, rows, note)


def comparison_table(found: Comparison, title: str, lang: Language) -> Table:
    """Now and then; few cases on a side are warned of in the note."""
    zh = lang == "zh"
    rows = tuple(
        (_said({**COUNTS, **MONEY}[name], lang), _amount(name, one.now), _amount(name, one.then), _change(one))
        for name, one in found.total.items()
    )
    note = ""
    if found.few:
        note = (
            f"有一期不足 {FEW} 件：百分比仅供参考，请看件数。"
            if zh
            else f"fewer than {FEW} cases on a side: read the numbers, not the percentages"
        )
    return Table(title, ("指标", "本期", "对比期", "变化") if zh else ("figure", "now", "then", "change"), rows, note)


def times_table(total: Tally, lang: Language) -> Table:
    """How long signing, contact and meeting took."""
    zh = lang == "zh"
    spreads: tuple[tuple[str, Spread], ...] = (
        ("to_sign", total.to_sign),
        ("to_contact", total.to_contact),
        ("to_meeting", total.to_meeting),
    )
    rows = tuple(
        (_said(TIME[name], lang), f"{one.n:,}", _duration(one.median, lang), _duration(one.p90, lang))
        for name, one in spreads
    )
    columns = (
        ("用时（自开案起）", "件数", "中位数", "九成以内")
        if zh
        else ("time from opening", "cases", "median", "nine in ten within")
    )
    return Table("用时" if zh else "times", columns, rows)


def key_name(dimension: str, key: str, names: Names, lang: Language) -> str:
    """A value of a dimension in words; an empty one is unknown."""
    zh = lang == "zh"
    if not key:
        return "未知" if zh else "unknown"
    if dimension == "hour":
        return f"{key}:00"
    known: Mapping[str, Mapping[str, str]] = {
        "type": names.scams,
        "scam": names.scams,
        "unit": names.units,
        "level": LEVEL_ZH,
        "position": POSITION_ZH,
    }
    return known.get(dimension, {}).get(key, key) if zh else key


def percent(rate: Rate) -> str:
    """A share in per cent; a dash where there was nothing to count."""
    return "-" if rate.value is None else f"{100 * rate.value:.1f}%"


def yuan(fen: int) -> str:
    """Money in yuan."""
    return format_yuan(fen)


_IN_BY = ("warned", "reached", "met", "dissuaded", "aware", "defrauded_after", "false_alarms")


def _figures(total: Tally, lang: Language) -> Table:
    zh = lang == "zh"
    counts = tuple((_said(words, lang), f"{getattr(total, name):,}") for name, words in COUNTS.items())
    money = tuple((_said(words, lang), yuan(getattr(total, name))) for name, words in MONEY.items())
    note = (
        "止损、面临损失、被骗三项互不相加：面临损失是当事人自述，止损以最终反馈为准。"
        if zh
        else (
            "stopped, at risk and lost are never added: what was at risk is a claim, "
            "what was stopped stands in a final result"
        )
    )
    return Table("总体情况" if zh else "in all", ("指标", "数值") if zh else ("figure", "value"), counts + money, note)


def _rates(total: Tally, lang: Language) -> Table:
    zh = lang == "zh"
    rows = tuple(
        (
            _said(RATE[name], lang),
            RATE[name].formula_zh if zh else RATE[name].formula_en,
            percent(one),
            f"{one.part:,}/{one.whole:,}",
        )
        for name in RATES
        for one in (getattr(total, name),)
    )
    columns = ("比率", "算法", "数值", "分子/分母") if zh else ("rate", "formula", "value", "part/whole")
    return Table("比率" if zh else "rates", columns, rows, words=2)


def _missed(total: Tally, lang: Language) -> Table:
    zh = lang == "zh"
    extra = {"lead": DUE_ZH["lead"], "feedback": DUE_ZH["feedback"]}
    rows = tuple(
        (({**DUE_ZH, **extra}.get(kind, kind) if zh else kind.replace("_", " ")), f"{count:,}")
        for kind, count in total.missed.items()
    )
    return Table("错过的时限" if zh else "missed deadlines", ("时限", "次数") if zh else ("deadline", "times"), rows)


def _streaks(found: Statistics, names: Names, lang: Language) -> Table:
    zh = lang == "zh"
    groups: list[tuple[str, Streak]] = [("全部" if zh else "all", found.streak)]
    groups += [(key_name("area", area, names, lang), one) for area, one in found.streaks.items()]
    rows = tuple(
        (
            name,
            (f"{one.days:,}" if one.last else f"≥{one.days:,}"),
            one.last.isoformat() if one.last else "-",
            f"{one.longest:,}",
        )
        for name, one in groups
    )
    columns = (
        ("辖区", "截至期末连续无案天数", "最近发案日", "期内最长")
        if zh
        else ("area", "days up to the end", "last day with a loss", "longest in the period")
    )
    note = (
        "“≥”表示本期内没有发案，实际天数可能更长。"
        if zh
        else "≥: none in this period, so that the true streak may be longer"
    )
    return Table("无案天数" if zh else "days without a case", columns, rows, note)


def _ordered(dimension: str, group: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    return sorted(group.items(), key=lambda pair: _rank(dimension, *pair))


def _rank(dimension: str, key: str, one: Tally) -> tuple[int, str]:
    """Hours and days in their order, the gravest level first, of all else the most frequent first."""
    if dimension in {"hour", "day"}:
        return 0, key
    return -ORDER.index(key) if dimension == "level" else -one.warned, key


def _said(words: Words, lang: Language) -> str:
    return words.zh if lang == "zh" else words.en


def _amount(name: str, value: int) -> str:
    return yuan(value) if name in MONEY else f"{value:,}"


def _change(change: Change) -> str:
    return "-" if change.percent is None else f"{change.percent:+.2f}%"


def _duration(time: int | None, lang: Language) -> str:
    if time is None:
        return "-"
    seconds = time // 1_000_000
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    units = ("天", "小时", "分", "秒") if lang == "zh" else (" d", " h", " min", " s")
    parts = [f"{n}{unit}" for n, unit in zip((days, hours, minutes, seconds % 60), units, strict=True) if n]
    return ("" if lang == "zh" else " ").join(parts[:2]) or f"0{units[3]}"

"""How the measures of a model look on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fraudguard.classifier.behaviour.card import HeadCard, HeadMeasured
from fraudguard.classifier.behaviour.drift import Drift
from fraudguard.classifier.card import Measured
from fraudguard.classifier.drift import TextDrift
from fraudguard.classifier.evaluation import LabelRate, LeftOut
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.workbench.behaviour.beside import Compared
    from fraudguard.workbench.behaviour.spots import Alike, Found

__all__ = [
    "print_compared",
    "print_drift",
    "print_forms",
    "print_heads",
    "print_labels",
    "print_left_out",
    "print_measured",
    "print_spots",
    "print_text_drift",
]

_HEADS = {
    "en": ("source", "fraud/all", "AUC", "AP", "R@1%", "R@5%", "recall", "false", "Brier", "ECE", "F1"),
    "zh": ("来源", "诈骗/全部", "AUC", "AP", "R@1%", "R@5%", "召回", "误报", "Brier", "ECE", "类型F1"),
}


def _shown(value: float | None, interval: tuple[float, float] | None = None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if interval is None else f"{value:.3f} ({interval[0]:.3f}-{interval[1]:.3f})"


def _print(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table

    from fraudguard.cli.show import console

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


def print_measured(lines: Sequence[Measured], language: Language) -> None:
    """One line a source, with 95 % intervals of the area and of the recall at the working threshold."""
    rows = [
        (
            one.source, f"{one.fraud:,}/{one.texts:,}", _shown(one.auc, one.auc_interval),
            _shown(one.average_precision), _shown(one.recall_at_1), _shown(one.recall_at_5),
            _shown(one.recall, one.recall_interval), _shown(one.false_alarms), _shown(one.brier),
            _shown(one.calibration_error), _shown(one.scheme_f1),
        )
        for one in lines
    ]  # fmt: skip
    _print(_HEADS[language], rows)


def print_heads(heads: Sequence[HeadCard], language: Language) -> None:
    """One line for each form of each head on each set of rows, with 95 % intervals; the shipped form is marked."""
    zh = language == "zh"
    names = (
        ("事件", "方法", "来源", "诈骗/全部", "AUC", "AP", "召回@1‰", "召回@5‰", "起数@1‰", "起数@5‰", "ECE", "类型F1")
        if zh
        else ("kind", "form", "source", "fraud/all", "AUC", "AP", "R@.1%", "R@.5%", "all@.1%", "all@.5%", "ECE", "F1")
    )
    rows = [
        (
            head.kind, f"{one.form}{'*' if one.form == head.form else ''}", one.source, f"{one.fraud:,}/{one.rows:,}",
            _shown(one.auc, one.auc_interval), _shown(one.average_precision, one.average_precision_interval),
            _shown(one.recall_at_1_in_1000), _shown(one.recall_at_5_in_1000), *map(_shown, one.found_at),
            _shown(one.calibration_error), _shown(one.scheme_f1),
        )
        for head in heads
        for one in head.measured
    ]  # fmt: skip
    _print(names, rows)


def print_compared(lines: Sequence[Compared], language: Language) -> None:
    """For each number of tickets a day the figures of rules alone and of both, and by how much both are better."""
    zh = language == "zh"
    names = (
        ("每日预警", "指标", "规则", "规则+模型", "提高")
        if zh
        else ("tickets/day", "figure", "rules", "both", "better")
    )
    figures = ("平均精确率", "精确率", "发现起数") if zh else ("average precision", "precision", "attempts found")
    rows = [
        (str(one.tickets), figure, _shown(share.rules), _shown(share.both), _shown(share.better, share.interval))
        for one in lines
        for figure, share in zip(figures, (one.average_precision, one.precision, one.found), strict=True)
    ]
    _print(names, rows)


def print_forms(lines: Sequence[HeadMeasured], language: Language) -> None:
    """One line for each form on each table of payments, with 95 % intervals."""
    zh = language == "zh"
    names = (
        ("数据", "方法", "诈骗/全部", "AUC", "AP", "召回@1‰", "召回@5‰", "ECE")
        if zh
        else ("table", "form", "fraud/all", "AUC", "AP", "R@.1%", "R@.5%", "ECE")
    )
    rows = [
        (
            one.source, one.form, f"{one.fraud:,}/{one.rows:,}", _shown(one.auc, one.auc_interval),
            _shown(one.average_precision, one.average_precision_interval), _shown(one.recall_at_1_in_1000),
            _shown(one.recall_at_5_in_1000), _shown(one.calibration_error),
        )
        for one in lines
    ]  # fmt: skip
    _print(names, rows)


def print_spots(schemes: Sequence[Found], alike: Sequence[Alike], language: Language) -> None:
    """Schemes, found least often first, and honest stories, taken for fraud most often first."""
    zh = language == "zh"
    rows = [(one.scheme, f"{one.attempts:,}", _shown(one.found)) for one in schemes]
    _print(("骗局", "起数", "发现") if zh else ("scheme", "attempts", "found"), rows)
    honest = [(one.name or ("日常" if zh else "everyday life"), f"{one.rows:,}", f"{one.above:.4f}") for one in alike]
    _print(("正常故事", "事件", "误报") if zh else ("honest story", "events", "above"), honest)


def print_drift(lines: Sequence[Drift], language: Language) -> None:
    """One line a feature: its index, and the shares unknown then and now."""
    zh = language == "zh"
    names = (
        ("事件", "特征", "PSI", "训练时未知", "现在未知") if zh else ("kind", "feature", "PSI", "unknown then", "now")
    )
    rows = [
        (one.kind, one.feature, f"{one.index:.3f}", f"{one.unknown_then:.3f}", f"{one.unknown_now:.3f}")
        for one in lines
    ]
    _print(names, rows)


def print_text_drift(lines: Sequence[TextDrift], language: Language) -> None:
    """One line a feature of texts: its index, and the band that has changed most, then and now."""
    zh = language == "zh"
    names = ("文本特征", "PSI", "变化最大的区间", "训练时", "现在") if zh else ("texts", "PSI", "band", "then", "now")
    _print(names, [(one.feature, f"{one.index:.3f}", one.band, _shown(one.then), _shown(one.now)) for one in lines])


def print_labels(lines: Sequence[LabelRate], language: Language) -> None:
    """One line a label: how many of its texts lie above the threshold."""
    zh = language == "zh"
    rows = [
        (
            one.source, one.label, ("诈骗" if zh else "fraud") if one.fraud else "", f"{one.texts:,}",
            f"{one.above:.3f}", ("单列" if zh else "apart") if one.apart else "",
        )
        for one in lines
    ]  # fmt: skip
    _print(("来源", "标签", "", "数量", "超过阈值", "") if zh else ("source", "label", "", "texts", "above", ""), rows)


def print_left_out(found: Sequence[LeftOut], language: Language) -> None:
    """Recall on schemes that were left out of training."""
    heads = ("未见过的骗局", "文本", "召回") if language == "zh" else ("scheme left out", "texts", "recall")
    _print(heads, [(one.scheme, f"{one.texts:,}", f"{one.recall:.3f}") for one in found])

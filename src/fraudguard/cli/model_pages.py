"""What is measured of a model as a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

from fraudguard.classifier.card import Measured
from fraudguard.errors import Language
from fraudguard.report.charts import bars
from fraudguard.report.page import page, section
from fraudguard.report.tables import Table, table
from fraudguard.simulate import Settings
from fraudguard.workbench.behaviour.beside import Compared

__all__ = ["beside_page", "measured_page"]


def beside_page(lines: Sequence[Compared], settings: Settings, lang: Language) -> str:
    """Rules and model against rules alone, as one HTML file."""
    zh = lang == "zh"
    under = f"seed {settings.seed}, {settings.persons:,} persons, {settings.days} days, simulated"
    if zh:
        under = f"模拟数据，种子 {settings.seed}，{settings.persons:,} 人，{settings.days} 天"
    names = ("平均精确率", "精确率", "发现起数") if zh else ("average precision", "precision", "attempts found")
    parts = []
    for one in lines:
        title = f"每日 {one.tickets} 条" if zh else f"{one.tickets} tickets a day"
        rows = []
        for name, share in zip(names, (one.average_precision, one.precision, one.found), strict=True):
            for side, value in (("规则" if zh else "rules", share.rules), ("规则+模型" if zh else "both", share.both)):
                rows.append((f"{name}: {side}", value, f"{value:.3f}"))
        parts.append(section(title, bars(title, rows)))
    return page("规则与模型" if zh else "Rules and model", under, parts, lang)


def measured_page(lines: Sequence[Measured], threshold: float, lang: Language) -> str:
    """How good a text model is, source by source, as one HTML file."""
    zh = lang == "zh"
    names = (
        ("来源", "诈骗", "全部", "AUC", "AP", "召回@1%", "召回@5%", "召回", "误报")
        if zh
        else ("source", "fraud", "all", "AUC", "AP", "recall at 1 %", "recall at 5 %", "recall", "false alarms")
    )
    rows = [
        (
            one.source, f"{one.fraud:,}", f"{one.texts:,}", *(
                "-" if value is None else f"{value:.3f}"
                for value in (one.auc, one.average_precision, one.recall_at_1, one.recall_at_5, one.recall,
                              one.false_alarms)
            ),
        )
        for one in lines
    ]  # fmt: skip
    under = f"阈值（对数几率）{threshold:.3f}" if zh else f"threshold (log-odds) {threshold:.3f}"
    recall = [(one.source, one.recall_at_5, f"{one.recall_at_5:.3f}") for one in lines if one.recall_at_5 is not None]
    title = "5% 误报下的召回" if zh else "recall at 5 % false alarms"
    parts = [table(Table("各来源" if zh else "sources", names, tuple(rows)))]
    if recall:
        parts.append(section(title, bars(title, recall)))
    return page("模型评估" if zh else "How good the model is", under, parts, lang)

"""`fraudguard model evaluate`: how good a model is, source by source."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang, write_page
from fraudguard.errors import Language

__all__ = ["evaluate"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.argument("data", nargs=-1, required=True, type=_PATH)
@click.option("--model", default="@shipped", show_default=True, help="Folder of the model. 模型目录。")
@click.option("--apart", multiple=True, help="Source/label pattern to leave out of the figures. 单独列出的标签。")
@click.option("--honest", help="Take the threshold from this source's honest texts. 用该来源的正常文本定阈值。")
@click.option("--share", type=click.FloatRange(0, 1), default=0.03, show_default=True,
              help="How many of them may exceed it. 允许超过阈值的比例。")  # fmt: skip
@click.option(
    "--leave-out", multiple=True, help="Scheme, or all: train on DATA without it, measure on it. 留出该类骗局。"
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True,
              help="Processes for --leave-out. 并行进程数。")  # fmt: skip
@click.option("--page", type=_PATH, help="Also write a page. 另写出网页。")
@as_json
@lang
def evaluate(
    data: tuple[Path, ...],
    model: str,
    apart: tuple[str, ...],
    honest: str | None,
    share: float,
    leave_out: tuple[str, ...],
    jobs: int,
    page: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Measure a model on labelled texts, each source by itself. 按来源分别评估模型。"""
    from fraudguard.classifier.evaluation import evaluate as measured
    from fraudguard.classifier.evaluation import left_out
    from fraudguard.classifier.model import load_model
    from fraudguard.classifier.samples import read_samples
    from fraudguard.classifier.training import Settings
    from fraudguard.cli.model_pages import measured_page
    from fraudguard.cli.model_tables import print_labels, print_left_out, print_measured

    samples, _ = read_samples(data)
    if leave_out:
        found = []
        for one in left_out(samples, Settings(), leave_out, jobs):
            found.append(one)
            if not as_json:
                click.echo(f"{one.scheme} {one.recall:.3f}", err=True)
        click.echo(json.dumps([asdict(one) for one in found], indent=2)) if as_json else print_left_out(found, lang)
        return
    result = measured(load_model(model), samples, apart=apart, honest=(honest, share) if honest else None)
    if page is not None:
        write_page(page, measured_page(result.sources, result.threshold, lang))
    if as_json:
        told = {
            "threshold": result.threshold,
            "sources": [one.model_dump(mode="json") for one in result.sources],
            "labels": [asdict(one) for one in result.labels],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    print_measured(result.sources, lang)
    print_labels(result.labels, lang)
    zh = lang == "zh"
    click.echo(f"阈值（对数几率）{result.threshold:.3f}" if zh else f"threshold (log-odds) {result.threshold:.3f}")

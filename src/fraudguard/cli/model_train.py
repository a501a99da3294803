"""`fraudguard model train`: a model out of labelled texts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["train"]

_PATH = click.Path(path_type=Path)


@click.command(cls=Verb)
@click.option("--data", multiple=True, required=True, type=_PATH,
              help="Corpus folder, JSONL, CSV or Parquet; the first weighs most. 训练数据。")  # fmt: skip
@click.option("--to", required=True, type=_PATH, help="Folder of the model. 模型目录。")
@click.option("--measure", multiple=True, type=_PATH, help="Measured only, for the card. 只用于评估的数据。")
@click.option("--apart", multiple=True, help="Source/label pattern to leave out of the figures. 单独列出的标签。")
@click.option("--card-only", is_flag=True,
              help="Write only the card of the model in --to anew. 只重写该目录中的模型说明。")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=20260101, show_default=True, help="随机种子。")
@as_json
@lang
def train(
    data: tuple[Path, ...],
    to: Path,
    measure: tuple[Path, ...],
    apart: tuple[str, ...],
    card_only: bool,
    seed: int,
    as_json: bool,
    lang: Language,
) -> None:
    """Train a text model on labelled texts and write it to a folder. 训练文本模型。

    A row has text and is_fraud (0 or 1), and may have source, scheme, category and licence. The same data, seed and
    releases of the libraries give the same digest. With --card-only the same data must give the weights that are there;
    they stay, and so do figures on what is not measured again.
    """
    from fraudguard.classifier.publishing import publish
    from fraudguard.classifier.samples import read_samples
    from fraudguard.classifier.training import Settings
    from fraudguard.classifier.training import train as fit
    from fraudguard.cli.model_tables import print_measured

    samples, sources = read_samples(data)
    others = read_samples(measure)[0]
    settings = Settings(seed=seed)
    fitted = fit(samples, settings)
    card = publish(to, fitted, samples, sources, settings, others, apart, card_only=card_only).card
    if as_json:
        click.echo(json.dumps(card.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    print_measured(card.measured, lang)
    click.echo(
        f"已写入 {to}，权重摘要 {card.weights_digest}" if lang == "zh" else f"written to {to}: {card.weights_digest}"
    )

"""`fraudguard model train-behaviour`: a behaviour model out of simulated towns."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["train_behaviour"]


@click.command(cls=Verb)
@click.option("--to", required=True, type=click.Path(path_type=Path), help="Folder of the model. 模型目录。")
@click.option("--train", multiple=True, default=["M1"], show_default=True, help="Seeds to learn from. 训练种子。")
@click.option("--calibrate", default="M2", show_default=True, help="Seed for probabilities. 校准种子。")
@click.option("--test", "tests", multiple=True, default=["M3"], show_default=True,
              help="Seeds to measure on. 评估种子。")  # fmt: skip
@click.option("--persons", type=click.IntRange(min=50), default=1_500, show_default=True, help="Of each world. 人数。")
@click.option("--days", type=click.IntRange(min=1), default=45, show_default=True, help="Of each world. 天数。")
@click.option("--panel", type=click.IntRange(min=0), default=12, show_default=True,
              help="Further attempts of each scheme. 每类骗局另加的起数。")  # fmt: skip
@click.option("--prior", type=click.FloatRange(min=0, max=1, min_open=True, max_open=True), default=0.01,
              show_default=True, help="Share of fraud that probabilities are for. 校准所用的涉诈比例。")  # fmt: skip
@click.option("--words", default="@shipped", show_default=True,
              help="Text model for remarks; none: an empty text. 附言所用的文本模型。")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=20260101, show_default=True, help="随机种子。")
@as_json
@lang
def train_behaviour(
    to: Path,
    train: tuple[str, ...],
    calibrate: str,
    tests: tuple[str, ...],
    persons: int,
    days: int,
    panel: int,
    prior: float,
    words: str,
    seed: int,
    as_json: bool,
    lang: Language,
) -> None:
    """Train a behaviour model on simulated payments and acts on handsets. 训练行为模型。

    A scorecard and boosted trees are fitted and measured; the trees are written when their average precision is higher
    by a margin, else the scorecard. The same options and releases of the libraries give the same digest.
    """
    from fraudguard.classifier.behaviour.training import BehaviourSettings
    from fraudguard.classifier.model import load_model
    from fraudguard.cli.model_tables import print_heads
    from fraudguard.pack import load_pack
    from fraudguard.simulate import Settings
    from fraudguard.workbench.behaviour.teaching import Seeds, teach

    world = Settings(persons=persons, days=days, panel=panel)
    model = teach(
        to, world, Seeds(train, calibrate, tests), BehaviourSettings(seed=seed, prior=prior),
        load_pack(("@shipped",), examples=False), load_model(words) if words else None,
        lambda step: None if as_json else click.echo(step, err=True),
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(model.card.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    print_heads(model.card.heads, lang)
    digest = model.card.weights_digest
    click.echo(f"已写入 {to}，权重摘要 {digest}" if lang == "zh" else f"written to {to}: {digest}")

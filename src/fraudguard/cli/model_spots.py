"""`fraudguard model behaviour`: how good the behaviour head is on a simulated world, and where it is weak."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language, ModelError

__all__ = ["behaviour"]

_SHOWN = 8


@click.command(cls=Verb)
@click.option("--model", default="@shipped", show_default=True, help="Folder of the model. 模型目录。")
@click.option("--seed", default="M3", show_default=True, help="A world not learnt from. 未用于训练的种子。")
@click.option("--persons", type=click.IntRange(min=50), default=1_500, show_default=True, help="How many. 人数。")
@click.option("--days", type=click.IntRange(min=1), default=45, show_default=True, help="For how long. 天数。")
@click.option("--panel", type=click.IntRange(min=0), default=12, show_default=True,
              help="Further attempts of each scheme. 每类骗局另加的起数。")  # fmt: skip
@as_json
@lang
def behaviour(model: str, seed: str, persons: int, days: int, panel: int, as_json: bool, lang: Language) -> None:
    """Measure the behaviour head: schemes it misses, honest stories it takes for fraud. 评估行为模型及其薄弱之处。

    On simulated events; everything is counted at the score that 1 in 1,000 honest ones exceed.
    """
    from fraudguard.classifier.heads import TwoHeads, load_classifier
    from fraudguard.cli.model_tables import print_forms, print_spots
    from fraudguard.pack import load_pack
    from fraudguard.simulate import Settings
    from fraudguard.workbench.behaviour.spots import spots_of
    from fraudguard.workbench.behaviour.towns import rows_of

    both = load_classifier(model)
    if not isinstance(both, TwoHeads):
        raise ModelError("model.no_behaviour", path=model)
    world = Settings(persons=persons, days=days, seed=seed, panel=panel)
    rows = rows_of(world, f"seed {seed}", load_pack(("@shipped",), examples=False))
    found = spots_of(both.behaviour, rows)
    if as_json:
        told = {
            kind: {
                "measured": one.measured.model_dump(mode="json"),
                "schemes": [asdict(scheme) for scheme in one.schemes],
                "look_alikes": [asdict(alike) for alike in one.alike],
            }
            for kind, one in found.items()
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for kind, one in found.items():
        click.echo(kind)
        print_forms([one.measured], lang)
        print_spots(one.schemes, one.alike[:_SHOWN], lang)

"""`fraudguard model beside`: what a model adds to the rules on a simulated stream."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang, write_page
from fraudguard.errors import Language

__all__ = ["beside"]


@click.command(cls=Verb)
@click.option("--model", default="@shipped", show_default=True, help="Folder of the model. 模型目录。")
@click.option("--rules", multiple=True, default=["@shipped"], show_default=True, help="Pack directories. 规则包。")
@click.option("--seed", default="N1", show_default=True, help="A world not learnt from. 未用于训练的种子。")
@click.option("--persons", type=click.IntRange(min=50), default=1_500, show_default=True, help="How many. 人数。")
@click.option("--days", type=click.IntRange(min=15), default=45, show_default=True, help="For how long. 天数。")
@click.option("--panel", type=click.IntRange(min=0), default=6, show_default=True,
              help="Further attempts of each scheme. 每类骗局另加的起数。")  # fmt: skip
@click.option("--tickets", type=click.IntRange(min=1), multiple=True, default=[20, 50, 100], show_default=True,
              help="Tickets a day. 每日预警数。")  # fmt: skip
@click.option("--page", type=click.Path(path_type=Path), help="Also write a page. 另写出网页。")
@as_json
@lang
def beside(
    model: str,
    rules: tuple[str, ...],
    seed: str,
    persons: int,
    days: int,
    panel: int,
    tickets: tuple[int, ...],
    page: Path | None,
    as_json: bool,
    lang: Language,
) -> None:
    """Rules and model against rules alone, at equal numbers of tickets a day. 同等预警数下比较规则与规则加模型。

    On a simulated stream, whose seed must not be one that the model learnt from: nothing here is a figure of real life.
    """
    from fraudguard.classifier.heads import load_classifier
    from fraudguard.cli.model_pages import beside_page
    from fraudguard.cli.model_tables import print_compared
    from fraudguard.pack import load_pack
    from fraudguard.simulate import Settings
    from fraudguard.workbench.behaviour.beside import beside as scored
    from fraudguard.workbench.behaviour.beside import compared

    settings = Settings(persons=persons, days=days, seed=seed, panel=panel)
    lines = compared(
        scored(
            load_pack(rules, examples=False), load_classifier(model), settings,
            told=lambda step: None if as_json else click.echo(step, err=True),
        ),
        tickets,
    )  # fmt: skip
    if page is not None:
        write_page(page, beside_page(lines, settings, lang))
    if as_json:
        told = {"seed": seed, "persons": persons, "days": days, "panel": panel}
        click.echo(json.dumps({**told, "tickets": [asdict(one) for one in lines]}, indent=2))
        return
    print_compared(lines, lang)

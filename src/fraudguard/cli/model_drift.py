"""`fraudguard model drift`: how far what comes in now is from what a model learnt from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.classifier.drift import Against

__all__ = ["drift"]


@click.command(cls=Verb)
@click.argument("data", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", default="@shipped", show_default=True, help="Folder of the model. 模型目录。")
@click.option("--against", type=click.Choice(["honest", "all"]), default="honest", show_default=True,
              help="Compare texts with the honest or all texts learnt from. 与正常文本或全部文本比较。")  # fmt: skip
@click.option("--source", default="", help="The source of these; without it the first. 所比较的来源，默认第一个。")
@as_json
@lang
def drift(data: tuple[Path, ...], model: str, against: Against, source: str, as_json: bool, lang: Language) -> None:
    """Measure the drift (PSI) of DATA against the cards of a model. 评估数据相对训练时的漂移。

    DATA are lines of JSON as `score` reads them, folders of KIND.parquet, or labelled texts as `train` reads them; of
    these --against honest measures the honest ones only. Ends with 1 when a feature has moved: an index of .25 and
    more.
    """
    from fraudguard.classifier.heads import load_classifier
    from fraudguard.classifier.stability import MOVED
    from fraudguard.cli.model_tables import print_drift, print_text_drift
    from fraudguard.workbench.drifting import drift_in_files

    behaviour, words = drift_in_files(data, load_classifier(model), model, against, source)
    if as_json:
        told = [asdict(one) for one in behaviour] + [asdict(one) for one in words]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        if behaviour or not words:
            print_drift(behaviour, lang)
        if words:
            print_text_drift(words, lang)
            texts = f"{words[0].texts:,}"
            click.echo(
                f"共 {texts} 条文本；少于约 200 条时，偶然因素也会推高 PSI" if lang == "zh"
                else f"{texts} texts; below some 200 chance alone raises an index"
            )  # fmt: skip
    if max([one.index for one in behaviour] + [one.index for one in words], default=0.0) >= MOVED:
        click.get_current_context().exit(1)

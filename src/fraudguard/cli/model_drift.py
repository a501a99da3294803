"""`fraudguard model drift`: how far what comes in now is from what the behaviour model learnt from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language, ModelError

__all__ = ["drift"]


@click.command(cls=Verb)
@click.argument("events", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--model", default="@shipped", show_default=True, help="Folder of the model. 模型目录。")
@as_json
@lang
def drift(events: tuple[Path, ...], model: str, as_json: bool, lang: Language) -> None:
    """Measure the drift (PSI) of EVENTS against the card of a behaviour model. 评估数据相对训练时的漂移。

    EVENTS are lines of JSON as `score` reads them, or folders of KIND.parquet. Ends with 1 when a feature has moved: an
    index of .25 and more.
    """
    from fraudguard.classifier.behaviour.drift import MOVED, drift_of
    from fraudguard.classifier.heads import TwoHeads, load_classifier
    from fraudguard.cli.model_tables import print_drift
    from fraudguard.pack import load_pack
    from fraudguard.workbench.behaviour.reading import feature_rows

    both = load_classifier(model)
    if not isinstance(both, TwoHeads):
        raise ModelError("model.no_behaviour", path=model)
    tables = feature_rows(events, load_pack(("@shipped",), examples=False))
    lines = [
        one for kind, head in both.behaviour.heads.items() if len(tables[kind]) for one in drift_of(head, tables[kind])
    ]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in lines], ensure_ascii=False, indent=2))
    else:
        print_drift(lines, lang)
    if any(one.index >= MOVED for one in lines):
        click.get_current_context().exit(1)

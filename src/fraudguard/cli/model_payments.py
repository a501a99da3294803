"""`fraudguard model payments`: the behaviour head on somebody else's table of labelled payments."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

__all__ = ["payments"]


@click.command(cls=Verb)
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--columns", required=True, help="at=…,person=…,payee=…,amount=…,label=… 各列的列名。")
@click.option("--step", type=click.IntRange(min=1), default=60, show_default=True,
              help="Seconds of one unit of a time that is a number. 时间为数字时每一单位的秒数。")  # fmt: skip
@click.option("--delay", type=click.IntRange(min=0), default=7, show_default=True,
              help="Days until an outcome is known. 处置结果滞后的天数。")  # fmt: skip
@click.option("--share", type=click.FloatRange(min=0.1, max=0.95), default=0.7, show_default=True,
              help="Part of the rows, in order of time, that is learnt from. 按时间用于训练的比例。")  # fmt: skip
@as_json
@lang
def payments(table: Path, columns: str, step: int, delay: int, share: float, as_json: bool, lang: Language) -> None:
    """Learn from the first part of a table of labelled payments and measure on the rest. 按时间划分评估交易数据。

    What had no outcome yet at the split is not learnt from; labels other than 0 and 1 are not judged.
    """
    from fraudguard.classifier.behaviour.training import BehaviourSettings
    from fraudguard.cli.model_tables import print_forms
    from fraudguard.pack import load_pack
    from fraudguard.workbench.behaviour.payments import Layout, Split, measure_payments

    layout, split = Layout.parse(columns, step), Split(share, delay * 86_400)
    lines = measure_payments(table, layout, split, BehaviourSettings(), load_pack(("@shipped",), examples=False))
    if as_json:
        click.echo(json.dumps([one.model_dump(mode="json") for one in lines], ensure_ascii=False, indent=2))
        return
    print_forms(lines, lang)

"""`fraudguard model show` and `corpus`: what a model says of itself, and what it was taught."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fraudguard.cli.command import Verb, as_json, lang
from fraudguard.errors import Language

if TYPE_CHECKING:
    from fraudguard.classifier.behaviour.card import BehaviourCard
    from fraudguard.classifier.card import Card

__all__ = ["corpus", "show"]


@click.command(cls=Verb)
@click.argument("folder", default="@shipped")
@as_json
@lang
def show(folder: str, as_json: bool, lang: Language) -> None:
    """Show the card of the model in FOLDER (the shipped one by default). 查看模型说明。"""
    from fraudguard.classifier.heads import TwoHeads, load_classifier

    both = load_classifier(folder)
    text = both.text if isinstance(both, TwoHeads) else both
    behaviour = both.behaviour.card if isinstance(both, TwoHeads) else None
    if as_json:
        told = {} if text is None else text.card.model_dump(mode="json")
        if behaviour is not None:
            told["behaviour"] = behaviour.model_dump(mode="json")
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if text is not None:
        _show_text(text.card, lang)
    if behaviour is not None:
        _show_behaviour(behaviour, lang)


def _show_text(card: Card, lang: Language) -> None:
    from fraudguard.cli.model_tables import print_measured

    for one in card.trained_on:
        click.echo(f"{one.name}: {one.texts:,} ({one.fraud:,} fraud), {one.licence}, sha256 {one.sha256[:16]}")
    print_measured(card.measured, lang)
    for line in card.limits:
        click.echo(f"- {line}")
    click.echo(f"weights {card.weights_digest}")


def _show_behaviour(card: BehaviourCard, lang: Language) -> None:
    from fraudguard.cli.model_tables import print_heads

    for one in card.data:
        rows = f"{one.rows:,} ({one.fraud:,} fraud)"
        click.echo(f"{one.use}: {one.name}: {rows}, {one.licence}, sha256 {one.sha256[:16]}")
    print_heads(card.heads, lang)
    for line in card.limits:
        click.echo(f"- {line}")
    click.echo(f"weights {card.weights_digest}")


@click.command(cls=Verb)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--by", type=click.Choice(["scheme", "all"]), default="scheme", show_default=True, help="统计方式。")
@as_json
@lang
def corpus(folder: Path, by: str, as_json: bool, lang: Language) -> None:
    """Count the training texts in FOLDER and name those too alike. 统计训练文本，找出过于相似的。

    Ends with 1 when two texts share more than .6 of their 4-character pieces.
    """
    from fraudguard.classifier.corpus import alike_pairs, count_texts, read_corpus

    texts = read_corpus(folder)
    counts = count_texts(texts)
    if by == "scheme":
        counts = Counter((one.scheme, one.side, "", "", "") for one in texts)
    pairs = alike_pairs(texts)
    if as_json:
        told = {
            "texts": len(texts),
            "counts": [[*filter(None, key), number] for key, number in sorted(counts.items())],
            "alike": [[f"{p.one.file}:{p.one.number}", f"{p.other.file}:{p.other.number}", p.jaccard] for p in pairs],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for key, number in sorted(counts.items()):
            click.echo(f"{number:5}  {'  '.join(filter(None, key))}")
        for pair in pairs:
            click.echo(f"{pair.jaccard:.2f}  {pair.one.file}:{pair.one.number}  {pair.other.file}:{pair.other.number}")
        total = f"{len(texts):,}"
        click.echo(
            f"共 {total} 条，过于相似 {len(pairs)} 对"
            if lang == "zh"
            else f"{total} texts, {len(pairs)} pairs too alike"
        )
    if pairs:
        click.get_current_context().exit(1)

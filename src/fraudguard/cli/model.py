"""`fraudguard model`: train, measure and look at the text model."""

from __future__ import annotations

import click

from fraudguard.cli.command import LazyGroup

__all__ = ["model"]

_VERBS = {
    "train": "fraudguard.cli.model_train:train",
    "evaluate": "fraudguard.cli.model_evaluate:evaluate",
    "show": "fraudguard.cli.model_show:show",
    "corpus": "fraudguard.cli.model_show:corpus",
}


@click.group(cls=LazyGroup, verbs=_VERBS)
def model() -> None:
    """Train, measure and look at the text model. 训练、评估和查看文本模型。"""

"""`fraudguard model`: train, measure and look at the models of words and of behaviour."""

from __future__ import annotations

import click

from fraudguard.cli.command import LazyGroup

__all__ = ["model"]

_VERBS = {
    "train": "fraudguard.cli.model_train:train",
    "train-behaviour": "fraudguard.cli.model_behaviour:train_behaviour",
    "evaluate": "fraudguard.cli.model_evaluate:evaluate",
    "beside": "fraudguard.cli.model_beside:beside",
    "behaviour": "fraudguard.cli.model_spots:behaviour",
    "payments": "fraudguard.cli.model_payments:payments",
    "drift": "fraudguard.cli.model_drift:drift",
    "show": "fraudguard.cli.model_show:show",
    "corpus": "fraudguard.cli.model_show:corpus",
}


@click.group(cls=LazyGroup, verbs=_VERBS)
def model() -> None:
    """Train, measure and look at the models of words and behaviour. 训练、评估和查看文本与行为模型。"""

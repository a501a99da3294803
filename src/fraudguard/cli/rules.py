"""`fraudguard rules`: the verbs of the rule author."""

from __future__ import annotations

import click

from fraudguard.cli.command import LazyGroup

__all__ = ["rules"]

_VERBS = {
    "check": "fraudguard.cli.rules_check:check",
    "test": "fraudguard.cli.rules_test:test",
    "try": "fraudguard.cli.rules_try:try_",
    "coverage": "fraudguard.cli.rules_coverage:coverage",
    "mutate": "fraudguard.cli.rules_mutate:mutate",
    "fmt": "fraudguard.cli.rules_fmt:fmt",
    "docs": "fraudguard.cli.rules_docs:docs",
    "suggest": "fraudguard.cli.rules_suggest:suggest",
    "new": "fraudguard.cli.rules_new:new",
    "schema": "fraudguard.cli.rules_new:schema",
    "backtest": "fraudguard.cli.rules_backtest:backtest",
    "diff": "fraudguard.cli.rules_diff:diff",
    "quality": "fraudguard.cli.rules_quality:quality",
}


@click.group(cls=LazyGroup, verbs=_VERBS)
def rules() -> None:
    """Check, test and write rules. 检查、测试和编写规则。"""

"""`fraudguard desk close|reopen|return-visit`: the end of a case, and what may come after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from fraudguard.cli.desk_options import acting, command, either

__all__ = ["close", "reopen", "return_visit"]


@command("close")
@click.option("--superior", help="Who allowed an exception. 批准例外的上级。")
@click.option("--reason", help="Why. 例外的理由。")
@acting("close")
def close(superior: str | None, reason: str | None) -> Mapping[str, Any]:
    """End the work on CASE, or say everything that is missing. 办结。

    --superior and --reason close it as an exception, which stays marked. Nobody who was not reached is closed away.
    """
    if (superior is None) is not (reason is None):
        raise click.UsageError("an exception needs both --superior and --reason")
    return {"exception": None if superior is None else {"superior": superior, "reason": reason}}


@command("reopen")
@acting("reopen")
@click.argument("text")
def reopen(text: str) -> Mapping[str, Any]:
    """Work the closed CASE again; TEXT says why. 重新办理。"""
    return {"remark": text}


@command("return-visit")
@either("--truthful/--untruthful", "Whether what the case says was true. 处置是否属实。")
@acting("return_visit")
def return_visit(truthful: bool) -> Mapping[str, Any]:
    """Record the return visit after CASE was closed; an untruthful one reopens it. 回访。"""
    return {"truthful": truthful}

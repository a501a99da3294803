"""`fraudguard desk`: the verbs of the officers who work cases, and of whoever looks after their desk."""

from __future__ import annotations

import click

from fraudguard.cli.command import LazyGroup

__all__ = ["desk"]

_VERBS = {
    "list": "fraudguard.cli.desk_look:list_",
    "show": "fraudguard.cli.desk_look:show",
    "sign": "fraudguard.cli.desk_work:sign",
    "call": "fraudguard.cli.desk_work:call",
    "sms": "fraudguard.cli.desk_work:sms",
    "relatives": "fraudguard.cli.desk_work:relatives",
    "dispatch": "fraudguard.cli.desk_work:dispatch",
    "visit": "fraudguard.cli.desk_work:visit",
    "result": "fraudguard.cli.desk_work:result",
    "second-feedback": "fraudguard.cli.desk_work:second_feedback",
    "note": "fraudguard.cli.desk_work:note",
    "close": "fraudguard.cli.desk_end:close",
    "reopen": "fraudguard.cli.desk_end:reopen",
    "return-visit": "fraudguard.cli.desk_end:return_visit",
    "transfer": "fraudguard.cli.desk_pass:transfer",
    "receipt": "fraudguard.cli.desk_pass:receipt",
    "reject": "fraudguard.cli.desk_pass:reject",
    "hand-over": "fraudguard.cli.desk_pass:hand_over",
    "feedback": "fraudguard.cli.desk_pass:feedback",
    "answer-lead": "fraudguard.cli.desk_pass:answer_lead",
    "suspend": "fraudguard.cli.desk_pass:suspend",
    "resume": "fraudguard.cli.desk_pass:resume",
    "reveal": "fraudguard.cli.desk_look:reveal",
    "stats": "fraudguard.cli.desk_stats:stats",
    "history": "fraudguard.cli.desk_look:history",
    "notices": "fraudguard.cli.desk_look:notices",
    "tick": "fraudguard.cli.desk_keep:tick",
    "verify": "fraudguard.cli.desk_keep:verify",
    "export": "fraudguard.cli.desk_keep:export",
    "purge": "fraudguard.cli.desk_keep:purge",
    "init": "fraudguard.cli.desk_keep:init",
}


@click.group(cls=LazyGroup, verbs=_VERBS)
def desk() -> None:
    """Work cases until the person is reached and dissuaded. 接警台：签收、劝阻、见面、办结。

    Every verb needs the store and its key: --store and --key-file, or the environment's FRAUDGUARD_DESK and
    FRAUDGUARD_DESK_KEY.
    """

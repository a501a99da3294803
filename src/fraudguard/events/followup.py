"""What is learned later about something already told: settlement, retraction, outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Identifier, Money, Serial
from fraudguard.events.transaction import Status

__all__ = ["Outcome", "Retraction", "Settlement"]


class Settlement(EventBase):
    """A payment changed its status; no window changes."""

    kind: Annotated[Literal["settlement"], About("种类", "kind of the event")] = "settlement"
    txn_id: Annotated[Serial | None, About("流水号", "the bank's serial of the payment", "account")] = None
    status: Annotated[Status | None, About("状态", "its new status")] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...


class Retraction(EventBase):
    """An earlier event was wrong: windows no longer see it and its findings no longer count."""

    kind: Annotated[Literal["retraction"], About("种类", "kind of the event")] = "retraction"
    target: Annotated[Serial, About("撤回编号", "id of the event that is taken back")]

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...


class Outcome(EventBase):
    """How a warning ended, as the desk or the station learned it."""

    kind: Annotated[Literal["outcome"], About("种类", "kind of the event")] = "outcome"
    result: Annotated[
        Literal["warned", "dissuaded", "defrauded", "false_alarm", "not_reached"] | None, About("结果", "how it ended")
    ] = None
    scam: Annotated[Identifier | None, About("诈骗类型", "kind of fraud found")] = None
    lost: Annotated[Money | None, About("已损失", "money lost")] = None
    stopped: Annotated[Money | None, About("已止付", "money stopped in time")] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...

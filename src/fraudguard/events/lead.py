"""An instruction pushed by a higher centre, a bank or the ministry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Count, Identifier, Moment, Money, Phone, Seconds, Serial, Text

__all__ = ["Lead"]


class Lead(EventBase):
    """A lead always opens or joins a ticket, at its own level at least, even when no rule fires."""

    kind: Annotated[Literal["lead"], About("种类", "kind of the event")] = "lead"
    ref: Annotated[Serial | None, About("指令编号", "number of the instruction at its issuer")] = None
    issuer: Annotated[Text | None, About("下发单位", "who issued it")] = None
    level: Annotated[Literal["green", "yellow", "red"] | None, About("等级", "the issuer's level")] = None
    scam: Annotated[Identifier | None, About("诈骗类型", "kind of fraud the issuer names")] = None
    pushed_at: Annotated[Moment | None, About("下发时间", "when it was pushed")] = None
    call_count: Annotated[Count | None, About("通话次数", "calls with the suspect")] = None
    call_seconds: Annotated[Seconds | None, About("通话秒数", "length of all calls with the suspect")] = None
    suspect: Annotated[Phone | None, About("嫌疑号码", "number of the suspect", "phone")] = None
    site: Annotated[Text | None, About("涉案网址", "site the person visited")] = None
    amount: Annotated[Money | None, About("金额", "money the instruction names")] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...

"""One leg of a phone call, seen from the protected person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Flag, LongText, Phone, Seconds, Serial

__all__ = ["Call"]


class Call(EventBase):
    """
    A call that started or ended.

    A record of a finished call is known when it ends: its ``at`` is start + duration.
    """

    kind: Annotated[Literal["call"], About("种类", "kind of the event")] = "call"
    call_id: Annotated[Serial | None, About("话单号", "serial of the call")] = None
    state: Annotated[Literal["started", "ended"] | None, About("状态", "the call started or ended")] = None
    direction: Annotated[Literal["in", "out"] | None, About("方向", "called by the peer, or calling")] = None
    peer: Annotated[Phone | None, About("对方号码", "number of the other side, normalised", "phone")] = None
    peer_class: Annotated[
        Literal[
            "contact", "mobile", "mvno", "iot", "landline", "400_800", "95_96_service", "short_code", "overseas"
        ]
        | None,
        About("号码类别", "class of the peer's number"),
    ] = None  # fmt: skip
    is_contact: Annotated[Flag | None, About("是联系人", "the peer is in the address book")] = None
    answered: Annotated[Flag | None, About("已接通", "somebody answered")] = None
    duration_s: Annotated[Seconds | None, About("通话秒数", "length of the call")] = None
    marked: Annotated[
        Literal["clean", "user_marked", "blacklisted"] | None, About("标记", "what lists say of the peer's number")
    ] = None
    transcript: Annotated[LongText | None, About("通话内容", "what was said", "text", textual=True)] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...

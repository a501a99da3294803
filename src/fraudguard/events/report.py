"""What somebody told the station about the protected person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fraudguard.events.event import EventBase
from fraudguard.events.fieldtypes import About, Flag, LongText, Money

__all__ = ["Report"]


class Report(EventBase):
    """A report by the person or by somebody who saw it. Its text is a witness, not a stranger's words."""

    kind: Annotated[Literal["report"], About("种类", "kind of the event")] = "report"
    reporter: Annotated[
        Literal["self", "family", "teller", "grid_worker", "courier"] | None, About("报告人", "who reports")
    ] = None
    text: Annotated[LongText | None, About("报告内容", "what was reported", "text")] = None
    lost: Annotated[Money | None, About("已损失", "money already lost")] = None
    at_risk: Annotated[Money | None, About("面临损失", "money about to be lost")] = None
    callback_confirmed: Annotated[
        Flag | None, About("已回拨核实", "the request was confirmed by calling the real person back")
    ] = None

    if TYPE_CHECKING:  # fields are built from what feeds say: amounts and times as text, parts as mappings

        def __init__(self, /, **fields: Any) -> None: ...

"""What officers do with a case: typed, frozen, checked where they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, StringConstraints

from fraudguard.errors import CaseError, EventError, Fault
from fraudguard.events.fieldtypes import Moment, Money
from fraudguard.events.record import Record
from fraudguard.pack.desk_policy import Failure

__all__ = [
    "ACTIONS",
    "Action",
    "AnswerLead",
    "CallAttempt",
    "Close",
    "ClosingException",
    "Dispatch",
    "Feedback",
    "HandOver",
    "Note",
    "Receipt",
    "Reject",
    "Relatives",
    "Reopen",
    "Result",
    "Resume",
    "ReturnVisit",
    "SecondFeedback",
    "Sign",
    "Sms",
    "Suspend",
    "Transfer",
    "Visit",
]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=2_000)]


class Action(Record):
    """
    One thing an officer did. ``by`` is the officer; ``at`` when, the desk's clock if it is left out.

    Raises `CaseError` naming the field when a value is missing or impossible.
    """

    kind: ClassVar[str] = ""
    by: Name
    at: Moment | None = None
    remark: Remark = ""

    def __init__(self, /, **fields: Any) -> None:
        try:
            super().__init__(**fields)
        except EventError as error:
            params = {"action": type(self).kind, "field": error.params.get("field", ""), "code": error.code}
            raise CaseError.of([Fault("case.action_field", {**params, "reason": error.faults[0].message()})]) from None

    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]  # as in `Record`

    @property
    def outcome(self) -> str:
        """Which of the action's outcomes this is, as the table of steps names it."""
        return ""


class Sign(Action):
    """The officer takes the case."""

    kind = "sign"


class CallAttempt(Action):
    """
    A call to the person.

    An answered call says ``reached`` (self, relative or other); one in vain says the ``failure``.
    ``convinced`` is whether the person now believes that it is a scam.
    """

    kind = "call"
    answered: bool
    reached: Literal["self", "relative", "other"] | None = None
    failure: Failure | None = None
    convinced: bool | None = None

    @property
    def outcome(self) -> str:
        if not self.answered:
            return "failed"
        return "person" if self.reached == "self" else "other"


class Sms(Action):
    """A text message to the person; ``template`` is its number at the sender."""

    kind = "sms"
    template: Name
    delivered: bool


class Relatives(Action):
    """Somebody close to the person was called."""

    kind = "relatives"
    relation: Name
    reached: bool


class Dispatch(Action):
    """Officers are sent to the person."""

    kind = "dispatch"
    unit: Name


class Visit(Action):
    """
    At the person's door, or at the station when the person came (``walk_in``).

    ``app`` is what became of the fraudster's software: removed, there was none, or kept. ``leader`` says
    that a leader of the station took part.
    """

    kind = "visit"
    met: bool
    walk_in: bool = False
    convinced: bool | None = None
    app: Literal["removed", "none", "kept"] | None = None
    bank_contacted: bool | None = None
    leader: bool = False

    @property
    def outcome(self) -> str:
        if not self.met:
            return "not_found"
        return "walk_in" if self.walk_in else "met"


class Transfer(Action):
    """The case goes to another unit; ``external``: one outside this desk. It is theirs when they give a receipt."""

    kind = "transfer"
    unit: Name
    external: bool = False


class Receipt(Action):
    """The other unit's answer to a transfer."""

    kind = "receipt"
    accepted: bool

    @property
    def outcome(self) -> str:
        return "accepted" if self.accepted else "refused"


class Reject(Action):
    """Not ours: it belongs to ``unit``. Or a duplicate of the case ``duplicate_of``."""

    kind = "reject"
    reason: Literal["not_our_area", "duplicate"]
    unit: Name | None = None
    duplicate_of: Name | None = None

    @property
    def outcome(self) -> str:
        return self.reason


class Result(Action):
    """
    What came of it. Amounts in yuan.

    ``dissuaded``: was being defrauded and stopped; ``aware``: knew already; ``defrauded``: money is gone (then
    ``lost``, ``first_payee`` and ``happened_at`` are needed); ``denied``: does not believe it; ``unknown``;
    ``false_alarm``: there was no scam. With ``again`` a second feedback will follow.
    """

    kind = "result"
    verdict: Literal["dissuaded", "aware", "defrauded", "denied", "unknown", "false_alarm"]
    scam: Name | None = None
    at_risk: Money | None = None
    lost: Money | None = None
    stopped: Money | None = None
    first_payee: Name | None = None
    happened_at: Moment | None = None
    app: Literal["removed", "none", "kept"] | None = None
    bank_contacted: bool | None = None
    again: bool = False

    @property
    def final(self) -> bool:
        """Whether nothing remains to be found out."""
        return self.verdict not in {"denied", "unknown"} and not self.again


class SecondFeedback(Action):
    """What was still unknown at the result."""

    kind = "second_feedback"


class ReturnVisit(Action):
    """Days after closing: was what the case says true, and is the person still safe?"""

    kind = "return_visit"
    truthful: bool

    @property
    def outcome(self) -> str:
        return "truthful" if self.truthful else "untruthful"


class HandOver(Action):
    """Part of the work goes to a specialist unit, which reports back in time; the case stays here."""

    kind = "hand_over"
    unit: Name
    feedback_hours: Annotated[int, Field(strict=True, ge=1, le=720)] = 48


class Feedback(Action):
    """The specialist unit's report."""

    kind = "feedback"
    unit: Name


class AnswerLead(Action):
    """The answer to a higher centre's instruction ``ref``."""

    kind = "answer_lead"
    ref: Name


class Suspend(Action):
    """The person is watched until a time; the case comes back by itself."""

    kind = "suspend"
    until: Moment


class Resume(Action):
    """The watch ends early."""

    kind = "resume"


class Note(Action):
    """A remark for those who come after."""

    kind = "note"
    remark: Reason


class ClosingException(Record):
    """Who allowed a closure whose guards do not hold, and why; it stays marked."""

    superior: Name
    reason: Reason

    if TYPE_CHECKING:

        def __init__(self, /, **fields: Any) -> None: ...


class Close(Action):
    """The end of the work."""

    kind = "close"
    exception: ClosingException | None = None


class Reopen(Action):
    """A closed case is worked again."""

    kind = "reopen"
    remark: Reason


ACTIONS: dict[str, type[Action]] = {
    cls.kind: cls
    for cls in (
        Sign,
        CallAttempt,
        Sms,
        Relatives,
        Dispatch,
        Visit,
        Transfer,
        Receipt,
        Reject,
        Result,
        SecondFeedback,
        ReturnVisit,
        HandOver,
        Feedback,
        AnswerLead,
        Suspend,
        Resume,
        Note,
        Close,
        Reopen,
    )
}
"""Every action by its kind."""

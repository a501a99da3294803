"""Cases that stay alive until the person has been reached and talked out of it."""

from fraudguard.desk.actions import (
    AnswerLead,
    CallAttempt,
    Close,
    Dispatch,
    Feedback,
    HandOver,
    Note,
    Receipt,
    Reject,
    Relatives,
    Reopen,
    Result,
    Resume,
    ReturnVisit,
    SecondFeedback,
    Sign,
    Sms,
    Suspend,
    Transfer,
    Visit,
)
from fraudguard.desk.case import Case
from fraudguard.desk.desk import Desk
from fraudguard.desk.station import Station
from fraudguard.desk.statistics import Statistics
from fraudguard.desk.units import Units

__all__ = [
    "AnswerLead",
    "CallAttempt",
    "Case",
    "Close",
    "Desk",
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
    "Station",
    "Statistics",
    "Suspend",
    "Transfer",
    "Units",
    "Visit",
]

"""Cases, tickets and desks for tests, and the table of steps written out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from desk_stores import fresh_store
from fraudguard import Desk
from fraudguard.desk.actions import (
    Action,
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
from fraudguard.desk.clocks import Clocks
from fraudguard.desk.lifecycle import Lifecycle
from fraudguard.desk.seal import Seal
from fraudguard.desk.store import Store
from fraudguard.desk.units import Units
from fraudguard.events import Event, parse_event
from fraudguard.events.moment import microseconds
from fraudguard.pack.load import load_desk_rules
from fraudguard.scoring.decision import Evidence, Ticket
from fraudguard.testing import Clock

SHANGHAI = timezone(timedelta(hours=8))
KEY = b"a key for tests, 32 bytes long.."
RULES = load_desk_rules()
"""What the desk reads of the shipped pack."""
LIFE = Lifecycle(Clocks(RULES.policy, RULES.desk, RULES.calendar))

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def local(text: str) -> datetime:
    """A time of day in Shanghai, such as ``2026-03-04 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def us(text: str) -> int:
    """`local` in microseconds UTC."""
    return microseconds(local(text))


DAYTIME = local("2026-03-04 10:00")
"""A working Wednesday, in the day."""
START = microseconds(DAYTIME)


def a_case(status: str = "signed", level: str = "yellow", **fields: Any) -> Case:
    """A case in a state, opened by day; nothing is due unless ``due`` says so."""
    signed = {} if status == "new" else {"signed_at": START, "signed_by": "li"}
    made: dict[str, Any] = {"subject": "p1", "label": "139****0001", "circle": 3, "opened_at": START, **signed}
    return Case(**{"id": "c-1", **made, "status": status, "level": level, **fields})


def worked(*actions: Action, case: Case | None = None, at: int = START) -> Case:
    """The case after these actions, one after the other."""
    after = a_case() if case is None else case
    for action in actions:
        after = LIFE.act(after, action, at).case
    return after


def call(failure: str | None = None, reached: str = "self", **fields: Any) -> CallAttempt:
    """A call: in vain when it has a failure, else answered."""
    if failure is not None:
        return CallAttempt(by="li", answered=False, failure=failure, **fields)
    return CallAttempt(by="li", answered=True, reached=reached, **fields)


def met(**fields: Any) -> Visit:
    """A visit at which the person was met."""
    return Visit(by="li", met=True, **fields)


def result(verdict: str = "dissuaded", **fields: Any) -> Result:
    """What came of it; a loss with everything it needs."""
    loss: dict[str, Any] = {"lost": "5000", "first_payee": "6222000000000001", "happened_at": DAYTIME}
    return Result(by="li", verdict=verdict, **({**loss, **fields} if verdict == "defrauded" else fields))


def a_ticket(number: int = 1, level: str = "yellow", *, subject: str = "p1", **fields: Any) -> Ticket:
    """A ticket; its number makes its id."""
    made: dict[str, Any] = {
        "id": f"{number:012d}aaaa", "subject": subject, "label": "139****0001", "change": "opened", "level": level,
        "points": 60, "parts": (), "scam": "fake_loan", "stage": "transfer", "urgent": False, "opened_at": START,
        "changed_at": START, "first_event": "e1", "last_event": "e1",
        "evidence": (Evidence("big-transfer", "大额转出", "e1", START, "刚转出5000元"),), "script": "先停下。",
        "questions": ("对方是谁？",), "first_aid": (), "advice": (), "bank_actions": (), "deadlines": {},
    }  # fmt: skip
    return Ticket(**{**made, **fields})


def an_event(person: Mapping[str, Any] | None = None, **fields: Any) -> Event:
    """The event that brought a ticket."""
    who = {"key": "phone:13900000001", "ids": {"phone": "13900000001"}} | dict(person or {})
    made = {"kind": "transaction", "id": "e1", "at": DAYTIME.isoformat(), "direction": "out", "amount": 5000}
    return parse_event({**made, "person": who, **fields})


def a_desk(clock: Clock | None = None, *, units: Units | None = None, url: str | None = None) -> Desk:
    """A desk with an empty store unless a URL is given, at `DAYTIME` unless a clock is given."""
    seal = Seal(KEY)
    return Desk(Store(url or fresh_store(), seal), seal, RULES, units or Units(), clock or Clock(DAYTIME))


def taken(desk: Desk, number: int = 1, level: str = "yellow", **fields: Any) -> Case:
    """The case of a ticket handed to the desk; the number is its person's too."""
    fields = {"subject": f"p{number}", **fields}
    return desk.take(a_ticket(number, level, **fields), an_event({"ids": {"phone": f"139{number:08d}"}}))


def done(desk: Desk, case_id: str, *actions: Action) -> Case:
    """The case after these actions were recorded."""
    for action in actions:
        desk.record(case_id, action)
    return desk.case(case_id)


def sms(*, delivered: bool = True) -> Sms:
    """A text message from a template."""
    return Sms(by="li", template="stop", delivered=delivered)


FINISHED = {
    "red": (
        Sign(by="li"), Dispatch(by="li", unit="patrol"), met(app="removed", bank_contacted=True), result(at_risk="8000"),
    ),
    "yellow": (Sign(by="li"), call(), result()),
    "green": (Sign(by="li"), sms()),
}  # fmt: skip
"""Actions after which a new case of a level may be closed."""


def closed(desk: Desk, case_id: str, by: str = "li") -> Case:
    """The case worked as its level wants, and closed."""
    done(desk, case_id, *FINISHED[desk.case(case_id).level])
    return desk.close(case_id, by=by)


STATES = (
    "new", "signed", "contacting", "reached", "unreached", "dispatched", "not_found", "met", "result", "suspended",
    "transferred", "closed", "rejected",
)  # fmt: skip

_SHORT = {"sig": "signed", "con": "contacting", "rea": "reached", "unr": "unreached", "dis": "dispatched", "nof": "not_found", "res": "result", "sus": "suspended", "tra": "transferred", "clo": "closed", "rej": "rejected"}  # fmt: skip
_CODES = {"!": "case.step", "!sig": "case.step_sign", "!dis": "case.step_dispatch", "!rea": "case.step_reach", "!res": "case.step_result", "!tra": "case.step_transfer", "!sus": "case.step_suspend", "!clo": "case.step_close"}  # fmt: skip

# A column for each of STATES: the state it leads to, `=` when the state stays, `!` and what has to come first when it is refused.
_TABLE = """
sign                  sig   !    !    !    !    !    !    !    !    !    !    !    !
call.person           !sig  rea  rea  rea  rea  =    rea  =    =    =    !    !    !
call.other            !sig  con  =    =    con  =    =    =    =    =    !    !    !
call.failed           !sig  con  =    =    =    =    =    =    =    =    !    !    !
call.failed_often     !sig  unr  unr  =    =    =    =    =    =    =    !    !    !
sms                   !sig  con  =    =    =    =    =    =    =    =    !    !    !
relatives             !sig  con  =    =    =    =    =    =    =    =    !    !    !
dispatch              !sig  dis  dis  dis  dis  =    dis  =    =    =    !    !    !
visit.met             !sig  !dis !dis !dis !dis met  !dis =    =    met  !dis !    !
visit.walk_in         !sig  met  met  met  met  met  met  =    =    met  !    !    !
visit.not_found       !sig  !dis !dis !dis !dis nof  =    =    =    =    !dis !    !
result                !sig  !rea res  res  !rea res  res  res  =    =    !rea !    !
second_feedback       !sig  !res !res !res !res !res !res !res =    =    !res !    !
transfer              !sig  tra  tra  tra  tra  tra  tra  tra  tra  tra  !    !    !
receipt.accepted      !sig  !tra !tra !tra !tra !tra !tra !tra !tra !tra =    !    !
receipt.refused       !sig  !tra !tra !tra !tra !tra !tra !tra !tra !tra sig  !    !
reject.not_our_area   =     new  new  new  new  !    !    !    !    !    !    !    !
reject.duplicate      rej   rej  rej  rej  rej  !    !    !    !    !    !    !    !
hand_over             !sig  =    =    =    =    =    =    =    =    =    !    !    !
feedback              =     =    =    =    =    =    =    =    =    =    =    !    !
answer_lead           =     =    =    =    =    =    =    =    =    =    =    !    !
suspend               !sig  sus  sus  sus  sus  sus  sus  sus  sus  !    !    !    !
resume                !sig  !sus !sus !sus !sus !sus !sus !sus !sus con  !sus !    !
note                  =     =    =    =    =    =    =    =    =    =    =    !    !
reopen                !sig  !clo !clo !clo !clo !clo !clo !clo !clo !clo !clo new  !
return_visit.truthful !sig  !clo !clo !clo !clo !clo !clo !clo !clo !clo !clo =    !
return_visit.untruthful !sig !clo !clo !clo !clo !clo !clo !clo !clo !clo !clo new !
"""


def _row(cells: list[str]) -> dict[str, str]:
    named = dict(zip(STATES, cells, strict=True))
    return {
        state: state if cell == "=" else _CODES[cell] if cell.startswith("!") else _SHORT.get(cell, cell)
        for state, cell in named.items()
    }


EXPECTED: Mapping[tuple[str, str], Mapping[str, str]] = {
    (name.partition(".")[0], name.partition(".")[2]): _row(cells)
    for name, *cells in (line.split() for line in _TABLE.strip().splitlines())
}
"""By action and outcome, for each state: the state afterwards, or the code of the refusal. Closing stands apart."""

ACTIONS: Mapping[tuple[str, str], Action] = {
    ("sign", ""): Sign(by="wang"),
    ("call", "person"): call(),
    ("call", "other"): call(reached="relative"),
    ("call", "failed"): call("no_answer"),
    ("call", "failed_often"): call("no_answer"),
    ("sms", ""): sms(),
    ("relatives", ""): Relatives(by="li", relation="daughter", reached=True),
    ("dispatch", ""): Dispatch(by="li", unit="patrol"),
    ("visit", "met"): met(),
    ("visit", "walk_in"): met(walk_in=True),
    ("visit", "not_found"): Visit(by="li", met=False),
    ("result", ""): result(),
    ("second_feedback", ""): SecondFeedback(by="li"),
    ("transfer", ""): Transfer(by="li", unit="other"),
    ("receipt", "accepted"): Receipt(by="li", accepted=True),
    ("receipt", "refused"): Receipt(by="li", accepted=False),
    ("reject", "not_our_area"): Reject(by="li", reason="not_our_area", unit="other"),
    ("reject", "duplicate"): Reject(by="li", reason="duplicate", duplicate_of="c-9"),
    ("hand_over", ""): HandOver(by="li", unit="cyber"),
    ("feedback", ""): Feedback(by="li", unit="cyber"),
    ("answer_lead", ""): AnswerLead(by="li", ref="R1"),
    ("suspend", ""): Suspend(by="li", until=DAYTIME + timedelta(hours=6)),
    ("resume", ""): Resume(by="li"),
    ("note", ""): Note(by="li", remark="再打一次"),
    ("close", ""): Close(by="li"),
    ("reopen", ""): Reopen(by="li", remark="又接到来电"),
    ("return_visit", "truthful"): ReturnVisit(by="li", truthful=True),
    ("return_visit", "untruthful"): ReturnVisit(by="li", truthful=False),
}
"""One action for each row of the table of steps."""


def ready(status: str, row: tuple[str, str]) -> Case:
    """A case in a state on which nothing but the state can refuse the action of a row."""
    unsure = row[0] == "second_feedback"
    return a_case(
        status,
        prior={"suspended": "contacting", "transferred": "signed"}.get(status, ""),
        unanswered=2 if row[1] == "failed_often" else 0,
        relatives_reached=True,
        outcome={"verdict": "unknown", "final": False} if unsure else None,
        transfer={"unit": "north", "external": True, "receipt": False} if status == "transferred" else None,
        hand_overs={"cyber": {"at": START, "answered": None}},
        leads={"R1": {"issuer": "city", "level": "yellow", "pushed_at": START, "answered": None, "duplicate_of": ""}},
        ended_at=START - 5 * DAY if status in {"closed", "rejected"} else None,
    )

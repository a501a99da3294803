"""A small ledger whose statistics can be computed by hand, worked on a desk in memory by a clock that stands still."""

from typing import Any

from desk_stores import fresh_store
from fraudguard.desk import CallAttempt, Case, Close, Desk, Dispatch, Result, Sign, Visit
from fraudguard.events.moment import microseconds
from fraudguard.scoring.decision import Evidence, Ticket
from fraudguard.testing import Clock, report

OFFICER = "民警甲"


def ticket(name: str, at: int, **fields: Any) -> Ticket:
    """A yellow ticket about a brushing scam, found by one rule, for the subject of this name."""
    given: dict[str, Any] = {
        "id": name * 12, "subject": f"person:{name}", "label": "张*", "change": "opened", "level": "yellow", "points": 60, "parts": (),
        "scam": "brushing_rebate", "stage": "hook", "urgent": False, "opened_at": at, "changed_at": at, "first_event": f"{name}-1",
        "last_event": f"{name}-1", "evidence": (evidence("rule-one"),), "script": "", "questions": (), "first_aid": (), "advice": (),
        "bank_actions": (), "deadlines": {},
    }  # fmt: skip
    return Ticket(**{**given, **fields})


def evidence(rule: str) -> Evidence:
    """What a rule found, without anything that matters to statistics but its name."""
    return Evidence(rule, "", "e", 0, "")


class Town:
    """A desk, its clock, and short words for what officers do."""

    def __init__(self, **desk: Any) -> None:
        self.clock = Clock()
        self.desk = Desk.open(**{"url": fresh_store(), "key": b"k" * 32, "clock": self.clock, **desk})

    def take(
        self, name: str, at: str, area: str = "城北", *, role: str | None = None, drill: bool = False, **fields: Any
    ) -> Case:
        """A ticket arrives."""
        instant = microseconds(self.clock.set(at))
        person = {"key": name} | {field: value for field, value in (("area", area), ("role", role)) if value}
        return self.desk.take(ticket(name, instant, **fields), report(at, id=f"{name}-1", person=person), drill=drill)

    def sign(self, case: Case, at: str) -> None:
        """The officer takes it."""
        self._record(case, at, Sign(by=OFFICER))

    def call(self, case: Case, at: str, reached: str | None = "self") -> None:
        """A call, in vain where nobody is reached."""
        answered = reached is not None
        self._record(
            case,
            at,
            CallAttempt(by=OFFICER, answered=answered, reached=reached, failure=None if answered else "no_answer"),
        )

    def visit(self, case: Case, at: str, **fields: Any) -> None:
        """Somebody is sent and knocks."""
        self._record(case, at, Dispatch(by=OFFICER, unit="patrol"))
        self._record(case, at, Visit(by=OFFICER, **{"met": True, "app": "none", "bank_contacted": True, **fields}))

    def result(self, case: Case, at: str, verdict: str, **fields: Any) -> None:
        """What came of it."""
        self._record(case, at, Result(by=OFFICER, verdict=verdict, **fields))

    def close(self, case: Case, at: str) -> None:
        """The end."""
        self._record(case, at, Close(by=OFFICER))

    def _record(self, case: Case, at: str, action: Any) -> None:
        self.clock.set(at)
        self.desk.record(case.id, action)


def worked_town(**desk: Any) -> Town:
    """
    Seven cases and a drill on 2025-01-06 from 10:00: a dissuaded, an aware and a false alarm, a loss after the warning
    and one before it, one that nobody touches, one rejected as a duplicate.
    """
    town = Town(**desk)
    dissuaded = town.take("a", "+0m")
    town.sign(dissuaded, "+2m")
    town.call(dissuaded, "+3m", None)
    town.call(dissuaded, "+5m")
    town.result(dissuaded, "+6m", "dissuaded", at_risk=20_000, stopped=15_000)
    town.close(dissuaded, "+7m")
    after = town.take(
        "b", "+1h", "城南", level="red", role="finance", evidence=(evidence("rule-one"), evidence("rule-two"))
    )
    town.sign(after, "+1h1m")
    town.visit(after, "+1h31m", convinced=False)
    town.result(
        after,
        "+1h40m",
        "defrauded",
        at_risk=9_000,
        lost=8_000,
        stopped=1_000,
        first_payee="62",
        happened_at=town.clock.set("+1h35m"),
    )
    before = town.take("c", "+2h", "城南", scam="fake_loan", evidence=(evidence("rule-two"),))
    town.sign(before, "+2h10m")
    town.call(before, "+2h20m")
    town.result(before, "+2h30m", "defrauded", lost=500, first_payee="62", happened_at=town.clock.set("+1h50m"))
    alarm = town.take("d", "+2h40m", evidence=(evidence("rule-two"),))
    town.sign(alarm, "+2h45m")
    town.call(alarm, "+2h50m", "relative")
    town.call(alarm, "+3h", "self")
    town.result(alarm, "+3h1m", "unknown")
    town.result(alarm, "+3h30m", "false_alarm")
    aware = town.take("e", "+4h", "", role="student")
    town.sign(aware, "+4h1m")
    town.call(aware, "+4h2m")
    town.result(aware, "+4h3m", "aware", scam="fake_loan", at_risk=100)
    town.take("f", "+5h", "城南")
    twin = town.take("g", "+5h1m")
    town.clock.set("+5h2m")
    town.desk.record(twin.id, _duplicate(aware))
    drill = town.take("h", "+5h3m", drill=True, level="red")
    town.sign(drill, "+5h4m")
    town.desk.tick(town.clock.set("+30h"))
    return town


def _duplicate(of: Case) -> Any:
    from fraudguard.desk import Reject

    return Reject(by=OFFICER, reason="duplicate", duplicate_of=of.id)

"""What closing needs, one missing fact at a time."""

from dataclasses import replace
from typing import Any

import pytest

from desk_cases import HOUR, LIFE, RULES, START, a_case, call, met, result, sms, worked
from fraudguard.desk.actions import (
    Action,
    AnswerLead,
    Close,
    Dispatch,
    Feedback,
    HandOver,
    Receipt,
    Relatives,
    SecondFeedback,
    Suspend,
    Transfer,
    Visit,
)
from fraudguard.desk.case import STATUS_ZH, Case
from fraudguard.desk.closure import missing
from fraudguard.errors import CaseError
from fraudguard.events.moment import from_microseconds

FINAL = {"verdict": "dissuaded", "final": True}
ENOUGH: dict[str, dict[str, Any]] = {
    "green": {"sms_delivered": True},
    "yellow": {"person_answered": True, "outcome": FINAL},
    "red": {"met": True, "outcome": FINAL, "at_risk": 0, "app_checked": "none", "bank_contacted": False},
}
"""The least that lets a case of a level close."""
BLANK = Case("", "")
EXCEPTION = {"superior": "chen", "reason": "本人已出境，无法见面"}


def codes(case: Case, action: Action | None = None) -> list[str]:
    """The codes of what a closing still needs; empty when it went through."""
    try:
        LIFE.act(case, Close(by="li") if action is None else action, START)
    except CaseError as error:
        return [fault.code for fault in error.faults]
    return []


@pytest.mark.parametrize("level", ENOUGH)
def test_the_least_is_enough(level: str) -> None:
    """A case with exactly the facts of its level closes."""
    assert [] == codes(a_case("contacting", level, **ENOUGH[level]))


@pytest.mark.parametrize(("level", "left_out"), [(level, fact) for level, facts in ENOUGH.items() for fact in facts])
def test_one_fact_less_is_not_enough(level: str, left_out: str) -> None:
    """Without any one of its facts a case stays open, and the refusal names that one need and the level, in both languages."""
    case = replace(a_case("contacting", level, **ENOUGH[level]), **{left_out: getattr(BLANK, left_out)})
    (fault,) = missing(case, RULES.desk)
    assert ["case.need"] == codes(case)
    need = {
        "sms_delivered": "短信已送达", "person_answered": "本人已接听电话", "met": "已见到本人", "outcome": "最终反馈结果",
        "at_risk": "面临损失金额", "app_checked": "涉诈软件", "bank_contacted": "是否联系银行",
    }[left_out]  # fmt: skip
    assert need in fault.message("zh")
    assert {"green": "绿色", "yellow": "黄色", "red": "红色"}[level] in fault.message("zh")
    assert f"a {level} case needs" in fault.message("en")


@pytest.mark.parametrize(
    ("level", "facts", "closes"),
    [
        ("green", {"call_answered": True}, True),
        ("green", {"met": True}, True),
        ("green", {"relatives_reached": True, "outcome": FINAL}, False),
        ("yellow", {"met": True, "outcome": FINAL}, True),
        ("yellow", {"call_answered": True, "outcome": FINAL}, False),
        ("yellow", {"sms_delivered": True, "relatives_reached": True, "outcome": FINAL}, False),
        ("red", {**ENOUGH["red"], "met": False, "person_answered": True}, False),
        ("red", {**ENOUGH["red"], "app_checked": "removed"}, True),
        ("red", {**ENOUGH["red"], "app_checked": "kept"}, False),
    ],
)
def test_what_stands_for_what(level: str, facts: dict[str, Any], closes: bool) -> None:
    """Alternatives of a guard are enough; what is merely like them is not."""
    assert ([] if closes else ["case.need"]) == codes(a_case("contacting", level, **facts))


@pytest.mark.parametrize(
    ("outcome", "fed_back", "closes"),
    [
        ({"verdict": "unknown", "final": False}, False, False),
        ({"verdict": "unknown", "final": False}, True, True),
        ({"verdict": "denied", "final": False}, False, False),
        ({"verdict": "false_alarm", "final": True}, False, True),
    ],
)
def test_a_result_counts_when_nothing_is_left_open(outcome: dict[str, Any], fed_back: bool, closes: bool) -> None:
    """An open result closes nothing until its second feedback has been given."""
    case = a_case("result", person_answered=True, outcome=outcome, second_feedback_done=fed_back)
    assert ([] if closes else ["case.need"]) == codes(case)


def test_everything_that_is_missing_is_said_at_once() -> None:
    """A fresh red case names its state, all five needs, the waited-for unit and the instruction in one refusal."""
    case = a_case(
        "unreached", "red", measures=("leader_visit",), hand_overs={"cyber": {"at": START, "answered": None}},
        leads={"R1": {"answered": None, "pushed_at": START}},
    )  # fmt: skip
    wanted = ["case.unreached", *["case.need"] * 5, "case.need_leader", "case.need_feedback", "case.need_lead"]
    assert wanted == codes(case)


@pytest.mark.parametrize("status", ["new", "unreached", "not_found", "transferred"])
@pytest.mark.parametrize("level", ENOUGH)
def test_nobody_closes_away_a_person_who_was_not_reached(status: str, level: str) -> None:
    """In these states neither all facts nor a superior close a case, and the refusal names the state."""
    case = a_case(status, level, **ENOUGH[level])
    for action in (Close(by="li"), Close(by="li", exception=EXCEPTION)):
        with pytest.raises(CaseError) as caught:
            LIFE.act(case, action, START)
        assert ["case.unreached"] == [fault.code for fault in caught.value.faults]
        assert STATUS_ZH[status] in caught.value.render("zh")


@pytest.mark.parametrize("prior", ["unreached", "not_found"])
def test_a_watch_is_no_way_round(prior: str) -> None:
    """A person who was not reached does not become closable by being watched; one who was reached before does."""
    watch = Suspend(by="li", until=from_microseconds(START + HOUR))
    case = worked(watch, case=a_case(prior, "green", sms_delivered=True))
    assert ["case.unreached"] == codes(case)
    assert ["case.unreached"] == codes(case, Close(by="li", exception=EXCEPTION))
    assert [] == codes(worked(watch, case=a_case("contacting", "green", sms_delivered=True)))
    assert [] == codes(worked(call(), case=case))


def test_a_watch_is_no_way_round_the_result() -> None:
    """While the person is watched a second feedback cannot stand in for a result that was never given."""
    watch = Suspend(by="li", until=from_microseconds(START + HOUR))
    case = worked(call(), watch)
    with pytest.raises(CaseError) as caught:
        worked(SecondFeedback(by="li"), case=case)
    assert "case.no_second_feedback" == caught.value.code
    assert ["case.need"] == codes(case)


@pytest.mark.parametrize("status", ["signed", "contacting", "reached", "dispatched", "met", "result", "suspended"])
def test_a_superior_may_allow_an_exception(status: str) -> None:
    """Where word got through to somebody another superior with a reason closes a case, and it stays marked."""
    case = a_case(status, "red", prior="contacting" if status == "suspended" else "", relatives_reached=True)
    after = worked(Close(by="li", exception=EXCEPTION), case=case)
    assert ("closed", EXCEPTION) == (after.status, after.exception)
    (entry,) = LIFE.act(case, Close(by="li", exception=EXCEPTION), START).entries
    assert {"exception": True} == entry.facts


@pytest.mark.parametrize(
    ("level", "reached", "closes"),
    [
        ("red", {}, False), ("red", {"sms_delivered": True}, False), ("green", {"sms_delivered": True}, True),
        ("red", {"relatives_reached": True}, True), ("red", {"call_answered": True}, True), ("red", {"met": True}, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", ["signed", "contacting", "dispatched"])
def test_no_exception_closes_a_case_while_nobody_was_reached(
    status: str, level: str, reached: dict[str, bool], *, closes: bool
) -> None:
    """Signing, trying and sending somebody are not reaching; a delivered text is, for green alone."""
    case = a_case(status, level, **reached)
    assert ([] if closes else ["case.unreached"]) == codes(case, Close(by="li", exception=EXCEPTION))


def test_a_closing_without_exception_says_so() -> None:
    """The ledger tells an earned closure from an allowed one."""
    (entry,) = LIFE.act(a_case("met", "green", met=True), Close(by="li"), START).entries
    assert {"exception": False} == entry.facts


def test_nobody_allows_an_exception_to_themselves() -> None:
    """The superior has to be another than the officer who closes."""
    assert ["case.own_superior"] == codes(a_case("met"), Close(by="chen", exception=EXCEPTION))


@pytest.mark.parametrize(
    ("exception", "field"),
    [
        ({"reason": "本人已出境"}, "exception.superior"), ({"superior": "chen"}, "exception.reason"),
        ({"superior": " ", "reason": "本人已出境"}, "exception.superior"),
        ({"superior": "chen", "reason": "出境了"}, "exception.reason"),
    ],
)  # fmt: skip
def test_an_exception_names_a_superior_and_a_reason(exception: dict[str, str], field: str) -> None:
    """An exception without a name, or with fewer than four characters of reason, cannot be written down."""
    with pytest.raises(CaseError) as caught:
        Close(by="li", exception=exception)
    assert ("case.action_field", field) == (caught.value.code, caught.value.params["field"])


def test_the_mark_of_an_exception_is_not_renewed_by_reopening() -> None:
    """A reopened case has to earn its closure again."""
    case = worked(Close(by="li", exception=EXCEPTION), case=a_case("met", met=True))
    assert case.exception is not None
    again = LIFE.act(case, Close(by="wang"), START)
    assert ((), case) == (again.entries, again.case)


@pytest.mark.parametrize(("leader", "closes"), [(False, False), (True, True)])
def test_after_three_denials_a_leader_has_to_have_been_there(leader: bool, closes: bool) -> None:
    """A meeting with an officer is not enough then; one with a leader is."""
    case = worked(*[result("denied")] * 3, case=a_case("reached", person_answered=True))
    after = worked(Dispatch(by="li", unit="patrol"), met(leader=leader), result(), case=case)
    assert ([] if closes else ["case.need_leader"]) == codes(after)


def test_two_denials_need_no_leader() -> None:
    """Below three denials the ordinary needs are all."""
    assert [] == codes(worked(*[result("denied")] * 2, result(), case=a_case("reached", person_answered=True)))


def test_a_specialist_unit_has_to_have_reported_back() -> None:
    """A hand-over without its feedback keeps the case open, and the refusal names the unit."""
    case = worked(call(), HandOver(by="li", unit="cyber"), result())
    assert ["case.need_feedback"] == codes(case)
    assert "cyber" in missing(case, RULES.desk)[0].message("zh")
    assert [] == codes(worked(Feedback(by="li", unit="cyber"), case=case))


def test_an_instruction_has_to_have_been_answered() -> None:
    """Each unanswered instruction of a higher centre is named; when the last is answered the case closes."""
    leads = {ref: {"pushed_at": START, "answered": None} for ref in ("R2", "R1")}
    case = a_case("reached", person_answered=True, outcome=FINAL, leads=leads)
    assert ["R1", "R2"] == [fault.params["ref"] for fault in missing(case, RULES.desk)]
    one = worked(AnswerLead(by="li", ref="R1"), case=case)
    assert ["case.need_lead"] == codes(one)
    assert [] == codes(worked(AnswerLead(by="li", ref="R2"), case=one))
    with pytest.raises(CaseError) as caught:
        worked(AnswerLead(by="li", ref="R1"), case=one)
    assert ("case.no_lead", "R2") == (caught.value.code, caught.value.params["known"])


@pytest.mark.parametrize("accepted", [None, False, True])
def test_a_case_that_another_force_took_over_in_writing_closes(accepted: bool | None) -> None:
    """Only with the other unit's receipt; without one or with a refusal the needs of its level stand."""
    case = worked(Transfer(by="li", unit="Hebei", external=True), case=a_case("contacting", "red"))
    if accepted is not None:
        case = worked(Receipt(by="li", accepted=accepted), case=case)
    assert bool(accepted) == ([] == codes(case))


def test_a_case_taken_over_still_has_to_answer_its_instructions() -> None:
    """The receipt does not answer the higher centre."""
    leads = {"R1": {"pushed_at": START, "answered": None}}
    given = {"unit": "Hebei", "external": True, "receipt": True}
    case = a_case("transferred", "red", transfer=given, leads=leads)
    assert ["case.need_lead"] == codes(case)
    assert [] == codes(worked(AnswerLead(by="li", ref="R1"), case=case))


@pytest.mark.parametrize(
    ("level", "actions"),
    [
        ("green", [sms()]),
        ("green", [call(reached="relative")]),
        ("yellow", [call(), result()]),
        ("yellow", [call("no_answer"), Dispatch(by="li", unit="patrol"), met(), result()]),
        ("red", [Dispatch(by="li", unit="patrol"), met(app="removed", bank_contacted=True), result(at_risk="1")]),
        ("red", [met(walk_in=True), result(at_risk="0", app="none", bank_contacted=False)]),
    ],
)
def test_ways_to_earn_a_closure(level: str, actions: list[Action]) -> None:
    """Worked as the level asks, a signed case closes; without the last step it does not."""
    assert [] == codes(worked(*actions, case=a_case(level=level)))
    assert [] != codes(worked(*actions[:-1], case=a_case(level=level)))


@pytest.mark.parametrize(
    ("level", "actions"),
    [
        ("green", [sms(delivered=False), Relatives(by="li", relation="son", reached=True)]),
        ("yellow", [Relatives(by="li", relation="son", reached=True), result()]),
        ("red", [call(), result(at_risk="1", app="removed", bank_contacted=True)]),
        ("red", [Dispatch(by="li", unit="patrol"), Visit(by="li", met=False)]),
    ],
)
def test_ways_that_do_not_earn_one(level: str, actions: list[Action]) -> None:
    """A text that did not arrive, relatives alone, a call for a red case, a closed door: none of them is enough."""
    assert [] != codes(worked(*actions, case=a_case(level=level)))

"""What actions and their consequences do to a case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_cases import (
    ACTIONS,
    DAY,
    DAYTIME,
    EXPECTED,
    HOUR,
    LIFE,
    MINUTE,
    START,
    STATES,
    a_case,
    call,
    met,
    ready,
    result,
    sms,
    worked,
)
from fraudguard.desk.actions import (
    Action,
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
    Suspend,
    Transfer,
    Visit,
)
from fraudguard.desk.case import STATUS_ZH, Case
from fraudguard.desk.steps import ACTION_ZH
from fraudguard.errors import CaseError

EVERY = {"sign": 1, "respond": 2, "first_contact": 3, "face_to_face": 4, "hard": 5}
"""All deadlines of a case, at instants that no effect would choose."""


def refused(case: Case, action: Action) -> CaseError:
    """The refusal of an action."""
    with pytest.raises(CaseError) as caught:
        LIFE.act(case, action, START)
    return caught.value


def codes(case: Case, action: Action) -> list[str]:
    """The codes of everything a refusal names."""
    return [fault.code for fault in refused(case, action).faults]


def kinds(case: Case, action: Action) -> list[str]:
    """The entries that an action brings."""
    return [entry.kind for entry in LIFE.act(case, action, START).entries]


def _after(row: tuple[str, str], status: str) -> str:
    """The state after an action in a state, or the code of its refusal."""
    try:
        return LIFE.act(ready(status, row), ACTIONS[row], START).case.status
    except CaseError as error:
        return ", ".join(fault.code for fault in error.faults)


@pytest.mark.parametrize("row", EXPECTED, ids=".".join)
def test_an_action_moves_the_case_or_says_what_comes_first(row: tuple[str, str]) -> None:
    """In every state an action does what the hand-written table says: leads on, stays, or is refused with its code."""
    assert EXPECTED[row] == {status: _after(row, status) for status in STATES}


@pytest.mark.parametrize("row", EXPECTED, ids=".".join)
def test_a_refusal_names_action_and_state_in_both_languages(row: tuple[str, str]) -> None:
    """What cannot be done is said in English by its names and in Chinese by its labels."""
    action = ACTIONS[row]
    for status in (status for status, given in EXPECTED[row].items() if given.startswith("case.")):
        error = refused(ready(status, row), action)
        assert f"`{action.kind}`" in error.render("en")
        assert f"`{status}`" in error.render("en")
        assert f"“{ACTION_ZH[action.kind]}”" in error.render("zh")
        assert f"“{STATUS_ZH[status]}”" in error.render("zh")


def test_what_an_officer_did_stands_in_one_entry() -> None:
    """An action gives one entry with who, when, facts, old and new values, and its remark apart."""
    (entry,) = LIFE.act(a_case("new", due=EVERY), Sign(by="wang", remark="马上办"), START + MINUTE).entries
    assert ("sign", START + MINUTE, "wang") == (entry.kind, entry.at, entry.by)
    assert {} == entry.facts
    assert {"remark": "马上办"} == entry.words
    assert ("new", "signed") == entry.change["status"]
    assert (None, START + MINUTE) == entry.change["signed_at"]
    assert ("", "wang") == entry.change["signed_by"]


def test_instants_and_money_of_an_entry_are_numbers() -> None:
    """The end of a watch stands in microseconds, an amount of 1.05 yuan as 105 fen."""
    until = Suspend(by="li", until=DAYTIME + timedelta(hours=6))
    assert {"until": START + 6 * HOUR} == LIFE.act(a_case(), until, START).entries[0].facts
    (entry,) = LIFE.act(a_case("met", met=True), result(at_risk="1.05"), START).entries
    assert 105 == entry.facts["at_risk"]


def test_the_ledger_keeps_no_payee_and_no_sentence_as_a_fact() -> None:
    """Facts are kept for ever, so a remark is not among them, and the payee's account only masked."""
    action = result("defrauded", remark="转给了6222000000000001")
    (entry,) = LIFE.act(a_case("reached", person_answered=True), action, START).entries
    assert {"verdict", "lost", "happened_at", "again", "first_payee"} == set(entry.facts)
    assert 500_000 == entry.facts["lost"]
    assert START == entry.facts["happened_at"]
    assert "6222000000000001" not in str(entry.facts) + str(entry.change)


# effects, one by one


def test_signing_meets_only_its_own_deadline() -> None:
    """A signed case has no deadline for signing any more; the others run on."""
    after = worked(Sign(by="wang"), case=a_case("new", due=EVERY))
    assert {name: at for name, at in EVERY.items() if name != "sign"} == after.due
    assert (START, "wang") == (after.signed_at, after.signed_by)


@pytest.mark.parametrize(
    ("level", "reopened", "left"),
    [
        ("green", 0, {"sign", "respond", "hard"}),
        ("yellow", 0, {"sign", "respond", "hard"}),
        ("yellow", 1, {"sign", "respond", "hard", "face_to_face"}),
        ("red", 0, {"sign", "respond", "hard", "face_to_face"}),
    ],
)
def test_a_call_answered_by_the_person_meets_deadlines(level: str, reopened: int, left: set[str]) -> None:
    """First contact is made; a yellow case needs no meeting then, unless the person was warned before; a red one does."""
    after = worked(call(), case=a_case(level=level, reopened=reopened, due=EVERY, unanswered=2))
    assert left == set(after.due)
    assert (1, 0, True, True, START) == (
        after.calls, after.unanswered, after.call_answered, after.person_answered, after.reached_at,
    )  # fmt: skip


def test_reached_at_is_the_first_time() -> None:
    """A second answered call and a second meeting leave the instants of the first."""
    once = worked(call(), Dispatch(by="li", unit="patrol"), met())
    after = worked(call(), met(), case=once, at=START + HOUR)
    assert (START, START) == (after.reached_at, after.met_at)
    assert (2, 2) == (after.calls, after.visits)


@pytest.mark.parametrize("reached", ["relative", "other"])
def test_a_call_answered_by_somebody_else_is_no_contact_with_the_person(reached: str) -> None:
    """The call counts as answered, but every deadline of the person runs on."""
    after = worked(call(reached=reached), case=a_case(due=EVERY, unanswered=2))
    assert EVERY == after.due
    assert (True, False, 0, None) == (after.call_answered, after.person_answered, after.unanswered, after.reached_at)


@pytest.mark.parametrize(
    ("level", "delivered", "contacted"), [("green", True, True), ("green", False, False), ("yellow", True, False)]
)
def test_a_text_message_is_contact_for_green_when_it_arrived(level: str, delivered: bool, contacted: bool) -> None:
    """Only a delivered text of a green case meets the deadline of the first contact."""
    after = worked(sms(delivered=delivered), case=a_case(level=level, due=EVERY))
    assert contacted == ("first_contact" not in after.due)
    assert delivered == after.sms_delivered
    assert "face_to_face" in after.due


def test_relatives_are_counted_and_remembered_as_reached() -> None:
    """A relative who was reached once stays reached when the next one is not."""
    reached, missed = (Relatives(by="li", relation="son", reached=flag) for flag in (True, False))
    assert (1, False) == ((one := worked(missed)).relatives, one.relatives_reached)
    assert (2, True) == ((both := worked(reached, missed)).relatives, both.relatives_reached)


def test_a_dispatch_meets_the_response() -> None:
    """Somebody is on the way: the circle's deadline is met, the meeting's is not."""
    after = worked(Dispatch(by="li", unit="patrol"), case=a_case(due=EVERY))
    assert "patrol" == after.dispatched_to
    assert {"sign", "first_contact", "face_to_face", "hard"} == set(after.due)


def test_a_meeting_meets_everything_that_waits_for_the_person() -> None:
    """Response, first contact and meeting are done; what was found out and who came is kept."""
    visit = met(leader=True, app="removed", bank_contacted=False)
    after = worked(visit, case=a_case("dispatched", level="red", due=EVERY))
    assert {"sign", "hard"} == set(after.due)
    assert (True, True, "removed", False, START, 1) == (
        after.met, after.leader_met, after.app_checked, after.bank_contacted, after.met_at, after.visits,
    )  # fmt: skip


def test_a_visit_in_vain_counts_and_meets_nothing() -> None:
    """Nobody at home: the visit is counted, all deadlines run on, a leader's presence is not remembered."""
    after = worked(Visit(by="li", met=False, leader=True, app="removed"), case=a_case("dispatched", due=EVERY))
    assert (EVERY, 1, False, False, "") == (after.due, after.visits, after.met, after.leader_met, after.app_checked)


def test_a_walk_in_needs_no_dispatch() -> None:
    """The person who comes to the station is met, though nobody was sent."""
    assert ("met", True) == ((after := worked(met(walk_in=True))).status, after.met)


@pytest.mark.parametrize(
    ("verdict", "again", "final"),
    [
        ("dissuaded", False, True), ("aware", False, True), ("defrauded", False, True), ("false_alarm", False, True),
        ("denied", False, False), ("unknown", False, False), ("dissuaded", True, False),
    ],
)  # fmt: skip
def test_a_result_is_final_or_asks_for_a_second_feedback(verdict: str, again: bool, final: bool) -> None:
    """The 24 hours end with any result; one that leaves something open starts those of the second feedback."""
    case = a_case("reached", person_answered=True, due=EVERY)
    after = worked(result(verdict, again=again), case=case)
    assert after.outcome is not None
    assert (verdict, final) == (after.outcome["verdict"], after.outcome["final"])
    assert "hard" not in after.due
    assert (None if final else START + 24 * HOUR) == after.due.get("second_feedback")


def test_a_second_open_result_does_not_put_the_second_feedback_off() -> None:
    """Reporting `unknown` again an hour later leaves the deadline where it was; a final result takes it away."""
    first = worked(result("unknown"), case=a_case("reached", person_answered=True))
    again = worked(result("unknown"), case=first, at=START + HOUR)
    assert START + 24 * HOUR == again.due["second_feedback"]
    assert {} == worked(result("aware"), case=again, at=START + HOUR).due


def test_a_result_keeps_scam_and_amounts_in_fen() -> None:
    """The officer's scam stands before the ticket's; amounts are whole fen; what was found out is kept."""
    case = a_case("reached", person_answered=True, scam="fake_loan")
    named = worked(result(scam="brushing", at_risk="1.05", stopped="2", app="none", bank_contacted=True), case=case)
    assert named.outcome is not None
    assert ("brushing", 200, None, 105) == (
        named.outcome["scam"], named.outcome["stopped"], named.outcome["lost"], named.at_risk,
    )  # fmt: skip
    assert ("none", True) == (named.app_checked, named.bank_contacted)
    plain = worked(result(), case=case)
    assert plain.outcome is not None
    assert ("fake_loan", None) == (plain.outcome["scam"], plain.at_risk)


def test_a_later_result_without_an_amount_keeps_the_one_that_is_known() -> None:
    """What was at risk does not get lost when the next result leaves it out."""
    assert 10_000 == worked(result(at_risk="100"), result(), case=a_case("met", met=True)).at_risk


def test_a_confirmed_loss_is_marked() -> None:
    """The mark by which the next 90 days are watched is set by a loss and by nothing else."""
    case = a_case("reached", person_answered=True)
    assert worked(result("defrauded"), case=case).prior_loss
    assert not worked(result("aware"), case=case).prior_loss


@pytest.mark.parametrize("left_out", ["lost", "first_payee", "happened_at"])
def test_a_loss_says_how_much_to_whom_and_when(left_out: str) -> None:
    """A loss that lacks one of the three is refused, and the refusal names the one."""
    error = refused(a_case("reached", person_answered=True), result("defrauded", **{left_out: None}))
    assert ["case.loss_incomplete"] == [fault.code for fault in error.faults]
    assert left_out == error.params["fields"]


def test_everything_that_is_missing_is_named_at_once() -> None:
    """A loss reported while nobody was reached, without its three facts, is refused for both reasons."""
    bare = Result(by="li", verdict="defrauded")
    error = refused(a_case("contacting"), bare)
    assert ["case.result_unreached", "case.loss_incomplete"] == [fault.code for fault in error.faults]
    assert "lost, first_payee, happened_at" == error.faults[1].params["fields"]


@pytest.mark.parametrize("fact", ["person_answered", "met", "relatives_reached"])
def test_a_result_needs_somebody_who_was_reached(fact: str) -> None:
    """Each of the three ways of reaching somebody is enough for a result, and none is not."""
    assert ["case.result_unreached"] == codes(a_case("dispatched"), result())
    assert "result" == worked(result(), case=a_case("dispatched", **{fact: True})).status


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"answered": True}, "case.answered_by"),
        ({"answered": True, "reached": "self", "failure": "busy"}, "case.answered_by"),
        ({"answered": False}, "case.failure"),
        ({"answered": False, "failure": "busy", "reached": "self"}, "case.failure"),
    ],
)
def test_a_call_says_who_answered_or_why_nobody_did(fields: dict[str, object], code: str) -> None:
    """An answered call names who, one in vain names why, and never both."""
    assert [code] == codes(a_case(), type(call())(by="li", **fields))


# calls in vain


@pytest.mark.parametrize(
    ("before", "status", "level"), [(1, "contacting", "yellow"), (2, "unreached", "red"), (3, "unreached", "red")]
)
def test_three_calls_in_vain_make_the_person_unreached(before: int, status: str, level: str) -> None:
    """The second call in vain changes nothing, the third raises the level, so does the first beyond it if none had."""
    after = worked(call("no_answer"), case=a_case("contacting", unanswered=before))
    assert (status, level, before + 1) == (after.status, after.level, after.unanswered)


def test_calls_in_vain_raise_the_level_once() -> None:
    """The third call raises green to yellow; the fourth and fifth raise nothing more."""
    case = a_case(level="green")
    levels = []
    for _ in range(5):
        case = worked(call("powered_off"), case=case)
        levels.append(case.level)
    assert ["green", "green", "yellow", "yellow", "yellow"] == levels
    assert ("unanswered",) == case.raised_by


def test_an_answered_call_starts_the_count_again() -> None:
    """Two calls in vain, one that a relative answers, two more in vain: the person is not unreached."""
    after = worked(*[call("no_answer")] * 2, call(reached="relative"), *[call("no_answer")] * 2)
    assert (2, "contacting", "yellow") == (after.unanswered, after.status, after.level)


@pytest.mark.parametrize("failure", ["busy", "refused", "forwarded"])
def test_a_line_that_is_kept_shut_raises_the_level_once_for_each_cause(failure: str) -> None:
    """Busy, refused and forwarded each raise green to yellow at the first call and nothing at the second."""
    once = worked(call(failure), case=a_case(level="green"))
    assert ("yellow", (failure,)) == (once.level, once.raised_by)
    assert "yellow" == worked(call(failure), case=once).level
    other = "busy" if failure != "busy" else "refused"
    assert "red" == worked(call(other), case=once).level


@pytest.mark.parametrize(
    "failure", ["no_answer", "powered_off", "suspended", "no_such_number", "not_the_person", "abroad"]
)
def test_other_failures_alone_raise_nothing(failure: str) -> None:
    """A call that fails for another reason only counts."""
    after = worked(call(failure), case=a_case(level="green"))
    assert ("green", ()) == (after.level, after.raised_by)


def test_the_third_busy_call_raises_for_both_causes() -> None:
    """Busy raises at the first call, being unanswered at the third: green ends up red."""
    after = worked(*[call("busy")] * 3, case=a_case(level="green"))
    assert ("red", ("busy", "unanswered")) == (after.level, after.raised_by)


def test_red_is_not_raised_further() -> None:
    """A red case stays red without an entry that says otherwise."""
    after = LIFE.act(a_case(level="red", unanswered=2), call("busy"), START)
    assert ["call"] == [entry.kind for entry in after.entries]
    assert ("red", ()) == (after.case.level, after.case.raised_by)


def test_a_raised_level_is_the_desks_own_doing() -> None:
    """The entry names the cause, belongs to nobody, and brings the new level's deadlines from now on."""
    case = a_case(level="green", due={"first_contact": START + 24 * HOUR, "hard": START + 24 * HOUR})
    done = LIFE.act(case, call("busy"), START + MINUTE)
    entry = done.entries[1]
    assert ("level_raised", {"cause": "busy"}, "system") == (entry.kind, entry.facts, entry.by)
    assert {
        "first_contact": START + MINUTE + 60 * MINUTE,
        "face_to_face": START + MINUTE + 24 * HOUR,
        "hard": START + 24 * HOUR,
    } == done.case.due
    assert START + MINUTE == done.case.level_at


# denial


@pytest.mark.parametrize(("before", "measured"), [(1, False), (2, True), (3, True)])
def test_the_third_denial_calls_for_measures(before: int, measured: bool) -> None:
    """The second denial changes nothing; from the third the leader's visit and the rest are called for, a tier higher."""
    case = a_case("reached", person_answered=True, denials=before)
    after = worked(result("denied"), case=case)
    assert before + 1 == after.denials
    wanted = ("leader_visit", "awakening_room", "relatives_call", "bank_protective_stop")
    assert (wanted if measured else ()) == after.measures
    assert ("sub_bureau" if measured else "station") == after.tier


def test_measures_are_called_for_once() -> None:
    """A fourth denial neither repeats the measures nor raises the tier again."""
    case = a_case("reached", person_answered=True, denials=2)
    after = worked(result("denied"), result("denied"), case=case)
    assert (4, "sub_bureau") == (after.denials, after.tier)
    assert ["result"] == kinds(after, result("denied"))


@pytest.mark.parametrize(
    ("field", "yuan", "tier"),
    [
        ("at_risk", "499999.99", "station"), ("at_risk", "500000", "city"), ("at_risk", "500000.01", "city"),
        ("lost", "499999.99", "station"), ("lost", "500000", "city"),
    ],
)  # fmt: skip
def test_half_a_million_goes_to_the_city(field: str, yuan: str, tier: str) -> None:
    """From 500,000 yuan at risk or lost the city's centre takes part at once; a fen less stays with the station."""
    verdict = "defrauded" if field == "lost" else "dissuaded"
    after = worked(result(verdict, **{field: yuan}), case=a_case("met", met=True))
    assert tier == after.tier


def test_a_tier_is_never_taken_back() -> None:
    """What is with the city already brings no entry when the amount is reported again."""
    case = a_case("met", met=True, tier="city")
    assert ["result"] == kinds(case, result(at_risk="600000"))


# second feedback


def test_a_second_feedback_settles_what_was_open() -> None:
    """After it the result counts as given and its deadline is met."""
    case = worked(result("unknown"), case=a_case("reached", person_answered=True))
    after = worked(SecondFeedback(by="li"), case=case)
    assert after.second_feedback_done
    assert {} == after.due


@pytest.mark.parametrize(
    ("verdict", "code"), [("dissuaded", "case.no_second_feedback"), ("denied", "case.still_denied")]
)
def test_a_second_feedback_is_not_for_what_is_settled_or_denied(verdict: str, code: str) -> None:
    """A final result expects none, and a denial is not settled by one."""
    case = worked(result(verdict), case=a_case("reached", person_answered=True))
    assert [code] == codes(case, SecondFeedback(by="li"))


def test_a_second_feedback_needs_a_first() -> None:
    """While the person is watched and no result has been reported there is nothing to add to."""
    assert ["case.no_second_feedback"] == codes(a_case("suspended", prior="reached"), SecondFeedback(by="li"))


def test_a_new_open_result_needs_a_second_feedback_of_its_own() -> None:
    """A feedback given for the result before does not count for the next one."""
    case = worked(result("unknown"), SecondFeedback(by="li"), case=a_case("reached", person_answered=True))
    assert not worked(result("unknown"), case=case).second_feedback_done


# transfer and rejection


def test_a_transfer_waits_for_its_receipt() -> None:
    """Until the other unit answers, the case is transferred, the deadlines run on, and it knows where it came from."""
    after = worked(Transfer(by="li", unit="north"), case=a_case("contacting", due=EVERY))
    assert ("transferred", "contacting", EVERY) == (after.status, after.prior, after.due)
    assert {"unit": "north", "external": False, "receipt": False} == after.transfer


def test_an_accepted_transfer_within_the_desk_is_new_at_the_other_unit() -> None:
    """The other unit has to sign it, in its own time; what was done stays done."""
    case = worked(call(), Transfer(by="li", unit="north"), case=a_case(due={"hard": START + 24 * HOUR}))
    after = worked(Receipt(by="zhao", accepted=True), case=case, at=START + HOUR)
    assert ("new", "north", None, "") == (after.status, after.unit, after.transfer, after.prior)
    assert {"sign": START + HOUR + 15 * MINUTE, "hard": START + 24 * HOUR} == after.due
    assert (None, "", True) == (after.signed_at, after.signed_by, after.person_answered)


def test_an_accepted_transfer_out_of_the_desk_stays_marked() -> None:
    """Another force has taken the case over: it stays transferred, with the receipt."""
    case = worked(Transfer(by="li", unit="Hebei", external=True), case=a_case("contacting"))
    after = worked(Receipt(by="li", accepted=True), case=case)
    assert ("transferred", {"unit": "Hebei", "external": True, "receipt": True}) == (after.status, after.transfer)


@pytest.mark.parametrize("external", [False, True])
def test_a_refused_transfer_comes_back_to_where_it_was(external: bool) -> None:
    """Nothing remains of a transfer that the other unit refused."""
    before = a_case("not_found", due=EVERY, unit="south")
    case = worked(Transfer(by="li", unit="north", external=external), case=before)
    after = worked(Receipt(by="li", accepted=False), case=case)
    assert before == replace(after, version=0)


def test_a_watch_ends_with_the_transfer_and_does_not_come_back() -> None:
    """A watched case that is transferred leaves no clock behind; refused, it is what it was before the watch."""
    watch = Suspend(by="li", until=DAYTIME + timedelta(hours=1))
    case = worked(call(), watch, Transfer(by="li", unit="north"))
    assert ("transferred", {}) == (case.status, case.due)
    assert "transferred" == LIFE.tick(case, START + 2 * HOUR).case.status
    assert ("reached", "") == ((back := worked(Receipt(by="li", accepted=False), case=case)).status, back.prior)


@pytest.mark.parametrize(("unit", "refuses"), [(None, True), ("south", True), ("north", False)])
def test_what_is_not_ours_names_another_unit(unit: str | None, refuses: bool) -> None:
    """A rejection for the area needs a unit other than the case's own; the case is new there and waits to be signed."""
    case = a_case("contacting", unit="south", due={"hard": START + 24 * HOUR})
    action = Reject(by="li", reason="not_our_area", unit=unit)
    if refuses:
        assert ["case.reject_unit"] == codes(case, action)
        return
    after = worked(action, case=case)
    assert ("new", "north", START + 15 * MINUTE, None) == (after.status, after.unit, after.due["sign"], after.signed_at)


@pytest.mark.parametrize(("other", "refuses"), [(None, True), ("c-1", True), ("c-9", False)])
def test_a_duplicate_names_the_case_it_repeats(other: str | None, refuses: bool) -> None:
    """A rejection as a duplicate needs another case; then the case has ended and nothing is due any more."""
    action = Reject(by="li", reason="duplicate", duplicate_of=other)
    if refuses:
        assert ["case.reject_duplicate"] == codes(a_case(), action)
        return
    after = worked(action, case=a_case(due=EVERY))
    assert ("rejected", {}, START, "li") == (after.status, after.due, after.ended_at, after.ended_by)


def test_the_next_unit_signs_in_its_own_time_when_the_level_rises() -> None:
    """A case that waits for its new unit to sign has the red deadline for it as soon as it is red."""
    case = worked(Reject(by="li", reason="not_our_area", unit="north"), case=a_case(signed_at=START))
    risen = LIFE.risen(case, "red", START)
    assert START + 3 * MINUTE == risen["due"]["sign"]


# hand-over


def test_a_hand_over_is_due_back_in_its_hours() -> None:
    """The case stays where it is; the specialist unit's feedback has a deadline, 48 hours if nothing else is said."""
    after = worked(HandOver(by="li", unit="cyber"), HandOver(by="li", unit="bank", feedback_hours=2))
    assert "signed" == after.status
    assert {"feedback:cyber": START + 48 * HOUR, "feedback:bank": START + 2 * HOUR} == after.due
    assert {"at": START, "answered": None} == after.hand_overs["cyber"]


def test_feedback_answers_its_own_hand_over_once() -> None:
    """The unit's deadline is met; feedback of another unit, or of the same once more, is refused and names who is waited for."""
    case = worked(HandOver(by="li", unit="cyber"), HandOver(by="li", unit="bank"))
    after = worked(Feedback(by="li", unit="cyber"), case=case, at=START + HOUR)
    assert {"feedback:bank"} == set(after.due)
    assert START + HOUR == after.hand_overs["cyber"]["answered"]
    error = refused(after, Feedback(by="li", unit="cyber"))
    assert ("case.no_hand_over", "bank") == (error.code, error.params["known"])


# watch


def test_a_watch_comes_back_by_itself() -> None:
    """A microsecond before its time the person is watched; at it the case is where it was, told by an entry of nobody's."""
    case = worked(call(), Suspend(by="li", until=DAYTIME + timedelta(hours=6)))
    assert ("suspended", "reached", {"watch": START + 6 * HOUR}) == (case.status, case.prior, case.due)
    assert () == LIFE.tick(case, START + 6 * HOUR - 1).entries
    done = LIFE.tick(case, START + 6 * HOUR)
    assert [("watch_over", "system")] == [(entry.kind, entry.by) for entry in done.entries]
    assert ("reached", "", {}) == (done.case.status, done.case.prior, done.case.due)


def test_a_watch_can_end_early() -> None:
    """Resuming brings the state back and stops the watch's clock; other clocks run on."""
    case = worked(Suspend(by="li", until=DAYTIME + timedelta(hours=6)), case=a_case("contacting", due=EVERY))
    after = worked(Resume(by="li"), case=case)
    assert ("contacting", "", EVERY) == (after.status, after.prior, after.due)


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (call(), "reached"), (call(reached="relative"), "contacting"), (Note(by="li", remark="明天再看"), "unreached"),
        (Dispatch(by="li", unit="patrol"), "dispatched"),
    ],
)  # fmt: skip
def test_what_is_done_during_a_watch_is_there_afterwards(action: Action, state: str) -> None:
    """The state that a watch comes back to moves with what is done meanwhile, as it would have without the watch."""
    watched = worked(action, case=a_case("suspended", prior="unreached", due={"watch": START + HOUR}))
    assert "suspended" == watched.status
    assert state == worked(Resume(by="li"), case=watched).status


def test_a_person_who_was_met_during_a_watch_stays_met() -> None:
    """A meeting ends the watch: its clock does not put the case back to a state before the meeting."""
    case = a_case("suspended", prior="unreached", due={"watch": START + HOUR})
    after = worked(met(walk_in=True), result(), case=case)
    assert ("result", {}) == (after.status, after.due)
    assert "result" == LIFE.tick(after, START + 2 * HOUR).case.status


# closing and what comes after


def _finished(level: str = "red", **fields: object) -> Case:
    """A case that may be closed."""
    facts = {"met": True, "at_risk": 0, "app_checked": "none", "bank_contacted": False}
    return a_case("result", level, outcome={"verdict": "dissuaded", "final": True}, **{**facts, **fields})


def test_closing_twice_changes_nothing() -> None:
    """The second closing gives no entry and the same case, whoever asks."""
    once = worked(Close(by="li"), case=_finished())
    again = LIFE.act(once, Close(by="wang"), START + DAY)
    assert ((), once) == (again.entries, again.case)
    assert ("closed", START, "li") == (once.status, once.ended_at, once.ended_by)


def test_a_closed_red_case_is_visited_again_within_a_week() -> None:
    """Every other deadline is gone; only the return visit is due, seven days later, and none for a drill."""
    after = worked(Close(by="li"), case=_finished(due=EVERY))
    assert {"return_visit": START + 7 * DAY} == after.due
    assert {} == worked(Close(by="li"), case=_finished(due=EVERY, drill=True)).due


def test_one_in_ten_of_the_others_is_drawn() -> None:
    """Of 10,000 green and yellow ids between 9 and 11 in a hundred are drawn, always the same; of red ones all."""

    def drawn(level: str, numbers: range) -> set[int]:
        cases = {number: _finished(level, id=f"c-{number:012x}") for number in numbers}
        return {number for number, case in cases.items() if worked(Close(by="li"), case=case).due}

    yellow = drawn("yellow", range(10_000))
    assert 900 <= len(yellow) <= 1_100
    assert {number for number in yellow if number < 300} == drawn("green", range(300))
    assert set(range(300)) == drawn("red", range(300))


def test_a_truthful_return_visit_settles_it() -> None:
    """The case stays closed and nothing is due any more."""
    case = worked(Close(by="li"), case=_finished())
    after = worked(ReturnVisit(by="wang", truthful=True), case=case, at=START + 3 * DAY)
    assert ("closed", {}, START) == (after.status, after.due, after.ended_at)


@pytest.mark.parametrize(("at", "early"), [(3 * DAY - 1, True), (3 * DAY, False), (3 * DAY + 1, False)])
def test_a_return_visit_is_made_after_three_days(at: int, early: bool) -> None:
    """A microsecond before three days have passed since the closing it is refused, and the days are named."""
    case = worked(Close(by="li"), case=_finished())
    action = ReturnVisit(by="wang", truthful=True)
    if not early:
        assert {} == worked(action, case=case, at=START + at).due
        return
    with pytest.raises(CaseError) as caught:
        LIFE.act(case, action, START + at)
    assert ("case.too_early", 3) == (caught.value.code, caught.value.params["days"])


@pytest.mark.parametrize("action", [ReturnVisit(by="wang", truthful=False), Reopen(by="wang", remark="又转账了")])
def test_a_reopened_case_starts_anew(action: Action) -> None:
    """Nothing that was done counts any more, level and unit stay, every deadline runs from now, the 24 hours too."""
    case = worked(Close(by="li"), case=_finished(unit="south", denials=2, calls=4, unanswered=3, raised_by=("busy",)))
    after = worked(action, case=case, at=START + 4 * DAY)
    assert ("new", "red", "south", 1) == (after.status, after.level, after.unit, after.reopened)
    assert (False, None, None, "", None, 0, ()) == (
        after.met, after.outcome, after.ended_at, after.app_checked, after.at_risk, after.unanswered, after.raised_by,
    )  # fmt: skip
    assert (2, 4) == (after.denials, after.calls)
    later = START + 4 * DAY
    assert {
        "sign": later + 3 * MINUTE, "first_contact": later + 10 * MINUTE, "face_to_face": later + 2 * HOUR,
        "respond": later + 5 * MINUTE, "hard": later + 24 * HOUR,
    } == after.due  # fmt: skip


def test_an_untruthful_case_goes_a_tier_up_and_a_reopened_one_does_not() -> None:
    """What turned out untrue is looked at by the sub-bureau; an officer's own reopening is not a complaint."""
    case = worked(Close(by="li"), case=_finished())
    assert "sub_bureau" == worked(ReturnVisit(by="wang", truthful=False), case=case, at=START + 3 * DAY).tier
    assert "station" == worked(Reopen(by="wang", remark="又转账了"), case=case).tier


# calls that go on


@pytest.mark.parametrize(("minutes", "level"), [(14.999, "yellow"), (15, "red"), (15.001, "red")])
def test_a_call_that_goes_on_for_15_minutes_raises_the_level(minutes: float, level: str) -> None:
    """A call that began then is watched from its beginning, and acts at its fifteenth minute."""
    case = LIFE.on_line(a_case(), START - 10 * MINUTE, START).case
    assert {"on_line": START + 5 * MINUTE} == case.due
    assert level == LIFE.tick(case, START - 10 * MINUTE + round(minutes * MINUTE)).case.level


def test_still_on_line_is_told_once() -> None:
    """The clock of the call goes off once, names since when, and a second long call raises nothing more."""
    case = LIFE.on_line(a_case(level="green"), START, START).case
    done = LIFE.tick(case, START + HOUR)
    assert ["still_on_line", "level_raised"] == [entry.kind for entry in done.entries]
    assert {"since": START} == done.entries[0].facts
    assert ("yellow", ("on_line",)) == (done.case.level, done.case.raised_by)
    assert () == LIFE.tick(done.case, START + HOUR).entries
    second = LIFE.on_line(done.case, START + HOUR, START + HOUR).case
    assert "yellow" == LIFE.tick(second, START + 2 * HOUR).case.level


def test_a_call_that_ends_in_time_raises_nothing() -> None:
    """Hanging up stops the clock; hanging up when no call was watched writes nothing."""
    case = LIFE.on_line(a_case(), START, START).case
    assert {} == LIFE.off_line(case, START + MINUTE).case.due
    assert () == LIFE.off_line(a_case(), START).entries

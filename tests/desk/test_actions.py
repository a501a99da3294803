"""Actions are checked where they are made: what cannot be is refused with `CaseError`, by field."""

from datetime import datetime
from typing import Any

import pytest

from desk_cases import ACTIONS, DAYTIME
from fraudguard.desk.actions import ACTIONS as KINDS
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
    ReturnVisit,
    Sign,
    Sms,
    Suspend,
    Transfer,
    Visit,
)
from fraudguard.desk.exchange import masked
from fraudguard.errors import CaseError

REQUIRED: dict[type[Action], dict[str, Any]] = {
    CallAttempt: {"answered": True},
    Sms: {"template": "t1", "delivered": True},
    Relatives: {"relation": "son", "reached": True},
    Dispatch: {"unit": "patrol"},
    Visit: {"met": True},
    Transfer: {"unit": "north"},
    Receipt: {"accepted": True},
    Reject: {"reason": "duplicate"},
    Result: {"verdict": "aware"},
    ReturnVisit: {"truthful": True},
    HandOver: {"unit": "cyber"},
    Feedback: {"unit": "cyber"},
    AnswerLead: {"ref": "R1"},
    Suspend: {"until": DAYTIME},
    Note: {"remark": "一句备注"},
    Reopen: {"remark": "又接到来电"},
}
"""What each action cannot be without, beside the officer."""


def refused(made: type[Action], **fields: Any) -> CaseError:
    """The refusal to make an action."""
    with pytest.raises(CaseError) as caught:
        made(**fields)
    return caught.value


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_every_action_names_its_officer(made: type[Action]) -> None:
    """Without a name, or with a blank one, nothing is recorded; with one, what is required is enough."""
    fields = REQUIRED.get(made, {})
    for by in ({}, {"by": ""}, {"by": "  "}, {"by": None}, {"by": "x" * 101}, {"by": 7}):
        error = refused(made, **fields, **by)
        assert ("case.action_field", "by", made.kind) == (error.code, error.params["field"], error.params["action"])
    assert "li" == made(by=" li ", **fields).by


@pytest.mark.parametrize(
    ("made", "field"), [(made, field) for made, fields in REQUIRED.items() for field in fields], ids=str
)
def test_what_is_required_cannot_be_left_out(made: type[Action], field: str) -> None:
    """The refusal names the field that is missing, in English and Chinese."""
    error = refused(made, by="li", **{name: value for name, value in REQUIRED[made].items() if name != field})
    assert field == error.params["field"]
    assert f"`{field}`" in error.render("zh")
    assert f"`{field}`" in error.render("en")


@pytest.mark.parametrize(
    ("made", "fields", "field"),
    [
        (CallAttempt, {"answered": "perhaps"}, "answered"),
        (CallAttempt, {"answered": False, "failure": "asleep"}, "failure"),
        (CallAttempt, {"answered": True, "reached": "nobody"}, "reached"),
        (Visit, {"met": True, "app": "maybe"}, "app"),
        (Result, {"verdict": "robbed"}, "verdict"),
        (Result, {"verdict": "aware", "at_risk": "-1"}, "at_risk"),
        (Result, {"verdict": "aware", "lost": "1.005"}, "lost"),
        (Result, {"verdict": "aware", "stopped": "much"}, "stopped"),
        (Result, {"verdict": "aware", "happened_at": "yesterday"}, "happened_at"),
        (Result, {"verdict": "aware", "happened_at": datetime(2026, 3, 4, 10)}, "happened_at"),  # noqa: DTZ001
        (Reject, {"reason": "no_time"}, "reason"),
        (HandOver, {"unit": "cyber", "feedback_hours": 0}, "feedback_hours"),
        (HandOver, {"unit": "cyber", "feedback_hours": 721}, "feedback_hours"),
        (HandOver, {"unit": "cyber", "feedback_hours": 1.5}, "feedback_hours"),
        (Suspend, {"until": "soon"}, "until"),
        (Note, {"remark": "三个字"}, "remark"),
        (Note, {"remark": "x" * 2_001}, "remark"),
        (Reopen, {"remark": "   "}, "remark"),
        (Sign, {"remark": "x" * 2_001}, "remark"),
        (Sign, {"at": datetime(2026, 3, 4, 10)}, "at"),  # noqa: DTZ001
        (Sign, {"colour": "red"}, "colour"),
        (Dispatch, {"unit": "x" * 101}, "unit"),
        (Close, {"exception": "yes"}, "exception"),
        (Close, {"exception": {"superior": "chen"}}, "exception.reason"),
        (Close, {"exception": {"superior": "chen", "reason": "本人出境", "colour": "red"}}, "exception.colour"),
    ],
)
def test_what_cannot_be_is_refused(made: type[Action], fields: dict[str, Any], field: str) -> None:
    """Unknown words, impossible amounts and times, texts that are too long or too short: the field is named."""
    error = refused(made, by="li", **fields)
    assert ("case.action_field", field) == (error.code, error.params["field"])


@pytest.mark.parametrize("hours", [1, 48, 720])
def test_a_hand_over_may_be_due_within_30_days(hours: int) -> None:
    """From one hour to 720; 48 if nothing is said."""
    assert hours == HandOver(by="li", unit="cyber", feedback_hours=hours).feedback_hours
    assert 48 == HandOver(by="li", unit="cyber").feedback_hours


def test_amounts_are_fen() -> None:
    """What is given in yuan, with or without commas, is held in whole fen."""
    made = Result(by="li", verdict="aware", at_risk="22,848.05", stopped=100, lost=None)
    assert (2_284_805, 10_000, None) == (made.at_risk, made.stopped, made.lost)


@pytest.mark.parametrize("row", ACTIONS, ids=".".join)
def test_an_action_cannot_be_changed(row: tuple[str, str]) -> None:
    """Once made it is what was recorded."""
    with pytest.raises(Exception, match="frozen"):
        ACTIONS[row].by = "wang"


def test_every_kind_is_found_by_its_name() -> None:
    """The register has each action under its own kind."""
    assert list(KINDS) == [made.kind for made in KINDS.values()]
    assert "" not in KINDS


def test_numbers_in_sentences_are_masked() -> None:
    """Phones and accounts in a remark and in the reason of an exception do not reach the ledger; other actions stay as they are."""
    reason = "与 13912345678 的户主核实过，卡号 6222021234567890123"
    action = Close(by="li", remark="打过 13912345678", exception={"superior": "chen", "reason": reason})
    hidden = masked(action)
    assert isinstance(hidden, Close)
    assert hidden.exception is not None
    for text in (hidden.remark, hidden.exception.reason):
        assert "13912345678" not in text
        assert "6222021234567890123" not in text
    assert ("chen", "li") == (hidden.exception.superior, hidden.by)
    plain = Sign(by="li")
    assert plain is masked(plain)

"""Every confuser: its events are real events, its story holds what tempts and what clears."""

from collections.abc import Callable
from typing import Any

import pytest

from fraudguard.events.catalogue import read
from fraudguard.simulate.confusers import CONFUSERS, Confuser
from honest_people import PEOPLE, START, as_event, person, stories

ROWS = (
    "Police broadcast, bank pop-up, 12381 text, drama, school quiz",
    "Real meeting on 腾讯会议 while paying a bill",
    "IT support uses 向日葵/ToDesk",
    "Son helps mother by remote app",
    "Real refund (platform corporate account, in only)",
    "Real airline SMS (short code, no link)",
    "Real loan taken and paid to a shop, tuition, house deposit",
    "Debt consolidation: loan A pays lender B",
    "Moving savings between own banks, CD maturity",
    "Salary day, wedding, funeral, rent, tuition: many transfers, round sums",
    "First payment to a new supplier with contract",
    "Boss really asks; call-back confirmed",
    "Shared-expense groups, group gifts (AA, 红包 200 x 20)",
    "Parent pays a child's game/online course",
    "Merchant with many payers (small shop, 摆摊)",
    "Payroll account, property fee, church or class collection",
    "Buying gold for a wedding, cash for New Year gifts",
    "Long call with an insurance salesperson",
    "Overseas relatives' calls",
    "Courier/ride-hailing high-frequency callers",
    "Stock money to a licensed broker; USDT not involved",
    "Real police or court call (96110, 110, station landline)",
)
MINUTE = 60_000_000
each = pytest.mark.parametrize("confuser", CONFUSERS.values(), ids=list(CONFUSERS))


def _outs(events: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [event for event in events if event.get("direction") == "out" and event["kind"] == "transaction"]


def _share(confuser: str, holds: Callable[[tuple[dict[str, Any], ...]], bool], count: int = 120) -> float:
    told = stories(CONFUSERS[confuser], count)
    return sum(holds(story.events) for story in told) / count


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_a_confuser(row: str) -> None:
    """Each situation of DOMAIN 13 is told by at least one confuser."""
    assert row in {confuser.title for confuser in CONFUSERS.values()}


@each
def test_events_are_real_events(confuser: Confuser) -> None:
    """Each fact of each event is one the event model has, and it is read back as it was told."""
    for story in stories(confuser, 24):
        for flat in story.events:
            event = as_event(flat)
            told = {path: value for path, value in flat.items() if not path.startswith("_")}
            heard = {path: event.kind if path == "kind" else read(event, path) for path in told}
            assert {**told, "url_hosts": tuple(told.get("url_hosts", ()))} == {
                **heard,
                "url_hosts": heard.get("url_hosts", ()),
            }


@each
def test_a_story_is_benign_and_in_order(confuser: Confuser) -> None:
    """A story is the person's own, has events in order from its start on, and no stage and no loss."""
    for place, story in enumerate(stories(confuser, 24)):
        times = [event["at"] for event in story.events]
        assert times
        assert sorted(times) == times
        assert START + place * 9 * 60 * MINUTE <= times[0]
        assert {PEOPLE[place % len(PEOPLE)].number} == {event["_person"] for event in story.events}
        assert {""} == {event["_stage"] for event in story.events}
        assert not any("_loss" in event for event in story.events)
        assert (confuser.id, (), "") == (story.name, story.techniques, story.reached)


@each
def test_one_seed_tells_one_story(confuser: Confuser) -> None:
    """The same generator tells the same story; another tells another."""
    first, again = stories(confuser, 6), stories(confuser, 6)
    assert first == again
    assert len({repr([{**e, "at": 0, "_person": 0} for e in story.events]) for story in stories(confuser, 30)}) > 12


@each
def test_each_is_planted_often_enough_to_measure(confuser: Confuser) -> None:
    """The rate gives at least 150 stories in a year of 20,000 persons (the rate is per 1,000 a month)."""
    assert confuser.rate * 20 * 12 >= 150


def test_together_they_do_not_dominate_life() -> None:
    """All confusers bring less than 3,000 events per 1,000 persons a month; life brings some 250,000."""
    events = 0.0
    for confuser in CONFUSERS.values():
        told = stories(confuser, 24)
        events += confuser.rate * sum(len(story.events) for story in told) / len(told)
    assert events < 3_000


@each
def test_somebody_suits_and_weights_are_sound(confuser: Confuser) -> None:
    """Weights are never negative, somebody of the cast suits, and hours and weekdays are whole sets."""
    weights = [confuser.suits(subject) for subject in PEOPLE]
    assert min(weights) >= 0
    assert max(weights) > 0
    assert 24 == len(confuser.hours)
    assert 7 == len(confuser.weekdays)
    assert max(confuser.hours) > 0


def test_warnings_speak_the_swindlers_words() -> None:
    """Broadcasts of a season name the tricks of nearly all schemes in the swindlers' own words."""
    heard = "".join(
        str(event.get("text", "")) for story in stories(CONFUSERS["police_broadcast"], 150) for event in story.events
    )
    words = ("百万保障", "屏幕共享", "安全账户", "刷单", "解冻费", "注销校园贷", "退改签", "清关费", "一会儿有人来取钱")
    assert [] == [word for word in words if word not in heard]


def test_help_comes_from_the_address_book() -> None:
    """Whoever helps by shared screen or remote control is somebody the parent knows."""
    mother = person(age=68, role="retired")
    for story in stories(CONFUSERS["child_helps"], 40, mother):
        calls = [event for event in story.events if event["kind"] == "call"]
        shared = [event for event in story.events if event.get("type") in {"screen_share", "remote_control"}]
        assert set() == {event["peer"] for event in calls} - set(mother.contacts)
        assert ["on", "off"] == [event["state"] for event in shared]


def test_a_refund_takes_nothing_first() -> None:
    """Before the platform's refund came in, nothing has gone out."""
    for story in stories(CONFUSERS["real_refund"], 60):
        money = [event for event in story.events if event["kind"] == "transaction"]
        assert ("in", "refund") == (money[0]["direction"], money[0]["method"])


def test_an_airline_sends_no_link() -> None:
    """The airline writes from a short code and its text has no link."""
    for story in stories(CONFUSERS["real_flight"], 60):
        notice = story.events[0]
        assert notice["sender"].isdigit()
        assert len(notice["sender"]) == 5
        assert "url_hosts" not in notice


def test_debts_go_to_lenders_only() -> None:
    """What a debt consolidation pays out goes to lenders, and more than one loan comes in now and then."""
    told = stories(CONFUSERS["debt_consolidation"], 60)
    assert {"9901"} == {event["payee.account"][:4] for story in told for event in _outs(story.events)}
    assert 2 == max(sum(event.get("method") == "loan" for event in story.events) for story in told)


def test_savings_go_to_the_person() -> None:
    """Where the bank knows the kind, all that leaves goes to the person's own account."""
    told = stories(CONFUSERS["own_banks"], 60)
    assert {"self"} == {event["payee.kind"] for story in told for event in _outs(story.events) if "payee.kind" in event}


def test_the_boss_is_called_back_before_money_moves() -> None:
    """An answered call with the boss's own number comes before the payment."""
    for story in stories(CONFUSERS["real_boss"], 40, PEOPLE[2]):
        paid = _outs(story.events)[0]["at"]
        talked = [event for event in story.events if event["kind"] == "call" and event["answered"]]
        assert talked[0]["peer"] in PEOPLE[2].contacts
        assert talked[0]["at"] < paid


def test_a_loan_is_passed_on_within_two_hours() -> None:
    """A loan looks like a trap: nearly all leaves within hours (the counter opens when it opens), mostly to a firm."""
    firm = 0
    for story in stories(CONFUSERS["loan_spent"], 60):
        loan = next(event for event in story.events if event.get("method") == "loan")
        spent = _outs(story.events)[-1]
        assert spent["channel"] == "counter" or 0 < spent["at"] - loan["at"] <= 140 * MINUTE
        assert 0.79 * loan["amount"] <= spent["amount"] <= loan["amount"]
        firm += spent["payee.account"].startswith("9900")
    assert 40 < firm < 60


@pytest.mark.parametrize(
    ("confuser", "looks", "least"),
    [
        ("insurance_talk", lambda events: events[0]["kind"] == "call" and events[0]["duration_s"] >= 600, 1.0),
        ("kin_abroad", lambda events: any(e.get("peer", "").startswith("00") for e in events), 1.0),
        ("meeting_bill", lambda events: any(e.get("device.screen_sharing") for e in events), 0.3),
        ("it_support", lambda events: any(e.get("type") == "remote_control" for e in events), 1.0),
        ("many_payers", lambda events: len({e.get("payer.account") for e in events}) >= 8, 1.0),
        ("payroll", lambda events: len(_outs(events)) >= 5, 1.0),
        ("child_game", lambda events: len(_outs(events)) >= 10, 0.3),
        ("feast", lambda events: len(_outs(events)) >= 3, 1.0),
        ("gold_or_cash", lambda events: sum(e["amount"] for e in _outs(events)) >= 5_000_000, 0.3),
        ("new_supplier", lambda events: _outs(events)[0]["amount"] >= 500_000, 0.9),
        ("new_phone", lambda events: sum(e.get("is_otp", False) for e in events) >= 4, 1.0),
        ("real_police", lambda events: events[0]["kind"] == "call", 1.0),
        ("licensed_broker", lambda events: len(_outs(events)) >= 2, 0.5),
        ("shared_group", lambda events: sum(e.get("direction") == "in" for e in events) >= 3, 0.7),
        ("courier_calls", lambda events: len({e.get("peer") for e in events}) >= 4, 0.8),
    ],
)
def test_the_story_looks_like_fraud(confuser: str, looks: Callable[[Any], bool], least: float) -> None:
    """At least this share of the stories carries the sign for which an honest person is suspected."""
    assert _share(confuser, looks) >= least

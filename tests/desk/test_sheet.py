"""The sheet: what the officer sees of a case, as plain data."""

import json
import typing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desk_scenes import Clock, at, desk, event, met, reached, sent, ticket
from fraudguard.desk import (
    AnswerLead,
    CallAttempt,
    Case,
    Desk,
    HandOver,
    Receipt,
    Result,
    ReturnVisit,
    Sign,
    Suspend,
    Transfer,
    Visit,
    labels,
)
from fraudguard.desk.actions import ACTIONS
from fraudguard.desk.case import STATUS_ZH
from fraudguard.desk.clocks import DUE_ZH
from fraudguard.desk.desk import PURPOSES
from fraudguard.desk.lifecycle import _MEASURES
from fraudguard.desk.next_step import next_step
from fraudguard.desk.sheet import Sheet, sheet_schema
from fraudguard.events.lead import Lead
from fraudguard.events.moment import microseconds
from fraudguard.pack.desk_policy import MINUTE

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "case.schema.json"


@pytest.fixture
def clock() -> Clock:
    """The desk's clock."""
    return Clock()


@pytest.fixture
def one(clock: Clock) -> Iterator[Desk]:
    """A desk in memory."""
    with desk(clock) as opened:
        yield opened


def countdown(sheet: Sheet, name: str) -> tuple[int | None, bool, bool]:
    """Minutes left, overdue, done late."""
    (found,) = [one for one in sheet.countdowns if one.name == name]
    return found.minutes, found.overdue, found.done


def test_who_what_how_urgent_and_what_now(one: Desk) -> None:
    """The sheet of a new case names person, scam, level and unit with Chinese labels, and says to sign."""
    case = one.take(ticket("red", urgent=True), event())
    sheet = one.sheet(case.id)
    assert ("手机 138****1001", "红", True, "新建", "派出所") == (
        sheet.case.label, sheet.case.level_zh, sheet.case.urgent, sheet.case.status_zh, sheet.case.tier_zh,
    )  # fmt: skip
    assert ("冒充客服·关闭百万保障/会员", "控制", "南湖派出所", "社区") == (
        sheet.case.scam_zh, sheet.case.stage_zh, sheet.case.unit_name, sheet.case.position_zh,
    )  # fmt: skip
    assert "马上签收" == sheet.now.zh
    assert None is sheet.last


def test_an_unknown_place_is_said(one: Desk) -> None:
    """Without a place the widest circle counts, and the sheet says so; with one it says how far."""
    unknown = one.sheet(one.take(ticket(), event()).id).place
    assert (False, None, 3, "位置不明：按最外圈（第 3 圈）出警") == (
        unknown.known, unknown.metres, unknown.circle, unknown.said.zh,
    )  # fmt: skip
    known = one.sheet(one.take(ticket(number=2), event(2, placed=True)).id).place
    assert (True, 1, "距最近警力 500 米，第 1 圈") == (known.known, known.circle, known.said.zh)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(14.99, (0, False, False)), (15, (0, True, False)), (16, (-1, True, False))]
)
def test_a_countdown_around_its_end(one: Desk, minutes: float, expected: tuple[int, bool, bool]) -> None:
    """Whole minutes are left until the deadline; from the deadline on it is overdue."""
    case = one.take(ticket(), event())
    assert expected == countdown(one.sheet(case.id, at(minutes)), "sign")


def test_the_most_pressing_comes_first(one: Desk, clock: Clock) -> None:
    """What was missed stands first, then what is due by time; what was done late stands last."""
    case = one.take(ticket(), event())
    one.tick(clock.later(minutes=61))
    names = [found.name for found in one.sheet(case.id).countdowns]
    assert ["sign", "first_contact", "face_to_face", "hard"] == names
    one.record(case.id, Sign(by="王警官"))
    names = [found.name for found in one.sheet(case.id).countdowns]
    assert ["first_contact", "face_to_face", "hard", "sign"] == names


def test_what_was_missed_stays_on_the_sheet(one: Desk, clock: Clock) -> None:
    """A missed deadline is 已超时 with the minutes since; done late it says that, too."""
    case = one.take(ticket(), event())
    one.tick(clock.later(minutes=20))
    assert (-5, True, False) == countdown(one.sheet(case.id), "sign")
    one.record(case.id, Sign(by="王警官"))
    assert (-5, True, True) == countdown(one.sheet(case.id), "sign")


def test_the_evidence_is_as_it_was_written(one: Desk) -> None:
    """Why, what to say and what to do first are those of the ticket; bank actions have words."""
    sheet = one.sheet(one.take(ticket(), event()).id)
    assert ("陌生来电还没有挂断，手机已开始共享屏幕", "第一次向葛*的账户转账") == sheet.why.sentences
    assert sheet.say.script.startswith("您这笔钱")
    assert 2 == len(sheet.say.questions)
    assert ("让当事人立即挂断来电，退出会议，先不做任何转账操作。",) == sheet.first.first_aid
    assert [("verify_call", "银行回拨核实交易目的。"), ("re_authenticate", "银行要求重新核验身份。")] == [
        (found.name, found.zh) for found in sheet.first.bank
    ]


def test_bank_actions_follow_the_level_that_the_desk_raised(one: Desk) -> None:
    """A yellow ticket's case that calls in vain have made red recommends what red recommends."""
    case = one.take(ticket(), event())
    one.record(case.id, Sign(by="王警官"))
    one.record(case.id, CallAttempt(by="王警官", answered=False, failure="busy"))
    assert ["verify_call", "delay_settlement", "limit_channel"] == [a.name for a in one.sheet(case.id).first.bank]


def test_evidence_after_its_time_is_over(one: Desk, clock: Clock) -> None:
    """After the purge the sheet says that the words are gone; who, when and what was done stay."""
    case = one.take(ticket("green"), event())
    reached(one, case)
    one.close(case.id, by="王警官")
    clock.later(days=1_096)
    one.purge()
    sheet = one.sheet(case.id)
    assert (False, (), "依据、话术已超过保存期限，已删除") == (sheet.why.kept, sheet.why.sentences, sheet.why.said.zh)
    assert ("", ()) == (sheet.say.script, sheet.first.advice)
    assert "王警官" == sheet.case.ended_by


def test_what_closing_needs(one: Desk) -> None:
    """The needs are those of the desk, in both languages; a case that may be closed is ready."""
    case = one.take(ticket("red"), event())
    closing = one.sheet(case.id).closing
    assert not closing.ready
    assert one.needs(case) == tuple(need.zh for need in closing.needs)
    assert one.needs(case, "en") == tuple(need.en for need in closing.needs)
    case = met(one, case)
    one.record(case.id, Result(by="王警官", verdict="dissuaded", at_risk="22,848"))
    assert one.sheet(case.id).closing.ready
    one.close(case.id, by="王警官")
    ended = one.sheet(case.id)
    assert (False, (), "已结束，等待回访") == (ended.closing.ready, ended.closing.needs, ended.now.zh)


def test_a_lead_that_repeats_another_has_a_badge(one: Desk, clock: Clock) -> None:
    """Of two instructions about one person the later carries 重复预警, with who pushed the first and when."""
    case = one.take(ticket(), event())
    with one.store.writing() as tx:
        for ref, issuer in (("B-1", "部中心"), ("S-7", "省中心")):
            lead = Lead(id=ref, at=clock(), person={"key": "x"}, ref=ref, issuer=issuer, level="yellow")
            one.reception.lead(tx, case.subject, lead, microseconds(clock()), drill=False)
    one.record(case.id, Sign(by="王警官"))
    one.record(case.id, AnswerLead(by="王警官", ref="B-1"))
    first, second = one.sheet(case.id).leads
    assert ("部中心", "黄", "") == (first.issuer, first.level_zh, first.badge)
    assert first.answered_at
    assert ("重复预警：部中心 03-05 10:00 已推送 B-1", None) == (second.badge, second.answered_at)
    assert ("指令答复 S-7", "answer the instruction S-7") in [(c.zh, c.en) for c in one.sheet(case.id).countdowns]


def test_measures_after_the_third_denial(one: Desk) -> None:
    """A person who denies it three times brings the leader, the awakening room, relatives and the bank."""
    case = met(one, one.take(ticket(), event()))
    for _ in range(3):
        one.record(case.id, Result(by="王警官", verdict="denied"))
    sheet = one.sheet(case.id)
    assert 3 == sheet.case.denials
    assert [
        "所领导上门",
        "请到反诈唤醒室，由受骗过的人现身说法",
        "请亲友到场一起劝",
        "建议银行对本人账户限时保护性止付",
    ] == [found.zh for found in sheet.first.measures]


def test_the_return_visit_has_its_days(one: Desk, clock: Clock) -> None:
    """A closed red case says from when until when the return visit belongs; it is gone when that was made, late or not."""
    case = met(one, one.take(ticket("red"), event()))
    one.record(case.id, Result(by="王警官", verdict="aware", at_risk=0))
    one.close(case.id, by="王警官")
    visit = one.sheet(case.id).return_visit
    assert visit is not None
    assert ("2025-03-08T10:00:00+08:00", "2025-03-12T10:00:00+08:00") == (visit.since, visit.until)
    one.tick(clock.later(days=8))
    assert (-1440, True, False) == countdown(one.sheet(case.id), "return_visit")
    one.record(case.id, ReturnVisit(by="李警官", truthful=True))
    assert (-1440, True, True) == countdown(one.sheet(case.id), "return_visit")
    assert None is one.sheet(case.id).return_visit


def test_who_acted_last_is_a_person(one: Desk, clock: Clock) -> None:
    """Clocks and tickets act, too; the sheet names the last officer, what was done and when."""
    case = one.take(ticket(), event())
    one.record(case.id, Sign(by="王警官"))
    one.tick(clock.later(hours=2))
    last = one.sheet(case.id).last
    assert last is not None
    assert ("王警官", "sign", "签收", "2025-03-05T10:00:00+08:00") == (last.by, last.kind, last.zh, last.at)


def test_hand_overs_and_their_unit(one: Desk) -> None:
    """Work that specialists have is named by their unit, with whether they have reported back."""
    case = one.take(ticket(), event())
    one.record(case.id, Sign(by="王警官"))
    one.record(case.id, HandOver(by="王警官", unit="cyber"))
    sheet = one.sheet(case.id)
    assert [("cyber", "网安大队", None)] == [(h.unit, h.unit_name, h.answered_at) for h in sheet.hand_overs]
    assert "专业队反馈 网安大队" in [found.zh for found in sheet.countdowns]


def test_no_contact_data(one: Desk) -> None:
    """Neither the phone number nor the payee's account is on the sheet."""
    text = json.dumps(one.sheet(one.take(ticket(), event(placed=True)).id).to_dict(), ensure_ascii=False)
    assert [] == [secret for secret in ("13800001001", "6299990000009000016", "30.0045") if secret in text]


def test_an_account_has_no_door(one: Desk) -> None:
    """The sheet of a payee's case says that there is nobody to visit."""
    case = one.take(ticket(subject="account:1", label="账户 629999***0016"), event(), payee=True)
    assert "涉及收款账户，没有上门地点" == one.sheet(case.id).place.said.zh


def states(one: Desk) -> Iterator[Case]:
    """Cases in many states."""
    yield one.take(ticket("red", 1, urgent=True), event(1))
    yield sent(one, one.take(ticket("red", 2), event(2, placed=True)))
    yield reached(one, one.take(ticket("yellow", 3), event(3)))
    case = met(one, one.take(ticket("red", 4), event(4)))
    one.record(case.id, Result(by="王警官", verdict="dissuaded", at_risk="100"))
    yield one.close(case.id, by="王警官")
    case = reached(one, one.take(ticket("green", 5), event(5)))
    yield one.record(case.id, HandOver(by="王警官", unit="cyber"))


def test_real_sheets_hold_to_the_schema(one: Desk) -> None:
    """Sheets of cases in many states have the published form."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [] == [fault for case in states(one) for fault in faults(one.sheet(case.id).to_dict(), schema, schema)]


def test_the_schema_is_published() -> None:
    """The committed schema is what the code gives; `scripts/generate_reference.py` writes it."""
    assert sheet_schema() == json.loads(SCHEMA.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("case", "level"), "blue"),
        (("case", "points"), "62"),
        (("countdowns",), {}),
        (("closing", "more"), 1),
        (("last",), 3),
        (("why",), None),
    ],
)
def test_a_spoilt_sheet_does_not_hold_to_the_schema(one: Desk, path: tuple[str, ...], value: object) -> None:
    """The schema is strict: another value, another type or one field more is found."""
    data = one.sheet(one.take(ticket(), event()).id).to_dict()
    part = data
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    assert [] != list(faults(data, sheet_schema(), sheet_schema()))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "signed", "level": "red"}, "打给本人，同时联系亲友、派人上门"),
        ({"status": "signed", "level": "yellow"}, "打给本人劝阻"),
        ({"status": "contacting", "level": "green"}, "发短信提醒，或打给本人"),
        ({"status": "unreached", "level": "yellow"}, "人还没有联系上，继续拨打，同时联系亲友、派人上门"),
        ({"status": "reached", "level": "red"}, "电话已通，仍须见面，派人上门"),
        ({"status": "reached", "level": "yellow"}, "登记处置结果"),
        ({"status": "dispatched", "level": "red"}, "民警在路上，见到本人后登记见面"),
        ({"status": "not_found", "level": "red"}, "上门没有找到人，联系亲友、查找去向，继续派人"),
        ({"status": "met", "level": "red"}, "登记处置结果"),
        ({"status": "result", "level": "red"}, "仍须见面，派人上门"),
        ({"status": "result", "level": "red", "measures": ("leader_visit",)}, "多次不认可，请所领导上门"),
        (
            {"status": "result", "level": "red", "met": True, "outcome": {"verdict": "denied", "final": False}},
            "本人仍不认可，继续劝阻",
        ),
        (
            {"status": "result", "level": "yellow", "outcome": {"verdict": "unknown", "final": False}},
            "查清未知情况，做二次反馈",
        ),
        (
            {"status": "result", "level": "red", "met": True, "outcome": {"verdict": "aware", "final": True}},
            "补齐办结条件",
        ),
        ({"status": "reached", "level": "yellow", "outcome": {"verdict": "aware", "final": True}}, "补齐办结条件"),
        ({"status": "suspended", "level": "red"}, "监护中，留意再次来电和转账"),
        ({"status": "transferred", "level": "red", "transfer": {"receipt": False}}, "催对方单位出具接收回执"),
        ({"status": "rejected", "level": "red"}, "已结束"),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_the_next_step(changes: dict[str, Any], expected: str) -> None:
    """Each state has one sentence that says what to do now."""
    assert expected == next_step(replace(Case("c-1", "s"), **changes), ("x",))[0]


def test_nothing_is_left_to_do_but_to_close(one: Desk) -> None:
    """A case whose guards hold says that it may be closed; transferred with a receipt, too."""
    case = reached(one, one.take(ticket(), event()))
    one.record(case.id, Result(by="王警官", verdict="aware"))
    assert "可以办结，条件已齐" == one.sheet(case.id).now.zh
    other = one.take(ticket("red", 2), event(2))
    one.record(other.id, Sign(by="王警官"))
    one.record(other.id, Transfer(by="王警官", unit="外省某所", external=True))
    assert "催对方单位出具接收回执" == one.sheet(other.id).now.zh
    one.record(other.id, Receipt(by="王警官", accepted=True))
    assert "对方已接收，可以办结" == one.sheet(other.id).now.zh


def test_a_watch_counts_down(one: Desk) -> None:
    """A person who is watched has the end of the watch on the sheet."""
    case = met(one, one.take(ticket(), event()))
    one.record(case.id, Suspend(by="王警官", until=at(600)))
    assert (600, False, False) == countdown(one.sheet(case.id), "watch")


def test_tickets_whose_ids_begin_alike_have_cases_of_their_own(one: Desk) -> None:
    """A case takes its id from the beginning of its ticket's; where that is taken by another subject's, it goes on."""
    first = one.take(ticket(id="a" * 32), event())
    second = one.take(ticket(number=2, id="a" * 12 + "b" * 20), event(2))
    assert first.id != second.id
    assert [first, second] == [one.case(first.id), one.case(second.id)]


def test_labels_are_complete() -> None:
    """Every deadline, measure, failure, person reached, verdict, stage and purpose has its words, and nothing else has."""
    assert set(DUE_ZH) == set(labels.DUE_EN)
    assert set(_MEASURES) == set(labels.MEASURES)
    assert _choices(CallAttempt, "failure") == set(labels.FAILURE_ZH)
    assert _choices(CallAttempt, "reached") == set(labels.REACHED_ZH)
    assert _choices(Result, "verdict") == set(labels.VERDICT_ZH)
    assert _choices(Visit, "app") == set(labels.APP_ZH)
    assert set(PURPOSES) == set(labels.PURPOSE_ZH)
    assert set(ACTIONS) <= set(labels.KIND_ZH)
    assert all(next_step(replace(Case("c", "s"), status=status, level="red"), ()) for status in STATUS_ZH)
    assert 60_000_000 == MINUTE


def _choices(action: Any, name: str) -> set[str]:
    """The words that a field of an action takes."""
    found: set[str] = set()
    waiting = [action.model_fields[name].annotation]
    while waiting:
        form = waiting.pop()
        found |= {form} if isinstance(form, str) else set()
        waiting += typing.get_args(form)
    return found


TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None),
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], path: str = "$") -> Iterator[str]:
    """What of ``value`` does not hold to a JSON Schema, as far as ours goes: the keywords that it uses and no others."""
    assert schema.keys() <= {
        "$ref", "$defs", "$schema", "title", "description", "type", "anyOf", "enum", "items", "properties", "required",
        "additionalProperties",
    }  # fmt: skip
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
        return
    if "anyOf" in schema:
        if all(list(faults(value, one, root, path)) for one in schema["anyOf"]):
            yield f"{path}: none of the forms"
        return
    kind = TYPES[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield f"{path}: not {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: not one of the values"
    if kind is list:
        for number, part in enumerate(value):
            yield from faults(part, schema["items"], root, f"{path}[{number}]")
    if kind is dict:
        yield from (f"{path}: lacks {name}" for name in schema["required"] if name not in value)
        yield from (f"{path}: has {name}" for name in value if name not in schema["properties"])
        for name, part in value.items():
            if name in schema["properties"]:
                yield from faults(part, schema["properties"][name], root, f"{path}.{name}")

"""The door: plain data becomes a typed event, or an `EventError` that says which field and why."""

import copy
import json
import math
import pickle
from collections import OrderedDict
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.errors import EventError
from fraudguard.events import (
    FIELDS,
    KINDS,
    Call,
    Event,
    EventBase,
    Message,
    Outcome,
    Party,
    Person,
    Report,
    Retraction,
    Transaction,
    parse_event,
)

AT = "2025-01-06T10:00:00+08:00"
BASE = {"kind": "transaction", "id": "t1", "at": AT}


def _event(**fields: object) -> Event:
    return parse_event({**BASE, **fields})


def _refused(data: object) -> EventError:
    with pytest.raises(EventError) as caught:
        parse_event(data)
    return caught.value


def test_a_full_transaction_is_read():
    """Nested parts, money in yuan and normalised identifiers all arrive."""
    event = _event(
        source="bank",
        person={"ids": {"phone": "+8613800138000", "id_card": "110101500101002"}, "age": 75, "kind": "personal", "place": {"lat": 26.6, "lon": 118}},
        direction="out", amount="1.26万", method="transfer", channel="mobile_bank", status="pending",
        account="6217 0000 0000 0000 004", balance_before=20000.5,
        payee={"account": "6222020000000000018", "kind": "personal", "opened_on": "2025-01-01"},
        memo="货款", device={"screen_sharing": True}, extra={"vip": False},
    )  # fmt: skip
    assert isinstance(event, Transaction)
    assert (1_260_000, 2_000_050) == (event.amount, event.balance_before)
    assert ("13800138000", "110101195001010025") == (event.person.ids.phone, event.person.ids.id_card)
    assert "6217000000000000004" == event.account
    assert event.payee.opened_on == datetime(2024, 12, 31, 16, tzinfo=UTC)
    assert event.device.screen_sharing is True
    assert event.device.in_call is None
    assert event.payer.account is None
    assert {"vip": False} == event.extra


def test_an_event_passes_through():
    """What is an event already is returned as it is."""
    event = _event()
    assert event is parse_event(event)


@pytest.mark.parametrize("wrap", [dict, OrderedDict, MappingProxyType])
def test_any_mapping_will_do(wrap):
    """Also nested mappings may be of any kind."""
    data = wrap({**BASE, "payee": wrap({"name": "张三"}), "extra": wrap({"a": 1})})
    assert "张三" == parse_event(data).payee.name


@pytest.mark.parametrize("nothing", [None, "", "  ", "\t\n"])
def test_none_and_empty_strings_mean_missing(nothing):
    """For texts, amounts, choices, parts of the person and whole parts."""
    event = _event(
        memo=nothing,
        amount=nothing,
        direction=nothing,
        payee=nothing,
        person={"ids": {"phone": nothing}, "age": nothing},
        extra={"a": nothing},
    )
    assert event == _event()


@pytest.mark.parametrize("data", [None, 1, "transaction", [], [BASE], b"x", {1, 2}])
def test_what_is_no_mapping_is_refused(data):
    """Only named fields make an event."""
    assert "event.not_mapping" == _refused(data).code


@pytest.mark.parametrize(
    ("kind", "code", "suggestion"),
    [
        (None, "event.kind_missing", ""), ("", "event.kind_missing", ""), ("transfer", "event.kind_unknown", ""),
        ("transactoin", "event.kind_unknown", "transaction"), ("交易", "event.kind_unknown", "transaction"), (["call"], "event.kind_unknown", ""), (1, "event.kind_unknown", ""), ({}, "event.kind_unknown", ""),
    ],
)  # fmt: skip
def test_the_kind_must_be_one_of_nine(kind, code, suggestion):
    """A kind that does not exist is refused with what may have been meant."""
    error = _refused({**BASE, "kind": kind})
    assert code == error.code
    assert "kind" == error.params["field"]
    assert suggestion == error.params.get("suggestion", "")


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"id": None}, "event.field_missing", "id"),
        ({"at": ""}, "event.field_missing", "at"),
        ({"at": "2025-01-06T10:00:00"}, "event.time_naive", "at"),
        ({"at": 1736128800}, "event.time_form", "at"),
        ({"amout": 1}, "event.field_unknown", "amout"),
        ({"payee": {"acount": "1"}}, "event.field_unknown", "payee.acount"),
        ({"person": {"ids": {"mobile": "1"}}}, "event.field_unknown", "person.ids.mobile"),
        ({"channel": "unknown"}, "event.choice", "channel"),
        ({"channel": 1}, "event.choice", "channel"),
        ({"status": ["success"]}, "event.choice", "status"),
        ({"amount": math.nan}, "event.money_nan", "amount"),
        ({"amount": -1}, "event.money_negative", "amount"),
        ({"amount": "12,60"}, "event.money_form", "amount"),
        ({"amount": 1.234}, "event.money_decimals", "amount"),
        ({"amount": True}, "event.money_form", "amount"),
        ({"balance_after": 10**14}, "event.money_large", "balance_after"),
        ({"account": 6217000000000000004}, "event.text_expected", "account"),
        ({"account": "6.217E+18"}, "event.mangled_number", "account"),
        ({"txn_id": "2.025E+15"}, "event.mangled_number", "txn_id"),
        ({"payee": {"account": "6.217E+18"}}, "event.mangled_number", "payee.account"),
        ({"payee": "6217"}, "event.object_expected", "payee"),
        ({"payee": []}, "event.object_expected", "payee"),
        ({"device": {"is_new": 1}}, "event.bool_expected", "device.is_new"),
        ({"device": {"is_new": "yes"}}, "event.bool_expected", "device.is_new"),
        ({"person": {"age": 67.5}}, "event.whole_expected", "person.age"),
        ({"person": {"age": "67"}}, "event.whole_expected", "person.age"),
        ({"person": {"age": True}}, "event.whole_expected", "person.age"),
        ({"person": {"age": -1}}, "event.number_range", "person.age"),
        ({"person": {"age": 10**30}}, "event.number_range", "person.age"),
        ({"person": {"place": {"lat": 90.1}}}, "event.number_range", "person.place.lat"),
        ({"person": {"place": {"lat": math.nan}}}, "event.number_nan", "person.place.lat"),
        ({"person": {"ids": {"id_card": "110101195001010026"}}}, "event.id_card_check", "person.ids.id_card"),
        ({"person": {"ids": {"id_card": "11010120300101002X"}}}, "event.id_card_check", "person.ids.id_card"),
        ({"memo": "\ud800"}, "event.text_surrogate", "memo"),
        ({"id": "a\udfff"}, "event.text_surrogate", "id"),
        ({"memo": "x" * 20_001}, "event.text_long", "memo"),
        ({"id": "x" * 257}, "event.text_long", "id"),
        ({"account": "x" * 257}, "event.text_long", "account"),
        ({"extra": {"a": [1]}}, "event.extra_value", "extra"),
        ({"extra": {"a": math.inf}}, "event.number_nan", "extra"),
        ({"extra": {"a": math.nan}}, "event.number_nan", "extra"),
        ({"extra": {"a": 10**20}}, "event.number_range", "extra"),
        ({"extra": {"a": "\ud800"}}, "event.text_surrogate", "extra"),
        ({"extra": {"\ud800": 1}}, "event.extra_name", "extra"),
        ({"extra": {str(i): i for i in range(65)}}, "event.extra_many", "extra"),
        ({"extra": [1]}, "event.object_expected", "extra"),
    ],
)
def test_a_wrong_value_names_its_field_and_reason(fields, code, field):
    """Every refusal has a stable code, the path of the field and words in both languages."""
    error = _refused({**BASE, **fields})
    assert (code, field) == (error.code, error.params["field"])
    assert field in error.render("en")
    assert error.render("zh").encode()


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"kind": "call", "duration_s": math.nan}, "event.number_nan", "duration_s"),
        ({"kind": "call", "duration_s": -1}, "event.number_range", "duration_s"),
        ({"kind": "call", "duration_s": "85"}, "event.number_expected", "duration_s"),
        ({"kind": "call", "transcript": "x" * 200_001}, "event.text_long", "transcript"),
        ({"kind": "message", "url_hosts": "a.example"}, "event.list_expected", "url_hosts"),
        ({"kind": "message", "url_hosts": [1]}, "event.text_expected", "url_hosts.0"),
        ({"kind": "message", "url_hosts": ["x"] * 65}, "event.list_long", "url_hosts"),
        ({"kind": "lead", "call_count": 1.5}, "event.whole_expected", "call_count"),
        ({"kind": "retraction"}, "event.field_missing", "target"),
        ({"kind": "report", "lost": "NULL"}, "event.money_form", "lost"),
    ],
)
def test_other_kinds_refuse_in_the_same_way(fields, code, field):
    """Numbers, texts and lists of all kinds are bounded."""
    error = _refused({**BASE, **fields})
    assert (code, field) == (error.code, error.params["field"])


@pytest.mark.parametrize(
    ("field", "length", "kind"),
    [
        ("memo", 20_000, "transaction"),
        ("id", 256, "transaction"),
        ("transcript", 200_000, "call"),
        ("text", 200_000, "message"),
        ("text", 200_000, "report"),
    ],
)
def test_texts_at_the_bound_are_accepted(field, length, kind):
    """The longest allowed text passes."""
    assert length == len(getattr(parse_event({**BASE, "kind": kind, field: "字" * length}), field))


def test_all_faults_of_an_event_are_reported_together():
    """One error carries every wrong field."""
    error = _refused({"kind": "transaction", "at": "soon", "amount": -1, "amout": 1})
    assert {"id", "at", "amount", "amout"} == {fault.params["field"] for fault in error.faults}


def test_a_typing_slip_is_answered_with_a_suggestion():
    """An unknown field and an unknown choice say what was probably meant."""
    assert "did you mean `amount`?" in str(_refused({**BASE, "amout": 1}))
    assert "你是不是想写 `transfer`？" in _refused({**BASE, "method": "transfr"}).render("zh")


def test_errors_mask_personal_data():
    """A wrong account or paper is never repeated in full."""
    number = "110101195001010026"
    assert number not in str(_refused({**BASE, "person": {"ids": {"id_card": number}}}))
    long = "6217000000000000004" * 20
    assert "6217000000000000004" not in str(_refused({**BASE, "account": long}))


def test_a_birthday_after_the_event_is_refused():
    """A paper whose holder is not born yet is impossible; on the day itself it is not."""
    ids = {"person": {"ids": {"id_card": "440300200002291230"}}}
    assert _event(**ids, at="2000-02-29T00:00:00+08:00")
    assert "event.id_card_future" == _refused({**BASE, **ids, "at": "2000-02-28T23:59:59+08:00"}).code
    with pytest.raises(EventError, match="id_card_future"):
        Transaction(id="t", at="1999-01-01T00:00:00Z", **ids)


@pytest.mark.parametrize(
    ("text", "is_otp", "kept"),
    [
        ("验证码123456，请勿泄露", True, "验证码****，请勿泄露"),
        ("您的 code 12-34-56", True, "您的 code ****"),
        ("验证码１２３４５６", True, "验证码****"),
        ("验证码123456", None, "验证码****"),
        ("【银行】8812是您的校验码", None, "【银行】****是您的校验码"),
        ("转账12000元", None, "转账12000元"),
        (
            "验证码请勿告诉任何人，如有疑问请致电我行客服95588",
            None,
            "验证码请勿告诉任何人，如有疑问请致电我行客服95588",
        ),
        ("验证码123456", False, "验证码123456"),
        ("编号 123", True, "编号 123"),
    ],
)
def test_one_time_codes_are_dropped_at_the_door(text, is_otp, kept):
    """The code goes, the message stays; in whatever order the fields are given."""
    data = {**BASE, "kind": "message", "text": text, "is_otp": is_otp}
    assert kept == parse_event(data).text
    assert kept == parse_event(dict(reversed(data.items()))).text


def test_events_built_directly_raise_event_errors_too():
    """Nobody meets pydantic's own error, whichever way an event or a part of one is made."""
    for build in (
        lambda: Transaction(id="t1", at=AT, amount="abc"),
        Transaction,
        lambda: Call(id="c", at=AT, nothing=1),
        lambda: Person(age=-1),
        lambda: Party(kind="unknown"),
        lambda: Transaction.model_validate({"id": "t1"}),
        lambda: Transaction.model_validate(1),
        lambda: Transaction.model_validate({1: 2}),
        lambda: Transaction.model_validate_json("{"),
        lambda: Transaction.model_validate_json("[" * 100),
    ):
        with pytest.raises(EventError):
            build()


def test_a_direct_event_equals_a_parsed_one():
    """The constructor reads the same values in the same way."""
    direct = Transaction(id="t1", at=AT, amount=1, payee=Party(name="张三"), memo="", person=Person(age=3))
    assert direct == _event(amount=1, payee={"name": "张三"}, person={"age": 3})
    assert Retraction(id="r", at=AT, target="t1") == parse_event(
        {"kind": "retraction", "id": "r", "at": AT, "target": "t1"}
    )
    assert (
        direct
        == Transaction.model_validate(direct)
        == Transaction.model_validate_json(
            json.dumps({"id": "t1", "at": AT, "amount": 1, "payee": {"name": "张三"}, "person": {"age": 3}})
        )
    )


def test_events_are_frozen_and_hashable():
    """No field can be changed; equal events have equal hashes, with extras and with cached instants."""
    event, other = _event(extra={"a": 1}), _event(extra={"a": 1})
    assert event.at_us == 1_736_128_800_000_000
    assert event == other
    assert hash(event) == hash(other)
    with pytest.raises(Exception, match="frozen"):
        event.amount = 1
    assert event != _event(extra={"a": 2})
    assert {} == _event().extra
    assert _event().extra is not _event().extra


def test_events_are_equal_when_they_mean_the_same():
    """The same instant in another zone and the same money in another form are no difference."""
    assert _event(amount="1.26万", at="2025-01-06T02:00:00Z") == _event(amount=12600)


def test_events_can_be_copied_and_sent_between_processes():
    """Copies and pickles are equal to the original."""
    event = _event(extra={"a": 1}, person={"ids": {"phone": "13800138000"}})
    assert event == copy.deepcopy(event) == pickle.loads(pickle.dumps(event)) == event.model_copy()  # noqa: S301


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["\ud800", "13800138000", "6.2E+18", AT, "12.5", "out", "x" * 300])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.sampled_from(
    sorted(
        {path for fields in FIELDS.values() for path in fields}
        | {"extra.a", "extra", "person", "payee", "person.ids", "\ud800"}
    )
)


def _nested(flat: dict[str, object]) -> dict[str, object]:
    data = {}
    for path, value in flat.items():
        *parents, last = path.split(".")
        part = data
        for name in parents:
            part = part.setdefault(name, {})
            if not isinstance(part, dict):
                break
        else:
            part[last] = value
    return data


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), st.dictionaries(PATHS, ANYTHING, max_size=6), st.booleans())
def test_any_fields_give_an_event_or_an_event_error(kind, flat, with_base):
    """Whatever stands in the fields, the answer is an event that can be written out, or an `EventError`."""
    _is_event_or_refused({**_nested(flat), **({"id": "e", "at": AT} if with_base else {}), "kind": kind})


@settings(max_examples=200, deadline=None)
@given(
    ANYTHING
    | st.fixed_dictionaries({"kind": ANYTHING})
    | st.dictionaries(st.integers() | st.text(max_size=3), ANYTHING)
)
def test_any_json_gives_an_event_or_an_event_error(data):
    """Any JSON value whatever."""
    _is_event_or_refused(data)


def _is_event_or_refused(data: object) -> None:
    try:
        event = parse_event(data)
    except EventError as error:
        _can_be_shown(error)
        return
    assert isinstance(event, EventBase)
    text = json.dumps(event.to_mapping(), ensure_ascii=False, allow_nan=False)
    assert event == parse_event(json.loads(text.encode()))


def _can_be_shown(error: EventError) -> None:
    assert error.render("zh").encode("utf-8", "strict")
    assert error.render("en").encode("utf-8", "strict")


@pytest.mark.parametrize("depth", [10, 200, 900])
def test_deeply_nested_values_are_refused(depth):
    """Nesting neither hangs nor overflows."""
    value = []
    for _ in range(depth):
        value = [value]
    nested = {}
    for _ in range(depth):
        nested = {"a": nested}
    for field in ("amount", "memo", "payee", "extra", "at", "person", "id"):
        _refused({**BASE, field: value})
        _refused({**BASE, field: nested})


def test_huge_whole_numbers_are_refused():
    """Numbers too long to print do not break the message."""
    for field in ("amount", "memo", "id", "at", "payee"):
        _refused({**BASE, field: 10**5000})
    _refused({**BASE, "kind": 10**5000})
    _refused({**BASE, 10**5000: 1})


@pytest.mark.parametrize("result", ["warned", "dissuaded", "defrauded", "false_alarm", "not_reached"])
def test_outcomes_carry_their_result(result):
    """All documented results are accepted."""
    assert result == Outcome(id="o", at=AT, result=result).result


@pytest.mark.parametrize("reporter", ["self", "family", "teller", "grid_worker", "courier"])
def test_reports_name_their_reporter(reporter):
    """All documented reporters are accepted."""
    assert reporter == Report(id="r", at=AT, reporter=reporter).reporter


def test_a_sender_may_be_a_name():
    """What is no number stays as it is."""
    assert "王经理" == Message(id="m", at=AT, sender=" 王经理 ").sender


def test_another_instant_of_a_copy_is_another_in_microseconds() -> None:
    """What an event has worked out of its time is not carried to a copy with another time."""
    event = _event()
    assert 1_736_128_800_000_000 == event.at_us
    assert 0 == event.replaced(at=datetime(1970, 1, 1, tzinfo=UTC)).at_us
    assert event.at_us == event.replaced(id="t2").at_us


@pytest.mark.parametrize("blank", [" ", "\u3000", "\x1c", "\x85\t"])
def test_a_blank_text_is_missing_whatever_else_is_said(blank):
    """It used to stay where no other field was empty, so that its meaning hung on the others."""
    event = {"kind": "message", "id": "e1", "at": "2025-01-06T10:00:00+08:00", "otp_issuer": blank}
    assert parse_event(event).otp_issuer is None
    assert parse_event({**event, "sender": ""}).otp_issuer is None

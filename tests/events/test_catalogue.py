"""The catalogue: every field of every kind, typed and named in two languages."""

import keyword

import pytest

from fraudguard.events import FIELDS, KIND_ZH, KINDS, Event, Person, parse_event, read
from fraudguard.pack.tree import Type

EVERY = [(kind, spec) for kind in KINDS for spec in FIELDS[kind].values()]


def _event(**fields: object) -> Event:
    return parse_event({"id": "e1", "at": "2025-01-06T10:00:00+08:00", **fields})


def test_the_kinds_are_the_documented_ones():
    """Nine kinds, each with a Chinese name of its own."""
    assert (
        "transaction",
        "call",
        "message",
        "device_event",
        "report",
        "lead",
        "settlement",
        "retraction",
        "outcome",
    ) == KINDS
    assert set(KINDS) == set(KIND_ZH)
    assert len(KINDS) == len(set(KIND_ZH.values()))


@pytest.mark.parametrize(("kind", "spec"), EVERY, ids=lambda value: getattr(value, "path", value))
def test_each_field_is_typed_named_and_described(kind, spec):
    """Types are those of rules, choices belong to enumerations, names can stand in an expression."""
    assert spec.type in set(Type)
    assert bool(spec.choices) == (spec.type == "enum")
    assert "unknown" not in spec.choices
    assert all(part.isidentifier() and not keyword.iskeyword(part) for part in spec.zh.split("."))
    assert spec.doc
    assert bool(spec.unit == "yuan") == (spec.type == "money")


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_names_are_unique_within_a_kind(kind):
    """No two fields of a kind share a Chinese name."""
    names = [spec.zh for spec in FIELDS[kind].values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", KINDS)
def test_common_fields_stand_in_every_kind(kind):
    """Identity, kind, instant, source and person are fields everywhere."""
    for path, expected in {
        "id": "text",
        "kind": "enum",
        "at": "time",
        "source": "text",
        "person.key": "text",
        "person.ids.phone": "text",
        "person.place.lat": "number",
    }.items():
        assert expected == FIELDS[kind][path].type


@pytest.mark.parametrize(
    ("kind", "path", "expected_type", "zh"),
    [
        ("transaction", "amount", "money", "金额"),
        ("transaction", "payee.account", "text", "收款人.账号"),
        ("transaction", "payee.opened_on", "time", "收款人.开户时间"),
        ("transaction", "device.is_new", "bool", "设备.新设备"),
        ("call", "transcript", "text", "通话内容"),
        ("call", "duration_s", "number", "通话秒数"),
        ("message", "url_hosts", "texts", "链接域名"),
        ("lead", "pushed_at", "time", "下发时间"),
        ("report", "callback_confirmed", "bool", "已回拨核实"),
    ],
)
def test_some_fields_by_name(kind, path, expected_type, zh):
    """Types and Chinese names follow the models."""
    assert (expected_type, zh) == (FIELDS[kind][path].type, FIELDS[kind][path].zh)


def test_only_words_of_strangers_are_textual():
    """Messages, transcripts and memos are textual; what a witness reports is not."""
    textual = {f"{kind}.{spec.path}" for kind, spec in EVERY if spec.textual}
    assert {"transaction.memo", "call.transcript", "message.text", "message.url_hosts"} == textual


@pytest.mark.parametrize(("kind", "spec"), EVERY, ids=lambda value: getattr(value, "path", value))
def test_a_missing_field_reads_as_none(kind, spec):
    """Every path of the catalogue can be read on an event that has nothing but the necessary."""
    event = _event(kind=kind, **({"target": "x"} if kind == "retraction" else {}))
    value = read(event, spec.path)
    assert (value is None) == (spec.path not in {"id", "kind", "at", "target"})


def test_values_come_as_rules_need_them():
    """Money is fen, time microseconds, hosts a tuple, extras as given."""
    event = _event(
        kind="transaction", amount="12.5", payee={"opened_on": "2025-01-06"}, direction="out", extra={"vip": True}
    )
    assert 1250 == read(event, "amount")
    assert 1_736_128_800_000_000 == read(event, "at") == event.at_us
    assert 1_736_092_800_000_000 == read(event, "payee.opened_on")
    assert "out" == read(event, "direction")
    assert read(event, "extra.vip") is True
    assert read(event, "extra.none") is None
    assert ("a.example", "b.example") == read(_event(kind="message", url_hosts=["A.example", "b.example"]), "url_hosts")


def test_an_event_without_a_person_shares_the_empty_one():
    """The default person costs nothing and is equal to a new empty one."""
    assert _event(kind="call").person is _event(kind="report").person
    assert Person() == _event(kind="call").person

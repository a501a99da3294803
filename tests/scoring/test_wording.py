import pytest

from fraudguard.events.catalogue import FIELDS, KINDS
from fraudguard.pack.checked import Template
from fraudguard.pack.tree import Field, Type
from fraudguard.scoring.wording import UNKNOWN, Facts, FixedFacts, clock, sentence, shown, shown_value
from fraudguard.testing import call, device_event, lead, message, outcome, report, retraction, settlement, transaction

EVENTS = [transaction(), call(), message(), device_event(), report(), lead(), settlement(), retraction("x"), outcome()]


@pytest.mark.parametrize(
    ("value", "kind", "personal", "expected"),
    [
        (None, Type.TEXT, "", UNKNOWN),
        (1_260_000, Type.MONEY, "", "12,600"),
        (1_260_050, Type.MONEY, "", "12,600.50"),
        (1_736_128_800_000_000, Type.TIME, "", "01-06 10:00"),
        (True, Type.BOOL, "", "是"),
        (False, Type.BOOL, "", "否"),
        (60, Type.NUMBER, "", "60"),
        (1 / 3, Type.NUMBER, "", "0.3333"),
        ("张三丰", Type.TEXT, "name", "张*丰"),
        ("13800138000", Type.TEXT, "phone", "138****8000"),
        ("请打13800138000", Type.TEXT, "text", "请打138****8000"),
        ("请打13800138000", Type.TEXT, "", "请打138****8000"),
        (("a.example", "13800138000"), Type.TEXTS, "", "a.example、138****8000"),
    ],
)
def test_values_as_an_officer_reads_them(value, kind, personal, expected):
    """Money in yuan, times as a local clock, truth in Chinese, personal data masked."""
    assert expected == shown_value(value, kind, personal)


@pytest.mark.parametrize(("length", "end"), [(59, "字"), (60, "字"), (61, "…")])
def test_a_long_text_is_cut(length, end):
    """A sentence repeats sixty characters at most."""
    told = shown_value("字" * length, Type.TEXT)
    assert end == told[-1]
    assert len(told) <= 61


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
def test_every_kind_is_told_in_one_line(event):
    """When, what, and the facts that matter, with no line break and no personal data in full."""
    line = Facts(event, ()).text()
    assert line.startswith(clock(event.at_us))
    assert "\n" not in line
    assert "李四" not in line
    assert "6225880000000001" not in line
    assert "17012345678" not in line


def test_every_kind_has_its_line():
    """No kind is forgotten here."""
    assert set(KINDS) == {event.kind for event in EVENTS}


def test_a_payment_is_told_as_one():
    """Direction, amount and payee."""
    assert "01-06 10:05 交易 转出 1,000元 李* 622588******0001" == Facts(transaction("+5m"), ()).text()
    assert "来电" in Facts(call(), ()).text()


def test_fields_are_shown_by_what_they_are():
    """Every field of every kind can be shown, known or not, extras too."""
    for event in EVENTS:
        for path in FIELDS[event.kind]:
            assert isinstance(shown(event, path), str)
    event = transaction(extra={"fee": 1.5, "who": "13800138000"})
    assert ("1.5", "138****8000", UNKNOWN) == tuple(shown(event, f"extra.{name}") for name in ("fee", "who", "none"))


def test_what_facts_keep_is_told_when_asked_for():
    """Values by the name of the sentence; those of another kind are not kept."""
    event = transaction(extra={"fee": 2})
    facts = Facts(event, [("a.amount", "amount"), ("a.extra.fee", "extra.fee"), ("a.peer", "peer")])
    assert {"a.amount": "1,000", "a.extra.fee": "2"} == facts.shown()
    kept = FixedFacts(facts.text(), facts.shown())
    assert (facts.text(), facts.shown()) == (kept.text(), kept.shown())


def test_a_sentence_is_filled_from_the_event_and_the_steps():
    """What is missing, on the event or among the steps, is said to be unknown."""
    parts = (
        "向",
        Field("", "transaction", "payee.name", Type.TEXT),
        "转",
        Field("", "transaction", "balance_after", Type.MONEY),
        "，此前",
        Field("a", "call", "peer", Type.TEXT),
        Field("b", "call", "peer", Type.TEXT),
    )
    told = sentence(Template(parts), transaction(), {"a.peer": "170****5678"})
    assert f"向李*转{UNKNOWN}，此前170****5678{UNKNOWN}" == told


def test_a_sentence_over_another_kind_is_unknown_there():
    """A sequence may end with an event of a kind that the sentence does not speak of."""
    parts = (Field("", "call", "peer", Type.TEXT),)
    assert UNKNOWN == sentence(Template(parts), transaction(), {})


def test_braces_in_a_value_are_only_braces():
    """A value is never read as a template."""
    event = transaction(memo="{payee.account}{0}%s")
    assert "{payee.account}{0}%s" == sentence(Template((Field("", "transaction", "memo", Type.TEXT),)), event, {})

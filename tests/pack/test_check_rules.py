"""A rule becomes a checked rule, with its conditions as one typed tree."""

from collections.abc import Callable

import pytest

from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.load import Inspection
from fraudguard.pack.tree import And, AtLeast, Compare, Field, Not, Or

Look = Callable[..., Inspection]
Make = Callable[..., str]


def only(found: Inspection) -> CheckedRule:
    """The only rule of a sound pack."""
    assert [] == [fault.render() for fault in found.faults]
    assert found.pack is not None
    (rule,) = found.pack.rules
    return rule


def codes(found: Inspection) -> list[str]:
    """The codes of the errors of a look."""
    return [fault.code for fault in found.errors]


def test_a_sound_rule_keeps_what_it_says(rules: Look, rule: Make) -> None:
    """Every key arrives in the checked rule, defaults where nothing is said."""
    text = rule(role="support", floor="yellow", urgent="true", advice="[stop]", source="R2", status="shadow")
    got = only(rules(text))
    assert ("big-transfer", "大额转出", "remote_control", "transaction") == (got.id, got.title, got.scam, got.kind)
    assert (20, "device", "transfer", "support") == (got.points, got.group, got.stage, got.role)
    assert ("yellow", True, ("stop",), "R2", "shadow") == (got.floor, got.urgent, got.advice, got.source, got.status)
    assert "person.key" == got.subject
    assert ["hit", "miss"] == [example.label for example in got.examples]
    plain = only(rules(rule()))
    assert ("core", "none", False, (), "active") == (plain.role, plain.floor, plain.urgent, plain.advice, plain.status)


def test_conditions_nest(rules: Look, rule: Make) -> None:
    """A list is all of; any, none, all and at_least nest; none is not any."""
    when = """
      - amount >= 5
      - any: [amount > 6, amount > 7]
      - none:
          - amount > 8
          - all: [amount > 9, amount > 10]
      - at_least: {n: 2, of: [amount > 11, amount > 12, amount > 13]}"""
    tree = only(rules(rule(when=when))).when
    assert isinstance(tree, And)
    line, either, neither, some = tree.items
    assert isinstance(line, Compare)
    assert "amount >= 5" == line.source
    assert isinstance(either, Or)
    assert isinstance(neither, Not)
    assert isinstance(neither.item, Or)
    assert isinstance(neither.item.items[1], And)
    assert isinstance(some, AtLeast)
    assert (2, 3) == (some.count, len(some.items))


def test_unless_is_one_expression_for_each_line(rules: Look, rule: Make) -> None:
    """Lines of unless stay apart: each one suppresses by itself."""
    got = only(rules(rule(unless="[payee.kind == 'self', {any: [amount > 7, amount > 8]}]")))
    assert [Compare, Or] == [type(item) for item in got.unless]


def test_a_condition_may_span_lines(rules: Look, rule: Make) -> None:
    """A block scalar is one condition."""
    block = "\n      - |\n        amount >= 5\n        and amount < 6\n      - >-\n        amount > 1\n        or amount < 3"
    tree = only(rules(rule(when=block))).when
    assert isinstance(tree, And)
    assert [And, Or] == [type(item) for item in tree.items]


def test_chinese_names_are_read(rules: Look, rule: Make) -> None:
    """Kind, fields, subject: each may be written in Chinese and means the same."""
    text = rule(on="交易", when="[方向 == 'out', 金额 >= 5_000]", because="转出 {金额} 元", subject="收款人.账号")
    chinese, english = only(rules(text)), only(rules(rule(subject="payee.account")))
    assert english.when == chinese.when
    assert ("payee.account", "transaction") == (chinese.subject, chinese.kind)
    assert english.because == chinese.because


def test_the_sentence_has_fields(rules: Look, rule: Make) -> None:
    """Text and fields in turn."""
    parts = only(rules(rule(because="转出 {amount} 元"))).because.parts
    assert ["转出 ", Field("", "transaction", "amount", parts[1].type), " 元"] == list(parts)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("points", "sound"), [("-1", False), ("0", True), ("100", True), ("101", False), ("5.0", False)]
)
def test_points_are_whole_from_0_to_100(rules: Look, rule: Make, points: str, sound: bool) -> None:
    """Both ends are allowed, one beyond and fractions are not."""
    assert ([] if sound else ["pack.expected_whole"]) == codes(rules(rule(points=points)))


@pytest.mark.parametrize("key", ["id", "title", "on", "when", "stage", "group", "points", "because"])
def test_what_every_rule_must_say(rules: Look, rule: Make, key: str) -> None:
    """Without one of these keys a rule is refused, and nothing else is reported."""
    assert ["pack.missing_key"] == codes(rules("  - status: active\n" + rule(**{key: None}).replace("  - ", "    ", 1)))


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("payee.account", None), ("device.id", None), ("extra.approvals", None), ("payee.accont", "pack.no_such_path"),
        ("amount", "pack.key_type"), ("memo", "pack.key_type"), ("call.peer", "pack.no_such_path"),
    ],
)  # fmt: skip
def test_a_subject_names_someone(rules: Look, rule: Make, subject: str, code: str | None) -> None:
    """A subject is a field of the rule's kind that identifies someone; amounts and free texts do not."""
    assert ([code] if code else []) == codes(rules(rule(subject=subject)))


def test_a_retraction_cannot_be_looked_at(rules: Look, rule: Make) -> None:
    """A retraction takes an event back; no rule fires on it."""
    text = rule(on="retraction", when="[id == 'x']", because="撤回", examples="[]")
    assert ["pack.unknown_kind"] == codes(rules(text))


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ("[{kind: transaction, amount: 5}]", None),
        ("[{kind: transaction, amount: 5, at: +30m}]", None),
        ("[{kind: transaction, amount: 5, at: 2025-01-06 23:00}]", None),
        ("[{kind: transaction, amount: 5, at: 2025-01-06T23:00:00+08:00, id: x, person: {age: 70}}]", None),
        ("[{kind: transaction, amount: -5}]", "event.money_negative"),
        ("[{kind: transfer, amount: 5}]", "event.kind_unknown"),
        (f"[{', '.join(['{kind: transaction, at: +999999d}'] * 4)}]", "pack.example_time"),
        ("[5]", "pack.expected_map"),
        ("[]", "pack.list_length"),
    ],
)  # fmt: skip
def test_events_of_examples_are_understood(rules: Look, rule: Make, events: str, code: str | None) -> None:
    """An example holds events as a feed delivers them; id, time and person may be left out."""
    text = rule(examples=f"[{{hit: a, events: {events}}}, {{miss: b, events: [{{kind: transaction}}]}}]")
    assert ([code] if code else []) == codes(rules(text))


def test_a_draft_is_kept_apart(rules: Look, rule: Make) -> None:
    """A draft is checked like any rule, and does not run."""
    found = rules(rule(status="draft"))
    assert found.pack is not None
    assert ((), ["big-transfer"]) == (found.pack.rules, [draft.id for draft in found.pack.drafts])


def test_four_hundred_conditions_are_enough(rules: Look, rule: Make) -> None:
    """The limit of conditions in one rule is allowed, one more is not."""
    at = rule(when="[" + ", ".join(["amount > 1"] * 400) + "]")
    above = rule(when="[" + ", ".join(["amount > 1"] * 401) + "]")
    assert [] == codes(rules(at))
    assert ["pack.too_many_lines"] == codes(rules(above))

"""Sequences: steps, names, keys, breakers, and the kind of event that completes them."""

from collections.abc import Callable

import pytest

from fraudguard.pack.checked import Sequence
from fraudguard.pack.load import Inspection
from fraudguard.pack.tree import Literal, Type

Look = Callable[..., Inspection]
Make = Callable[..., str]

TEST = "{as: test, on: transaction, when: [direction == 'out', amount <= 200]}"
BIG = "{on: transaction, when: [amount >= 20 * test.amount, payee.account == test.payee.account]}"
CALL = "{as: ring, on: call, when: [duration_s > 60]}"


def chain(rule: Make, steps: str, within: str = "2h", because: str = "先小后大", more: str = "", **keys: str) -> str:
    """One sequence rule."""
    body = f"{{within: {within}, steps: [{steps}]{more}}}"
    changes = {"id": "chain", "on": None, "when": None, "sequence": body, "because": because, "examples": "[]", **keys}
    return rule(**changes)


def codes(found: Inspection) -> list[str]:
    """The codes of the errors of a look."""
    return [fault.code for fault in found.errors]


def sequence(found: Inspection, rule: str = "chain") -> Sequence:
    """The sequence of a rule of a sound pack."""
    assert [] == codes(found)
    assert found.pack is not None
    got = next(one for one in found.pack.rules if one.id == rule).sequence
    assert got is not None
    return got


def test_a_sequence_keeps_what_it_says(rules: Look, rule: Make) -> None:
    """Steps in order with their names and kinds; times in microseconds."""
    got = sequence(rules(chain(rule, f"{TEST}, {BIG}", because="先{test.amount}再{amount}")))
    assert [("test", "", "transaction"), ("step2", "", "transaction")] == [(s.name, s.rule, s.kind) for s in got.steps]
    assert (7_200_000_000, ("person.key",), (), False, 0) == (
        got.within, got.by, got.unless, got.any_order, got.at_least,
    )  # fmt: skip


def test_steps_may_name_rules(rules: Look, rule: Make) -> None:
    """A bare id and a mapping with a name mean the same step."""
    text = (
        rule() + rule(id="second") + chain(rule, "big-transfer, {as: later, rule: second}", because="'{later.amount}'")
    )
    got = sequence(rules(text))
    steps = [(step.name, step.rule, step.kind) for step in got.steps]
    assert [("step1", "big-transfer", "transaction"), ("later", "second", "transaction")] == steps


def test_a_step_without_condition_takes_any_event(rules: Look, rule: Make) -> None:
    """A step of a kind alone is always true on events of that kind."""
    got = sequence(rules(chain(rule, f"{{on: call}}, {TEST}")))
    assert Literal(value=True, type=Type.BOOL) == got.steps[0].when


@pytest.mark.parametrize(
    ("steps", "more", "kind"),
    [
        (f"{CALL}, {TEST}", "", "transaction"),
        (f"{TEST}, {CALL}", "", "call"),
        (f"{TEST}, {CALL}", ", any_order: true", ""),
        (f"{CALL}, {TEST}, {{on: call}}", ", at_least: 2", ""),
        (f"{CALL}, {TEST}, {{on: transaction}}", ", at_least: 2", "transaction"),
    ],
)
def test_the_kind_is_that_of_the_completing_event(rules: Look, rule: Make, steps: str, more: str, kind: str) -> None:
    """The last step decides; where different kinds can come last there is no single kind."""
    found = rules(chain(rule, steps, more=more))
    assert found.pack is not None
    assert [kind] == [one.kind for one in found.pack.rules]


@pytest.mark.parametrize(
    ("steps", "more", "code"),
    [
        (TEST, "", "pack.list_length"),
        (", ".join(["{on: call}"] * 8), "", None),
        (", ".join(["{on: call}"] * 9), "", "pack.list_length"),
        ("{on: call}, {on: call}, {on: call}", ", at_least: 1", "pack.expected_whole"),
        ("{on: call}, {on: call}, {on: call}", ", at_least: 2", None),
        ("{on: call}, {on: call}, {on: call}", ", at_least: 3", None),
        ("{on: call}, {on: call}, {on: call}", ", at_least: 4", "pack.too_few_steps"),
        ("{as: payee, on: call}, {on: call}", "", "pack.step_name_taken"),
        ("{as: transaction, on: call}, {on: call}", "", "pack.step_name_taken"),
        ("{as: this, on: call}, {on: call}", "", "pack.step_name_taken"),
        ("{as: 金额, on: call}, {on: call}", "", "pack.step_name_taken"),
        ("{as: 2x, on: call}, {on: call}", "", "pack.step_name"),
        ("{as: 先, on: call}, {on: call}", "", None),
        ("{as: a, on: call}, {as: a, on: call}", "", "pack.step_twice"),
        ("{on: call}, gone", "", "pack.unknown_rule"),
        ("{on: call}, {on: cal}", "", "pack.unknown_kind"),
        ("{on: call}, {as: x}", "", "pack.missing_key"),
        ("{on: call}, chain", "", "pack.circle"),
        ("{on: call}, {on: call}", ", unless: [gone]", "pack.unknown_rule"),
        ("{on: call}, {on: call}", ", by: peer", None),
        ("{on: call}, {on: call}", ", by: [person.key, 对方号码]", None),
        (f"{{on: call}}, {TEST}", ", by: peer", "pack.no_such_path"),
        ("{on: call}, {on: call}", ", by: []", "pack.list_length"),
        (f"{TEST}, {{on: call, when: [amount > 5]}}", "", "expression.field_elsewhere"),
    ],
)
def test_limits_and_names_of_steps(rules: Look, rule: Make, steps: str, more: str, code: str | None) -> None:
    """Two to eight steps, reachable numbers, free names, known rules and kinds, one key for all steps."""
    found = codes(rules(chain(rule, steps, more=more)))
    assert ([code] if code else []) == found


@pytest.mark.parametrize(("within", "warned"), [("7d", False), ("8d", True)])
def test_long_sequences_are_warned_of(rules: Look, rule: Make, within: str, warned: bool) -> None:
    """Seven days are fine, more is allowed with a warning."""
    found = rules(chain(rule, f"{TEST}, {BIG}", within=within))
    assert found.pack is not None
    assert warned == ("pack.long_sequence" in [fault.code for fault in found.warnings])


def test_later_steps_read_earlier_ones_only(rules: Look, rule: Make) -> None:
    """A step cannot read one that comes after it."""
    assert ["expression.unknown_field"] == codes(
        rules(chain(rule, "{on: transaction, when: [amount < later.amount]}, {as: later, on: transaction}"))
    )

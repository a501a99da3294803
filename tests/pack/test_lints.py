"""What a pack avoids although it could run."""

from collections.abc import Callable

import pytest

from fraudguard.pack.load import Inspection

Look = Callable[..., Inspection]
Make = Callable[..., str]


def phrases(rule: Make, when: str, points: int = 16, group: str = "text") -> str:
    """A rule about a message."""
    return rule(on="message", when=when, points=str(points), group=group, because="短信", examples="[]")


@pytest.mark.parametrize(("points", "sound"), [(15, True), (16, False)])
def test_one_phrase_brings_15_points_at_most(rules: Look, rule: Make, points: int, sound: bool) -> None:
    """At the limit a rule of one phrase is fine, just above it is not."""
    found = rules(phrases(rule, "[\"mentions(text, '安全账户')\"]", points))
    assert ([] if sound else ["pack.lone_phrase"]) == [fault.code for fault in found.errors]


@pytest.mark.parametrize(
    ("when", "lone"),
    [
        ("[\"mentions(text, '安全账户')\", not is_warning(text)]", True),
        ("[\"mentions(text, '安全账户', '验证')\"]", True),
        ("[\"matches(text, r'安全.{0,4}账户')\"]", True),
        ("[\"mentions(text, '安全账户') or mentions(text, '共享屏幕')\"]", True),
        ("[\"mentions(text, '安全账户')\", \"not mentions(text, '警方')\"]", True),
        ("[{at_least: {n: 1, of: [\"mentions(text, '甲方')\", \"mentions(text, '乙方')\"]}}]", True),
        ("[{at_least: {n: 2, of: [\"mentions(text, '甲方')\", \"mentions(text, '乙方')\"]}}]", False),
        ("[\"mentions(text, '安全账户')\", \"mentions(text, '共享屏幕')\"]", False),
        ("[\"mentions(text, '安全账户')\", not sender_known]", False),
        ("[\"mentions(text, '安全账户')\", \"count(call, within='1h') >= 1\"]", False),
        ("[\"mentions(text, '安全账户') or sender_known\"]", True),
        ("[sender_known]", False),
    ],
)
def test_what_counts_as_one_phrase(rules: Look, rule: Make, when: str, lone: bool) -> None:
    """Whenever a single phrase can be enough, however the condition is written."""
    assert lone == ("pack.lone_phrase" in [fault.code for fault in rules(phrases(rule, when)).errors])


@pytest.mark.parametrize(
    ("when", "hard"),
    [
        ("[\"mentions(text, '甲方')\", \"mentions(text, '乙方')\"]", True),
        ("[\"count(message, within='1h', where=mentions(text, '甲方')) >= 3\"]", True),
        ("[\"mentions(text, '甲方')\", not sender_known]", False),
        ("[\"mentions(text, '甲方')\", \"count(call, within='1h') >= 1\"]", False),
    ],
)
def test_text_belongs_in_a_textual_group(rules: Look, rule: Make, when: str, hard: bool) -> None:
    """A rule that reads nothing but texts must stand in a group marked textual."""
    in_hard = [fault.code for fault in rules(phrases(rule, when, 15, "device")).errors]
    in_soft = [fault.code for fault in rules(phrases(rule, when, 15, "text")).errors]
    assert (["pack.text_in_hard_group"] if hard else []) == in_hard
    assert [] == in_soft


def test_a_sequence_of_textual_findings_is_text(rules: Look, rule: Make) -> None:
    """Chaining textual rules does not make their evidence harder."""
    word = phrases(rule, "[\"mentions(text, '甲方')\"]", 5)
    keys = {"id": "chain", "on": None, "when": None, "sequence": "{within: 1h, steps: [big-transfer, big-transfer]}"}
    chain = rule(**keys, because="链", examples="[]")
    assert ["pack.text_in_hard_group"] == [fault.code for fault in rules(word + chain).errors]


@pytest.mark.parametrize(
    ("examples", "status", "code"),
    [
        ("[]", "active", "pack.active_untested"),
        ("[]", "shadow", "pack.no_examples"),
        ("[{hit: a, events: [{kind: transaction}]}]", "active", "pack.no_examples"),
        ("[{miss: a, events: [{kind: transaction}]}]", "active", "pack.no_examples"),
    ],
)
def test_missing_examples_are_warned_of(rules: Look, rule: Make, examples: str, status: str, code: str) -> None:
    """A rule needs a hit and a miss; without them the pack loads with a warning."""
    found = rules(rule(examples=examples, status=status))
    assert found.pack is not None
    assert [code] == [fault.code for fault in found.warnings]

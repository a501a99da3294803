"""What a window over findings says while nothing has fired."""

import pytest

from fraudguard.pack.tree import Window, walk
from fraudguard.plan.asking import asked_rules, fails_empty
from fraudguard.plan.scopes import conjuncts
from fraudguard.testing import transaction
from packing import fired, guard_of, pack_of, rule

SEEN = rule("seen", "amount >= 100", points=0)
OTHER = rule("other", "amount >= 1_000", points=0)


def windows(line):
    """The windows of a rule's line, and the line."""
    pack = pack_of(SEEN, OTHER, rule("r", line))
    (found,) = (part for one in pack.rules if one.id == "r" for part in conjuncts(one.when))
    return [part for part in walk(found) if isinstance(part, Window)], found


@pytest.mark.parametrize(
    ("where", "asked"),
    [
        ("fired('seen')", [{"seen"}]),
        ("fired('seen') and amount > 5", [{"seen"}]),
        ("fired('seen') and fired('other')", [{"seen"}, {"other"}]),
        ("fired('seen') or fired('other')", [{"seen", "other"}]),
        ("fired('seen') or amount > 5", []),
        ("not fired('seen')", []),
        ("amount > 5", []),
    ],
)
def test_rules_without_which_nothing_counts(where, asked):
    """All of several conditions are needed, one of alternatives, and none where a finding is not."""
    (window,), _ = windows(f"count(within='1h', where={where}) >= 1")
    assert asked == [set(rules) for rules in asked_rules(window)]


@pytest.mark.parametrize(
    ("line", "fails"),
    [
        ("count(within='1h', where=fired('seen')) >= 1", True),
        ("count(within='1h', where=fired('seen')) >= 0", False),
        ("count(within='1h', where=fired('seen')) > 0", True),
        ("count(within='1h', where=fired('seen')) == 0", False),
        ("count(within='1h', where=fired('seen')) < 1", False),
        ("count(within='1h', where=fired('seen')) != 1", False),
        ("sum(amount, within='1h', where=fired('seen')) >= 1", True),
        ("sum(amount, within='1h', where=fired('seen')) <= 5", False),
        ("distinct(payee.account, within='1h', where=fired('seen')) >= 2", True),
        ("max(amount, within='1h', where=fired('seen')) <= 5", True),
        ("seconds_since(transaction, within='1h', where=fired('seen')) < 5", True),
        ("count(within='1h', where=fired('seen')) >= amount", False),
    ],
)
def test_what_a_comparison_says_of_an_empty_window(line, fails):
    """Nothing counted is 0, a value of nothing is unknown; a comparison with what is only known later may hold."""
    _, node = windows(line)
    assert fails is fails_empty(node)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("count(within='1h', where=fired('seen')) >= 1", [False, True, True]),
        ("count(within='1h', where=fired('seen')) == 0", [True, False, False]),
        ("count(within='1h', where=fired('seen')) < 2", [True, True, False]),
        ("not count(within='1h', where=fired('seen')) >= 1", [True, False, False]),
        ("sum(amount, within='1h', where=fired('seen')) <= 150", [True, True, False]),
        ("max(amount, within='1h', where=fired('seen')) <= 150", [False, True, False]),
        ("first_seen(payee.account, within='1h', where=fired('seen'))", [True, True, False]),
        ("count(by=[person.key, payee.account], within='1h', where=fired('seen')) == 0", [True, False, False]),
    ],
)
def test_rules_over_findings_before_and_after_one(line, expected):
    """A payment below the rule that is counted, one at it, one more: each sees its own finding and the earlier ones."""
    guard = guard_of(SEEN, OTHER, rule("r", line))
    amounts = (99, 100, 200)
    decisions = [guard.score(transaction(f"+{i}m", amount=amount)) for i, amount in enumerate(amounts)]
    assert expected == ["r" in fired(decision) for decision in decisions]


def test_an_unknown_key_is_unknown_although_nothing_fired():
    """Without the payee's region the window is not empty but unknown, so neither it nor its opposite fires."""
    line = "count(by=[person.key, payee.region], within='1h', where=fired('seen')) == 0"
    guard = guard_of(SEEN, rule("r", line), rule("q", f"not {line}"))
    assert ["seen"] == fired(guard.score(transaction(amount=100)))
    assert ["r"] == fired(guard.score(transaction("+1m", amount=99, payee={"account": "1", "region": "本市"})))

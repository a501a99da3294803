import pytest

from fraudguard.testing import transaction
from packing import guard_of, rule


def test_a_finding_keeps_the_values_it_saw():
    """Its words are the same whenever they are asked for, whatever happened since."""
    guard = guard_of(rule("r", "count(within='1h') >= 1", because="已转{amount}元"))
    (found,) = guard.score(transaction("+0m")).findings
    for i in range(1, 4):
        guard.score(transaction(f"+{i}m"))
    (seen,) = found.conditions
    assert ({"count(within='1h')": "1"}, "已转1,000元") == (dict(seen.values), found.because)


def test_only_what_was_true_is_told():
    """Of an alternative, the line that held; a window that nobody needed was not looked at and is left out."""
    guard = guard_of(rule("r", "amount > 1", {"any": ["amount > 500", "amount > 5_000", "count(within='1h') >= 1"]}))
    (found,) = guard.score(transaction()).findings
    assert ["amount > 1", "any:", "  amount > 500"] == [seen.text for seen in found.conditions]


def test_a_finding_cannot_be_changed():
    """What was found stays found."""
    (found,) = guard_of(rule("r", "amount > 1")).score(transaction()).findings
    with pytest.raises(AttributeError, match="cannot be changed"):
        found.points = 100


def test_findings_are_equal_when_rule_subject_and_event_are():
    """Two guards with the same key find the same."""
    found = [guard_of(rule("r", "amount > 1")).score(transaction()).findings[0] for _ in range(2)]
    other = guard_of(rule("r", "amount > 1")).score(transaction("+1m")).findings[0]
    assert found[0] == found[1]
    assert 1 == len(set(found))
    assert other not in found

from dataclasses import replace

import pytest

from fraudguard.errors import PackError
from fraudguard.pack.checked import CheckedRule
from fraudguard.pack.load import load_pack_text
from fraudguard.testing import call, transaction

BIG = {"id": "big", "when": ["amount >= 100"]}
TWICE = {"id": "twice", "when": ["count(within='1h') >= 2"]}
CALLS = {"id": "calls", "on": "call", "when": ["count(within='1h') >= 2"]}
BY_PAYEE = {"id": "by-payee", "when": ["count(by=payee.account, within='1h') >= 2"]}
CHAINED = {"id": "chained", "sequence": {"within": "1h", "steps": [{"as": "c", "on": "call"}, {"on": "transaction"}]}}


def rules(decision):
    """Ids of the rules that fired."""
    return [finding.rule for finding in decision.findings]


def test_swap_keeps_what_is_unchanged(guard_of, pack_of):
    """Windows, chains, points and tickets go on under the new pack."""
    guard = guard_of(BIG, TWICE, CHAINED)
    guard.score(call(id="c"))
    guard.score(transaction("+1m", id="a", amount=100))
    swapped = guard.swap(pack_of({**BIG, "points": 10}, TWICE, CHAINED))
    decision = guard.score(transaction("+2m", id="b", amount=1))

    assert ((), ()) == (swapped.empty, swapped.dropped)
    assert len(swapped.kept) >= 2
    assert ["chained", "twice"] == rules(decision)
    assert 90 == decision.points  # 30 of the first event as they were given, 30 and 30 now
    assert "duplicate" == guard.score(call(id="c")).outcome


def test_swap_names_what_starts_empty_and_what_is_dropped(guard_of, pack_of):
    """A window under another key has seen nothing yet; one that no rule asks for any more is gone."""
    guard = guard_of(TWICE, CALLS)
    guard.score(transaction("+0m", id="a"))
    swapped = guard.swap(pack_of(TWICE, BY_PAYEE, CHAINED))
    first = guard.score(transaction("+1m", id="b"))
    second = guard.score(transaction("+2m", id="c"))

    assert ("transaction by person.key",) == swapped.kept
    assert ["call by person.key"] == [name for name in swapped.dropped if " by " in name]
    assert "transaction by payee.account" in swapped.empty
    assert any(name.startswith("chained: ") for name in swapped.empty)
    assert (["twice"], ["by-payee", "twice"]) == (rules(first), rules(second))


def test_a_pack_that_cannot_be_loaded_changes_nothing(guard_of):
    """Loading raises before the swap, and the guard goes on with the pack it has."""
    guard = guard_of(BIG)
    guard.score(transaction(id="a"))
    state, pack = guard.snapshot(), guard.pack

    with pytest.raises(PackError):
        guard.swap(load_pack_text({"pack.yaml": "name: broken"}))
    assert (state, pack) == (guard.snapshot(), guard.pack)


def test_a_pack_that_cannot_be_planned_changes_nothing(guard_of, pack_of):
    """A swap takes all of a pack or nothing of it."""
    guard = guard_of(BIG)
    guard.score(transaction(id="a"))
    state, pack = guard.snapshot(), guard.pack
    sound = pack_of(BIG)
    broken = replace(sound, rules=(*sound.rules, object.__new__(CheckedRule)))

    with pytest.raises(AttributeError):
        guard.swap(broken)
    assert (state, pack) == (guard.snapshot(), guard.pack)
    assert "duplicate" == guard.score(transaction(id="a")).outcome

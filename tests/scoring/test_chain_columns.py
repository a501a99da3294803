"""Sequences over columns: where a chain can end, and that nobody is told a chain who does not ask."""

import pytest

from fraudguard.events import parse_event, resolve
from fraudguard.scoring import chain_columns
from fraudguard.scoring.batch import Batch
from fraudguard.scoring.chains import Chains


def payment(number, minute, amount, person="13800138000"):
    """A payment of somebody at a minute."""
    return resolve(
        parse_event(
            {
                "kind": "transaction",
                "id": f"t{number}",
                "at": f"2025-01-06T10:{minute:02d}:00+08:00",
                "source": "bank",
                "direction": "out",
                "amount": amount,
                "person": {"ids": {"phone": person}},
            }
        )
    )


@pytest.fixture
def rising(guard_of):
    """Three payments within ten minutes, each step by its amount."""
    steps = [{"on": "transaction", "when": [f"amount == {amount}"]} for amount in (1, 2, 3)]
    return guard_of({"id": "rising", "sequence": {"within": "10m", "steps": steps}})


@pytest.mark.parametrize(
    ("amounts", "minutes", "ends"),
    [
        ((1, 2, 3), (0, 5, 9), 1),  # in order, in time
        ((1, 2, 3), (0, 5, 10), 0),  # the first is ten minutes ago
        ((2, 1, 3), (0, 1, 2), 0),  # the second came before the first
        ((1, 3, 3), (0, 1, 2), 0),  # one is missing
        ((1, 2, 3, 3), (0, 1, 2, 3), 2),  # two ends of one beginning
        ((1, 1, 2, 3), (0, 5, 6, 12), 1),  # the later beginning is in time
    ],
)
def test_a_chain_ends_only_where_all_its_steps_stand_before(monkeypatch, rising, amounts, minutes, ends):
    """The order and the time of the steps are looked at before any search."""
    seen = []
    original = chain_columns._ends
    monkeypatch.setattr(chain_columns, "_ends", lambda *given: seen.append(original(*given)) or seen[-1])
    events = [payment(number, *one) for number, one in enumerate(zip(minutes, amounts, strict=True))]
    batch = Batch(rising._engine)
    scored = batch.score(batch.tables(events))
    assert [len(found) for found in seen] == [ends]
    assert scored.findings.height == ends


def test_a_chain_of_nobody_in_danger_is_not_told(monkeypatch, guard_of):
    """The words of a support sequence are put together only when a decision holds it."""
    steps = [{"on": "transaction", "when": [f"amount == {amount}"]} for amount in (1, 2)]
    support = {"id": "pair", "role": "support", "sequence": {"within": "10m", "steps": steps}}
    core = {"id": "big", "role": "core", "when": ["amount >= 1000"]}
    told = []
    original = Chains._told
    monkeypatch.setattr(Chains, "_told", lambda *given: told.append(given[1].rule) or original(*given))
    guard = guard_of(support, core)
    events = [
        payment(0, 0, 1),
        payment(1, 1, 2),
        payment(2, 2, 1, "13900139000"),
        payment(3, 3, 2, "13900139000"),
        payment(4, 4, 5000, "13900139000"),
    ]
    batch = Batch(guard._engine)
    scored = batch.score(batch.tables(events))
    assert sorted(scored.findings["rule"].to_list()) == ["big", "pair", "pair"]
    assert told == ["pair"]

"""The example overlay of a station: what it changes, what it adds, and that it leaves the rest alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from fraudguard.pack.checked import CheckedPack, CheckedRule
from fraudguard.pack.load import inspect_pack, load_pack
from fraudguard.scoring.guard import Guard
from fraudguard.workbench.examples import run_examples

OVERLAY = Path(__file__).parents[2] / "examples" / "my_rules"
OWN = "qingshan-payee-on-watch-list"
CHANGED = {"share-after-stranger-call", "long-stranger-call", "second-round-sum-to-new-person"}


@pytest.fixture(scope="module")
def overlaid() -> CheckedPack:
    """The shipped pack with the station's over it."""
    return load_pack(["@shipped", OVERLAY])


def _by_id(pack: CheckedPack) -> dict[str, CheckedRule]:
    return {rule.id: rule for rule in pack.rules}


def test_the_overlay_loads_without_a_fault() -> None:
    """What the example shows is right, down to the warnings."""
    assert () == inspect_pack(["@shipped", OVERLAY]).faults


def test_only_what_it_names_is_changed(pack: CheckedPack, overlaid: CheckedPack) -> None:
    """Three rules differ, one is new, all others are the shipped ones."""
    shipped, mine = _by_id(pack), _by_id(overlaid)
    assert {OWN} == set(mine) - set(shipped)
    assert CHANGED == {name for name, rule in shipped.items() if rule != mine[name]}


def test_points_status_and_unless_are_changed(pack: CheckedPack, overlaid: CheckedPack) -> None:
    """The overrides take effect, and an appended exclusion keeps the shipped ones."""
    shipped, mine = _by_id(pack), _by_id(overlaid)
    assert (12, 8) == (shipped["long-stranger-call"].points, mine["long-stranger-call"].points)
    assert "shadow" == mine["second-round-sum-to-new-person"].status
    before, after = shipped["share-after-stranger-call"].unless, mine["share-after-stranger-call"].unless
    assert before == after[:-1]


def test_all_examples_hold_under_the_overlay(overlaid: CheckedPack) -> None:
    """The station's own examples and all shipped ones still do as labelled."""
    assert [] == [(one.rule.id, one.example.title) for one in run_examples(overlaid) if not one.passed]


@pytest.mark.parametrize(
    ("day", "level"),
    [("2024-11-30", "none"), ("2024-12-01", "yellow"), ("2025-11-30", "yellow"), ("2025-12-01", "none")],
)
def test_a_listed_payee_counts_from_its_start_until_its_expiry(day: str, level: str, overlaid: CheckedPack) -> None:
    """A payment to a watched account opens a yellow ticket while the entry is in force, and only then."""
    event: Mapping[str, object] = {
        "kind": "transaction",
        "id": "t1",
        "at": f"{day}T10:00:00+08:00",
        "person": {"key": "somebody"},
        "direction": "out",
        "amount": 3000,
        "payee": {"account": "6225880000000001"},
    }
    assert level == Guard(overlaid, key=b"sixteen bytes or more").score(event).level

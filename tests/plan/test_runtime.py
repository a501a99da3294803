import random

import pytest

from fraudguard.pack.checked import ListEntry, ValueList
from fraudguard.plan.indexes import total
from fraudguard.plan.logs import put
from fraudguard.plan.runtime import in_list, name_space
from fraudguard.plan.shelf import Shelf


def test_records_are_kept_by_instant_and_id():
    """Whatever the order of arrival, a log is in the order of (at, id)."""
    records = [(at, event_id, ()) for at in range(4) for event_id in "ab"]
    for seed in range(10):
        store = Shelf()
        for record in random.Random(seed).sample(records, len(records)):
            put(store, "key", record)
        assert {"key": records} == store


def test_of_two_records_at_one_position_the_later_put_comes_last():
    """An id that was forgotten and came again stands after its forerunner."""
    store = Shelf()
    for record in [(1, "a", "old"), (2, "b", ""), (1, "a", "new")]:
        put(store, "key", record)
    assert ["old", "new", ""] == [record[2] for record in store["key"]]


def test_sums_are_exact_in_any_order():
    """Whole numbers are added as they are; others are rounded once."""
    values = [0.1] * 10
    assert 10**16 + 1 == total([10**16, 1])
    assert 1.0 == total(values)
    mixed = [1e16, 1.0, -1e16, 0.5]
    assert {1.5} == {total(random.Random(seed).sample(mixed, 4)) for seed in range(10)}
    assert 0 == total([])


LISTED = ValueList("l", {"a": (ListEntry("a", 10, 20), ListEntry("a", 30, None)), "b": (ListEntry("b"),)})


@pytest.mark.parametrize(
    ("at", "expected"), [(9, False), (10, True), (19, True), (20, False), (29, False), (30, True), (10**18, True)]
)
def test_an_entry_is_in_force_from_its_start_to_before_its_expiry(at, expected):
    """The start counts, the expiry does not; either may be open."""
    assert expected is in_list(LISTED, "a", at)


def test_listed_values_are_compared_in_normal_form():
    """Full-width letters and capitals are the same entry; any of several values is enough."""
    assert in_list(LISTED, "Ｂ", 0) is True
    assert in_list(LISTED, ("x", "b"), 0) is True
    assert in_list(LISTED, (), 0) is False
    assert in_list(LISTED, "x", 0) is False
    assert in_list(LISTED, None, 0) is None


def test_generated_code_sees_four_builtins_and_nothing_else():
    """There is no way from generated code to imports, files or the interpreter."""
    space = name_space({}, (), lambda text: text)
    assert {"max", "len", "set", "reversed"} == set(space["__builtins__"])
    with pytest.raises(ImportError):
        exec("import os", dict(space))  # noqa: S102  # what is shown is that it fails
    with pytest.raises(NameError):
        exec("open('x')", dict(space))  # noqa: S102


def test_a_missing_text_has_no_token():
    """The token of nothing is nothing, not the token of an empty string."""
    assert name_space({}, (), str.upper)["TOKEN"](None) is None
    assert "X" == name_space({}, (), str.upper)["TOKEN"]("x")


def test_without_phrases_no_text_is_scanned():
    """A pack without phrases finds none in any text."""
    assert set() == set(name_space({}, (), str)["SCAN"]("随便什么"))

"""Near misses of a rule: all it asks for holds but one thing, as an engine of its own sees it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudguard.errors import UsageError
from fraudguard.pack import load_pack
from fraudguard.scoring.guard import Guard
from fraudguard.testing import near_misses
from fraudguard.testing.near_misses import CHAIN, NearMiss, near_misses_of
from labelled import example, paid
from packing import KEY, pack_of, rule, steps

SHIPPED = load_pack()
RULES = ("transfer-under-remote-control", "new-payee", "test-then-big")
GUARD = Guard(SHIPPED, key=KEY)


@pytest.mark.parametrize("name", RULES)
def test_a_shipped_rule_is_nearly_met(name: str) -> None:
    """The rule does not fire on the last event of any stream drawn, and exactly one condition of it is not true."""

    @settings(max_examples=40)
    @given(near_misses(SHIPPED, name))
    def check(one: NearMiss) -> None:
        GUARD.rewind(None)
        for event in one.events[:-1]:
            GUARD.score(event)
        found = next((each for each in GUARD.explain(one.events[-1]).rules if each.rule == name), None)
        assert found is None or not found.fired
        if found is not None and found.conditions:
            top = [seen for seen in found.conditions if not seen.text.startswith(" ")]
            open_ = [seen.text for seen in top if seen.truth is not True]
            open_ += [f"unless {seen.text}" for seen in found.unless if seen.truth is True]
            assert [one.missing] == open_

    check()


def test_both_sides_of_what_decides() -> None:
    """A value just below a threshold, a field left out, another choice: each names the condition it fails."""
    hit = example("hit", paid(5000, method="transfer"))
    pack = pack_of(
        rule("r", "amount >= 5_000", "method == 'transfer'", unless=["payee.kind == 'self'"], examples=[hit])
    )
    found = near_misses_of(pack, "r")
    assert {"amount >= 5_000", "method == 'transfer'", "unless payee.kind == 'self'"} == {one.missing for one in found}
    amounts = {one.events[-1].get("amount") for one in found if one.missing == "amount >= 5_000"}
    assert {4999, None} == amounts


def test_the_steps_of_a_sequence() -> None:
    """A step left out, and steps that make no chain because the time between them is too long."""
    hit = example("hit", paid(5), paid(100))
    pack = pack_of(rule("r", sequence=steps("amount <= 10", "amount >= 100", within="1h"), examples=[hit]))
    assert {"a", "b", CHAIN} == {one.missing for one in near_misses_of(pack, "r")}


def test_always_the_same() -> None:
    """Nothing about them is left to chance."""
    assert near_misses_of(SHIPPED, "new-payee") == near_misses_of(SHIPPED, "new-payee")


def test_what_has_no_near_miss() -> None:
    """A rule without a hit example, and one that is not there, are said in words."""
    pack = pack_of(rule("r", "amount >= 5"))
    for name, code in (("r", "workbench.no_near_miss"), ("s", "workbench.rule_unknown")):
        with pytest.raises(UsageError) as error:
            near_misses(pack, name)
        assert code == error.value.code


def test_it_is_a_strategy() -> None:
    """It is drawn from like any other."""
    assert isinstance(near_misses(SHIPPED, "new-payee"), st.SearchStrategy)

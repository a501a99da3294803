"""What of a sequence durable-rules can hold, and how the rest is refused: needs durable-rules itself for nothing."""

import os
from pathlib import Path

import pytest

from fraudguard.errors import Language, PackError
from fraudguard.pack import load_pack_text
from fraudguard.plan import compile_plan
from fraudguard.plan.durable_joins import EXACT
from fraudguard.plan.durable_rules import ALWAYS, LAST, MOST_TESTS, OVER, durable_sequences
from packing import files, pack_of, rule, steps

GOLDEN = Path(__file__).parents[1] / "golden" / "durable"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
REFUSED = Path(GOLDEN, "refused.yaml").read_text(encoding="utf-8")


def made(*conditions: object, **fields: object):
    """The ruleset of one sequence."""
    (found,) = durable_sequences(compile_plan(pack_of(rule("s", sequence=steps(*conditions, **fields)))))
    return found


def refused(*conditions: object, **fields: object) -> str:
    """The code with which a sequence is refused."""
    with pytest.raises(PackError) as caught:
        made(*conditions, **fields)
    return caught.value.code


def rules(*conditions: object, **fields: object) -> int:
    """How many rules a sequence becomes, the one that ends every question aside."""
    return len(made(*conditions, **fields).rules) - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_expressed_is_refused_with_place_and_cure(lang: Language) -> None:
    """All faults of a pack together, each at the condition or the rule that is too much."""
    pack = load_pack_text({**files(rule("plain", "amount > 1")), "scams/leader.yaml": REFUSED})
    with pytest.raises(PackError) as caught:
        durable_sequences(compile_plan(pack))
    path = GOLDEN / f"refused.{lang}.txt"
    text = caught.value.render(lang) + "\n"
    if os.environ.get("FRAUDGUARD_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "condition",
    [
        "amount >= 20 * a.amount - 5",
        "amount + a.amount * 0.5 < 100",
        "payee.account == a.payee.account",
        "a.payee.account in ['1', '2'] or amount != a.amount",
        "not (amount > a.amount and payee.account == a.payee.account)",
        "at > a.at",
    ],
)
def test_sums_products_and_comparisons_are_expressed(condition):
    """Of numbers, texts and times, joined by and, or, not."""
    assert made("amount > 0", ["amount > 1", condition]).rules


def test_texts_are_numbers_in_a_ruleset():
    """No text of a rule reaches durable-rules, which compares none that is not ASCII."""
    found = made("amount > 0", "a.payee.name == '中文' and payee.name == a.payee.name")
    assert repr(found.rules).isascii()
    assert [1] == list(found.texts.values())


def test_every_join_group_ends_with_what_is_always_true():
    """And no group stands in another; the first pattern is the completing event's, `none` is the last."""
    stop = rule("stop", "amount == 9")
    sequence = steps("amount > 0", "amount > a.amount or amount < 2", "amount > b.amount", unless=["stop"])
    (found,) = durable_sequences(compile_plan(pack_of(stop, rule("s", sequence=sequence))))
    for name, one in found.rules.items():
        if name == OVER:
            continue
        aliases = [next(iter(pattern)) for pattern in one["all"]]
        groups = [next(iter(pattern.values()))["$and"] for pattern in one["all"]]
        assert ["end", "p0", "p1", "b$not"] == aliases
        assert {LAST: 1} in groups[0]
        assert [ALWAYS] * 3 == [group[-1] for group in groups[1:]]
        assert not any("$and" in test or "$or" in test for group in groups for test in group)
    assert 3 == len(found.rules)


def test_a_later_step_comes_later():
    """A join alone knows no order: each pattern between the first and the last event names its place."""
    one = made("amount > 0", "amount > 0", "amount > 0", "amount > 0").rules["r0"]
    places = [test for pattern in one["all"] for test in next(iter(pattern.values()))["$and"] if "$gt" in test]
    assert [{"$gt": {"n": {"p0": "n"}}}, {"$gt": {"n": {"p1": "n"}}}] == places


def test_any_order_is_a_rule_for_each_order():
    """Two steps have two orders, three have six; four, twenty-four of four patterns each, are too many."""
    assert 2 == rules("amount > 0", "amount > 1", any_order=True)
    assert 6 == rules("amount > 0", "amount > 1", "amount > 2", any_order=True)
    assert "durable.rules" == refused(*["amount > 0"] * 4, any_order=True)
    assert "durable.rules" == refused(*["amount > 0"] * 8, any_order=True)


def test_alternatives_are_rules_up_to_sixty_four_patterns():
    """32 choices of two steps fit; 33 do not; more than 64 choices are refused at the condition."""

    def choices(count: int) -> str:
        return " or ".join(f"amount > {i} * a.amount" for i in range(2, count + 2))

    assert 31 == rules("amount > 0", choices(31))
    assert 32 == rules("amount > 0", choices(32))
    assert "durable.rules" == refused("amount > 0", choices(33))
    pairs = " and ".join(f"(amount > {i} * a.amount or amount < {i} + a.amount)" for i in range(2, 9))
    assert "durable.choices" == refused("amount > 0", f"({pairs})")


def test_a_pattern_has_room_for_a_number_of_tests():
    """Just as many fit, one more is refused."""

    def conditions(count: int) -> list[str]:
        return [f"amount > {i} + a.amount" for i in range(2, count + 2)]

    # three of the tests mark the step and the two values as known
    assert MOST_TESTS == len(made("amount > 0", conditions(MOST_TESTS - 3)).rules["r0"]["all"][1]["p0"]["$and"]) - 1
    assert "durable.tests" == refused("amount > 0", conditions(MOST_TESTS - 2))


def test_all_steps_by_number_are_all_steps():
    """`at_least` with the number of all steps asks for nothing special; with fewer it is refused."""
    assert 1 == rules("amount > 0", "amount > 1", "amount > 2", at_least=3)
    assert "durable.at_least" == refused("amount > 0", "amount > 1", "amount > 2", at_least=2)


def test_numbers_stay_exact():
    """The size up to which values may go keeps every result within 2^53; a factor for which none does is refused."""
    (_, _, most), *_ = made("amount > 0", "amount >= 20 * a.amount").slots[0]
    assert 21 * most <= EXACT < 42 * most
    for conditions in (
        ["amount < 1_000 * a.amount", "amount > a.amount"],
        ["amount > a.amount", "amount < 1_000 * a.amount"],
    ):
        (_, _, most), *_ = made("amount > 0", conditions).slots[0]
        assert 1_001 * most <= EXACT < 2_002 * most
    product = rule("s", sequence=steps("amount > 0", "extra.n * a.extra.n > 3"))
    (found,) = durable_sequences(compile_plan(pack_of(product, extra={"n": "number"})))
    ((_, _, most),) = found.slots[0]
    assert most * most + 3 <= EXACT < 4 * most * most
    assert "durable.number" == refused("amount > 0", "amount >= 1_000_000_000 * (1_000_000_000 * a.amount)")


def test_the_shipped_pack_can_be_expressed():
    """All of its sequences, the one in any order too."""
    from fraudguard.pack import load_pack

    plan = compile_plan(load_pack())
    assert len(plan.sequences) == len(durable_sequences(plan)) > 0

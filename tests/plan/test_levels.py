from fraudguard.plan.levels import levels
from packing import pack_of, rule, steps


def asking(name):
    """A condition that counts the events on which a rule fired."""
    return f"count(within='1h', where=fired('{name}')) >= 1"


def test_a_rule_stands_above_what_it_asks_about():
    """Each `fired` makes one level; independent rules share the lowest."""
    pack = pack_of(rule("a", "amount > 1"), rule("b", asking("a")), rule("c", asking("b")), rule("d", "amount > 2"))
    assert {"a": 0, "b": 1, "c": 2, "d": 0} == levels(pack)


def test_what_an_unless_asks_about_counts_too():
    """A line that may stop a rule must be decided before it."""
    pack = pack_of(rule("a", "amount > 1"), rule("b", "amount > 1", unless=[asking("a")]))
    assert {"a": 0, "b": 1} == levels(pack)


def test_a_sequence_stands_beside_its_rules_and_above_its_sequences():
    """It is matched after the rules of its level, so that only sequences among its parts lift it."""
    pack = pack_of(
        rule("a", "amount > 1"),
        rule("s", sequence=steps({"rule": "a"}, "amount > 2")),
        rule("t", sequence=steps({"rule": "s"}, "amount > 3")),
        rule("u", sequence=steps("amount > 1", "amount > 2", unless=["s"])),
        rule("v", asking("t")),
    )
    assert {"a": 0, "s": 0, "t": 1, "u": 1, "v": 2} == levels(pack)


def test_an_inline_step_that_asks_lifts_its_sequence():
    """The step cannot be decided before the rule it asks about."""
    pack = pack_of(rule("a", "amount > 1"), rule("s", sequence=steps("amount > 1", asking("a"))))
    assert {"a": 0, "s": 1} == levels(pack)

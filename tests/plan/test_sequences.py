from fraudguard.plan import compile_plan
from fraudguard.testing import transaction
from packing import guard_of, pack_of, rule, steps


def planned(*conditions: object, **fields: object):
    """The plan of one sequence."""
    return compile_plan(pack_of(rule("s", sequence=steps(*conditions, **fields)))).sequences[0]


def test_a_condition_on_one_event_is_decided_when_it_comes():
    """Only what reads another step waits for it."""
    plan = planned("amount > 1", ["amount > 2", "amount > a.amount"])
    assert [1, 1] == [len(step.alone) for step in plan.steps]
    assert [(1, (0, 1))] == [(join.step, join.steps) for join in plan.joins]


def test_an_event_keeps_only_what_joins_read():
    """A value that two joins read is kept once; texts are kept as tokens."""
    plan = planned(
        "amount > 1",
        ["amount > a.amount", "amount < 9 * a.amount", "payee.account == a.payee.account"],
    )
    first, second = plan.steps
    assert [("value", "amount"), ("token", "payee.account")] == [(s.form, s.node.path) for s in first.captures]
    assert {"token", "value"} == {slot.form for slot in second.captures}


def test_the_last_step_of_an_ordered_sequence_is_not_kept():
    """Nothing can follow it; in any order everything can."""
    assert {0, 1} == planned("amount > 1", "amount > 2", "amount > 3").kept
    assert {0, 1, 2} == planned("amount > 1", "amount > 2", "amount > 3", any_order=True).kept


def test_all_steps_are_needed_unless_fewer_are_enough():
    """`at_least` says how many."""
    assert 3 == planned("amount > 1", "amount > 2", "amount > 3").need
    assert 2 == planned("amount > 1", "amount > 2", "amount > 3", at_least=2).need


def test_a_join_over_three_steps_names_all_of_them():
    """The steps a condition reads are given to it in their order."""
    plan = planned("amount > 1", "amount > 2", "amount > a.amount + b.amount")
    assert [(0, 1, 2)] == [join.steps for join in plan.joins]


def test_an_alternative_that_reads_another_step_is_a_join_as_a_whole():
    """`or` cannot be split; its part on the own event is worked out beforehand."""
    plan = planned("amount > 1", "amount > 1_000 or amount > a.amount")
    assert 1 == len(plan.joins)
    assert "true" in {slot.form for slot in plan.steps[1].captures}


def test_a_step_left_out_is_unknown_to_those_that_read_it():
    """With one step too few, a condition that reads it neither holds nor fails."""
    guard = guard_of(
        rule("s", sequence=steps("amount == 1", "amount == 2", "amount > 2 and amount > a.amount", at_least=2)),
        rule("t", sequence=steps("amount == 1", "amount == 2", "amount > 2 or amount > a.amount", at_least=2)),
    )
    guard.score(transaction("+0m", amount=2))
    assert ["t"] == [finding.rule for finding in guard.score(transaction("+1m", amount=3)).findings]

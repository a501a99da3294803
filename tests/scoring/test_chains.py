import pytest

from fraudguard.testing import transaction
from packing import fired, guard_of, rule, steps


def on(*conditions: object, **fields: object):
    """A guard over one sequence."""
    return guard_of(rule("s", sequence=steps(*conditions, **fields)))


def chain(decision):
    """The steps and events of the completed chain."""
    return [(one.step, one.event_id) for found in decision.findings if found.rule == "s" for one in found.chain]


def after(guard, *events: object):
    """The decision on the last of some events."""
    return [guard.score(event) for event in events][-1]


def paid(at, amount, **fields: object):
    """A payment named after its amount."""
    return transaction(at, amount=amount, **{"id": f"e{amount}", **fields})


@pytest.mark.parametrize(("last", "expected"), [("+59m", ["s"]), ("+60m", []), ("+61m", [])])
def test_a_chain_is_shorter_than_its_time(last, expected):
    """The first and the last event lie less than `within` apart; exactly that is too long."""
    assert expected == fired(after(on("amount == 1", "amount == 2"), paid("+0m", 1), paid(last, 2)))


def test_steps_follow_in_time():
    """The other way round is no chain, unless any order will do."""
    events = paid("+0m", 2), paid("+1m", 1)
    assert [] == fired(after(on("amount == 1", "amount == 2"), *events))
    assert [("b", "e2"), ("a", "e1")] == chain(after(on("amount == 1", "amount == 2", any_order=True), *events))


def test_of_two_events_at_one_instant_the_smaller_id_comes_first():
    """Positions are instants and ids."""
    assert ["s"] == fired(after(on("amount == 1", "amount == 2"), paid("+0m", 1, id="a"), paid("+0m", 2, id="b")))
    assert [] == fired(after(on("amount == 1", "amount == 2"), paid("+0m", 1, id="b"), paid("+0m", 2, id="a")))


def test_one_event_takes_one_step():
    """What fits two steps does not complete a chain with itself."""
    guard = on("amount >= 1", "amount >= 1")
    assert [] == fired(guard.score(paid("+0m", 1)))
    assert [("a", "e1"), ("b", "e2")] == chain(guard.score(paid("+1m", 2)))


def test_the_chain_told_is_the_one_that_began_latest():
    """Among all chains that end with the event: the latest first event, then the latest second."""
    guard = on("amount < 10", "amount < 20", "amount == 20")
    decision = after(
        guard, paid("+0m", 1), paid("+1m", 2), paid("+2m", 3), paid("+3m", 15), paid("+4m", 16), paid("+5m", 20)
    )
    assert [("a", "e3"), ("b", "e16"), ("c", "e20")] == chain(decision)


def test_of_two_ways_through_the_same_events_the_smaller_steps_are_told():
    """Where any order will do, two assignments of the same events are told apart by step numbers."""
    guard = on("amount >= 1", "amount >= 1", "amount >= 1", any_order=True)
    assert ["a", "b", "c"] == [step for step, _ in chain(after(guard, *[paid(f"+{i}m", i) for i in (1, 2, 3)]))]


def test_each_completing_event_is_one_finding():
    """Three chains end with the event; it is found once, and once more with the next event."""
    guard = on("amount < 10", "amount >= 10")
    for i in (1, 2, 3):
        guard.score(paid(f"+{i}m", i))
    assert [["s"], ["s"]] == [fired(guard.score(paid(f"+{i}m", i))) for i in (10, 11)]


def test_enough_steps_are_enough():
    """Two of three, in their order; the missing one is not told."""
    guard = on("amount == 1", "amount == 2", "amount == 3", at_least=2)
    assert [("a", "e1"), ("c", "e3")] == chain(after(guard, paid("+0m", 1), paid("+1m", 3)))
    assert [] == fired(
        after(on("amount == 1", "amount == 2", "amount == 3", at_least=2), paid("+0m", 3), paid("+1m", 1))
    )


def test_a_step_may_read_an_earlier_one():
    """Amounts and accounts of another step are compared; what is missing there is unknown."""
    made = ("amount <= 200", ["amount >= 20 * a.amount", "payee.account == a.payee.account"])
    assert ["s"] == fired(after(on(*made), paid("+0m", 100), paid("+1m", 2_000)))
    assert [] == fired(after(on(*made), paid("+0m", 100), paid("+1m", 1_999)))
    assert [] == fired(after(on(*made), paid("+0m", 100), paid("+1m", 2_000, payee={"account": "X"})))
    assert [] == fired(
        after(on(*made), paid("+0m", 100, payee={"account": None}), paid("+1m", 2_000, payee={"account": None}))
    )


def test_chains_are_of_one_key():
    """Another person's event completes nothing; a key may be any field of all kinds."""
    assert [] == fired(after(on("amount == 1", "amount == 2"), paid("+0m", 1), paid("+1m", 2, person="p2")))
    by_account = on("amount == 1", "amount == 2", by=["payee.account"])
    assert ["s"] == fired(after(by_account, paid("+0m", 1), paid("+1m", 2, person="p2")))
    by_both = on("amount == 1", "amount == 2", by=["payee.account", "person.key"])
    assert [] == fired(after(by_both, paid("+0m", 1), paid("+1m", 2, person="p2")))
    assert ["s"] == fired(by_both.score(paid("+2m", 2, id="again")))


def test_an_unknown_key_joins_nothing():
    """Two events without a person are not of the same person."""
    assert [] == fired(after(on("amount == 1", "amount == 2"), paid("+0m", 1, person={}), paid("+1m", 2, person={})))


def test_a_key_may_be_an_own_field():
    """It is read by its declared type; what does not fit is unknown."""
    guard = guard_of(
        rule("s", sequence=steps("amount == 1", "amount == 2", by=["extra.branch"])), extra={"branch": "text"}
    )
    assert ["s"] == fired(after(guard, paid("+0m", 1, extra={"branch": "x"}), paid("+1m", 2, extra={"branch": "x"})))
    assert [] == fired(
        after(guard, paid("+2h", 1, id="f", extra={"branch": 7}), paid("+2h1m", 2, id="g", extra={"branch": 7}))
    )


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([paid("+0m", 1), paid("+1m", 9), paid("+2m", 2)], []),  # between
        ([paid("+0m", 9), paid("+1m", 1), paid("+2m", 2)], ["s"]),  # before
        ([paid("+0m", 1), paid("+2m", 2), paid("+3m", 9)], ["stop"]),  # after
        ([paid("+0m", 1), paid("+1m", 9), paid("+2m", 1, id="f"), paid("+3m", 2)], ["s"]),  # begun anew
        ([paid("+0m", 1), paid("+1m", 2, memo="stop")], ["stop"]),  # the last event itself
        ([paid("+0m", 1, memo="stop"), paid("+1m", 2)], ["s"]),  # the first event itself
        ([paid("+1m", 9), paid("+0m", 1), paid("+2m", 2)], []),  # between, though it came first
    ],
)
def test_a_breaker_ends_what_began_before_it(events, expected):
    """What breaks lies after the first event of a chain, up to and including its last."""
    made = (
        rule("s", sequence=steps("amount == 1", "amount == 2", unless=["stop"])),
        rule("stop", "amount == 9 or memo == 'stop'"),
    )
    assert expected == fired(after(guard_of(*made), *events))


def test_the_breaker_of_another_key_breaks_nothing():
    """Only what happened to the same person counts."""
    made = rule("s", sequence=steps("amount == 1", "amount == 2", unless=["stop"])), rule("stop", "amount == 9")
    assert ["s"] == fired(after(guard_of(*made), paid("+0m", 1), paid("+1m", 9, person="p2"), paid("+2m", 2)))


def test_a_rule_may_be_a_step_and_so_may_a_sequence():
    """The event on which it fired takes the step, and its fields can be read later."""
    guard = guard_of(
        rule("small", "amount < 10"),
        rule("twice", sequence=steps({"rule": "small"}, {"rule": "small"})),
        rule("s", sequence=steps({"rule": "twice"}, "amount == 2 * a.amount and extra.fee == a.extra.fee")),
        extra={"fee": "money"},
    )
    fee = {"extra": {"fee": "1.50"}}
    decision = after(guard, paid("+0m", 6, **fee), paid("+1m", 7, **fee), paid("+2m", 14, **fee))
    assert [("a", "e7"), ("b", "e14")] == chain(decision)


def test_the_sentence_tells_what_each_step_saw():
    """An event that could take several steps tells only the one it took."""
    guard = guard_of(
        rule(
            "s",
            because="先{a.amount}，后{b.amount}（{b.extra.fee}），再{amount}给{a.payee.name}",
            sequence=steps("amount >= 1", "amount >= 1", "amount >= 1", any_order=True),
        ),
        extra={"fee": "money"},
    )
    decision = after(guard, *[paid(f"+{i}m", i, extra={"fee": i}) for i in (1, 2, 3)])
    assert ("先1，后2（2），再3给李*",) == decision.because


def test_a_late_event_takes_its_place():
    """It can begin a chain that a later event completes, and complete one that is waiting before it."""
    guard = on("amount == 1", "amount == 2", "amount == 3")
    assert [] == fired(after(guard, paid("+0m", 1), paid("+2m", 9), paid("+1m", 2)))
    assert [("a", "e1"), ("b", "e2"), ("c", "e3")] == chain(guard.score(paid("+3m", 3)))
    late = guard.score(paid("+2m", 3, id="late"))
    assert late.late
    assert [("a", "e1"), ("b", "e2"), ("c", "late")] == chain(late)


def test_chain_evidence_is_masked():
    """Neither account nor name is told in full."""
    decision = after(on("amount == 1", "amount == 2"), paid("+0m", 1), paid("+1m", 2))
    told = decision.findings[0].chain[0].text
    assert "1元" in told
    assert "李四" not in told
    assert "6225880000000001" not in told

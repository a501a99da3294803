"""Sequences on durable-rules: what a guard with them does, at load, at its limits, across a swap and a restart."""

import sys

import pytest

from extras import needs_durable
from fraudguard.errors import PackError, UsageError
from fraudguard.plan import compile_plan
from fraudguard.plan.durable_rules import durable_sequences
from fraudguard.scoring import chains_durable
from fraudguard.scoring.chains_durable import MOST_CHAINS
from fraudguard.scoring.guard import Guard
from fraudguard.testing import transaction
from packing import KEY, fired, pack_of, rule, steps


def guard(*rules: object, **parts: object) -> Guard:
    """A guard whose sequences run on durable-rules."""
    return Guard(pack_of(*rules, **parts), key=KEY, sequences="durable")


def on(*conditions: object, **fields: object) -> Guard:
    """Such a guard over one sequence."""
    return guard(rule("s", sequence=steps(*conditions, **fields)))


def paid(at, amount, **fields: object):
    """A payment named after its amount."""
    return transaction(at, amount=amount, **{"id": f"e{amount}", **fields})


def after(under_test, *events: object):
    """The decision on the last of some events."""
    return [under_test.score(event) for event in events][-1]


def chain(decision):
    """The steps and events of the completed chain."""
    return [(one.step, one.event_id) for found in decision.findings if found.rule == "s" for one in found.chain]


def test_an_engine_of_another_name_is_refused():
    """With the name that was probably meant."""
    with pytest.raises(UsageError) as caught:
        Guard(pack_of(rule("r", "amount > 1")), sequences="durables")
    assert "scoring.sequences" == caught.value.code
    assert "did you mean `durable`?" in str(caught.value)


def test_without_the_extra_the_error_says_how_to_get_it(monkeypatch):
    """At load, by every way to a guard."""
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    monkeypatch.setattr(chains_durable, "engine", chains_durable.engine.__wrapped__)
    pack = pack_of(rule("r", "amount > 1"))
    snapshot = Guard(pack, key=KEY).snapshot()
    for make in (
        lambda: Guard.load(sequences="durable"),
        lambda: Guard(pack, sequences="durable"),
        lambda: Guard.restore(snapshot, pack=pack, key=KEY, sequences="durable"),
    ):
        with pytest.raises(UsageError) as caught:
            make()
        assert "durable.missing" == caught.value.code


@needs_durable
def test_a_sequence_it_cannot_express_is_refused_at_load_and_at_a_swap():
    """With the rule's place; after a refused swap the guard goes on as it was."""
    some = rule("s", sequence=steps("amount > 0", "amount > 1", "amount > 2", at_least=2))
    with pytest.raises(PackError) as caught:
        guard(some)
    assert "durable.at_least" == caught.value.code
    assert caught.value.place is not None
    going = on("amount == 1", "amount == 2")
    going.score(paid("+0m", 1))
    with pytest.raises(PackError):
        going.swap(pack_of(some))
    assert ["s"] == fired(going.score(paid("+1m", 2)))


@needs_durable
def test_a_swap_goes_on_with_durable_rules():
    """What began before it completes after it."""
    going = on("amount == 1", "amount == 2")
    going.score(paid("+0m", 1))
    again = rule("s", sequence=steps("amount == 1", "amount == 2"), points=10)
    going.swap(pack_of(again, rule("t", "amount > 1")))
    assert ["s", "t"] == fired(going.score(paid("+1m", 2)))
    assert going._engine.durable


@needs_durable
def test_the_chain_told_is_the_one_that_began_latest():
    """Among all chains that end with the event: the latest first event, then the latest second."""
    events = [paid(f"+{i}m", amount) for i, amount in enumerate((1, 2, 3, 15, 16, 20))]
    decision = after(on("amount < 10", "amount < 20", "amount == 20"), *events)
    assert [("a", "e3"), ("b", "e16"), ("c", "e20")] == chain(decision)


@needs_durable
def test_in_any_order_the_smaller_steps_are_told():
    """Of two ways through the same events."""
    events = [paid(f"+{i}m", i) for i in (1, 2, 3)]
    decision = after(on("amount >= 1", "amount >= 1", "amount >= 1", any_order=True), *events)
    assert ["a", "b", "c"] == [step for step, _ in chain(decision)]


@needs_durable
def test_events_in_reverse_are_no_sequence():
    """durable-rules joins regardless of order; a sequence is in time."""
    assert [] == fired(after(on("amount == 1", "amount == 2"), paid("+0m", 2), paid("+1m", 1)))
    assert ["s"] == fired(
        after(on("amount == 1", "amount == 2"), paid("+1m", 2), paid("+0m", 1), paid("+2m", 2, id="x"))
    )


@needs_durable
@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([paid("+0m", 1), paid("+1m", 9), paid("+2m", 2)], []),  # between
        ([paid("+0m", 9), paid("+1m", 1), paid("+2m", 2)], ["s"]),  # before
        ([paid("+0m", 1), paid("+1m", 9), paid("+2m", 1, id="f"), paid("+3m", 2)], ["s"]),  # begun anew
        ([paid("+0m", 1), paid("+1m", 2, memo="stop")], ["stop"]),  # the last event itself
        ([paid("+0m", 1, memo="stop"), paid("+1m", 2)], ["s"]),  # the first event itself
        ([paid("+1m", 9), paid("+0m", 1), paid("+2m", 2)], []),  # between, though it came first
    ],
)
def test_a_breaker_ends_what_began_before_it(events, expected):
    """durable-rules decides it by `none`."""
    made = (
        rule("s", sequence=steps("amount == 1", "amount == 2", unless=["stop"])),
        rule("stop", "amount == 9 or memo == 'stop'"),
    )
    assert expected == fired(after(guard(*made), *events))


@needs_durable
def test_up_to_64_possible_chains_durable_rules_answers():
    """Two steps: 63 and 64 earlier events it answers, 65 the native engine does, counted; all three find the chain."""
    for count, overflow in ((MOST_CHAINS - 1, 0), (MOST_CHAINS, 0), (MOST_CHAINS + 1, 1)):
        under_test = on("amount == 1", "amount == 2")
        for i in range(count):
            under_test.score(paid(f"+{i}s", 1, id=f"c{i}"))
        decision = under_test.score(paid("+80s", 2))
        assert [("a", f"c{count - 1}"), ("b", "e2")] == chain(decision)
        assert overflow == under_test.durable_overflow


@needs_durable
def test_possible_chains_are_counted_in_order():
    """Eight first steps and eight second ones are 64 chains when all first steps come first, 0 the other way round."""
    for first, second, extra, overflow in ((1, 2, 1, 1), (1, 2, 9, 0), (2, 1, 9, 0)):
        under_test = on("amount == 1", "amount == 2", "amount == 3")
        under_test.score(paid("+0s", extra, id="extra"))
        for i in range(16):
            under_test.score(paid(f"+{i + 1}s", first if i < 8 else second, id=f"c{i}"))
        assert (["s"] if first == 1 else []) == fired(under_test.score(paid("+80s", 3)))
        assert overflow == under_test.durable_overflow


@needs_durable
def test_numbers_too_large_to_be_exact_go_to_the_native_engine():
    """At the limit durable-rules answers, above it the other; both say the same."""
    made = "amount > 0", "amount > 1_000 * a.amount"
    most = durable_sequences(compile_plan(pack_of(rule("s", sequence=steps(*made)))))[0].slots[0][0][2]
    for amount, overflow in ((most, 0), (most + 1, 1)):
        under_test = on(*made)
        yuan = f"{amount // 100}.{amount % 100:02}"
        assert [] == fired(after(under_test, paid("+0m", yuan, id="a"), paid("+1m", yuan, id="b")))
        assert overflow == under_test.durable_overflow


@needs_durable
def test_a_failure_of_durable_rules_is_answered_by_the_native_engine(monkeypatch):
    """An event is taken in as a whole: the failure is counted, and durable-rules is not asked again."""
    under_test = on("amount == 1", "amount == 2")
    asked = []

    def fail(facts) -> None:
        asked.append(facts)
        raise UsageError("durable.failed", reason="for the test")

    monkeypatch.setattr(under_test._engine.durable[0].ruleset, "ask", fail)
    assert [[], ["s"], ["s"]] == [fired(under_test.score(paid(f"+{n}m", min(n, 2), id=f"e{n}"))) for n in (1, 2, 3)]
    assert (1, 2) == (len(asked), under_test.durable_overflow)


@needs_durable
def test_two_thousand_persons_are_no_two_thousand_states():
    """The 1,025th live state would end the process; each question has one of its own, gone afterwards."""
    under_test = on("amount == 1", "amount == 2")
    found = 0
    for i in range(2_000):
        under_test.score(paid("+0m", 1, id=f"a{i}", person=f"p{i}"))
        found += len(fired(under_test.score(paid("+1m", 2, id=f"b{i}", person=f"p{i}"))))
    assert (2_000, 0) == (found, under_test.durable_overflow)


@needs_durable
def test_seventy_sequences_that_begin_alike_are_seventy_rulesets():
    """More than 64 rules that share a first pattern in one ruleset would fail."""
    made = [rule(f"s{i}", sequence=steps("amount == 1", "amount == 2")) for i in range(70)]
    assert 70 == len(fired(after(guard(*made), paid("+0m", 1), paid("+1m", 2))))


@needs_durable
def test_a_preview_asks_durable_rules_too():
    """`explain` tells the same chain and leaves the guard as it is."""
    under_test = on("amount == 1", "amount == 2")
    under_test.score(paid("+0m", 1))
    state = under_test.snapshot()
    explained = under_test.explain(paid("+1m", 2))
    assert [["e1", "e2"]] == [[one.event_id for one in found.chain] for found in explained.rules if found.rule == "s"]
    assert state == under_test.snapshot()


@needs_durable
def test_a_snapshot_is_the_same_for_both_engines():
    """Either goes on where the other stopped."""
    pack = pack_of(rule("s", sequence=steps("amount == 1", "amount == 2")))
    data = [None, None]
    for i, engine in enumerate(("native", "durable")):
        begun = Guard(pack, key=KEY, sequences=engine)
        begun.score(paid("+0m", 1))
        data[i] = begun.snapshot()
    assert data[0] == data[1]
    going = Guard.restore(data[0], key=KEY, pack=pack, sequences="durable")
    assert ["s"] == fired(going.score(paid("+1m", 2)))

"""Examples run as tests: what they promise beyond a hit or a miss, known gaps, one compiled pack for all."""

from typing import Any

import pytest

from fraudguard.errors import PackError
from fraudguard.workbench.examples import ExampleResult, ExampleRunner, run_examples
from labelled import example, paid
from packing import pack_of, rule, steps


def results(label: str, *events: dict[str, Any], **promises: Any) -> ExampleResult:
    """The result of one example of a rule that fires from 100 yuan on, with 20 points."""
    one = {**example(label, *events), **promises}
    pack = pack_of(rule("r", "amount >= 100", because="转出 {amount} 元", examples=[one]))
    (result,) = run_examples(pack)
    return result


@pytest.mark.parametrize(
    ("promises", "passed"),
    [
        ({"points": 20}, True),
        ({"points": 19}, False),
        ({"points": 21}, False),
        ({"level": "green"}, True),
        ({"level": "none"}, False),
        ({"level": "yellow"}, False),
        ({"evidence": "转出 100 元"}, True),
        ({"evidence": ["转出", "100"]}, True),
        ({"evidence": ["转出", "101"]}, False),
    ],
)
def test_a_hit_may_promise_more(promises: dict[str, Any], passed: bool) -> None:
    """Points and level of the subject and words of the finding must be those promised."""
    result = results("hit", paid(100), **promises)
    assert (passed, True) == (result.passed, result.fired)
    if not passed:
        (mismatch,) = result.mismatches
        assert mismatch.came


def test_a_miss_may_promise_too() -> None:
    """What stands after a miss is what came before it."""
    assert results("miss", paid(100), paid(99), points=20, level="green").passed
    assert not results("miss", paid(100), paid(99), points=0).passed


def test_the_events_of_a_chain_are_evidence() -> None:
    """A sequence shows the events of its chain: those named must be in it."""
    chain = steps("amount <= 10", "amount >= 20 * a.amount")
    events = [paid(5), paid(1), paid(100)]
    for named, passed in ((["e2", "e3"], True), (["e1"], False)):
        one = {**example("hit", *events), "evidence": named}
        (result,) = run_examples(pack_of(rule("r", sequence=chain, examples=[one])))
        assert passed == result.passed


def test_the_subject_of_the_rule_counts() -> None:
    """Of a rule about the payee's account, points are the account's and not the person's."""
    one = {**example("hit", paid(5, payee={"account": "6222020000000000018"})), "points": 20}
    other = rule("other", "amount >= 1", points=7)
    (result,) = run_examples(pack_of(rule("r", "amount >= 1", subject="payee.account", examples=[one]), other))
    assert result.passed


def test_a_known_gap() -> None:
    """`todo` keeps a failing example from failing, and is told when it passes."""
    assert "todo" == results("hit", paid(99), todo="还没有写").state
    assert "todo_passes" == results("hit", paid(100), todo="还没有写").state
    assert "failed" == results("hit", paid(99)).state


@pytest.mark.parametrize(
    ("label", "promises", "code"),
    [
        ("miss", {"evidence": "转出"}, "pack.example_evidence"),
        ("hit", {"evidence": "e2"}, "pack.example_event"),
        ("hit", {"level": "redd"}, "pack.expected_word"),
        ("hit", {"points": "many"}, "pack.expected_whole"),
        ("hit", {"todoo": "以后"}, "pack.unknown_key"),
    ],
)
def test_promises_that_cannot_be_kept(label: str, promises: dict[str, Any], code: str) -> None:
    """Evidence of a miss, of an event that is not there, and values of the wrong form are faults with a place."""
    with pytest.raises(PackError) as error:
        results(label, paid(100), **promises)
    assert [code] == [fault.code for fault in error.value.faults]
    assert error.value.place is not None


def test_one_example_does_not_see_another() -> None:
    """Examples of one runner start from nothing each: windows, points and known ids are gone."""
    first = example("hit", paid(100), paid(100))
    pack = pack_of(rule("r", "count(within='1h') >= 2", examples=[first, example("miss", paid(100))]))
    runner = ExampleRunner(pack)
    (known,) = pack.rules
    for _ in range(3):
        assert [True, True] == [runner.run(known, one).passed for one in known.examples]


def test_an_example_is_explained() -> None:
    """The explanation is that of the last event, seen after those before it."""
    pack = pack_of(rule("r", "count(within='1h') >= 2", examples=[example("hit", paid(1), paid(2))]))
    found = ExampleRunner(pack).explain(pack.rules[0], pack.rules[0].examples[0])
    assert found is not None
    assert [True] == [seen.truth for seen in found.conditions]

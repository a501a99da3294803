"""Two packs over one small past: who is warned otherwise, and the events and rules that tell why."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.diff import compare
from fraudguard.workbench.diff_report import Limit, diff_report
from fraudguard.workbench.telling import CounterExample, counter_examples
from packing import pack_of, rule
from past import PAST, feed, payment

OLD = pack_of(rule("large", "amount >= 1000", points=30), rule("huge", "amount >= 5000", points=30))


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """The past as a feed."""
    return feed(tmp_path / "past.jsonl")


def _report(old: CheckedPack, new: CheckedPack, path: Path, **more: Any) -> Mapping[str, Any]:
    return diff_report(compare(old, new, [path], **more), [])


def _examples(old: CheckedPack, new: CheckedPack, path: Path, most: int = 9) -> list[CounterExample]:
    return counter_examples(compare(old, new, [path]), most, [path])


def test_a_higher_threshold_warns_fewer(past: Path) -> None:
    """Those who are no longer warned are named, masked, with the event; nobody else changes."""
    new = pack_of(rule("large", "amount >= 2000", points=30), rule("huge", "amount >= 5000", points=30))
    report = _report(OLD, new, past)
    assert ("different", 2) == (report["verdict"], report["differing"])  # and Bob still has points on the ninth
    assert {"gone": 1, "same": 2} == {name: count for name, count in report["became"].items() if count}
    assert [("gone", "人员 b*b", "b1", "yellow", None)] == [
        (one["became"], one["who"], one["event"], one["old"]["level"], one["new"]) for one in report["changes"]
    ]
    assert (3, 2) == (report["tickets"]["old"]["tickets"], report["tickets"]["new"]["tickets"])
    assert {"large": "changed"} == report["written"]["rules"]
    assert [("large", 4, 3, 1, 0)] == [
        (one["rule"], one["old"], one["new"], one["only_old"], one["only_new"]) for one in report["rules"]
    ]


def test_a_lower_threshold_warns_more(past: Path) -> None:
    """The same two packs the other way round: newly warned instead of no longer."""
    new = pack_of(rule("large", "amount >= 700", points=30), rule("huge", "amount >= 5000", points=30))
    report = _report(OLD, new, past)
    assert {"new": 1, "same": 3} == {name: count for name, count in report["became"].items() if count}
    assert [("new", "c1", None, "yellow")] == [
        (one["became"], one["event"], one["old"], one["new"]["level"]) for one in report["changes"]
    ]


def test_a_ticket_that_rises_or_falls_is_one_ticket(past: Path) -> None:
    """Another level of the same episode is no new ticket; it parts at the event that one pack raises to it."""
    new = pack_of(rule("large", "amount >= 1000", points=30), rule("huge", "amount >= 5000", points=20))
    report = _report(OLD, new, past)
    assert {"lowered": 1, "same": 2} == {name: count for name, count in report["became"].items() if count}
    [change] = report["changes"]
    assert ("red", "yellow", "a1") == (change["old"]["level"], change["new"]["level"], change["event"])
    assert {"raised": 1, "same": 2} == {k: v for k, v in _report(new, OLD, past)["became"].items() if v}


def test_a_warning_at_another_event_is_sooner_or_later(past: Path) -> None:
    """The same person, episode and level, opened by another event."""
    late = pack_of(rule("large", "amount >= 1000", "amount != 5000", points=60), rule("other", "amount < 0", points=30))
    soon = pack_of(rule("large", "amount >= 1000", points=60))
    assert {"sooner": 1, "same": 2} == {k: v for k, v in _report(late, soon, past)["became"].items() if v}
    report = _report(soon, late, past)
    assert {"later": 1, "same": 2} == {k: v for k, v in report["became"].items() if v}
    assert ("a1", "a1", "a2") == (
        report["changes"][0]["event"],
        report["changes"][0]["old"]["first_event"],
        report["changes"][0]["new"]["first_event"],
    )


@pytest.mark.parametrize(("days", "became"), [("08T22:59", {"later": 1}), ("09T23:00", {"new": 1, "gone": 1})])
def test_tickets_belong_together_within_an_episode(tmp_path: Path, days: str, became: dict[str, int]) -> None:
    """Opened less than 72 hours after the last counted finding it is the same episode, else another one."""
    path = feed(tmp_path / "f.jsonl", [payment("a", "ann", "06T23:00", 1000), payment("b", "ann", days, 3000)])
    old, new = (pack_of(rule("one", f"amount == {amount}", points=30)) for amount in (1000, 3000))
    assert became == {k: v for k, v in _report(old, new, path)["became"].items() if v}


def test_packs_that_are_written_otherwise_and_behave_the_same_say_so(past: Path) -> None:
    """Equal meaning, equal behaviour on this feed, and equal warnings are three verdicts."""
    assert "equal" == _report(OLD, OLD, past)["verdict"]
    near = pack_of(rule("large", "amount >= 999", points=30), rule("huge", "amount >= 5000", points=30))
    assert ("same", 0, {"large": "changed"}) == (
        (report := _report(OLD, near, past))["verdict"],
        report["differing"],
        report["written"]["rules"],
    )
    more = pack_of(rule("large", "amount >= 1000", points=31), rule("huge", "amount >= 5000", points=30))
    quiet = _report(OLD, more, past)
    assert ("quiet", [], 5) == (quiet["verdict"], quiet["changes"], quiet["differing"])


def test_a_change_of_the_tables_is_a_change(past: Path) -> None:
    """With the same rules and other thresholds the counter-example has no rule behind it."""
    policy = {"thresholds": {"green": 10, "yellow": 31, "red": 60}}
    new = pack_of(rule("large", "amount >= 1000", points=30), rule("huge", "amount >= 5000", points=30), policy=policy)
    report = _report(OLD, new, past)
    assert ({}, ["policy"]) == (report["written"]["rules"], report["written"]["tables"])
    assert 2 == report["became"]["lowered"]
    assert [()] == [one.behind for one in _examples(OLD, new, past, 1)]


def test_a_counter_example_explains_the_rule_under_both_packs(past: Path) -> None:
    """The condition that parts them is true in one and false in the other, with the value both saw."""
    new = pack_of(rule("large", "amount >= 2000", points=30), rule("huge", "amount >= 5000", points=30))
    [example] = _examples(OLD, new, past)
    [behind] = example.behind
    assert ("large", "b1", True, False) == (behind.rule, behind.event_id, behind.old.fired, behind.new.fired)
    assert ("amount >= 2000", False, "1,500") == (
        (seen := behind.new.conditions[0]).text,
        seen.truth,
        seen.values["amount"],
    )
    assert ({"large": (30, "b1")}, {}) == (example.moment.old.parts, example.moment.new.parts)


def test_the_rule_behind_may_have_fired_on_an_earlier_event(tmp_path: Path) -> None:
    """It is explained on the event on which it fired, not on the one that opened the ticket."""
    path = feed(tmp_path / "f.jsonl", [payment("a", "ann", "06T10:00", 100), payment("b", "ann", "06T11:00", 3000)])
    last = rule("last", "amount >= 1000", points=20)
    old = pack_of(rule("noted", "amount >= 1", "amount < 1000", points=9), last, policy=_yellow(25))
    new = pack_of(rule("noted", "amount >= 101", "amount < 1000", points=9), last, policy=_yellow(25))
    [example] = _examples(old, new, path)
    assert ("lowered", "b", ["noted"], ["a"]) == (
        example.pair.became,
        example.moment.event_id,
        [one.rule for one in example.behind],
        [one.event_id for one in example.behind],
    )


def _yellow(points: int) -> dict[str, Any]:
    return {"thresholds": {"green": 10, "yellow": points, "red": 60}}


def test_a_rule_that_one_pack_lacks_has_no_explanation_there(past: Path) -> None:
    """An added rule is explained by the new pack alone."""
    new = pack_of(
        rule("large", "amount >= 1000", points=30),
        rule("huge", "amount >= 5000", points=30),
        rule("small", "amount == 700", points=30),
    )
    [example] = _examples(OLD, new, past)
    assert [("small", None, True)] == [(one.rule, one.old, one.new.fired) for one in example.behind]


def test_the_most_telling_come_first_and_each_kind_comes_up_before_any_comes_again(past: Path) -> None:
    """Red before yellow; of two alike and one other, the other is second."""
    new = pack_of(rule("small", "amount == 700", points=30))
    told = [(one.pair.became, one.moment.event_id) for one in _examples(OLD, new, past)]
    assert [("gone", "a1"), ("gone", "b1"), ("new", "c1"), ("gone", "d1")] == told
    assert told[:2] == [(one.pair.became, one.moment.event_id) for one in _examples(OLD, new, past, 2)]
    assert [] == _examples(OLD, new, past, 0)


def test_the_days_of_the_warm_up_are_not_compared(past: Path) -> None:
    """What differs before is left out, but for points that fade into the judged days."""
    new = pack_of(rule("large", "amount >= 2000", points=30), rule("huge", "amount >= 5000", points=30))
    report = _report(OLD, new, past, warm_up=1)
    assert ("quiet", [], 1) == (report["verdict"], report["rules"], report["tickets"]["old"]["tickets"])


@pytest.mark.parametrize(
    ("text", "new", "before", "exceeded"),
    [
        ("2", 2, 0, False),
        ("2", 3, 99, True),
        ("5%", 5, 100, False),
        ("5%", 6, 100, True),
        ("5 %", 1, 0, True),
        ("0%", 0, 0, False),
    ],
)
def test_a_limit_is_a_number_or_a_share(text: str, new: int, before: int, exceeded: bool) -> None:
    """At the limit is within it, one more is not; a share is of the tickets there were."""
    limit = Limit.parse(text)
    assert limit is not None
    assert exceeded == limit.exceeded(new, before)


@pytest.mark.parametrize("text", ["", "%", "many", "-1", "1.5", "inf%", "nan%"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    """Neither a whole number nor a share of zero and more."""
    assert Limit.parse(text) is None


def test_every_ticket_is_counted_once(past: Path) -> None:
    """Old tickets and new ones add up from what became of them."""
    new = pack_of(rule("small", "amount == 700", points=30), rule("huge", "amount >= 3000", points=60))
    became = (report := _report(OLD, new, past))["became"]
    both = sum(count for name, count in became.items() if name not in {"new", "gone"})
    assert report["tickets"]["old"]["tickets"] == both + became["gone"]
    assert report["tickets"]["new"]["tickets"] == both + became["new"]
    assert len(PAST) == report["feed"]["events"]

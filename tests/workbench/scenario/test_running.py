"""What scenarios come to: each expectation met and not met, the desk's clocks, known gaps."""

from collections.abc import Callable

import pytest

from fraudguard.pack.checked import CheckedPack
from fraudguard.workbench.scenario.running import ScenarioResult, ScenarioRunner

Play = Callable[..., ScenarioResult]
PAID = "pay 5_001 to new payee A"


@pytest.mark.parametrize(
    ("line", "met", "unmet"),
    [
        (PAID, "finding big-transfer, any-transfer", "finding big-transfer, long-call"),
        (PAID, "no finding long-call, two-transfers", "no finding long-call, big-transfer"),
        ("withdraw 5", "no finding", "findings any-transfer"),
        (PAID, "level yellow", "level green"),
        (PAID, "level at least yellow", "level at least red"),
        (PAID, "level at most yellow", "level at most green"),
        (PAID, "points 50", "points 49"),
        (PAID, "points at least 50", "points at least 51"),
        (PAID, "points at most 50", "points at most 49"),
        (PAID, "scam fake_loan", "scam leader"),
        (PAID, "not urgent", "urgent"),
        (PAID, "ticket", "no ticket"),
        (PAID, "ticket opened yellow fake_loan", "ticket raised yellow fake_loan"),
        (PAID, "no ticket red", "no ticket yellow"),
        (PAID, "no ticket urgent", "ticket urgent"),
        (PAID, "case", "no case"),
        (PAID, "case status new, level yellow, tier station", "case status new, level yellow, tier city"),
        ("withdraw 5", "no case", "case"),
        ("lead red leader", "ticket opened red leader", "ticket opened red fake_loan"),
    ],
)  # fmt: skip
def test_an_expectation_is_met_or_not(play: Play, line: str, met: str, unmet: str) -> None:
    """Each form of expectation passes where it is true and fails where one thing of it is not."""
    assert play(line, f"expect {met}").passed
    (failure,) = play(line, f"expect {unmet}").failures
    assert (unmet, line) == (failure.mismatch.expected, failure.about)
    assert failure.mismatch.came


def test_an_expectation_is_about_the_line_above(play: Play) -> None:
    """Findings and tickets are those of the last line of events, all repeats of it; `finally` looks at everything."""
    lines = (PAID, "expect ticket opened", "withdraw 5", "expect no ticket", "expect no finding big-transfer")
    assert play(*lines, "2 x pay 200 to new payee", "expect finding any-transfer").passed
    scenario = play(PAID, "+100d withdraw 5", "expect level none")
    assert scenario.passed
    assert 2 == scenario.events


def test_the_whole_story(read: Callable[..., tuple], runner: ScenarioRunner) -> None:
    """In `finally` the highest level counts, and a finding of any event."""
    text = "scenarios:\n  - name: 一例\n    steps: [{}, +100d withdraw 5]\n    finally: [{}]\n"
    for wanted, passed in (("level yellow", True), ("level none", False), ("finding big-transfer", True), ("no ticket", False)):  # fmt: skip
        (scenario,), faults = read(text=text.format(PAID, wanted))
        assert [] == faults
        assert passed == runner.run(scenario).passed


def test_the_clocks_of_the_desk(play: Play) -> None:
    """A deadline acts when a tick comes at it, not a second before: yellow must be signed within 15 minutes here."""
    assert play(PAID, "+14m59s tick", "expect case tier station").passed
    assert play(PAID, "+15m tick", "expect case tier sub_bureau, missed sign").passed
    assert play(PAID, "officer sign", "+15m tick", "expect case tier station, status signed").passed


def test_what_the_desk_refuses(play: Play) -> None:
    """A refused step must be expected, and an expected refusal must come; what follows a surprise is not played."""
    assert play(PAID, "officer close refused", "expect case status new").passed
    (failure,) = play(PAID, "officer sign refused", "expect case status signed").failures
    assert ("officer sign refused", "done") == (failure.mismatch.expected, failure.mismatch.came)
    (failure,) = play(PAID, "officer close", "expect level red").failures
    assert "case.unreached" in failure.mismatch.came
    (failure,) = play("withdraw 5", "officer sign", "expect no ticket").failures
    assert "no case" == failure.mismatch.came


def test_a_case_to_its_end(play: Play) -> None:
    """Signed, called, reported and closed: each step is the desk's own."""
    assert play(
        PAID, "officer sign", "officer call busy", "+1m officer call answered with convinced=true",
        "officer result dissuaded with at_risk=5_001", "expect case status result", "expect case raised by busy",
    ).passed  # fmt: skip


def test_scenarios_do_not_see_each_other(play: Play) -> None:
    """Each starts from nothing, in any order."""
    for _ in range(2):
        assert play("pay 10 to new payee A", "+5m pay 200 to payee A", "expect finding two-transfers").passed
        assert play("pay 200 to new payee A", "expect no finding two-transfers").passed


def test_a_failure_explains_the_rule(play: Play) -> None:
    """The rule named is explained on the event: conditions with values, steps of a sequence, or what kind it reads."""
    (failure,) = play("pay 5_000 to new payee A", "expect finding big-transfer").failures
    (told,) = failure.explained
    assert told.found is not None
    assert [("direction == 'out'", True), ("amount > 5_000", False)] == [
        (seen.text, seen.truth) for seen in told.found.conditions
    ]
    (failure,) = play("pay 200 to new payee A", "expect finding two-transfers").failures
    assert [(), ("e1 (01-06 10:00)",)] == [step.events for step in failure.explained[0].steps]
    (failure,) = play("pay 200 to new payee A", "expect finding long-call").failures
    assert (None, "call") == (failure.explained[0].found, failure.explained[0].kind)


def test_an_explanation_knows_what_came_before(play: Play) -> None:
    """The event is explained as it stood when it was scored, on a desk too."""
    lines = ("pay 10 to new payee A", "+5m pay 200 to payee A", "expect no finding two-transfers")
    for more in ((), ("expect case",)):
        (failure,) = (one for one in play(*lines, *more).failures if one.explained)
        assert failure.explained[0].found is not None
        assert ["e1", "e2"] == [event.event_id for event in failure.explained[0].found.chain]


def test_a_known_gap(play: Play) -> None:
    """A todo that fails is a gap, one that passes says so; neither counts as failed."""
    assert "todo" == play(PAID, "expect level red", todo="还没有写").state
    assert "todo_passes" == play(PAID, "expect level yellow", todo="还没有写").state
    assert ["failed", "passed"] == [play(PAID, f"expect level {level}").state for level in ("red", "yellow")]


def test_the_same_story_twice(pack: CheckedPack, read: Callable[..., tuple]) -> None:
    """Two runners come to the same result, failures and explanations included."""
    (scenario,), _ = read(PAID, "expect finding long-call", "expect level red", "+1h tick", "expect case tier city")
    assert ScenarioRunner(pack).run(scenario) == ScenarioRunner(pack).run(scenario)

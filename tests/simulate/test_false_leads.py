"""False leads: an instruction about an honest person, with or without a ground."""

from collections import Counter

import pytest

from fraudguard.simulate.false_leads import FALSE_LEAD, false_lead_rate
from honest_people import as_event, stories

TOLD = stories(FALSE_LEAD, 400)


def test_each_story_has_one_lead() -> None:
    """A false lead's story brings exactly one lead, pushed before it arrived."""
    for story in TOLD:
        leads = [event for event in story.events if event["kind"] == "lead"]
        assert 1 == len(leads)
        assert leads[0]["pushed_at"] < leads[0]["at"]


def test_its_events_are_real_events() -> None:
    """The event model takes every event of the stories."""
    for story in TOLD[:60]:
        for flat in story.events:
            assert flat["kind"] == as_event(flat).kind


def test_levels_are_mixed() -> None:
    """Yellow is commonest, red rare but there."""
    levels = Counter(event["level"] for story in TOLD for event in story.events if event["kind"] == "lead")
    assert {"green", "yellow", "red"} == set(levels)
    assert levels["red"] < levels["green"] < levels["yellow"]


def test_the_suspect_is_who_called() -> None:
    """Where the lead counts talking seconds, its suspect called in the same story for as long."""
    counted = 0
    for story in TOLD:
        lead = next(event for event in story.events if event["kind"] == "lead")
        if "call_seconds" not in lead:
            continue
        calls = [e for e in story.events if e["kind"] == "call" and e["at"] < lead["at"]]
        counted += 1
        assert {lead["suspect"]} == {call["peer"] for call in calls}
        assert lead["call_seconds"] == sum(call["duration_s"] for call in calls)
    assert counted > 100


@pytest.mark.parametrize(("rate", "leads"), [(1.0, 0.7), (2.0, 1.4), (0.0, 0.0)])
def test_two_false_leads_for_each_true_one(rate: float, leads: float) -> None:
    """Leads arrive for 35 % of frauds, so false ones are 0.7 of the frauds."""
    assert leads == pytest.approx(false_lead_rate(rate))

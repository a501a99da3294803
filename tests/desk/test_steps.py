"""The table of steps: complete, without dead rows, and equal to the one written out by hand."""

import pytest

from desk_cases import ACTIONS, EXPECTED, STATES
from fraudguard.desk.actions import ACTIONS as KINDS
from fraudguard.desk.case import ENDED, STATUS_ZH
from fraudguard.desk.steps import ACTION_ZH, STEPS


@pytest.mark.parametrize("row", EXPECTED, ids=".".join)
def test_a_step_leads_where_the_hand_written_table_says(row: tuple[str, str]) -> None:
    """In every state a step leads on, stays, or is not possible, as the table in `desk_cases` says."""
    remembered = row in {("receipt", "refused"), ("resume", "")}  # where these lead to is kept by the case
    for status, given in EXPECTED[row].items():
        possible = status if remembered else given
        assert (None if given.startswith("case.") else possible) == STEPS[row].leads(status), status


def test_the_hand_written_table_has_every_row() -> None:
    """No step stands in the source without standing in the table, closing aside, and the other way round."""
    assert set(EXPECTED) | {("close", "")} == set(STEPS)
    assert set(ACTIONS) == set(STEPS)


def test_every_action_has_a_row_and_a_label() -> None:
    """Each action of an officer is in the table and has Chinese words, and nothing else has."""
    assert set(KINDS) == {kind for kind, _ in STEPS}
    assert set(KINDS) == set(ACTION_ZH)
    assert len(ACTION_ZH) == len(set(ACTION_ZH.values()))


def test_every_state_can_be_reached_from_a_new_case() -> None:
    """There is a way from a new case to each state, and the table knows no other states."""
    found = {"new"}
    while True:
        more = {step.leads(status) for step in STEPS.values() for status in found} - {None} - found
        if not more:
            break
        found |= more
    assert set(STATUS_ZH) == found
    assert set(STATES) == found


def test_an_ended_case_is_left_only_by_a_reopening() -> None:
    """Of the ended states only the closed one has ways out: reopening and an untruthful return visit."""
    ways = {
        (row, status) for row, step in STEPS.items() for status in ENDED if step.leads(status) not in {None, status}
    }
    assert {(("reopen", ""), "closed"), (("return_visit", "untruthful"), "closed")} == ways


@pytest.mark.parametrize("row", ACTIONS, ids=".".join)
def test_an_action_knows_its_outcome(row: tuple[str, str]) -> None:
    """The outcome that an action computes is the one under which the table knows it; the third call in vain counts apart."""
    kind, outcome = row
    action = ACTIONS[row]
    assert (kind, outcome.removesuffix("_often")) == (action.kind, action.outcome)

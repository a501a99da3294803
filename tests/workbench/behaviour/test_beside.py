"""Rules and model against rules alone."""

import numpy as np

from fraudguard.classifier import Classification
from fraudguard.events import Event
from fraudguard.simulate import Coverage, Settings
from fraudguard.workbench.behaviour.beside import Days, beside, compared
from packing import pack_of, rule


def _days(rules: list[float], both: list[float]) -> Days:
    """Six days of three persons; the attempts are on the first and the third."""
    person = np.array([0, 0, 1, 1, 2, 2])
    return Days(person, np.array([0, -1, 1, -1, -1, -1]), np.array(rules), np.array(both), 1)


def test_figures_of_a_known_case() -> None:
    """Rules put one attempt first and the other third, both together put both first: by hand."""
    (found,) = compared(_days([9, 8, 7, 0, 0, 0], [9, 1, 8, 0, 0, 0]), [2])
    assert (0.5, 1.0, 0.5) == (
        found.average_precision.rules,
        found.average_precision.both,
        found.average_precision.better,
    )
    assert (0.5, 1.0) == (found.precision.rules, found.precision.both)
    assert (0.5, 1.0) == (found.found.rules, found.found.both)
    low, high = found.precision.interval
    assert low <= 0.5 <= high


def test_equal_worth_gives_equal_figures() -> None:
    """Where the model changes nothing, ties are told apart alike on both sides."""
    for one in compared(_days([1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1]), [1, 3, 6]):
        assert {0} == {share.better for share in (one.average_precision, one.precision, one.found)}


class Loud:
    """Finds every payment over 50,000 yuan suspicious."""

    def classify(self, event: Event) -> Classification | None:
        """By the amount."""
        amount = getattr(event, "amount", None)
        return None if amount is None else Classification(0.8 if amount > 5_000_000 else 0.1, "", textual=False)


def test_a_town_is_scored_by_both() -> None:
    """Days after the warm-up, with and without the model; some are days of attempts, and the model moves some."""
    settings = Settings(persons=60, days=18, seed="beside", panel=1, coverage=Coverage.whole())
    pack = pack_of(rule("r", "amount > 1_000"))
    days = beside(pack, Loud(), settings)
    assert 4 == days.length
    assert len(days.person) == len(days.rules) == len(days.both)
    assert 0 < (days.attempt >= 0).sum() < len(days.attempt)
    assert (days.both >= days.rules).all()
    assert (days.both > days.rules).any()

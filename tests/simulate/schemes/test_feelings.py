from attempts import attempts, paid
from fraudguard.simulate.confusers.scene import DAY
from fraudguard.simulate.schemes.feelings import FEELINGS

LOVE, FILM = FEELINGS


def test_love_is_slow() -> None:
    """Money is asked for after days, never on the first."""
    for story in attempts(LOVE):
        if paid(story):
            assert paid(story)[0]["at"] - story.events[0]["at"] > DAY


def test_love_asks_for_more_each_time() -> None:
    """Nearly always the largest payment is not the first."""
    lost = [paid(story) for story in attempts(LOVE) if len(paid(story)) > 2]
    later = [one for one in lost if max(event["amount"] for event in one) > one[0]["amount"]]
    assert len(later) / len(lost) > 0.7


def test_films_come_at_night() -> None:
    """It happens from 21 to 1 o'clock, and to men above all."""
    assert {21, 22, 23, 0, 1} == {hour for hour, weight in enumerate(FILM.hours) if weight}


def test_films_are_paid_for_in_many_sums() -> None:
    """The median victim of a film pays three to eight times."""
    counts = sorted(len(paid(story)) for story in attempts(FILM) if paid(story))
    assert 3 <= counts[len(counts) // 2] <= 8

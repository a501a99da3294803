"""Whom and when stories happen to."""

import pytest

from fake_tales import Fake
from fraudguard.simulate import Settings
from fraudguard.simulate.draw import Told, attempts, look_alikes
from fraudguard.simulate.mules import MulePool
from fraudguard.simulate.population import populate


def _told(settings: Settings, *schemes: Fake, town: int = 0) -> list[Told]:
    people = populate(settings, town)
    return list(attempts(people, {one.id: one for one in schemes}, MulePool(settings, town), 0.6))


def test_attempts_follow_rate_and_priors() -> None:
    """The rate counts those that reach the money; 60 % end before, so two and a half times as many are told."""
    settings = Settings(persons=1_000, days=30, rate=200)
    told = _told(settings, Fake("a", prior=0.75), Fake("b", prior=0.25))
    assert 500 == pytest.approx(len(told), rel=0.15)
    assert 0.75 == pytest.approx(sum(one.story.name == "a" for one in told) / len(told), abs=0.06)
    assert not any(one.panel for one in told)


def test_nothing_happens_at_rate_zero() -> None:
    """Without fraud and without a panel there is no attempt."""
    assert [] == _told(Settings(persons=100, days=30, rate=0), Fake("a"))


@pytest.mark.parametrize("panel", [1, 2, 3, 7])
def test_the_panel_is_shared_by_the_towns_and_reaches_the_money(panel: int) -> None:
    """All towns together have exactly so many for each scheme, however seldom the scheme succeeds."""
    settings = Settings(persons=150, days=10, town_size=50, rate=0, panel=panel)
    told = [one for town in range(3) for one in _told(settings, Fake("a", pays=0.3), Fake("b"), town=town)]
    assert 2 * panel == len(told)
    assert all(one.panel and any(event.get("_loss") for event in one.story.events) for one in told)


def test_a_story_that_suits_nobody_is_not_told() -> None:
    """No weights, no story; and no error."""

    class Nobody(Fake):
        def suits(self, subject: object) -> float:
            return 0.0

    settings = Settings(persons=100, days=30, rate=100, panel=2)
    assert [] == _told(settings, Nobody("a"))
    assert [] == list(look_alikes(populate(settings, 0), [Nobody("c")]))


def test_stories_keep_hours_and_weekdays() -> None:
    """Weights of zero are kept: only at nine, only on Mondays."""
    nine = tuple(float(hour == 9) for hour in range(24))
    settings = Settings(persons=1_000, days=30)
    told = list(look_alikes(populate(settings, 0), [Fake("c", hours=nine, weekdays=(1.0, *(0.0,) * 6))]))
    assert 20 < len(told) < 90
    since = [one.start - settings.start_us for one in told]
    assert {9} == {time // 3_600_000_000 % 24 for time in since}
    assert {0} == {time // 86_400_000_000 % 7 for time in since}

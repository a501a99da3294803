from attempts import attempts, paid
from fraudguard.simulate.confusers.scene import HOUR
from fraudguard.simulate.schemes.trade import TRADE
from honest_people import person

SHOP, GAME, ARMY, FAN = TRADE


def test_shops_ask_again() -> None:
    """Some shoppers pay once, some again."""
    counts = {len(paid(story)) for story in attempts(SHOP) if paid(story)}
    assert {1, 2} <= counts
    assert max(counts) == 5


def test_games_are_over_in_hours() -> None:
    """All payments for a game account are made within three hours."""
    assert [] == [
        story for story in attempts(GAME) if paid(story) and paid(story)[-1]["at"] - paid(story)[0]["at"] > 3 * HOUR
    ]


def test_barracks_order_of_shopkeepers() -> None:
    """Only shopkeepers are asked to supply barracks."""
    assert ARMY.suits(person(role="merchant")) > 0
    assert ARMY.suits(person(role=None)) == 0


def test_children_pay_often() -> None:
    """A child pays three to sixty times, within five hours; fewer only when somebody stops it."""
    for story in attempts(FAN):
        if paid(story):
            assert (3 if story.reached == "after" else 1) <= len(paid(story)) <= 60
            assert paid(story)[-1]["at"] - paid(story)[0]["at"] <= 5 * HOUR


def test_children_use_the_phones_of_parents_or_their_own() -> None:
    """Parents from 30 to 48 and children from 10 are met; the young without children are not."""
    met = {age: FAN.suits(person(age=age)) > 0 for age in (9, 10, 15, 16, 29, 30, 48, 49)}
    assert {9: False, 10: True, 15: True, 16: False, 29: False, 30: True, 48: True, 49: False} == met

from attempts import attempts, paid
from fraudguard.simulate.confusers.scene import DAY, MINUTE
from fraudguard.simulate.schemes.lures import LURES

NOTICE, REFUND, PENSION = LURES


def test_codes_come_before_the_debits_of_a_notice() -> None:
    """Every debited victim has got a code before the first debit, and the debits are done in fifteen minutes."""
    for story in attempts(NOTICE):
        if paid(story):
            first = paid(story)[0]["at"]
            assert any(event.get("is_otp") and event["at"] < first for event in story.events)
            assert paid(story)[-1]["at"] - first <= 15 * MINUTE


def test_notices_link_to_a_page() -> None:
    """Every false notice has a link, whose host is known."""
    assert [] == [story for story in attempts(NOTICE) if not story.events[0].get("url_hosts")]


def test_refunds_show_a_little_money() -> None:
    """In about half of the attempts that got on, some small sum comes in first."""
    lost = [story for story in attempts(REFUND) if paid(story)]
    shown = [one for one in lost if any(event.get("direction") == "in" for event in one.events)]
    assert 0.35 <= len(shown) / len(lost) <= 0.75


def test_pensions_take_fees_or_savings() -> None:
    """Some elders pay many small fees, others thousands at once; both take more than a day."""
    lost = [paid(story) for story in attempts(PENSION) if paid(story)]
    small = [one for one in lost if max(event["amount"] for event in one) <= 50_000]
    assert 0.3 <= len(small) / len(lost) <= 0.7
    assert all(one[-1]["at"] - one[0]["at"] > DAY for one in lost if len(one) >= 12)
